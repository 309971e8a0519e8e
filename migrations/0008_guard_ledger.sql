-- The second wall. Triggers refuse what nobody may decide, also when a bug above or another
-- program tries it; what physically happened always folds. Everything is refused with `abort` in a
-- `before` trigger, which neither `or replace`, `or ignore` nor `or fail` can soften.
-- This file: the ledger grows at its ends only, and every station stands on its fact.

-- Each stream is a chain without gaps, and no fact is written twice or in the place of another.
create trigger guard_ledger_chain
before insert on ledger
begin
  select raise(abort, 'E_CHAIN_BROKEN')
   where new.seq is not
         coalesce((select max(seq) from ledger where stream_id = new.stream_id), 0) + 1
      or new.prev_hash is not
         (select hash from ledger where stream_id = new.stream_id and seq = new.seq - 1);
  select raise(abort, 'E_FACT_EXISTS')
   where exists (select 1 from ledger where hash = new.hash)
      or exists (select 1 from ledger where rowid = new.rowid);
end;

-- The order in which facts arrived is the order of their rows, without gaps.
create trigger guard_ledger_arrival
after insert on ledger
begin
  select raise(abort, 'E_FACT_OUT_OF_ORDER')
   where exists (select 1 from ledger where rowid > new.rowid)
      or new.rowid is not
         coalesce((select max(rowid) from ledger where rowid < new.rowid), 0) + 1;
end;

create trigger guard_ledger_unchanged
before update on ledger
begin
  select raise(abort, 'E_LEDGER_IMMUTABLE');
end;

create trigger guard_ledger_kept
before delete on ledger
begin
  select raise(abort, 'E_LEDGER_IMMUTABLE');
end;

-- A request is answered once.
create trigger guard_requests_once
before insert on requests
begin
  select raise(abort, 'E_REQUEST_ANSWERED')
   where exists (select 1 from requests where request_id = new.request_id);
end;

create trigger guard_requests_unchanged
before update on requests
begin
  select raise(abort, 'E_REQUEST_ANSWERED');
end;

create trigger guard_requests_kept
before delete on requests
begin
  select raise(abort, 'E_REQUEST_ANSWERED');
end;

-- A person's data may be erased, by a fact, and are never restated.
create trigger guard_personal_once
before insert on personal
begin
  select raise(abort, 'E_PERSONAL_RESTATED')
   where exists (select 1 from personal where personal_id = new.personal_id)
      or exists (select 1
                   from ledger
                  where subject_id = new.personal_id
                    and kind = 'PersonErased');
end;

create trigger guard_personal_kept
before delete on personal
begin
  select raise(abort, 'E_PERSONAL_KEPT')
   where not exists (select 1
                       from ledger
                      where subject_id = old.personal_id
                        and kind = 'PersonErased');
end;

create trigger guard_personal_unchanged
before update on personal
begin
  select raise(abort, 'E_PERSONAL_RESTATED');
end;

-- A station stands on the fact that opened it; its letter, which numbers carry, is its own.
create trigger guard_stations_fact
before insert on stations
begin
  select raise(abort, 'E_STATION_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where subject_id = new.stream_id
                        and kind = 'StationOpened');
  select raise(abort, 'E_STATION_EXISTS')
   where exists (select 1 from stations where stream_id = new.stream_id)
      or exists (select 1 from stations where letter = new.letter);
end;

-- Only being succeeded changes a station, once, by a fact of its successor.
create trigger guard_stations_succession
before update on stations
begin
  select raise(abort, 'E_STATION_FROZEN')
   where old.succeeded_by is not null
      or (new.stream_id, new.letter, new.name, new.public_key) is not
         (old.stream_id, old.letter, old.name, old.public_key);
  select raise(abort, 'E_SUCCESSION_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where subject_id = new.succeeded_by
                        and kind = 'StationSucceeded'
                        and body ->> '$.predecessor' = lower(hex(old.stream_id)));
end;

create trigger guard_stations_kept
before delete on stations
begin
  select raise(abort, 'E_STATION_FROZEN');
end;
