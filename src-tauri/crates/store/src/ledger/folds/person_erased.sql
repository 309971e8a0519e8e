-- The data of a person go; the facts that point at them stay, and so does their digest.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
delete from personal
 where personal_id = (select subject from f);
