-- What was agreed with one customer for one product.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into price_agreements (agreement_id, customer_id, product_id, currency, valid_from,
                              valid_to, evidence, fact_hash)
select unhex(body ->> '$.agreement_id'),
       unhex(body ->> '$.customer_id'),
       unhex(body ->> '$.product_id'),
       body ->> '$.currency',
       body ->> '$.valid_from',
       body ->> '$.valid_to',
       body ->> '$.evidence.reference',
       hash
  from f
 where true
    on conflict (agreement_id) do update set
   customer_id = excluded.customer_id,
   product_id = excluded.product_id,
   currency = excluded.currency,
   valid_from = excluded.valid_from,
   valid_to = excluded.valid_to,
   evidence = excluded.evidence,
   fact_hash = excluded.fact_hash;
