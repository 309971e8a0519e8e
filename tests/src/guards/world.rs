//! One small valid firm, recorded by real facts: what the attacks are made on.

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_domain::attendance::{Baton, Step, Task, TaskKind, end_of};
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::catalog::{CustomerCode, Description, ListPrice, Product, ProductKind};
use dovuto_domain::fact::{
    BatonAct, BatonMoved, ExchangeRatesSet, Fact, ListPricesSet, OrderCancelled, OrderDeclined,
    OrderEnded, Policy, StationOpened, StockAdjusted, TaskDone, VatRatesSet,
};
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::id::{OrderId, StreamId};
use dovuto_domain::kernel::quantity::{Currency, MILLION, Price, Quantity};
use dovuto_domain::layout::{Layer, LayoutProfileIssued, LayoutProfileSet, Place, Scope};
use dovuto_domain::parties::closing::{CalendarSet, ClosingDay};
use dovuto_domain::parties::{
    Basis, Carrier, Customer, Department, Firm, Identity, Member, PaymentTerms, PersonRef,
    VatRegime,
};
use dovuto_domain::pricing::{Evidence, PriceAgreement, QuantityBreak};
use dovuto_store::file::Store;
use dovuto_store::keys::{KeyHome, Station, stream_of};
use dovuto_store::ledger::{Entry, Request, Stamp, Tx, head_of};
use dovuto_store::row::hex;
use ed25519_dalek::SigningKey;
use tempfile::TempDir;
use uuid::Uuid;

use super::after::after;
use super::trade;

pub const FIRM: u128 = 0x10;
pub const SARA: u128 = 0x11;
pub const POLICY: u128 = 0x12;
pub const ROSSI: u128 = 0x13;
pub const BIANCHI: u128 = 0x14;
pub const CARRIER: u128 = 0x15;
pub const PUMP: u128 = 0x16;
pub const AGREEMENT: u128 = 0x17;
pub const PERSON: u128 = 0x18;
pub const TASK_DONE: u128 = 0x19;
pub const TASK_OPEN: u128 = 0x1a;

/// A firm's file that nobody has open any more, and the streams of its two stations.
pub struct World {
    pub folder: TempDir,
    pub stream: StreamId,
    pub other: StreamId,
}

/// Writes facts with a clock and ids that are the same on every run.
pub struct Hand {
    store: Store,
    n: u128,
}

pub fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(n).into()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn now() -> DateTime<Utc> {
    "2026-11-23T09:00:00Z".parse().expect("an instant")
}

pub fn price(units: i64) -> Price {
    Price { micro: units * MILLION, per: 1, discount_ppm: 0 }
}

pub fn evidence(reference: &str) -> Evidence {
    Evidence { reference: reference.to_owned(), date: None, file_hash: None }
}

pub fn baton(order: u128, step: Step) -> Baton {
    Baton::begin(id(order), step, end_of(day("2026-12-01")), now(), None)
}

impl Hand {
    /// Records one fact as one request.
    pub async fn record(&mut self, fact: impl Into<Fact>) {
        let tx = self.store.write().await.expect("the store writes");
        self.finish(tx, fact.into()).await;
    }

    async fn finish(&mut self, mut tx: Tx, fact: Fact) {
        self.n += 1;
        let kind = fact.kind();
        let request = Request {
            id: id(0xffff_0000 + self.n),
            command: kind.to_owned(),
            payload_hash: [0; 32],
        };
        let stamp = Stamp { at: now(), actor: Some(id(SARA)) };
        let recorded = tx.record(stamp, &request, vec![Entry::from(fact)], &"done").await;
        recorded.unwrap_or_else(|why| panic!("{kind} folds with the guards on: {why}"));
        self.store.commit(tx).await.expect("what was recorded is kept");
    }

    /// The newest fact on a subject, in hex.
    pub async fn head(&self, subject: u128) -> String {
        let mut db = self.store.read().await.expect("the store reads");
        let head = head_of(&mut db, Uuid::from_u128(subject)).await.expect("the ledger is read");
        hex(&head.expect("a fact on the subject"))
    }

    /// Opens a station as the first fact of its own stream.
    async fn open_station(&mut self, seed: u8, letter: char) -> StreamId {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let public = *key.verifying_key().as_bytes();
        let stream_id = stream_of(&public);
        self.store.keys().keep(&key).expect("the key is kept");
        let mut tx = self.store.write().await.expect("the store writes");
        tx.write_as(Station { stream_id, letter, key }).await.expect("a new stream begins");
        let opened = StationOpened {
            stream_id,
            public_key: hex(&public),
            letter,
            name: format!("desk {letter}"),
        };
        self.finish(tx, opened.into()).await;
        stream_id
    }
}

impl World {
    /// Records the whole world through the folds, with every guard on.
    pub async fn build() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let keys = KeyHome(folder.path().join("keys"));
        let path = folder.path().join("firm.db");
        let store = Store::create(&path, keys).await.expect("a new file");
        let mut hand = Hand { store, n: 0 };
        let other = hand.open_station(2, 'B').await;
        let stream = hand.open_station(1, 'A').await;
        let key = SigningKey::from_bytes(&[1; 32]);
        hand.store.become_station(Station { stream_id: stream, letter: 'A', key });
        parties(&mut hand).await;
        catalog(&mut hand).await;
        trade::trade(&mut hand, stream).await;
        after(&mut hand, stream).await;
        attendance(&mut hand).await;
        hand.store.close().await;
        Self { folder, stream, other }
    }

    /// Where the firm's file lies.
    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("firm.db")
    }
}

fn identity(name: &str) -> Identity {
    Identity {
        name: name.to_owned(),
        tax_id: Some("IT12345678903".to_owned()),
        country: "IT".to_owned(),
        language: "it".to_owned(),
        ..Identity::default()
    }
}

pub fn seller() -> Identity {
    identity("Pompe Lombarde")
}

pub fn buyer() -> Identity {
    identity("Rossi")
}

fn customer(customer_id: u128, code: &str) -> Customer {
    Customer {
        customer_id: id(customer_id),
        code: code.to_owned(),
        identity: identity(code),
        contacts: Vec::new(),
        currency: Currency::EUR,
        terms: PaymentTerms { days: 30, end_of_month: false },
        credit_limit_minor: None,
        basis: Basis::Delivery,
        vat_regime: VatRegime::Domestic,
        bill_to: None,
        payer: None,
        required_references: Vec::new(),
        billing: Default::default(),
        active: true,
    }
}

async fn parties(hand: &mut Hand) {
    let firm = Firm {
        firm_id: id(FIRM),
        identity: seller(),
        currency: Currency::EUR,
        tax_regime: Some("RF01".to_owned()),
        seller_contact: None,
    };
    let sara = Member {
        member_id: id(SARA),
        code: "sara".to_owned(),
        person: PersonRef { personal_id: id(PERSON), digest: String::new() },
        departments: Department::ALL.to_vec(),
        senior: true,
        active: true,
    };
    let luca = Member { member_id: id(SARA + 0x100), code: "luca".to_owned(), ..sara.clone() };
    let carrier = Carrier {
        carrier_id: id(CARRIER),
        code: "corriere".to_owned(),
        name: "Corriere".to_owned(),
        tax_id: None,
        phone: None,
        active: true,
    };
    let policy = Policy {
        policy_id: id(POLICY),
        text: "accept what is complete".to_owned(),
        decided_by: id(SARA),
        on: day("2026-01-01"),
    };
    hand.record(firm.clone()).await;
    hand.record(firm).await;
    hand.record(sara.clone()).await;
    hand.record(sara).await;
    hand.record(luca).await;
    hand.record(policy).await;
    hand.record(carrier.clone()).await;
    hand.record(Carrier { active: true, ..carrier.clone() }).await;
    hand.record(Carrier { carrier_id: id(CARRIER + 0x100), code: "altro".to_owned(), ..carrier })
        .await;
    hand.record(customer(ROSSI, "rossi")).await;
    hand.record(customer(ROSSI, "rossi")).await;
    hand.record(customer(BIANCHI, "bianchi")).await;
}

async fn catalog(hand: &mut Hand) {
    let pump = Product {
        tracking: dovuto_domain::catalog::Tracking::None,
        product_id: id(PUMP),
        code: "P-1".to_owned(),
        gtin: None,
        kind: ProductKind::Goods,
        descriptions: vec![Description { language: "it".to_owned(), text: "pompa".to_owned() }],
        customer_codes: vec![CustomerCode { customer_id: id(ROSSI), code: "R-9".to_owned() }],
        unit_code: "C62".to_owned(),
        unit_scale: 0,
        standard_cost_micro: None,
        tax_category: "S".to_owned(),
        discontinued: false,
    };
    hand.record(pump.clone()).await;
    hand.record(pump.clone()).await;
    hand.record(Product {
        product_id: id(PUMP + 0x100),
        code: "P-2".to_owned(),
        customer_codes: Vec::new(),
        ..pump
    })
    .await;
    let prices = || ListPricesSet {
        product_id: id(PUMP),
        prices: vec![ListPrice {
            product_id: id(PUMP),
            currency: Currency::EUR,
            valid_from: day("2026-01-01"),
            valid_to: None,
            price_micro: 10 * MILLION,
            per: 1,
        }],
    };
    hand.record(prices()).await;
    hand.record(prices()).await;
    let rates = || VatRatesSet { rates: dovuto_domain::catalog::default_rates("IT") };
    hand.record(rates()).await;
    hand.record(rates()).await;
    let francs = || ExchangeRatesSet {
        rates: vec![ExchangeRate {
            currency: Currency::parse("CHF").expect("a currency"),
            quoted_on: day("2026-03-02"),
            rate_micro: 937_500,
            source: "ECB".to_owned(),
        }],
    };
    hand.record(francs()).await;
    hand.record(francs()).await;
    let closed = |on: &str| ClosingDay { on: day(on), name: "Ferie".to_owned() };
    let august = |days| CalendarSet { year: 2026, days };
    hand.record(august(vec![closed("2026-08-14")])).await;
    hand.record(august(vec![closed("2026-08-17"), closed("2026-08-18")])).await;
    layouts(hand).await;
    let agreement = PriceAgreement {
        agreement_id: id(AGREEMENT),
        customer_id: id(ROSSI),
        product_id: id(PUMP),
        currency: Currency::EUR,
        valid_from: day("2026-01-01"),
        valid_to: None,
        breaks: vec![QuantityBreak { from_quantity: Quantity::units(1), price: price(9) }],
        agreed_by: Some(id(SARA)),
        evidence: evidence("Q-61"),
    };
    hand.record(agreement.clone()).await;
    hand.record(agreement).await;
}

/// What a group of customers has of its own, in its second version, and a profile of documents.
async fn layouts(hand: &mut Hand) {
    let layer =
        |overrides: &str| Layer { base: None, group: None, overrides: overrides.to_owned() };
    for (version, overrides) in [(1, "{}"), (2, "{\"copies\":2}")] {
        let scope = Scope::Group { group: "chains".to_owned() };
        let place = Place { scope, document: Some("invoice".to_owned()) };
        let layer = Some(layer(overrides));
        hand.record(LayoutProfileSet { place, version, on: day("2026-11-23"), layer }).await;
    }
    let (layout_hash, profile) = ("ab".repeat(32), "{}".to_owned());
    hand.record(LayoutProfileIssued { layout_hash, profile }).await;
}

fn task(task_id: u128) -> Task {
    let kind = TaskKind::StockBelowZero;
    Task::open(id(task_id), kind, "P-1".to_owned(), 5 * MILLION, &[], now(), &Calendar::default())
}

async fn attendance(hand: &mut Hand) {
    hand.record(StockAdjusted {
        product_id: id(PUMP),
        quantity: -100 * MILLION,
        on: day("2026-11-23"),
        reason: "counted".to_owned(),
        tasks: vec![task(TASK_DONE), task(TASK_OPEN)],
    })
    .await;
    hand.record(TaskDone {
        task_id: id(TASK_DONE),
        by: id(SARA),
        on: day("2026-11-23"),
        note: "counted again".to_owned(),
    })
    .await;
    hand.record(BatonMoved {
        act: BatonAct::Taken,
        baton: Baton { holder: Some(id(SARA)), ..baton(trade::ORDER, Step::Bill) },
    })
    .await;
}

pub fn declined(order_id: OrderId) -> OrderDeclined {
    OrderDeclined(ended(order_id))
}

pub fn cancelled(order_id: OrderId) -> OrderCancelled {
    OrderCancelled(ended(order_id))
}

pub fn ended(order_id: OrderId) -> OrderEnded {
    OrderEnded { order_id, on: day("2026-11-23"), reason: Some("no longer needed".to_owned()) }
}
