-- Second wall: what left and who signed for it. Physical facts always fold; refused is only what
-- is no fact: a rewritten delivery note, proof or line, a number out of its series, and a billing
-- right that passes on without succession.

-- A shipment begins as planned, by the fact that planned it, once.
create trigger guard_shipments_fact
before insert on shipments
begin
  select raise(abort, 'E_SHIPMENT_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.shipment_id
                        and kind = 'ShipmentPlanned');
  select raise(abort, 'E_SHIPMENT_NOT_PLANNED')
   where new.state <> 'planned'
      or coalesce(new.number, new.stream_id, new.year, new.counter, new.dispatched_on,
                  new.delivered_on, new.billing_holder, new.issued_hash) is not null;
  select raise(abort, 'E_SHIPMENT_EXISTS')
   where exists (select 1 from shipments where shipment_id = new.shipment_id);
end;

-- The machine: planned, issued, delivered, confirmed, forward only; a later proof confirms again.
-- A succession moves the billing right without moving the state.
create trigger guard_shipments_states
before update on shipments
begin
  select raise(abort, 'E_SHIPMENT_STATE')
   where (old.state, new.state) not in
         (values ('planned', 'issued'),
                 ('issued', 'delivered'),
                 ('issued', 'confirmed'),
                 ('delivered', 'confirmed'),
                 ('confirmed', 'confirmed'))
     and not (old.state = new.state and new.billing_holder is not old.billing_holder);
end;

-- Every step stands on the fact that says so.
create trigger guard_shipments_change
before update on shipments
when new.state <> old.state
  or new.billing_holder is old.billing_holder
begin
  select raise(abort, 'E_SHIPMENT_WITHOUT_FACT')
   where case new.state
              when 'issued'
              then not exists (select 1
                                 from ledger
                                where hash = new.issued_hash
                                  and stream_id = new.stream_id
                                  and subject_id = new.shipment_id
                                  and kind = 'ShipmentIssued')
              else not exists (select 1
                                 from ledger
                                where subject_id = new.shipment_id
                                  and kind = case new.state
                                                  when 'delivered' then 'ShipmentDelivered'
                                                  else 'ProofRecorded'
                                             end)
         end;
end;

-- The plan is never rewritten, nor the delivery note once issued, nor the day of arrival.
create trigger guard_shipments_frozen
before update on shipments
begin
  select raise(abort, 'E_SHIPMENT_FROZEN')
   where (new.shipment_id, new.sold_to, new.ship_to, new.ship_to_address_n, new.mode,
          new.carrier_id, new.planned_on, new.fact_hash) is not
         (old.shipment_id, old.sold_to, old.ship_to, old.ship_to_address_n, old.mode,
          old.carrier_id, old.planned_on, old.fact_hash)
      or (old.state <> 'planned'
          and (new.number, new.stream_id, new.year, new.counter, new.dispatched_on,
               new.issued_hash) is not
              (old.number, old.stream_id, old.year, old.counter, old.dispatched_on,
               old.issued_hash))
      or (new.delivered_on is not old.delivered_on
          and (old.delivered_on is not null or new.state not in ('delivered', 'confirmed')));
end;

-- The number of a delivery note is the next of its station and year, and says so.
create trigger guard_shipments_number
before update on shipments
when old.state = 'planned'
begin
  select raise(abort, 'E_SHIPMENT_COUNTER')
   where new.counter is not
         coalesce((select max(counter)
                     from shipments
                    where stream_id = new.stream_id
                      and year = new.year), 0) + 1;
  select raise(abort, 'E_SHIPMENT_NUMBER')
   where date(new.dispatched_on) is not new.dispatched_on
      or new.year is not cast(substr(new.dispatched_on, 1, 4) as integer)
      or new.number is not
         'D' || (select letter from stations where stream_id = new.stream_id)
             || printf('%02d-%05d', new.year % 100, new.counter);
end;

-- Who dispatched may bill. The right leaves a station that was succeeded only: to its successor
-- where the succession says that nothing was lost, else by a fact on this one shipment.
create trigger guard_shipments_holder
before update on shipments
begin
  select raise(abort, 'E_BILLING_HOLDER')
   where new.billing_holder is not old.billing_holder
     and case
              when old.state = 'planned' then new.billing_holder is not new.stream_id
              else not exists (select 1
                                 from stations lost
                                where lost.stream_id = old.billing_holder
                                  and ((lost.succeeded_by = new.billing_holder
                                        and exists (select 1
                                                      from ledger
                                                     where subject_id = new.billing_holder
                                                       and kind = 'StationSucceeded'
                                                       and body ->> '$.billing_passes'))
                                       or (lost.succeeded_by is not null
                                           and exists (select 1
                                                         from ledger
                                                        where subject_id = new.shipment_id
                                                          and stream_id = new.billing_holder
                                                          and kind = 'BillingTakenOver'))))
         end;
end;

create trigger guard_shipments_kept
before delete on shipments
begin
  select raise(abort, 'E_SHIPMENT_KEPT');
end;

-- The lines of a shipment are written with its plan, and stay.
create trigger guard_shipment_lines_planned
before insert on shipment_lines
begin
  select raise(abort, 'E_SHIPMENT_NOT_PLANNED')
   where not exists (select 1
                       from shipments
                      where shipment_id = new.shipment_id
                        and state = 'planned');
  select raise(abort, 'E_SHIPMENT_LINE_IMMUTABLE')
   where exists (select 1
                   from shipment_lines
                  where shipment_id = new.shipment_id
                    and shipment_n = new.shipment_n);
end;

create trigger guard_shipment_lines_unchanged
before update on shipment_lines
begin
  select raise(abort, 'E_SHIPMENT_LINE_IMMUTABLE');
end;

create trigger guard_shipment_lines_kept
before delete on shipment_lines
begin
  select raise(abort, 'E_SHIPMENT_LINE_IMMUTABLE');
end;

-- A proof stands on its own fact: one fact proves once, and nothing proves in its place.
create trigger guard_proofs_fact
before insert on proofs
begin
  select raise(abort, 'E_PROOF_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.shipment_id
                        and kind = 'ProofRecorded');
  select raise(abort, 'E_PROOF_IMMUTABLE')
   where exists (select 1 from proofs where proof_id = new.proof_id)
      or exists (select 1
                   from proofs
                  where shipment_id = new.shipment_id
                    and (proof_n = new.proof_n or fact_hash = new.fact_hash));
end;

create trigger guard_proofs_unchanged
before update on proofs
begin
  select raise(abort, 'E_PROOF_IMMUTABLE');
end;

create trigger guard_proofs_kept
before delete on proofs
begin
  select raise(abort, 'E_PROOF_IMMUTABLE');
end;

create trigger guard_proof_lines_once
before insert on proof_lines
begin
  select raise(abort, 'E_PROOF_IMMUTABLE')
   where exists (select 1
                   from proof_lines
                  where proof_id = new.proof_id
                    and shipment_n = new.shipment_n);
end;

create trigger guard_proof_lines_unchanged
before update on proof_lines
begin
  select raise(abort, 'E_PROOF_IMMUTABLE');
end;

create trigger guard_proof_lines_kept
before delete on proof_lines
begin
  select raise(abort, 'E_PROOF_IMMUTABLE');
end;
