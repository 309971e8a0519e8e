-- What of a payment is laid on invoices, and what comes off.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into payment_allocations (payment_id, invoice_id, fact_hash, laid_on, amount_minor)
select subject,
       unhex(j.value ->> '$.invoice_id'),
       hash,
       coalesce(body ->> '$.received_on', body ->> '$.on', body ->> '$.paid_on'),
       j.value ->> '$.amount_minor'
  from f, jsonb_each(body, '$.allocations') j;
