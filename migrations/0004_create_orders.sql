-- An order is the promise to a customer. Who it concerns, in which currency and on which basis is
-- frozen when it is confirmed. Delivery, billing and payment are derived, never kept here.
create table orders (
  order_id          blob    not null primary key check (length(order_id) = 16),
  state             text    not null
                    check (state in ('draft', 'confirmed', 'declined', 'cancelled', 'closed')),
  kind              text    not null check (kind in ('standard', 'blanket', 'call_off')),
  blanket_id        blob    references orders (order_id),
  number            text,
  stream_id         blob    references stations (stream_id),
  year              integer,
  counter           integer,
  sold_to           blob    not null references customers (customer_id),
  ship_to           blob    not null references customers (customer_id),
  ship_to_address_n integer not null check (ship_to_address_n >= 0),
  bill_to           blob    not null references customers (customer_id),
  payer             blob    not null references customers (customer_id),
  currency          text    not null check (length(currency) = 3),
  vat_regime        text    not null check (vat_regime in ('domestic', 'eu', 'export')),
  basis             text    not null check (basis in ('delivery', 'dispatch')),
  customer_po       text,
  ordered_on        text    not null,
  requested_on      text,
  first_promised_on text,
  promised_on       text,
  confirmed_on      text,
  policy_id         blob    references policies (policy_id),
  ended_on          text,
  end_reason        text,
  entered_at        text    not null,
  fact_hash         blob    not null references ledger (hash),
  confirmed_hash    blob    references ledger (hash),
  check ((kind = 'call_off') = (blanket_id is not null)),
  check ((number is null) = (confirmed_on is null)),
  check ((number is null) = (counter is null)),
  check (state not in ('confirmed', 'closed') or confirmed_on is not null),
  check ((ended_on is not null) = (state in ('declined', 'cancelled', 'closed'))),
  unique (stream_id, year, counter)
) strict, without rowid;

create unique index orders_by_number on orders (number);
create index orders_by_entry on orders (entered_at desc, order_id desc);
create index orders_by_state on orders (state, entered_at desc, order_id desc);
create index orders_by_po on orders (sold_to, customer_po);
create index orders_by_payer on orders (payer, state);

create table order_lines (
  order_id      blob    not null references orders (order_id),
  line_n        integer not null check (line_n >= 1),
  product_id    blob    not null references products (product_id),
  kind          text    not null check (kind in ('goods', 'service')),
  description   text    not null,
  quantity      integer not null check (quantity between 0 and 1000000000000000),
  unit_code     text    not null,
  unit_scale    integer not null check (unit_scale between 0 and 6),
  tax_category  text    not null,
  customer_line text,
  customer_code text,
  cost_centre   text,
  primary key (order_id, line_n)
) strict, without rowid;

create table charges (
  order_id     blob    not null references orders (order_id),
  charge_n     integer not null check (charge_n >= 1),
  kind         text    not null check (kind in ('freight', 'small_order', 'other')),
  per          text    not null check (per in ('order', 'shipment')),
  amount_minor integer not null check (amount_minor between 1 and 9000000000000000),
  description  text    not null,
  primary key (order_id, charge_n)
) strict, without rowid;

-- The prices agreed for an order line; the one in force is the greatest (applies_from, price_n)
-- that applies by the dispatch.
create table agreed_prices (
  order_id           blob    not null,
  line_n             integer not null,
  price_n            integer not null check (price_n >= 1),
  price_micro        integer not null check (price_micro between 0 and 1000000000000000),
  per                integer not null check (per in (1, 100, 1000)),
  discount_ppm       integer not null check (discount_ppm between 0 and 1000000),
  currency           text    not null check (length(currency) = 3),
  applies_from       text    not null,
  source             text    not null
                     check (source in ('quotation', 'price_agreement', 'price_list',
                                       'customer_order')),
  agreed_by          blob    references members (member_id),
  evidence_reference text    not null,
  evidence_date      text,
  evidence_hash      text,
  discount_text      text,
  -- The line's share of a document discount in money, for so much of it.
  allowance_minor    integer not null check (allowance_minor between 0 and 9000000000000000),
  allowance_quantity integer not null check (allowance_quantity between 0 and 1000000000000000),
  fact_hash          blob    not null references ledger (hash),
  primary key (order_id, line_n, price_n),
  foreign key (order_id, line_n) references order_lines (order_id, line_n)
) strict, without rowid;

-- What the customer agreed to keep and pay beyond the ordered quantity; each raises the cap.
create table excess_accepted (
  order_id  blob    not null,
  line_n    integer not null,
  fact_hash blob    not null references ledger (hash),
  quantity  integer not null check (quantity between 1 and 1000000000000000),
  price_n   integer not null,
  primary key (order_id, line_n, fact_hash),
  foreign key (order_id, line_n, price_n) references agreed_prices (order_id, line_n, price_n)
) strict, without rowid;

-- A stop on an order or on a customer, until it is released or its last day has passed.
create table holds (
  hold_id     blob not null primary key check (length(hold_id) = 16),
  order_id    blob references orders (order_id),
  customer_id blob references customers (customer_id),
  kind        text not null
              check (kind in ('credit', 'price', 'customer', 'quality', 'export')),
  owner       blob not null references members (member_id),
  reason      text not null,
  placed_on   text not null,
  expires_on  text,
  released_on text,
  fact_hash   blob not null references ledger (hash),
  check ((order_id is null) <> (customer_id is null))
) strict, without rowid;

create index holds_by_order on holds (order_id) where order_id is not null;
create index holds_by_customer on holds (customer_id) where released_on is null;
