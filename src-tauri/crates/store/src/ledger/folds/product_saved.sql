-- A product or a service, and what customers call it.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into products (product_id, code, gtin, kind, description, unit_code, unit_scale,
                      tax_category, discontinued, tracking, fact_hash)
select unhex(body ->> '$.product_id'),
       body ->> '$.code',
       body ->> '$.gtin',
       body ->> '$.kind',
       body ->> '$.descriptions[0].text',
       body ->> '$.unit_code',
       body ->> '$.unit_scale',
       body ->> '$.tax_category',
       body ->> '$.discontinued',
       coalesce(body ->> '$.tracking', 'none'),
       hash
  from f
 where true
    on conflict (product_id) do update set
   code = excluded.code,
   gtin = excluded.gtin,
   kind = excluded.kind,
   description = excluded.description,
   unit_code = excluded.unit_code,
   unit_scale = excluded.unit_scale,
   tax_category = excluded.tax_category,
   discontinued = excluded.discontinued,
   tracking = excluded.tracking,
   fact_hash = excluded.fact_hash;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
delete from product_codes
 where product_id = (select subject from f);
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into product_codes (customer_id, code, product_id)
select unhex(j.value ->> '$.customer_id'),
       j.value ->> '$.code',
       subject
  from f, jsonb_each(body, '$.customer_codes') j;
