-- What a document moves in stock.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into stock_movements (stream_id, seq, n, product_id, quantity, moved_on, reason, subject_id)
select stream,
       seq,
       j.key,
       unhex(j.value ->> '$.product_id'),
       j.value ->> '$.quantity',
       coalesce(body ->> '$.dispatched_on', body ->> '$.counted_on', body ->> '$.on'),
       case when body ->> '$.dispatched_on' is null then 'came_back' else 'shipped' end,
       subject
  from f, jsonb_each(body, '$.movements') j;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into stock (product_id, on_hand)
select unhex(j.value ->> '$.product_id'),
       j.value ->> '$.quantity'
  from f, jsonb_each(body, '$.movements') j
 where true
    on conflict (product_id) do update set on_hand = on_hand + excluded.on_hand;
