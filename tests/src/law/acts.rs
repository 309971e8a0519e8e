//! What the tests of the law do at an office, each act in one word.

use dovuto_app::billing::balances::{BalanceRow, ShowBalances};
use dovuto_app::billing::credit::{CancelInvoice, CreditValue, ValueCause};
use dovuto_app::billing::money::{
    AllocatePayment, DebtRow, OwedBackRow, PayRefund, PaymentRecorded, RecordPayment, RefundAnswer,
};
use dovuto_app::billing::post::PostedDocument;
use dovuto_app::billing::{DocumentKind, balances, credit, money};
use dovuto_app::error::Error;
use dovuto_app::fulfilment::back::{CountBack, count_back};
use dovuto_app::fulfilment::ends::{EndShipment, declare_lost, reverse, void};
use dovuto_app::fulfilment::plan::{PlanLine, PlanShipment, plan};
use dovuto_app::fulfilment::steps::{MoveShipment, ScannedLine, ShipmentStands, go};
use dovuto_app::fulfilment::{
    DeliverShipment, IssueShipment, Issued, ProveShipment, deliver, issue, prove,
};
use dovuto_app::orders::amend::{
    AmendLine, AmendOrder, Amended, CancelRemainder, RemainderCancelled, amend, cancel_remainder,
};
use dovuto_app::orders::prices::{
    AcceptExcess, AgreePrices, ExcessAnswer, NewPrice, PricesAnswer, accept_excess, agree,
};
use dovuto_app::views::billing::{CreditNoteView, ShowCreditNote, credit_note};
use dovuto_domain::fulfilment::machine::{ShipmentEvent, ShipmentState};
use dovuto_domain::fulfilment::{LineRef, ReturnLine};
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, OrderId, PaymentId, ShipmentId};
use dovuto_domain::kernel::quantity::{MILLION, Price, Quantity};
use dovuto_domain::pricing::Evidence;

use crate::harness::{Office, day};

/// Kind and net of each document that a posting gave.
pub type Papers = Vec<(DocumentKind, i64)>;

pub fn evidence() -> Evidence {
    Evidence { reference: "mail of 2 March".to_owned(), date: None, file_hash: None }
}

/// A price in cents for one unit.
pub fn cents(cents: i64) -> Price {
    Price { micro: cents * (MILLION / 100), per: 1, discount_ppm: 0 }
}

impl Office {
    pub async fn amended(&self, ask: AmendOrder) -> Result<Amended, Error> {
        let ask = AmendOrder { reason: "the customer asks".to_owned(), ..ask };
        amend(&self.desk, &self.cx(self.sara), ask).await
    }

    /// Changes the quantity of one line, in whole units.
    pub async fn quantity(
        &self,
        order: OrderId,
        line_n: i64,
        units: i64,
    ) -> Result<Amended, Error> {
        self.amended(AmendOrder {
            order_id: Some(order),
            lines: vec![AmendLine { line_n, quantity: Quantity::units(units) }],
            ..AmendOrder::default()
        })
        .await
    }

    pub async fn remainder(&self, order_id: OrderId) -> Result<RemainderCancelled, Error> {
        let ask = CancelRemainder { order_id, reason: "no longer needed".to_owned() };
        cancel_remainder(&self.desk, &self.cx(self.sara), ask).await
    }

    /// Agrees a price in cents for the first line, from a day on or for all of it.
    pub async fn price(
        &self,
        order_id: OrderId,
        price: Price,
        from: Option<&str>,
    ) -> Result<PricesAnswer, Error> {
        let new = NewPrice {
            line_n: 1,
            price,
            cascade: Vec::new(),
            applies_from: from.map(day),
            evidence: evidence(),
        };
        let ask = AgreePrices { order_id, base: None, prices: vec![new] };
        agree(&self.desk, &self.cx(self.sara), ask).await
    }

    pub async fn excess(&self, order_id: OrderId, units: i64) -> Result<ExcessAnswer, Error> {
        let quantity = Quantity::units(units);
        let ask = AcceptExcess { order_id, line_n: 1, quantity, evidence: evidence() };
        accept_excess(&self.desk, &self.cx(self.sara), ask).await
    }

    pub async fn goes(&self, id: ShipmentId, event: ShipmentEvent) -> Result<ShipmentState, Error> {
        let ask = MoveShipment {
            shipment_id: id,
            event,
            on: None,
            note: "told by phone".to_owned(),
            lines: Vec::new(),
        };
        Ok(go(&self.desk, &self.cx(self.marco), ask).await?.state)
    }

    /// Packs with what was scanned of the first line, in whole units, and its serial numbers.
    pub async fn packs(
        &self,
        id: ShipmentId,
        units: i64,
        serials: &[&str],
    ) -> Result<ShipmentStands, Error> {
        let line = ScannedLine {
            shipment_n: 1,
            scanned: Quantity::units(units),
            serials: serials.iter().map(|s| (*s).to_owned()).collect(),
            lots: Vec::new(),
        };
        let ask = MoveShipment {
            shipment_id: id,
            event: ShipmentEvent::Pack,
            on: None,
            note: String::new(),
            lines: vec![line],
        };
        go(&self.desk, &self.cx(self.marco), ask).await
    }

    /// Plans whole units of the first line of an order, and leaves them there.
    pub async fn planned(&self, order_id: OrderId, units: i64) -> ShipmentId {
        let ask = planning(order_id, units, None);
        plan(&self.desk, &self.cx(self.marco), ask).await.unwrap().shipment_id
    }

    pub async fn issue(&self, shipment_id: ShipmentId) -> Result<Issued, Error> {
        let form = IssueShipment { shipment_id, dispatched_on: None, pieces: Vec::new() };
        issue(&self.desk, &self.cx(self.marco), form).await
    }

    /// Sends whole units that make good what came back of the first line of a shipment.
    pub async fn replace(
        &self,
        order_id: OrderId,
        shipment_id: ShipmentId,
        units: i64,
    ) -> Result<Issued, Error> {
        let replaces = Some(LineRef { shipment_id, shipment_n: 1 });
        let ask = planning(order_id, units, replaces);
        let planned = plan(&self.desk, &self.cx(self.marco), ask).await?;
        self.issue(planned.shipment_id).await
    }

    pub async fn voided(&self, shipment_id: ShipmentId) -> Result<ShipmentState, Error> {
        let cx = self.cx(self.marco);
        Ok(void(&self.desk, &cx, ending(shipment_id)).await?.state)
    }

    pub async fn reversed(&self, shipment_id: ShipmentId) -> Result<ShipmentState, Error> {
        let cx = self.cx(self.marco);
        Ok(reverse(&self.desk, &cx, ending(shipment_id)).await?.state)
    }

    pub async fn lost(&self, shipment_id: ShipmentId) -> Result<ShipmentState, Error> {
        let cx = self.cx(self.marco);
        Ok(declare_lost(&self.desk, &cx, ending(shipment_id)).await?.state)
    }

    /// Counts whole units back of the first line of a shipment.
    pub async fn back(&self, shipment_id: ShipmentId, units: i64) -> Result<(), Error> {
        let line =
            ReturnLine { shipment_n: 1, quantity: Quantity::units(units), serials: Vec::new() };
        let ask = CountBack {
            shipment_id,
            lines: vec![line],
            reason: "scratched".to_owned(),
            on: None,
            restock: None,
        };
        count_back(&self.desk, &self.cx(self.marco), ask).await.map(|_| ())
    }

    /// What a posting of everything gives: kind and net of each document.
    pub async fn papers(&self, order_id: OrderId) -> Papers {
        let posted = self.post_all(order_id).await.unwrap().documents;
        posted.iter().map(|d| (d.kind, d.totals.net_minor)).collect()
    }

    /// The value of one line of an invoice given back, in cents.
    pub async fn gives(
        &self,
        invoice_id: InvoiceId,
        invoice_n: i64,
        amount_minor: i64,
    ) -> Result<PostedDocument, Error> {
        let ask = CreditValue {
            invoice_id,
            invoice_n: Some(invoice_n),
            invoice_charge_n: None,
            amount_minor,
            cause: ValueCause::Goodwill,
            reason: "late".to_owned(),
        };
        credit::credit_value(&self.desk, &self.cx(self.elena), ask).await
    }

    pub async fn takes_back(&self, invoice_id: InvoiceId) -> Result<PostedDocument, Error> {
        let reason = "the price was corrected".to_owned();
        let ask = CancelInvoice { invoice_id, reason, evidence: evidence() };
        credit::cancel(&self.desk, &self.cx(self.elena), ask).await
    }

    pub async fn credit_note(&self, document: &PostedDocument) -> CreditNoteView {
        let credit_note_id = document.document_id.parse().unwrap();
        credit_note(&self.desk, ShowCreditNote { credit_note_id }).await.unwrap()
    }

    pub async fn unallocated(&self, payer: CustomerId, amount_minor: i64) -> PaymentRecorded {
        let ask = RecordPayment {
            invoice_ids: Vec::new(),
            payer: Some(payer),
            currency: Some("EUR".to_owned()),
            amount_minor,
            received_on: None,
            reference: "CRO".to_owned(),
        };
        money::pay(&self.desk, &self.cx(self.elena), ask).await.unwrap()
    }

    pub async fn lays(
        &self,
        payment_id: PaymentId,
        invoice_ids: &[InvoiceId],
    ) -> Result<PaymentRecorded, Error> {
        let ask = AllocatePayment { payment_id, invoice_ids: invoice_ids.to_vec() };
        money::allocate(&self.desk, &self.cx(self.elena), ask).await
    }

    pub async fn refunds(
        &self,
        payment_id: PaymentId,
        amount_minor: i64,
    ) -> Result<RefundAnswer, Error> {
        let reference = "bank".to_owned();
        let ask = PayRefund { payment_id, amount_minor, paid_on: None, reference };
        money::refund(&self.desk, &self.cx(self.elena), ask).await
    }

    pub async fn owed_back(&self) -> Vec<OwedBackRow> {
        money::owed_back(&self.desk, &self.cx(self.elena)).await.unwrap().rows
    }

    pub async fn debt(&self, invoice_id: InvoiceId) -> DebtRow {
        let rows = money::debts(&self.desk).await.unwrap().rows;
        rows.into_iter().find(|row| row.invoice_id == invoice_id).unwrap()
    }

    pub async fn balances(&self, order_id: OrderId) -> Vec<BalanceRow> {
        balances::show(&self.desk, ShowBalances { order_id }).await.unwrap().rows
    }

    /// Net, entitled and balance of each delivery of an order, in whole units.
    pub async fn stands(&self, order_id: OrderId) -> Vec<(i64, i64, i64)> {
        let units = |quantity: Quantity| quantity.0 / MILLION;
        let rows = self.balances(order_id).await;
        rows.iter().map(|r| (units(r.net), units(r.entitled), units(r.balance))).collect()
    }

    pub async fn deliver(&self, shipment_id: ShipmentId) {
        let form = DeliverShipment { shipment_id, delivered_on: None };
        deliver(&self.desk, &self.cx(self.marco), form).await.unwrap();
    }

    /// A proof of whole units of the first line.
    pub async fn signs(&self, shipment_id: ShipmentId, units: i64) -> Result<(), Error> {
        let form: ProveShipment = crate::harness::proof(shipment_id, &[(1, units)]);
        prove(&self.desk, &self.cx(self.marco), form).await.map(|_| ())
    }
}

fn planning(order_id: OrderId, units: i64, replaces: Option<LineRef>) -> PlanShipment {
    let line = PlanLine { order_id, line_n: 1, quantity: Quantity::units(units), replaces };
    PlanShipment { lines: vec![line], ..PlanShipment::default() }
}

fn ending(shipment_id: ShipmentId) -> EndShipment {
    EndShipment { shipment_id, reason: "as the driver says".to_owned() }
}
