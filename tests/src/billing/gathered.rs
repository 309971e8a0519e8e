//! Several orders on one invoice: the documents, the money and the orders themselves agree.

use dovuto_app::billing::BillingFilter;
use dovuto_app::billing::credit::{CancelInvoice, CreditValue, ValueCause, cancel, credit_value};
use dovuto_app::billing::post::run;
use dovuto_app::billing::trial::{TestBilling, test};
use dovuto_app::parties::SaveCustomer;
use dovuto_app::views::billing::{InvoicesList, ShowInvoice, list, show};
use dovuto_domain::billing::proposal::Block;
use dovuto_domain::billing::trial::TrialVerdict;
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, OrderId};
use dovuto_domain::kernel::quantity::MILLION;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::references::Lack;
use dovuto_domain::parties::profile::{BillingProfile, Channel, EarlyPayment, Grouping, Rhythm};
use dovuto_domain::parties::{Basis, Reference};
use dovuto_domain::pricing::{ChargePer, Evidence};

use super::charged;
use crate::harness::{Office, customer, day, order, refusal, under};

async fn wanting(office: &Office, code: &str, billing: BillingProfile) -> CustomerId {
    let form = SaveCustomer {
        basis: Some(Basis::Dispatch),
        billing: Some(billing),
        ..customer(code, "IT")
    };
    office.customer_as(form).await
}

fn gathered(rhythm: Rhythm) -> BillingProfile {
    BillingProfile { rhythm, grouping: Grouping::Customer, ..BillingProfile::default() }
}

/// Three orders that left; the second with freight.
async fn three_orders(office: &Office, buyer: CustomerId) -> Vec<OrderId> {
    let rid = office.product("RID", 1_000).await;
    let mut orders = Vec::new();
    for po in ["PO-1", "PO-2", "PO-3"] {
        let form = under(po, order(buyer, &[(rid, 10), (rid, 1)]));
        let form = if po == "PO-2" { charged(form, ChargePer::Order, 500) } else { form };
        let order_id = office.confirmed(form).await;
        office.ship(order_id).await.unwrap();
        orders.push(order_id);
    }
    orders
}

async fn invoice_of(office: &Office, order_id: OrderId) -> InvoiceId {
    let ask = InvoicesList { order_id: Some(order_id), ..InvoicesList::default() };
    let rows = list(&office.desk, ask).await.unwrap().rows;
    assert_eq!(rows.len(), 1, "each order is on one invoice");
    rows[0].invoice_id
}

#[tokio::test]
async fn three_orders_on_one_invoice_are_paid_together_and_closed_one_by_one() {
    let office = Office::open().await;
    let rossi = wanting(&office, "ROSSI", gathered(Rhythm::Shipment)).await;
    let orders = three_orders(&office, rossi).await;
    let answer =
        run(&office.desk, &office.cx(office.elena), BillingFilter::default()).await.unwrap();
    assert_eq!((answer.posted.len(), office.n_invoices().await), (1, 1));
    let invoice_id = answer.posted[0].invoice_id;
    for order_id in &orders {
        assert_eq!(invoice_of(&office, *order_id).await, invoice_id);
        assert_eq!(office.figure("select count(*) from billing_work").await, 0);
    }
    let ask = ShowInvoice { invoice: invoice_id.to_string() };
    let invoice = show(&office.desk, ask).await.unwrap();
    let pos: Vec<_> =
        invoice.orders.iter().map(|o| o.references.customer_po.clone().unwrap()).collect();
    assert_eq!(pos, ["PO-1", "PO-2", "PO-3"]);
    assert_eq!((invoice.lines.len(), invoice.charges.len()), (6, 1));
    assert_eq!(invoice.totals.net_minor, 33_000);
    office.verified().await;

    office.pay(&[invoice_id], invoice.totals.gross_minor).await.unwrap();
    office.verified().await;
    for order_id in orders {
        let close = dovuto_app::orders::EndOrder { order_id, reason: None };
        dovuto_app::orders::close(&office.desk, &office.cx(office.sara), close).await.unwrap();
    }
    office.verified().await;
}

#[tokio::test]
async fn posting_one_order_posts_what_is_gathered_with_it_and_a_run_finds_nothing_more() {
    let office = Office::open().await;
    let rossi = wanting(&office, "ROSSI", gathered(Rhythm::Shipment)).await;
    let orders = three_orders(&office, rossi).await;
    let proposed = office.propose().await;
    assert_eq!(proposed.proposals.len(), 1);
    let on: Vec<OrderId> = proposed.proposals[0].orders.iter().map(|of| of.order_id).collect();
    assert_eq!(on, orders, "in the order of their lines");
    office.post(orders[1]).await.unwrap();
    let answer =
        run(&office.desk, &office.cx(office.elena), BillingFilter::default()).await.unwrap();
    assert_eq!((answer.posted.len(), answer.refused.len()), (0, 0));
    assert_eq!(refusal(office.post(orders[0]).await), Refusal::NothingToBill);
    office.verified().await;
}

#[tokio::test]
async fn what_is_credited_of_one_order_goes_back_on_the_common_invoice() {
    let office = Office::open().await;
    let rossi = wanting(&office, "ROSSI", gathered(Rhythm::Shipment)).await;
    let orders = three_orders(&office, rossi).await;
    office.post(orders[0]).await.unwrap();
    let invoice_id = invoice_of(&office, orders[2]).await;
    let form = CreditValue {
        invoice_id,
        invoice_n: Some(5),
        invoice_charge_n: None,
        cause: ValueCause::Goodwill,
        amount_minor: 1_000,
        reason: "scratched".to_owned(),
    };
    credit_value(&office.desk, &office.cx(office.elena), form).await.unwrap();
    office.verified().await;
    let form = CancelInvoice {
        invoice_id,
        reason: "wrong address".to_owned(),
        evidence: Evidence { reference: "letter".to_owned(), ..Evidence::default() },
    };
    cancel(&office.desk, &office.cx(office.elena), form).await.unwrap();
    office.verified().await;
    let again = office.propose().await.proposals;
    assert_eq!((again.len(), again[0].orders.len(), again[0].totals.net_minor), (1, 3, 33_000));
    assert_eq!(again[0].charges.len(), 1, "what was taken back is charged again");
    office.post(orders[1]).await.unwrap();
    office.verified().await;
}

#[tokio::test]
async fn a_monthly_customer_waits_for_the_day_and_the_order_has_its_clock() {
    let office = Office::open().await;
    office.on("2026-11-10");
    let rossi = wanting(&office, "ROSSI", gathered(Rhythm::MonthEnd)).await;
    let orders = three_orders(&office, rossi).await;
    let why = Block::Waits { until: day("2026-11-30") };
    assert_eq!(
        office.blocked(orders[0]).await,
        [(why.clone(), 10 * MILLION), (why, MILLION)],
        "it is said until when"
    );
    assert_eq!(refusal(office.post(orders[0]).await), Refusal::NothingToBill);
    let due = office.baton(orders[0]).await.unwrap().due_at;
    assert_eq!(due.to_string(), "2026-12-01 00:00:00 UTC", "the end of the day of billing");
    office.on("2026-11-30");
    office.post(orders[0]).await.unwrap();
    assert_eq!(office.n_invoices().await, 1);
    office.verified().await;
}

#[tokio::test]
async fn an_early_payment_is_on_the_invoice_where_it_comes_before_the_due_date() {
    let office = Office::open().await;
    let early = |days| BillingProfile {
        early_payment: Some(EarlyPayment { days, discount_ppm: 20_000 }),
        channel: Channel::Email,
        recipients: vec!["billing".to_owned()],
        ..BillingProfile::default()
    };
    let rid = office.product("RID", 1_000).await;
    for (code, days, expected) in [("ROSSI", 10, Some(244)), ("VERDI", 31, None)] {
        let buyer = wanting(&office, code, early(days)).await;
        let order_id = office.confirmed(order(buyer, &[(rid, 10)])).await;
        office.ship(order_id).await.unwrap();
        let posted = office.post(order_id).await.unwrap();
        let invoice = show(&office.desk, ShowInvoice { invoice: posted.number }).await.unwrap();
        assert_eq!(invoice.early_payment.map(|e| e.discount_minor), expected, "{code}");
    }
    office.verified().await;
}

#[tokio::test]
async fn a_billing_profile_that_cannot_be_is_refused_with_what_is_wrong() {
    let office = Office::open().await;
    let refused = async |billing| {
        let form = SaveCustomer { billing: Some(billing), ..customer("ROSSI", "IT") };
        let cx = office.cx(office.founder);
        refusal(dovuto_app::parties::save_customer(&office.desk, &cx, form).await).to_string()
    };
    let with = |rhythm| BillingProfile { rhythm, ..BillingProfile::default() };
    assert_eq!(
        refused(with(Rhythm::Month { day: 31 })).await,
        "there is no billing day 31: from 1 to 28"
    );
    assert_eq!(
        refused(with(Rhythm::Week { weekday: 0 })).await,
        "there is no billing day 0: from 1 to 7"
    );
    let early_payment = Some(EarlyPayment { days: 10, discount_ppm: 0 });
    let free = BillingProfile { early_payment, ..BillingProfile::default() };
    assert!(refused(free).await.starts_with("an early payment saves 0 millionths"));
}

#[tokio::test]
async fn a_profile_that_is_tried_on_the_past_says_what_would_be_on_other_documents_or_blocked() {
    let office = Office::open().await;
    office.on("2026-11-10");
    let rossi = wanting(&office, "ROSSI", BillingProfile::default()).await;
    let orders = three_orders(&office, rossi).await;
    for order_id in &orders {
        office.post(*order_id).await.unwrap();
    }
    let before = office.n_facts().await;
    let tried = async |billing, required| {
        let ask = TestBilling {
            customer: "ROSSI".to_owned(),
            billing,
            required_references: Some(required),
        };
        test(&office.desk, ask).await.unwrap()
    };
    let same = tried(BillingProfile::default(), vec![Reference::CustomerPo]).await;
    assert_eq!((same.rows.len(), same.n_differences), (3, 0));
    let together = tried(gathered(Rhythm::MonthEnd), Vec::new()).await;
    assert_eq!(together.n_differences, 3);
    let others = |own: &str| -> Vec<String> {
        let all = together.rows.iter().map(|row| row.invoice_number.clone());
        all.filter(|number| number != own).collect()
    };
    for row in &together.rows {
        let with = others(&row.invoice_number);
        assert_eq!(row.verdict, TrialVerdict::Otherwise { documents: 1, with });
    }
    let strict = tried(BillingProfile::default(), vec![Reference::CostCentre]).await;
    let lack = |n| Lack {
        reference: Reference::CostCentre,
        line_n: Some(n),
        shipment_number: None,
        found: None,
    };
    let missing = vec![lack(1), lack(2)];
    assert_eq!(strict.rows[0].verdict, TrialVerdict::Blocked { missing });
    assert_eq!(office.n_facts().await, before, "nothing is changed");
}

#[tokio::test]
async fn what_was_gathered_would_be_parted_by_order_and_stays_as_it_is_under_its_own_profile() {
    let office = Office::open().await;
    office.on("2026-11-30");
    let own = gathered(Rhythm::MonthEnd);
    let rossi = wanting(&office, "ROSSI", own.clone()).await;
    let orders = three_orders(&office, rossi).await;
    office.post(orders[0]).await.unwrap();
    let tried = async |billing| {
        let ask = TestBilling { customer: "ROSSI".to_owned(), billing, required_references: None };
        test(&office.desk, ask).await.unwrap().rows.remove(0).verdict
    };
    assert_eq!(tried(own).await, TrialVerdict::Same);
    let parted = TrialVerdict::Otherwise { documents: 3, with: Vec::new() };
    assert_eq!(tried(BillingProfile::default()).await, parted);
}
