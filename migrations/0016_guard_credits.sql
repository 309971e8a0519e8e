-- Second wall: what goes back. A credit note corrects one invoice, never gives back more than was
-- billed, and never changes.

-- A credit note stands on its own fact, written by the station that posts it, once.
create trigger guard_credit_notes_fact
before insert on credit_notes
begin
  select raise(abort, 'E_CREDIT_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and stream_id = new.stream_id
                        and subject_id = new.credit_note_id
                        and kind = 'CreditNotePosted');
  select raise(abort, 'E_CREDIT_IMMUTABLE')
   where exists (select 1 from credit_notes where credit_note_id = new.credit_note_id);
end;

-- It goes to whom the invoice went, in its currency and regime.
create trigger guard_credit_notes_terms
before insert on credit_notes
begin
  select raise(abort, 'E_CREDIT_TERMS')
   where not exists (select 1
                       from invoices
                      where invoice_id = new.invoice_id
                        and order_id = new.order_id
                        and bill_to = new.bill_to
                        and payer = new.payer
                        and currency = new.currency
                        and vat_regime = new.vat_regime
                        and issued_on <= new.issued_on);
end;

-- Its number is the next of the series of a living station, its date not before the last one.
create trigger guard_credit_notes_number
before insert on credit_notes
begin
  select raise(abort, 'E_STATION_SUCCEEDED')
   where not exists (select 1
                       from stations
                      where stream_id = new.stream_id
                        and succeeded_by is null);
  select raise(abort, 'E_CREDIT_DATE_FALLS')
   where date(new.issued_on) is not new.issued_on
      or new.issued_on < (select issued_on
                            from credit_notes
                           where stream_id = new.stream_id
                             and year = new.year
                           order by counter desc
                           limit 1);
  select raise(abort, 'E_CREDIT_COUNTER')
   where new.counter is not
         coalesce((select max(counter)
                     from credit_notes
                    where stream_id = new.stream_id
                      and year = new.year), 0) + 1;
  select raise(abort, 'E_CREDIT_NUMBER')
   where new.series is not 'N'
      or new.year is not cast(substr(new.issued_on, 1, 4) as integer)
      or new.number is not
         'N' || (select letter from stations where stream_id = new.stream_id)
             || printf('%02d-%05d', new.year % 100, new.counter);
end;

-- Its totals add up and none is below zero.
create trigger guard_credit_notes_totals
before insert on credit_notes
begin
  select raise(abort, 'E_CREDIT_TOTALS')
   where new.n_lines < 1
      or new.net_minor not between 0 and 9000000000000000
      or new.charges_minor not between 0 and 9000000000000000
      or new.tax_minor not between 0 and 9000000000000000
      or new.gross_minor is not new.net_minor + new.charges_minor + new.tax_minor;
end;

-- A line belongs to the posting of its own header and corrects a line or charge of its invoice, in
-- that one's VAT.
create trigger guard_credit_lines_posting
before insert on credit_lines
begin
  select raise(abort, 'E_CREDIT_AFTER_POSTING')
   where not exists (select 1
                       from credit_notes
                      where credit_note_id = new.credit_note_id
                        and n_lines >= new.credit_n)
      or new.credit_n is not
         coalesce((select max(credit_n)
                     from credit_lines
                    where credit_note_id = new.credit_note_id), 0) + 1;
  select raise(abort, 'E_CREDIT_OF_ANOTHER')
   where new.invoice_id is not
         (select invoice_id from credit_notes where credit_note_id = new.credit_note_id);
  select raise(abort, 'E_CREDIT_LINE')
   where not exists (select 1
                       from invoice_lines
                      where invoice_id = new.invoice_id
                        and invoice_n = new.invoice_n
                        and new.invoice_charge_n is null
                        and (shipment_id, shipment_n, vat_category, rate_ppm, reason_code) is
                            (new.shipment_id, new.shipment_n, new.vat_category, new.rate_ppm,
                             new.reason_code)
                      union all
                     select 1
                       from invoice_charges
                      where invoice_id = new.invoice_id
                        and invoice_charge_n = new.invoice_charge_n
                        and new.invoice_n is null
                        and (vat_category, rate_ppm, reason_code) is
                            (new.vat_category, new.rate_ppm, new.reason_code));
end;

-- Never more than was billed on that line, in quantity or in money. Only some causes give quantity
-- back; the credit that gives back the last of it gives back all that is left of the net. A lower
-- price is another one than was billed.
create trigger guard_credit_lines_billed
before insert on credit_lines
begin
  select raise(abort, 'E_CREDIT_CAUSE')
   where new.cause not in ('returned', 'not_received', 'document_cancelled', 'lower_price',
                           'charge', 'goodwill', 'keep_it')
      or (new.quantity <> 0
          and new.cause not in ('returned', 'not_received', 'document_cancelled'))
      or (new.cause = 'lower_price'
          and not exists (select 1
                            from invoice_lines il
                            join invoices i on i.invoice_id = il.invoice_id
                           where il.invoice_id = new.invoice_id
                             and il.invoice_n = new.invoice_n
                             and il.price_n <> (select p.price_n
                                                  from agreed_prices p
                                                 where p.order_id = il.order_id
                                                   and p.line_n = il.line_n
                                                   and p.currency = i.currency
                                                   and p.applies_from <= il.supply_date
                                                 order by p.applies_from desc, p.price_n desc
                                                 limit 1)));
  select raise(abort, 'E_OVERCREDIT_QUANTITY')
   where new.quantity not between 0 and 1000000000000000
      or new.quantity > coalesce((select quantity
                                    from invoice_lines
                                   where invoice_id = new.invoice_id
                                     and invoice_n = new.invoice_n), 0)
                        - coalesce((select sum(quantity)
                                      from credit_lines
                                     where invoice_id = new.invoice_id
                                       and invoice_n = new.invoice_n), 0);
  select raise(abort, 'E_OVERCREDIT')
   where new.net_minor not between 0 and 9000000000000000
      or new.net_minor > (select net_minor
                            from invoice_lines
                           where invoice_id = new.invoice_id
                             and invoice_n = new.invoice_n
                           union all
                          select net_minor
                            from invoice_charges
                           where invoice_id = new.invoice_id
                             and invoice_charge_n = new.invoice_charge_n)
                         - coalesce((select sum(net_minor)
                                       from credit_lines
                                      where invoice_id = new.invoice_id
                                        and invoice_n is new.invoice_n
                                        and invoice_charge_n is new.invoice_charge_n), 0);
  select raise(abort, 'E_CREDIT_AMOUNT')
    from invoice_lines il
    left join credit_lines cl on cl.invoice_id = il.invoice_id
                             and cl.invoice_n = il.invoice_n
   where il.invoice_id = new.invoice_id
     and il.invoice_n = new.invoice_n
     and new.quantity > 0
   group by il.invoice_id, il.invoice_n
  having il.quantity = coalesce(sum(cl.quantity), 0) + new.quantity
     and il.net_minor <> coalesce(sum(cl.net_minor), 0) + new.net_minor;
end;

-- A quantity goes back because it is owed back: billed beyond what the line is entitled to. As
-- returned goes what was counted back, or fell out of what was agreed. An invoice taken back needs
-- no such reason.
create trigger guard_credit_lines_owed
before insert on credit_lines
when new.cause in ('returned', 'not_received')
begin
  select raise(abort, 'E_NOT_OWED_BACK')
   where new.quantity < 1
      or not exists (select 1
                       from shipment_line_entitlements
                      where shipment_id = new.shipment_id
                        and shipment_n = new.shipment_n
                        and new.quantity <= billed - entitled);
  select raise(abort, 'E_OVERRETURN')
    from shipment_line_entitlements
   where shipment_id = new.shipment_id
     and shipment_n = new.shipment_n
     and new.cause = 'returned'
     and new.quantity > returned + net - entitled
                        - coalesce((select sum(quantity)
                                      from credit_lines
                                     where shipment_id = new.shipment_id
                                       and shipment_n = new.shipment_n
                                       and cause = 'returned'), 0);
end;

-- Only the station that may bill a shipment line may credit its quantity.
create trigger guard_credit_lines_holder
before insert on credit_lines
when new.quantity > 0
begin
  select raise(abort, 'E_NOT_THE_HOLDER')
   where (select billing_holder from shipments where shipment_id = new.shipment_id) is not
         (select stream_id from credit_notes where credit_note_id = new.credit_note_id);
end;

-- VAT rests on all the nets of its group, once for each group, within the header's tax.
create trigger guard_credit_taxes_posting
before insert on credit_taxes
begin
  select raise(abort, 'E_CREDIT_AFTER_POSTING')
   where new.tax_n is not
         coalesce((select max(tax_n)
                     from credit_taxes
                    where credit_note_id = new.credit_note_id), 0) + 1
      or exists (select 1
                   from credit_taxes
                  where credit_note_id = new.credit_note_id
                    and (vat_category, rate_ppm, reason_code) is
                        (new.vat_category, new.rate_ppm, new.reason_code));
  select raise(abort, 'E_TAX_TOTAL')
   where new.tax_minor not between 0 and new.net_minor
      or (new.rate_ppm = 0 and new.tax_minor <> 0)
      or not exists (select 1
                       from credit_notes
                      where credit_note_id = new.credit_note_id
                        and new.tax_minor <= tax_minor
                            - coalesce((select sum(tax_minor)
                                          from credit_taxes
                                         where credit_note_id = new.credit_note_id), 0));
  select raise(abort, 'E_TAX_NET')
   where new.net_minor is not
         (select sum(net_minor)
            from credit_lines
           where credit_note_id = new.credit_note_id
             and (vat_category, rate_ppm, reason_code) is
                 (new.vat_category, new.rate_ppm, new.reason_code));
end;

-- Provenance names facts that exist with their subjects, and closes a document that is whole.
create trigger guard_credit_sources_fact
before insert on credit_sources
begin
  select raise(abort, 'E_SOURCE_UNKNOWN')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.subject_id);
  select raise(abort, 'E_CREDIT_IMMUTABLE')
   where exists (select 1
                   from credit_sources
                  where credit_note_id = new.credit_note_id
                    and subject_id = new.subject_id
                    and fact_hash = new.fact_hash);
end;

create trigger guard_credit_sources_whole
before insert on credit_sources
when not exists (select 1 from credit_sources where credit_note_id = new.credit_note_id)
begin
  select raise(abort, 'E_CREDIT_NOT_WHOLE')
   where (select n_lines, net_minor, charges_minor, tax_minor
            from credit_notes
           where credit_note_id = new.credit_note_id) is not
         (select count(*),
                 coalesce(sum(net_minor) filter (where invoice_n is not null), 0),
                 coalesce(sum(net_minor) filter (where invoice_n is null), 0),
                 coalesce((select sum(tax_minor)
                             from credit_taxes
                            where credit_note_id = new.credit_note_id), 0)
            from credit_lines
           where credit_note_id = new.credit_note_id);
  select raise(abort, 'E_CANCELLED_IN_PART')
   where exists (select 1
                   from credit_lines
                  where credit_note_id = new.credit_note_id
                    and cause = 'document_cancelled')
     and (exists (select 1
                    from credit_lines
                   where credit_note_id = new.credit_note_id
                     and cause <> 'document_cancelled')
       or exists (select 1
                    from credit_notes n
                    join invoice_lines il on il.invoice_id = n.invoice_id
                   where n.credit_note_id = new.credit_note_id
                     and (il.quantity, il.net_minor) is not
                         (select sum(cl.quantity), sum(cl.net_minor)
                            from credit_lines cl
                           where cl.invoice_id = il.invoice_id
                             and cl.invoice_n = il.invoice_n))
       or exists (select 1
                    from credit_notes n
                    join invoice_charges ic on ic.invoice_id = n.invoice_id
                   where n.credit_note_id = new.credit_note_id
                     and ic.net_minor is not
                         (select sum(cl.net_minor)
                            from credit_lines cl
                           where cl.invoice_id = ic.invoice_id
                             and cl.invoice_charge_n = ic.invoice_charge_n)));
end;

-- A posted credit note never changes either.
create trigger guard_credit_notes_unchanged
before update on credit_notes
begin
  select raise(abort, 'E_CREDIT_IMMUTABLE');
end;

create trigger guard_credit_notes_kept
before delete on credit_notes
begin
  select raise(abort, 'E_CREDIT_IMMUTABLE');
end;

create trigger guard_credit_lines_unchanged
before update on credit_lines
begin
  select raise(abort, 'E_CREDIT_IMMUTABLE');
end;

create trigger guard_credit_lines_kept
before delete on credit_lines
begin
  select raise(abort, 'E_CREDIT_IMMUTABLE');
end;

create trigger guard_credit_taxes_unchanged
before update on credit_taxes
begin
  select raise(abort, 'E_CREDIT_IMMUTABLE');
end;

create trigger guard_credit_taxes_kept
before delete on credit_taxes
begin
  select raise(abort, 'E_CREDIT_IMMUTABLE');
end;

create trigger guard_credit_sources_unchanged
before update on credit_sources
begin
  select raise(abort, 'E_CREDIT_IMMUTABLE');
end;

create trigger guard_credit_sources_kept
before delete on credit_sources
begin
  select raise(abort, 'E_CREDIT_IMMUTABLE');
end;
