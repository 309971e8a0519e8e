-- What a person signed for. The latest proof of a shipment holds.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into proofs (proof_id, shipment_id, proof_n, received_on, personal_id, reference,
                    goods_receipt, file_hash, fact_hash)
select unhex(body ->> '$.proof_id'),
       unhex(body ->> '$.shipment_id'),
       body ->> '$.proof_n',
       body ->> '$.received_on',
       unhex(body ->> '$.signed_by.personal_id'),
       body ->> '$.reference',
       body ->> '$.goods_receipt',
       body ->> '$.file_hash',
       hash
  from f;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into proof_lines (proof_id, shipment_n, accepted)
select unhex(body ->> '$.proof_id'),
       j.value ->> '$.shipment_n',
       j.value ->> '$.accepted'
  from f, jsonb_each(body, '$.lines') j;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipments
   set state = 'confirmed',
       delivered_on = coalesce(delivered_on, f.body ->> '$.received_on')
  from f
 where shipments.shipment_id = f.subject;
