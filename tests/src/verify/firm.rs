//! The firm of the tests: who works there, what it sells, and a few weeks of its orders.

use dovuto_domain::attendance::{HandOver, Step, Task, TaskKind};
use dovuto_domain::catalog::{CustomerCode, Description, ListPrice, Product, ProductKind};
use dovuto_domain::fact::{
    BatonAct, BatonMoved, BillingRunFinished, BillingTakenOver, ExchangeRatesSet, ImportFinished,
    LinePrice, ListPricesSet, OrderCancelled, OrderClosed, OrderDeclined, OrderEnded, PersonErased,
    Policy, ShipmentDelivered, StationSucceeded, StockAdjusted, TaskDone, VatRatesSet,
};
use dovuto_domain::kernel::id::MemberId;
use dovuto_domain::kernel::quantity::{Price, Quantity};
use dovuto_domain::orders::references::References;
use dovuto_domain::orders::{Order, OrderKind, OrderLine, ShipTo, Terms};
use dovuto_domain::parties::closing::{CalendarSet, ClosingDay};
use dovuto_domain::parties::{
    Address, Basis, Carrier, Contact, Customer, Department, Firm, Identity, Member, PaymentTerms,
    VatRegime,
};
use dovuto_domain::pricing::{
    AgreedPrice, Charge, ChargeKind, ChargePer, Evidence, PriceAgreement, PriceSource,
    QuantityBreak,
};

use super::layouts;
use super::mended::{failed, mended};
use super::opening::{opened, paid};
use super::sold::Sold;
use super::world::{World, currency, day};

fn identity(name: &str, tax_id: Option<&str>, country: &str) -> Identity {
    let address = Address {
        street: "via Emilia 1".into(),
        postcode: "40121".into(),
        city: "Bologna".into(),
        country: country.into(),
        ..Address::default()
    };
    Identity {
        name: name.into(),
        tax_id: tax_id.map(str::to_owned),
        country: country.into(),
        language: "it".into(),
        addresses: vec![address],
        ..Identity::default()
    }
}

/// The firm before its first order: station, people, policy, rates, products, customers.
pub async fn founded() -> (World, Vec<Customer>) {
    let mut world = World::begin().await;
    let firm = Firm {
        firm_id: world.id(),
        identity: identity("Officine Reno", Some("IT01234567890"), "IT"),
        currency: currency("EUR"),
        tax_regime: Some("RF01".into()),
        seller_contact: Some(world.person("Paola").await),
    };
    world.firm = Some(firm.clone());
    world.record(vec![firm.into()]).await;
    for (code, departments, senior) in [
        ("sara", vec![Department::Direction, Department::Sales], true),
        ("marco", vec![Department::Logistics], false),
        ("elena", vec![Department::Billing, Department::Finance], false),
    ] {
        let (member_id, person) = (world.id::<MemberId>(), world.person(code).await);
        let code = code.to_owned();
        let member = Member { member_id, code, person, departments, senior, active: true };
        world.record(vec![member.into()]).await;
        world.members.push(member_id);
    }
    let (policy_id, decided_by, on) = (world.id(), world.members[0], world.today());
    world.policy_id = policy_id;
    let text = "Orders inside the list are taken.".into();
    world.record(vec![Policy { policy_id, text, decided_by, on }.into()]).await;
    world.record(vec![VatRatesSet { rates: world.rates.clone() }.into()]).await;
    world.record(vec![ExchangeRatesSet { rates: world.exchange.clone() }.into()]).await;
    let on = day("2026-08-14");
    let days = vec![ClosingDay { on, name: "Ferie".to_owned() }];
    world.record(vec![CalendarSet { year: 2026, days }.into()]).await;
    let customers = customers(&mut world).await;
    catalogue(&mut world, &customers).await;
    (world, customers)
}

async fn customers(world: &mut World) -> Vec<Customer> {
    let mut customers = Vec::new();
    for (code, tax_id, country, money, regime, basis) in [
        ("ROSSI", Some("IT09876543210"), "IT", "EUR", VatRegime::Domestic, Basis::Delivery),
        ("KELLER", Some("DE123456789"), "DE", "EUR", VatRegime::Eu, Basis::Dispatch),
        ("TANAKA", None, "JP", "JPY", VatRegime::Export, Basis::Dispatch),
    ] {
        let person = world.person(&format!("Buyer {code}")).await;
        let customer = Customer {
            customer_id: world.id(),
            code: code.into(),
            identity: identity(code, tax_id, country),
            contacts: vec![Contact { role: "purchasing".into(), person }],
            currency: currency(money),
            terms: PaymentTerms { days: 30, end_of_month: false },
            credit_limit_minor: Some(5_000_000),
            basis,
            vat_regime: regime,
            bill_to: None,
            payer: None,
            required_references: Vec::new(),
            billing: Default::default(),
            active: true,
        };
        world.record(vec![customer.clone().into()]).await;
        customers.push(customer);
    }
    customers
}

async fn catalogue(world: &mut World, customers: &[Customer]) {
    for (code, kind, unit, category) in [
        ("VALVE", ProductKind::Goods, "C62", "S"),
        ("FLOUR", ProductKind::Goods, "KGM", "R4"),
        ("HOURS", ProductKind::Service, "HUR", "S"),
    ] {
        let text = format!("{code} of the house");
        let product = Product {
            tracking: dovuto_domain::catalog::Tracking::None,
            product_id: world.id(),
            code: code.into(),
            gtin: None,
            kind,
            descriptions: vec![Description { language: "it".into(), text }],
            customer_codes: vec![CustomerCode {
                customer_id: customers[0].customer_id,
                code: format!("R-{code}"),
            }],
            unit_code: unit.into(),
            unit_scale: 2,
            standard_cost_micro: Some(3_000_000),
            tax_category: category.into(),
            discontinued: false,
        };
        let product_id = product.product_id;
        world.products.push(product.clone());
        world.record(vec![product.into()]).await;
        let price = ListPrice {
            product_id,
            currency: currency("EUR"),
            valid_from: day("2026-01-01"),
            valid_to: None,
            price_micro: 12_345_000,
            per: 1,
        };
        world.record(vec![ListPricesSet { product_id, prices: vec![price] }.into()]).await;
        let (on, quantity) = (world.today(), 400_000_000);
        let tasks = Vec::new();
        let reason = "counted".into();
        world.record(vec![StockAdjusted { product_id, quantity, on, reason, tasks }.into()]).await;
    }
    let breaks =
        vec![QuantityBreak { from_quantity: Quantity::units(10), price: price(11, 50_000) }];
    let agreement = PriceAgreement {
        agreement_id: world.id(),
        customer_id: customers[0].customer_id,
        product_id: world.products[0].product_id,
        currency: currency("EUR"),
        valid_from: day("2026-01-01"),
        valid_to: Some(day("2026-12-31")),
        breaks,
        agreed_by: Some(world.members[0]),
        evidence: evidence(),
    };
    world.record(vec![agreement.into()]).await;
    let carrier = Carrier {
        carrier_id: world.id(),
        code: "BRT".into(),
        name: "Corriere".into(),
        tax_id: None,
        phone: None,
        active: true,
    };
    world.record(vec![carrier.into()]).await;
}

pub fn price(units: i64, discount_ppm: i64) -> Price {
    Price { micro: units * 1_000_000 + 345_678, per: 1, discount_ppm }
}

fn evidence() -> Evidence {
    Evidence {
        reference: "mail of 12 February".into(),
        date: Some(day("2026-02-12")),
        file_hash: None,
    }
}

/// A price that was agreed for every dispatch from the first of March on.
pub fn agreed(world: &World, customer: &Customer, units: i64, discount_ppm: i64) -> AgreedPrice {
    AgreedPrice {
        allowance_minor: 0,
        allowance_quantity: Quantity::ZERO,
        discount_text: None,
        price_n: 1,
        price: price(units, discount_ppm),
        currency: customer.currency,
        applies_from: day("2026-03-01"),
        source: PriceSource::CustomerOrder,
        agreed_by: Some(world.members[0]),
        evidence: evidence(),
    }
}

/// An order for whole units of the three products, with freight and a fee for each shipment.
pub fn order(world: &mut World, customer: &Customer, units: &[i64]) -> Order {
    let line = |(n, (product, units)): (i64, (&Product, &i64))| OrderLine {
        to_be_agreed: false,
        line_n: n,
        product_id: product.product_id,
        kind: product.kind,
        description: product.description("it").to_owned(),
        quantity: Quantity::units(*units),
        unit_code: product.unit_code.clone(),
        unit_scale: product.unit_scale,
        tax_category: product.tax_category.clone(),
        customer_line: Some(format!("{n}0")),
        customer_code: None,
        cost_centre: None,
        stated_price: None,
    };
    let charge = |charge_n, kind, per, amount_minor| Charge {
        charge_n,
        kind,
        per,
        amount_minor,
        description: "as agreed".into(),
    };
    let id = customer.customer_id;
    Order {
        discount: None,
        order_id: world.id(),
        kind: OrderKind::Standard,
        blanket_id: None,
        terms: Terms {
            sold_to: id,
            ship_to: ShipTo { customer_id: id, address_n: 0 },
            bill_to: id,
            payer: id,
            currency: customer.currency,
            vat_regime: customer.vat_regime,
            basis: customer.basis,
        },
        references: References { customer_po: Some("PO 7".into()), ..References::default() },
        ordered_on: world.today(),
        requested_on: None,
        lines: (1..).zip(world.products.iter().zip(units)).map(line).collect(),
        charges: vec![
            charge(1, ChargeKind::Freight, ChargePer::Order, 1501),
            charge(2, ChargeKind::Other, ChargePer::Shipment, 333),
        ],
    }
}

/// Sells whole units of the three products.
pub async fn sold(world: &mut World, customer: &Customer, units: &[i64]) -> Sold {
    let order = order(world, customer, units);
    let at =
        |(line_n, _)| LinePrice { line_n, agreed: agreed(world, customer, 20 + line_n, 35_000) };
    let prices = (1..).zip(units).map(at).collect();
    world.sell(order, prices).await
}

/// A few weeks of the firm: every kind of fact, each state of orders and shipments.
pub async fn busy() -> World {
    let (mut world, customers) = founded().await;
    let [rossi, keller, tanaka] = &customers[..] else { panic!("three customers") };
    domestic(&mut world, rossi).await;
    abroad(&mut world, keller, tanaka).await;
    ended(&mut world, rossi).await;
    let owed = opened(&mut world, rossi, "2025/118").await;
    paid(&mut world, &owed, 40_000).await;
    handed_over(&mut world, rossi).await;
    layouts::set(&mut world, keller.customer_id).await;
    mended(&mut world, rossi, keller).await;
    failed(&mut world, keller).await;
    succeeded(&mut world, rossi).await;
    world
}

/// Billed on proof, in two shipments of which the second comes short, paid in two parts.
async fn domestic(world: &mut World, rossi: &Customer) {
    let mut sold = sold(world, rossi, &[10, 7, 3]).await;
    let mut first = world.ship(&mut sold, &[(1, 6), (2, 7)]).await;
    world.pass_days(2);
    let on = world.today();
    let batons = vec![world.baton(&sold.order, Step::Prove)];
    let shipment_id = first.shipment_id;
    world.record(vec![ShipmentDelivered { shipment_id, delivered_on: on, batons }.into()]).await;
    world.prove(&mut sold, &mut first, &[6, 7]).await;
    let one = world.bill(&mut sold, rossi).await;
    let mut second = world.ship(&mut sold, &[(1, 5), (3, 3)]).await;
    world.prove(&mut sold, &mut second, &[2, 3]).await;
    world.prove(&mut sold, &mut second, &[5, 3]).await;
    world.pass_days(1);
    let two = world.bill(&mut sold, rossi).await;
    let (owed, rest) = (one.totals.gross_minor, two.totals.gross_minor);
    world.pay(&sold, owed + 100, &[(&one, owed), (&two, 100)]).await;
    world.pay(&sold, rest, &[(&two, rest - 100)]).await;
    let closed = OrderEnded { order_id: sold.order.order_id, on: world.today(), reason: None };
    world.record(vec![OrderClosed(closed).into()]).await;
}

/// Billed on dispatch, without VAT, in a currency with and one without minor units.
async fn abroad(world: &mut World, keller: &Customer, tanaka: &Customer) {
    for customer in [keller, tanaka] {
        let mut sold = sold(world, customer, &[9, 4]).await;
        world.ship(&mut sold, &[(1, 9)]).await;
        world.bill(&mut sold, customer).await;
        world.ship(&mut sold, &[(2, 3)]).await;
    }
}

/// Orders that ended, and one that is still a draft.
async fn ended(world: &mut World, rossi: &Customer) {
    let enter = async |world: &mut World| {
        let order = order(world, rossi, &[1]);
        world.record(vec![order.clone().into()]).await;
        order.order_id
    };
    let ended = |order_id, on| OrderEnded { order_id, on, reason: Some("too late".into()) };
    let on = world.today();
    let order_id = enter(world).await;
    world.record(vec![OrderDeclined(ended(order_id, on)).into()]).await;
    let order_id = enter(world).await;
    world.record(vec![OrderCancelled(ended(order_id, on)).into()]).await;
    enter(world).await;
    let sold = sold(world, rossi, &[2]).await;
    world.plan(&sold, &[(1, 2)]).await;
    world.record(vec![OrderCancelled(ended(sold.order.order_id, on)).into()]).await;
}

/// An order that is offered from one person to another, and a task.
async fn handed_over(world: &mut World, rossi: &Customer) {
    let sold = sold(world, rossi, &[4, 4]).await;
    let mut baton = world.baton(&sold.order, Step::Fulfil);
    baton.offer = Some(HandOver {
        to: world.members[1],
        department: Department::Logistics,
        offered_at: world.now,
        accept_by: world.now + chrono::Duration::hours(2),
    });
    let offered = BatonMoved { act: BatonAct::Offered, baton: baton.clone() };
    world.record(vec![offered.into()]).await;
    (baton.holder, baton.offer) = (Some(world.members[1]), None);
    world.record(vec![BatonMoved { act: BatonAct::Accepted, baton }.into()]).await;
    let order = order(world, rossi, &[4]);
    world.record(vec![order.into()]).await;
    let task = task(world);
    let run_id = world.id();
    let finished = BillingRunFinished { run_id, on: world.today(), n_invoices: 1 };
    world.record(vec![finished.into()]).await;
    let imported = ImportFinished {
        import_id: world.id(),
        on: world.today(),
        file: "orders.csv".into(),
        file_hash: "ef".repeat(32),
        lines_file_hash: None,
        n_documents: 1,
        n_bad: 0,
    };
    world.record(vec![imported.into()]).await;
    let (task_id, by, on) = (task.task_id, world.members[1], world.today());
    let product_id = world.products[0].product_id;
    let (quantity, reason) = (-900_000_000, "broken".to_owned());
    let mut later = task.clone();
    later.task_id = world.id();
    let tasks = vec![task, later];
    world.record(vec![StockAdjusted { product_id, quantity, on, reason, tasks }.into()]).await;
    world.record(vec![TaskDone { task_id, by, on, note: "ordered more".into() }.into()]).await;
    erased(world).await;
}

/// A member who left and asked to be forgotten.
async fn erased(world: &mut World) {
    let (member_id, person) = (world.id::<MemberId>(), world.person("Luca").await);
    let (code, departments) = ("l1".to_owned(), vec![Department::Sales]);
    let personal_id = person.personal_id;
    let left = Member { member_id, code, person, departments, senior: false, active: false };
    world.record(vec![left.into()]).await;
    let (reason, on) = ("asked for it".into(), world.today());
    world.record(vec![PersonErased { personal_id, reason, on }.into()]).await;
}

fn task(world: &mut World) -> Task {
    Task {
        task_id: world.id(),
        kind: TaskKind::StockBelowZero,
        department: Department::Warehouse,
        holder: Some(world.members[1]),
        about: "VALVE".into(),
        quantity: -1_000_000,
        opened_at: world.now,
        due_at: world.now + chrono::Duration::days(1),
    }
}

/// The station is lost between dispatch and billing; a new one takes over and bills.
async fn succeeded(world: &mut World, rossi: &Customer) {
    let mut sold = sold(world, rossi, &[8, 2]).await;
    let mut left = world.ship(&mut sold, &[(1, 8), (2, 2)]).await;
    world.prove(&mut sold, &mut left, &[8, 2]).await;
    let predecessor = world.stream();
    let stream_id = world.open_station('B').await;
    let succession = StationSucceeded {
        stream_id,
        predecessor,
        members: [world.members[0], world.members[1]],
        reason: "the disk broke".into(),
        last_numbers_seen: ["FA26-00009", "TA26-00001", "NA26-00008"].map(String::from).into(),
        billing_passes: true,
        tasks: Vec::new(),
        on: world.today(),
    };
    world.record(vec![succession.into()]).await;
    sold.held_by(stream_id);
    world.bill(&mut sold, rossi).await;
    perhaps_billed(world, rossi).await;
}

/// A station is lost of which more was seen than the file has; one shipment is taken over.
async fn perhaps_billed(world: &mut World, rossi: &Customer) {
    let mut sold = sold(world, rossi, &[5]).await;
    let mut left = world.ship(&mut sold, &[(1, 5)]).await;
    world.prove(&mut sold, &mut left, &[5]).await;
    let predecessor = world.stream();
    let stream_id = world.open_station('C').await;
    let task = Task { kind: TaskKind::PerhapsBilled, ..task(world) };
    let succession = StationSucceeded {
        stream_id,
        predecessor,
        members: [world.members[0], world.members[1]],
        reason: "restored from a backup".into(),
        last_numbers_seen: vec!["FB26-00009".into()],
        billing_passes: false,
        tasks: vec![task],
        on: world.today(),
    };
    world.record(vec![succession.into()]).await;
    let shipment_id = left.shipment_id;
    let (reason, on) = ("no paper invoice".into(), world.today());
    let taken = BillingTakenOver { shipment_id, predecessor, reason, on };
    world.record(vec![taken.into()]).await;
    sold.held_by(stream_id);
    world.bill(&mut sold, rossi).await;
}
