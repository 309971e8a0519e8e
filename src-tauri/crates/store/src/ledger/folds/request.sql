-- What was asked and answered, on the last fact of a request.
with f (body, request_id) as (select ?1, ?8 from (select ?2, ?3, ?4, ?5, ?6, ?7))
insert into requests (request_id, command, payload_hash, answer)
select request_id,
       body ->> '$.request.command',
       unhex(body ->> '$.request.payload_hash'),
       body -> '$.request.answer'
  from f
 where body -> '$.request' is not null;
