//! Papers that go with goods: pick list, packing list, delivery note, return slip.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::remarks::{self, Remark};
use dovuto_documents::print::{Line, Printed, Said, posted};
use dovuto_domain::fulfilment::machine::ShipmentEvent;
use dovuto_domain::fulfilment::{LineRef, Mode, Returnable, ShipmentLine};
use dovuto_domain::kernel::id::{OrderId, ProductId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Customer, Firm};
use dovuto_store::fulfilment::{Filter, Stored};
use dovuto_store::sql::Db;

use super::papers::{Current, LINK};
use crate::error::Error;
use crate::firm::our_firm;
use crate::parties::known_customer;

/// Line, kind, number, quantity, whether it came back.
type Piece = (i64, String, String, Quantity, bool);

/// A shipment with everything that its papers say.
struct Consignment {
    stored: Stored,
    orders: BTreeMap<OrderId, dovuto_store::orders::Stored>,
    codes: HashMap<ProductId, String>,
    pieces: Vec<Piece>,
    returnable: Vec<Returnable>,
    firm: Firm,
    customer: Customer,
    carrier: Option<String>,
    ship_to: Said,
}

/// The shipment that a person means: by delivery note or identity, or the only one of an order
/// that has such a paper.
pub(super) async fn shipment(db: &mut Db, named: &str, kind: Kind) -> Result<ShipmentId, Error> {
    let missing = match crate::fulfilment::resolve(db, named).await {
        Err(missing @ Error::NotFound { .. }) => missing,
        other => return other,
    };
    let Ok(order) = crate::orders::resolve(db, named).await else { return Err(missing) };
    let filter = Filter { order: Some(order), limit: 1000, ..Filter::default() };
    let listed = dovuto_store::fulfilment::list(db, &filter).await?;
    let is_before = kind == Kind::PickList;
    let mut fitting =
        listed.iter().filter(|s| s.state.is_before_issue() == is_before && !s.state.is_annulled());
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Ok(one.shipment_id),
        (None, _) | (Some(_), Some(_)) => Err(missing),
    }
}

/// The delivery note of what left, the pick list of what did not yet.
pub(super) async fn usual_paper(db: &mut Db, id: ShipmentId) -> Result<Current, Error> {
    let stored = crate::fulfilment::get(db, id).await?;
    let is_before = stored.state.is_before_issue();
    paper(db, id, if is_before { Kind::PickList } else { Kind::DeliveryNote }).await
}

/// What a paper of a shipment says.
///
/// Refuses a pick list of what left already, and the other papers of what did not leave.
pub(super) async fn paper(db: &mut Db, id: ShipmentId, kind: Kind) -> Result<Current, Error> {
    let consignment = Consignment::load(db, id).await?;
    consignment.check(kind)?;
    let customer_id = consignment.customer.customer_id;
    Ok(Current { customer_id, printed: consignment.printed(kind) })
}

impl Consignment {
    async fn load(db: &mut Db, id: ShipmentId) -> Result<Self, Error> {
        let stored = crate::fulfilment::get(db, id).await?;
        let mut orders = BTreeMap::new();
        for line in &stored.shipment.lines {
            if let Entry::Vacant(place) = orders.entry(line.order_id) {
                place.insert(crate::orders::get(db, line.order_id).await?);
            }
        }
        let products: Vec<ProductId> = orders
            .values()
            .flat_map(|order| order.order.lines.iter().map(|line| line.product_id))
            .collect();
        let customer = known_customer(db, stored.shipment.sold_to).await?;
        let carrier = match stored.shipment.carrier_id {
            Some(id) => dovuto_store::parties::carrier(db, id).await?.map(|c| c.name),
            None => None,
        };
        Ok(Self {
            codes: dovuto_store::billing::product_codes(db, &products).await?,
            pieces: dovuto_store::fulfilment::pieces(db, id).await?,
            returnable: dovuto_store::fulfilment::returnable(db, id).await?,
            firm: our_firm(db).await?,
            ship_to: super::place(db, stored.shipment.ship_to).await?,
            orders,
            customer,
            carrier,
            stored,
        })
    }

    fn check(&self, kind: Kind) -> Result<(), Refusal> {
        let state = self.stored.state;
        match (kind, state.is_before_issue()) {
            (Kind::PickList, true) => Ok(()),
            (Kind::PickList, false) => {
                Err(Refusal::ShipmentStep { state, event: ShipmentEvent::Start })
            }
            (_, true) => Err(Refusal::ShipmentNotIssued { state }),
            (_, false) => Ok(()),
        }
    }

    fn day(&self) -> NaiveDate {
        self.stored.dispatched_on.unwrap_or(self.stored.shipment.planned_on)
    }

    fn order_numbers(&self) -> String {
        let numbers = self.orders.values().filter_map(|order| order.number.as_deref());
        numbers.collect::<Vec<_>>().join(", ")
    }

    fn printed(&self, kind: Kind) -> Printed {
        let shipment = &self.stored.shipment;
        let firm = self.firm.identity.clone();
        let mut buyer = self.customer.identity.clone();
        if kind == Kind::ReturnSlip {
            let language = buyer.language;
            buyer = firm.clone();
            buyer.language = language;
        }
        Printed {
            kind,
            // What did not leave has no number of its own.
            number: self.stored.number.clone().unwrap_or_else(|| self.order_numbers()),
            issued_on: self.day(),
            due_on: None,
            early_payment: None,
            seller: firm,
            buyer,
            about: self.about(kind),
            currency: self.firm.currency,
            own_currency: self.firm.currency,
            lines: shipment.lines.iter().filter_map(|line| self.line(line, kind)).collect(),
            charges: Vec::new(),
            taxes: Vec::new(),
            totals: None,
            exchange: None,
            note: None,
            remarks: match kind {
                Kind::ReturnSlip => vec![Remark::of("remark-send-back", Vec::new())],
                _ => Vec::new(),
            },
            statement: None,
            link: Some(format!("{LINK}{}", shipment.shipment_id)),
        }
    }

    fn about(&self, kind: Kind) -> Vec<(&'static str, Said)> {
        let shipment = &self.stored.shipment;
        let mut about = Vec::new();
        if kind == Kind::ReturnSlip {
            let customer = &self.customer;
            about.push(("customer", Said::Text(customer.identity.name.clone())));
        }
        if kind != Kind::DeliveryNote
            && let Some(number) = &self.stored.number
        {
            about.push(("delivery-note", Said::Dated(number.clone(), self.day())));
        }
        let word = if self.orders.len() == 1 { "order" } else { "orders" };
        about.push((word, Said::Text(self.order_numbers())));
        if let (Some(order), 1) = (self.orders.values().next(), self.orders.len()) {
            about.extend(posted::references(&order.order.references));
        }
        if kind == Kind::ReturnSlip {
            return about;
        }
        about.push(("ship-to", self.ship_to.clone()));
        match &self.carrier {
            Some(name) => about.push(("carrier", Said::Text(name.clone()))),
            None => about.push(("transport", Said::Word("transport-by-us"))),
        }
        match self.stored.dispatched_on {
            Some(day) => about.push(("dispatched-on", Said::Day(day))),
            None => about.push(("planned-on", Said::Day(shipment.planned_on))),
        }
        if kind == Kind::DeliveryNote {
            let replaces = |line: &ShipmentLine| line.replaces.is_some();
            about.push((
                "reason-of-transport",
                Said::Word(match shipment.mode {
                    Mode::ServiceTeam => "transport-service",
                    _ if shipment.lines.iter().all(replaces) => "transport-replacement",
                    _ => "transport-sale",
                }),
            ));
        }
        about
    }

    /// A line of the paper; on a return slip what is still with the customer, if anything is.
    fn line(&self, line: &ShipmentLine, kind: Kind) -> Option<Line> {
        let order = self.orders.get(&line.order_id)?;
        let ordered = order.order.lines.iter().find(|l| l.line_n == line.line_n)?;
        let quantity = if kind == Kind::ReturnSlip {
            let of = self.returnable.iter().find(|r| r.shipment_n == line.shipment_n)?;
            of.dispatched - of.returned
        } else {
            line.quantity
        };
        if quantity.is_zero() {
            return None;
        }
        let is_meant =
            |piece: &&Piece| piece.0 == line.shipment_n && (kind != Kind::ReturnSlip || !piece.4);
        let pieces: Vec<&Piece> = self.pieces.iter().filter(is_meant).collect();
        Some(Line {
            position: line.shipment_n,
            our_code: self.codes.get(&ordered.product_id).cloned(),
            their_code: ordered.customer_code.clone(),
            order: None,
            their_line: ordered.customer_line.clone(),
            cost_centre: ordered.cost_centre.clone(),
            delivery_note: None,
            goods_receipt: None,
            supply_date: None,
            site: None,
            description: ordered.description.clone(),
            quantity: Some(quantity.0),
            unit_code: Some(ordered.unit_code.clone()),
            price: None,
            rate_ppm: 0,
            vat_category: String::new(),
            net_minor: None,
            remarks: said_below(&pieces, line.replaces, &ordered.unit_code),
            pieces: Vec::new(),
        })
    }
}

/// Serial and lot numbers, and that a line makes good what came back.
fn said_below(pieces: &[&Piece], replaces: Option<LineRef>, unit: &str) -> Vec<Remark> {
    let serials: Vec<&str> =
        pieces.iter().filter(|p| p.1 == "serial").map(|p| p.2.as_str()).collect();
    let lots = pieces.iter().filter(|p| p.1 != "serial").map(|p| (p.2.as_str(), p.3));
    let mut remarks = remarks::pieces(&serials, lots, unit);
    if replaces.is_some() {
        remarks.push(Remark::of("remark-replacement", Vec::new()));
    }
    remarks
}
