-- Second wall: what was posted stays, money pays what it was sent for, and what waits for a person
-- keeps waiting.

-- A posted document never changes; corrections are new documents.
create trigger guard_invoices_unchanged
before update on invoices
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

create trigger guard_invoices_kept
before delete on invoices
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

create trigger guard_invoice_lines_unchanged
before update on invoice_lines
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

create trigger guard_invoice_lines_kept
before delete on invoice_lines
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

create trigger guard_invoice_charges_unchanged
before update on invoice_charges
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

create trigger guard_invoice_charges_kept
before delete on invoice_charges
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

create trigger guard_invoice_taxes_unchanged
before update on invoice_taxes
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

create trigger guard_invoice_taxes_kept
before delete on invoice_taxes
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

create trigger guard_invoice_sources_unchanged
before update on invoice_sources
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

create trigger guard_invoice_sources_kept
before delete on invoice_sources
begin
  select raise(abort, 'E_INVOICE_IMMUTABLE');
end;

-- An invoice of another program stands on its fact as that says, once, and is none of ours.
create trigger guard_opening_items_fact
before insert on opening_items
begin
  select raise(abort, 'E_OPENING_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.invoice_id
                        and kind = 'OpeningItemRecorded'
                        and unhex(body ->> '$.payer') = new.payer
                        and body ->> '$.number' = new.number
                        and body ->> '$.currency' = new.currency
                        and body ->> '$.gross_minor' = new.gross_minor
                        and body ->> '$.paid_minor' = new.paid_minor);
  select raise(abort, 'E_OPENING_IMMUTABLE')
   where exists (select 1 from opening_items where invoice_id = new.invoice_id)
      or exists (select 1
                   from opening_items
                  where payer = new.payer
                    and number = new.number);
  select raise(abort, 'E_OPENING_AMOUNT')
   where new.gross_minor not between 1 and 9000000000000000
      or new.paid_minor not between 0 and new.gross_minor;
  select raise(abort, 'E_INVOICE_IMMUTABLE')
   where exists (select 1 from invoices where invoice_id = new.invoice_id);
end;

create trigger guard_opening_items_unchanged
before update on opening_items
begin
  select raise(abort, 'E_OPENING_IMMUTABLE');
end;

create trigger guard_opening_items_kept
before delete on opening_items
begin
  select raise(abort, 'E_OPENING_IMMUTABLE');
end;

-- Money that arrived stands on its fact, once, and is above zero.
create trigger guard_payments_fact
before insert on payments
begin
  select raise(abort, 'E_PAYMENT_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.payment_id
                        and kind = 'PaymentReceived');
  select raise(abort, 'E_PAYMENT_IMMUTABLE')
   where exists (select 1 from payments where payment_id = new.payment_id);
  select raise(abort, 'E_PAYMENT_NOT_POSITIVE')
   where new.amount_minor not between 1 and 9000000000000000;
end;

-- A part of it lies, as its fact says, on invoices of its own payer and currency, within what
-- arrived and within what is due; it comes off again only as far as it lies there and the invoice is
-- overpaid.
create trigger guard_payment_allocations_due
before insert on payment_allocations
begin
  select raise(abort, 'E_PAYMENT_IMMUTABLE')
   where exists (select 1
                   from payment_allocations
                  where payment_id = new.payment_id
                    and invoice_id = new.invoice_id
                    and fact_hash = new.fact_hash);
  select raise(abort, 'E_ALLOCATION_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                       join json_each(body, '$.allocations') j
                      where hash = new.fact_hash
                        and subject_id = new.payment_id
                        and kind in ('PaymentReceived', 'PaymentAllocated', 'RefundPaid')
                        and new.laid_on = coalesce(body ->> '$.received_on', body ->> '$.on',
                                                   body ->> '$.paid_on')
                        and unhex(j.value ->> '$.invoice_id') = new.invoice_id
                        and j.value ->> '$.amount_minor' = new.amount_minor);
  select raise(abort, 'E_PAYMENT_NOT_POSITIVE')
   where new.amount_minor not between -9000000000000000 and 9000000000000000
      or new.amount_minor = 0
      or (new.amount_minor < 0
          and exists (select 1
                        from ledger
                       where hash = new.fact_hash
                         and kind = 'PaymentReceived'));
  select raise(abort, 'E_PAYMENT_FOR_ANOTHER')
   where not exists (select 1
                       from payments p
                      where p.payment_id = new.payment_id
                        and (p.payer, p.currency) = (select payer, currency
                                                       from debts
                                                      where invoice_id = new.invoice_id));
  select raise(abort, 'E_MORE_THAN_ARRIVED')
   where new.amount_minor >
         (select amount_minor from payments where payment_id = new.payment_id)
         - coalesce((select sum(amount_minor)
                       from payment_allocations
                      where payment_id = new.payment_id), 0)
         - coalesce((select sum(amount_minor)
                       from refunds
                      where payment_id = new.payment_id), 0);
  select raise(abort, 'E_MORE_THAN_DUE')
   where new.amount_minor > 0
     and new.amount_minor >
         (select gross_minor from debts where invoice_id = new.invoice_id)
         - coalesce((select sum(gross_minor)
                       from credit_notes
                      where invoice_id = new.invoice_id), 0)
         - coalesce((select sum(amount_minor)
                       from payment_allocations
                      where invoice_id = new.invoice_id), 0);
  select raise(abort, 'E_MORE_THAN_OVERPAID')
   where new.amount_minor < 0
     and (-new.amount_minor > coalesce((select sum(amount_minor)
                                          from payment_allocations
                                         where payment_id = new.payment_id
                                           and invoice_id = new.invoice_id), 0)
          or -new.amount_minor >
             coalesce((select sum(amount_minor)
                         from payment_allocations
                        where invoice_id = new.invoice_id), 0)
             + coalesce((select sum(gross_minor)
                           from credit_notes
                          where invoice_id = new.invoice_id), 0)
             - (select gross_minor from debts where invoice_id = new.invoice_id));
end;

-- Money goes back by a fact that says how much, once, within what lies free.
create trigger guard_refunds_free
before insert on refunds
begin
  select raise(abort, 'E_REFUND_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.payment_id
                        and kind = 'RefundPaid'
                        and unhex(body ->> '$.refund_id') = new.refund_id
                        and body ->> '$.amount_minor' = new.amount_minor);
  select raise(abort, 'E_REFUND_IMMUTABLE')
   where exists (select 1 from refunds where refund_id = new.refund_id);
  select raise(abort, 'E_MORE_THAN_FREE')
   where new.amount_minor < 1
      or new.amount_minor >
         (select amount_minor from payments where payment_id = new.payment_id)
         - coalesce((select sum(amount_minor)
                       from payment_allocations
                      where payment_id = new.payment_id), 0)
         - coalesce((select sum(amount_minor)
                       from refunds
                      where payment_id = new.payment_id), 0);
end;

create trigger guard_refunds_unchanged
before update on refunds
begin
  select raise(abort, 'E_REFUND_IMMUTABLE');
end;

create trigger guard_refunds_kept
before delete on refunds
begin
  select raise(abort, 'E_REFUND_IMMUTABLE');
end;

create trigger guard_payments_unchanged
before update on payments
begin
  select raise(abort, 'E_PAYMENT_IMMUTABLE');
end;

create trigger guard_payments_kept
before delete on payments
begin
  select raise(abort, 'E_PAYMENT_IMMUTABLE');
end;

create trigger guard_payment_allocations_unchanged
before update on payment_allocations
begin
  select raise(abort, 'E_PAYMENT_IMMUTABLE');
end;

create trigger guard_payment_allocations_kept
before delete on payment_allocations
begin
  select raise(abort, 'E_PAYMENT_IMMUTABLE');
end;

-- The worklist of billing names lines of issued shipments with their own order.
create trigger guard_billing_work_line
before insert on billing_work
begin
  select raise(abort, 'E_WORK_UNKNOWN')
   where not exists (select 1
                       from shipment_lines sl
                       join shipments s on s.shipment_id = sl.shipment_id
                      where sl.shipment_id = new.shipment_id
                        and sl.shipment_n = new.shipment_n
                        and sl.order_id = new.order_id
                        and s.number is not null);
end;

create trigger guard_billing_work_unchanged
before update on billing_work
begin
  select raise(abort, 'E_WORK_UNKNOWN');
end;
