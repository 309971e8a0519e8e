-- A person who works here.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into members (member_id, code, personal_id, senior, active, fact_hash)
select unhex(body ->> '$.member_id'),
       body ->> '$.code',
       unhex(body ->> '$.person.personal_id'),
       body ->> '$.senior',
       body ->> '$.active',
       hash
  from f
 where true
    on conflict (member_id) do update set
   code = excluded.code,
   personal_id = excluded.personal_id,
   senior = excluded.senior,
   active = excluded.active,
   fact_hash = excluded.fact_hash;
