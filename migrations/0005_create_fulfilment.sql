-- A shipment is what leaves under one delivery note for one place of one customer.
create table shipments (
  shipment_id       blob    not null primary key check (length(shipment_id) = 16),
  state             text    not null
                    check (state in ('planned', 'issued', 'delivered', 'confirmed')),
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
  check ((state = 'planned') = (number is null)),
  check ((state = 'planned') = (dispatched_on is null)),
  check ((state = 'planned') = (billing_holder is null)),
  check (delivered_on is null or dispatched_on <= delivered_on),
  unique (stream_id, year, counter)
) strict, without rowid;

create index shipments_by_state on shipments (state, planned_on, shipment_id);

create table shipment_lines (
  shipment_id blob    not null references shipments (shipment_id),
  shipment_n  integer not null check (shipment_n >= 1),
  order_id    blob    not null,
  line_n      integer not null,
  quantity    integer not null check (quantity between 1 and 1000000000000000),
  primary key (shipment_id, shipment_n),
  foreign key (order_id, line_n) references order_lines (order_id, line_n)
) strict, without rowid;

create index shipment_lines_by_order on shipment_lines (order_id, line_n);

-- What a person signed for; the latest proof of a shipment holds.
create table proofs (
  proof_id    blob    not null primary key check (length(proof_id) = 16),
  shipment_id blob    not null references shipments (shipment_id),
  proof_n     integer not null check (proof_n >= 1),
  received_on text    not null,
  personal_id blob    check (length(personal_id) = 16),
  reference   text    not null,
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
