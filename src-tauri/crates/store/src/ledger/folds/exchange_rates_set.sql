-- Exchange rates; a rate of the same currency and day is replaced.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into exchange_rates (currency, quoted_on, rate_micro, source, fact_hash)
select j.value ->> '$.currency',
       j.value ->> '$.quoted_on',
       j.value ->> '$.rate_micro',
       j.value ->> '$.source',
       hash
  from f, jsonb_each(body, '$.rates') j
 where true
    on conflict (currency, quoted_on) do update set
   rate_micro = excluded.rate_micro,
   source = excluded.source,
   fact_hash = excluded.fact_hash;
