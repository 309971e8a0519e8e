-- The closing days of a year take the place of those before.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
delete from closing_days
 where closed_on between (select (body ->> '$.year') || '-01-01' from f)
                     and (select (body ->> '$.year') || '-12-31' from f);
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into closing_days (closed_on, name, fact_hash)
select j.value ->> '$.on', j.value ->> '$.name', hash
  from f, jsonb_each(body, '$.days') j;
