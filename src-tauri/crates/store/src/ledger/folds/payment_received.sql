-- Money that arrived, and the invoices it pays.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into payments (payment_id, payer, received_on, currency, amount_minor, reference, fact_hash)
select unhex(body ->> '$.payment_id'),
       unhex(body ->> '$.payer'),
       body ->> '$.received_on',
       body ->> '$.currency',
       body ->> '$.amount_minor',
       body ->> '$.reference',
       hash
  from f;
