-- Second wall: whom we deal with and what we sell. A row says what its fact says: it changes only
-- by a newer fact on the same subject, is never replaced by hand, and never goes away.

-- There is one firm.
create trigger guard_firms_fact
before insert on firms
begin
  select raise(abort, 'E_FIRM_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.firm_id
                        and kind = 'FirmSaved');
  select raise(abort, 'E_FIRM_REPLACED')
   where exists (select 1
                   from firms before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.firm_id = new.firm_id
                    and fact.rowid <= was.rowid);
  select raise(abort, 'E_SECOND_FIRM')
   where exists (select 1 from firms where firm_id <> new.firm_id);
end;

create trigger guard_firms_change
before update on firms
begin
  select raise(abort, 'E_FIRM_REPLACED')
   where new.firm_id is not old.firm_id
      or not exists (select 1
                       from ledger fact
                       join ledger was on was.hash = old.fact_hash
                      where fact.hash = new.fact_hash
                        and fact.subject_id = new.firm_id
                        and fact.kind = 'FirmSaved'
                        and fact.rowid > was.rowid);
end;

create trigger guard_firms_kept
before delete on firms
begin
  select raise(abort, 'E_FIRM_KEPT');
end;

create trigger guard_members_fact
before insert on members
begin
  select raise(abort, 'E_MEMBER_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.member_id
                        and kind = 'MemberSaved');
  select raise(abort, 'E_MEMBER_REPLACED')
   where exists (select 1
                   from members before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.member_id = new.member_id
                    and fact.rowid <= was.rowid)
      or exists (select 1
                   from members
                  where code = new.code
                    and member_id <> new.member_id);
end;

create trigger guard_members_change
before update on members
begin
  select raise(abort, 'E_MEMBER_REPLACED')
   where new.member_id is not old.member_id
      or not exists (select 1
                       from ledger fact
                       join ledger was on was.hash = old.fact_hash
                      where fact.hash = new.fact_hash
                        and fact.subject_id = new.member_id
                        and fact.kind = 'MemberSaved'
                        and fact.rowid > was.rowid)
      or exists (select 1
                   from members
                  where code = new.code
                    and member_id <> new.member_id);
end;

create trigger guard_members_kept
before delete on members
begin
  select raise(abort, 'E_MEMBER_KEPT');
end;

create trigger guard_customers_fact
before insert on customers
begin
  select raise(abort, 'E_CUSTOMER_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.customer_id
                        and kind = 'CustomerSaved');
  select raise(abort, 'E_CUSTOMER_REPLACED')
   where exists (select 1
                   from customers before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.customer_id = new.customer_id
                    and fact.rowid <= was.rowid)
      or exists (select 1
                   from customers
                  where code = new.code
                    and customer_id <> new.customer_id);
end;

create trigger guard_customers_change
before update on customers
begin
  select raise(abort, 'E_CUSTOMER_REPLACED')
   where new.customer_id is not old.customer_id
      or not exists (select 1
                       from ledger fact
                       join ledger was on was.hash = old.fact_hash
                      where fact.hash = new.fact_hash
                        and fact.subject_id = new.customer_id
                        and fact.kind = 'CustomerSaved'
                        and fact.rowid > was.rowid)
      or exists (select 1
                   from customers
                  where code = new.code
                    and customer_id <> new.customer_id);
end;

create trigger guard_customers_kept
before delete on customers
begin
  select raise(abort, 'E_CUSTOMER_KEPT');
end;

create trigger guard_carriers_fact
before insert on carriers
begin
  select raise(abort, 'E_CARRIER_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.carrier_id
                        and kind = 'CarrierSaved');
  select raise(abort, 'E_CARRIER_REPLACED')
   where exists (select 1
                   from carriers before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.carrier_id = new.carrier_id
                    and fact.rowid <= was.rowid)
      or exists (select 1
                   from carriers
                  where code = new.code
                    and carrier_id <> new.carrier_id);
end;

create trigger guard_carriers_change
before update on carriers
begin
  select raise(abort, 'E_CARRIER_REPLACED')
   where new.carrier_id is not old.carrier_id
      or not exists (select 1
                       from ledger fact
                       join ledger was on was.hash = old.fact_hash
                      where fact.hash = new.fact_hash
                        and fact.subject_id = new.carrier_id
                        and fact.kind = 'CarrierSaved'
                        and fact.rowid > was.rowid)
      or exists (select 1
                   from carriers
                  where code = new.code
                    and carrier_id <> new.carrier_id);
end;

create trigger guard_carriers_kept
before delete on carriers
begin
  select raise(abort, 'E_CARRIER_KEPT');
end;

-- A policy is decided once; another one follows it.
create trigger guard_policies_fact
before insert on policies
begin
  select raise(abort, 'E_POLICY_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.policy_id
                        and kind = 'PolicyRecorded');
  select raise(abort, 'E_POLICY_IMMUTABLE')
   where exists (select 1 from policies where policy_id = new.policy_id);
end;

create trigger guard_policies_unchanged
before update on policies
begin
  select raise(abort, 'E_POLICY_IMMUTABLE');
end;

create trigger guard_policies_kept
before delete on policies
begin
  select raise(abort, 'E_POLICY_IMMUTABLE');
end;
