-- The stop ends.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update holds
   set released_on = f.body ->> '$.on'
  from f
 where holds.hold_id = f.subject;
