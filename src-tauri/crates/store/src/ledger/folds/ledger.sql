-- The fact itself.
insert into ledger (stream_id, seq, hash, prev_hash, request_id, at, actor_id, authenticated, kind,
                    version, subject_id, base_hash, body, signature)
values (?6, ?7, ?3, ?9, ?8, ?4, ?5, ?10, ?11, ?12, ?2, ?13, ?15, ?14);
