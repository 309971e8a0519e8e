//! Papers of an order: its confirmation, and the pro-forma invoice.

use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::remarks::{Figure, Remark};
use dovuto_documents::print::{Charge, Line, Printed, Said, posted};
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::orders::{Order, OrderLine, check_agree};
use dovuto_domain::pricing::AgreedPrice;
use dovuto_store::orders::Stored;
use dovuto_store::sql::Db;

use super::papers::Current;
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::firm::our_firm;
use crate::parties::known_customer;
use crate::pricing::reckon::{ReckonView, ReckonedLine};

/// What a paper of a confirmed order says: its lines at the prices agreed, its sums as billing
/// would bill it whole. A confirmation marks what is otherwise than the customer asked.
///
/// Refuses an order that was not confirmed, or ended without being carried out.
pub(super) async fn paper(
    desk: &Desk,
    cx: &Cx,
    db: &mut Db,
    id: OrderId,
    kind: Kind,
) -> Result<Current, Error> {
    let stored = crate::orders::get(db, id).await?;
    check_agree(stored.state)?;
    let reckoned = crate::views::orders::reckoned(desk, cx, &stored).await?;
    let asked = dovuto_store::orders::as_entered(db, id).await?;
    let asked = asked.filter(|_| kind == Kind::OrderConfirmation);
    let firm = our_firm(db).await?;
    let terms = &stored.order.terms;
    let to = if kind == Kind::ProForma { terms.bill_to } else { terms.sold_to };
    let to = known_customer(db, to).await?;
    let mut about = about(&stored);
    about.push(("ship-to", super::place(db, terms.ship_to).await?));
    let confirmed_on = stored.confirmed_on.unwrap_or(stored.order.ordered_on);
    let customer_id = to.customer_id;
    let printed = Printed {
        kind,
        number: stored.number.clone().unwrap_or_default(),
        issued_on: confirmed_on,
        due_on: None,
        early_payment: None,
        seller: firm.identity,
        buyer: to.identity,
        about,
        currency: terms.currency,
        own_currency: firm.currency,
        lines: lines(db, &stored, asked.as_ref(), &reckoned, kind).await?,
        charges: charges(&stored.order),
        remarks: remarks(&stored, &reckoned, kind),
        taxes: reckoned.taxes,
        totals: Some(reckoned.totals),
        exchange: None,
        note: None,
        statement: None,
        link: None,
    };
    Ok(Current { customer_id, printed })
}

fn about(stored: &Stored) -> Vec<(&'static str, Said)> {
    let mut about = posted::references(&stored.order.references);
    let requested = stored.order.requested_on;
    about.extend(requested.map(|day| ("requested-on", Said::Day(day))));
    about.extend(stored.promised_on.map(|day| ("promised-on", Said::Day(day))));
    about
}

/// What is said above the lines.
fn remarks(stored: &Stored, reckoned: &ReckonView, kind: Kind) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if kind == Kind::ProForma {
        remarks.push(Remark::of("remark-not-an-invoice", Vec::new()));
    } else if let Some(promised) = stored.promised_on {
        let day = Figure::Day;
        if let Some(asked) = stored.order.requested_on.filter(|asked| *asked != promised) {
            let about = vec![("asked", day(asked)), ("promised", day(promised))];
            remarks.push(Remark::of("remark-date", about));
        }
        if let Some(first) = stored.first_promised_on.filter(|first| *first != promised) {
            let about = vec![("first", day(first)), ("promised", day(promised))];
            remarks.push(Remark::of("remark-promise-moved", about));
        }
    }
    let whole = stored.order.lines.iter().zip(&reckoned.lines);
    let mut standing = whole.filter(|(line, _)| !line.quantity.is_zero());
    if standing.any(|(_, reckoned)| reckoned.billed.is_none()) {
        remarks.push(Remark::of("remark-without", Vec::new()));
    }
    remarks
}

fn charges(order: &Order) -> Vec<Charge> {
    let charge = |charge: &dovuto_domain::pricing::Charge| Charge {
        word: posted::charge_word(charge.kind),
        description: charge.description.clone(),
        net_minor: charge.amount_minor,
        // It is taxed as the goods are.
        rate_ppm: 0,
    };
    order.charges.iter().map(charge).collect()
}

async fn lines(
    db: &mut Db,
    stored: &Stored,
    asked: Option<&Order>,
    reckoned: &ReckonView,
    kind: Kind,
) -> Result<Vec<Line>, Error> {
    let order = &stored.order;
    let agreed = dovuto_store::orders::prices(db, &[order.order_id]).await?;
    let products: Vec<_> = order.lines.iter().map(|line| line.product_id).collect();
    let codes = dovuto_store::billing::product_codes(db, &products).await?;
    let mut lines = Vec::with_capacity(order.lines.len());
    for (line, reckoned) in order.lines.iter().zip(&reckoned.lines) {
        if line.quantity.is_zero() && kind == Kind::ProForma {
            continue;
        }
        let price = agreed.get(&(order.order_id, line.line_n)).and_then(|prices| prices.last());
        let code = codes.get(&line.product_id).cloned();
        lines.push(printed_line(line, code, price, reckoned, asked));
    }
    Ok(lines)
}

fn printed_line(
    line: &OrderLine,
    code: Option<String>,
    agreed: Option<&AgreedPrice>,
    reckoned: &ReckonedLine,
    asked: Option<&Order>,
) -> Line {
    let share = reckoned.share_minor.unwrap_or(0);
    let mut remarks = asked.map(|asked| differences(line, agreed, asked)).unwrap_or_default();
    if agreed.is_none() {
        remarks.push(Remark::of("remark-to-be-agreed", Vec::new()));
    }
    Line {
        position: line.line_n,
        our_code: code,
        their_code: line.customer_code.clone(),
        order: None,
        their_line: line.customer_line.clone(),
        cost_centre: line.cost_centre.clone(),
        delivery_note: None,
        goods_receipt: None,
        supply_date: None,
        site: None,
        description: line.description.clone(),
        quantity: Some(line.quantity.0),
        unit_code: Some(line.unit_code.clone()),
        price: agreed.map(|agreed| posted::price(agreed.price, share)),
        rate_ppm: reckoned.rate_ppm.unwrap_or(0),
        vat_category: reckoned.vat_category.clone().unwrap_or_default(),
        net_minor: reckoned.billed.map(|billed| billed.net_minor),
        remarks,
        pieces: Vec::new(),
    }
}

/// What of a line is otherwise than in the customer's order as it was entered.
fn differences(line: &OrderLine, agreed: Option<&AgreedPrice>, asked: &Order) -> Vec<Remark> {
    let Some(before) = asked.lines.iter().find(|before| before.line_n == line.line_n) else {
        return vec![Remark::of("remark-line-added", Vec::new())];
    };
    let mut remarks = Vec::new();
    if before.quantity != line.quantity {
        let none = line.quantity == Quantity::ZERO;
        let word = if none { "remark-quantity-none" } else { "remark-quantity" };
        let quantity = Figure::Quantity(before.quantity.0, before.unit_code.clone());
        remarks.push(Remark::of(word, vec![("asked", quantity)]));
    }
    if let (Some(stated), Some(agreed)) = (&before.stated_price, agreed)
        && (stated.price.micro, stated.price.per) != (agreed.price.micro, agreed.price.per)
    {
        let price = Figure::Price(posted::price(stated.price, 0));
        remarks.push(Remark::of("remark-price", vec![("price", price)]));
    }
    remarks
}
