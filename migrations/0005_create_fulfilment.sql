-- A shipment is what leaves under one delivery note for one place of one customer.
create table shipments (
  shipment_id       blob    not null primary key check (length(shipment_id) = 16),
  state             text    not null
                    check (state in ('planned', 'released', 'picking', 'packed', 'issued',
                                     'in_transit', 'delivery_failed', 'delivered', 'confirmed',
                                     'voided', 'returned_to_sender', 'reversed', 'unproven',
                                     'lost')),
  number            text    unique,
  stream_id         blob    references stations (stream_id),
  year              integer,
  counter           integer,
  sold_to           blob    not null references customers (customer_id),
  ship_to           blob    not null references customers (customer_id),
  ship_to_address_n integer not null check (ship_to_address_n >= 0),
  mode              text    not null
                    check (mode in ('warehouse', 'line', 'site_assembly', 'service_team',
                                    'supplier')),
  carrier_id        blob    references carriers (carrier_id),
  planned_on        text    not null,
  dispatched_on     text,
  delivered_on      text,
  -- The one stream that may bill the lines of this shipment.
  billing_holder    blob    references stations (stream_id),
  fact_hash         blob    not null references ledger (hash),
  issued_hash       blob    references ledger (hash),
  -- Only what was voided before it was issued has ended without a delivery note.
  check (state = 'voided'
         or (state in ('planned', 'released', 'picking', 'packed')) = (number is null)),
  check ((number is null) = (dispatched_on is null)),
  check ((number is null) = (billing_holder is null)),
  check (delivered_on is null or dispatched_on <= delivered_on),
  unique (stream_id, year, counter)
) strict, without rowid;

create index shipments_by_plan on shipments (planned_on desc, shipment_id desc);
create index shipments_by_state on shipments (state, planned_on, shipment_id);

create table shipment_lines (
  shipment_id blob    not null references shipments (shipment_id),
  shipment_n  integer not null check (shipment_n >= 1),
  order_id    blob    not null,
  line_n      integer not null,
  quantity    integer not null check (quantity between 1 and 1000000000000000),
  -- The line whose goods came back and are made good by this one.
  replaces_shipment_id blob,
  replaces_n           integer,
  primary key (shipment_id, shipment_n),
  check ((replaces_shipment_id is null) = (replaces_n is null)),
  foreign key (replaces_shipment_id, replaces_n)
              references shipment_lines (shipment_id, shipment_n),
  foreign key (order_id, line_n) references order_lines (order_id, line_n)
) strict, without rowid;

create index shipment_lines_by_order on shipment_lines (order_id, line_n);
create index shipment_lines_by_replaced on shipment_lines (replaces_shipment_id, replaces_n)
 where replaces_shipment_id is not null;

-- What a person signed for; the latest proof of a shipment holds.
create table proofs (
  proof_id    blob    not null primary key check (length(proof_id) = 16),
  shipment_id blob    not null references shipments (shipment_id),
  proof_n     integer not null check (proof_n >= 1),
  received_on text    not null,
  personal_id blob    check (length(personal_id) = 16),
  reference   text    not null,
  -- The customer's own number for what they received.
  goods_receipt text  check (goods_receipt <> ''),
  file_hash   text,
  fact_hash   blob    not null references ledger (hash),
  unique (shipment_id, proof_n)
) strict, without rowid;

create table proof_lines (
  proof_id    blob    not null references proofs (proof_id),
  shipment_n  integer not null,
  accepted    integer not null check (accepted between 0 and 1000000000000000),
  primary key (proof_id, shipment_n)
) strict, without rowid;

-- Goods counted back, whether they were billed before or not.
create table returns (
  return_id   blob not null primary key check (length(return_id) = 16),
  shipment_id blob not null references shipments (shipment_id),
  counted_on  text not null,
  reason      text not null,
  fact_hash   blob not null references ledger (hash)
) strict, without rowid;

create table return_lines (
  return_id   blob    not null references returns (return_id),
  shipment_id blob    not null,
  shipment_n  integer not null,
  quantity    integer not null check (quantity between 1 and 1000000000000000),
  primary key (return_id, shipment_n),
  foreign key (shipment_id, shipment_n) references shipment_lines (shipment_id, shipment_n)
) strict, without rowid;

create index return_lines_by_shipment on return_lines (shipment_id, shipment_n, quantity);

-- Serial and lot numbers of what left, and which serials came back.
create table shipment_pieces (
  shipment_id blob    not null,
  shipment_n  integer not null,
  product_id  blob    not null references products (product_id),
  kind        text    not null check (kind in ('serial', 'lot')),
  number      text    not null,
  quantity    integer not null check (quantity between 1 and 1000000000000000),
  returned    integer not null default 0 check (returned in (0, 1)),
  primary key (shipment_id, shipment_n, kind, number),
  foreign key (shipment_id, shipment_n) references shipment_lines (shipment_id, shipment_n)
) strict, without rowid;

create index shipment_pieces_by_number on shipment_pieces (product_id, kind, number);
