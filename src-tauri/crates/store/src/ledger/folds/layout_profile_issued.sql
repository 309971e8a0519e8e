-- A resolved profile that posted documents are shown by.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into issued_layouts (layout_hash, fact_hash)
select unhex(body ->> '$.layout_hash'), hash
  from f;
