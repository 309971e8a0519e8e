-- A posted invoice never changes. Each line is exactly one shipment line at one agreed price.
create table invoices (
  invoice_id    blob    not null primary key check (length(invoice_id) = 16),
  number        text    not null unique,
  stream_id     blob    not null references stations (stream_id),
  series        text    not null check (series in ('F', 'T')),
  year          integer not null,
  counter       integer not null check (counter >= 1),
  issued_on     text    not null,
  due_on        text    not null,
  -- The first order on it; each line has its own.
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
  -- The rate at which VAT in another currency is stated in the firm's as well.
  exchange_on    text,
  exchange_micro integer,
  fact_hash     blob    not null references ledger (hash),
  check (gross_minor = net_minor + charges_minor + tax_minor),
  check ((exchange_on is null) = (exchange_micro is null)),
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
  -- Of the allowance: this line's part of a document discount in money.
  share_minor     integer not null check (share_minor between 0 and allowance_minor),
  vat_category    text    not null,
  rate_ppm        integer not null check (rate_ppm between 0 and 1000000),
  reason_code     text,
  primary key (invoice_id, invoice_n),
  foreign key (shipment_id, shipment_n) references shipment_lines (shipment_id, shipment_n),
  foreign key (order_id, line_n, price_n) references agreed_prices (order_id, line_n, price_n)
) strict, without rowid;

create index invoice_lines_by_shipment on invoice_lines (shipment_id, shipment_n, quantity);
create index invoice_lines_by_order on invoice_lines (order_id, line_n);

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

-- A credit note corrects one invoice. It never changes either.
create table credit_notes (
  credit_note_id blob    not null primary key check (length(credit_note_id) = 16),
  number         text    not null unique,
  stream_id      blob    not null references stations (stream_id),
  series         text    not null check (series = 'N'),
  year           integer not null,
  counter        integer not null check (counter >= 1),
  issued_on      text    not null,
  invoice_id     blob    not null references invoices (invoice_id),
  order_id       blob    not null references orders (order_id),
  bill_to        blob    not null references customers (customer_id),
  payer          blob    not null references customers (customer_id),
  currency       text    not null check (length(currency) = 3),
  vat_regime     text    not null check (vat_regime in ('domestic', 'eu', 'export')),
  buyer_name     text    not null,
  n_lines        integer not null check (n_lines >= 1),
  net_minor      integer not null,
  charges_minor  integer not null,
  tax_minor      integer not null,
  gross_minor    integer not null,
  fact_hash      blob    not null references ledger (hash),
  check (gross_minor = net_minor + charges_minor + tax_minor),
  unique (stream_id, series, year, counter)
) strict, without rowid;

create index credit_notes_by_invoice on credit_notes (invoice_id, gross_minor);
create index credit_notes_by_order on credit_notes (order_id);
create index credit_notes_by_payer on credit_notes (payer, currency, gross_minor);
create index credit_notes_by_issue on credit_notes (issued_on desc, number desc);

-- Each line corrects one line, or one charge, of the invoice; by quantity or by value alone.
create table credit_lines (
  credit_note_id   blob    not null references credit_notes (credit_note_id),
  credit_n         integer not null check (credit_n >= 1),
  cause            text    not null
                   check (cause in ('returned', 'not_received', 'document_cancelled',
                                    'lower_price', 'charge', 'goodwill', 'keep_it')),
  invoice_id       blob    not null,
  invoice_n        integer,
  invoice_charge_n integer,
  shipment_id      blob,
  shipment_n       integer,
  quantity         integer not null check (quantity between 0 and 1000000000000000),
  net_minor        integer not null check (net_minor >= 0),
  vat_category     text    not null,
  rate_ppm         integer not null check (rate_ppm between 0 and 1000000),
  reason_code      text,
  primary key (credit_note_id, credit_n),
  check ((invoice_n is null) <> (invoice_charge_n is null)),
  check ((invoice_n is null) = (shipment_id is null)),
  check ((invoice_n is null) = (shipment_n is null)),
  check (quantity = 0 or cause in ('returned', 'not_received', 'document_cancelled')),
  foreign key (invoice_id, invoice_n) references invoice_lines (invoice_id, invoice_n),
  foreign key (invoice_id, invoice_charge_n)
              references invoice_charges (invoice_id, invoice_charge_n)
) strict, without rowid;

create index credit_lines_by_invoice on credit_lines (invoice_id, invoice_n, invoice_charge_n);
create index credit_lines_by_shipment on credit_lines (shipment_id, shipment_n, quantity);

create table credit_taxes (
  credit_note_id blob    not null references credit_notes (credit_note_id),
  tax_n          integer not null check (tax_n >= 1),
  vat_category   text    not null,
  rate_ppm       integer not null check (rate_ppm between 0 and 1000000),
  reason_code    text,
  net_minor      integer not null,
  tax_minor      integer not null,
  primary key (credit_note_id, tax_n)
) strict, without rowid;

create table credit_sources (
  credit_note_id blob not null references credit_notes (credit_note_id),
  subject_id     blob not null check (length(subject_id) = 16),
  fact_hash      blob not null references ledger (hash),
  primary key (credit_note_id, subject_id, fact_hash)
) strict, without rowid;

-- An invoice that another program posted, as far as it is owed to us. It never changes.
create table opening_items (
  invoice_id  blob    not null primary key check (length(invoice_id) = 16),
  payer       blob    not null references customers (customer_id),
  number      text    not null,
  issued_on   text    not null,
  due_on      text    not null check (due_on >= issued_on),
  currency    text    not null check (length(currency) = 3),
  gross_minor integer not null check (gross_minor >= 1),
  paid_minor  integer not null check (paid_minor between 0 and gross_minor),
  fact_hash   blob    not null references ledger (hash),
  unique (payer, number)
) strict, without rowid;

-- What payers owe, and on which invoice, before credit notes and what is laid on it.
create view debts as
select i.invoice_id, i.number, i.payer, i.currency, i.issued_on, i.due_on, i.gross_minor
  from invoices i
 union all
select o.invoice_id, o.number, o.payer, o.currency, o.issued_on, o.due_on,
       o.gross_minor - o.paid_minor as gross_minor
  from opening_items o;

create table payments (
  payment_id   blob    not null primary key check (length(payment_id) = 16),
  payer        blob    not null references customers (customer_id),
  received_on  text    not null,
  currency     text    not null check (length(currency) = 3),
  amount_minor integer not null check (amount_minor >= 1),
  reference    text    not null,
  fact_hash    blob    not null references ledger (hash)
) strict, without rowid;

-- A part of a payment laid on an invoice, ours or of another program; below zero it came off again.
create table payment_allocations (
  payment_id   blob    not null references payments (payment_id),
  invoice_id   blob    not null check (length(invoice_id) = 16),
  fact_hash    blob    not null references ledger (hash),
  -- The day of the payment that came with it, of the refund, or on which it was laid anew.
  laid_on      text    not null,
  amount_minor integer not null check (amount_minor <> 0),
  primary key (payment_id, invoice_id, fact_hash)
) strict, without rowid;

create index payment_allocations_by_invoice on payment_allocations (invoice_id, amount_minor);

-- Money that went back.
create table refunds (
  refund_id    blob    not null primary key check (length(refund_id) = 16),
  payment_id   blob    not null references payments (payment_id),
  paid_on      text    not null,
  amount_minor integer not null check (amount_minor >= 1),
  reference    text    not null,
  fact_hash    blob    not null references ledger (hash)
) strict, without rowid;

create index refunds_by_payment on refunds (payment_id, amount_minor);

-- What was received, given back and billed of each issued shipment line, by the law of billing.
create view shipment_line_receipts as
select q.order_id, q.line_n, q.shipment_id, q.shipment_n, q.number, q.state, q.dispatched_on,
       q.billing_holder, q.basis, q.dispatched, q.proof_id, q.accepted, q.replaces_shipment_id,
       q.replaces_n, q.returned, q.invoiced, q.credited, q.credited_returned,
       case when q.state in ('voided', 'reversed') then 0
            when q.accepted is not null            then min(q.accepted, q.dispatched)
            when q.basis = 'dispatch'              then q.dispatched
            when q.invoiced - q.credited + q.credited_returned <= 0 then 0
            -- What was billed while the basis was dispatch stands, and what came back arrived.
            else max(0, min(q.invoiced - q.credited + q.returned, q.dispatched))
       end as received
  from (select sl.order_id,
               sl.line_n,
               sl.shipment_id,
               sl.shipment_n,
               s.number,
               s.state,
               s.dispatched_on,
               s.billing_holder,
               o.basis,
               sl.quantity as dispatched,
               pr.proof_id,
               pl.accepted,
               sl.replaces_shipment_id,
               sl.replaces_n,
               coalesce((select sum(rl.quantity)
                           from return_lines rl
                          where rl.shipment_id = sl.shipment_id
                            and rl.shipment_n = sl.shipment_n), 0) as returned,
               coalesce((select sum(il.quantity)
                           from invoice_lines il
                          where il.shipment_id = sl.shipment_id
                            and il.shipment_n = sl.shipment_n), 0) as invoiced,
               coalesce((select sum(cl.quantity)
                           from credit_lines cl
                          where cl.shipment_id = sl.shipment_id
                            and cl.shipment_n = sl.shipment_n), 0) as credited,
               coalesce((select sum(cl.quantity)
                           from credit_lines cl
                          where cl.shipment_id = sl.shipment_id
                            and cl.shipment_n = sl.shipment_n
                            and cl.cause = 'returned'), 0) as credited_returned
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
         where s.number is not null) q;

-- The same with what is left of it: returns are made good by delivered replacements.
create view shipment_line_quantities as
select r.order_id, r.line_n, r.shipment_id, r.shipment_n, r.number, r.state, r.dispatched_on,
       r.billing_holder, r.basis, r.dispatched, r.proof_id, r.accepted, r.replaces_shipment_id,
       r.replaces_n, r.received, r.returned, r.invoiced, r.credited,
       case when r.replaces_n is not null then 0
            when r.returned = 0           then r.received
            else max(0, r.received - r.returned
                        + min(r.returned,
                              coalesce((select sum(max(0, again.received - again.returned))
                                          from shipment_line_receipts again
                                         where again.replaces_shipment_id = r.shipment_id
                                           and again.replaces_n = r.shipment_n), 0)))
       end as net
  from shipment_line_receipts r;

-- What each line is entitled to be billed for: its net within what was agreed for the order line,
-- which goes to the earliest delivery notes first.
create view shipment_line_entitlements as
select q.order_id, q.line_n, q.shipment_id, q.shipment_n, q.returned, q.net,
       q.invoiced - q.credited as billed,
       max(0, min(q.net,
                  ol.quantity
                  + coalesce((select sum(e.quantity)
                                from excess_accepted e
                               where e.order_id = q.order_id
                                 and e.line_n = q.line_n), 0)
                  - coalesce((select sum(before.net)
                                from shipment_line_quantities before
                               where before.order_id = q.order_id
                                 and before.line_n = q.line_n
                                 and (before.dispatched_on, before.number, before.shipment_n) <
                                     (q.dispatched_on, q.number, q.shipment_n)), 0))) as entitled
  from shipment_line_quantities q
  join order_lines ol on ol.order_id = q.order_id
                     and ol.line_n = q.line_n;

-- Worklist: the issued shipment lines that billing still has to look at, because what was received
-- differs from what was billed, or because nobody proved it yet. Folded; verify compares it.
create table billing_work (
  shipment_id blob not null,
  shipment_n  integer not null,
  order_id    blob not null references orders (order_id),
  primary key (order_id, shipment_id, shipment_n)
) strict, without rowid;
