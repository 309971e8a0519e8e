-- Prices of order lines, each with its evidence.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into agreed_prices (order_id, line_n, price_n, price_micro, per, discount_ppm, currency,
                           applies_from, source, agreed_by, evidence_reference, evidence_date,
                           evidence_hash, discount_text, allowance_minor, allowance_quantity,
                           fact_hash)
select subject,
       j.value ->> '$.line_n',
       j.value ->> '$.price_n',
       j.value ->> '$.micro',
       j.value ->> '$.per',
       j.value ->> '$.discount_ppm',
       j.value ->> '$.currency',
       j.value ->> '$.applies_from',
       j.value ->> '$.source',
       unhex(j.value ->> '$.agreed_by'),
       j.value ->> '$.evidence.reference',
       j.value ->> '$.evidence.date',
       j.value ->> '$.evidence.file_hash',
       j.value ->> '$.discount_text',
       coalesce(j.value ->> '$.allowance_minor', 0),
       coalesce(j.value ->> '$.allowance_quantity', 0),
       hash
  from f, jsonb_each(body, '$.prices') j;
