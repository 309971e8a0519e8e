//! Importing what left and what arrived: by the customer's PO, our number, or the delivery note.

use std::collections::HashMap;

use chrono::NaiveDate;
use dovuto_domain::fact::Fact;
use dovuto_domain::fulfilment::ProofLine;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::kernel::id::{CarrierId, OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_store::import::{self as lookup, Named, Sent};
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::{fulfilment as store, parties};

use super::reading::{Reading, Record};
use super::refused::BadRow;
use super::{Document, Job};
use crate::cx::Cx;
use crate::error::Error;
use crate::fulfilment::{
    DeliverShipment, ProveShipment, ShipOrder, deliver_entry, get, prove_entry, ship_entries,
};

/// A row with a date, and the order that it means.
struct Dated<'r> {
    record: Record<'r>,
    day: NaiveDate,
    order_id: OrderId,
}

/// Imports what left: everything open of an order, on a day. A row without a date has not left.
pub(super) async fn shipments(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let dated = dated(&reading, "dispatched_on", "order", job);
    let orders = Orders::load(tx, &dated).await?;
    let carriers = parties::carriers(tx).await?;
    let carriers: HashMap<String, CarrierId> =
        carriers.into_iter().map(|c| (c.code, c.carrier_id)).collect();

    let mut leaving: Vec<(Dated, Option<CarrierId>)> = Vec::new();
    let mut rows: HashMap<OrderId, u64> = HashMap::new();
    for (name, record, day) in dated {
        let order_id = orders.find(name, &record);
        let read = order_id.and_then(|id| Ok((id, carrier(&record, &carriers)?)));
        let Some((order_id, carrier)) = job.faults.keep(read) else {
            continue;
        };
        if let Some(line) = rows.insert(order_id, record.line()) {
            let why = format!("line {line} ships this order already");
            job.faults.note(record.bad("order", why));
        } else if orders.sent(order_id).any(|s| s.dispatched_on == day) {
            job.answer.skipped += 1;
        } else {
            let dated = Dated { record, day, order_id };
            leaving.push((dated, carrier));
        }
    }
    // Delivery notes are numbered in the order in which they left.
    leaving.sort_by_key(|(dated, _)| dated.day);
    for (dated, carrier) in leaving {
        ship(tx, cx, job, &dated, carrier).await?;
    }
    Ok(())
}

async fn ship(
    tx: &mut Tx,
    cx: &Cx,
    job: &mut Job<'_>,
    dated: &Dated<'_>,
    carrier_id: Option<CarrierId>,
) -> Result<(), Error> {
    let record = &dated.record;
    let ask = ShipOrder { order_id: dated.order_id, dispatched_on: Some(dated.day), carrier_id };
    let decided = ship_entries(tx, cx, job.letter, &ask).await;
    let Some((_, entries)) = job.judged(decided, |no| record.no(no))? else {
        return Ok(());
    };
    let n_lines: usize = entries.iter().map(|entry| lines_shipped(&entry.fact)).sum();
    job.answer.lines += i64::try_from(n_lines).unwrap_or(i64::MAX);
    write(tx, cx, job, entries).await
}

fn lines_shipped(fact: &Fact) -> usize {
    if let Fact::ShipmentPlanned(shipment) = fact { shipment.lines.len() } else { 0 }
}

async fn write(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>, entries: Vec<Entry>) -> Result<(), Error> {
    job.answer.inserted += 1;
    job.answer.documents += 1;
    job.record(tx, cx, Document { entries }).await
}

fn carrier(
    record: &Record,
    carriers: &HashMap<String, CarrierId>,
) -> Result<Option<CarrierId>, BadRow> {
    let Some(code) = record.text("carrier").filter(|code| !code.is_empty()) else {
        return Ok(None);
    };
    let found = carriers.get(code).copied().map(Some);
    found.ok_or_else(|| record.bad("carrier", "there is no such carrier"))
}

/// The rows that have a date, each with its name and day. Those without one change nothing.
fn dated<'r>(
    reading: &'r Reading<'_>,
    date: &str,
    name: &str,
    job: &mut Job<'_>,
) -> Vec<(&'r str, Record<'r>, NaiveDate)> {
    let mut dated = Vec::new();
    for record in reading.records() {
        let read = record.needed(name).and_then(|n| Ok((n, record.day(date)?)));
        match job.faults.keep(read) {
            Some((name, Some(day))) => dated.push((name, record, day)),
            Some((_, None)) => job.answer.skipped += 1,
            None => {}
        }
    }
    dated
}

/// The orders that a file names, with what left of them.
struct Orders {
    named: HashMap<String, Vec<Named>>,
    sent: HashMap<OrderId, Vec<Sent>>,
}

impl Orders {
    async fn load(tx: &mut Tx, rows: &[(&str, Record<'_>, NaiveDate)]) -> Result<Self, Error> {
        let names: Vec<&str> = rows.iter().map(|(name, ..)| *name).collect();
        let found = lookup::orders_named(tx, &names).await?;
        let ids: Vec<OrderId> = found.iter().map(|order| order.order_id).collect();
        let mut sent: HashMap<OrderId, Vec<Sent>> = HashMap::new();
        for (order_id, one) in lookup::sent_of(tx, &ids).await? {
            sent.entry(order_id).or_default().push(one);
        }
        let mut named: HashMap<String, Vec<Named>> = HashMap::new();
        for order in found {
            let by_po = order.customer_po.clone();
            for name in [order.number.clone(), by_po].into_iter().flatten() {
                named.entry(name).or_default().push(order.clone());
            }
        }
        Ok(Self { named, sent })
    }

    /// The one order that a row means.
    fn find(&self, name: &str, record: &Record) -> Result<OrderId, BadRow> {
        let all = self.named.get(name).map(Vec::as_slice).unwrap_or_default();
        if let Some(ours) = all.iter().find(|o| o.number.as_deref() == Some(name)) {
            return Ok(ours.order_id);
        }
        let customer = record.text("customer");
        let theirs = |o: &&Named| customer.is_none_or(|code| code == o.customer_code);
        let found: Vec<&Named> = all.iter().filter(theirs).collect();
        match found.as_slice() {
            [one] => Ok(one.order_id),
            [] => Err(record.bad("order", "there is no order of this number or PO")),
            several => {
                let number = |o: &&Named| o.number.clone().unwrap_or_else(|| "a draft".to_owned());
                let numbers: Vec<String> = several.iter().map(number).collect();
                let why = format!("several orders have this PO: {}", numbers.join(", "));
                Err(record.bad("order", why))
            }
        }
    }

    fn sent(&self, order: OrderId) -> impl Iterator<Item = &Sent> {
        self.sent.get(&order).into_iter().flatten()
    }
}

/// Imports what arrived or, where the mapping says that it is a proof, what was signed for.
pub(super) async fn deliveries(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let by_order = reading.has("order");
    let name = if by_order { "order" } else { "delivery_note" };
    let rows = dated(&reading, "received_on", name, job);
    let arrived =
        if by_order { of_orders(tx, rows, job).await? } else { of_notes(tx, rows, job).await? };
    let mut groups: Vec<Arrival> = Vec::new();
    let mut places: HashMap<ShipmentId, usize> = HashMap::new();
    for (sent, record, day) in arrived {
        let shipment_id = sent.shipment_id;
        let Some(at) = places.get(&shipment_id) else {
            places.insert(shipment_id, groups.len());
            groups.push(Arrival { sent, day, records: vec![record] });
            continue;
        };
        let group = &mut groups[*at];
        let first = &group.records[0];
        if !record.has("line") || day != group.day || !same_paper(first, &record) {
            let why = format!("line {} says of this shipment already", first.line());
            job.faults.note(record.bad(name, why));
        } else {
            group.records.push(record);
        }
    }
    let mut due = Vec::new();
    for group in groups {
        match group.is_known(tx, job).await? {
            true => job.answer.skipped += 1,
            false => due.push(group),
        }
    }
    for arrival in due {
        arrival.write(tx, cx, job).await?;
    }
    Ok(())
}

type Arrived<'r> = Vec<(Sent, Record<'r>, NaiveDate)>;

async fn of_orders<'r>(
    tx: &mut Tx,
    rows: Vec<(&'r str, Record<'r>, NaiveDate)>,
    job: &mut Job<'_>,
) -> Result<Arrived<'r>, Error> {
    let orders = Orders::load(tx, &rows).await?;
    let mut arrived = Vec::new();
    for (name, record, day) in rows {
        let Some(order_id) = job.faults.keep(orders.find(name, &record)) else {
            continue;
        };
        let before = arrived.len();
        arrived.extend(orders.sent(order_id).map(|sent| (sent.clone(), record, day)));
        if arrived.len() == before {
            job.faults.note(record.bad("order", "nothing of this order has left yet"));
        }
    }
    Ok(arrived)
}

async fn of_notes<'r>(
    tx: &mut Tx,
    rows: Vec<(&'r str, Record<'r>, NaiveDate)>,
    job: &mut Job<'_>,
) -> Result<Arrived<'r>, Error> {
    let numbers: Vec<&str> = rows.iter().map(|(name, ..)| *name).collect();
    let found = lookup::sent_under(tx, &numbers).await?;
    let found: HashMap<&str, &Sent> = found.iter().map(|s| (s.number.as_str(), s)).collect();
    let mut arrived = Vec::new();
    for (name, record, day) in rows {
        match found.get(name) {
            Some(sent) => arrived.push(((*sent).clone(), record, day)),
            None => {
                let why = "there is no delivery note of this number";
                job.faults.note(record.bad("delivery_note", why));
            }
        }
    }
    Ok(arrived)
}

fn same_paper(one: &Record, other: &Record) -> bool {
    let same = |field: &str| one.text(field) == other.text(field);
    same("reference") && same("signed_by") && same("goods_receipt")
}

/// What the file says of one shipment; several rows where each says of a line.
struct Arrival<'r> {
    sent: Sent,
    day: NaiveDate,
    records: Vec<Record<'r>>,
}

impl Arrival<'_> {
    /// Whether the same was recorded before.
    async fn is_known(&self, tx: &mut Tx, job: &mut Job<'_>) -> Result<bool, Error> {
        if !job.mapping.proof {
            return Ok(self.sent.delivered_on == Some(self.day));
        }
        if self.sent.state != ShipmentState::Confirmed {
            return Ok(false);
        }
        let proofs = store::proofs(tx, self.sent.shipment_id).await?;
        let Some(last) = proofs.last() else {
            return Ok(false);
        };
        let Ok(lines) = self.lines() else {
            return Ok(false);
        };
        let mut accepted: Vec<(i64, Quantity)> =
            lines.iter().map(|l| (l.shipment_n, l.accepted)).collect();
        if accepted.is_empty() {
            let stored = get(tx, self.sent.shipment_id).await?;
            let all = stored.shipment.lines.iter();
            accepted = all.map(|l| (l.shipment_n, l.quantity)).collect();
        }
        accepted.sort();
        let reference = self.records[0].text("reference").unwrap_or_default();
        // Where the file says no goods-receipt number, the one that is known stays.
        let receipt = self.records[0].text("goods_receipt").filter(|number| !number.is_empty());
        let same_receipt = receipt.is_none() || receipt == last.goods_receipt.as_deref();
        let same = last.received_on == self.day && last.reference == reference;
        Ok(same && same_receipt && last.accepted == accepted)
    }

    /// The quantities that the rows say were accepted; none where they say nothing of it.
    fn lines(&self) -> Result<Vec<ProofLine>, BadRow> {
        let mut lines = Vec::new();
        for record in self.records.iter().filter(|record| record.has("line")) {
            record.needed("line")?;
            record.needed("accepted")?;
            lines.push(ProofLine {
                shipment_n: record.whole("line")?.unwrap_or(0),
                accepted: Quantity(record.decimal("accepted", 6)?.unwrap_or(0)),
            });
        }
        Ok(lines)
    }

    async fn write(&self, tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
        let record = &self.records[0];
        let shipment_id = self.sent.shipment_id;
        let decided = if job.mapping.proof {
            let Some(lines) = job.faults.keep(self.lines()) else {
                return Ok(());
            };
            let ask = ProveShipment {
                shipment_id,
                received_on: Some(self.day),
                signed_by: record.owned("signed_by"),
                reference: record.owned("reference").unwrap_or_default(),
                goods_receipt: record.owned("goods_receipt"),
                file_hash: Some(record.hash().to_owned()),
                lines,
            };
            prove_entry(tx, cx, ask).await.map(|(_, entry)| entry)
        } else {
            let ask = DeliverShipment { shipment_id, delivered_on: Some(self.day) };
            deliver_entry(tx, cx, &ask).await.map(|(_, entry)| entry)
        };
        let Some(entry) = job.judged(decided, |no| record.no(no))? else {
            return Ok(());
        };
        write(tx, cx, job, vec![entry]).await
    }
}
