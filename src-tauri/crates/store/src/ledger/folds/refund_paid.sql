-- Money that went back.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into refunds (refund_id, payment_id, paid_on, amount_minor, reference, fact_hash)
select unhex(body ->> '$.refund_id'),
       subject,
       body ->> '$.paid_on',
       body ->> '$.amount_minor',
       body ->> '$.reference',
       hash
  from f;
