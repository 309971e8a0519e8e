-- The ledger is the truth; every other table is a fold over it. One row is one fact: one thing
-- that a person did to one document. A stream is one writer with one key.
create table ledger (
  stream_id     blob    not null check (length(stream_id) = 16),
  seq           integer not null check (seq >= 1),
  hash          blob    not null unique check (length(hash) = 32),
  prev_hash     blob    check (length(prev_hash) = 32),
  request_id    blob    not null check (length(request_id) = 16),
  at            text    not null,
  actor_id      blob    check (length(actor_id) = 16),
  authenticated integer not null check (authenticated in (0, 1)),
  kind          text    not null,
  version       integer not null check (version >= 1),
  subject_id    blob    not null check (length(subject_id) = 16),
  base_hash     blob    check (length(base_hash) = 32),
  body          text    not null,
  signature     blob    not null check (length(signature) = 64),
  primary key (stream_id, seq),
  check ((seq = 1) = (prev_hash is null))
) strict;

create index ledger_by_subject on ledger (subject_id);

-- What was answered to a caller's intent: the same id never acts twice.
create table requests (
  request_id   blob not null primary key check (length(request_id) = 16),
  command      text not null,
  payload_hash blob not null check (length(payload_hash) = 32),
  answer       text not null
) strict, without rowid;

-- Natural persons' data, apart from facts, which hold only its digest: a row can be erased and
-- the chain stays valid. Not folded: verify compares the digest.
create table personal (
  personal_id blob not null primary key check (length(personal_id) = 16),
  salt        blob not null check (length(salt) = 16),
  bytes       text not null
) strict, without rowid;

-- Who writes: one row a stream. A station that was succeeded bills no more.
create table stations (
  stream_id    blob not null primary key check (length(stream_id) = 16),
  letter       text not null check (length(letter) = 1),
  name         text not null,
  public_key   blob not null check (length(public_key) = 32),
  succeeded_by blob references stations (stream_id)
) strict, without rowid;
