-- The fact itself. The first parameter, the body in today's form, is named so that none is skipped.
insert into ledger (stream_id, seq, hash, prev_hash, request_id, at, actor_id, authenticated, kind,
                    version, subject_id, base_hash, body, signature)
select ?6, ?7, ?3, ?9, ?8, ?4, ?5, ?10, ?11, ?12, ?2, ?13, ?15, ?14
 where ?1 is not null;
