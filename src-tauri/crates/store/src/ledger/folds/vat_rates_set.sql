-- Rates of VAT; a rate of the same day and class is replaced.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into vat_rates (country, regime, tax_category, valid_from, vat_category, rate_ppm,
                       reason_code, reason, fact_hash)
select j.value ->> '$.country',
       j.value ->> '$.regime',
       j.value ->> '$.tax_category',
       j.value ->> '$.valid_from',
       j.value ->> '$.vat_category',
       j.value ->> '$.rate_ppm',
       j.value ->> '$.reason_code',
       j.value ->> '$.reason',
       hash
  from f, jsonb_each(body, '$.rates') j
 where true
    on conflict (country, regime, tax_category, valid_from) do update set
   vat_category = excluded.vat_category,
   rate_ppm = excluded.rate_ppm,
   reason_code = excluded.reason_code,
   reason = excluded.reason,
   fact_hash = excluded.fact_hash;
