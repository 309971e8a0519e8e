-- The customer keeps and pays more than was ordered.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into excess_accepted (order_id, line_n, fact_hash, quantity, price_n)
select subject,
       body ->> '$.line_n',
       hash,
       body ->> '$.quantity',
       body ->> '$.price_n'
  from f;
