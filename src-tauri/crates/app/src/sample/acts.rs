//! What happens to the orders of the sample: each act on its day, by the person whose work it is.

use dovuto_domain::fulfilment::ProofLine;
use dovuto_domain::kernel::id::{OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;

use super::mends::Mend;
use super::{Story, opening, parties};
use crate::attendance::{HandOrder, TakeOrder, accept, offer, take};
use crate::billing::DocumentKind;
use crate::billing::money::{PaymentRecorded, RecordPayment, pay};
use crate::billing::post::{PostInvoice, Posted, post};
use crate::error::Error;
use crate::fulfilment::plan::{PlanLine, PlanShipment, plan};
use crate::fulfilment::{IssueShipment, ProveShipment, ShipOrder, issue, prove, ship};
use crate::orders::{ConfirmOrder, EndOrder, SaveOrder, cancel, close, confirm, decline, save};

/// Positions and whole units.
pub(super) type Units = &'static [(i64, i64)];

/// One thing that a person does to an order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Entered,
    Confirmed,
    Taken(&'static str),
    /// From a holder to a named person.
    Offered(&'static str, &'static str),
    Accepted(&'static str),
    /// Everything open leaves.
    Shipped,
    /// So much of these lines leaves, above what is open where it says so.
    Part(Units),
    Planned(Units),
    /// Somebody signs for the last shipment: for these of its lines, or for all as dispatched.
    Signed(&'static str, Units),
    Billed,
    /// So many hundredths of the last invoice are paid.
    Paid(i64),
    Closed,
    Declined(&'static str),
    Cancelled(&'static str),
    /// The customer requires one more reference from now on.
    WantsCup,
    /// The bank quotes the dollar: so many millionths of one for one euro.
    DollarQuoted(i64),
    /// It does not go as promised.
    Mended(Mend),
}

/// The life of one order: what was ordered, how it travels, and what happened so many working
/// days ago.
pub(super) struct Scene {
    pub(super) order: SaveOrder,
    pub(super) carrier: Option<&'static str>,
    pub(super) acts: &'static [(u32, Act)],
}

/// How far a scene has come: the last of each thing.
#[derive(Default)]
pub(super) struct Played {
    order: Option<OrderId>,
    pub(super) shipment: Option<ShipmentId>,
    /// The last posting that made an invoice.
    pub(super) invoice: Option<Posted>,
    pub(super) payment: Option<PaymentRecorded>,
}

impl Played {
    pub(super) fn order(&self) -> OrderId {
        self.order.expect("a scene begins with an entry")
    }

    pub(super) fn shipment(&self) -> ShipmentId {
        self.shipment.expect("a scene signs for what it has shipped")
    }
}

/// Plays all scenes together, day by day.
pub(super) async fn play(story: &mut Story<'_>, scenes: Vec<Scene>) -> Result<(), Error> {
    let mut days: Vec<(u32, usize, Act)> = Vec::new();
    for (n, scene) in scenes.iter().enumerate() {
        days.extend(scene.acts.iter().map(|&(days_ago, act)| (days_ago, n, act)));
    }
    days.sort_by_key(|&(days_ago, ..)| std::cmp::Reverse(days_ago));
    let mut played: Vec<Played> = scenes.iter().map(|_| Played::default()).collect();
    for (days_ago, n, act) in days {
        story.act(days_ago, act, &scenes[n], &mut played[n]).await?;
    }
    Ok(())
}

impl Story<'_> {
    async fn act(
        &mut self,
        day: u32,
        act: Act,
        scene: &Scene,
        so_far: &mut Played,
    ) -> Result<(), Error> {
        match act {
            Act::Entered => {
                let cx = self.on(day, "sara");
                let saved = save(&self.desk, &cx, scene.order.clone()).await?;
                so_far.order = Some(saved.order_id);
            }
            Act::Confirmed => {
                let order_id = so_far.order();
                let cx = self.on(day, "sara");
                let ask = ConfirmOrder { order_id, base: None, separate: false };
                confirm(&self.desk, &cx, ask).await?;
            }
            Act::Taken(_) | Act::Offered(..) | Act::Accepted(_) => {
                self.hand(day, act, so_far.order()).await?;
            }
            Act::Shipped | Act::Part(_) | Act::Planned(_) => {
                so_far.shipment = Some(self.leave(day, act, scene, so_far.order()).await?);
            }
            Act::Signed(by, units) => self.sign(day, by, units, so_far.shipment()).await?,
            Act::Billed => {
                let cx = self.on(day, "elena");
                let ask = PostInvoice { order_id: so_far.order() };
                let posted = post(&self.desk, &cx, ask).await?;
                if posted.documents.iter().any(|d| d.kind != DocumentKind::CreditNote) {
                    so_far.invoice = Some(posted);
                }
            }
            Act::Paid(hundredths) => {
                let posted = so_far.invoice.as_ref().expect("a scene pays what it has billed");
                so_far.payment = Some(self.pay(day, hundredths, posted).await?);
            }
            Act::Closed | Act::Declined(_) | Act::Cancelled(_) => {
                self.end(day, act, so_far.order()).await?;
            }
            Act::WantsCup => parties::lecco_wants_cup(self, day).await?,
            Act::DollarQuoted(rate_micro) => opening::dollar(self, day, rate_micro).await?,
            Act::Mended(mend) => self.mend(day, mend, so_far).await?,
        }
        Ok(())
    }

    async fn hand(&mut self, day: u32, act: Act, order_id: OrderId) -> Result<(), Error> {
        match act {
            Act::Taken(who) => {
                let cx = self.on(day, who);
                take(&self.desk, &cx, TakeOrder { order_id }).await?;
            }
            Act::Offered(from, to) => {
                let cx = self.on(day, from);
                let ask = HandOrder { order_id, to: self.members[to], department: None };
                offer(&self.desk, &cx, ask).await?;
            }
            Act::Accepted(who) => {
                let cx = self.on(day, who);
                accept(&self.desk, &cx, TakeOrder { order_id }).await?;
            }
            other => unreachable!("{other:?} hands nothing over"),
        }
        Ok(())
    }

    async fn leave(
        &mut self,
        day: u32,
        act: Act,
        scene: &Scene,
        order_id: OrderId,
    ) -> Result<ShipmentId, Error> {
        let carrier_id = scene.carrier.map(|code| self.carriers[code]);
        let cx = self.on(day, "marco");
        let (Act::Part(units) | Act::Planned(units)) = act else {
            let ask = ShipOrder { order_id, dispatched_on: None, carrier_id };
            return Ok(ship(&self.desk, &cx, ask).await?.shipment_id);
        };
        let line = |&(line_n, units): &(i64, i64)| PlanLine {
            order_id,
            line_n,
            quantity: Quantity::units(units),
            replaces: None,
        };
        let ask = PlanShipment {
            lines: units.iter().map(line).collect(),
            carrier_id,
            allow_excess: true,
            ..PlanShipment::default()
        };
        let shipment_id = plan(&self.desk, &cx, ask).await?.shipment_id;
        if matches!(act, Act::Part(_)) {
            let cx = self.on(day, "marco");
            let ask = IssueShipment { shipment_id, dispatched_on: None, pieces: Vec::new() };
            issue(&self.desk, &cx, ask).await?;
        }
        Ok(shipment_id)
    }

    async fn sign(
        &mut self,
        day: u32,
        by: &str,
        units: Units,
        shipment_id: ShipmentId,
    ) -> Result<(), Error> {
        let line = |&(shipment_n, units): &(i64, i64)| ProofLine {
            shipment_n,
            accepted: Quantity::units(units),
        };
        let cx = self.on(day, "luca");
        let ask = ProveShipment {
            shipment_id,
            received_on: None,
            signed_by: Some(by.to_owned()),
            reference: "DDT firmato".to_owned(),
            goods_receipt: None,
            file_hash: None,
            lines: units.iter().map(line).collect(),
        };
        prove(&self.desk, &cx, ask).await?;
        Ok(())
    }

    async fn pay(
        &mut self,
        day: u32,
        hundredths: i64,
        posted: &Posted,
    ) -> Result<PaymentRecorded, Error> {
        let cx = self.on(day, "elena");
        let gross: i64 = posted.documents.iter().map(|d| d.totals.gross_minor).sum();
        let numbers: Vec<&str> = posted.documents.iter().map(|d| d.number.as_str()).collect();
        let invoices = posted.documents.iter().filter_map(|d| d.document_id.parse().ok());
        let ask = RecordPayment {
            invoice_ids: invoices.collect(),
            payer: None,
            currency: None,
            amount_minor: gross * hundredths / 100,
            received_on: None,
            reference: format!("bonifico {}", numbers.join(", ")),
        };
        pay(&self.desk, &cx, ask).await
    }

    async fn end(&mut self, day: u32, act: Act, order_id: OrderId) -> Result<(), Error> {
        let ask = |reason: Option<&str>| EndOrder { order_id, reason: reason.map(str::to_owned) };
        match act {
            Act::Closed => {
                let cx = self.on(day, "elena");
                close(&self.desk, &cx, ask(None)).await?;
            }
            Act::Declined(reason) => {
                let cx = self.on(day, "giulia");
                decline(&self.desk, &cx, ask(Some(reason))).await?;
            }
            Act::Cancelled(reason) => {
                let cx = self.on(day, "sara");
                cancel(&self.desk, &cx, ask(Some(reason))).await?;
            }
            other => unreachable!("{other:?} ends no order"),
        }
        Ok(())
    }
}
