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

-- The machine: draft to confirmed, declined or cancelled; confirmed to cancelled or closed.
create trigger guard_orders_states
before update on orders
begin
  select raise(abort, 'E_ORDER_STATE')
   where (old.state, new.state) not in
         (values ('draft', 'draft'),
                 ('draft', 'confirmed'),
                 ('draft', 'declined'),
                 ('draft', 'cancelled'),
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
                    and s.number is not null);
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
                                 from ledger
                                where hash = new.confirmed_hash
                                  and stream_id = new.stream_id
                                  and subject_id = new.order_id
                                  and kind = 'OrderConfirmed')
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

-- What was frozen stays: terms and number from the confirmation on, the entry from any end on.
create trigger guard_orders_frozen
before update on orders
begin
  select raise(abort, 'E_ORDER_FROZEN')
   where (new.order_id, new.entered_at) is not (old.order_id, old.entered_at)
      or (new.state <> 'draft'
          and (new.customer_po, new.ordered_on, new.requested_on, new.fact_hash) is not
              (old.customer_po, old.ordered_on, old.requested_on, old.fact_hash))
      or (new.state <> 'confirmed'
          and (new.number, new.stream_id, new.year, new.counter, new.confirmed_on,
               new.first_promised_on, new.promised_on, new.policy_id, new.confirmed_hash) is not
              (old.number, old.stream_id, old.year, old.counter, old.confirmed_on,
               old.first_promised_on, old.promised_on, old.policy_id, old.confirmed_hash))
      or (new.state not in ('draft', 'confirmed')
          and (new.kind, new.blanket_id, new.sold_to, new.ship_to, new.ship_to_address_n,
               new.bill_to, new.payer, new.currency, new.vat_regime, new.basis) is not
              (old.kind, old.blanket_id, old.sold_to, old.ship_to, old.ship_to_address_n,
               old.bill_to, old.payer, old.currency, old.vat_regime, old.basis));
end;

-- The number of an order is the next of its station and year, and says so.
create trigger guard_orders_number
before update on orders
when new.state = 'confirmed'
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

-- Lines and charges are written and taken away whole, and only while the order is a draft.
create trigger guard_order_lines_draft
before insert on order_lines
begin
  select raise(abort, 'E_ORDER_FROZEN')
   where not exists (select 1
                       from orders
                      where order_id = new.order_id
                        and state = 'draft');
  select raise(abort, 'E_ORDER_LINE_REPLACED')
   where exists (select 1
                   from order_lines
                  where order_id = new.order_id
                    and line_n = new.line_n);
end;

create trigger guard_order_lines_unchanged
before update on order_lines
begin
  select raise(abort, 'E_ORDER_FROZEN');
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
                        and state = 'draft');
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

-- A price is agreed by the confirmation, in the order's currency, as the next of its line. The
-- baton follows the prices in the same fact: once it is there, no price comes after it.
create trigger guard_agreed_prices_confirmation
before insert on agreed_prices
begin
  select raise(abort, 'E_PRICE_WITHOUT_FACT')
   where not exists (select 1
                       from orders
                      where order_id = new.order_id
                        and state = 'confirmed'
                        and confirmed_hash = new.fact_hash);
  select raise(abort, 'E_PRICE_AFTER_CONFIRMATION')
   where exists (select 1 from batons where order_id = new.order_id);
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
