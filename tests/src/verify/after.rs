//! What happens after an order was confirmed: it is amended, goods come back, money goes back.

use dovuto_domain::attendance::Step;
use dovuto_domain::billing::credit::{
    CreditCause, CreditNote, CreditPart, PostedCharge, cancellation, credit,
};
use dovuto_domain::billing::invoice::{Invoice, Source};
use dovuto_domain::billing::payment::{Allocation, Reallocation, Refund};
use dovuto_domain::fact::{
    CreditNotePosted, ExcessAccepted, Fact, GoodsReturned, HoldReleased, LinePrice, OrderAmended,
    PaymentAllocated, PricesAgreed, RefundPaid, ShipmentEnded, ShipmentMoved,
};
use dovuto_domain::fulfilment::machine::{ShipmentEvent, ShipmentState};
use dovuto_domain::fulfilment::tracking::{LotPart, Pieces};
use dovuto_domain::fulfilment::{GoodsReturn, LineRef, ReturnLine};
use dovuto_domain::kernel::id::{CustomerId, OrderId, PaymentId, ShipmentId};
use dovuto_domain::kernel::quantity::{Currency, Quantity};
use dovuto_domain::orders::{Hold, HoldKind};
use dovuto_domain::parties::Customer;
use dovuto_domain::pricing::{AgreedPrice, Evidence};
use dovuto_store::row::hex;

use super::sold::Sold;
use super::world::{Left, World, day};

fn evidence() -> Evidence {
    let date = Some(day("2026-03-12"));
    Evidence { reference: "mail of 12 March".into(), date, file_hash: None }
}

impl World {
    /// Records the order of `sold` as it stands now, with first prices of new lines.
    pub async fn amend(&mut self, sold: &mut Sold, prices: Vec<LinePrice>) {
        let amended = OrderAmended {
            order: sold.order.clone(),
            amended_on: self.today(),
            promised_on: day("2026-04-01"),
            reason: "the customer asked for it".into(),
            amendment_evidence: Some(evidence()),
            prices: prices.clone(),
            batons: vec![self.baton(&sold.order, Step::Fulfil)],
        };
        let hash = self.record(vec![amended.into()]).await[0];
        sold.agreed(prices, hash);
    }

    /// Agrees the next price of a line.
    pub async fn agree(&mut self, sold: &mut Sold, line_n: i64, agreed: AgreedPrice) {
        let prices = vec![LinePrice { line_n, agreed }];
        let fact = PricesAgreed {
            order_id: sold.order.order_id,
            on: self.today(),
            prices: prices.clone(),
            batons: vec![self.baton(&sold.order, Step::Bill)],
            tasks: Vec::new(),
        };
        let hash = self.record(vec![fact.into()]).await[0];
        sold.agreed(prices, hash);
    }

    pub async fn accept_excess(&mut self, sold: &mut Sold, line_n: i64, units: i64) {
        let quantity = Quantity::units(units);
        let fact = ExcessAccepted {
            order_id: sold.order.order_id,
            line_n,
            quantity,
            price_n: 1,
            on: self.today(),
            evidence: evidence(),
            batons: vec![self.baton(&sold.order, Step::Bill)],
        };
        self.record(vec![fact.into()]).await;
        sold.excess.insert(line_n, quantity);
    }

    /// Stops an order or a customer for ten days.
    pub async fn hold(&mut self, order: Option<OrderId>, customer: Option<CustomerId>) -> Hold {
        let hold = Hold {
            hold_id: self.id(),
            order_id: order,
            customer_id: customer,
            kind: HoldKind::Credit,
            owner: self.members[0],
            reason: "the last invoice is overdue".into(),
            placed_on: self.today(),
            expires_on: Some(self.today() + chrono::Duration::days(10)),
        };
        self.record(vec![hold.clone().into()]).await;
        hold
    }

    pub async fn release(&mut self, hold: &Hold) {
        let (hold_id, on) = (hold.hold_id, self.today());
        let released = HoldReleased { hold_id, on, reason: "it was paid".into() };
        self.record(vec![released.into()]).await;
    }

    /// Takes a shipment through steps that change no quantity.
    pub async fn walk(
        &mut self,
        shipment_id: ShipmentId,
        steps: &[(ShipmentEvent, ShipmentState)],
    ) {
        for (event, state) in steps {
            let moved = ShipmentMoved {
                shipment_id,
                event: *event,
                state: *state,
                on: self.today(),
                note: "as seen".into(),
                pieces: pieces(*event),
                batons: Vec::new(),
                tasks: Vec::new(),
            };
            self.record(vec![moved.into()]).await;
        }
    }

    /// Ends a shipment whose goods cannot be sold again.
    pub async fn end(
        &mut self,
        sold: &mut Sold,
        left: &Left,
        state: ShipmentState,
        fact: fn(ShipmentEnded) -> Fact,
    ) {
        let ended = ShipmentEnded {
            shipment_id: left.shipment_id,
            on: self.today(),
            reason: "as the carrier says".into(),
            movements: Vec::new(),
            batons: vec![self.baton(&sold.order, Step::Bill)],
            tasks: Vec::new(),
        };
        self.record(vec![fact(ended)]).await;
        sold.deliveries_of(left.shipment_id).for_each(|delivery| delivery.state = state);
    }

    /// Counts whole units of one line of a shipment back; they cannot be sold again.
    pub async fn count_back(&mut self, sold: &mut Sold, left: &Left, shipment_n: i64, units: i64) {
        let quantity = Quantity::units(units);
        let fact = GoodsReturned {
            back: GoodsReturn {
                return_id: self.id(),
                shipment_id: left.shipment_id,
                counted_on: self.today(),
                reason: "scratched".into(),
                lines: vec![ReturnLine { shipment_n, quantity, serials: Vec::new() }],
            },
            movements: Vec::new(),
            batons: vec![self.baton(&sold.order, Step::Bill)],
            tasks: Vec::new(),
        };
        self.record(vec![fact.into()]).await;
        let of =
            |d: &&mut dovuto_domain::billing::balance::Delivery| d.line.shipment_n == shipment_n;
        let delivery = sold.deliveries_of(left.shipment_id).find(of).expect("it left");
        delivery.returned = delivery.returned + quantity;
    }

    /// Ships whole units that make good what came back of a line.
    pub async fn replace(&mut self, sold: &mut Sold, left: &Left, n: i64, units: i64) -> Left {
        let line = left.lines.iter().find(|l| l.shipment_n == n).expect("a line");
        let of = LineRef { shipment_id: left.shipment_id, shipment_n: n };
        let shipment = self.plan_again(sold, &[(line.line_n, units, Some(of))]).await;
        self.leave(sold, shipment).await
    }

    /// What is owed back of an order now, of the first invoice concerned.
    pub fn owed_back(&self, sold: &Sold) -> Vec<CreditPart> {
        let mut parts = self.outcome(self.today(), sold).credits;
        let first = parts.first().expect("something is owed back").invoice_id;
        parts.retain(|part| part.invoice_id == first);
        parts
    }

    /// Value given back on a line of an invoice.
    pub fn value_of(&self, invoice: &Invoice, n: i64, minor: i64) -> Vec<CreditPart> {
        vec![CreditPart {
            invoice_id: invoice.invoice_id,
            invoice_number: invoice.series.number.clone(),
            invoice_n: Some(n),
            invoice_charge_n: None,
            cause: CreditCause::Goodwill,
            quantity: Quantity::ZERO,
            net_minor: minor,
        }]
    }

    /// Everything of an invoice that was not credited yet; no charge of it was.
    pub fn all_of(&self, sold: &Sold, invoice: &Invoice) -> Vec<CreditPart> {
        let of =
            |l: &&dovuto_domain::billing::credit::PostedLine| l.invoice_id == invoice.invoice_id;
        let mut lines: Vec<_> = sold.posted.iter().filter(of).cloned().collect();
        let charge = |c: &dovuto_domain::billing::invoice::InvoiceCharge| PostedCharge {
            cancelled: false,
            invoice_charge_n: c.invoice_charge_n,
            net_minor: c.net_minor,
            credited_minor: 0,
        };
        let charges: Vec<_> = invoice.charges.iter().map(charge).collect();
        let number = &invoice.series.number;
        let parts = cancellation(number, invoice.invoice_id, &mut lines, &charges);
        parts.expect("something is left of it")
    }

    /// The credit note of some parts of one invoice, not posted yet.
    pub fn credit_note(
        &mut self,
        sold: &Sold,
        customer: &Customer,
        parts: &[CreditPart],
    ) -> CreditNote {
        let of = |(i, _): &&(Invoice, _)| i.invoice_id == parts[0].invoice_id;
        let (invoice, hash) = sold.invoices.iter().find(of).expect("a posted invoice");
        let written = credit(invoice, parts, Currency::EUR).expect("the credit is lawful");
        let left =
            |id| written.lines.iter().any(|l| l.shipment.is_some_and(|s| s.shipment_id == id));
        let mut sources = sold.shown_by(left);
        let subject_id = invoice.invoice_id.to_string();
        sources.push(Source { subject_id, fact_hash: hex(hash) });
        CreditNote {
            credit_note_id: self.id(),
            series: self.series("N"),
            issued_on: self.today(),
            invoice_id: invoice.invoice_id,
            invoice_number: invoice.series.number.clone(),
            invoice_date: invoice.issued_on,
            order_id: invoice.order_id,
            order_number: invoice.order_number.clone(),
            terms: invoice.terms.clone(),
            references: invoice.references.clone(),
            seller: self.firm.as_ref().expect("the firm was founded").identity.clone(),
            buyer: customer.identity.clone(),
            note: Some("as agreed by telephone".into()),
            evidence: Some(evidence()),
            lines: written.lines,
            taxes: written.taxes,
            totals: written.totals,
            exchange: None,
            layout_hash: None,
            sources,
        }
    }

    /// Posts the credit note of some parts of one invoice.
    pub async fn credit(
        &mut self,
        sold: &mut Sold,
        customer: &Customer,
        parts: &[CreditPart],
    ) -> CreditNote {
        let note = self.credit_note(sold, customer, parts);
        let batons = vec![self.baton(&sold.order, Step::Collect)];
        let fact = CreditNotePosted { credit_note: note.clone(), batons };
        self.record(vec![fact.into()]).await;
        sold.credited(parts);
        note
    }

    /// Lays a payment anew; below zero something comes off.
    pub async fn lay(&mut self, sold: &Sold, payment_id: PaymentId, on: &[(&Invoice, i64)]) {
        let (on_day, allocations) = (self.today(), laid(on));
        let reallocation = Reallocation { payment_id, on: on_day, allocations };
        let batons = vec![self.baton(&sold.order, Step::Collect)];
        self.record(vec![PaymentAllocated { reallocation, batons }.into()]).await;
    }

    /// Gives money back, of which some comes off invoices.
    pub async fn refund(
        &mut self,
        sold: &Sold,
        payment_id: PaymentId,
        amount_minor: i64,
        off: &[(&Invoice, i64)],
    ) {
        let refund = Refund {
            refund_id: self.id(),
            payment_id,
            paid_on: self.today(),
            amount_minor,
            reference: "transfer 119".into(),
            allocations: laid(off),
        };
        let batons = vec![self.baton(&sold.order, Step::Collect)];
        self.record(vec![RefundPaid { refund, batons }.into()]).await;
    }
}

/// What is packed, is one piece with its number and two of one lot.
pub fn pieces(event: ShipmentEvent) -> Vec<Pieces> {
    if event != ShipmentEvent::Pack {
        return Vec::new();
    }
    let lots = vec![LotPart { lot: "L 7".into(), quantity: Quantity::units(2) }];
    vec![Pieces { shipment_n: 1, serials: vec!["S 1".into()], lots }]
}

fn laid(on: &[(&Invoice, i64)]) -> Vec<Allocation> {
    let part = |(invoice, amount_minor): &(&Invoice, i64)| Allocation {
        invoice_id: invoice.invoice_id,
        amount_minor: *amount_minor,
    };
    on.iter().map(part).collect()
}
