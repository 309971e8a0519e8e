-- A posted invoice never changes. Each line is exactly one shipment line at one agreed price.
create table invoices (
  invoice_id    blob    not null primary key check (length(invoice_id) = 16),
  number        text    not null unique,
  stream_id     blob    not null references stations (stream_id),
  series        text    not null check (series = 'F'),
  year          integer not null,
  counter       integer not null check (counter >= 1),
  issued_on     text    not null,
  due_on        text    not null,
  order_id      blob    not null references orders (order_id),
  sold_to       blob    not null references customers (customer_id),
  bill_to       blob    not null references customers (customer_id),
  payer         blob    not null references customers (customer_id),
  currency      text    not null check (length(currency) = 3),
  vat_regime    text    not null check (vat_regime in ('domestic', 'eu', 'export')),
  basis         text    not null check (basis in ('delivery', 'dispatch')),
  buyer_name    text    not null,
  buyer_tax_id  text,
  n_lines       integer not null check (n_lines >= 1),
  net_minor     integer not null,
  charges_minor integer not null,
  tax_minor     integer not null,
  gross_minor   integer not null,
  fact_hash     blob    not null references ledger (hash),
  check (gross_minor = net_minor + charges_minor + tax_minor),
  unique (stream_id, series, year, counter)
) strict, without rowid;

create index invoices_by_order on invoices (order_id);
create index invoices_by_payer on invoices (payer, issued_on);
create index invoices_by_issue on invoices (issued_on desc, number desc);

create table invoice_lines (
  invoice_id      blob    not null references invoices (invoice_id),
  invoice_n       integer not null check (invoice_n >= 1),
  order_id        blob    not null,
  line_n          integer not null,
  shipment_id     blob    not null,
  shipment_n      integer not null,
  proof_id        blob    references proofs (proof_id),
  price_n         integer not null,
  supply_date     text    not null,
  quantity        integer not null check (quantity between 1 and 1000000000000000),
  price_micro     integer not null,
  per             integer not null,
  discount_ppm    integer not null,
  gross_minor     integer not null check (gross_minor >= 0),
  allowance_minor integer not null check (allowance_minor between 0 and gross_minor),
  net_minor       integer not null check (net_minor = gross_minor - allowance_minor),
  vat_category    text    not null,
  rate_ppm        integer not null check (rate_ppm between 0 and 1000000),
  reason_code     text,
  primary key (invoice_id, invoice_n),
  foreign key (shipment_id, shipment_n) references shipment_lines (shipment_id, shipment_n),
  foreign key (order_id, line_n, price_n) references agreed_prices (order_id, line_n, price_n)
) strict, without rowid;

create index invoice_lines_by_shipment on invoice_lines (shipment_id, shipment_n, quantity);

create table invoice_charges (
  invoice_id       blob    not null references invoices (invoice_id),
  invoice_charge_n integer not null check (invoice_charge_n >= 1),
  order_id         blob    not null,
  charge_n         integer not null,
  shipment_id      blob    references shipments (shipment_id),
  net_minor        integer not null check (net_minor >= 1),
  vat_category     text    not null,
  rate_ppm         integer not null check (rate_ppm between 0 and 1000000),
  reason_code      text,
  primary key (invoice_id, invoice_charge_n),
  foreign key (order_id, charge_n) references charges (order_id, charge_n)
) strict, without rowid;

create index invoice_charges_by_charge on invoice_charges (order_id, charge_n);

create table invoice_taxes (
  invoice_id   blob    not null references invoices (invoice_id),
  tax_n        integer not null check (tax_n >= 1),
  vat_category text    not null,
  rate_ppm     integer not null check (rate_ppm between 0 and 1000000),
  reason_code  text,
  net_minor    integer not null,
  tax_minor    integer not null,
  primary key (invoice_id, tax_n)
) strict, without rowid;

-- The records that a posted document rests on, with the hashes of their facts.
create table invoice_sources (
  invoice_id blob not null references invoices (invoice_id),
  subject_id blob not null check (length(subject_id) = 16),
  fact_hash  blob not null references ledger (hash),
  primary key (invoice_id, subject_id, fact_hash)
) strict, without rowid;

create table payments (
  payment_id   blob    not null primary key check (length(payment_id) = 16),
  payer        blob    not null references customers (customer_id),
  received_on  text    not null,
  currency     text    not null check (length(currency) = 3),
  amount_minor integer not null check (amount_minor >= 1),
  reference    text    not null,
  fact_hash    blob    not null references ledger (hash)
) strict, without rowid;

create table payment_allocations (
  payment_id   blob    not null references payments (payment_id),
  invoice_id   blob    not null references invoices (invoice_id),
  amount_minor integer not null check (amount_minor >= 1),
  primary key (payment_id, invoice_id)
) strict, without rowid;

create index payment_allocations_by_invoice on payment_allocations (invoice_id, amount_minor);

-- Quantities of each issued shipment line, as the law of billing reads them.
create view shipment_line_quantities as
select sl.order_id,
       sl.line_n,
       sl.shipment_id,
       sl.shipment_n,
       s.number,
       s.dispatched_on,
       s.billing_holder,
       sl.quantity as dispatched,
       pr.proof_id,
       pl.accepted,
       case when pl.accepted is not null then min(pl.accepted, sl.quantity)
            when o.basis = 'dispatch'    then sl.quantity
            else 0
       end as net,
       o.basis,
       coalesce((select sum(il.quantity)
                   from invoice_lines il
                  where il.shipment_id = sl.shipment_id
                    and il.shipment_n = sl.shipment_n), 0) as invoiced
  from shipment_lines sl
  join shipments s on s.shipment_id = sl.shipment_id
  join orders o    on o.order_id = sl.order_id
  left join proofs pr
         on pr.shipment_id = sl.shipment_id
        and pr.proof_n = (select max(latest.proof_n)
                            from proofs latest
                           where latest.shipment_id = sl.shipment_id)
  left join proof_lines pl
         on pl.proof_id = pr.proof_id
        and pl.shipment_n = sl.shipment_n
 where s.number is not null;

-- Worklist: the issued shipment lines that billing still has to look at, because what was received
-- differs from what was billed, or because nobody proved it yet. Folded; verify compares it.
create table billing_work (
  shipment_id blob not null,
  shipment_n  integer not null,
  order_id    blob not null references orders (order_id),
  primary key (order_id, shipment_id, shipment_n)
) strict, without rowid;
