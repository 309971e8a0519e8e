-- The archive of a firm's documents: the bytes that went out, kept by their hash. It lies beside
-- the firm's file and is no part of the ledger; what was kept is never changed and never removed.

create table contents (
  content_hash blob not null primary key check (length(content_hash) = 32),
  bytes        blob not null
) strict;

-- The first rendering of a document is the issued one.
create table renderings (
  n            integer not null primary key,
  document_id  blob    not null check (length(document_id) = 16),
  number       text    not null,
  profile      text    not null,
  profile_hash blob    not null check (length(profile_hash) = 32),
  language     text    not null check (length(language) = 2),
  file_name    text    not null,
  n_pages      integer not null check (n_pages > 0),
  content_hash blob    not null references contents (content_hash),
  rendered_at  text    not null,
  unique (document_id, profile, language)
) strict;

create index renderings_by_content on renderings (content_hash);

create trigger contents_stay before update on contents begin
  select raise(abort, 'what was archived is never changed');
end;

create trigger contents_remain before delete on contents begin
  select raise(abort, 'what was archived is never removed');
end;

create trigger renderings_stay before update on renderings begin
  select raise(abort, 'what was archived is never changed');
end;

create trigger renderings_remain before delete on renderings begin
  select raise(abort, 'what was archived is never removed');
end;
