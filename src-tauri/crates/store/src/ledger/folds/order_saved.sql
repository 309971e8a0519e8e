-- A draft with its lines and charges, whole.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into orders (order_id, state, kind, blanket_id, sold_to, ship_to, ship_to_address_n,
                    bill_to, payer, currency, vat_regime, basis, customer_po, ordered_on,
                    requested_on, entered_at, fact_hash)
select unhex(body ->> '$.order_id'),
       'draft',
       body ->> '$.kind',
       unhex(body ->> '$.blanket_id'),
       unhex(body ->> '$.terms.sold_to'),
       unhex(body ->> '$.terms.ship_to.customer_id'),
       body ->> '$.terms.ship_to.address_n',
       unhex(body ->> '$.terms.bill_to'),
       unhex(body ->> '$.terms.payer'),
       body ->> '$.terms.currency',
       body ->> '$.terms.vat_regime',
       body ->> '$.terms.basis',
       body ->> '$.references.customer_po',
       body ->> '$.ordered_on',
       body ->> '$.requested_on',
       at,
       hash
  from f
 where true
    on conflict (order_id) do update set
   kind = excluded.kind,
   blanket_id = excluded.blanket_id,
   sold_to = excluded.sold_to,
   ship_to = excluded.ship_to,
   ship_to_address_n = excluded.ship_to_address_n,
   bill_to = excluded.bill_to,
   payer = excluded.payer,
   currency = excluded.currency,
   vat_regime = excluded.vat_regime,
   basis = excluded.basis,
   customer_po = excluded.customer_po,
   ordered_on = excluded.ordered_on,
   requested_on = excluded.requested_on,
   fact_hash = excluded.fact_hash;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
delete from order_lines
 where order_id = (select subject from f);
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
delete from charges
 where order_id = (select subject from f);
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into order_lines (order_id, line_n, product_id, kind, description, quantity, unit_code,
                         unit_scale, tax_category, customer_line, customer_code, cost_centre)
select subject,
       j.value ->> '$.line_n',
       unhex(j.value ->> '$.product_id'),
       j.value ->> '$.kind',
       j.value ->> '$.description',
       j.value ->> '$.quantity',
       j.value ->> '$.unit_code',
       j.value ->> '$.unit_scale',
       j.value ->> '$.tax_category',
       j.value ->> '$.customer_line',
       j.value ->> '$.customer_code',
       j.value ->> '$.cost_centre'
  from f, jsonb_each(body, '$.lines') j;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into charges (order_id, charge_n, kind, per, amount_minor, description)
select subject,
       j.value ->> '$.charge_n',
       j.value ->> '$.kind',
       j.value ->> '$.per',
       j.value ->> '$.amount_minor',
       j.value ->> '$.description'
  from f, jsonb_each(body, '$.charges') j;
