-- A credit note, whole.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into credit_notes (credit_note_id, number, stream_id, series, year, counter, issued_on,
                          invoice_id, order_id, bill_to, payer, currency, vat_regime, buyer_name,
                          n_lines, net_minor, charges_minor, tax_minor, gross_minor, fact_hash)
select subject,
       body ->> '$.number',
       stream,
       body ->> '$.series',
       body ->> '$.year',
       body ->> '$.counter',
       body ->> '$.issued_on',
       unhex(body ->> '$.invoice_id'),
       unhex(body ->> '$.order_id'),
       unhex(body ->> '$.terms.bill_to'),
       unhex(body ->> '$.terms.payer'),
       body ->> '$.terms.currency',
       body ->> '$.terms.vat_regime',
       body ->> '$.buyer.name',
       json_array_length(body, '$.lines'),
       body ->> '$.totals.net_minor',
       body ->> '$.totals.charges_minor',
       body ->> '$.totals.tax_minor',
       body ->> '$.totals.gross_minor',
       hash
  from f;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into credit_lines (credit_note_id, credit_n, cause, invoice_id, invoice_n,
                          invoice_charge_n, shipment_id, shipment_n, quantity, net_minor,
                          vat_category, rate_ppm, reason_code)
select subject,
       j.value ->> '$.credit_n',
       j.value ->> '$.cause',
       unhex(body ->> '$.invoice_id'),
       j.value ->> '$.invoice_n',
       j.value ->> '$.invoice_charge_n',
       unhex(j.value ->> '$.shipment.shipment_id'),
       j.value ->> '$.shipment.shipment_n',
       j.value ->> '$.quantity',
       j.value ->> '$.net_minor',
       j.value ->> '$.vat_category',
       j.value ->> '$.rate_ppm',
       j.value ->> '$.reason_code'
  from f, jsonb_each(body, '$.lines') j;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into credit_taxes (credit_note_id, tax_n, vat_category, rate_ppm, reason_code, net_minor,
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
insert into credit_sources (credit_note_id, subject_id, fact_hash)
select subject,
       unhex(j.value ->> '$.subject_id'),
       unhex(j.value ->> '$.fact_hash')
  from f, jsonb_each(body, '$.sources') j;
