-- Second wall: the promise to a customer. A draft may be rewritten; what was confirmed is frozen,
-- its number has no gap before it, and its prices come with the confirmation.

-- An order begins as a draft; a draft is saved anew only by a newer fact.
create trigger guard_orders_fact
before insert on orders
begin
  select raise(abort, 'E_ORDER_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.order_id
                        and kind = 'OrderSaved');
  select raise(abort, 'E_ORDER_NOT_DRAFT')
   where new.state <> 'draft'
      or coalesce(new.number, new.stream_id, new.year, new.counter, new.confirmed_on,
                  new.confirmed_hash, new.ended_on) is not null;
  select raise(abort, 'E_ORDER_REPLACED')
   where exists (select 1
                   from orders before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.order_id = new.order_id
                    and (before.state <> 'draft' or fact.rowid <= was.rowid));
end;

-- The machine: draft to confirmed, declined or cancelled; confirmed to cancelled or closed, or
-- amended.
create trigger guard_orders_states
before update on orders
begin
  select raise(abort, 'E_ORDER_STATE')
   where (old.state, new.state) not in
         (values ('draft', 'draft'),
                 ('draft', 'confirmed'),
                 ('draft', 'declined'),
                 ('draft', 'cancelled'),
                 ('confirmed', 'confirmed'),
                 ('confirmed', 'cancelled'),
                 ('confirmed', 'closed'));
end;

-- Nothing of which a part has left is cancelled.
create trigger guard_orders_shipped
before update on orders
when new.state = 'cancelled'
begin
  select raise(abort, 'E_ORDER_SHIPPED')
   where exists (select 1
                   from shipment_lines sl
                   join shipments s on s.shipment_id = sl.shipment_id
                  where sl.order_id = new.order_id
                    and s.number is not null
                    and s.state <> 'voided');
end;

-- Every change of an order stands on the fact that says so.
create trigger guard_orders_change
before update on orders
begin
  select raise(abort, 'E_ORDER_WITHOUT_FACT')
   where case new.state
              when 'draft'
              then not exists (select 1
                                 from ledger fact
                                 join ledger was on was.hash = old.fact_hash
                                where fact.hash = new.fact_hash
                                  and fact.subject_id = new.order_id
                                  and fact.kind = 'OrderSaved'
                                  and fact.rowid > was.rowid)
              when 'confirmed'
              then not exists (select 1
                                 from ledger fact
                                where fact.subject_id = new.order_id
                                  and case old.state
                                           when 'confirmed'
                                           then fact.hash = new.fact_hash
                                            and fact.kind = 'OrderAmended'
                                            and fact.rowid > (select rowid
                                                                from ledger
                                                               where hash = old.fact_hash)
                                            and (unhex(fact.body ->> '$.terms.sold_to'),
                                                 unhex(fact.body ->> '$.terms.bill_to'),
                                                 unhex(fact.body ->> '$.terms.payer'),
                                                 fact.body ->> '$.terms.currency',
                                                 fact.body ->> '$.terms.vat_regime',
                                                 fact.body ->> '$.terms.basis') =
                                                (new.sold_to, new.bill_to, new.payer,
                                                 new.currency, new.vat_regime, new.basis)
                                           else fact.hash = new.confirmed_hash
                                            and fact.stream_id = new.stream_id
                                            and fact.kind = 'OrderConfirmed'
                                      end)
              else not exists (select 1
                                 from ledger
                                where subject_id = new.order_id
                                  and kind = case new.state
                                                  when 'declined'  then 'OrderDeclined'
                                                  when 'cancelled' then 'OrderCancelled'
                                                  else 'OrderClosed'
                                             end)
         end;
end;

-- What was frozen stays: number and first promise from the confirmation on, terms and references
-- but by an amendment, the entry from any end on.
create trigger guard_orders_frozen
before update on orders
begin
  select raise(abort, 'E_ORDER_FROZEN')
   where (new.order_id, new.entered_at) is not (old.order_id, old.entered_at)
      or (new.state <> 'draft'
          and new.ordered_on is not old.ordered_on)
      or (new.state <> 'draft'
          and (old.state, new.state) is not ('confirmed', 'confirmed')
          and (new.customer_po, new.requested_on, new.fact_hash) is not
              (old.customer_po, old.requested_on, old.fact_hash))
      or ((old.state, new.state) is not ('draft', 'confirmed')
          and (new.number, new.stream_id, new.year, new.counter, new.confirmed_on,
               new.first_promised_on, new.policy_id, new.confirmed_hash) is not
              (old.number, old.stream_id, old.year, old.counter, old.confirmed_on,
               old.first_promised_on, old.policy_id, old.confirmed_hash))
      or (new.state <> 'confirmed'
          and new.promised_on is not old.promised_on)
      or ((old.state, new.state) is ('confirmed', 'confirmed')
          and (new.kind, new.blanket_id) is not (old.kind, old.blanket_id))
      or (new.state not in ('draft', 'confirmed')
          and (new.kind, new.blanket_id, new.sold_to, new.ship_to, new.ship_to_address_n,
               new.bill_to, new.payer, new.currency, new.vat_regime, new.basis) is not
              (old.kind, old.blanket_id, old.sold_to, old.ship_to, old.ship_to_address_n,
               old.bill_to, old.payer, old.currency, old.vat_regime, old.basis));
end;

-- The number of an order is the next of its station and year, and says so.
create trigger guard_orders_number
before update on orders
when new.state = 'confirmed' and old.state = 'draft'
begin
  select raise(abort, 'E_STATION_SUCCEEDED')
   where not exists (select 1
                       from stations
                      where stream_id = new.stream_id
                        and succeeded_by is null);
  select raise(abort, 'E_ORDER_COUNTER')
   where new.counter is not
         coalesce((select max(counter)
                     from orders
                    where stream_id = new.stream_id
                      and year = new.year), 0) + 1;
  select raise(abort, 'E_ORDER_NUMBER')
   where date(new.confirmed_on) is not new.confirmed_on
      or new.year is not cast(substr(new.confirmed_on, 1, 4) as integer)
      or new.number is not
         'O' || (select letter from stations where stream_id = new.stream_id)
             || printf('%02d-%05d', new.year % 100, new.counter);
end;

create trigger guard_orders_kept
before delete on orders
begin
  select raise(abort, 'E_ORDER_KEPT');
end;

-- Lines and charges are written and taken away whole while the order is a draft; afterwards they
-- come, and a quantity changes, only as the newest amendment says.
create trigger guard_order_lines_draft
before insert on order_lines
begin
  select raise(abort, 'E_ORDER_FROZEN')
   where not exists (select 1
                       from orders
                      where order_id = new.order_id
                        and state = 'draft')
     and not exists (select 1
                       from orders o
                       join ledger fact on fact.hash = o.fact_hash
                       join json_each(fact.body, '$.lines') j
                      where o.order_id = new.order_id
                        and o.state = 'confirmed'
                        and fact.kind = 'OrderAmended'
                        and j.value ->> '$.line_n' = new.line_n
                        and unhex(j.value ->> '$.product_id') = new.product_id
                        and j.value ->> '$.kind' = new.kind
                        and j.value ->> '$.tax_category' = new.tax_category
                        and j.value ->> '$.quantity' = new.quantity);
  select raise(abort, 'E_ORDER_LINE_REPLACED')
   where exists (select 1
                   from order_lines
                  where order_id = new.order_id
                    and line_n = new.line_n);
end;

create trigger guard_order_lines_unchanged
before update on order_lines
begin
  select raise(abort, 'E_ORDER_FROZEN')
   where (new.order_id, new.line_n, new.product_id, new.kind, new.description, new.unit_code,
          new.unit_scale, new.tax_category, new.customer_line, new.customer_code,
          new.cost_centre) is not
         (old.order_id, old.line_n, old.product_id, old.kind, old.description, old.unit_code,
          old.unit_scale, old.tax_category, old.customer_line, old.customer_code,
          old.cost_centre)
      or not exists (select 1
                       from orders o
                       join ledger fact on fact.hash = o.fact_hash
                       join json_each(fact.body, '$.lines') j
                      where o.order_id = new.order_id
                        and o.state = 'confirmed'
                        and fact.kind = 'OrderAmended'
                        and j.value ->> '$.line_n' = new.line_n
                        and j.value ->> '$.quantity' = new.quantity);
end;

-- Nothing is agreed below what was received and not given back.
create trigger guard_order_lines_received
before update on order_lines
when new.quantity < old.quantity
begin
  select raise(abort, 'E_BELOW_RECEIVED')
   where new.quantity < coalesce((select sum(net)
                                    from shipment_line_quantities
                                   where order_id = new.order_id
                                     and line_n = new.line_n), 0);
end;

create trigger guard_order_lines_kept
before delete on order_lines
begin
  select raise(abort, 'E_ORDER_FROZEN')
   where not exists (select 1
                       from orders
                      where order_id = old.order_id
                        and state = 'draft');
end;

create trigger guard_charges_draft
before insert on charges
begin
  select raise(abort, 'E_ORDER_FROZEN')
   where not exists (select 1
                       from orders
                      where order_id = new.order_id
                        and state = 'draft')
     and not exists (select 1
                       from orders o
                       join ledger fact on fact.hash = o.fact_hash
                       join json_each(fact.body, '$.charges') j
                      where o.order_id = new.order_id
                        and o.state = 'confirmed'
                        and fact.kind = 'OrderAmended'
                        and j.value ->> '$.charge_n' = new.charge_n
                        and j.value ->> '$.per' = new.per
                        and j.value ->> '$.amount_minor' = new.amount_minor);
  select raise(abort, 'E_CHARGE_REPLACED')
   where exists (select 1
                   from charges
                  where order_id = new.order_id
                    and charge_n = new.charge_n);
end;

create trigger guard_charges_unchanged
before update on charges
begin
  select raise(abort, 'E_ORDER_FROZEN');
end;

create trigger guard_charges_kept
before delete on charges
begin
  select raise(abort, 'E_ORDER_FROZEN')
   where not exists (select 1
                       from orders
                      where order_id = old.order_id
                        and state = 'draft');
end;

-- A price is agreed by the confirmation, or by a later fact that states it, in the order's
-- currency, as the next of its line. The baton follows the prices in the fact that confirms: once
-- it is there, that fact agrees no price any more.
create trigger guard_agreed_prices_confirmation
before insert on agreed_prices
begin
  select raise(abort, 'E_PRICE_WITHOUT_FACT')
   where not exists (select 1
                       from orders
                      where order_id = new.order_id
                        and state = 'confirmed'
                        and confirmed_hash = new.fact_hash)
     and not exists (select 1
                       from ledger fact
                       join orders o on o.order_id = fact.subject_id
                       join json_each(fact.body, '$.prices') j
                      where fact.hash = new.fact_hash
                        and fact.subject_id = new.order_id
                        and fact.kind in ('OrderAmended', 'PricesAgreed')
                        and o.state in ('confirmed', 'closed')
                        and (j.value ->> '$.line_n', j.value ->> '$.price_n',
                             j.value ->> '$.micro', j.value ->> '$.per',
                             j.value ->> '$.discount_ppm', j.value ->> '$.applies_from',
                             coalesce(j.value ->> '$.allowance_minor', 0),
                             coalesce(j.value ->> '$.allowance_quantity', 0)) =
                            (new.line_n, new.price_n, new.price_micro, new.per,
                             new.discount_ppm, new.applies_from, new.allowance_minor,
                             new.allowance_quantity));
  select raise(abort, 'E_PRICE_AFTER_CONFIRMATION')
   where exists (select 1
                   from orders o
                   join batons b on b.order_id = o.order_id
                  where o.order_id = new.order_id
                    and o.confirmed_hash = new.fact_hash);
  select raise(abort, 'E_PRICE_CURRENCY')
   where new.currency is not (select currency from orders where order_id = new.order_id);
end;

create trigger guard_agreed_prices_next
before insert on agreed_prices
begin
  select raise(abort, 'E_PRICE_REPLACED')
   where new.price_n is not
         coalesce((select max(price_n)
                     from agreed_prices
                    where order_id = new.order_id
                      and line_n = new.line_n), 0) + 1;
end;

-- Nothing is agreed below zero or beyond what amounts can hold.
create trigger guard_agreed_prices_range
before insert on agreed_prices
begin
  select raise(abort, 'E_PRICE_RANGE')
   where new.price_micro not between 0 and 1000000000000000
      or new.per not in (1, 100, 1000)
      or new.discount_ppm not between 0 and 1000000
      or new.allowance_minor not between 0 and 9000000000000000
      or new.allowance_quantity not between 0 and 1000000000000000
      or date(new.applies_from) is not new.applies_from;
end;

create trigger guard_agreed_prices_unchanged
before update on agreed_prices
begin
  select raise(abort, 'E_PRICE_IMMUTABLE');
end;

create trigger guard_agreed_prices_kept
before delete on agreed_prices
begin
  select raise(abort, 'E_PRICE_IMMUTABLE');
end;

-- Excess is accepted by a fact of its own that says how much, at a price that was agreed.
create trigger guard_excess_accepted_fact
before insert on excess_accepted
begin
  select raise(abort, 'E_EXCESS_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.order_id
                        and kind = 'ExcessAccepted'
                        and body ->> '$.line_n' = new.line_n
                        and body ->> '$.quantity' = new.quantity
                        and body ->> '$.price_n' = new.price_n);
  select raise(abort, 'E_EXCESS_NOT_POSITIVE')
   where new.quantity not between 1 and 1000000000000000;
  select raise(abort, 'E_EXCESS_WITHOUT_PRICE')
   where not exists (select 1
                       from agreed_prices
                      where order_id = new.order_id
                        and line_n = new.line_n
                        and price_n = new.price_n);
  select raise(abort, 'E_EXCESS_IMMUTABLE')
   where exists (select 1
                   from excess_accepted
                  where order_id = new.order_id
                    and line_n = new.line_n
                    and fact_hash = new.fact_hash);
end;

create trigger guard_excess_accepted_unchanged
before update on excess_accepted
begin
  select raise(abort, 'E_EXCESS_IMMUTABLE');
end;

create trigger guard_excess_accepted_kept
before delete on excess_accepted
begin
  select raise(abort, 'E_EXCESS_IMMUTABLE');
end;

-- A hold is placed by a fact and ends by one; it never changes and never goes away.
create trigger guard_holds_fact
before insert on holds
begin
  select raise(abort, 'E_HOLD_WITHOUT_FACT')
   where new.released_on is not null
      or not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.hold_id
                        and kind = 'HoldPlaced'
                        and unhex(body ->> '$.order_id') is new.order_id
                        and unhex(body ->> '$.customer_id') is new.customer_id
                        and body ->> '$.expires_on' is new.expires_on);
  select raise(abort, 'E_HOLD_KEPT')
   where exists (select 1 from holds where hold_id = new.hold_id);
end;

create trigger guard_holds_released
before update on holds
begin
  select raise(abort, 'E_HOLD_KEPT')
   where old.released_on is not null
      or (new.hold_id, new.order_id, new.customer_id, new.kind, new.owner, new.reason,
          new.placed_on, new.expires_on, new.fact_hash) is not
         (old.hold_id, old.order_id, old.customer_id, old.kind, old.owner, old.reason,
          old.placed_on, old.expires_on, old.fact_hash);
  select raise(abort, 'E_HOLD_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where subject_id = new.hold_id
                        and kind = 'HoldReleased');
end;

create trigger guard_holds_kept
before delete on holds
begin
  select raise(abort, 'E_HOLD_KEPT');
end;
