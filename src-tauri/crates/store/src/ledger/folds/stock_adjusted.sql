-- Stock was counted, received or corrected by hand.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into stock_movements (stream_id, seq, n, product_id, quantity, moved_on, reason, subject_id)
select stream,
       seq,
       0,
       subject,
       body ->> '$.quantity',
       body ->> '$.on',
       body ->> '$.reason',
       subject
  from f;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into stock (product_id, on_hand)
select subject,
       body ->> '$.quantity'
  from f
 where true
    on conflict (product_id) do update set on_hand = on_hand + excluded.on_hand;
