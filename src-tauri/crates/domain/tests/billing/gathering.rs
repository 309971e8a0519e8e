//! What comes onto one document, and when: as the customer wants it, within what the law allows.

use dovuto_domain::billing::gather::propose;
use dovuto_domain::billing::proposal::{Biller, Block, Case, Outcome};
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::parties::profile::{BillingProfile, Grouping, Rhythm};
use dovuto_domain::pricing::ChargePer;
use uuid::Uuid;

use crate::case::{case, charge, day, left, line, rates, stream, units};

/// Orders of one customer, ten at 10.00 each, which left on these days of March.
fn orders(billing: &BillingProfile, days: &[&str]) -> Vec<Case> {
    let order = |(n, left_on): (u128, &&str)| {
        let mut sold = line(1);
        sold.deliveries = vec![left(n + 1, left_on, 10, 10)];
        Case {
            order_id: Uuid::from_u128(100 + n).into(),
            number: format!("OA26-{n:05}"),
            billing: billing.clone(),
            ..case(vec![sold])
        }
    };
    (1..).zip(days).map(order).collect()
}

fn on(country: &str, today: &str, cases: &[Case]) -> Outcome {
    let rates = rates();
    let by = Biller {
        country,
        currency: Currency::EUR,
        stream: stream(1),
        rates: &rates,
        exchange: &[],
        calendar: &Calendar::default(),
        today: day(today),
    };
    propose(cases, &by)
}

fn wants(rhythm: Rhythm, grouping: Grouping) -> BillingProfile {
    BillingProfile { rhythm, grouping, ..BillingProfile::default() }
}

/// The orders on each document, by the end of their numbers.
fn together(outcome: &Outcome) -> Vec<Vec<String>> {
    let end = |number: &str| number.trim_start_matches("OA26-0000").to_owned();
    let of = |p: &dovuto_domain::billing::proposal::Proposal| match p.orders.as_slice() {
        [] => vec![end(&p.order_number)],
        orders => orders.iter().map(|o| end(&o.order_number)).collect(),
    };
    outcome.proposals.iter().map(of).collect()
}

#[test]
fn a_customer_who_wants_one_document_gets_all_orders_on_it_each_line_counted_once() {
    let mut asked = orders(&wants(Rhythm::Shipment, Grouping::Customer), &["2026-03-02"; 3]);
    asked[1].charges = vec![charge(1, ChargePer::Order, 300)];
    asked[2].charges = vec![charge(1, ChargePer::Shipment, 500)];
    let outcome = on("DE", "2026-03-10", &asked);
    assert_eq!(together(&outcome), [["1", "2", "3"]]);
    let proposal = &outcome.proposals[0];
    assert_eq!(proposal.order_id, asked[0].order_id);
    let counted: Vec<_> = proposal.lines.iter().map(|l| (l.invoice_n, l.order_id)).collect();
    assert_eq!(counted, [(1, asked[0].order_id), (2, asked[1].order_id), (3, asked[2].order_id)]);
    let charges: Vec<_> =
        proposal.charges.iter().map(|c| (c.invoice_charge_n, c.order_id, c.net_minor)).collect();
    assert_eq!(charges, [(1, asked[1].order_id, 300), (2, asked[2].order_id, 500)]);
    assert_eq!(proposal.totals.net_minor, 30_000);
}

#[test]
fn parties_currencies_regimes_and_bases_are_never_mixed() {
    let mut asked = orders(&wants(Rhythm::Shipment, Grouping::Customer), &["2026-03-02"; 3]);
    asked[1].terms.payer = Uuid::from_u128(77).into();
    assert_eq!(together(&on("DE", "2026-03-10", &asked)), [vec!["1", "3"], vec!["2"]]);
    asked[1].terms = asked[0].terms.clone();
    asked[1].terms.ship_to.address_n = 4;
    assert_eq!(together(&on("DE", "2026-03-10", &asked)), [["1", "2", "3"]]);
}

#[test]
fn lines_part_by_delivery_note_site_and_cost_centre_as_asked() {
    let with = |grouping| {
        let mut asked = orders(&wants(Rhythm::Shipment, grouping), &["2026-03-02"; 3]);
        asked[0].lines[0].deliveries =
            vec![left(7, "2026-03-02", 4, 4), left(8, "2026-03-03", 6, 6)];
        asked[0].lines[0].deliveries[1].number = "DA26-00009".to_owned();
        asked[1].terms.ship_to.address_n = 4;
        asked[2].lines[0].cost_centre = Some("4711".to_owned());
        together(&on("DE", "2026-03-10", &asked))
    };
    assert_eq!(with(Grouping::Order), [["1"], ["2"], ["3"]]);
    assert_eq!(with(Grouping::DeliveryNote), [["1"], ["1"], ["2"], ["3"]]);
    assert_eq!(with(Grouping::Site), [vec!["1", "3"], vec!["2"]]);
    assert_eq!(with(Grouping::CostCentre), [vec!["1", "2"], vec!["3"]]);
}

#[test]
fn what_left_before_its_day_waits_until_then_but_not_longer_than_the_law_allows() {
    let monthly = wants(Rhythm::Month { day: 20 }, Grouping::Customer);
    let asked = orders(&monthly, &["2026-03-02", "2026-03-24"]);
    let waits = |outcome: &Outcome| -> Vec<_> {
        outcome.blocked.iter().map(|b| (b.order_id, b.why.clone())).collect()
    };
    let until = |date: &str| Block::Waits { until: day(date) };
    let outcome = on("DE", "2026-03-19", &asked);
    assert!(outcome.proposals.is_empty());
    let both = [(asked[0].order_id, until("2026-03-20")), (asked[1].order_id, until("2026-04-20"))];
    assert_eq!(waits(&outcome), both);
    let outcome = on("DE", "2026-03-25", &asked);
    assert_eq!((together(&outcome), waits(&outcome).len()), (vec![vec!["1".to_owned()]], 1));
    // In Italy goods of March are billed by 15 April.
    assert_eq!(waits(&on("IT", "2026-03-25", &asked)), [(asked[1].order_id, until("2026-04-15"))]);
    assert_eq!(together(&on("IT", "2026-04-15", &asked)), [["1", "2"]]);
}

#[test]
fn an_italian_month_that_ends_today_is_one_deferred_invoice_with_what_left_today() {
    let asked = orders(
        &wants(Rhythm::MonthEnd, Grouping::Customer),
        &["2026-02-27", "2026-03-02", "2026-03-31"],
    );
    let outcome = on("IT", "2026-03-31", &asked);
    assert_eq!(together(&outcome), [vec!["1"], vec!["2", "3"]]);
    let at_once =
        orders(&wants(Rhythm::Shipment, Grouping::Customer), &["2026-03-02", "2026-03-31"]);
    assert_eq!(together(&on("IT", "2026-03-31", &at_once)), [["1"], ["2"]]);
}

#[test]
fn who_is_billed_by_the_order_waits_until_all_of_it_has_left_and_is_proved() {
    let mut asked = orders(&wants(Rhythm::Order, Grouping::Order), &["2026-03-02"]);
    asked[0].lines[0].cap = units(14);
    let why = |outcome: Outcome| outcome.blocked.into_iter().map(|b| b.why).collect::<Vec<_>>();
    assert_eq!(why(on("DE", "2026-03-10", &asked)), [Block::WaitsForOrder { until: None }]);
    let law = Block::WaitsForOrder { until: Some(day("2026-04-15")) };
    assert_eq!(why(on("IT", "2026-03-10", &asked)), [law]);
    assert_eq!(together(&on("IT", "2026-04-15", &asked)), [["1"]]);

    let mut rest = left(9, "2026-03-09", 4, 4);
    rest.accepted = None;
    asked[0].lines[0].deliveries.push(rest);
    let found = why(on("DE", "2026-03-10", &asked));
    assert_eq!(found, [Block::WaitsForOrder { until: None }, Block::NotReceived]);
    asked[0].lines[0].deliveries[1] = left(9, "2026-03-09", 4, 4);
    let outcome = on("DE", "2026-03-10", &asked);
    assert_eq!((outcome.proposals[0].lines.len(), outcome.blocked.len()), (2, 0));
}

#[test]
fn what_is_wrong_is_said_before_what_merely_waits() {
    let mut asked = orders(&wants(Rhythm::MonthEnd, Grouping::Customer), &["2026-03-02"]);
    asked[0].lines[0].prices.clear();
    let outcome = on("DE", "2026-03-10", &asked);
    assert_eq!(outcome.blocked[0].why, Block::ToBeAgreed);
}
