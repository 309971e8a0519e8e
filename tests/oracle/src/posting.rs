//! Posting: dates, numbers, and the documents that stand afterwards.

use crate::books::{Books, CreditLine, CreditNote, Invoice, Order, Totals};
use crate::crediting::{Owed, credit_totals};
use crate::invoicing::Proposed;

/// A document that a posting must give, before the program has made its identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// `deferred immediate credit_note`
    pub kind: String,
    pub order: String,
    pub number: String,
    pub issued_on: String,
    pub currency: String,
    pub lines: i64,
    pub totals: Totals,
}

/// The letter of the series of a kind.
fn letter(kind: &str) -> &'static str {
    match kind {
        "immediate" => "F",
        "deferred" => "T",
        _ => "N",
    }
}

impl Books {
    /// Days and numbers of one series and year.
    fn series(&self, kind: &str, year: &str) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for invoice in &self.invoices {
            all.push((invoice.number.clone(), invoice.issued_on.clone()));
        }
        for note in &self.credit_notes {
            all.push((note.number.clone(), note.issued_on.clone()));
        }
        let begin = format!("{}{}{}-", letter(kind), self.station, &year[2..4]);
        all.retain(|(number, _)| number.starts_with(&begin));
        all
    }

    fn last_day(&self, kind: &str, year: &str) -> String {
        let days = self.series(kind, year).into_iter().map(|(_, day)| day);
        days.max().unwrap_or_default()
    }

    fn next_number(&self, kind: &str, year: &str) -> String {
        let n = self.series(kind, year).len() + 1;
        format!("{}{}{}-{n:05}", letter(kind), self.station, &year[2..4])
    }

    /// The day that a document bears, or nothing where its series holds a later one.
    fn day_of(&self, kind: &str, last_dispatch: &str, today: &str) -> Option<String> {
        let mut day = today.to_owned();
        if kind == "deferred" {
            let last = self.last_day(kind, &last_dispatch[..4]);
            day = last_dispatch.to_owned().max(last).min(today.to_owned());
        }
        if day < self.last_day(kind, &day[..4]) { None } else { Some(day) }
    }

    /// Posts an invoice; nothing where its date would fall, or where a clock that was put back
    /// says that the goods have not left yet.
    pub fn post_invoice(
        &mut self,
        order: &Order,
        proposed: &Proposed,
        id: &str,
        today: &str,
    ) -> Option<Document> {
        let last = proposed.lines.iter().map(|line| line.supply_date.clone()).max()?;
        if last.as_str() > today {
            return None;
        }
        let issued_on = self.day_of(&proposed.kind, &last, today)?;
        let number = self.next_number(&proposed.kind, &issued_on[..4]);
        self.invoices.push(Invoice {
            id: id.to_owned(),
            kind: proposed.kind.clone(),
            number: number.clone(),
            issued_on: issued_on.clone(),
            order: order.id.clone(),
            payer: order.payer.clone(),
            currency: proposed.currency.clone(),
            lines: proposed.lines.clone(),
            charges: proposed.charges.clone(),
            totals: proposed.totals.clone(),
            cancelled: false,
        });
        Some(Document {
            kind: proposed.kind.clone(),
            order: order.id.clone(),
            number,
            issued_on,
            currency: proposed.currency.clone(),
            lines: i64::try_from(proposed.lines.len()).expect("a few lines"),
            totals: proposed.totals.clone(),
        })
    }

    /// Posts a credit note of an invoice; nothing where its date would fall, in its series or
    /// before the invoice.
    pub fn post_credit(
        &mut self,
        invoice: &str,
        lines: &[CreditLine],
        id: &str,
        today: &str,
    ) -> Option<Document> {
        let of = self.invoice(invoice)?.clone();
        let issued_on = self.day_of("credit_note", today, today)?;
        if issued_on < of.issued_on {
            return None;
        }
        let number = self.next_number("credit_note", &issued_on[..4]);
        let totals = credit_totals(lines);
        self.credit_notes.push(CreditNote {
            id: id.to_owned(),
            number: number.clone(),
            issued_on: issued_on.clone(),
            invoice: invoice.to_owned(),
            lines: lines.to_vec(),
            totals: totals.clone(),
        });
        Some(Document {
            kind: "credit_note".to_owned(),
            order: of.order,
            number,
            issued_on,
            currency: of.currency,
            lines: i64::try_from(lines.len()).expect("a few lines"),
            totals,
        })
    }

    /// Everything that an order has to post today.
    pub fn due(&self, order: &Order, today: &str) -> (Vec<Proposed>, Vec<Owed>) {
        (self.outcome(order, today).proposed, self.owed(order))
    }

    /// Posts everything that an order has to post today, under the identities given; nothing is
    /// posted where one date would fall.
    pub fn post_all(&mut self, order: &str, ids: &[String], today: &str) -> Option<Vec<Document>> {
        let before = self.clone();
        let order = self.order(order)?.clone();
        let (invoices, credits) = self.due(&order, today);
        let mut ids = ids.iter().cloned().chain(std::iter::repeat(String::new()));
        let mut posted = Vec::new();
        for proposed in &invoices {
            let id = ids.next().unwrap_or_default();
            posted.push(self.post_invoice(&order, proposed, &id, today));
        }
        for owed in &credits {
            let id = ids.next().unwrap_or_default();
            posted.push(self.post_credit(&owed.invoice, &owed.lines, &id, today));
        }
        let posted: Option<Vec<Document>> = posted.into_iter().collect();
        if posted.is_none() {
            *self = before;
        }
        posted
    }
}
