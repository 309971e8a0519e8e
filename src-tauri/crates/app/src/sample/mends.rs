//! What happens to an order of the sample after it was promised and not as it was promised: steps
//! on the way, goods that come back, prices and quantities that change, money given back.

use dovuto_domain::fulfilment::machine::ShipmentEvent;
use dovuto_domain::fulfilment::{LineRef, Mode, ReturnLine};
use dovuto_domain::kernel::id::{InvoiceId, OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::{MILLION, Price, Quantity};
use dovuto_domain::orders::HoldKind;
use dovuto_domain::pricing::Evidence;

use super::Story;
use super::acts::{Played, Units};
use crate::billing::DocumentKind;
use crate::billing::credit::{CancelInvoice, CreditValue, ValueCause, cancel, credit_value};
use crate::billing::money::{PayRefund, refund};
use crate::error::Error;
use crate::fulfilment::back::{CountBack, count_back};
use crate::fulfilment::ends::{EndShipment, declare_lost, reverse, void};
use crate::fulfilment::plan::{PlanLine, PlanShipment, plan};
use crate::fulfilment::steps::{MoveShipment, ScannedLine, go};
use crate::fulfilment::{DeliverShipment, IssueShipment, deliver, issue};
use crate::orders::amend::{AmendLine, AmendOrder, CancelRemainder, amend, cancel_remainder};
use crate::orders::holds::{PlaceHold, place};
use crate::orders::prices::{AcceptExcess, AgreePrices, NewPrice, accept_excess, agree};

/// One thing that a person does when it does not go as promised.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mend {
    /// A step of the last shipment, with a note.
    Step(ShipmentEvent, &'static str),
    /// The last shipment, planned with these lines, is packed with these serial numbers on line 1.
    Packed(Units, &'static [&'static str]),
    /// The last shipment leaves as it was packed.
    Issued,
    /// These lines leave by another way than from the warehouse.
    Sent(Mode, Units),
    Arrived,
    /// So much of these lines of the last shipment came back, and whether it is good to sell.
    CameBack(Units, &'static str, bool),
    /// So much of these lines of the last shipment, which came back, leaves once more.
    Replaced(Units),
    Voided(&'static str),
    Reversed(&'static str),
    Lost(&'static str),
    /// Line, price in cents, the customer's evidence.
    Agreed(i64, i64, &'static str),
    /// Line, units, the customer's evidence.
    ExcessAccepted(i64, i64, &'static str),
    /// New quantities of these lines.
    Amended(Units, &'static str),
    RemainderCancelled(&'static str),
    /// A stop on this order, answered for by somebody.
    Held(HoldKind, &'static str, &'static str),
    /// So much of the first line of the last invoice, in cents.
    ValueGiven(i64, ValueCause, &'static str),
    /// The last invoice is taken back whole.
    TakenBack(&'static str),
    /// What the last payment overpays is paid back.
    Refunded,
}

impl Story<'_> {
    pub(super) async fn mend(
        &mut self,
        day: u32,
        mend: Mend,
        so_far: &mut Played,
    ) -> Result<(), Error> {
        match mend {
            Mend::Step(..)
            | Mend::Packed(..)
            | Mend::Issued
            | Mend::Sent(..)
            | Mend::Arrived
            | Mend::CameBack(..)
            | Mend::Replaced(_)
            | Mend::Voided(_)
            | Mend::Reversed(_)
            | Mend::Lost(_) => self.on_the_way(day, mend, so_far).await,
            Mend::Agreed(..)
            | Mend::ExcessAccepted(..)
            | Mend::Amended(..)
            | Mend::RemainderCancelled(_)
            | Mend::Held(..) => self.of_the_order(day, mend, so_far.order()).await,
            Mend::ValueGiven(..) | Mend::TakenBack(_) | Mend::Refunded => {
                self.money_back(day, mend, so_far).await
            }
        }
    }

    async fn on_the_way(&mut self, day: u32, mend: Mend, so_far: &mut Played) -> Result<(), Error> {
        if let Mend::Sent(mode, units) = mend {
            let lines = units.iter().map(|&line| planned(so_far.order(), line, None)).collect();
            so_far.shipment = Some(self.send(day, lines, Some(mode)).await?);
            return Ok(());
        }
        let shipment_id = so_far.shipment();
        let cx = self.on(day, "marco");
        let end = |reason: &str| EndShipment { shipment_id, reason: reason.to_owned() };
        let step = |event, note: &str, lines| MoveShipment {
            shipment_id,
            event,
            on: None,
            note: note.to_owned(),
            lines,
        };
        match mend {
            Mend::Step(event, note) => {
                go(&self.desk, &cx, step(event, note, Vec::new())).await?;
            }
            Mend::Packed(units, serials) => {
                let lines = units.iter().map(|&(n, units)| scanned(n, units, serials)).collect();
                go(&self.desk, &cx, step(ShipmentEvent::Pack, "", lines)).await?;
            }
            Mend::Issued => {
                let ask = IssueShipment { shipment_id, dispatched_on: None, pieces: Vec::new() };
                issue(&self.desk, &cx, ask).await?;
            }
            Mend::Arrived => {
                deliver(&self.desk, &cx, DeliverShipment { shipment_id, delivered_on: None })
                    .await?;
            }
            Mend::CameBack(units, reason, restock) => {
                let ask = came_back(shipment_id, units, reason, restock);
                count_back(&self.desk, &cx, ask).await?;
            }
            Mend::Replaced(units) => {
                let of = |shipment_n| Some(LineRef { shipment_id, shipment_n });
                let line = |&(n, units): &(i64, i64)| planned(so_far.order(), (n, units), of(n));
                let lines = units.iter().map(line).collect();
                so_far.shipment = Some(self.send(day, lines, None).await?);
            }
            Mend::Voided(reason) => {
                void(&self.desk, &cx, end(reason)).await?;
            }
            Mend::Reversed(reason) => {
                reverse(&self.desk, &cx, end(reason)).await?;
            }
            Mend::Lost(reason) => {
                declare_lost(&self.desk, &cx, end(reason)).await?;
            }
            other => unreachable!("{other:?} does not happen on the way"),
        }
        Ok(())
    }

    /// Plans lines and lets them leave in one go.
    async fn send(
        &mut self,
        day: u32,
        lines: Vec<PlanLine>,
        mode: Option<Mode>,
    ) -> Result<ShipmentId, Error> {
        let cx = self.on(day, "marco");
        let ask = PlanShipment { lines, mode, ..PlanShipment::default() };
        let shipment_id = plan(&self.desk, &cx, ask).await?.shipment_id;
        let cx = self.on(day, "marco");
        let ask = IssueShipment { shipment_id, dispatched_on: None, pieces: Vec::new() };
        issue(&self.desk, &cx, ask).await?;
        Ok(shipment_id)
    }

    async fn of_the_order(&mut self, day: u32, mend: Mend, order_id: OrderId) -> Result<(), Error> {
        let date = Some(self.day(day));
        let evidence =
            |reference: &str| Evidence { reference: reference.to_owned(), date, file_hash: None };
        match mend {
            Mend::Agreed(line_n, cents, reference) => {
                let price = NewPrice {
                    line_n,
                    price: Price { micro: cents * (MILLION / 100), per: 1, discount_ppm: 0 },
                    cascade: Vec::new(),
                    applies_from: None,
                    evidence: evidence(reference),
                };
                let ask = AgreePrices { order_id, base: None, prices: vec![price] };
                let cx = self.on(day, "sara");
                agree(&self.desk, &cx, ask).await?;
            }
            Mend::ExcessAccepted(line_n, units, reference) => {
                let evidence = evidence(reference);
                let quantity = Quantity::units(units);
                let cx = self.on(day, "sara");
                let ask = AcceptExcess { order_id, line_n, quantity, evidence };
                accept_excess(&self.desk, &cx, ask).await?;
            }
            Mend::Amended(units, reason) => {
                let line = |&(line_n, units): &(i64, i64)| AmendLine {
                    line_n,
                    quantity: Quantity::units(units),
                };
                let ask = AmendOrder {
                    order_id: Some(order_id),
                    reason: reason.to_owned(),
                    evidence: Some(evidence(reason)),
                    lines: units.iter().map(line).collect(),
                    ..AmendOrder::default()
                };
                let cx = self.on(day, "sara");
                amend(&self.desk, &cx, ask).await?;
            }
            Mend::RemainderCancelled(reason) => {
                let cx = self.on(day, "sara");
                let ask = CancelRemainder { order_id, reason: reason.to_owned() };
                cancel_remainder(&self.desk, &cx, ask).await?;
            }
            Mend::Held(kind, who, reason) => {
                let ask = PlaceHold {
                    order_id: Some(order_id),
                    customer_id: None,
                    kind,
                    owner: self.members[who],
                    reason: reason.to_owned(),
                    expires_on: None,
                };
                let cx = self.on(day, who);
                place(&self.desk, &cx, ask).await?;
            }
            other => unreachable!("{other:?} does not change an order"),
        }
        Ok(())
    }

    async fn money_back(&mut self, day: u32, mend: Mend, so_far: &Played) -> Result<(), Error> {
        let cx = self.on(day, "elena");
        match mend {
            Mend::ValueGiven(amount_minor, cause, reason) => {
                let ask = CreditValue {
                    invoice_id: last_invoice(so_far),
                    invoice_n: Some(1),
                    invoice_charge_n: None,
                    amount_minor,
                    cause,
                    reason: reason.to_owned(),
                };
                credit_value(&self.desk, &cx, ask).await?;
            }
            Mend::TakenBack(reason) => {
                let evidence =
                    Evidence { reference: reason.to_owned(), date: None, file_hash: None };
                let invoice_id = last_invoice(so_far);
                let ask = CancelInvoice { invoice_id, reason: reason.to_owned(), evidence };
                cancel(&self.desk, &cx, ask).await?;
            }
            Mend::Refunded => {
                let paid = so_far.payment.as_ref().expect("a scene refunds what was paid");
                let ask = PayRefund {
                    payment_id: paid.payment_id,
                    amount_minor: paid.left_minor,
                    paid_on: None,
                    reference: "bonifico di rimborso".to_owned(),
                };
                refund(&self.desk, &cx, ask).await?;
            }
            other => unreachable!("{other:?} gives no money back"),
        }
        Ok(())
    }
}

fn planned(order_id: OrderId, (line_n, units): (i64, i64), replaces: Option<LineRef>) -> PlanLine {
    PlanLine { order_id, line_n, quantity: Quantity::units(units), replaces }
}

fn scanned(shipment_n: i64, units: i64, serials: &[&str]) -> ScannedLine {
    let serials = serials.iter().filter(|_| shipment_n == 1).map(|&s| s.to_owned());
    ScannedLine {
        shipment_n,
        scanned: Quantity::units(units),
        serials: serials.collect(),
        lots: Vec::new(),
    }
}

fn came_back(shipment_id: ShipmentId, units: Units, reason: &str, restock: bool) -> CountBack {
    let line = |&(shipment_n, units): &(i64, i64)| ReturnLine {
        shipment_n,
        quantity: Quantity::units(units),
        serials: Vec::new(),
    };
    CountBack {
        shipment_id,
        lines: units.iter().map(line).collect(),
        reason: reason.to_owned(),
        on: None,
        restock: Some(restock),
    }
}

fn last_invoice(so_far: &Played) -> InvoiceId {
    let posted = so_far.invoice.as_ref().expect("a scene credits what it has billed");
    let invoice = posted.documents.iter().rfind(|d| d.kind != DocumentKind::CreditNote);
    let id = invoice.and_then(|d| d.document_id.parse().ok());
    id.expect("what was billed has an invoice")
}
