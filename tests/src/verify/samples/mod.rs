//! One fixed fact of every kind, with nothing left out that may be there.

mod papers;
mod changes;

use chrono::{DateTime, Utc};
use dovuto_domain::attendance::{Baton, HandOver, Step, Task, TaskKind};
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::billing::invoice::SeriesNumber;
use dovuto_domain::catalog::{CustomerCode, Description, ListPrice, Product, ProductKind, VatRate};
use dovuto_domain::fact::{
    BatonAct, BatonMoved, BillingRunFinished, BillingTakenOver, ExchangeRatesSet, Fact,
    ImportFinished, LinePrice, ListPricesSet, OrderCancelled, OrderClosed, OrderConfirmed,
    OrderDeclined, OrderEnded, PersonErased, Policy, StationOpened, StationSucceeded, TaskDone,
    VatRatesSet,
};
use dovuto_domain::kernel::quantity::{Price, Quantity};
use dovuto_domain::layout::{Layer, LayoutProfileIssued, LayoutProfileSet, Place, Scope};
use dovuto_domain::orders::references::References;
use dovuto_domain::orders::{Order, OrderKind, OrderLine, ShipTo, StatedPrice, Terms};
use dovuto_domain::parties::closing::{CalendarSet, ClosingDay};
use dovuto_domain::parties::profile::{BillingProfile, Channel, EarlyPayment, Grouping, Rhythm};
use dovuto_domain::parties::{
    Address, BankAccount, Basis, Carrier, Contact, Customer, Department, ElectronicAddress, Firm,
    Identity, Member, PaymentTerms, PersonRef, Reference, Registration, VatRegime,
};
use dovuto_domain::pricing::{
    AgreedPrice, Charge, ChargeKind, ChargePer, Discount, Evidence, PriceAgreement, PriceSource,
    QuantityBreak,
};
use uuid::Uuid;

use self::changes::{agreed as agreed_later, back, on_the_way};
use self::papers::{goods, money};
use super::world::{currency, day};

/// Identities are numbers: what a number stands for is the same in every sample.
fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(n).into()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// A fact of each kind, in the order of the kinds.
pub fn samples() -> Vec<Fact> {
    let mut all = vec![
        StationOpened {
            stream_id: id(1),
            public_key: "ab".repeat(32),
            letter: 'A',
            name: "front desk".into(),
        }
        .into(),
        StationSucceeded {
            stream_id: id(2),
            predecessor: id(1),
            members: [id(4), id(5)],
            reason: "the disk broke".into(),
            last_numbers_seen: vec!["FA26-00017".into(), "NA26-00002".into()],
            billing_passes: false,
            tasks: vec![Task { kind: TaskKind::PerhapsBilled, ..task() }],
            on: day("2026-03-02"),
        }
        .into(),
        PersonErased { personal_id: id(19), reason: "asked for it".into(), on: day("2026-03-03") }
            .into(),
        BillingTakenOver {
            shipment_id: id(15),
            predecessor: id(1),
            reason: "no paper invoice".into(),
            on: day("2026-03-03"),
        }
        .into(),
    ];
    all.extend(parties());
    all.extend(layouts());
    all.extend(catalogue());
    all.extend(orders());
    all.extend(goods());
    all.extend(on_the_way());
    all.extend(money());
    all.extend(back());
    all.push(BatonMoved { act: BatonAct::Offered, baton: baton() }.into());
    all.push(BillingRunFinished { run_id: id(21), on: day("2026-03-06"), n_invoices: 12 }.into());
    all.push(imported().into());
    let (task_id, by, on) = (id(18), id(4), day("2026-03-09"));
    all.push(TaskDone { task_id, by, on, note: "counted again".into() }.into());
    all
}

fn imported() -> ImportFinished {
    ImportFinished {
        import_id: id(22),
        on: day("2026-03-06"),
        file: "orders.csv".into(),
        file_hash: "ef".repeat(32),
        lines_file_hash: Some("ab".repeat(32)),
        n_documents: 12,
        n_bad: 1,
    }
}

fn person() -> PersonRef {
    PersonRef { personal_id: id(19), digest: "cd".repeat(32) }
}

fn identity() -> Identity {
    Identity {
        name: "Officine Reno S.p.A.".into(),
        tax_id: some("IT01234567890"),
        fiscal_code: some("01234567890"),
        country: "IT".into(),
        language: "it".into(),
        registrations: vec![Registration { scheme: "REA".into(), value: "BO-1".into() }],
        addresses: vec![Address {
            name: some("Sede"),
            street: "via Emilia 1".into(),
            postcode: "40121".into(),
            city: "Bologna".into(),
            region: some("BO"),
            country: "IT".into(),
            site: some("gate 2"),
            cost_centre: some("CC 4"),
        }],
        banks: vec![BankAccount {
            iban: "IT60X0542811101000000123456".into(),
            bic: some("BPMOIT22"),
            bank: some("Banca"),
        }],
        electronic: Some(ElectronicAddress { scheme: "0211".into(), address: "IT012".into() }),
        sdi_code: some("ABCDEF1"),
        pec: some("reno@pec.example"),
    }
}

fn parties() -> Vec<Fact> {
    let firm = Firm {
        firm_id: id(3),
        identity: identity(),
        currency: currency("EUR"),
        tax_regime: some("RF01"),
        seller_contact: Some(person()),
    };
    let member = Member {
        member_id: id(4),
        code: "sara".into(),
        person: person(),
        departments: Department::ALL.to_vec(),
        senior: true,
        active: true,
    };
    let policy = Policy {
        policy_id: id(6),
        text: "Orders inside the list are taken.".into(),
        decided_by: id(4),
        on: day("2026-03-02"),
    };
    let customer = Customer {
        customer_id: id(7),
        code: "ROSSI".into(),
        identity: identity(),
        contacts: vec![Contact { role: "purchasing".into(), person: person() }],
        currency: currency("EUR"),
        terms: PaymentTerms { days: 60, end_of_month: true },
        credit_limit_minor: Some(5_000_000),
        basis: Basis::Delivery,
        vat_regime: VatRegime::Domestic,
        bill_to: Some(id(8)),
        payer: Some(id(9)),
        required_references: vec![
            Reference::CustomerPo,
            Reference::Contract,
            Reference::Project,
            Reference::BuyerReference,
            Reference::Cig,
            Reference::Cup,
            Reference::CustomerLine,
            Reference::CostCentre,
        ],
        billing: BillingProfile {
            rhythm: Rhythm::Month { day: 20 },
            grouping: Grouping::CostCentre,
            early_payment: Some(EarlyPayment { days: 10, discount_ppm: 20_000 }),
            channel: Channel::CertifiedEmail,
            recipients: vec!["billing".to_owned()],
        },
        active: true,
    };
    let carrier = Carrier {
        carrier_id: id(10),
        code: "BRT".into(),
        name: "Corriere".into(),
        tax_id: some("IT9"),
        phone: some("+39 051 1"),
        active: true,
    };
    vec![firm.into(), member.into(), policy.into(), customer.into(), carrier.into()]
}

fn layouts() -> [Fact; 2] {
    let layout = LayoutProfileSet {
        place: Place {
            scope: Scope::Customer { customer_id: id(7) },
            document: some("delivery_note"),
        },
        version: 2,
        on: day("2026-03-02"),
        layer: Some(Layer {
            base: some("italian_ddt"),
            group: some("chains"),
            overrides: "{\"copies\":2}".into(),
        }),
    };
    let issued =
        LayoutProfileIssued { layout_hash: "03".repeat(32), profile: "{\"copies\":2}".into() };
    [layout.into(), issued.into()]
}

fn price() -> Price {
    Price { micro: 12_345_678, per: 100, discount_ppm: 35_000 }
}

fn evidence() -> Evidence {
    Evidence {
        reference: "mail 7".into(),
        date: Some(day("2026-02-12")),
        file_hash: Some("ef".repeat(32)),
    }
}

fn catalogue() -> Vec<Fact> {
    let product = Product {
        tracking: dovuto_domain::catalog::Tracking::None,
        product_id: id(11),
        code: "VALVE".into(),
        gtin: some("4006381333931"),
        kind: ProductKind::Goods,
        descriptions: vec![Description { language: "it".into(), text: "Valvola \"DN 15\"".into() }],
        customer_codes: vec![CustomerCode { customer_id: id(7), code: "R-1".into() }],
        unit_code: "C62".into(),
        unit_scale: 2,
        standard_cost_micro: Some(3_000_000),
        tax_category: "S".into(),
        discontinued: false,
    };
    let listed = ListPrice {
        product_id: id(11),
        currency: currency("EUR"),
        valid_from: day("2026-01-01"),
        valid_to: Some(day("2026-12-31")),
        price_micro: 13_000_000,
        per: 100,
    };
    let rate = VatRate {
        country: "IT".into(),
        regime: VatRegime::Eu,
        tax_category: "S".into(),
        valid_from: day("1900-01-01"),
        vat_category: "K".into(),
        rate_ppm: 0,
        reason_code: some("VATEX-EU-IC"),
        reason: some("Article 138"),
    };
    let agreement = PriceAgreement {
        agreement_id: id(12),
        customer_id: id(7),
        product_id: id(11),
        currency: currency("EUR"),
        valid_from: day("2026-01-01"),
        valid_to: Some(day("2026-12-31")),
        breaks: vec![QuantityBreak { from_quantity: Quantity::units(10), price: price() }],
        agreed_by: Some(id(4)),
        evidence: evidence(),
    };
    let closed = ClosingDay { on: day("2026-08-14"), name: "Ferie".into() };
    vec![
        product.into(),
        ListPricesSet { product_id: id(11), prices: vec![listed] }.into(),
        VatRatesSet { rates: vec![rate] }.into(),
        ExchangeRatesSet { rates: vec![exchange()] }.into(),
        CalendarSet { year: 2026, days: vec![closed] }.into(),
        agreement.into(),
    ]
}

fn terms() -> Terms {
    Terms {
        sold_to: id(7),
        ship_to: ShipTo { customer_id: id(7), address_n: 1 },
        bill_to: id(8),
        payer: id(9),
        currency: currency("EUR"),
        vat_regime: VatRegime::Domestic,
        basis: Basis::Dispatch,
    }
}

fn references() -> References {
    References {
        customer_po: some("PO 7"),
        po_date: Some(day("2026-02-27")),
        contract: some("C 1"),
        project: some("P 1"),
        buyer_reference: some("desk 4"),
        cig: some("Z123"),
        cup: some("J51"),
    }
}

fn series(kind: &str) -> SeriesNumber {
    SeriesNumber {
        series: kind.into(),
        year: 2026,
        counter: 17,
        number: format!("{kind}A26-00017"),
    }
}

fn baton() -> Baton {
    Baton {
        order_id: id(13),
        department: Department::Logistics,
        holder: Some(id(4)),
        step: Step::Fulfil,
        since: at("2026-03-02T08:00:00Z"),
        due_at: at("2026-03-07T00:00:00Z"),
        offer: Some(HandOver {
            to: id(5),
            department: Department::Billing,
            offered_at: at("2026-03-02T09:00:00.123456Z"),
            accept_by: at("2026-03-02T11:00:00.123456Z"),
        }),
    }
}

fn task() -> Task {
    Task {
        task_id: id(18),
        kind: TaskKind::StockBelowZero,
        department: Department::Warehouse,
        holder: Some(id(5)),
        about: "VALVE".into(),
        quantity: -1_000_000,
        opened_at: at("2026-03-02T08:00:00Z"),
        due_at: at("2026-03-04T00:00:00Z"),
    }
}

fn order() -> Order {
    let line = OrderLine {
        to_be_agreed: false,
        line_n: 1,
        product_id: id(11),
        kind: ProductKind::Goods,
        description: "Valvola".into(),
        quantity: Quantity(7_250_000),
        unit_code: "C62".into(),
        unit_scale: 2,
        tax_category: "S".into(),
        customer_line: some("10"),
        customer_code: some("R-1"),
        cost_centre: some("CC 4"),
        stated_price: Some(StatedPrice {
            discount_text: some("2 + 1.53"),
            price: price(),
            evidence: evidence(),
        }),
    };
    let charge = Charge {
        charge_n: 1,
        kind: ChargeKind::SmallOrder,
        per: ChargePer::Shipment,
        amount_minor: 1_500,
        description: "small order".into(),
    };
    Order {
        discount: Some(Discount::Money { amount_minor: 1_000 }),
        order_id: id(13),
        kind: OrderKind::CallOff,
        blanket_id: Some(id(14)),
        terms: terms(),
        references: references(),
        ordered_on: day("2026-03-02"),
        requested_on: Some(day("2026-03-20")),
        lines: vec![line],
        charges: vec![charge],
    }
}

fn orders() -> Vec<Fact> {
    let order = order();
    let agreed = AgreedPrice {
        allowance_minor: 1_000,
        allowance_quantity: Quantity(7_250_000),
        discount_text: some("2 + 1.53"),
        price_n: 1,
        price: price(),
        currency: currency("EUR"),
        applies_from: day("2026-03-02"),
        source: PriceSource::CustomerOrder,
        agreed_by: Some(id(4)),
        evidence: evidence(),
    };
    let confirmed = OrderConfirmed {
        order_id: id(13),
        series: series("O"),
        kind: OrderKind::CallOff,
        blanket_id: Some(id(14)),
        terms: terms(),
        confirmed_on: day("2026-03-02"),
        promised_on: day("2026-03-20"),
        policy_id: id(6),
        prices: vec![LinePrice { line_n: 1, agreed: agreed.clone() }],
        baton: baton(),
    };
    let ended = || OrderEnded {
        order_id: id(13),
        on: day("2026-03-09"),
        reason: some("the customer's wish"),
    };
    let mut all = vec![order.clone().into(), confirmed.into()];
    all.extend(agreed_later(order, agreed));
    let ends = [
        OrderDeclined(ended()).into(),
        OrderCancelled(ended()).into(),
        OrderClosed(ended()).into(),
    ];
    all.extend(ends);
    all
}

fn exchange() -> ExchangeRate {
    ExchangeRate {
        currency: currency("CHF"),
        quoted_on: day("2026-03-19"),
        rate_micro: 937_500,
        source: "ECB".into(),
    }
}
