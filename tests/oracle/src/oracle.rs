//! The oracle: it is told each command with what came of it, keeps its own books, and says where
//! the program does otherwise.

use serde_json::Value;

use crate::books::Books;
use crate::judge::{Told, Verdict};
use crate::posting::Document;
use crate::read;

#[derive(Clone, Debug, Default)]
pub struct Oracle {
    pub books: Books,
}

/// A command that someone gave on a day.
pub struct Command<'a> {
    pub today: &'a str,
    pub name: &'a str,
    pub payload: &'a Value,
}

impl Oracle {
    /// Takes note of a command; gives what the program should have done otherwise.
    pub fn told(&mut self, command: &Command<'_>, told: &Told) -> Vec<String> {
        let verdict = self.judge(command);
        let name = command.name;
        match (verdict, told) {
            (Verdict::Accept, Told::Refused(code)) => {
                vec![format!("{name} must be accepted, and was refused: {code}")]
            }
            (Verdict::Refuse(codes), Told::Answer(_)) => {
                vec![format!("{name} must be refused {codes:?}, and was accepted")]
            }
            (Verdict::Refuse(codes), Told::Refused(code)) => {
                if codes.is_empty() || codes.contains(code) {
                    return Vec::new();
                }
                vec![format!("{name} must be refused as {codes:?}, not as {code}")]
            }
            (Verdict::Either, Told::Refused(_)) => Vec::new(),
            (Verdict::Accept | Verdict::Either, Told::Answer(answer)) => self.note(command, answer),
        }
    }

    /// Whether the law lets a command pass.
    pub fn judge(&self, c: &Command<'_>) -> Verdict {
        match c.name {
            "orders.save" => self.judge_save(c),
            "orders.confirm" => self.judge_confirm(c),
            "orders.amend" => self.judge_amend(c),
            "orders.agree_prices" => self.judge_prices(c),
            "orders.accept_excess" => self.judge_excess(c),
            "orders.cancel_remainder" => self.judge_remainder(c),
            "orders.hold" => self.judge_hold(c),
            "orders.release_hold" => self.judge_release(c),
            "orders.cancel" => self.judge_cancel(c),
            "fulfilment.plan" => self.judge_plan(c),
            "fulfilment.issue" => self.judge_issue(c),
            "fulfilment.deliver" => self.judge_deliver(c),
            "fulfilment.prove" => self.judge_prove(c),
            "fulfilment.move" => self.judge_move(c),
            "fulfilment.void" => self.judge_end(c, &["planned", "released", "packed", "issued"]),
            "fulfilment.reverse" => self.judge_end(c, &["returned_to_sender", "confirmed"]),
            "fulfilment.declare_lost" => self.judge_end(c, &["in_transit", "unproven"]),
            "fulfilment.count_back" => self.judge_count_back(c),
            "billing.post" => self.judge_post(c),
            "billing.credit_value" => self.judge_credit_value(c),
            "billing.cancel_invoice" => self.judge_cancel_invoice(c),
            "billing.pay" => self.judge_pay(c),
            "billing.allocate" => self.judge_allocate(c),
            "billing.refund" => self.judge_refund(c),
            _ => Verdict::Either,
        }
    }

    /// Writes an accepted command into the books; gives where its answer is wrong.
    fn note(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        match c.name {
            "firm.members" => self.note_members(answer),
            "parties.save_customer" => self.note_customer(c, answer),
            "catalog.save_product" => self.note_product(c, answer),
            "catalog.set_list_prices" => self.note_list_prices(c),
            // The rates are read afterwards.
            "catalog.set_vat_rates" => {}
            "catalog.vat_rates" => self.note_rates(answer),
            "orders.save" => self.note_save(c, answer),
            "orders.confirm" => self.note_confirm(c, answer),
            "orders.amend" => self.note_amend(c),
            "orders.agree_prices" => return self.note_prices(c, answer),
            "orders.accept_excess" => return self.note_excess(c, answer),
            "orders.cancel_remainder" => return self.note_remainder(c, answer),
            "orders.hold" => self.note_hold(c, answer),
            "orders.release_hold" => self.note_release(c),
            "orders.cancel" | "orders.close" | "orders.decline" => self.note_ended(c, answer),
            "fulfilment.plan" => self.note_plan(c, answer),
            "fulfilment.issue" => return self.note_issue(c, answer),
            "fulfilment.ship" => return self.note_ship(c, answer),
            "fulfilment.deliver" => self.note_state(c, "delivered"),
            "fulfilment.prove" => self.note_prove(c),
            "fulfilment.move" => return self.note_move(c, answer),
            "fulfilment.void" => return self.note_end(c, answer, "voided"),
            "fulfilment.reverse" => return self.note_end(c, answer, "reversed"),
            "fulfilment.declare_lost" => return self.note_end(c, answer, "lost"),
            "fulfilment.count_back" => self.note_count_back(c),
            "billing.post" => return self.note_post(c, answer),
            "billing.run" => return self.note_run(c, answer),
            "billing.credit_value" => return self.note_credit_value(c, answer),
            "billing.cancel_invoice" => return self.note_cancel_invoice(c, answer),
            "billing.pay" => return self.note_pay(c, answer),
            "billing.allocate" => return self.note_allocate(c, answer),
            "billing.refund" => self.note_refund(c),
            other => return vec![format!("the oracle does not know {other}")],
        }
        Vec::new()
    }
}

/// Says so where a figure of an answer is another than it must be.
pub fn differs(what: &str, must: &Value, is: &Value) -> Vec<String> {
    if must == is { Vec::new() } else { vec![format!("{what} must be {must}, and is {is}")] }
}

/// Where a posted document is not what it must be.
pub fn compared(must: &Document, is: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let what = |field: &str| format!("{field} of {} {}", must.kind, must.number);
    let mut check = |field: &str, must: Value, is: &Value| {
        found.extend(differs(&what(field), &must, is));
    };
    check("kind", must.kind.clone().into(), &is["kind"]);
    check("number", must.number.clone().into(), &is["number"]);
    check("issued_on", must.issued_on.clone().into(), &is["issued_on"]);
    check("currency", must.currency.clone().into(), &is["currency"]);
    check("lines", must.lines.into(), &is["lines"]);
    let totals = &is["totals"];
    let goods = must.totals.net + must.totals.charges;
    let is_goods = read::count(totals, "net_minor") + read::count(totals, "charges_minor");
    check("net and charges", goods.into(), &is_goods.into());
    check("tax", must.totals.tax.into(), &totals["tax_minor"]);
    check("gross", must.totals.gross.into(), &totals["gross_minor"]);
    found
}
