-- Our own firm.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into firms (firm_id, name, tax_id, country, currency, fact_hash)
select unhex(body ->> '$.firm_id'),
       body ->> '$.identity.name',
       body ->> '$.identity.tax_id',
       body ->> '$.identity.country',
       body ->> '$.currency',
       hash
  from f
 where true
    on conflict (firm_id) do update set
   name = excluded.name,
   tax_id = excluded.tax_id,
   country = excluded.country,
   currency = excluded.currency,
   fact_hash = excluded.fact_hash;
