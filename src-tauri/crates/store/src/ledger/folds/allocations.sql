-- What of a payment is laid on invoices, and what comes off.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into payment_allocations (payment_id, invoice_id, fact_hash, amount_minor)
select subject,
       unhex(j.value ->> '$.invoice_id'),
       hash,
       j.value ->> '$.amount_minor'
  from f, jsonb_each(body, '$.allocations') j;
