-- A customer in all roles.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into customers (customer_id, code, name, tax_id, city, country, currency,
                       credit_limit_minor, basis, vat_regime, rhythm, rhythm_day, active,
                       fact_hash)
select unhex(body ->> '$.customer_id'),
       body ->> '$.code',
       body ->> '$.identity.name',
       body ->> '$.identity.tax_id',
       coalesce(body ->> '$.identity.addresses[0].city', ''),
       body ->> '$.identity.country',
       body ->> '$.currency',
       body ->> '$.credit_limit_minor',
       body ->> '$.basis',
       body ->> '$.vat_regime',
       coalesce(body ->> '$.billing.rhythm.every', 'shipment'),
       coalesce(body ->> '$.billing.rhythm.weekday', body ->> '$.billing.rhythm.day'),
       body ->> '$.active',
       hash
  from f
 where true
    on conflict (customer_id) do update set
   code = excluded.code,
   name = excluded.name,
   tax_id = excluded.tax_id,
   city = excluded.city,
   country = excluded.country,
   currency = excluded.currency,
   credit_limit_minor = excluded.credit_limit_minor,
   basis = excluded.basis,
   vat_regime = excluded.vat_regime,
   rhythm = excluded.rhythm,
   rhythm_day = excluded.rhythm_day,
   active = excluded.active,
   fact_hash = excluded.fact_hash;
