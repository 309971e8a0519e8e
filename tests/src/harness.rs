//! A firm in a temporary folder, in a world that stands still until a test moves it.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use dovuto_app::billing::ProposalsAnswer;
use dovuto_app::billing::money::{PaymentRecorded, RecordPayment};
use dovuto_app::billing::post::{PostInvoice, Posted};
use dovuto_app::catalog::{ListPriceForm, SaveProduct, SetListPrices, set_list_prices};
use dovuto_app::cx::Cx;
use dovuto_app::desk::Desk;
use dovuto_app::error::Error;
use dovuto_app::firm::{FirmForm, FirstMember, FoundFirm, SaveMember, save_member};
use dovuto_app::fulfilment::plan::{PlanLine, PlanShipment};
use dovuto_app::fulfilment::{
    AdjustStock, IssueShipment, Issued, ProveShipment, Proved, ShipOrder,
};
use dovuto_app::house::{Founded, House};
use dovuto_app::orders::{ConfirmOrder, Confirmed, OrderSaved, SaveOrder, SaveOrderLine};
use dovuto_app::parties::identity::IdentityForm;
use dovuto_app::parties::{SaveCustomer, save_customer};
use dovuto_app::{billing, fulfilment, orders};
use dovuto_domain::attendance::Baton;
use dovuto_domain::billing::proposal::Block;
use dovuto_domain::fulfilment::ProofLine;
use dovuto_domain::kernel::id::{
    CustomerId, InvoiceId, MemberId, OrderId, ProductId, RequestId, ShipmentId,
};
use dovuto_domain::kernel::quantity::{Currency, MILLION, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Basis, Department};
use dovuto_rpc::session::{Session, World};
use dovuto_store::ledger::Request;
use tempfile::TempDir;
use uuid::Uuid;

use crate::bill::Bill;

/// The day on which every test begins, a Tuesday.
pub const TODAY: &str = "2026-03-10";

/// A founded firm with three members beside the founder, and a clock that tests move.
pub struct Office {
    _folder: TempDir,
    pub house: House,
    pub desk: Desk,
    pub founded: Founded,
    pub founder: MemberId,
    /// Sales and order desk.
    pub sara: MemberId,
    /// Logistics and warehouse.
    pub marco: MemberId,
    /// Billing and finance.
    pub elena: MemberId,
    clock: Clock,
}

/// The instant, the firm's date, and how many requests were minted.
struct Clock {
    time: Mutex<(DateTime<Utc>, NaiveDate)>,
    minted: AtomicU64,
}

impl Clock {
    fn at(today: NaiveDate) -> Self {
        Self { time: Mutex::new((morning(today), today)), minted: AtomicU64::new(0) }
    }

    fn cx(&self, actor: Option<MemberId>) -> Cx {
        let (now, today) = *self.time.lock().unwrap();
        let n = self.minted.fetch_add(1, Ordering::Relaxed);
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&n.to_be_bytes());
        let id = RequestId(Uuid::from_u128(u128::from(n) + 1));
        let request = Request { id, command: "test".to_owned(), payload_hash: seed };
        Cx::new(now, today, actor, request, seed)
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Eight o'clock, UTC.
pub fn morning(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(8, 0, 0).unwrap()).and_utc()
}

/// A form for the firm of every test: Italian, in euro.
pub fn founding(name: &str) -> FoundFirm {
    FoundFirm {
        firm: FirmForm {
            identity: IdentityForm {
                name: name.to_owned(),
                tax_id: Some("IT12345678903".to_owned()),
                country: Some("IT".to_owned()),
                ..IdentityForm::default()
            },
            currency: Currency::EUR,
            tax_regime: Some("RF01".to_owned()),
            contact: None,
        },
        member: FirstMember {
            code: "dora".to_owned(),
            name: "Dora Sala".to_owned(),
            ..FirstMember::default()
        },
        policy: "known customers at agreed prices".to_owned(),
    }
}

impl Office {
    /// A firm founded today with its members, no customer and no product.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let house = House { data_dir: folder.path().to_owned() };
        let clock = Clock::at(day(TODAY));
        let (founded, desk) = house.create(&clock.cx(None), &founding("Prova Srl")).await.unwrap();
        let founder = founded.member_id;
        let nobody = founder;
        let mut office = Self {
            _folder: folder,
            house,
            desk,
            founded,
            founder,
            sara: nobody,
            marco: nobody,
            elena: nobody,
            clock,
        };
        use Department::{Billing, Direction, Finance, Logistics, OrderDesk, Sales, Warehouse};
        office.sara = office.member("sara", &[Sales, OrderDesk]).await;
        office.marco = office.member("marco", &[Logistics, Warehouse]).await;
        office.elena = office.member("elena", &[Billing, Finance]).await;
        let form = SaveMember {
            member_id: Some(founder),
            code: "dora".to_owned(),
            name: "Dora Sala".to_owned(),
            departments: vec![Direction],
            senior: Some(true),
            ..SaveMember::default()
        };
        save_member(&office.desk, &office.cx(founder), form).await.unwrap();
        office
    }

    pub async fn member(&self, code: &str, departments: &[Department]) -> MemberId {
        let form = SaveMember {
            code: code.to_owned(),
            name: code.to_owned(),
            departments: departments.to_vec(),
            ..SaveMember::default()
        };
        save_member(&self.desk, &self.cx(self.founder), form).await.unwrap().member_id
    }

    /// The context of a new request of a member.
    pub fn cx(&self, actor: MemberId) -> Cx {
        self.clock.cx(Some(actor))
    }

    /// The context of a request whose id and payload a test chooses.
    pub fn cx_of(&self, actor: MemberId, id: u128, payload: u8) -> Cx {
        let request = Request {
            id: RequestId(Uuid::from_u128(id)),
            command: "test".to_owned(),
            payload_hash: [payload; 32],
        };
        let mut cx = self.cx(actor);
        cx.request = request;
        cx
    }

    pub fn today(&self) -> NaiveDate {
        self.clock.time.lock().unwrap().1
    }

    /// Moves the world to eight o'clock of a day.
    pub fn on(&self, today: &str) {
        *self.clock.time.lock().unwrap() = (morning(day(today)), day(today));
    }

    /// The same world at another desk, where one member does everything.
    pub fn sitting_at(self, desk: Desk, member: MemberId) -> Self {
        Self { desk, founder: member, sara: member, marco: member, elena: member, ..self }
    }

    /// Closes the file, lets something happen to it, and opens it again.
    pub async fn reopen_after(self, between: impl FnOnce(&House, &Path)) -> Self {
        self.desk.store.close().await;
        between(&self.house, Path::new(&self.founded.path));
        let (_, desk) = self.house.open(None).await.unwrap();
        Self { desk, ..self }
    }

    /// Closes the file and gives the folder, which goes with the value.
    pub async fn closed(self) -> TempDir {
        self.desk.store.close().await;
        self._folder
    }

    // What there is.

    /// A product of whole units with a list price in cents from the start of the year.
    pub async fn product(&self, code: &str, cents: i64) -> ProductId {
        let form = SaveProduct { code: code.to_owned(), ..SaveProduct::default() };
        self.product_as(form, cents).await
    }

    pub async fn product_as(&self, form: SaveProduct, cents: i64) -> ProductId {
        let form = SaveProduct { description: form.code.clone(), ..form };
        let cx = self.cx(self.founder);
        let saved = dovuto_app::catalog::save_product(&self.desk, &cx, form).await.unwrap();
        self.list_price(saved.product_id, "EUR", cents).await;
        saved.product_id
    }

    /// Sets the whole list of a product to one price.
    pub async fn list_price(&self, product_id: ProductId, currency: &str, cents: i64) {
        let price = ListPriceForm {
            currency: Some(Currency::parse(currency).unwrap()),
            valid_from: Some(day("2026-01-01")),
            price_micro: cents * (MILLION / 100),
            ..ListPriceForm::default()
        };
        let form = SetListPrices { product_id, base: None, prices: vec![price] };
        set_list_prices(&self.desk, &self.cx(self.founder), form).await.unwrap();
    }

    /// A customer of a country, billed on proof of delivery.
    pub async fn customer(&self, code: &str, country: &str) -> CustomerId {
        self.customer_as(customer(code, country)).await
    }

    /// A customer at home who is billed for what leaves.
    pub async fn on_dispatch(&self, code: &str) -> CustomerId {
        let form = SaveCustomer { basis: Some(Basis::Dispatch), ..customer(code, "IT") };
        self.customer_as(form).await
    }

    pub async fn customer_as(&self, form: SaveCustomer) -> CustomerId {
        let cx = self.cx(self.founder);
        save_customer(&self.desk, &cx, form).await.unwrap().customer_id
    }

    // What happens.

    pub async fn save(&self, form: SaveOrder) -> Result<OrderSaved, Error> {
        orders::save(&self.desk, &self.cx(self.sara), form).await
    }

    pub async fn confirm(&self, order_id: OrderId) -> Result<Confirmed, Error> {
        let form = ConfirmOrder { order_id, base: None, separate: false };
        orders::confirm(&self.desk, &self.cx(self.sara), form).await
    }

    /// An order that was entered and confirmed.
    pub async fn confirmed(&self, form: SaveOrder) -> OrderId {
        let order_id = self.save(form).await.unwrap().order_id;
        self.confirm(order_id).await.unwrap();
        order_id
    }

    /// Ships everything open of an order.
    pub async fn ship(&self, order_id: OrderId) -> Result<Issued, Error> {
        let form = ShipOrder { order_id, dispatched_on: None, carrier_id: None };
        fulfilment::ship(&self.desk, &self.cx(self.marco), form).await
    }

    /// Plans and issues whole units of some lines, more than is open where it says so.
    pub async fn ship_part(
        &self,
        order_id: OrderId,
        lines: &[(i64, i64)],
    ) -> Result<Issued, Error> {
        let line = |&(line_n, units): &(i64, i64)| PlanLine {
            order_id,
            line_n,
            quantity: Quantity::units(units),
            replaces: None,
        };
        let plan = PlanShipment {
            lines: lines.iter().map(line).collect(),
            allow_excess: true,
            ..PlanShipment::default()
        };
        let planned = fulfilment::plan::plan(&self.desk, &self.cx(self.marco), plan).await?;
        let form = IssueShipment {
            shipment_id: planned.shipment_id,
            dispatched_on: None,
            pieces: Vec::new(),
        };
        fulfilment::issue(&self.desk, &self.cx(self.marco), form).await
    }

    /// Records a proof in whole units by shipment line; no lines means all as dispatched.
    pub async fn prove(
        &self,
        shipment_id: ShipmentId,
        accepted: &[(i64, i64)],
    ) -> Result<Proved, Error> {
        let form = proof(shipment_id, accepted);
        fulfilment::prove(&self.desk, &self.cx(self.marco), form).await
    }

    /// Ships everything open and has it signed for.
    pub async fn delivered(&self, order_id: OrderId) -> ShipmentId {
        let issued = self.ship(order_id).await.unwrap();
        self.prove(issued.shipment_id, &[]).await.unwrap();
        issued.shipment_id
    }

    /// Posts everything of an order, and gives the first document.
    pub async fn post(&self, order_id: OrderId) -> Result<Bill, Error> {
        Ok(Bill::from(self.post_all(order_id).await?.documents.remove(0)))
    }

    pub async fn post_all(&self, order_id: OrderId) -> Result<Posted, Error> {
        let cx = self.cx(self.elena);
        billing::post::post(&self.desk, &cx, PostInvoice { order_id }).await
    }

    pub async fn pay(
        &self,
        invoices: &[InvoiceId],
        amount_minor: i64,
    ) -> Result<PaymentRecorded, Error> {
        let form = RecordPayment {
            invoice_ids: invoices.to_vec(),
            payer: None,
            currency: None,
            amount_minor,
            received_on: None,
            reference: "CRO".to_owned(),
        };
        billing::money::pay(&self.desk, &self.cx(self.elena), form).await
    }

    pub async fn stock(&self, product_id: ProductId, units: i64) {
        let form = AdjustStock {
            product_id,
            quantity: Quantity::units(units).0,
            reason: "count".to_owned(),
        };
        fulfilment::adjust_stock(&self.desk, &self.cx(self.marco), form).await.unwrap();
    }

    // What became of it.

    pub async fn propose(&self) -> ProposalsAnswer {
        billing::propose(&self.desk, &self.cx(self.elena), billing::BillingFilter::default())
            .await
            .unwrap()
    }

    /// What blocks the billing of an order, with quantities in millionths.
    pub async fn blocked(&self, order_id: OrderId) -> Vec<(Block, i64)> {
        let rows = self.propose().await.blocked.into_iter();
        rows.filter(|b| b.order_id == order_id).map(|b| (b.reason, b.quantity.0)).collect()
    }

    pub async fn baton(&self, order_id: OrderId) -> Option<Baton> {
        let mut db = self.desk.read().await.unwrap();
        let batons = dovuto_store::attendance::batons(&mut db, &[order_id]).await.unwrap();
        batons.into_iter().next()
    }

    /// The figure that a query over the tables gives.
    pub async fn figure(&self, sql: &'static str) -> i64 {
        let mut db = self.desk.read().await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut **db).await.unwrap()
    }

    /// How many facts the ledger holds.
    pub async fn n_facts(&self) -> i64 {
        self.figure("select count(*) from ledger").await
    }

    /// The file is whole and lawful: chain, refold, tables, and the law of billing.
    pub async fn verified(&self) {
        let report = dovuto_app::audit::verify(&self.desk).await.unwrap();
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
    }

    pub async fn n_invoices(&self) -> i64 {
        self.figure("select count(*) from invoices").await
    }
}

/// A customer's form: what matters, and a name.
pub fn customer(code: &str, country: &str) -> SaveCustomer {
    SaveCustomer {
        code: code.to_owned(),
        identity: IdentityForm {
            name: format!("{code} of {country}"),
            country: Some(country.to_owned()),
            ..IdentityForm::default()
        },
        ..SaveCustomer::default()
    }
}

/// An order's form: products and whole units, without a PO.
pub fn order(customer: CustomerId, lines: &[(ProductId, i64)]) -> SaveOrder {
    SaveOrder {
        customer_id: Some(customer),
        lines: lines.iter().map(|&(product, units)| line(product, units)).collect(),
        ..SaveOrder::default()
    }
}

/// The same under a PO.
pub fn under(po: &str, mut form: SaveOrder) -> SaveOrder {
    form.references.customer_po = Some(po.to_owned());
    form
}

pub fn line(product_id: ProductId, units: i64) -> SaveOrderLine {
    SaveOrderLine {
        cascade: Vec::new(),
        to_be_agreed: false,
        product_id,
        quantity: Quantity::units(units),
        description: None,
        customer_line: None,
        cost_centre: None,
        price: None,
        evidence: None,
    }
}

pub fn proof(shipment_id: ShipmentId, accepted: &[(i64, i64)]) -> ProveShipment {
    let line = |&(shipment_n, units): &(i64, i64)| ProofLine {
        shipment_n,
        accepted: Quantity::units(units),
    };
    ProveShipment {
        shipment_id,
        received_on: None,
        signed_by: Some("A. Ricevente".to_owned()),
        reference: "signed note".to_owned(),
        goods_receipt: None,
        file_hash: None,
        lines: accepted.iter().map(line).collect(),
    }
}

/// The rule that said no.
pub fn refusal<T>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(why)) => why,
        Err(other) => panic!("broken rather than refused: {other}"),
        Ok(_) => panic!("nothing was refused"),
    }
}

/// A program's way in, in a world that stands still.
pub fn session(house: &House) -> Session {
    static DRAWN: AtomicU64 = AtomicU64::new(1 << 32);
    Session::new(
        house.clone(),
        World {
            now: || morning(day(TODAY)),
            today: || day(TODAY),
            chance: || {
                let mut chance = [7; 32];
                let n = DRAWN.fetch_add(1, Ordering::Relaxed);
                chance[..8].copy_from_slice(&n.to_be_bytes());
                chance
            },
            locale: None,
        },
    )
}

/// Whether all of them differ.
pub fn all_differ<T: std::hash::Hash + Eq>(of: impl IntoIterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    of.into_iter().all(|one| seen.insert(one))
}
