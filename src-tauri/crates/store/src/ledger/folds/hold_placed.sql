-- A stop, with its owner and its last day.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into holds (hold_id, order_id, customer_id, kind, owner, reason, placed_on, expires_on,
                   fact_hash)
select subject,
       unhex(body ->> '$.order_id'),
       unhex(body ->> '$.customer_id'),
       body ->> '$.kind',
       unhex(body ->> '$.owner'),
       body ->> '$.reason',
       body ->> '$.placed_on',
       body ->> '$.expires_on',
       hash
  from f;
