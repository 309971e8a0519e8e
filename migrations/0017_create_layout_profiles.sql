-- How documents look: of each place (firm, group of customers, customer; all kinds of documents or
-- one) the newest version of what it has of its own, which the body of its fact says. Where nothing
-- stands, the place inherits.
create table layout_profiles (
  place_id      blob    not null primary key check (length(place_id) = 16),
  scope         text    not null check (scope in ('firm', 'group', 'customer')),
  group_name    text    check ((group_name is not null) = (scope = 'group')),
  customer_id   blob    references customers (customer_id)
                        check ((customer_id is not null) = (scope = 'customer')),
  document      text    check (document <> ''),
  version       integer not null check (version >= 1),
  stands        integer not null check (stands in (0, 1)),
  inherits_from text    check (inherits_from is null
                               or (scope = 'customer' and document is null and stands = 1)),
  fact_hash     blob    not null references ledger (hash)
) strict, without rowid;

-- The resolved profiles that posted documents are shown by, each once.
create table issued_layouts (
  layout_hash blob not null primary key check (length(layout_hash) = 32),
  fact_hash   blob not null references ledger (hash)
) strict, without rowid;

-- What lies at a place says what its fact says, and changes only by the next version.
create trigger guard_layout_profiles_fact
before insert on layout_profiles
begin
  select raise(abort, 'E_LAYOUT_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.place_id
                        and kind = 'LayoutProfileSet'
                        and body ->> '$.scope' = new.scope
                        and body ->> '$.group' is new.group_name
                        and unhex(body ->> '$.customer_id') is new.customer_id
                        and body ->> '$.document' is new.document
                        and body ->> '$.version' = new.version
                        and (body ->> '$.layer' is not null) = new.stands
                        and body ->> '$.layer.group' is new.inherits_from);
  select raise(abort, 'E_LAYOUT_VERSION')
   where new.version is not
         coalesce((select version from layout_profiles where place_id = new.place_id), 0) + 1;
end;

create trigger guard_layout_profiles_change
before update on layout_profiles
begin
  select raise(abort, 'E_LAYOUT_REPLACED')
   where new.place_id is not old.place_id
      or new.version is not old.version + 1
      or not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.place_id
                        and kind = 'LayoutProfileSet'
                        and body ->> '$.scope' = new.scope
                        and body ->> '$.group' is new.group_name
                        and unhex(body ->> '$.customer_id') is new.customer_id
                        and body ->> '$.document' is new.document
                        and body ->> '$.version' = new.version
                        and (body ->> '$.layer' is not null) = new.stands
                        and body ->> '$.layer.group' is new.inherits_from);
end;

create trigger guard_layout_profiles_kept
before delete on layout_profiles
begin
  select raise(abort, 'E_LAYOUT_KEPT');
end;

-- What posted documents are shown by stays.
create trigger guard_issued_layouts_fact
before insert on issued_layouts
begin
  select raise(abort, 'E_ISSUED_LAYOUT_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and kind = 'LayoutProfileIssued'
                        and body ->> '$.layout_hash' = lower(hex(new.layout_hash)));
  select raise(abort, 'E_ISSUED_LAYOUT_IMMUTABLE')
   where exists (select 1 from issued_layouts where layout_hash = new.layout_hash);
end;

create trigger guard_issued_layouts_unchanged
before update on issued_layouts
begin
  select raise(abort, 'E_ISSUED_LAYOUT_IMMUTABLE');
end;

create trigger guard_issued_layouts_kept
before delete on issued_layouts
begin
  select raise(abort, 'E_ISSUED_LAYOUT_IMMUTABLE');
end;

-- A posted document names no layout but one that was issued before it.
create trigger guard_invoices_layout
before insert on invoices
begin
  select raise(abort, 'E_LAYOUT_NOT_ISSUED')
    from ledger
   where hash = new.fact_hash
     and body ->> '$.layout_hash' is not null
     and not exists (select 1
                       from issued_layouts
                      where layout_hash = unhex(body ->> '$.layout_hash'));
end;

create trigger guard_credit_notes_layout
before insert on credit_notes
begin
  select raise(abort, 'E_LAYOUT_NOT_ISSUED')
    from ledger
   where hash = new.fact_hash
     and body ->> '$.layout_hash' is not null
     and not exists (select 1
                       from issued_layouts
                      where layout_hash = unhex(body ->> '$.layout_hash'));
end;
