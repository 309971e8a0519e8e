//! An order to bill, made of a few figures.

use chrono::NaiveDate;
use dovuto_domain::billing::balance::Delivery;
use dovuto_domain::billing::credit::{Credited, PostedLine};
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::billing::gather::propose;
use dovuto_domain::billing::proposal::{Biller, Case, CaseCharge, CaseLine, Outcome};
use dovuto_domain::catalog::{ProductKind, VatRate};
use dovuto_domain::fulfilment::LineRef;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::id::{ShipmentId, StreamId};
use dovuto_domain::kernel::quantity::{Currency, MILLION, Price, Quantity};
use dovuto_domain::orders::references::References;
use dovuto_domain::orders::{ShipTo, Terms};
use dovuto_domain::parties::profile::BillingProfile;
use dovuto_domain::parties::{Basis, VatRegime};
use dovuto_domain::pricing::{AgreedPrice, Charge, ChargeKind, ChargePer, Evidence, PriceSource};
use uuid::Uuid;

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn units(n: i64) -> Quantity {
    Quantity::units(n)
}

pub fn shipment(n: u128) -> ShipmentId {
    Uuid::from_u128(n).into()
}

pub fn stream(n: u128) -> StreamId {
    Uuid::from_u128(n).into()
}

/// Prices of a line in cents, each from a day on.
pub fn price(price_n: i64, cents: i64, from: &str) -> AgreedPrice {
    AgreedPrice {
        price_n,
        price: Price { micro: cents * (MILLION / 100), per: 1, discount_ppm: 0 },
        currency: Currency::EUR,
        applies_from: day(from),
        source: PriceSource::PriceList,
        agreed_by: None,
        evidence: Evidence::default(),
        discount_text: None,
        allowance_minor: 0,
        allowance_quantity: Quantity::ZERO,
    }
}

/// Whole units that left under a delivery note on a day and were signed for.
pub fn left(n: u128, on: &str, dispatched: i64, accepted: i64) -> Delivery {
    Delivery {
        line: LineRef { shipment_id: shipment(n), shipment_n: 1 },
        number: format!("DA26-{n:05}"),
        dispatched_on: day(on),
        ship_to: ShipTo { customer_id: Uuid::from_u128(9).into(), address_n: 0 },
        serials: Vec::new(),
        lots: Vec::new(),
        dispatched: units(dispatched),
        accepted: Some((Uuid::from_u128(n).into(), units(accepted))),
        goods_receipt: None,
        state: ShipmentState::Confirmed,
        returned: Quantity::ZERO,
        replaces: None,
        invoiced: Quantity::ZERO,
        credited: Quantity::ZERO,
        credited_returned: Quantity::ZERO,
        billing_holder: stream(1),
    }
}

/// A line of ten agreed units at 10.00 with one delivery of them.
pub fn line(line_n: i64) -> CaseLine {
    CaseLine {
        line_n,
        product_id: Uuid::from_u128(7).into(),
        product_code: "RID".to_owned(),
        kind: ProductKind::Goods,
        description: "a reducer".to_owned(),
        unit_code: "C62".to_owned(),
        tax_category: "S".to_owned(),
        customer_line: Some("00010".to_owned()),
        customer_code: None,
        cost_centre: None,
        cap: units(10),
        prices: vec![price(1, 1_000, "2026-01-01")],
        deliveries: vec![left(1, "2026-03-02", 10, 10)],
        posted: Vec::new(),
    }
}

/// The same, billed on an invoice of ours for 100.00.
pub fn billed(line_n: i64) -> CaseLine {
    let mut billed = line(line_n);
    billed.deliveries[0].invoiced = units(10);
    billed.posted = vec![posted(1, line_n, 10, 10_000)];
    billed
}

/// A posted line of whole units on the invoice of that number.
pub fn posted(n: i64, line_n: i64, quantity: i64, net_minor: i64) -> PostedLine {
    PostedLine {
        invoice_id: Uuid::from_u128(50 + u128::try_from(n).expect("a number")).into(),
        invoice_number: format!("FA26-{n:05}"),
        issued_on: day("2026-03-03"),
        invoice_n: 1,
        line_n,
        shipment: LineRef { shipment_id: shipment(1), shipment_n: 1 },
        price_n: 1,
        supply_date: day("2026-03-02"),
        currency: Currency::EUR,
        quantity: units(quantity),
        share_minor: 0,
        net_minor,
        credited: Credited::default(),
    }
}

pub fn case(lines: Vec<CaseLine>) -> Case {
    let customer = Uuid::from_u128(9).into();
    Case {
        order_id: Uuid::from_u128(4).into(),
        number: "OA26-00001".to_owned(),
        terms: Terms {
            sold_to: customer,
            ship_to: ShipTo { customer_id: customer, address_n: 0 },
            bill_to: customer,
            payer: customer,
            currency: Currency::EUR,
            vat_regime: VatRegime::Domestic,
            basis: Basis::Delivery,
        },
        references: References::default(),
        billing: BillingProfile::default(),
        required: Vec::new(),
        lines,
        charges: Vec::new(),
    }
}

pub fn charge(charge_n: i64, per: ChargePer, amount_minor: i64) -> CaseCharge {
    let description = "freight".to_owned();
    let kind = ChargeKind::Freight;
    CaseCharge {
        charge: Charge { charge_n, kind, per, amount_minor, description },
        billed_for: Vec::new(),
    }
}

/// Domestic rates of two classes.
pub fn rates() -> Vec<VatRate> {
    let rate = |tax_category: &str, rate_ppm| VatRate {
        country: "IT".to_owned(),
        regime: VatRegime::Domestic,
        tax_category: tax_category.to_owned(),
        valid_from: day("2020-01-01"),
        vat_category: if rate_ppm > 0 { "S" } else { "Z" }.to_owned(),
        rate_ppm,
        reason_code: None,
        reason: None,
    };
    vec![rate("S", 220_000), rate("R4", 40_000), rate("Z", 0)]
}

/// One euro in Swiss francs, quoted on two days.
pub fn exchange() -> Vec<ExchangeRate> {
    let rate = |on: &str, rate_micro| ExchangeRate {
        currency: Currency::parse("CHF").expect("a currency"),
        quoted_on: day(on),
        rate_micro,
        source: "ECB".to_owned(),
    };
    vec![rate("2026-03-02", 937_500), rate("2026-03-06", 950_000)]
}

/// Bills as a firm outside Italy on 10 March, so that every invoice is immediate.
pub fn at_once(case: &Case) -> Outcome {
    as_of("DE", "2026-03-10", case)
}

pub fn as_of(country: &str, today: &str, case: &Case) -> Outcome {
    let (rates, exchange) = (rates(), exchange());
    let by = Biller {
        country,
        currency: Currency::EUR,
        stream: stream(1),
        rates: &rates,
        exchange: &exchange,
        calendar: &Calendar::default(),
        today: day(today),
    };
    propose(std::slice::from_ref(case), &by)
}
