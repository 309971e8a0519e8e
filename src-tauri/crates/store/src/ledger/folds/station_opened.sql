-- A new writer and its key.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into stations (stream_id, letter, name, public_key)
select unhex(body ->> '$.stream_id'),
       body ->> '$.letter',
       body ->> '$.name',
       unhex(body ->> '$.public_key')
  from f;
