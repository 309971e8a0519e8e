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

-- The machine: a later proof confirms again; a succession moves the billing right without moving
-- the state.
create trigger guard_shipments_states
before update on shipments
begin
  select raise(abort, 'E_SHIPMENT_STATE')
   where (old.state, new.state) not in
         (values ('planned', 'released'),
                 ('released', 'picking'),
                 ('picking', 'packed'),
                 ('picking', 'released'),
                 ('packed', 'released'),
                 ('planned', 'issued'),
                 ('released', 'issued'),
                 ('packed', 'issued'),
                 ('issued', 'in_transit'),
                 ('issued', 'delivered'),
                 ('in_transit', 'delivered'),
                 ('in_transit', 'delivery_failed'),
                 ('delivery_failed', 'in_transit'),
                 ('delivery_failed', 'returned_to_sender'),
                 ('returned_to_sender', 'reversed'),
                 ('issued', 'confirmed'),
                 ('in_transit', 'confirmed'),
                 ('delivered', 'confirmed'),
                 ('unproven', 'confirmed'),
                 ('confirmed', 'confirmed'),
                 ('delivered', 'unproven'),
                 ('planned', 'voided'),
                 ('released', 'voided'),
                 ('packed', 'voided'),
                 ('issued', 'voided'),
                 ('in_transit', 'lost'),
                 ('unproven', 'lost'),
                 ('confirmed', 'reversed'))
     and not (old.state = new.state and new.billing_holder is not old.billing_holder);
end;

-- Every step stands on the newest fact about the shipment, and that says so.
create trigger guard_shipments_change
before update on shipments
when new.state <> old.state
  or new.billing_holder is old.billing_holder
begin
  select raise(abort, 'E_SHIPMENT_WITHOUT_FACT')
   where not exists (select 1
                       from ledger fact
                      where fact.rowid = (select rowid
                                            from ledger
                                           where subject_id = new.shipment_id
                                           order by rowid desc
                                           limit 1)
                        and case new.state
                                 when 'issued'
                                 then fact.kind = 'ShipmentIssued'
                                  and fact.hash = new.issued_hash
                                  and fact.stream_id = new.stream_id
                                 when 'delivered' then fact.kind = 'ShipmentDelivered'
                                 when 'confirmed' then fact.kind = 'ProofRecorded'
                                 when 'voided'    then fact.kind = 'ShipmentVoided'
                                 when 'reversed'  then fact.kind = 'ShipmentReversed'
                                 when 'lost'      then fact.kind = 'ShipmentLost'
                                 else fact.kind = 'ShipmentMoved'
                                  and fact.body ->> '$.state' = new.state
                            end);
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
      or (new.state <> 'issued' and new.number is not old.number)
      or (old.number is not null
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
when old.number is null and new.state = 'issued'
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
              when old.number is null then new.billing_holder is not new.stream_id
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

-- The lines of a shipment are written with its plan, as it says, and stay.
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
  select raise(abort, 'E_SHIPMENT_LINE_WITHOUT_FACT')
   where (select (line ->> '$.shipment_n',
                  unhex(line ->> '$.order_id'),
                  line ->> '$.line_n',
                  line ->> '$.quantity',
                  unhex(line ->> '$.replaces.shipment_id'),
                  line ->> '$.replaces.shipment_n') is
                 (new.shipment_n, new.order_id, new.line_n, new.quantity,
                  new.replaces_shipment_id, new.replaces_n)
            from (select fact.body -> printf('$.lines[%d]', max(new.shipment_n, 1) - 1) as line
                    from shipments s
                    join ledger fact on fact.hash = s.fact_hash
                   where s.shipment_id = new.shipment_id)) is not 1;
  select raise(abort, 'E_REPLACES_ANOTHER')
   where new.replaces_n is not null
     and not exists (select 1
                       from shipment_lines
                      where shipment_id = new.replaces_shipment_id
                        and shipment_n = new.replaces_n
                        and order_id = new.order_id
                        and line_n = new.line_n);
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

-- A count of returned goods stands on its own fact, which counts once, and stays.
create trigger guard_returns_fact
before insert on returns
begin
  select raise(abort, 'E_RETURN_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.shipment_id
                        and kind = 'GoodsReturned'
                        and unhex(body ->> '$.return_id') = new.return_id);
  select raise(abort, 'E_RETURN_IMMUTABLE')
   where exists (select 1 from returns where return_id = new.return_id);
end;

create trigger guard_returns_unchanged
before update on returns
begin
  select raise(abort, 'E_RETURN_IMMUTABLE');
end;

create trigger guard_returns_kept
before delete on returns
begin
  select raise(abort, 'E_RETURN_IMMUTABLE');
end;

create trigger guard_return_lines_fact
before insert on return_lines
begin
  select raise(abort, 'E_RETURN_WITHOUT_FACT')
   where not exists (select 1
                       from returns r
                       join ledger fact on fact.hash = r.fact_hash
                       join json_each(fact.body, '$.lines') j
                      where r.return_id = new.return_id
                        and r.shipment_id = new.shipment_id
                        and j.value ->> '$.shipment_n' = new.shipment_n
                        and j.value ->> '$.quantity' = new.quantity);
  select raise(abort, 'E_RETURN_IMMUTABLE')
   where exists (select 1
                   from return_lines
                  where return_id = new.return_id
                    and shipment_n = new.shipment_n);
end;

create trigger guard_return_lines_unchanged
before update on return_lines
begin
  select raise(abort, 'E_RETURN_IMMUTABLE');
end;

create trigger guard_return_lines_kept
before delete on return_lines
begin
  select raise(abort, 'E_RETURN_IMMUTABLE');
end;

-- Serial and lot numbers are written while packing or issuing, taken away only by unpacking, and
-- come back once.
create trigger guard_shipment_pieces_fact
before insert on shipment_pieces
begin
  select raise(abort, 'E_PIECES_WITHOUT_FACT')
   where new.returned <> 0
      or not exists (select 1
                       from ledger
                      where subject_id = new.shipment_id
                        and kind in ('ShipmentMoved', 'ShipmentIssued'));
  select raise(abort, 'E_PIECES_IMMUTABLE')
   where exists (select 1
                   from shipment_pieces
                  where shipment_id = new.shipment_id
                    and shipment_n = new.shipment_n
                    and kind = new.kind
                    and number = new.number);
end;

create trigger guard_shipment_pieces_returned
before update on shipment_pieces
begin
  select raise(abort, 'E_PIECES_IMMUTABLE')
   where (new.shipment_id, new.shipment_n, new.product_id, new.kind, new.number, new.quantity)
         is not
         (old.shipment_id, old.shipment_n, old.product_id, old.kind, old.number, old.quantity)
      or (old.returned, new.returned) is not (0, 1);
  select raise(abort, 'E_PIECES_WITHOUT_FACT')
   where not exists (select 1
                       from ledger fact
                       join json_each(fact.body, '$.lines') j
                       join json_each(j.value, '$.serials') n
                      where fact.subject_id = new.shipment_id
                        and fact.kind = 'GoodsReturned'
                        and j.value ->> '$.shipment_n' = new.shipment_n
                        and new.kind = 'serial'
                        and n.value = new.number);
end;

create trigger guard_shipment_pieces_kept
before delete on shipment_pieces
begin
  select raise(abort, 'E_PIECES_IMMUTABLE')
   where not exists (select 1
                       from shipments
                      where shipment_id = old.shipment_id
                        and state = 'released');
end;
