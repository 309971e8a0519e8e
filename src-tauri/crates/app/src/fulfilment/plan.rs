//! Planning what leaves for one place: what is open of orders, and what makes good what came back.

use chrono::NaiveDate;
use dovuto_domain::catalog::ProductKind;
use dovuto_domain::fact::Fact;
use dovuto_domain::fulfilment::{LineRef, Mode, Shipment, ShipmentLine, check_plan};
use dovuto_domain::kernel::id::{CarrierId, OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::{OrderKind, OrderState};
use dovuto_domain::standing::Progress;
use dovuto_store::ledger::Tx;
use dovuto_store::orders::Stored;
use dovuto_store::orders::progress::progress;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{Begun, Desk};
use crate::error::Error;
use crate::orders::holds;

/// What is to leave under one delivery note.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PlanShipment {
    pub lines: Vec<PlanLine>,
    pub mode: Option<Mode>,
    pub carrier_id: Option<CarrierId>,
    pub planned_on: Option<NaiveDate>,
    /// Says that more than ordered really goes.
    pub allow_excess: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PlanLine {
    pub order_id: OrderId,
    pub line_n: i64,
    pub quantity: Quantity,
    /// The line whose returned goods this one makes good.
    #[serde(default)]
    pub replaces: Option<LineRef>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Planned {
    pub shipment_id: ShipmentId,
}

/// Plans a shipment of order lines to one place.
///
/// Refuses orders that are not confirmed, blanket orders, lines for different places, and more
/// than is open unless the person says that more really goes.
pub async fn plan(desk: &Desk, cx: &Cx, ask: PlanShipment) -> Result<Planned, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let (shipment, _) = plan_shipment(&mut tx, cx, &ask, Vec::new()).await?;
    let answer = Planned { shipment_id: shipment.shipment_id };
    desk.finish(tx, cx, vec![Fact::from(shipment).into()], answer).await
}

/// What is open of each line of an order: neither shipped nor in a planned shipment.
pub async fn open_lines(db: &mut Db, order: OrderId) -> Result<Vec<(i64, Quantity)>, Error> {
    let progress = progress(db, &[order]).await?;
    open_of(db, order, &progress).await
}

async fn open_of(
    db: &mut Db,
    order: OrderId,
    progress: &[Progress],
) -> Result<Vec<(i64, Quantity)>, Error> {
    let planned = dovuto_store::fulfilment::planned(db, order).await?;
    let lines = progress.iter().flat_map(|p| &p.lines);
    let open = lines.map(|line| {
        let held: Quantity = planned.iter().filter(|(n, _)| *n == line.line_n).map(|p| p.1).sum();
        (line.line_n, (line.open() - held).or_zero())
    });
    Ok(open.filter(|(_, quantity)| !quantity.is_zero()).collect())
}

/// An order that a shipment serves, with how far it has come and what is open of it.
pub(super) struct Served {
    stored: Stored,
    pub progress: Vec<Progress>,
    pub open: Vec<(i64, Quantity)>,
}

impl Served {
    pub async fn load(tx: &mut Tx, order: OrderId) -> Result<Self, Error> {
        let stored = crate::orders::get(tx, order).await?;
        let progress = progress(tx, &[order]).await?;
        Ok(Self { open: open_of(tx, order, &progress).await?, progress, stored })
    }

    /// Refuses an order from which nothing may leave now.
    pub async fn check(&self, tx: &mut Tx, cx: &Cx) -> Result<(), Error> {
        check_shippable(&self.stored)?;
        let order = &self.stored.order;
        holds::check(tx, cx, Some(order.order_id), &order.terms).await
    }
}

/// Plans a shipment of orders, some of which may be loaded and checked already.
pub(super) async fn plan_shipment(
    tx: &mut Tx,
    cx: &Cx,
    ask: &PlanShipment,
    mut served: Vec<Served>,
) -> Result<(Shipment, Vec<Served>), Error> {
    let mut service = true;
    let mut lines = Vec::with_capacity(ask.lines.len());
    for (n, line) in (1..).zip(&ask.lines) {
        if !served.iter().any(|s| s.stored.order.order_id == line.order_id) {
            let more = Served::load(tx, line.order_id).await?;
            more.check(tx, cx).await?;
            served.push(more);
        }
        let of = served.iter_mut().find(|s| s.stored.order.order_id == line.order_id);
        let of = of.ok_or_else(|| Error::not_found("order", line.order_id))?;
        let ordered = of.stored.order.lines.iter().find(|l| l.line_n == line.line_n);
        let ordered = ordered.ok_or_else(|| Error::not_found("order line", line.line_n))?;
        service &= ordered.kind == ProductKind::Service;
        match line.replaces {
            None => take_open(line, ordered.unit_scale, &mut of.open, ask.allow_excess)?,
            Some(of) => check_replacement(tx, ask, n, line, ordered.unit_scale, of).await?,
        }
        lines.push(ShipmentLine {
            shipment_n: n,
            order_id: line.order_id,
            line_n: line.line_n,
            quantity: line.quantity,
            replaces: line.replaces,
        });
    }
    let terms = &served.first().ok_or(Refusal::ShipmentEmpty)?.stored.order.terms;
    let place = (terms.sold_to, terms.ship_to);
    let elsewhere = |s: &Served| (s.stored.order.terms.sold_to, s.stored.order.terms.ship_to);
    if served.iter().any(|s| elsewhere(s) != place) {
        return Err(Refusal::ShipmentMixes.into());
    }
    let usual = if service { Mode::ServiceTeam } else { Mode::Warehouse };
    let shipment = Shipment {
        shipment_id: cx.fresh(),
        sold_to: place.0,
        ship_to: place.1,
        mode: ask.mode.unwrap_or(usual),
        carrier_id: ask.carrier_id,
        planned_on: ask.planned_on.unwrap_or(cx.today),
        lines,
    };
    Ok((shipment, served))
}

fn take_open(
    line: &PlanLine,
    unit_scale: u8,
    open: &mut [(i64, Quantity)],
    allow_excess: bool,
) -> Result<(), Refusal> {
    let left = open.iter_mut().find(|(n, _)| *n == line.line_n);
    let still = left.as_ref().map_or(Quantity::ZERO, |(_, quantity)| *quantity);
    check_plan(line.line_n, line.quantity, unit_scale, still, allow_excess)?;
    if let Some((_, quantity)) = left {
        *quantity = (*quantity - line.quantity).or_zero();
    }
    Ok(())
}

/// A replacement is for goods of the same order line that came back and wait.
async fn check_replacement(
    tx: &mut Tx,
    ask: &PlanShipment,
    n: i64,
    line: &PlanLine,
    unit_scale: u8,
    of: LineRef,
) -> Result<(), Error> {
    line.quantity.checked(unit_scale).map_err(|why| why.at_line(line.line_n))?;
    let found = dovuto_store::fulfilment::to_replace(tx, of).await?;
    let same = found.filter(|(order, n, _)| (*order, *n) == (line.order_id, line.line_n));
    let (_, _, open) = same.ok_or_else(|| Error::not_found("returned line", of.shipment_n))?;
    let before = (1..).zip(&ask.lines).take_while(|(other, _)| *other < n);
    let taken: Quantity =
        before.filter(|(_, l)| l.replaces == Some(of)).map(|(_, l)| l.quantity).sum();
    let open = (open - taken).or_zero();
    if line.quantity > open {
        let (line, quantity) = (line.line_n, line.quantity);
        return Err(Refusal::ReplacesMoreThanReturned { line, open, quantity }.into());
    }
    Ok(())
}

fn check_shippable(stored: &Stored) -> Result<(), Refusal> {
    match stored.state {
        OrderState::Confirmed if stored.order.kind == OrderKind::Blanket => {
            Err(Refusal::BlanketNotShipped)
        }
        OrderState::Confirmed => Ok(()),
        OrderState::Draft | OrderState::Declined | OrderState::Cancelled | OrderState::Closed => {
            Err(Refusal::OrderNotOpen { state: stored.state })
        }
    }
}
