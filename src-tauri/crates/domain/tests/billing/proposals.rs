//! What may be billed now, what goes back, and why the rest waits.

use dovuto_domain::billing::credit::{CreditCause, Credited};
use dovuto_domain::billing::invoice::InvoiceKind;
use dovuto_domain::billing::proposal::{Block, Case, CaseLine, Outcome};
use dovuto_domain::catalog::ProductKind;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::kernel::quantity::{Currency, Quantity};
use dovuto_domain::orders::references::Lack;
use dovuto_domain::parties::{Basis, Department, Reference};
use dovuto_domain::pricing::ChargePer;

use crate::case::{
    as_of, at_once, billed, case, charge, day, left, line, posted, price, shipment, stream, units,
};

fn blocked(outcome: &Outcome) -> Vec<(i64, Block)> {
    outcome.blocked.iter().map(|b| (b.quantity.0 / 1_000_000, b.why.clone())).collect()
}

/// Quantity, net and share of each line of each proposal.
fn lines(outcome: &Outcome) -> Vec<Vec<(i64, i64, i64)>> {
    let line = |l: &dovuto_domain::billing::invoice::InvoiceLine| {
        (l.quantity.0 / 1_000_000, l.amounts.net_minor, l.share_minor)
    };
    outcome.proposals.iter().map(|p| p.lines.iter().map(line).collect()).collect()
}

fn only(line: CaseLine) -> Case {
    case(vec![line])
}

#[test]
fn what_was_received_within_the_agreement_is_proposed_at_its_price() {
    let outcome = at_once(&only(line(1)));
    assert_eq!((lines(&outcome), blocked(&outcome)), (vec![vec![(10, 10_000, 0)]], vec![]));
    let proposal = &outcome.proposals[0];
    assert_eq!((proposal.totals.net_minor, proposal.totals.tax_minor), (10_000, 2_200));
    assert_eq!((proposal.totals.charges_minor, proposal.totals.gross_minor), (0, 12_200));
    assert_eq!(
        (proposal.lines[0].invoice_n, proposal.lines[0].supply_date),
        (1, day("2026-03-02"))
    );
    assert!(outcome.credits.is_empty());
}

#[test]
fn what_is_above_the_agreement_waits_and_a_replacement_never_does() {
    let mut above = line(1);
    above.deliveries = vec![left(1, "2026-03-02", 12, 12)];
    let outcome = at_once(&only(above));
    assert_eq!(lines(&outcome), [[(10, 10_000, 0)]]);
    assert_eq!(blocked(&outcome), [(2, Block::AboveAgreed)]);

    let mut replaced = billed(1);
    replaced.deliveries[0].returned = units(3);
    let mut again = left(2, "2026-03-05", 3, 3);
    again.replaces = Some(replaced.deliveries[0].line);
    replaced.deliveries.push(again);
    let outcome = at_once(&only(replaced));
    assert_eq!((lines(&outcome), blocked(&outcome)), (vec![], vec![]));
    assert!(outcome.credits.is_empty(), "what came back was made good");
}

#[test]
fn only_what_still_waits_for_a_proof_is_called_so() {
    let check = |why: &str, waits: bool, change: fn(&mut CaseLine)| {
        let mut line = line(1);
        line.deliveries[0].accepted = None;
        line.deliveries[0].state = ShipmentState::Issued;
        change(&mut line);
        let expect = if waits { vec![(10, Block::NotReceived)] } else { vec![] };
        assert_eq!(blocked(&at_once(&only(line))), expect, "{why}");
    };
    check("on the way", true, |_| {});
    check("without a proof in time", true, |l| l.deliveries[0].state = ShipmentState::Unproven);
    check("voided", false, |l| l.deliveries[0].state = ShipmentState::Voided);
    check("reversed", false, |l| l.deliveries[0].state = ShipmentState::Reversed);
    check("lost", false, |l| l.deliveries[0].state = ShipmentState::Lost);
    check("signed for nothing", false, |l| {
        l.deliveries[0].accepted = Some((uuid::Uuid::from_u128(1).into(), Quantity::ZERO));
    });
    check("a replacement", false, |l| {
        let mut lost = l.deliveries[0].line;
        lost.shipment_n = 7;
        l.deliveries[0].replaces = Some(lost);
    });
}

#[test]
fn on_dispatch_what_left_is_billed_without_a_proof() {
    let mut on_dispatch = only(line(1));
    on_dispatch.terms.basis = Basis::Dispatch;
    on_dispatch.lines[0].deliveries[0].accepted = None;
    on_dispatch.lines[0].deliveries[0].state = ShipmentState::Issued;
    let outcome = at_once(&on_dispatch);
    assert_eq!((lines(&outcome), blocked(&outcome)), (vec![vec![(10, 10_000, 0)]], vec![]));
}

#[test]
fn what_was_billed_on_dispatch_stands_when_the_basis_becomes_delivery() {
    let stands = |invoiced: i64, returned: i64, replaced: i64| {
        let mut line = line(1);
        line.deliveries[0].accepted = None;
        line.deliveries[0].state = ShipmentState::Issued;
        line.deliveries[0].invoiced = units(invoiced);
        line.deliveries[0].returned = units(returned);
        line.posted = vec![posted(1, 1, invoiced, invoiced * 1_000)];
        if replaced > 0 {
            let mut again = left(2, "2026-03-05", replaced, replaced);
            again.replaces = Some(line.deliveries[0].line);
            line.deliveries.push(again);
        }
        let outcome = at_once(&only(line));
        let back: i64 = outcome.credits.iter().map(|c| c.quantity.0 / 1_000_000).sum();
        (lines(&outcome).concat().iter().map(|l| l.0).sum::<i64>(), back)
    };
    assert_eq!(stands(10, 0, 0), (0, 0));
    assert_eq!(stands(10, 3, 0), (0, 3), "it came back after it was billed");
    assert_eq!(stands(8, 2, 0), (0, 0), "it came back before, and was never billed");
    assert_eq!(stands(8, 2, 1), (1, 0), "one of them was made good");
    assert_eq!(stands(9, 2, 1), (0, 0), "and billed, once");
}

#[test]
fn each_reason_to_wait_has_its_own_words_and_a_department_that_answers() {
    let check = |why: Block, answers: Department, change: &dyn Fn(&mut Case)| {
        let mut asked = only(line(1));
        change(&mut asked);
        let outcome = at_once(&asked);
        assert_eq!(blocked(&outcome), [(10, why.clone())]);
        assert!(outcome.proposals.is_empty(), "{why:?}");
        assert_eq!(why.answered_by(), answers, "{why:?}");
    };
    check(Block::HeldElsewhere, Department::Billing, &|c| {
        c.lines[0].deliveries[0].billing_holder = stream(2);
    });
    let missing =
        vec![Lack { reference: Reference::Cig, line_n: None, shipment_number: None, found: None }];
    check(Block::ReferencesMissing { missing }, Department::OrderDesk, &|c| {
        c.required = vec![Reference::Cig];
    });
    check(Block::ToBeAgreed, Department::Sales, &|c| c.lines[0].prices.clear());
    check(Block::PriceMissing, Department::Sales, &|c| {
        c.lines[0].prices = vec![price(1, 1_000, "2026-03-03")];
    });
    check(Block::PriceMissing, Department::Sales, &|c| {
        c.lines[0].prices[0].currency = Currency::parse("USD").unwrap();
    });
    let none = Block::VatRateMissing { tax_category: "X".to_owned(), on: day("2026-03-02") };
    check(none, Department::Finance, &|c| c.lines[0].tax_category = "X".to_owned());
    let foreign = Block::ExchangeRateMissing { currency: "USD".to_owned(), on: day("2026-03-02") };
    check(foreign, Department::Finance, &|c| {
        c.terms.currency = Currency::parse("USD").unwrap();
        c.lines[0].prices[0].currency = Currency::parse("USD").unwrap();
    });
    assert_eq!(Block::NotReceived.answered_by(), Department::Logistics);
    assert_eq!(Block::AboveAgreed.answered_by(), Department::Logistics);
}

#[test]
fn what_is_worth_more_than_can_be_posted_waits_by_line_or_as_a_whole() {
    let many = |line_n, number, micro| {
        let mut line = line(line_n);
        line.prices[0].price.micro = micro;
        line.cap = units(1_000_000_000);
        line.deliveries = vec![left(number, "2026-03-02", 1_000_000_000, 1_000_000_000)];
        line
    };
    let one = at_once(&only(many(1, 1, 1_000_000_000_000_000)));
    assert_eq!(blocked(&one), [(1_000_000_000, Block::AmountTooLarge)]);
    // Each of the two could be posted, the sum of them could not.
    let both = at_once(&case(vec![many(1, 1, 60_000_000_000), many(2, 2, 60_000_000_000)]));
    let waits = (1_000_000_000, Block::AmountTooLarge);
    assert_eq!(blocked(&both), [waits.clone(), waits]);
    assert!(both.proposals.is_empty());
    assert_eq!(Block::AmountTooLarge.answered_by(), Department::Finance);
}

#[test]
fn vat_in_another_currency_is_stated_in_both_at_the_rate_of_its_last_supply() {
    let francs = |mut line: CaseLine| {
        line.prices[0].currency = Currency::parse("CHF").unwrap();
        line
    };
    let mut late = francs(line(2));
    late.deliveries = vec![left(2, "2026-03-07", 10, 10)];
    let mut free = francs(line(3));
    free.tax_category = "Z".to_owned();
    free.deliveries = vec![left(3, "2026-03-09", 10, 10)];
    let foreign = |lines| {
        let mut asked = case(lines);
        asked.terms.currency = Currency::parse("CHF").unwrap();
        asked
    };
    let proposal = at_once(&foreign(vec![francs(line(1))])).proposals.remove(0);
    let stated = |p: &dovuto_domain::billing::proposal::Proposal| {
        let taxes = p.taxes.iter().map(|t| (t.tax_minor, t.own_tax_minor));
        (p.exchange.as_ref().map(|rate| rate.rate_micro), taxes.collect::<Vec<_>>())
    };
    // 22.00 francs of VAT at 0.9375 francs for a euro.
    assert_eq!(stated(&proposal), (Some(937_500), vec![(2_200, Some(2_347))]));
    let both = at_once(&foreign(vec![francs(line(1)), late, free])).proposals.remove(0);
    let expect = vec![(4_400, Some(4_632)), (0, None)];
    assert_eq!(stated(&both), (Some(950_000), expect), "what is not taxed decides no rate");
    let own = at_once(&only(line(1))).proposals.remove(0);
    assert_eq!(stated(&own), (None, vec![(2_200, None)]));
}

#[test]
fn what_is_not_taxed_needs_no_rate_of_exchange_and_states_none() {
    let free = |on: &str| {
        let mut free = line(1);
        free.tax_category = "Z".to_owned();
        free.prices[0].currency = Currency::parse("CHF").unwrap();
        free.deliveries = vec![left(1, on, 10, 10)];
        let mut asked = case(vec![free]);
        asked.terms.currency = Currency::parse("CHF").unwrap();
        at_once(&asked)
    };
    // Before the first rate, and after it.
    for on in ["2026-02-27", "2026-03-06"] {
        let outcome = free(on);
        assert_eq!(blocked(&outcome), []);
        assert_eq!(outcome.proposals[0].exchange, None);
        assert_eq!(outcome.proposals[0].taxes[0].own_tax_minor, None);
    }
}

#[test]
fn in_italy_goods_wait_for_the_invoice_of_their_month_and_the_rest_is_immediate() {
    let mut goods = line(1);
    goods.cap = units(40);
    goods.deliveries = vec![
        left(1, "2026-02-27", 10, 10),
        left(2, "2026-03-02", 10, 10),
        left(3, "2026-03-09", 10, 10),
        left(4, "2026-03-10", 10, 10),
    ];
    let mut service = line(2);
    service.kind = ProductKind::Service;
    service.deliveries = vec![left(5, "2026-03-01", 10, 10)];
    let italian = as_of("IT", "2026-03-10", &case(vec![goods, service]));
    let kinds: Vec<_> = italian.proposals.iter().map(|p| (p.kind, p.lines.len())).collect();
    let (deferred, immediate) = (InvoiceKind::Deferred, InvoiceKind::Immediate);
    assert_eq!(kinds, [(deferred, 1), (deferred, 2), (immediate, 2)]);
    let numbers: Vec<_> = italian.proposals[1].lines.iter().map(|l| l.invoice_n).collect();
    assert_eq!(numbers, [1, 2]);
    let by: Vec<_> = italian.proposals.iter().map(|p| p.invoice_by).collect();
    let expect = ["2026-03-15", "2026-04-15", "2026-03-13"].map(|d| Some(day(d)));
    assert_eq!(by, expect, "of the earliest line of each");

    let mut of_next_year = line(1);
    of_next_year.cap = units(20);
    of_next_year.deliveries = vec![left(1, "2025-03-02", 10, 10), left(2, "2026-03-02", 10, 10)];
    of_next_year.prices = vec![price(1, 1_000, "2025-01-01")];
    let outcome = as_of("IT", "2026-03-10", &only(of_next_year));
    assert_eq!(outcome.proposals.len(), 2, "two Marches are not one month");
}

#[test]
fn a_charge_of_the_order_comes_once_and_one_of_each_shipment_with_each() {
    let two = |billed_for: Vec<Option<_>>| {
        let mut goods = line(1);
        goods.cap = units(20);
        goods.deliveries = vec![left(1, "2026-02-27", 10, 10), left(2, "2026-03-02", 10, 10)];
        let mut asked = only(goods);
        asked.charges = vec![charge(1, ChargePer::Order, 700), charge(2, ChargePer::Shipment, 300)];
        for charge in &mut asked.charges {
            charge.billed_for.clone_from(&billed_for);
        }
        asked
    };
    let charges = |outcome: &Outcome| -> Vec<Vec<(i64, i64, Option<_>, i64)>> {
        let each = |c: &dovuto_domain::billing::invoice::InvoiceCharge| {
            (c.invoice_charge_n, c.charge_n, c.shipment_id, c.net_minor)
        };
        outcome.proposals.iter().map(|p| p.charges.iter().map(each).collect()).collect()
    };
    let (first, second) = (Some(shipment(1)), Some(shipment(2)));
    let whole = at_once(&two(Vec::new()));
    let expect = [[(1, 1, None, 700), (2, 2, first, 300), (3, 2, second, 300)]];
    assert_eq!(charges(&whole), expect);
    assert_eq!(whole.proposals[0].totals.charges_minor, 1_300);
    // In Italy the months part: the charge of the order goes with the first of the two.
    let months = as_of("IT", "2026-03-10", &two(Vec::new()));
    let expect = [vec![(1, 1, None, 700), (2, 2, first, 300)], vec![(1, 2, second, 300)]];
    assert_eq!(charges(&months), expect);
    let later = at_once(&two(vec![None, first]));
    assert_eq!(charges(&later), [[(1, 2, second, 300)]]);
}

#[test]
fn vat_of_a_charge_follows_the_goods_it_comes_with() {
    let mut book = line(2);
    book.tax_category = "R4".to_owned();
    book.prices = vec![price(1, 500, "2026-01-01")];
    book.deliveries = vec![left(2, "2026-03-02", 10, 10)];
    let mut asked = case(vec![line(1), book]);
    asked.charges = vec![charge(1, ChargePer::Order, 100), charge(2, ChargePer::Shipment, 50)];
    let proposal = &at_once(&asked).proposals[0];
    let parts: Vec<_> =
        proposal.charges.iter().map(|c| (c.charge_n, c.rate_ppm, c.net_minor)).collect();
    // 100.00 against 50.00 of goods: two thirds of the order's charge at 22 %.
    let expect = [(1, 220_000, 67), (1, 40_000, 33), (2, 220_000, 50), (2, 40_000, 50)];
    assert_eq!(parts, expect);
    let taxes: Vec<_> =
        proposal.taxes.iter().map(|t| (t.rate_ppm, t.net_minor, t.tax_minor)).collect();
    assert_eq!(taxes, [(220_000, 10_117, 2_226), (40_000, 5_083, 203)]);
    assert_eq!(proposal.totals.gross_minor, 15_000 + 200 + 2_226 + 203);
}

#[test]
fn goods_of_one_class_of_vat_carry_a_charge_together() {
    let mut book = line(2);
    book.tax_category = "R4".to_owned();
    let mut asked = case(vec![line(1), book, line(3)]);
    asked.charges = vec![charge(1, ChargePer::Order, 300)];
    let proposal = &at_once(&asked).proposals[0];
    let parts: Vec<_> = proposal.charges.iter().map(|c| (c.rate_ppm, c.net_minor)).collect();
    assert_eq!(parts, [(220_000, 200), (40_000, 100)]);
}

#[test]
fn a_charge_that_nothing_carries_leaves_no_line_of_zero() {
    let mut free = line(2);
    free.tax_category = "R4".to_owned();
    free.prices = vec![price(1, 0, "2026-01-01")];
    let mut asked = case(vec![line(1), free]);
    asked.charges = vec![charge(1, ChargePer::Order, 100)];
    let parts: Vec<_> = at_once(&asked).proposals[0].charges.iter().map(|c| c.net_minor).collect();
    assert_eq!(parts, [100]);
}

#[test]
fn a_discount_in_money_is_given_by_parts_that_add_up_and_not_on_what_came_back() {
    let discounted = |already: &[(i64, i64, Credited)], deliveries: Vec<(u128, i64)>| {
        let mut line = line(1);
        line.prices[0].allowance_minor = 1_000;
        line.prices[0].allowance_quantity = units(10);
        line.deliveries = deliveries
            .iter()
            .map(|(n, quantity)| left(*n, "2026-03-02", *quantity, *quantity))
            .collect();
        for (n, (quantity, share_minor, credited)) in (1..).zip(already) {
            let mut was = posted(n, 1, *quantity, quantity * 1_000 - share_minor);
            (was.share_minor, was.credited) = (*share_minor, *credited);
            line.posted.push(was);
            line.deliveries[0].invoiced = line.deliveries[0].invoiced + units(*quantity);
            line.deliveries[0].credited = line.deliveries[0].credited + credited.quantity;
        }
        lines(&at_once(&only(line)))
    };
    assert_eq!(
        discounted(&[], vec![(1, 3), (2, 3), (3, 4)]),
        [[(3, 2_700, 300), (3, 2_700, 300), (4, 3_600, 400)]]
    );
    assert_eq!(
        discounted(&[(3, 300, Credited::default())], vec![(1, 3), (2, 7)]),
        [[(7, 6_300, 700)]]
    );
    // All of the first three were credited, so that their share may be given once more.
    let back = Credited { quantity: units(3), quantity_minor: 2_700, ..Credited::default() };
    assert_eq!(
        discounted(&[(3, 300, back)], vec![(1, 3), (2, 7)]),
        [[(3, 2_700, 300), (7, 6_300, 700)]]
    );
}

#[test]
fn each_part_of_a_discount_counts_the_parts_before_it() {
    let mut line = line(1);
    line.prices[0].allowance_minor = 10;
    line.prices[0].allowance_quantity = units(3);
    line.deliveries = [1, 2, 3].map(|n| left(n, "2026-03-02", 1, 1)).to_vec();
    let outcome = at_once(&only(line));
    assert_eq!(lines(&outcome), [[(1, 997, 3), (1, 996, 4), (1, 997, 3)]]);
}

#[test]
fn a_share_is_never_more_than_what_its_line_is_worth() {
    let mut line = line(1);
    line.prices[0].allowance_minor = 20_000;
    line.prices[0].allowance_quantity = units(10);
    let outcome = at_once(&only(line));
    assert_eq!(lines(&outcome), [[(10, 0, 10_000)]]);
    let amounts = outcome.proposals[0].lines[0].amounts;
    assert_eq!((amounts.gross_minor, amounts.allowance_minor), (10_000, 10_000));
}

#[test]
fn what_another_station_billed_is_not_ours_to_credit() {
    let mut theirs = billed(1);
    theirs.deliveries[0].returned = units(2);
    theirs.deliveries[0].billing_holder = stream(2);
    theirs.prices.push(price(2, 900, "2026-01-01"));
    let outcome = at_once(&only(theirs));
    assert_eq!(blocked(&outcome), [(-2, Block::HeldElsewhere)]);
    assert!(outcome.credits.is_empty(), "neither goods nor a lower price");
    let mut settled = billed(1);
    settled.deliveries[0].billing_holder = stream(2);
    assert_eq!(blocked(&at_once(&only(settled))), [], "where nothing is owed, nothing waits");
}

#[test]
fn credits_come_in_the_order_of_their_invoices() {
    let mut first = billed(1);
    first.posted[0].invoice_number = "FA26-00002".to_owned();
    first.deliveries[0].returned = units(1);
    let mut second = billed(2);
    second.deliveries[0].returned = units(1);
    let outcome = at_once(&case(vec![first, second]));
    let numbers: Vec<_> = outcome.credits.iter().map(|c| c.invoice_number.as_str()).collect();
    assert_eq!(numbers, ["FA26-00001", "FA26-00002"]);
    assert!(outcome.credits.iter().all(|c| c.cause == CreditCause::Returned));
    assert!(outcome.proposals.is_empty());
}

#[test]
fn lines_stand_by_number_and_dispatch_whatever_order_they_come_in() {
    let mut first = line(1);
    first.cap = units(20);
    first.deliveries = vec![left(9, "2026-03-05", 4, 4), left(8, "2026-03-02", 6, 6)];
    let outcome = at_once(&case(vec![line(2), first]));
    let found: Vec<_> = outcome.proposals[0]
        .lines
        .iter()
        .map(|l| (l.invoice_n, l.line_n, l.shipment_number.as_str()))
        .collect();
    assert_eq!(found, [(1, 1, "DA26-00008"), (2, 1, "DA26-00009"), (3, 2, "DA26-00001")]);
}
