//! A small firm whose ledger holds every kind of fact, each recorded as a use case would.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use dovuto_domain::attendance::{Baton, Step};
use dovuto_domain::billing::balance::Delivery;
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::billing::gather::propose;
use dovuto_domain::billing::invoice::{Invoice, Posting, SeriesNumber, Site, Source, post};
use dovuto_domain::billing::payment::{Allocation, Payment};
use dovuto_domain::billing::proposal::{Biller, CaseCharge, Outcome, Proposal};
use dovuto_domain::catalog::{Product, VatRate, default_rates};
use dovuto_domain::fact::{
    Fact, InvoicePosted, LinePrice, OrderConfirmed, PaymentReceived, ProofRecorded, ShipmentIssued,
    StationOpened,
};
use dovuto_domain::fulfilment::LineRef;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::fulfilment::{Mode, Proof, ProofLine, Shipment, ShipmentLine, StockMovement};
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::id::{
    CustomerId, MemberId, PaymentId, PolicyId, RequestId, ShipmentId, StreamId,
};
use dovuto_domain::kernel::number::document_number;
use dovuto_domain::kernel::quantity::{Currency, Quantity};
use dovuto_domain::orders::Order;
use dovuto_domain::parties::{Customer, Firm, Identity, Person, PersonRef};
use dovuto_store::file::{Store, new_key};
use dovuto_store::keys::{KeyHome, Station};
use dovuto_store::ledger::{Entry, Hash, Request, Stamp};
use dovuto_store::parties::keep_person;
use dovuto_store::row::hex;
use tempfile::TempDir;
use uuid::Uuid;

use super::sold::Sold;

/// A firm in a folder of its own.
pub struct World {
    pub folder: TempDir,
    pub store: Store,
    pub now: DateTime<Utc>,
    n_ids: u128,
    counters: BTreeMap<&'static str, i64>,
    pub firm: Option<Firm>,
    pub policy_id: PolicyId,
    pub members: Vec<MemberId>,
    pub products: Vec<Product>,
    pub rates: Vec<VatRate>,
    pub exchange: Vec<ExchangeRate>,
    /// As they were saved last.
    customers: BTreeMap<CustomerId, Identity>,
}

/// A shipment that left: the order lines in it, by position.
pub struct Left {
    pub shipment_id: ShipmentId,
    pub number: String,
    pub lines: Vec<ShipmentLine>,
    n_proofs: i64,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

impl World {
    /// An empty file with its first station.
    pub async fn begin() -> Self {
        let folder = TempDir::new().expect("a folder");
        let keys = KeyHome(folder.path().join("keys"));
        let store = Store::create(&folder.path().join("firm.db"), keys).await.expect("a store");
        let yen = ExchangeRate {
            currency: currency("JPY"),
            quoted_on: day("2026-02-27"),
            rate_micro: 160_250_000,
            source: "ECB".to_owned(),
        };
        let mut world = Self {
            folder,
            store,
            now: "2026-03-02T08:00:00Z".parse().expect("an instant"),
            n_ids: 0,
            counters: BTreeMap::new(),
            firm: None,
            policy_id: Uuid::nil().into(),
            members: Vec::new(),
            products: Vec::new(),
            rates: default_rates("IT"),
            exchange: vec![yen],
            customers: BTreeMap::new(),
        };
        world.open_station('A').await;
        world
    }

    /// Opens a station with a new key and writes as it from now on.
    pub async fn open_station(&mut self, letter: char) -> StreamId {
        let key = new_key().expect("a key");
        let stream_id = self.store.keys().keep(&key).expect("the key is kept");
        let public_key = hex(key.verifying_key().as_bytes());
        self.store.become_station(Station { stream_id, letter, key });
        self.counters.clear();
        let name = format!("desk {letter}");
        self.record(vec![StationOpened { stream_id, public_key, letter, name }.into()]).await;
        stream_id
    }

    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    pub fn pass_days(&mut self, days: i64) {
        self.now += Duration::days(days);
    }

    /// A new identity; the first digits say which it was.
    pub fn id<T: From<Uuid>>(&mut self) -> T {
        self.n_ids += 1;
        Uuid::from_u128((self.n_ids << 96) | (self.n_ids * 0x9e37_79b9_7f4a)).into()
    }

    pub fn stream(&self) -> StreamId {
        self.store.station().expect("a station writes").stream_id
    }

    /// Records the facts of one request.
    pub async fn record(&mut self, facts: Vec<Fact>) -> Vec<Hash> {
        let entries = facts.into_iter().map(Entry::from).collect();
        self.record_entries(entries).await
    }

    pub async fn record_entries(&mut self, entries: Vec<Entry>) -> Vec<Hash> {
        self.now += Duration::minutes(7);
        for entry in &entries {
            if let Fact::CustomerSaved(customer) = &entry.fact {
                self.customers.insert(customer.customer_id, customer.identity.clone());
            }
        }
        let id: RequestId = self.id();
        let command = format!("test.{}", entries[0].fact.kind());
        let request = Request { id, command, payload_hash: [id.bytes()[3]; 32] };
        let stamp = Stamp { at: self.now, actor: self.members.first().copied() };
        let mut tx = self.store.write().await.expect("a transaction");
        let answer = serde_json::json!({ "n": entries.len() });
        let recorded = tx.record(stamp, &request, entries, &answer).await;
        let hashes = recorded.expect("the facts are recorded");
        self.store.commit(tx).await.expect("the facts are durable");
        hashes
    }

    /// Keeps a person's data, as the one row that is not a fold.
    pub async fn person(&mut self, name: &str) -> PersonRef {
        let id = self.id();
        let email = Some(format!("{}@example.com", name.to_lowercase()));
        let person = Person { name: name.into(), phone: None, email };
        let mut tx = self.store.write().await.expect("a transaction");
        let kept = keep_person(&mut tx, id, [3; 16], &person).await.expect("the person is kept");
        self.store.commit(tx).await.expect("the row is durable");
        kept
    }

    pub fn series(&mut self, kind: &'static str) -> SeriesNumber {
        let counter = self.counters.entry(kind).or_default();
        *counter += 1;
        let letter = self.store.station().expect("a station writes").letter;
        let (year, counter) = (2026, *counter);
        let number = document_number(kind, letter, year, counter);
        SeriesNumber { series: kind.into(), year, counter, number }
    }

    pub fn baton(&self, order: &Order, step: Step) -> Baton {
        Baton {
            order_id: order.order_id,
            department: step.department(),
            holder: self.members.first().copied(),
            step,
            since: self.now,
            due_at: self.now + Duration::days(3),
            offer: None,
        }
    }

    /// Enters an order and confirms it at the given prices.
    pub async fn sell(&mut self, order: Order, prices: Vec<LinePrice>) -> Sold {
        self.record(vec![order.clone().into()]).await;
        let series = self.series("O");
        let number = series.number.clone();
        let confirmed = OrderConfirmed {
            order_id: order.order_id,
            series,
            kind: order.kind,
            blanket_id: order.blanket_id,
            terms: order.terms.clone(),
            confirmed_on: self.today(),
            promised_on: self.today() + Duration::days(5),
            policy_id: self.policy_id,
            prices: prices.clone(),
            baton: self.baton(&order, Step::Fulfil),
        };
        let confirmed = self.record(vec![confirmed.into()]).await[0];
        let charge = |charge| CaseCharge { charge, billed_for: Vec::new() };
        Sold {
            number,
            confirmed,
            prices,
            later: Vec::new(),
            excess: BTreeMap::new(),
            deliveries: BTreeMap::new(),
            charges: order.charges.iter().cloned().map(charge).collect(),
            sources: BTreeMap::new(),
            invoices: Vec::new(),
            posted: Vec::new(),
            order,
        }
    }

    /// Plans a shipment of whole units of order lines.
    pub async fn plan(&mut self, sold: &Sold, lines: &[(i64, i64)]) -> Shipment {
        let lines: Vec<_> = lines.iter().map(|(line_n, units)| (*line_n, *units, None)).collect();
        self.plan_again(sold, &lines).await
    }

    /// The same, where some lines make good what came back.
    pub async fn plan_again(
        &mut self,
        sold: &Sold,
        lines: &[(i64, i64, Option<LineRef>)],
    ) -> Shipment {
        let of =
            |(n, (line_n, units, replaces)): (i64, &(i64, i64, Option<LineRef>))| ShipmentLine {
                replaces: *replaces,
                shipment_n: n,
                order_id: sold.order.order_id,
                line_n: *line_n,
                quantity: Quantity::units(*units),
            };
        let shipment = Shipment {
            shipment_id: self.id(),
            sold_to: sold.order.terms.sold_to,
            ship_to: sold.order.terms.ship_to,
            mode: Mode::Warehouse,
            carrier_id: None,
            planned_on: self.today(),
            lines: (1..).zip(lines).map(of).collect(),
        };
        self.record(vec![shipment.clone().into()]).await;
        shipment
    }

    /// Plans a shipment and lets it leave today.
    pub async fn ship(&mut self, sold: &mut Sold, lines: &[(i64, i64)]) -> Left {
        let shipment = self.plan(sold, lines).await;
        self.leave(sold, shipment).await
    }

    /// Lets a planned shipment leave today.
    pub async fn leave(&mut self, sold: &mut Sold, shipment: Shipment) -> Left {
        let on = self.today();
        let series = self.series("D");
        let number = series.number.clone();
        let movement = |line: &ShipmentLine| StockMovement {
            product_id: sold.line(line.line_n).product_id,
            quantity: -line.quantity.0,
        };
        let issued = ShipmentIssued {
            pieces: Vec::new(),
            shipment_id: shipment.shipment_id,
            series,
            dispatched_on: on,
            movements: shipment.lines.iter().map(movement).collect(),
            batons: vec![self.baton(&sold.order, Step::Prove)],
            tasks: Vec::new(),
        };
        let hash = self.record(vec![issued.into()]).await[0];
        sold.sources.insert(shipment.shipment_id, vec![hash]);
        for line in &shipment.lines {
            sold.deliveries.entry(line.line_n).or_default().push(Delivery {
                line: LineRef { shipment_id: shipment.shipment_id, shipment_n: line.shipment_n },
                number: number.clone(),
                dispatched_on: on,
                ship_to: sold.order.terms.ship_to,
                serials: Vec::new(),
                lots: Vec::new(),
                dispatched: line.quantity,
                accepted: None,
                goods_receipt: None,
                invoiced: Quantity::ZERO,
                credited: Quantity::ZERO,
                credited_returned: Quantity::ZERO,
                state: ShipmentState::Issued,
                returned: Quantity::ZERO,
                replaces: line.replaces,
                billing_holder: self.stream(),
            });
        }
        let (shipment_id, lines) = (shipment.shipment_id, shipment.lines);
        Left { shipment_id, number, lines, n_proofs: 0 }
    }

    /// Records that whole units of each line in a shipment were accepted.
    pub async fn prove(&mut self, sold: &mut Sold, left: &mut Left, accepted: &[i64]) {
        left.n_proofs += 1;
        let line = |(line, units): (&ShipmentLine, &i64)| ProofLine {
            shipment_n: line.shipment_n,
            accepted: Quantity::units(*units),
        };
        let proof = Proof {
            proof_id: self.id(),
            shipment_id: left.shipment_id,
            proof_n: left.n_proofs,
            received_on: self.today(),
            signed_by: Some(self.person("Greta").await),
            reference: format!("signed {}", left.number),
            goods_receipt: Some(format!("GR {}", left.number)),
            file_hash: None,
            lines: left.lines.iter().zip(accepted).map(line).collect(),
        };
        let batons = vec![self.baton(&sold.order, Step::Bill)];
        let proof_id = proof.proof_id;
        let recorded = ProofRecorded { proof, batons, tasks: Vec::new() };
        let hash = self.record(vec![recorded.into()]).await[0];
        let sources = sold.sources.get_mut(&left.shipment_id).expect("it left");
        sources.truncate(1);
        sources.push(hash);
        for (line, units) in left.lines.iter().zip(accepted) {
            let all = sold.deliveries.get_mut(&line.line_n).expect("the line left");
            let of = |d: &&mut Delivery| d.line.shipment_id == left.shipment_id;
            let delivery = all.iter_mut().find(of).expect("the line is in the shipment");
            delivery.accepted = Some((proof_id, Quantity::units(*units)));
            delivery.goods_receipt = Some(format!("GR {}", left.number));
        }
    }

    /// Posts what may be billed of an order now.
    pub async fn bill(&mut self, sold: &mut Sold, customer: &Customer) -> Invoice {
        let invoice = self.invoice(sold, customer);
        self.post(sold, invoice).await
    }

    pub async fn post(&mut self, sold: &mut Sold, invoice: Invoice) -> Invoice {
        let batons = vec![self.baton(&sold.order, Step::Collect)];
        let fact = InvoicePosted { invoice: invoice.clone(), batons };
        let hash = self.record(vec![fact.into()]).await[0];
        sold.billed(&invoice, hash);
        invoice
    }

    /// The invoice of what may be billed of an order now, not posted yet.
    pub fn invoice(&mut self, sold: &Sold, customer: &Customer) -> Invoice {
        // Every supply counts as of today: one immediate invoice.
        self.invoice_on(NaiveDate::MIN, sold, customer)
    }

    /// What is to be done with an order, where today is `today`.
    pub fn outcome(&self, today: NaiveDate, sold: &Sold) -> Outcome {
        let firm = self.firm.clone().expect("the firm was founded");
        let by = Biller {
            country: &firm.identity.country,
            currency: firm.currency,
            stream: self.stream(),
            rates: &self.rates,
            exchange: &self.exchange,
            calendar: &Calendar::default(),
            today,
        };
        propose(&[sold.case(&self.products)], &by)
    }

    /// The first invoice of an order, where today is `today`.
    pub fn invoice_on(&mut self, today: NaiveDate, sold: &Sold, customer: &Customer) -> Invoice {
        let outcome = self.outcome(today, sold);
        let proposal = outcome.proposals.into_iter().next().expect("something may be billed");
        let mut sources = sold.shown_by(|id| proposal.lines.iter().any(|l| l.shipment_id == id));
        let lines = &proposal.lines;
        let order = sold.order.order_id.to_string();
        for (line_n, price_n, hash) in &sold.later {
            if lines.iter().any(|line| (line.line_n, line.price_n) == (*line_n, *price_n)) {
                sources.push(Source { subject_id: order.clone(), fact_hash: hex(hash) });
            }
        }
        let left = lines.iter().map(|line| line.supply_date).max().expect("a line");
        let issued_on = proposal.kind.date(self.today(), left, None);
        let sites = self.sites(&proposal);
        let posting = Posting {
            invoice_id: self.id(),
            series: self.series(proposal.kind.series()),
            issued_on,
            due_on: issued_on + Duration::days(30),
            early_payment: None,
            seller: self.firm.as_ref().expect("the firm was founded").identity.clone(),
            buyer: customer.identity.clone(),
            sites,
            sources,
        };
        post(proposal, posting, None).expect("the invoice is lawful")
    }

    /// The seats that the lines of a proposal went to, where another is billed.
    fn sites(&self, proposal: &Proposal) -> Vec<Site> {
        let Some(ship_to) = proposal.lines.iter().find_map(|line| line.ship_to) else {
            return Vec::new();
        };
        let customer = &self.customers[&ship_to.customer_id];
        let mut address = customer.addresses.first().cloned().unwrap_or_default();
        address.name.get_or_insert_with(|| customer.name.clone());
        if address.country.is_empty() {
            address.country.clone_from(&customer.country);
        }
        vec![Site { ship_to, address }]
    }

    /// Records money of the payer of some invoices, and what is laid on each.
    pub async fn pay(
        &mut self,
        sold: &Sold,
        amount_minor: i64,
        on: &[(&Invoice, i64)],
    ) -> PaymentId {
        let lay = |(invoice, amount_minor): &(&Invoice, i64)| Allocation {
            invoice_id: invoice.invoice_id,
            amount_minor: *amount_minor,
        };
        let payment = Payment {
            payment_id: self.id(),
            payer: sold.order.terms.payer,
            received_on: self.today(),
            currency: sold.order.terms.currency,
            amount_minor,
            reference: "transfer 118".into(),
            allocations: on.iter().map(lay).collect(),
        };
        let batons = vec![self.baton(&sold.order, Step::Close)];
        let payment_id = payment.payment_id;
        self.record(vec![PaymentReceived { payment, batons }.into()]).await;
        payment_id
    }
}

/// A currency by its code.
pub fn currency(code: &str) -> Currency {
    Currency::parse(code).expect("a currency")
}
