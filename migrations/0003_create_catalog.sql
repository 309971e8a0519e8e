-- What we sell, what the list asks for it, what was agreed with one customer, and its VAT.
create table products (
  product_id   blob    not null primary key check (length(product_id) = 16),
  code         text    not null unique,
  gtin         text,
  kind         text    not null check (kind in ('goods', 'service')),
  description  text    not null,
  unit_code    text    not null,
  unit_scale   integer not null check (unit_scale between 0 and 6),
  tax_category text    not null,
  discontinued integer not null check (discontinued in (0, 1)),
  tracking     text    not null check (tracking in ('none', 'serial', 'lot')),
  fact_hash    blob    not null references ledger (hash)
) strict, without rowid;

create index products_by_description on products (description);

-- What a customer calls a product.
create table product_codes (
  customer_id blob not null references customers (customer_id),
  code        text not null,
  product_id  blob not null references products (product_id),
  primary key (customer_id, code, product_id)
) strict, without rowid;

create index product_codes_by_product on product_codes (product_id);

create table list_prices (
  product_id  blob    not null references products (product_id),
  currency    text    not null check (length(currency) = 3),
  valid_from  text    not null,
  valid_to    text    check (valid_from <= valid_to),
  price_micro integer not null check (price_micro between 0 and 1000000000000000),
  per         integer not null check (per in (1, 100, 1000)),
  fact_hash   blob    not null references ledger (hash),
  primary key (product_id, currency, valid_from)
) strict, without rowid;

create table vat_rates (
  country      text    not null check (length(country) = 2),
  regime       text    not null check (regime in ('domestic', 'eu', 'export')),
  tax_category text    not null,
  valid_from   text    not null,
  vat_category text    not null check (vat_category in ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
  rate_ppm     integer not null check (rate_ppm between 0 and 1000000),
  reason_code  text,
  reason       text,
  fact_hash    blob    not null references ledger (hash),
  primary key (country, regime, tax_category, valid_from),
  check ((vat_category = 'S') = (rate_ppm > 0))
) strict, without rowid;

-- What one unit of the firm's currency was worth in another one, in millionths.
create table exchange_rates (
  currency   text    not null check (length(currency) = 3),
  quoted_on  text    not null,
  rate_micro integer not null check (rate_micro between 1 and 1000000000000000),
  source     text    not null check (source <> ''),
  fact_hash  blob    not null references ledger (hash),
  primary key (currency, quoted_on)
) strict, without rowid;

-- The breaks of an agreement are in the body of its fact.
create table price_agreements (
  agreement_id blob not null primary key check (length(agreement_id) = 16),
  customer_id  blob not null references customers (customer_id),
  product_id   blob not null references products (product_id),
  currency     text not null check (length(currency) = 3),
  valid_from   text not null,
  valid_to     text check (valid_from <= valid_to),
  evidence     text not null check (evidence <> ''),
  fact_hash    blob not null references ledger (hash)
) strict, without rowid;

create index price_agreements_by_customer on price_agreements (customer_id, product_id);

-- Stock on hand, in millionths: the sum of the movements. Below zero is a task, never a stop.
create table stock (
  product_id blob    not null primary key references products (product_id),
  on_hand    integer not null
) strict, without rowid;

create table stock_movements (
  stream_id  blob    not null,
  seq        integer not null,
  n          integer not null,
  product_id blob    not null references products (product_id),
  quantity   integer not null,
  moved_on   text    not null,
  reason     text    not null,
  subject_id blob    not null,
  primary key (stream_id, seq, n)
) strict, without rowid;

create index stock_movements_by_product on stock_movements (product_id);
