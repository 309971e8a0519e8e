//! Money: laid on invoices in the order given, released where it overpays, given back.

use chrono::NaiveDate;
use dovuto_domain::billing::payment::{
    Allocation, Funds, Laid, OpenInvoice, Payment, allocate, reallocate, refund,
};
use dovuto_domain::kernel::quantity::{Currency, MINOR_MAX};
use dovuto_domain::kernel::refusal::Refusal;
use uuid::Uuid;

fn open(n: u128, open_minor: i64) -> OpenInvoice {
    OpenInvoice {
        invoice_id: Uuid::from_u128(n).into(),
        payer: Uuid::from_u128(9).into(),
        currency: Currency::EUR,
        open_minor,
    }
}

fn payment(amount_minor: i64) -> Payment {
    Payment {
        payment_id: Uuid::from_u128(8).into(),
        payer: Uuid::from_u128(9).into(),
        received_on: NaiveDate::default(),
        currency: Currency::EUR,
        amount_minor,
        reference: "CRO".to_owned(),
        allocations: Vec::new(),
    }
}

fn funds(free_minor: i64, laid: &[(u128, i64, i64)]) -> Funds {
    let laid = laid.iter().map(|(n, amount_minor, overpaid_minor)| Laid {
        invoice_id: Uuid::from_u128(*n).into(),
        amount_minor: *amount_minor,
        overpaid_minor: *overpaid_minor,
    });
    Funds {
        payment_id: Uuid::from_u128(8).into(),
        payer: Uuid::from_u128(9).into(),
        currency: Currency::EUR,
        received_on: NaiveDate::default(),
        free_minor,
        laid: laid.collect(),
    }
}

fn told(allocations: &[Allocation]) -> Vec<(u128, i64)> {
    allocations.iter().map(|a| (a.invoice_id.0.as_u128(), a.amount_minor)).collect()
}

#[test]
fn money_pays_the_invoices_in_the_order_given_each_up_to_what_is_open() {
    let invoices = [open(1, 60), open(2, 0), open(3, -5), open(4, 60), open(5, 10)];
    let paid = allocate(payment(100), &invoices).unwrap();
    assert_eq!(told(&paid.allocations), [(1, 60), (4, 40)]);
    let paid = allocate(payment(200), &invoices).unwrap();
    assert_eq!(told(&paid.allocations), [(1, 60), (4, 60), (5, 10)], "the rest stays free");
}

#[test]
fn a_payment_is_above_zero_and_can_be_kept() {
    for amount_minor in [0, -1, MINOR_MAX + 1] {
        let no = allocate(payment(amount_minor), &[]);
        assert_eq!(no, Err(Refusal::PaymentNotPositive { amount_minor }));
    }
    assert!(allocate(payment(MINOR_MAX), &[]).is_ok());
    assert!(allocate(payment(1), &[]).is_ok());
}

#[test]
fn nobody_pays_anothers_invoice_or_in_another_currency() {
    let other_payer = OpenInvoice { payer: Uuid::from_u128(7).into(), ..open(1, 60) };
    let dollars = OpenInvoice { currency: Currency::parse("USD").unwrap(), ..open(1, 60) };
    for invoice in [other_payer, dollars] {
        let no = Refusal::PaymentForAnother { invoice: invoice.invoice_id };
        assert_eq!(allocate(payment(100), &[invoice]), Err(no.clone()));
        assert_eq!(reallocate(&funds(5, &[]), &[invoice]), Err(no));
    }
}

#[test]
fn only_what_overpays_an_invoice_and_lies_on_it_comes_off() {
    let check = |laid: &[(u128, i64, i64)], expect: &[(u128, i64)], owed: i64| {
        let paid = funds(5, laid);
        assert_eq!(told(&paid.released()), expect);
        assert_eq!(paid.owed_minor(), owed);
    };
    check(&[(1, 100, 30), (2, 50, 0)], &[(1, -30)], 35);
    check(&[(1, 100, 130)], &[(1, -100)], 105);
    check(&[(1, 100, -130)], &[], 5);
    check(&[(1, -20, 30)], &[], 5);
}

#[test]
fn what_is_laid_anew_never_goes_back_where_it_came_from() {
    let paid = funds(5, &[(1, 100, 30)]);
    let moved = reallocate(&paid, &[open(1, 50), open(3, 20), open(4, 20)]).unwrap();
    assert_eq!(told(&moved), [(1, -30), (3, 20), (4, 15)]);
    assert_eq!(reallocate(&paid, &[open(1, 50)]), Err(Refusal::NothingToAllocate));
    assert_eq!(reallocate(&funds(0, &[]), &[open(3, 20)]), Err(Refusal::NothingToAllocate));
}

#[test]
fn no_more_goes_back_than_is_owed_and_the_rest_stays_laid() {
    let paid = funds(5, &[(1, 100, 30)]);
    for amount in [1, 5, 35] {
        assert_eq!(told(&refund(&paid, amount).unwrap()), [(1, -30)], "{amount}");
    }
    let more = Refusal::RefundsMoreThanOwed { owed_minor: 35, amount_minor: 36 };
    assert_eq!(refund(&paid, 36), Err(more));
    for amount_minor in [0, -1] {
        assert_eq!(refund(&paid, amount_minor), Err(Refusal::PaymentNotPositive { amount_minor }));
    }
}
