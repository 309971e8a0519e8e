-- Second wall: no open order lies without its baton, and no task ends without a person.

-- A baton passes on by a fact about its order, each newer than the one before.
create trigger guard_batons_fact
before insert on batons
begin
  select raise(abort, 'E_BATON_WITHOUT_FACT')
   where not exists (select 1
                         from ledger fact
                        where fact.hash = new.fact_hash
                          and (fact.subject_id = new.order_id
                               or exists (select 1
                                            from shipment_lines
                                           where shipment_id = fact.subject_id
                                             and order_id = new.order_id)
                               or exists (select 1
                                            from invoice_lines
                                           where invoice_id = fact.subject_id
                                             and order_id = new.order_id)
                               or exists (select 1
                                            from credit_notes n
                                            join invoice_lines il
                                              on il.invoice_id = n.invoice_id
                                           where n.credit_note_id = fact.subject_id
                                             and il.order_id = new.order_id)
                               or exists (select 1
                                            from payment_allocations a
                                            join invoice_lines il
                                              on il.invoice_id = a.invoice_id
                                           where a.payment_id = fact.subject_id
                                             and il.order_id = new.order_id)));
  select raise(abort, 'E_BATON_REPLACED')
   where exists (select 1
                   from batons before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.order_id = new.order_id
                    and fact.rowid <= was.rowid);
end;

create trigger guard_batons_change
before update on batons
begin
  select raise(abort, 'E_BATON_WITHOUT_FACT')
   where new.order_id is not old.order_id
      or not exists (select 1
                         from ledger fact
                        where fact.hash = new.fact_hash
                          and (fact.subject_id = new.order_id
                               or exists (select 1
                                            from shipment_lines
                                           where shipment_id = fact.subject_id
                                             and order_id = new.order_id)
                               or exists (select 1
                                            from invoice_lines
                                           where invoice_id = fact.subject_id
                                             and order_id = new.order_id)
                               or exists (select 1
                                            from credit_notes n
                                            join invoice_lines il
                                              on il.invoice_id = n.invoice_id
                                           where n.credit_note_id = fact.subject_id
                                             and il.order_id = new.order_id)
                               or exists (select 1
                                            from payment_allocations a
                                            join invoice_lines il
                                              on il.invoice_id = a.invoice_id
                                           where a.payment_id = fact.subject_id
                                             and il.order_id = new.order_id)));
  select raise(abort, 'E_BATON_REPLACED')
   where exists (select 1
                   from ledger was
                   join ledger fact on fact.hash = new.fact_hash
                  where was.hash = old.fact_hash
                    and fact.rowid <= was.rowid);
end;

-- The baton of an open order is never taken away.
create trigger guard_batons_kept
before delete on batons
begin
  select raise(abort, 'E_BATON_KEPT')
   where exists (select 1
                   from orders
                  where order_id = old.order_id
                    and state = 'confirmed');
end;

-- A task is opened by the fact that broke a limit.
create trigger guard_tasks_fact
before insert on tasks
begin
  select raise(abort, 'E_TASK_WITHOUT_FACT')
   where new.done_on is not null
      or not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and kind in ('ShipmentIssued', 'ShipmentMoved', 'ShipmentVoided',
                                     'ShipmentReversed', 'ShipmentLost', 'GoodsReturned',
                                     'ProofRecorded', 'StockAdjusted', 'PricesAgreed',
                                     'StationSucceeded'));
  select raise(abort, 'E_TASK_KEPT')
   where exists (select 1 from tasks where task_id = new.task_id);
end;

-- Only a person ends it, once, by a fact.
create trigger guard_tasks_done
before update on tasks
begin
  select raise(abort, 'E_TASK_FROZEN')
   where old.done_on is not null
      or (new.task_id, new.kind, new.department, new.holder, new.about, new.quantity,
          new.opened_at, new.due_at, new.fact_hash) is not
         (old.task_id, old.kind, old.department, old.holder, old.about, old.quantity,
          old.opened_at, old.due_at, old.fact_hash);
  select raise(abort, 'E_TASK_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where subject_id = new.task_id
                        and kind = 'TaskDone');
end;

create trigger guard_tasks_kept
before delete on tasks
begin
  select raise(abort, 'E_TASK_KEPT');
end;
