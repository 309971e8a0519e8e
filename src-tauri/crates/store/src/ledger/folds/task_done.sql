-- A person dealt with it.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update tasks
   set done_by = unhex(f.body ->> '$.by'),
       done_on = f.body ->> '$.on',
       note = f.body ->> '$.note'
  from f
 where tasks.task_id = f.subject;
