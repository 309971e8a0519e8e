-- An invoice, whole.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into invoices (invoice_id, number, stream_id, series, year, counter, issued_on, due_on,
                      order_id, sold_to, bill_to, payer, currency, vat_regime, basis, buyer_name,
                      buyer_tax_id, n_lines, net_minor, charges_minor, tax_minor, gross_minor,
                      exchange_on, exchange_micro, fact_hash)
select unhex(body ->> '$.invoice_id'),
       body ->> '$.number',
       stream,
       body ->> '$.series',
       body ->> '$.year',
       body ->> '$.counter',
       body ->> '$.issued_on',
       body ->> '$.due_on',
       unhex(body ->> '$.order_id'),
       unhex(body ->> '$.terms.sold_to'),
       unhex(body ->> '$.terms.bill_to'),
       unhex(body ->> '$.terms.payer'),
       body ->> '$.terms.currency',
       body ->> '$.terms.vat_regime',
       body ->> '$.terms.basis',
       body ->> '$.buyer.name',
       body ->> '$.buyer.tax_id',
       json_array_length(body, '$.lines'),
       body ->> '$.totals.net_minor',
       body ->> '$.totals.charges_minor',
       body ->> '$.totals.tax_minor',
       body ->> '$.totals.gross_minor',
       body ->> '$.exchange.quoted_on',
       body ->> '$.exchange.rate_micro',
       hash
  from f;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into invoice_lines (invoice_id, invoice_n, order_id, line_n, shipment_id, shipment_n,
                           proof_id, price_n, supply_date, quantity, price_micro, per,
                           discount_ppm, gross_minor, allowance_minor, net_minor, share_minor,
                           vat_category, rate_ppm, reason_code)
select subject,
       j.value ->> '$.invoice_n',
       unhex(j.value ->> '$.order_id'),
       j.value ->> '$.line_n',
       unhex(j.value ->> '$.shipment_id'),
       j.value ->> '$.shipment_n',
       unhex(j.value ->> '$.proof_id'),
       j.value ->> '$.price_n',
       j.value ->> '$.supply_date',
       j.value ->> '$.quantity',
       j.value ->> '$.micro',
       j.value ->> '$.per',
       j.value ->> '$.discount_ppm',
       j.value ->> '$.gross_minor',
       j.value ->> '$.allowance_minor',
       j.value ->> '$.net_minor',
       coalesce(j.value ->> '$.share_minor', 0),
       j.value ->> '$.vat_category',
       j.value ->> '$.rate_ppm',
       j.value ->> '$.reason_code'
  from f, jsonb_each(body, '$.lines') j;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into invoice_charges (invoice_id, invoice_charge_n, order_id, charge_n, shipment_id,
                             net_minor, vat_category, rate_ppm, reason_code)
select subject,
       j.value ->> '$.invoice_charge_n',
       unhex(j.value ->> '$.order_id'),
       j.value ->> '$.charge_n',
       unhex(j.value ->> '$.shipment_id'),
       j.value ->> '$.net_minor',
       j.value ->> '$.vat_category',
       j.value ->> '$.rate_ppm',
       j.value ->> '$.reason_code'
  from f, jsonb_each(body, '$.charges') j;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into invoice_taxes (invoice_id, tax_n, vat_category, rate_ppm, reason_code, net_minor,
                           tax_minor)
select subject,
       j.key + 1,
       j.value ->> '$.vat_category',
       j.value ->> '$.rate_ppm',
       j.value ->> '$.reason_code',
       j.value ->> '$.net_minor',
       j.value ->> '$.tax_minor'
  from f, jsonb_each(body, '$.taxes') j;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into invoice_sources (invoice_id, subject_id, fact_hash)
select subject,
       unhex(j.value ->> '$.subject_id'),
       unhex(j.value ->> '$.fact_hash')
  from f, jsonb_each(body, '$.sources') j;
