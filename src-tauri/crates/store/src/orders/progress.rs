//! How far orders have come, read from quantities and amounts.

use std::collections::HashMap;

use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::parties::profile::Rhythm;
use dovuto_domain::standing::{LineProgress, Progress};

use super::ids;
use crate::error::Error;
use crate::sql::{Db, SqlRow, query};

/// How far orders have come, in the order asked.
pub async fn progress(db: &mut Db, orders: &[OrderId]) -> Result<Vec<Progress>, Error> {
    let asked = ids(orders);
    let mut found: HashMap<OrderId, Progress> = HashMap::new();
    let heads = query(text::HEADS).bind(&asked).fetch_all(&mut *db).await?;
    for row in &heads {
        let progress = head(row)?;
        found.insert(progress.order_id, progress);
    }
    for row in &query(text::LINES).bind(&asked).fetch_all(&mut *db).await? {
        if let Some(progress) = found.get_mut(&row.id("order_id")?) {
            let called_off = Quantity(row.int("called_off")?);
            progress.lines.push(LineProgress {
                line_n: row.int("line_n")?,
                ordered: Quantity(row.int("quantity")?),
                excess: Quantity(row.int("excess")?),
                shipped: called_off,
                received: called_off,
                net: called_off,
                billed: called_off,
            });
        }
    }
    for row in &query(text::SHIPPED).bind(&asked).fetch_all(db).await? {
        if let Some(progress) = found.get_mut(&row.id("order_id")?) {
            add(progress, row)?;
        }
    }
    Ok(orders.iter().filter_map(|id| found.get(id).cloned()).collect())
}

fn head(row: &SqlRow) -> Result<Progress, Error> {
    Ok(Progress {
        order_id: row.id("order_id")?,
        lines: Vec::new(),
        unproven: 0,
        gross_minor: row.int("gross_minor")?,
        paid_minor: row.int("paid_minor")?,
        promised_on: row.maybe_day("promised_on")?,
        payment_due: row.maybe_day("payment_due")?,
        unbilled_goods: None,
        unbilled_work: None,
        vat_regime: row.word("vat_regime")?,
        rhythm: rhythm(row)?,
    })
}

fn rhythm(row: &SqlRow) -> Result<Rhythm, Error> {
    let word = row.text("rhythm")?;
    let day = row.maybe_int("rhythm_day")?.and_then(|day| u8::try_from(day).ok());
    Rhythm::of(&word, day).ok_or_else(|| Error::corrupt(format!("a rhythm \"{word}\"")))
}

fn add(progress: &mut Progress, row: &SqlRow) -> Result<(), Error> {
    let dispatched = Quantity(row.int("dispatched")?);
    let accepted = row.maybe_int("accepted")?.map(Quantity);
    let received = Quantity(row.int("received")?);
    let net = Quantity(row.int("net")?);
    let billed = Quantity(row.int("invoiced")?) - Quantity(row.int("credited")?);
    let state: ShipmentState = row.word("state")?;
    let replaces = row.int("replaces")? == 1;
    if !replaces && accepted.is_none() && state.awaits_proof() && row.text("basis")? == "delivery" {
        progress.unproven += i64::from(received < dispatched);
    }
    if net > billed || (!replaces && state.awaits_proof() && received.is_zero()) {
        let day = row.day("dispatched_on")?;
        let earliest = match row.text("kind")?.as_str() {
            "service" => &mut progress.unbilled_work,
            _ => &mut progress.unbilled_goods,
        };
        *earliest = Some(earliest.map_or(day, |before| before.min(day)));
    }
    let shipped = match state {
        ShipmentState::Voided | ShipmentState::Reversed => Quantity::ZERO,
        ShipmentState::Lost => received,
        _ => accepted.map_or(dispatched, |a| a.at_most(dispatched)),
    };
    if let Some(line) = progress.line_mut(row.int("line_n")?) {
        line.billed = line.billed + billed;
        if !replaces {
            line.shipped = line.shipped + shipped;
            line.received = line.received + received;
            line.net = line.net + net;
        }
    }
    Ok(())
}

mod text {
    pub const HEADS: &str =
        "select o.order_id, o.promised_on, o.vat_regime, c.rhythm, c.rhythm_day,
            (select coalesce(sum(i.gross_minor), 0)
               from invoices i
              where i.invoice_id in (select il.invoice_id
                                       from invoice_lines il
                                      where il.order_id = o.order_id))
            - (select coalesce(sum(c.gross_minor), 0)
                 from credit_notes c
                where c.invoice_id in (select il.invoice_id
                                         from invoice_lines il
                                        where il.order_id = o.order_id)) as gross_minor,
            (select max(i.due_on)
               from invoices i
              where i.invoice_id in (select il.invoice_id
                                       from invoice_lines il
                                      where il.order_id = o.order_id)) as payment_due,
            (select coalesce(sum(a.amount_minor), 0)
               from payment_allocations a
              where a.invoice_id in (select il.invoice_id
                                       from invoice_lines il
                                      where il.order_id = o.order_id)) as paid_minor
       from orders o
       join customers c on c.customer_id = o.bill_to
      where o.order_id in (select unhex(value) from json_each(?1))";

    /// A line of a blanket order has come as far as it was called off, product by product, the
    /// earlier line first.
    pub const LINES: &str = "select ol.order_id, ol.line_n, ol.quantity,
            coalesce((select sum(e.quantity)
                        from excess_accepted e
                       where e.order_id = ol.order_id
                         and e.line_n = ol.line_n), 0) as excess,
            case when o.kind <> 'blanket' then 0
                 else max(0, min(ol.quantity,
                        coalesce((select sum(called.quantity)
                                    from orders call
                                    join order_lines called on called.order_id = call.order_id
                                   where call.blanket_id = o.order_id
                                     and call.state in ('confirmed', 'closed')
                                     and called.product_id = ol.product_id), 0)
                        - coalesce((select sum(before.quantity)
                                      from order_lines before
                                     where before.order_id = ol.order_id
                                       and before.product_id = ol.product_id
                                       and before.line_n < ol.line_n), 0)))
            end as called_off
       from order_lines ol
       join orders o on o.order_id = ol.order_id
      where ol.order_id in (select unhex(value) from json_each(?1))
      order by ol.order_id, ol.line_n";

    pub const SHIPPED: &str = "select q.order_id, q.line_n, q.state, q.dispatched_on, q.dispatched,
            q.accepted, q.received, q.net, q.invoiced, q.credited, q.basis, ol.kind,
            q.replaces_n is not null as replaces
       from shipment_line_quantities q
       join order_lines ol on ol.order_id = q.order_id
                          and ol.line_n = q.line_n
      where q.order_id in (select unhex(value) from json_each(?1))";
}
