//! What goes back of posted lines: quantities by cause, value, whole documents.

use dovuto_domain::billing::credit::{
    CreditCause, CreditPart, Credited, PostedCharge, PostedLine, cancellation, value_credit,
};
use dovuto_domain::billing::proposal::CaseLine;
use dovuto_domain::kernel::quantity::{Currency, MINOR_MAX, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use uuid::Uuid;

use crate::case::{at_once, billed, case, day, posted, price, units};

fn parts(line: CaseLine) -> Vec<(CreditCause, i64, i64)> {
    told(&at_once(&case(vec![line])).credits)
}

fn told(parts: &[CreditPart]) -> Vec<(CreditCause, i64, i64)> {
    parts.iter().map(|p| (p.cause, p.quantity.0 / 1_000_000, p.net_minor)).collect()
}

fn credited(quantity: i64, quantity_minor: i64, value_minor: i64) -> Credited {
    Credited { quantity: units(quantity), quantity_minor, value_minor, lower_price_minor: 0 }
}

#[test]
fn what_was_never_received_goes_back_before_what_came_back() {
    let mut short = billed(1);
    short.deliveries[0].accepted = Some((Uuid::from_u128(1).into(), units(7)));
    short.deliveries[0].returned = units(2);
    let expect = [(CreditCause::NotReceived, 3, 3_000), (CreditCause::Returned, 2, 2_000)];
    assert_eq!(parts(short), expect);
}

#[test]
fn what_was_credited_as_returned_is_not_credited_again() {
    let mut line = billed(1);
    line.deliveries[0].returned = units(4);
    line.deliveries[0].credited = units(3);
    line.deliveries[0].credited_returned = units(3);
    line.posted[0].credited = credited(3, 3_000, 0);
    assert_eq!(parts(line), [(CreditCause::Returned, 1, 1_000)]);
}

#[test]
fn what_an_earlier_delivery_note_took_was_not_received_under_the_agreement() {
    // Ten were billed of the later note; an earlier one turned up and takes six of the ten agreed.
    let mut line = billed(1);
    let earlier = crate::case::left(2, "2026-02-20", 6, 6);
    line.deliveries.push(earlier);
    let outcome = at_once(&case(vec![line]));
    assert_eq!(told(&outcome.credits), [(CreditCause::NotReceived, 6, 6_000)]);
    assert_eq!(outcome.proposals[0].lines[0].quantity, units(6));
}

#[test]
fn no_more_counts_as_returned_than_was_received_and_not_credited_so() {
    // Seven of ten were received, and eight were counted back, of which three are credited.
    let mut line = billed(1);
    line.deliveries[0].accepted = Some((Uuid::from_u128(1).into(), units(7)));
    line.deliveries[0].returned = units(8);
    line.deliveries[0].credited = units(3);
    line.deliveries[0].credited_returned = units(3);
    line.posted[0].credited = credited(3, 3_000, 0);
    let expect = [(CreditCause::NotReceived, 3, 3_000), (CreditCause::Returned, 4, 4_000)];
    assert_eq!(parts(line), expect);

    // All that came back is credited; an earlier delivery note takes six of the ten agreed.
    let mut line = billed(1);
    line.deliveries.push(crate::case::left(2, "2026-02-20", 6, 6));
    line.deliveries[0].returned = units(3);
    line.deliveries[0].credited = units(3);
    line.deliveries[0].credited_returned = units(3);
    line.posted[0].credited = credited(3, 3_000, 0);
    assert_eq!(parts(line), [(CreditCause::NotReceived, 3, 3_000)]);
}

#[test]
fn a_replacement_that_came_back_itself_makes_nothing_good() {
    let replaced = |came_back: i64| {
        let mut line = billed(1);
        line.deliveries[0].returned = units(3);
        let mut again = crate::case::left(2, "2026-03-05", 3, 3);
        again.replaces = Some(line.deliveries[0].line);
        again.returned = units(came_back);
        line.deliveries.push(again);
        parts(line)
    };
    assert_eq!(replaced(0), []);
    assert_eq!(replaced(1), [(CreditCause::Returned, 1, 1_000)]);
    assert_eq!(replaced(3), [(CreditCause::Returned, 3, 3_000)]);
}

#[test]
fn goods_go_back_from_the_newest_invoice_line_first() {
    let newest = |change: &dyn Fn(&mut PostedLine)| {
        let mut line = billed(1);
        line.deliveries[0].returned = units(6);
        line.posted = vec![posted(1, 1, 5, 5_000), posted(1, 1, 5, 4_000)];
        change(&mut line.posted[1]);
        parts(line)
    };
    let expect = [(CreditCause::Returned, 5, 4_000), (CreditCause::Returned, 1, 1_000)];
    let by_date = newest(&|l| l.issued_on = day("2026-03-04"));
    let by_number = newest(&|l| l.invoice_number = "FA26-00002".to_owned());
    let by_line = newest(&|l| l.invoice_n = 2);
    let sorted = |mut parts: Vec<(CreditCause, i64, i64)>| {
        parts.sort_by_key(|part| -part.1);
        parts
    };
    assert_eq!([sorted(by_date), sorted(by_number), sorted(by_line)], [expect; 3]);
}

#[test]
fn only_lines_of_the_same_shipment_line_give_its_goods_back() {
    let mut line = billed(1);
    line.deliveries[0].returned = units(1);
    let mut other = posted(2, 1, 10, 9_000);
    other.shipment.shipment_n = 2;
    line.posted.insert(0, other);
    assert_eq!(parts(line), [(CreditCause::Returned, 1, 1_000)]);
}

#[test]
fn parts_of_a_line_add_up_to_its_net_less_what_was_given_as_value() {
    let part = |already: Credited, returned: i64| {
        let mut line = billed(1);
        line.posted[0].net_minor = 2_833;
        line.posted[0].credited = already;
        line.deliveries[0].returned = units(returned);
        line.deliveries[0].credited = already.quantity;
        line.deliveries[0].credited_returned = already.quantity;
        parts(line)
    };
    let back = |quantity, amount| [(CreditCause::Returned, quantity, amount)];
    assert_eq!(part(credited(0, 0, 0), 3), back(3, 850));
    assert_eq!(part(credited(3, 850, 0), 6), back(3, 850));
    assert_eq!(part(credited(6, 1_700, 0), 10), back(4, 1_133));
    assert_eq!(part(credited(0, 0, 833), 5), back(5, 1_000));
}

#[test]
fn a_lower_price_makes_the_difference_due_on_what_stands() {
    let lowered = |change: &dyn Fn(&mut CaseLine)| {
        let mut line = billed(1);
        line.prices.push(price(2, 900, "2026-01-01"));
        change(&mut line);
        parts(line)
    };
    let due = |amount| vec![(CreditCause::LowerPrice, 0, amount)];
    assert_eq!(lowered(&|_| {}), due(1_000));
    let later = price(2, 900, "2026-03-03");
    assert_eq!(lowered(&|l| l.prices[1] = later.clone()), [], "it applies to later dispatches");
    assert_eq!(lowered(&|l| l.prices[1] = price(2, 1_100, "2026-01-01")), [], "a higher one");
    assert_eq!(lowered(&|l| l.posted[0].price_n = 2), [], "billed at it already");
    let dollar = Currency::parse("USD").unwrap();
    assert_eq!(lowered(&|l| l.prices[1].currency = dollar), [], "of another currency");
    let back = |l: &mut CaseLine| {
        l.posted[0].credited = credited(4, 4_000, 0);
        l.deliveries[0].returned = units(4);
        l.deliveries[0].credited = units(4);
        l.deliveries[0].credited_returned = units(4);
    };
    assert_eq!(lowered(&back), due(600), "four came back");
    let all_back = |l: &mut CaseLine| {
        l.posted[0].credited = credited(10, 10_000, 0);
        l.deliveries[0].returned = units(10);
        l.deliveries[0].credited = units(10);
        l.deliveries[0].credited_returned = units(10);
    };
    assert_eq!(lowered(&all_back), []);
    let given = |minor| {
        move |l: &mut CaseLine| {
            l.posted[0].credited.value_minor = minor;
            l.posted[0].credited.lower_price_minor = minor;
        }
    };
    assert_eq!(lowered(&given(1_000)), [], "it was given");
    assert_eq!(lowered(&given(400)), due(600), "a part of it was given");
    // Goodwill is no price: the difference stays due, as far as anything is left of the line.
    assert_eq!(lowered(&|l| l.posted[0].credited.value_minor = 1_000), due(1_000));
    assert_eq!(lowered(&|l| l.posted[0].credited.value_minor = 9_500), due(500));
    assert_eq!(lowered(&|l| l.posted[0].credited.value_minor = 10_000), []);
}

#[test]
fn what_is_left_of_a_line_is_its_net_less_every_credit() {
    let mut line = posted(1, 1, 10, 10_000);
    line.credited = credited(3, 3_000, 500);
    assert_eq!((line.left(), line.left_minor()), (units(7), 6_500));
    line.share_minor = 1_000;
    assert_eq!(line.standing_share(), (units(7), 700));
}

#[test]
fn an_invoice_taken_back_credits_whatever_is_left_of_it_once() {
    let charge = |n, credited_minor, cancelled| PostedCharge {
        invoice_charge_n: n,
        net_minor: 300,
        credited_minor,
        cancelled,
    };
    let id = Uuid::from_u128(51).into();
    let mut lines = [posted(1, 1, 10, 10_000), posted(1, 2, 10, 5_000), posted(1, 3, 10, 0)];
    lines[0].credited = credited(4, 4_000, 1_000);
    lines[1].credited = credited(10, 5_000, 0);
    let charges = [charge(1, 100, false), charge(2, 0, true), charge(3, 300, false)];
    let all = cancellation("FA26-00001", id, &mut lines, &charges).unwrap();
    let cause = CreditCause::DocumentCancelled;
    assert_eq!(told(&all), [(cause, 6, 5_000), (cause, 10, 0), (cause, 0, 200), (cause, 0, 0)]);
    let of: Vec<_> = all.iter().map(|p| (p.invoice_n, p.invoice_charge_n)).collect();
    assert_eq!(of, [(Some(1), None), (Some(1), None), (None, Some(1)), (None, Some(3))]);
    assert!(all.iter().all(|p| p.invoice_number == "FA26-00001" && p.invoice_id == id));

    let mut gone = [posted(1, 1, 10, 10_000)];
    gone[0].credited = credited(10, 10_000, 0);
    let nothing = cancellation("FA26-00001", id, &mut gone, &[charge(1, 300, false)]);
    assert_eq!(nothing, Err(Refusal::NothingToCredit));
    let left = cancellation("FA26-00001", id, &mut gone, &[charge(1, 299, false)]).unwrap();
    assert_eq!(told(&left), [(cause, 0, 1)]);
    // Goods that were given away for nothing are still goods.
    let mut free = [posted(1, 1, 10, 0)];
    assert_eq!(told(&cancellation("FA26-00001", id, &mut free, &[]).unwrap()), [(cause, 10, 0)]);
    // Goods all came back, and a cent of value is left.
    let mut cent = [posted(1, 1, 10, 10_000)];
    cent[0].credited = credited(10, 9_999, 0);
    assert_eq!(told(&cancellation("FA26-00001", id, &mut cent, &[]).unwrap()), [(cause, 0, 1)]);
}

#[test]
fn a_credit_of_value_is_above_zero_and_within_what_is_left() {
    assert_eq!(value_credit(100, 100), Ok(()));
    assert_eq!(value_credit(100, 1), Ok(()));
    let more = Refusal::CreditsMoreThanBilled { left_minor: 100, amount_minor: 101 };
    assert_eq!(value_credit(100, 101), Err(more));
    for amount_minor in [0, -1, MINOR_MAX + 1] {
        let no = Err(Refusal::CreditNotPositive { amount_minor });
        assert_eq!(value_credit(i64::MAX, amount_minor), no);
    }
    assert_eq!(value_credit(MINOR_MAX, MINOR_MAX), Ok(()));
}

#[test]
fn nothing_is_owed_back_where_nothing_is_too_much() {
    assert_eq!(parts(billed(1)), []);
    let mut part = billed(1);
    part.deliveries[0].invoiced = units(4);
    part.posted = vec![posted(1, 1, 4, 4_000)];
    assert_eq!(parts(part), []);
    let mut nothing = billed(1);
    nothing.deliveries[0].invoiced = Quantity::ZERO;
    nothing.posted.clear();
    nothing.deliveries[0].returned = units(10);
    assert_eq!(parts(nothing), []);
}
