-- Who we deal with. A row keeps what lists and rules ask for; the whole document is the body of
-- the fact that `fact_hash` names.
create table firms (
  firm_id    blob not null primary key check (length(firm_id) = 16),
  name       text not null,
  tax_id     text,
  country    text not null check (length(country) = 2),
  currency   text not null check (length(currency) = 3),
  fact_hash  blob not null references ledger (hash)
) strict, without rowid;

create table members (
  member_id   blob    not null primary key check (length(member_id) = 16),
  code        text    not null unique,
  personal_id blob    not null check (length(personal_id) = 16),
  senior      integer not null check (senior in (0, 1)),
  active      integer not null check (active in (0, 1)),
  fact_hash   blob    not null references ledger (hash)
) strict, without rowid;

-- The policy under which `confirm` accepts and promises; the latest holds.
create table policies (
  policy_id  blob not null primary key check (length(policy_id) = 16),
  text       text not null,
  decided_by blob not null references members (member_id),
  decided_on text not null,
  fact_hash  blob not null references ledger (hash)
) strict, without rowid;

create table customers (
  customer_id        blob    not null primary key check (length(customer_id) = 16),
  code               text    not null unique,
  name               text    not null,
  tax_id             text,
  city               text    not null,
  country            text    not null check (length(country) = 2),
  currency           text    not null check (length(currency) = 3),
  credit_limit_minor integer check (credit_limit_minor >= 0),
  basis              text    not null check (basis in ('delivery', 'dispatch')),
  vat_regime         text    not null check (vat_regime in ('domestic', 'eu', 'export')),
  -- When they are billed, and the day of the week or month where it has one.
  rhythm             text    not null
                     check (rhythm in ('shipment', 'order', 'week', 'month', 'month_end',
                                       'last_working_day')),
  rhythm_day         integer check (rhythm_day between 1 and 28),
  active             integer not null check (active in (0, 1)),
  fact_hash          blob    not null references ledger (hash)
) strict, without rowid;

create index customers_by_name on customers (name);

create table carriers (
  carrier_id blob    not null primary key check (length(carrier_id) = 16),
  code       text    not null unique,
  name       text    not null,
  active     integer not null check (active in (0, 1)),
  fact_hash  blob    not null references ledger (hash)
) strict, without rowid;
