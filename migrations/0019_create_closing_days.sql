-- The days on which the firm is closed, beside Saturdays and Sundays. A fact sets those of a year.
create table closing_days (
  closed_on text not null primary key check (closed_on like '____-__-__'),
  name      text not null check (name <> ''),
  fact_hash blob not null references ledger (hash)
) strict, without rowid;

-- A closing day is one of those that the newest fact on its year sets.
create trigger guard_closing_days_fact
before insert on closing_days
begin
  select raise(abort, 'E_CLOSING_DAY_WITHOUT_FACT')
   where not exists (select 1
                       from ledger l, json_each(l.body, '$.days') j
                      where l.hash = new.fact_hash
                        and l.kind = 'CalendarSet'
                        and cast(l.body ->> '$.year' as text) = substr(new.closed_on, 1, 4)
                        and j.value ->> '$.on' = new.closed_on
                        and j.value ->> '$.name' = new.name);
  select raise(abort, 'E_CLOSING_DAY_REPLACED')
   where exists (select 1 from closing_days where closed_on = new.closed_on)
      or exists (select 1
                   from ledger fact
                   join ledger newer on newer.subject_id = fact.subject_id
                  where fact.hash = new.fact_hash
                    and newer.kind = 'CalendarSet'
                    and newer.rowid > fact.rowid);
end;

create trigger guard_closing_days_unchanged
before update on closing_days
begin
  select raise(abort, 'E_CLOSING_DAY_REPLACED');
end;

create trigger guard_closing_days_kept
before delete on closing_days
begin
  select raise(abort, 'E_CLOSING_DAY_KEPT')
   where not exists (select 1
                       from ledger was
                       join ledger fact on fact.subject_id = was.subject_id
                      where was.hash = old.fact_hash
                        and fact.kind = 'CalendarSet'
                        and fact.rowid > was.rowid);
end;
