-- A confirmed order as it stands from now on. Lines keep their place; new ones come after them.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update orders
   set sold_to = unhex(f.body ->> '$.terms.sold_to'),
       ship_to = unhex(f.body ->> '$.terms.ship_to.customer_id'),
       ship_to_address_n = f.body ->> '$.terms.ship_to.address_n',
       bill_to = unhex(f.body ->> '$.terms.bill_to'),
       payer = unhex(f.body ->> '$.terms.payer'),
       currency = f.body ->> '$.terms.currency',
       vat_regime = f.body ->> '$.terms.vat_regime',
       basis = f.body ->> '$.terms.basis',
       customer_po = f.body ->> '$.references.customer_po',
       requested_on = f.body ->> '$.requested_on',
       promised_on = f.body ->> '$.promised_on',
       fact_hash = f.hash
  from f
 where orders.order_id = f.subject;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update order_lines
   set quantity = j.value ->> '$.quantity'
  from f, jsonb_each(f.body, '$.lines') j
 where order_lines.order_id = f.subject
   and order_lines.line_n = j.value ->> '$.line_n'
   and order_lines.quantity <> j.value ->> '$.quantity';
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
  from f, jsonb_each(body, '$.lines') j
 where not exists (select 1
                     from order_lines
                    where order_id = f.subject
                      and line_n = j.value ->> '$.line_n');
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into charges (order_id, charge_n, kind, per, amount_minor, description)
select subject,
       j.value ->> '$.charge_n',
       j.value ->> '$.kind',
       j.value ->> '$.per',
       j.value ->> '$.amount_minor',
       j.value ->> '$.description'
  from f, jsonb_each(body, '$.charges') j
 where not exists (select 1
                     from charges
                    where order_id = f.subject
                      and charge_n = j.value ->> '$.charge_n');
