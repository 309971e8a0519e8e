-- The draft becomes a promise, at agreed prices.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update orders
   set state = 'confirmed',
       kind = f.body ->> '$.kind',
       blanket_id = unhex(f.body ->> '$.blanket_id'),
       number = f.body ->> '$.number',
       stream_id = f.stream,
       year = f.body ->> '$.year',
       counter = f.body ->> '$.counter',
       sold_to = unhex(f.body ->> '$.terms.sold_to'),
       ship_to = unhex(f.body ->> '$.terms.ship_to.customer_id'),
       ship_to_address_n = f.body ->> '$.terms.ship_to.address_n',
       bill_to = unhex(f.body ->> '$.terms.bill_to'),
       payer = unhex(f.body ->> '$.terms.payer'),
       currency = f.body ->> '$.terms.currency',
       vat_regime = f.body ->> '$.terms.vat_regime',
       basis = f.body ->> '$.terms.basis',
       first_promised_on = f.body ->> '$.promised_on',
       promised_on = f.body ->> '$.promised_on',
       confirmed_on = f.body ->> '$.confirmed_on',
       policy_id = unhex(f.body ->> '$.policy_id'),
       confirmed_hash = f.hash
  from f
 where orders.order_id = f.subject;
