-- Every open order has exactly one baton: a department, a holder or a visible gap, a step, a clock.
create table batons (
  order_id         blob not null primary key references orders (order_id),
  department       text not null,
  holder           blob references members (member_id),
  step             text not null
                   check (step in ('fulfil', 'prove', 'bill', 'collect', 'close')),
  since            text not null,
  due_at           text not null,
  offer_to         blob references members (member_id),
  offer_department text,
  offered_at       text,
  accept_by        text,
  fact_hash        blob not null references ledger (hash),
  check ((offer_to is null) = (offer_department is null)),
  check ((offer_to is null) = (offered_at is null)),
  check ((offer_to is null) = (accept_by is null))
) strict, without rowid;

create index batons_by_holder on batons (holder, due_at);
create index batons_by_due on batons (due_at);

-- What broke a limit and waits for a person.
create table tasks (
  task_id    blob    not null primary key check (length(task_id) = 16),
  kind       text    not null
             check (kind in ('stock_below_zero', 'shipped_above_ordered',
                             'proof_above_dispatched', 'proof_below_dispatched',
                             'delivery_failed', 'shipment_lost', 'owed_back', 'perhaps_billed')),
  department text    not null,
  holder     blob    references members (member_id),
  about      text    not null,
  quantity   integer not null,
  opened_at  text    not null,
  due_at     text    not null,
  done_by    blob    references members (member_id),
  done_on    text,
  note       text,
  fact_hash  blob    not null references ledger (hash),
  check ((done_by is null) = (done_on is null))
) strict, without rowid;

create index tasks_open on tasks (due_at) where done_on is null;
