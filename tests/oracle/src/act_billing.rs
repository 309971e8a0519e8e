//! Documents and money: what is refused, what is remembered.

use serde_json::Value;

use crate::books::{CreditLine, Of, Order, Payment};
use crate::judge::{Reasons, Verdict, unknown};
use crate::oracle::{Command, Oracle, compared, differs};
use crate::posting::Document;
use crate::read::{count, list, name, number, said, text, texts};

/// The line or charge that a price credit is of.
fn credited(payload: &Value) -> Of {
    match number(payload, "invoice_n") {
        Some(n) => Of::Line(n),
        None => Of::Charge(count(payload, "invoice_charge_n")),
    }
}

fn once(ids: Vec<String>) -> Vec<String> {
    let mut seen = Vec::new();
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen
}

/// Two lists of one order of things, as one list of that order.
fn merged(mut first: Vec<String>, mut second: Vec<String>) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(next) = first.first().cloned() {
        while second.contains(&next) && second[0] != next {
            all.push(second.remove(0));
        }
        second.retain(|one| *one != next);
        first.retain(|one| *one != next);
        all.push(next);
    }
    all.extend(second);
    all
}

impl Oracle {
    pub(crate) fn judge_post(&self, c: &Command<'_>) -> Verdict {
        let Some(order) = self.books.order(&name(c.payload, "order_id")) else {
            return unknown();
        };
        let (invoices, credits) = self.books.due(order, c.today);
        let mut why = Reasons::default();
        why.any(order.number.is_empty());
        if invoices.is_empty() && credits.is_empty() {
            why.code(true, "nothing_to_bill");
        } else {
            let falls = self.books.clone().post_all(&order.id, &[], c.today).is_none();
            why.code(falls, "date_falls");
            let lines = invoices.iter().flat_map(|invoice| &invoice.lines);
            let ahead = lines.into_iter().any(|line| line.supply_date.as_str() > c.today);
            why.code(ahead, "date_in_future");
        }
        why.verdict()
    }

    pub(crate) fn note_post(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let documents = list(answer, "documents");
        let ids: Vec<String> = documents.iter().map(|one| name(one, "document_id")).collect();
        let order = name(c.payload, "order_id");
        let Some(must) = self.books.post_all(&order, &ids, c.today) else {
            return vec!["nothing must be posted".to_owned()];
        };
        if must.len() != documents.len() {
            return vec![format!("documents must be {must:?}, and are {documents:?}")];
        }
        must.iter().zip(&documents).flat_map(|(must, is)| compared(must, is)).collect()
    }

    /// A run posts order by order; in which order it takes them is its own affair.
    pub(crate) fn note_run(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let asked = texts(c.payload, "order_ids");
        let mut wanted: Vec<String> = self.books.orders.iter().map(|o| o.id.clone()).collect();
        wanted.retain(|id| asked.is_empty() || asked.contains(id));
        let (posted, notes) = (list(answer, "posted"), list(answer, "credited"));
        let refused = list(answer, "refused");
        let orders_of = |all: &[Value]| all.iter().map(|one| name(one, "order_id")).collect();
        let mut turn = merged(once(orders_of(&posted)), once(orders_of(&notes)));
        turn.extend(wanted);
        let mut wrong = Vec::new();
        let mut must: Vec<Document> = Vec::new();
        let mut is: Vec<Value> = Vec::new();
        for id in once(turn) {
            let Some(order) = self.books.order(&id).cloned() else {
                return vec![format!("there is no order {id}")];
            };
            let of_it = |one: &&Value| name(one, "order_id") == id;
            let mine: Vec<Value> = posted.iter().chain(&notes).filter(of_it).cloned().collect();
            let named = |one: &Value| {
                text(one, "invoice_id").unwrap_or_else(|| name(one, "credit_note_id"))
            };
            let ids: Vec<String> = mine.iter().map(named).collect();
            let (invoices, credits) = self.books.due(&order, c.today);
            match self.books.post_all(&id, &ids, c.today) {
                Some(documents) => must.extend(documents),
                None => {
                    let said = refused.iter().any(|one| name(one, "order_id") == id);
                    let due = invoices.len() + credits.len();
                    if !said && due > 0 {
                        wrong.push(format!("the run must refuse {id}"));
                    }
                }
            }
            is.extend(mine);
        }
        let brief = |number: String, currency: String, gross: i64| (number, currency, gross);
        let must: Vec<_> =
            must.into_iter().map(|d| brief(d.number, d.currency, d.totals.gross)).collect();
        let gross = |one: &Value| {
            number(one, "gross_minor").unwrap_or_else(|| count(&one["totals"], "gross_minor"))
        };
        let is: Vec<_> =
            is.iter().map(|d| brief(name(d, "number"), name(d, "currency"), gross(d))).collect();
        if must != is {
            wrong.push(format!("the run must post {must:?}, and posted {is:?}"));
        }
        wrong
    }

    pub(crate) fn judge_credit_value(&self, c: &Command<'_>) -> Verdict {
        let p = c.payload;
        let Some(invoice) = self.books.invoice(&name(p, "invoice_id")) else {
            return unknown();
        };
        let Some((most, _)) = self.books.creditable(invoice, &credited(p)) else {
            return unknown();
        };
        let amount = count(p, "amount_minor");
        let mut why = Reasons::default();
        why.any(amount <= 0 || !said(p, "reason"));
        why.any(!["goodwill", "keep_it", "charge"].contains(&name(p, "cause").as_str()));
        let is_charge = matches!(credited(p), Of::Charge(_));
        why.unsure(is_charge != (name(p, "cause") == "charge"));
        why.code(amount > most, "credits_more_than_billed");
        let lines = self.value_credit(p);
        let posted = self.books.clone().post_credit(&invoice.id, &lines, "", c.today);
        why.code(posted.is_none(), "date_falls");
        why.verdict()
    }

    fn value_credit(&self, payload: &Value) -> Vec<CreditLine> {
        let invoice = self.books.invoice(&name(payload, "invoice_id")).expect("a known invoice");
        let of = credited(payload);
        let (_, group) = self.books.creditable(invoice, &of).expect("a known line");
        vec![CreditLine {
            of,
            cause: name(payload, "cause"),
            quantity: 0,
            amount: count(payload, "amount_minor"),
            group,
        }]
    }

    pub(crate) fn note_credit_value(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let lines = self.value_credit(c.payload);
        self.note_credit(c, answer, &lines)
    }

    fn note_credit(
        &mut self,
        c: &Command<'_>,
        answer: &Value,
        lines: &[CreditLine],
    ) -> Vec<String> {
        let (invoice, id) = (name(c.payload, "invoice_id"), name(answer, "document_id"));
        match self.books.post_credit(&invoice, lines, &id, c.today) {
            Some(must) => compared(&must, answer),
            None => vec!["nothing must be posted".to_owned()],
        }
    }

    pub(crate) fn judge_cancel_invoice(&self, c: &Command<'_>) -> Verdict {
        let p = c.payload;
        let Some(invoice) = self.books.invoice(&name(p, "invoice_id")) else {
            return unknown();
        };
        let rest = self.books.remains(invoice);
        let mut why = Reasons::default();
        why.any(rest.is_empty() || !said(p, "reason") || !said(&p["evidence"], "reference"));
        why.unsure(rest.iter().all(|one| one.quantity == 0 && one.amount == 0));
        let posted = self.books.clone().post_credit(&invoice.id, &rest, "", c.today);
        why.code(posted.is_none(), "date_falls");
        why.verdict()
    }

    pub(crate) fn note_cancel_invoice(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let id = name(c.payload, "invoice_id");
        let invoice = self.books.invoice(&id).expect("a known invoice");
        let rest = self.books.remains(invoice);
        for invoice in self.books.invoices.iter_mut().filter(|invoice| invoice.id == id) {
            invoice.cancelled = true;
        }
        self.note_credit(c, answer, &rest)
    }

    /// Whether all invoices are known and of one payer and currency.
    fn judge_invoices(&self, ids: &[String], payer: &str, currency: &str, why: &mut Reasons) {
        for id in ids {
            match self.books.invoice(id) {
                None => why.any(true),
                Some(invoice) => {
                    let another = invoice.payer != payer || invoice.currency != currency;
                    why.code(another, "payment_for_another");
                }
            }
        }
    }

    /// Payer and currency of a payment: of the first invoice, else as they are named.
    fn paid_by(&self, payload: &Value) -> Option<(String, String)> {
        match texts(payload, "invoice_ids").first() {
            Some(first) => {
                let invoice = self.books.invoice(first)?;
                Some((invoice.payer.clone(), invoice.currency.clone()))
            }
            None => Some((text(payload, "payer")?, text(payload, "currency")?)),
        }
    }

    pub(crate) fn judge_pay(&self, c: &Command<'_>) -> Verdict {
        let p = c.payload;
        let Some((payer, currency)) = self.paid_by(p) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.any(self.books.customer(&payer).is_none());
        why.any(count(p, "amount_minor") <= 0);
        why.any(text(p, "received_on").is_some_and(|day| day.as_str() > c.today));
        self.judge_invoices(&texts(p, "invoice_ids"), &payer, &currency, &mut why);
        why.verdict()
    }

    pub(crate) fn note_pay(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let (payer, currency) = self.paid_by(c.payload).expect("a known payer");
        let id = name(answer, "payment_id");
        self.books.payments.push(Payment {
            id: id.clone(),
            payer,
            currency,
            amount: count(c.payload, "amount_minor"),
            refunded: 0,
            allocations: Vec::new(),
        });
        self.laid(&id, c.payload, answer)
    }

    fn laid(&mut self, payment: &str, payload: &Value, answer: &Value) -> Vec<String> {
        let laid = self.books.lay(payment, &once(texts(payload, "invoice_ids")));
        let left = self.books.free(payment);
        let mut wrong = differs("allocated_minor", &laid.into(), &answer["allocated_minor"]);
        wrong.extend(differs("left_minor", &left.into(), &answer["left_minor"]));
        wrong
    }

    pub(crate) fn judge_allocate(&self, c: &Command<'_>) -> Verdict {
        let id = name(c.payload, "payment_id");
        let Some(payment) = self.books.payment(&id) else {
            return unknown();
        };
        let invoices = texts(c.payload, "invoice_ids");
        let mut why = Reasons::default();
        self.judge_invoices(&invoices, &payment.payer, &payment.currency, &mut why);
        if why.clone().verdict() == Verdict::Accept {
            let mut after = self.books.clone();
            after.release(&id);
            why.unsure(after.lay(&id, &once(invoices)) == 0);
        }
        why.verdict()
    }

    pub(crate) fn note_allocate(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let id = name(c.payload, "payment_id");
        self.books.release(&id);
        self.laid(&id, c.payload, answer)
    }

    pub(crate) fn judge_refund(&self, c: &Command<'_>) -> Verdict {
        let id = name(c.payload, "payment_id");
        if self.books.payment(&id).is_none() {
            return unknown();
        }
        let mut after = self.books.clone();
        after.release(&id);
        let amount = count(c.payload, "amount_minor");
        let mut why = Reasons::default();
        why.any(amount <= 0);
        why.any(text(c.payload, "paid_on").is_some_and(|day| day.as_str() > c.today));
        why.code(amount > after.free(&id), "refunds_more_than_owed");
        why.unsure(!said(c.payload, "reference"));
        why.verdict()
    }

    pub(crate) fn note_refund(&mut self, c: &Command<'_>) {
        let id = name(c.payload, "payment_id");
        self.books.release(&id);
        let refunded = count(c.payload, "amount_minor");
        for payment in self.books.payments.iter_mut().filter(|payment| payment.id == id) {
            payment.refunded += refunded;
        }
    }

    /// The order of a known identity.
    pub fn order(&self, id: &str) -> Option<&Order> {
        self.books.order(id)
    }
}
