-- An order that is received, billed and paid.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update orders
   set state = 'closed',
       ended_on = f.body ->> '$.on',
       end_reason = f.body ->> '$.reason'
  from f
 where orders.order_id = f.subject;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
delete from batons
 where order_id = (select subject from f);
