-- The worklist of the orders that a fact touches: what is received and not billed, billed and not
-- received, not proved yet, or billed at another price than is in force now.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
delete from billing_work
 where order_id in (select sl.order_id
                      from f
                      join shipment_lines sl on sl.shipment_id = f.subject
                     union
                    select subject from f
                     union
                    select unhex(body ->> '$.order_id') from f
                     union
                    select il.order_id
                      from f
                      join invoice_lines il on il.invoice_id = unhex(body ->> '$.invoice_id'));
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into billing_work (shipment_id, shipment_n, order_id)
select q.shipment_id,
       q.shipment_n,
       q.order_id
  from shipment_line_quantities q
 where q.order_id in (select sl.order_id
                        from f
                        join shipment_lines sl on sl.shipment_id = f.subject
                       union
                      select subject from f
                       union
                      select unhex(body ->> '$.order_id') from f
                       union
                      select il.order_id
                        from f
                        join invoice_lines il on il.invoice_id = unhex(body ->> '$.invoice_id'))
   and (q.net <> q.invoiced - q.credited
        or (q.accepted is null
            and q.basis = 'delivery'
            and q.replaces_n is null
            and q.state not in ('voided', 'reversed', 'lost'))
        or exists (select 1
                     from invoice_lines il
                    where il.shipment_id = q.shipment_id
                      and il.shipment_n = q.shipment_n
                      and il.price_n <> (select p.price_n
                                           from agreed_prices p
                                          where p.order_id = q.order_id
                                            and p.line_n = q.line_n
                                            and p.applies_from <= q.dispatched_on
                                          order by p.applies_from desc, p.price_n desc
                                          limit 1)));
