-- An invoice of another program that is owed to us.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into opening_items (invoice_id, payer, number, issued_on, due_on, currency, gross_minor,
                           paid_minor, fact_hash)
select subject,
       unhex(body ->> '$.payer'),
       body ->> '$.number',
       body ->> '$.issued_on',
       body ->> '$.due_on',
       body ->> '$.currency',
       body ->> '$.gross_minor',
       body ->> '$.paid_minor',
       hash
  from f;
