-- The policy under which orders are confirmed.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into policies (policy_id, text, decided_by, decided_on, fact_hash)
select unhex(body ->> '$.policy_id'),
       body ->> '$.text',
       unhex(body ->> '$.decided_by'),
       body ->> '$.on',
       hash
  from f;
