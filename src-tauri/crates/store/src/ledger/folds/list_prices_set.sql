-- The list prices of one product, whole.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
delete from list_prices
 where product_id = (select subject from f);
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into list_prices (product_id, currency, valid_from, valid_to, price_micro, per, fact_hash)
select unhex(j.value ->> '$.product_id'),
       j.value ->> '$.currency',
       j.value ->> '$.valid_from',
       j.value ->> '$.valid_to',
       j.value ->> '$.price_micro',
       j.value ->> '$.per',
       hash
  from f, jsonb_each(body, '$.prices') j;
