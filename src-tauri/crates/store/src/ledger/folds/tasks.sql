-- What broke a limit waits for a person.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into tasks (task_id, kind, department, holder, about, quantity, opened_at, due_at, fact_hash)
select unhex(j.value ->> '$.task_id'),
       j.value ->> '$.kind',
       j.value ->> '$.department',
       unhex(j.value ->> '$.holder'),
       j.value ->> '$.about',
       j.value ->> '$.quantity',
       j.value ->> '$.opened_at',
       j.value ->> '$.due_at',
       hash
  from f, jsonb_each(body, '$.tasks') j;
