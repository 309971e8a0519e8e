//! Credit notes that a changed program could post: each lie has its own finding.

use dovuto_domain::billing::credit::{CreditCause, CreditPart};
use dovuto_domain::billing::invoice::Invoice;
use dovuto_domain::fact::CreditNotePosted;
use dovuto_domain::parties::{Basis, Customer};
use serde_json::{Value, json};

use super::behind::forge;
use super::bills::{change, other_id, said};
use super::firm::{agreed, founded, price, sold};
use super::forged::{body, ended};
use super::sold::Sold;
use super::world::{Left, World};

/// A firm that billed an order whole.
struct Billed {
    world: World,
    rossi: Customer,
    sold: Sold,
    left: Left,
    invoice: Invoice,
}

async fn billed() -> Billed {
    let (mut world, customers) = founded().await;
    let rossi = customers[0].clone();
    let mut sold = sold(&mut world, &rossi, &[10, 7, 3]).await;
    let mut left = world.ship(&mut sold, &[(1, 6), (2, 7)]).await;
    world.prove(&mut sold, &mut left, &[6, 7]).await;
    world.pass_days(3);
    let invoice = world.bill(&mut sold, &rossi).await;
    world.pass_days(3);
    Billed { world, rossi, sold, left, invoice }
}

impl Billed {
    /// Two units came back: what is owed for them.
    async fn returned(&mut self) -> Vec<CreditPart> {
        self.world.count_back(&mut self.sold, &self.left, 1, 2).await;
        self.world.owed_back(&self.sold)
    }

    fn value(&self, cause: CreditCause, minor: i64) -> Vec<CreditPart> {
        let mut parts = self.world.value_of(&self.invoice, 1, minor);
        parts[0].cause = cause;
        parts
    }

    fn charge(&self, cause: CreditCause, minor: i64) -> Vec<CreditPart> {
        let mut parts = self.value(cause, minor);
        (parts[0].invoice_n, parts[0].invoice_charge_n) = (None, Some(1));
        parts
    }

    fn note(&mut self, parts: &[CreditPart]) -> Value {
        let credit_note = self.world.credit_note(&self.sold, &self.rossi, parts);
        body(CreditNotePosted { credit_note, batons: Vec::new() })
    }

    async fn post(&mut self, note: &Value) {
        let id = note["credit_note_id"].as_str().expect("an identity");
        let id = id.parse().expect("an identity");
        forge(&mut self.world, "CreditNotePosted", id, note).await;
    }

    /// Posts the credit note of some parts; what the law says.
    async fn says(&mut self, parts: &[CreditPart]) -> Vec<&'static str> {
        let note = self.note(parts);
        self.post(&note).await;
        said(&self.world).await
    }
}

/// Posts the lawful credit note of what came back with some values exchanged.
async fn check(changes: &[(&str, Value)], expect: &[&str]) {
    let mut firm = billed().await;
    let parts = firm.returned().await;
    let mut note = firm.note(&parts);
    change(&mut note, changes);
    firm.post(&note).await;
    assert_eq!(said(&firm.world).await, expect, "{changes:?}");
}

/// Posts the lawful credit note of what came back with values that it does not have.
async fn add(values: &[(&str, Value)], expect: &[&str]) {
    let mut firm = billed().await;
    let parts = firm.returned().await;
    let mut note = firm.note(&parts);
    for (name, value) in values {
        note[*name] = value.clone();
    }
    firm.post(&note).await;
    assert_eq!(said(&firm.world).await, expect, "{values:?}");
}

#[tokio::test]
async fn the_lawful_credit_note_itself_breaks_no_law() {
    check(&[], &[]).await;
}

#[tokio::test]
async fn a_credit_note_of_another_invoice_party_or_date_is_named() {
    check(&[("/invoice_id", other_id())], &["credit_without_invoice"]).await;
    check(&[("/terms/payer", other_id())], &["credit_terms_wrong"]).await;
    check(&[("/order_id", other_id())], &["credit_names_wrong"]).await;
    check(&[("/order_number", json!("OA26-09999"))], &["credit_names_wrong"]).await;
    check(&[("/invoice_number", json!("FA26-09999"))], &["credit_names_wrong"]).await;
    check(&[("/invoice_date", json!("2026-03-01"))], &["credit_names_wrong"]).await;
    check(&[("/issued_on", json!("2026-03-01"))], &["credit_before_invoice"]).await;
    check(&[("/issued_on", json!("2026-12-30"))], &["date_ahead"]).await;
    check(&[("/seller/name", json!("Another"))], &["seller_wrong"]).await;
    check(&[("/buyer/tax_id", json!("IT1"))], &["buyer_wrong"]).await;
    check(&[("/number", json!("NB26-00001"))], &["number_wrong"]).await;
    let rate = json!({
        "currency": "USD", "quoted_on": "2026-02-27", "rate_micro": 1_100_000, "source": "ECB",
    });
    add(&[("exchange", rate)], &["exchange_wrong"]).await;
    check(&[("/counter", json!(2)), ("/number", json!("NA26-00002"))], &["number_gap"]).await;
}

#[tokio::test]
async fn a_line_that_is_not_what_the_invoice_says_is_named() {
    check(&[("/lines/0/credit_n", json!(9))], &["line_out_of_order"]).await;
    check(&[("/lines/0/invoice_n", json!(9))], &["credit_of_nothing"]).await;
    let both = [("/lines/0/invoice_charge_n", json!(1))];
    check(&both, &["credit_of_nothing", "totals_wrong"]).await;
    check(&[("/lines/0/line_n", json!(2))], &["credit_line_wrong"]).await;
    check(&[("/lines/0/shipment/shipment_n", json!(2))], &["credit_line_wrong"]).await;
    check(&[("/lines/0/shipment_number", json!("DA26-9"))], &["credit_line_wrong"]).await;
    check(&[("/lines/0/unit_code", json!("KGM"))], &["credit_line_wrong"]).await;
    check(&[("/lines/0/rate_ppm", json!(100_000))], &["tax_wrong", "vat_wrong"]).await;
    check(&[("/taxes/0/tax_minor", json!(1))], &["tax_wrong", "totals_wrong"]).await;
    check(&[("/totals/gross_minor", json!(1))], &["totals_wrong"]).await;
    check(&[("/sources", json!([]))], &["source_missing"]).await;
    let zero = json!("00".repeat(32));
    check(&[("/sources/0/fact_hash", zero)], &["source_missing", "source_unknown"]).await;
}

#[tokio::test]
async fn a_credit_note_that_does_not_rest_on_its_invoice_is_named() {
    let mut firm = billed().await;
    let parts = firm.returned().await;
    let mut note = firm.note(&parts);
    let invoice = firm.invoice.invoice_id.to_string();
    let sources = note["sources"].as_array_mut().expect("sources");
    sources.retain(|source| source["subject_id"] != json!(invoice));
    firm.post(&note).await;
    assert_eq!(said(&firm.world).await, ["source_missing"]);
}

#[tokio::test]
async fn a_quantity_that_is_not_owed_back_is_named() {
    check(&[("/lines/0/cause", json!("not_received"))], &["credit_not_owed"]).await;
    check(&[("/lines/0/cause", json!("goodwill"))], &["credit_wrong"]).await;
    let none = [("/lines/0/quantity", json!(0))];
    check(&none, &["credit_amount_wrong", "credit_wrong"]).await;
    let three = [("/lines/0/quantity", json!(3_000_000))];
    let codes = ["credit_amount_wrong", "credit_not_newest", "credit_not_owed"];
    check(&three, &codes).await;
    let all = [("/lines/0/quantity", json!(9_000_000))];
    let codes =
        ["credit_amount_wrong", "credit_not_newest", "credit_not_owed", "credited_above_billed"];
    check(&all, &codes).await;
    let net = [("/lines/0/net_minor", json!(1))];
    check(&net, &["credit_amount_wrong", "tax_wrong", "totals_wrong"]).await;
}

#[tokio::test]
async fn what_is_owed_back_goes_back_once_and_from_the_newest_invoice() {
    let (mut world, customers) = founded().await;
    let rossi = customers[0].clone();
    let mut sold = sold(&mut world, &rossi, &[10]).await;
    let mut left = world.ship(&mut sold, &[(1, 4)]).await;
    world.prove(&mut sold, &mut left, &[2]).await;
    let first = world.bill(&mut sold, &rossi).await;
    world.prove(&mut sold, &mut left, &[4]).await;
    let invoice = world.bill(&mut sold, &rossi).await;
    world.prove(&mut sold, &mut left, &[3]).await;
    let mut parts = world.owed_back(&sold);
    parts[0].invoice_id = first.invoice_id;
    let mut firm = Billed { world, rossi, sold, left, invoice };
    assert_eq!(firm.says(&parts).await, ["credit_not_newest"]);
    let parts = firm.world.owed_back(&firm.sold);
    let codes = ["credit_not_newest", "credit_not_owed"];
    assert_eq!(firm.says(&parts).await, codes, "it was given back from the older one");
}

#[tokio::test]
async fn value_without_reason_or_above_what_is_left_is_named() {
    let check = async |parts: fn(&Billed) -> Vec<CreditPart>, expect: &[&str]| {
        let mut firm = billed().await;
        let parts = parts(&firm);
        assert_eq!(firm.says(&parts).await, expect, "{parts:?}");
    };
    check(|firm| firm.value(CreditCause::Goodwill, 100), &[]).await;
    check(|firm| firm.value(CreditCause::KeepIt, 999_999), &["credited_above_billed"]).await;
    check(|firm| firm.value(CreditCause::Goodwill, 0), &["credit_empty", "credit_wrong"]).await;
    check(|firm| firm.charge(CreditCause::Charge, 100), &[]).await;
    check(|firm| firm.charge(CreditCause::Charge, 999_999), &["credited_above_billed"]).await;
    check(|firm| firm.charge(CreditCause::LowerPrice, 100), &["credit_wrong"]).await;
    check(|firm| firm.charge(CreditCause::Charge, 0), &["credit_empty", "credit_wrong"]).await;
    check(|firm| firm.value(CreditCause::LowerPrice, 100), &["lower_price_wrong"]).await;

    let mut firm = billed().await;
    let mut note = firm.note(&firm.value(CreditCause::Goodwill, 100));
    change(&mut note, &[("/note", json!(" "))]);
    firm.post(&note).await;
    assert_eq!(said(&firm.world).await, ["credit_without_reason"]);

    let mut firm = billed().await;
    let mut note = firm.note(&firm.charge(CreditCause::Charge, 100));
    change(&mut note, &[("/lines/0/line_n", json!(1)), ("/lines/0/rate_ppm", json!(1))]);
    firm.post(&note).await;
    assert_eq!(said(&firm.world).await, ["credit_line_wrong", "tax_wrong", "vat_wrong"]);
    change(&mut note, &[("/lines/0/line_n", json!(null)), ("/lines/0/rate_ppm", json!(220_000))]);
    change(&mut note, &[("/counter", json!(2)), ("/number", json!("NA26-00002"))]);
    firm.post(&note).await;
    assert!(said(&firm.world).await.contains(&"credit_twice"));
}

#[tokio::test]
async fn credits_together_are_never_above_the_line() {
    let mut firm = billed().await;
    let net = firm.invoice.lines[0].amounts.net_minor;
    let most = firm.value(CreditCause::Goodwill, net - 5);
    assert_eq!(firm.says(&most).await, [""; 0]);
    let more = firm.value(CreditCause::KeepIt, 6);
    assert_eq!(firm.says(&more).await, ["credited_above_billed"]);
}

#[tokio::test]
async fn a_lower_price_gives_back_what_it_makes_due() {
    for (more, expect) in [(0, &[][..]), (1, &["lower_price_wrong"]), (-1, &["lower_price_wrong"])]
    {
        let mut firm = billed().await;
        let mut lower = agreed(&firm.world, &firm.rossi, 15, 0);
        (lower.price_n, lower.price) = (2, price(15, 0));
        firm.world.agree(&mut firm.sold, 2, lower).await;
        let mut parts = firm.world.owed_back(&firm.sold);
        parts[0].net_minor += more;
        assert_eq!(firm.says(&parts).await, expect, "{more}");
    }
}

#[tokio::test]
async fn an_invoice_is_taken_back_whole_and_on_evidence() {
    let check = async |drop: bool, changes: &[(&str, Value)], expect: &[&str]| {
        let mut firm = billed().await;
        let mut parts = firm.world.all_of(&firm.sold, &firm.invoice);
        if drop {
            parts.pop();
        }
        let mut note = firm.note(&parts);
        change(&mut note, changes);
        firm.post(&note).await;
        assert_eq!(said(&firm.world).await, expect, "{changes:?}");
    };
    check(false, &[], &[]).await;
    check(true, &[], &["cancelled_in_part"]).await;
    check(false, &[("/evidence", json!(null))], &["cancelled_unproven"]).await;
    check(false, &[("/evidence/reference", json!(""))], &["cancelled_unproven"]).await;
    check(false, &[("/note", json!(null))], &["credit_without_reason"]).await;

    let mut firm = billed().await;
    let parts = firm.world.all_of(&firm.sold, &firm.invoice);
    firm.world.credit(&mut firm.sold, &firm.rossi, &parts).await;
    firm.world.bill(&mut firm.sold, &firm.rossi).await;
    assert_eq!(said(&firm.world).await, [""; 0], "all of it is billed again, charges too");
}

#[tokio::test]
async fn only_the_holder_credits_a_quantity() {
    let mut firm = billed().await;
    let parts = firm.returned().await;
    firm.world.open_station('B').await;
    assert_eq!(firm.says(&parts).await, ["holder_wrong"]);
}

#[tokio::test]
async fn an_order_that_is_closed_still_gets_what_is_owed_back() {
    let mut firm = billed().await;
    for (line, units) in firm.sold.order.lines.iter_mut().zip([6, 7, 0]) {
        line.quantity = dovuto_domain::kernel::quantity::Quantity::units(units);
    }
    firm.world.amend(&mut firm.sold, Vec::new()).await;
    let gross = firm.invoice.totals.gross_minor;
    firm.world.pay(&firm.sold, gross, &[(&firm.invoice, gross)]).await;
    let id = firm.sold.order.order_id.0;
    let end = ended(&firm.sold);
    forge(&mut firm.world, "OrderClosed", id, &end).await;
    let parts = firm.value(CreditCause::Goodwill, 100);
    assert_eq!(firm.says(&parts).await, [""; 0]);
}

#[tokio::test]
async fn an_order_with_money_to_give_back_is_not_closed() {
    let mut firm = billed().await;
    for (line, units) in firm.sold.order.lines.iter_mut().zip([6, 7, 0]) {
        line.quantity = dovuto_domain::kernel::quantity::Quantity::units(units);
    }
    firm.world.amend(&mut firm.sold, Vec::new()).await;
    let gross = firm.invoice.totals.gross_minor;
    firm.world.pay(&firm.sold, gross, &[(&firm.invoice, gross)]).await;
    let parts = firm.value(CreditCause::Goodwill, 100);
    firm.world.credit(&mut firm.sold, &firm.rossi, &parts).await;
    let (id, end) = (firm.sold.order.order_id.0, ended(&firm.sold));
    forge(&mut firm.world, "OrderClosed", id, &end).await;
    assert_eq!(said(&firm.world).await, ["closed_unsettled"]);
}

#[tokio::test]
async fn what_was_billed_on_dispatch_and_never_proved_goes_back_once() {
    let (mut world, customers) = founded().await;
    let keller = customers[1].clone();
    let mut sold = sold(&mut world, &keller, &[6]).await;
    let left = world.ship(&mut sold, &[(1, 6)]).await;
    let invoice = world.bill(&mut sold, &keller).await;
    sold.order.terms.basis = Basis::Delivery;
    world.amend(&mut sold, Vec::new()).await;
    world.count_back(&mut sold, &left, 1, 2).await;
    let parts = world.owed_back(&sold);
    let mut firm = Billed { world, rossi: keller, sold, left, invoice };
    assert_eq!(firm.says(&parts).await, [""; 0]);
    assert!(firm.says(&parts).await.contains(&"credit_not_owed"));
}
