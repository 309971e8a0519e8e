//! What a half-typed order comes to, by the law of billing itself.

use chrono::NaiveDate;
use dovuto_domain::billing::balance::Delivery;
use dovuto_domain::billing::gather::propose;
use dovuto_domain::billing::invoice::{TaxTotal, Totals};
use dovuto_domain::billing::proposal::{Biller, Block, Case, CaseCharge, CaseLine};
use dovuto_domain::catalog::{Product, VatRate};
use dovuto_domain::fulfilment::LineRef;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::id::{CustomerId, ProductId};
use dovuto_domain::kernel::quantity::{Currency, LineAmounts, Price, Quantity, line_amounts};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::references::References;
use dovuto_domain::orders::{ShipTo, Terms};
use dovuto_domain::parties::profile::BillingProfile;
use dovuto_domain::parties::{Basis, Customer, VatRegime};
use dovuto_domain::pricing::{
    AgreedPrice, Charge, ChargeKind, ChargePer, Discount, Evidence, PriceSource,
};
use dovuto_store::catalog as store;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{OfferView, Prices};
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::firm::our_firm;
use crate::parties::known_customer;

/// One line of a half-typed order.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ReckonLine {
    /// Left out while the line has no product yet.
    pub product_id: Option<ProductId>,
    pub quantity: Quantity,
    /// The price that the customer stated, in place of what records offer.
    pub price: Option<Price>,
    /// The line's share of a document discount in money, where it was agreed.
    #[serde(default)]
    pub allowance_minor: Option<i64>,
    /// The quantity that share was agreed for; the line's own where left out.
    #[serde(default)]
    pub allowance_quantity: Option<Quantity>,
}

/// A charge of a half-typed order.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ReckonCharge {
    pub kind: ChargeKind,
    pub per: ChargePer,
    pub amount_minor: i64,
    pub description: Option<String>,
}

/// A half-typed order.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ReckonAsk {
    pub customer_id: CustomerId,
    /// The customer's own where it is left out.
    pub currency: Option<Currency>,
    /// The customer's own where it is left out.
    pub vat_regime: Option<VatRegime>,
    /// The day of the order; today where it is left out.
    pub on: Option<NaiveDate>,
    pub lines: Vec<ReckonLine>,
    pub charges: Option<Vec<ReckonCharge>>,
    /// A discount on the whole order, where its lines were not agreed yet.
    #[serde(default)]
    pub discount: Option<Discount>,
}

/// What one line comes to, in the place where it was asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct ReckonedLine {
    /// What records offer, also where the customer stated a price.
    pub offer: Option<OfferView>,
    /// The price that counts: the stated one, else the offer.
    pub price: Option<Price>,
    pub amounts: Option<LineAmounts>,
    /// What it would be billed at, with its share of a document discount in money.
    pub billed: Option<LineAmounts>,
    /// That share.
    pub share_minor: Option<i64>,
    pub vat_category: Option<String>,
    pub rate_ppm: Option<i64>,
    /// Why the line has no amount.
    #[serde(skip_deserializing)]
    #[ts(type = "{ code: string, params?: unknown } | null")]
    pub refusal: Option<Refusal>,
    /// Why the line is not in the totals, though it has an amount.
    pub block: Option<Block>,
}

/// What a half-typed order comes to.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ReckonView {
    pub currency: Currency,
    pub on: NaiveDate,
    pub lines: Vec<ReckonedLine>,
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
    /// Whether every line with a product is in the totals.
    pub complete: bool,
}

/// Reckons a half-typed order as billing would bill it, were it shipped whole today: each line
/// by what records offer or the customer stated, VAT by group, charges shared over the groups.
///
/// Refuses an unknown customer only; what is wrong with a line is said beside the line.
pub async fn reckon(desk: &Desk, cx: &Cx, ask: ReckonAsk) -> Result<ReckonView, Error> {
    let mut db = desk.read().await?;
    let customer = known_customer(&mut db, ask.customer_id).await?;
    let country = our_firm(&mut db).await?.identity.country;
    let ids: Vec<_> = ask.lines.iter().filter_map(|line| line.product_id).collect();
    let products = store::products_by_ids(&mut db, &ids).await?;
    let prices = Prices::load(&mut db, ask.customer_id, ids.into_iter()).await?;
    let rates = store::vat_rates(&mut db).await?;

    let currency = ask.currency.unwrap_or(customer.currency);
    let on = ask.on.unwrap_or(cx.today);
    let terms = terms_of(&customer, currency, ask.vat_regime);
    let mut lines: Vec<_> =
        ask.lines.iter().map(|line| reckon_line(line, &products, &prices, currency, on)).collect();
    let bill = whole_bill(&ask, &terms, &products, &lines, on);
    let (taxes, totals) = settle(&bill, &country, &rates, on, &mut lines);
    let complete = ask.lines.iter().zip(&lines).all(|(asked, line)| {
        asked.product_id.is_none() || line.refusal.is_none() && line.block.is_none()
    });
    Ok(ReckonView { currency, on, lines, taxes, totals, complete })
}

fn terms_of(customer: &Customer, currency: Currency, regime: Option<VatRegime>) -> Terms {
    let id = customer.customer_id;
    Terms {
        sold_to: id,
        ship_to: ShipTo { customer_id: id, address_n: 0 },
        bill_to: customer.bill_to.unwrap_or(id),
        payer: customer.payer.unwrap_or(id),
        currency,
        vat_regime: regime.unwrap_or(customer.vat_regime),
        basis: Basis::Dispatch,
    }
}

fn reckon_line(
    asked: &ReckonLine,
    products: &[Product],
    prices: &Prices,
    currency: Currency,
    on: NaiveDate,
) -> ReckonedLine {
    let mut line = ReckonedLine::default();
    let Some(product) = products.iter().find(|p| Some(p.product_id) == asked.product_id) else {
        return line;
    };
    let wanted = (product.product_id, asked.quantity);
    let offer = prices.offers(&[wanted], currency, on).pop().flatten();
    line.price = asked.price.or(offer.as_ref().map(|offer| offer.price));
    line.offer = offer.map(OfferView::from);
    let amounts = asked.quantity.checked(product.unit_scale).and_then(|quantity| {
        let price = line.price.ok_or(Refusal::NoPrice)?.checked()?;
        line_amounts(quantity, price, currency)
    });
    match amounts {
        Ok(amounts) => line.amounts = Some(amounts),
        Err(why) => line.refusal = Some(why),
    }
    line
}

/// The order as billing would find it after one shipment of everything that has an amount.
fn whole_bill(
    ask: &ReckonAsk,
    terms: &Terms,
    products: &[Product],
    reckoned: &[ReckonedLine],
    on: NaiveDate,
) -> Case {
    let mut lines = Vec::new();
    for (line_n, (asked, line)) in (1..).zip(ask.lines.iter().zip(reckoned)) {
        let product = products.iter().find(|p| Some(p.product_id) == asked.product_id);
        if let (Some(product), Some(price), Some(_)) = (product, line.price, line.amounts) {
            let agreed = agreed(price, asked, terms.currency, on);
            lines.push(shipped_whole(line_n, product, asked.quantity, agreed, terms.ship_to));
        }
    }
    if let Some(discount) = ask.discount {
        let mut priced: Vec<_> =
            lines.iter_mut().map(|line| (line.cap, &mut line.prices[0])).collect();
        // A discount above the goods is refused when the order is saved; here it changes nothing.
        let _ = discount.lay_on(&mut priced);
    }
    let charge = |(charge_n, asked): (i64, &ReckonCharge)| {
        Charge {
            charge_n,
            kind: asked.kind,
            per: asked.per,
            amount_minor: asked.amount_minor,
            description: asked.description.clone().unwrap_or_default(),
        }
        .checked()
        .ok()
    };
    let charges = (1..).zip(ask.charges.as_deref().unwrap_or_default()).filter_map(charge);
    Case {
        order_id: Uuid::nil().into(),
        number: String::new(),
        terms: terms.clone(),
        references: References::default(),
        billing: BillingProfile::default(),
        required: Vec::new(),
        lines,
        charges: charges.map(|charge| CaseCharge { charge, billed_for: Vec::new() }).collect(),
    }
}

fn agreed(price: Price, asked: &ReckonLine, currency: Currency, on: NaiveDate) -> AgreedPrice {
    AgreedPrice {
        price_n: 1,
        price,
        currency,
        applies_from: on,
        source: PriceSource::CustomerOrder,
        agreed_by: None,
        evidence: Evidence::default(),
        discount_text: None,
        allowance_minor: asked.allowance_minor.unwrap_or(0),
        allowance_quantity: asked.allowance_quantity.unwrap_or(asked.quantity),
    }
}

fn shipped_whole(
    line_n: i64,
    product: &Product,
    quantity: Quantity,
    agreed: AgreedPrice,
    ship_to: ShipTo,
) -> CaseLine {
    CaseLine {
        line_n,
        product_id: product.product_id,
        product_code: product.code.clone(),
        kind: product.kind,
        description: String::new(),
        unit_code: product.unit_code.clone(),
        tax_category: product.tax_category.clone(),
        customer_line: None,
        customer_code: None,
        cost_centre: None,
        cap: quantity,
        deliveries: vec![Delivery {
            line: LineRef { shipment_id: Uuid::nil().into(), shipment_n: line_n },
            number: String::new(),
            dispatched_on: agreed.applies_from,
            ship_to,
            serials: Vec::new(),
            lots: Vec::new(),
            dispatched: quantity,
            accepted: None,
            goods_receipt: None,
            state: ShipmentState::Issued,
            returned: Quantity::ZERO,
            replaces: None,
            invoiced: Quantity::ZERO,
            credited: Quantity::ZERO,
            credited_returned: Quantity::ZERO,
            billing_holder: Uuid::nil().into(),
        }],
        prices: vec![agreed],
        posted: Vec::new(),
    }
}

/// Bills the case by the law of billing itself, and says beside each line what became of it.
fn settle(
    case: &Case,
    country: &str,
    rates: &[VatRate],
    on: NaiveDate,
    lines: &mut [ReckonedLine],
) -> (Vec<TaxTotal>, Totals) {
    // An estimate needs no exchange rate, so that the order's own currency stands for the firm's.
    let currency = case.terms.currency;
    let stream = Uuid::nil().into();
    let biller = Biller {
        country,
        currency,
        stream,
        rates,
        exchange: &[],
        calendar: &Calendar::default(),
        today: on,
    };
    let outcome = propose(std::slice::from_ref(case), &biller);
    let at = |line_n: i64| usize::try_from(line_n - 1).unwrap_or(usize::MAX);
    for blocked in outcome.blocked {
        if let Some(line) = lines.get_mut(at(blocked.line_n)) {
            line.block = Some(blocked.why);
        }
    }
    // Everything leaves on one day, so that there is one proposal at most.
    let Some(proposal) = outcome.proposals.into_iter().next() else {
        return (Vec::new(), Totals::default());
    };
    for billed in proposal.lines {
        if let Some(line) = lines.get_mut(at(billed.line_n)) {
            line.billed = Some(billed.amounts);
            line.share_minor = Some(billed.share_minor);
            line.vat_category = Some(billed.vat_category);
            line.rate_ppm = Some(billed.rate_ppm);
        }
    }
    (proposal.taxes, proposal.totals)
}
