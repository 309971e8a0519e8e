-- Second wall: the law of billing. A customer is never charged for goods not received or at a price
-- not agreed; a posted document never changes; numbers have no gap and dates never fall.
-- No SQL multiplies quantity, price and discount: the parts are checked here, the product by
-- `verify`.

-- An invoice stands on its own fact, written by the station that posts it, once.
create trigger guard_invoices_fact
before insert on invoices
begin
  select raise(abort, 'E_INVOICE_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and stream_id = new.stream_id
                        and subject_id = new.invoice_id
                        and kind = 'InvoicePosted');
  select raise(abort, 'E_INVOICE_IMMUTABLE')
   where exists (select 1 from invoices where invoice_id = new.invoice_id)
      or exists (select 1 from opening_items where invoice_id = new.invoice_id);
end;

-- It bills a confirmed order to whom, in what currency and regime, and on what basis it was agreed.
create trigger guard_invoices_terms
before insert on invoices
begin
  select raise(abort, 'E_ORDER_NOT_CONFIRMED')
   where not exists (select 1
                       from orders
                      where order_id = new.order_id
                        and state in ('confirmed', 'closed'));
  select raise(abort, 'E_INVOICE_TERMS')
   where not exists (select 1
                       from orders
                      where order_id = new.order_id
                        and sold_to = new.sold_to
                        and bill_to = new.bill_to
                        and payer = new.payer
                        and currency = new.currency
                        and vat_regime = new.vat_regime
                        and basis = new.basis);
  select raise(abort, 'E_EXCHANGE_RATE_MISSING')
   where new.tax_minor > 0
     and new.currency is not (select currency from firms)
     and not exists (select 1
                       from exchange_rates
                      where currency = new.currency
                        and quoted_on = new.exchange_on
                        and rate_micro = new.exchange_micro);
end;

-- Its number is the next of the series of a living station, its date not before the last one.
create trigger guard_invoices_number
before insert on invoices
begin
  select raise(abort, 'E_STATION_SUCCEEDED')
   where not exists (select 1
                       from stations
                      where stream_id = new.stream_id
                        and succeeded_by is null);
  select raise(abort, 'E_INVOICE_DATE_FALLS')
   where date(new.issued_on) is not new.issued_on
      or new.issued_on < (select issued_on
                            from invoices
                           where stream_id = new.stream_id
                             and series = new.series
                             and year = new.year
                           order by counter desc
                           limit 1);
  select raise(abort, 'E_INVOICE_COUNTER')
   where new.counter is not
         coalesce((select max(counter)
                     from invoices
                    where stream_id = new.stream_id
                      and series = new.series
                      and year = new.year), 0) + 1;
  select raise(abort, 'E_INVOICE_NUMBER')
   where new.series not in ('F', 'T')
      or new.year is not cast(substr(new.issued_on, 1, 4) as integer)
      or new.number is not
         new.series || (select letter from stations where stream_id = new.stream_id)
             || printf('%02d-%05d', new.year % 100, new.counter);
end;

-- Its totals add up and none is below zero.
create trigger guard_invoices_totals
before insert on invoices
begin
  select raise(abort, 'E_INVOICE_TOTALS')
   where new.n_lines < 1
      or new.net_minor not between 0 and 9000000000000000
      or new.charges_minor not between 0 and 9000000000000000
      or new.tax_minor not between 0 and 9000000000000000
      or new.gross_minor is not new.net_minor + new.charges_minor + new.tax_minor;
end;

-- A line belongs to the posting of its own header: as many as the header says, in their order, of
-- orders that are billed as the header says; the last one completes the header's net. A deferred invoice bills one month.
create trigger guard_invoice_lines_posting
before insert on invoice_lines
begin
  select raise(abort, 'E_LINE_AFTER_POSTING')
   where not exists (select 1
                       from invoices
                      where invoice_id = new.invoice_id
                        and n_lines >= new.invoice_n)
      or new.invoice_n is not
         coalesce((select max(invoice_n)
                     from invoice_lines
                    where invoice_id = new.invoice_id), 0) + 1;
  select raise(abort, 'E_LINE_OF_ANOTHER_ORDER')
   where new.order_id is not (select order_id from invoices where invoice_id = new.invoice_id)
     and not exists (select 1
                       from invoices i
                       join orders o on o.order_id = new.order_id
                                    and o.state in ('confirmed', 'closed')
                                    and o.sold_to = i.sold_to
                                    and o.bill_to = i.bill_to
                                    and o.payer = i.payer
                                    and o.currency = i.currency
                                    and o.vat_regime = i.vat_regime
                                    and o.basis = i.basis
                      where i.invoice_id = new.invoice_id);
  select raise(abort, 'E_INVOICE_TERMS')
    from invoices i
   where i.invoice_id = new.invoice_id
     and i.n_lines = new.invoice_n
     and i.order_id <> new.order_id
     and not exists (select 1
                       from invoice_lines
                      where invoice_id = i.invoice_id
                        and order_id = i.order_id);
  select raise(abort, 'E_INVOICE_NET')
    from invoices
   where invoice_id = new.invoice_id
     and n_lines = new.invoice_n
     and net_minor is not new.net_minor
         + coalesce((select sum(net_minor)
                       from invoice_lines
                      where invoice_id = new.invoice_id), 0);
  select raise(abort, 'E_MONTHS_MIXED')
    from invoices i
    join invoice_lines before on before.invoice_id = i.invoice_id
                             and before.invoice_n = new.invoice_n - 1
   where i.invoice_id = new.invoice_id
     and i.series = 'T'
     and substr(before.supply_date, 1, 7) is not substr(new.supply_date, 1, 7);
end;

-- A line is one line of one issued delivery note, supplied when it left, shown by its latest proof,
-- billed by the one station that may.
create trigger guard_invoice_lines_delivery
before insert on invoice_lines
begin
  select raise(abort, 'E_NOT_DELIVERED')
   where not exists (select 1
                       from shipment_lines sl
                       join shipments s on s.shipment_id = sl.shipment_id
                      where sl.shipment_id = new.shipment_id
                        and sl.shipment_n = new.shipment_n
                        and sl.order_id = new.order_id
                        and sl.line_n = new.line_n
                        and s.number is not null);
  select raise(abort, 'E_SUPPLY_DATE')
   where new.supply_date is not
         (select dispatched_on from shipments where shipment_id = new.shipment_id)
      or new.supply_date > (select issued_on from invoices where invoice_id = new.invoice_id);
  select raise(abort, 'E_NOT_THE_HOLDER')
   where (select billing_holder from shipments where shipment_id = new.shipment_id) is not
         (select stream_id from invoices where invoice_id = new.invoice_id);
  select raise(abort, 'E_NOT_THE_LATEST_PROOF')
   where new.proof_id is not
         (select proof_id
            from proofs
           where shipment_id = new.shipment_id
           order by proof_n desc
           limit 1);
end;

-- Never more than was received on the shipment line, nor than falls to it of what was agreed on the
-- order line; earlier lines of the same invoice count.
create trigger guard_invoice_lines_quantity
before insert on invoice_lines
begin
  select raise(abort, 'E_QUANTITY_NOT_POSITIVE')
   where new.quantity not between 1 and 1000000000000000;
  -- Nobody is entitled to more than was received: one look at what is agreed says both.
  select case when exists (select 1
                             from shipment_line_quantities
                            where shipment_id = new.shipment_id
                              and shipment_n = new.shipment_n
                              and new.quantity <= net - (invoiced - credited))
              then raise(abort, 'E_MORE_THAN_AGREED')
              else raise(abort, 'E_MORE_THAN_RECEIVED')
         end
   where not exists (select 1
                       from shipment_line_entitlements
                      where shipment_id = new.shipment_id
                        and shipment_n = new.shipment_n
                        and new.quantity <= entitled - billed);
end;

-- At the price that was agreed, and that was in force when the goods left; what stands of its
-- allowance in money is never given twice.
create trigger guard_invoice_lines_price
before insert on invoice_lines
begin
  select raise(abort, 'E_PRICE_NOT_AGREED')
   where not exists (select 1
                       from agreed_prices p
                       join orders o on o.order_id = p.order_id
                      where p.order_id = new.order_id
                        and p.line_n = new.line_n
                        and p.price_n = new.price_n
                        and p.price_micro = new.price_micro
                        and p.per = new.per
                        and p.discount_ppm = new.discount_ppm
                        and p.currency = o.currency);
  select raise(abort, 'E_PRICE_NOT_IN_FORCE')
   where new.price_n is not
         (select price_n
            from agreed_prices
           where order_id = new.order_id
             and line_n = new.line_n
             and applies_from <= new.supply_date
           order by applies_from desc, price_n desc
           limit 1);
  select raise(abort, 'E_SHARE_NOT_AGREED')
   where new.share_minor > 0
     and new.share_minor > (select allowance_minor
                              from agreed_prices
                             where order_id = new.order_id
                               and line_n = new.line_n
                               and price_n = new.price_n)
                           - coalesce((select sum(il.share_minor)
                                         from invoice_lines il
                                        where il.order_id = new.order_id
                                          and il.line_n = new.line_n
                                          and il.price_n = new.price_n
                                          and not exists (select 1
                                                            from credit_lines cl
                                                           where cl.invoice_id = il.invoice_id
                                                             and cl.invoice_n = il.invoice_n
                                                             and cl.quantity > 0)), 0);
end;

-- With the VAT of the firm's country, the order's regime and the goods' class on the day of supply.
create trigger guard_invoice_lines_vat
before insert on invoice_lines
begin
  select raise(abort, 'E_VAT_NOT_IN_FORCE')
   where (new.vat_category, new.rate_ppm, new.reason_code) is not
         (select v.vat_category, v.rate_ppm, v.reason_code
            from orders o
            join order_lines ol on ol.order_id = o.order_id
                               and ol.line_n = new.line_n
            join vat_rates v    on v.country = (select country from firms)
                               and v.regime = o.vat_regime
                               and v.tax_category = ol.tax_category
                               and v.valid_from <= new.supply_date
           where o.order_id = new.order_id
           order by v.valid_from desc
           limit 1);
end;

-- Gross, allowance and net agree with each other and with a price or discount of nothing or all.
create trigger guard_invoice_lines_amounts
before insert on invoice_lines
begin
  select raise(abort, 'E_LINE_AMOUNTS')
   where new.gross_minor not between 0 and 9000000000000000
      or new.allowance_minor not between 0 and new.gross_minor
      or new.net_minor is not new.gross_minor - new.allowance_minor
      or (new.price_micro = 0 and new.gross_minor <> 0)
      or new.share_minor not between 0 and new.allowance_minor
      or (new.discount_ppm = 0 and new.allowance_minor <> new.share_minor)
      or (new.discount_ppm = 1000000 and new.net_minor <> 0);
end;

-- A charge comes with goods of its own order or shipment, within what was agreed, once.
create trigger guard_invoice_charges_posting
before insert on invoice_charges
begin
  select raise(abort, 'E_CHARGE_AFTER_POSTING')
   where new.invoice_charge_n is not
         coalesce((select max(invoice_charge_n)
                     from invoice_charges
                    where invoice_id = new.invoice_id), 0) + 1
      or not exists (select 1
                       from invoices
                      where invoice_id = new.invoice_id
                        and new.net_minor <= charges_minor
                            - coalesce((select sum(net_minor)
                                          from invoice_charges
                                         where invoice_id = new.invoice_id), 0));
  select raise(abort, 'E_CHARGE_WITHOUT_GOODS')
   where not exists (select 1
                       from invoice_lines
                      where invoice_id = new.invoice_id
                        and order_id = new.order_id
                        and (new.shipment_id is null or shipment_id = new.shipment_id)
                        and (vat_category, rate_ppm, reason_code) is
                            (new.vat_category, new.rate_ppm, new.reason_code));
end;

create trigger guard_invoice_charges_agreed
before insert on invoice_charges
begin
  select raise(abort, 'E_CHARGE_NOT_POSITIVE')
   where new.net_minor not between 1 and 9000000000000000;
  select raise(abort, 'E_CHARGE_NOT_AGREED')
   where not exists (select 1
                       from charges
                      where order_id = new.order_id
                        and charge_n = new.charge_n
                        and (per = 'shipment') = (new.shipment_id is not null)
                        and new.net_minor <= amount_minor
                            - coalesce((select sum(net_minor)
                                          from invoice_charges
                                         where order_id = new.order_id
                                           and charge_n = new.charge_n
                                           and invoice_id = new.invoice_id
                                           and shipment_id is new.shipment_id), 0));
  select raise(abort, 'E_CHARGED_TWICE')
   where exists (select 1
                   from invoice_charges ic
                  where ic.order_id = new.order_id
                    and ic.charge_n = new.charge_n
                    and ic.shipment_id is new.shipment_id
                    and ic.invoice_id <> new.invoice_id
                    and not exists (select 1
                                      from credit_lines cl
                                     where cl.invoice_id = ic.invoice_id
                                       and cl.invoice_charge_n = ic.invoice_charge_n
                                       and cl.cause = 'document_cancelled'));
end;

-- VAT rests on all the nets of its group, once for each group, within the header's tax.
create trigger guard_invoice_taxes_posting
before insert on invoice_taxes
begin
  select raise(abort, 'E_TAX_AFTER_POSTING')
   where new.tax_n is not
         coalesce((select max(tax_n)
                     from invoice_taxes
                    where invoice_id = new.invoice_id), 0) + 1
      or exists (select 1
                   from invoice_taxes
                  where invoice_id = new.invoice_id
                    and (vat_category, rate_ppm, reason_code) is
                        (new.vat_category, new.rate_ppm, new.reason_code));
  select raise(abort, 'E_TAX_TOTAL')
   where new.tax_minor not between 0 and new.net_minor
      or (new.rate_ppm = 0 and new.tax_minor <> 0)
      or not exists (select 1
                       from invoices
                      where invoice_id = new.invoice_id
                        and new.tax_minor <= tax_minor
                            - coalesce((select sum(tax_minor)
                                          from invoice_taxes
                                         where invoice_id = new.invoice_id), 0));
  select raise(abort, 'E_TAX_NET')
   where not exists (select 1
                       from invoice_lines
                      where invoice_id = new.invoice_id
                        and (vat_category, rate_ppm, reason_code) is
                            (new.vat_category, new.rate_ppm, new.reason_code))
      or new.net_minor is not
         coalesce((select sum(net_minor)
                     from invoice_lines
                    where invoice_id = new.invoice_id
                      and (vat_category, rate_ppm, reason_code) is
                          (new.vat_category, new.rate_ppm, new.reason_code)), 0)
       + coalesce((select sum(net_minor)
                     from invoice_charges
                    where invoice_id = new.invoice_id
                      and (vat_category, rate_ppm, reason_code) is
                          (new.vat_category, new.rate_ppm, new.reason_code)), 0);
end;

-- Provenance names facts that exist with their subjects, and closes a document that is whole.
create trigger guard_invoice_sources_fact
before insert on invoice_sources
begin
  select raise(abort, 'E_SOURCE_UNKNOWN')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.subject_id);
  select raise(abort, 'E_INVOICE_IMMUTABLE')
   where exists (select 1
                   from invoice_sources
                  where invoice_id = new.invoice_id
                    and subject_id = new.subject_id
                    and fact_hash = new.fact_hash);
end;

create trigger guard_invoice_sources_whole
before insert on invoice_sources
when not exists (select 1 from invoice_sources where invoice_id = new.invoice_id)
begin
  select raise(abort, 'E_INVOICE_NOT_WHOLE')
   where (select n_lines, charges_minor, tax_minor
            from invoices
           where invoice_id = new.invoice_id) is not
         (select (select max(invoice_n)
                    from invoice_lines
                   where invoice_id = new.invoice_id),
                 coalesce((select sum(net_minor)
                             from invoice_charges
                            where invoice_id = new.invoice_id), 0),
                 coalesce((select sum(tax_minor)
                             from invoice_taxes
                            where invoice_id = new.invoice_id), 0));
end;
