//! Money: laid on invoices, too much of it, and back again.

use serde_json::json;

use super::Shop;

fn paid(shop: &mut Shop, invoice: &str, amount: i64, laid: i64) -> String {
    let id = shop.id("payment");
    let payload = json!({ "invoice_ids": [invoice], "amount_minor": amount });
    let left = amount - laid;
    let answer = json!({ "payment_id": id, "allocated_minor": laid, "left_minor": left });
    shop.gives("billing.pay", payload, answer);
    id
}

#[test]
fn what_is_paid_too_much_goes_back_and_no_more() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    let shipment = shop.delivered(&order, 10, 10);
    shop.posted(&order);
    let invoice = shop.invoice();
    let payment = paid(&mut shop, &invoice, 13_000, 12_200);
    let refund =
        |amount: i64| json!({ "payment_id": payment, "amount_minor": amount, "reference": "back" });
    shop.refuses("billing.refund", refund(801), "refunds_more_than_owed");
    shop.gives("billing.refund", refund(800), json!({ "refund_id": "r" }));
    assert!(shop.oracle.books.owed_back().is_empty());

    // Five come back: 50.00 and 11.00.
    shop.back(&shipment, 5);
    let owed: Vec<_> =
        shop.oracle.books.owed_back().into_iter().map(|o| (o.kind, o.amount)).collect();
    assert_eq!(owed, [("credit".to_owned(), 6_100)]);
    shop.posted(&order);
    let debt = shop.oracle.books.debts()[0].clone();
    assert_eq!((debt.gross, debt.credited, debt.paid, debt.open), (12_200, 6_100, 12_200, -6_100));
    let owed: Vec<_> =
        shop.oracle.books.owed_back().into_iter().map(|o| (o.kind, o.amount)).collect();
    assert_eq!(owed, [("payment".to_owned(), 6_100)]);
    shop.refuses("billing.refund", refund(6_101), "refunds_more_than_owed");
    shop.gives("billing.refund", refund(6_100), json!({ "refund_id": "s" }));
    let debt = shop.oracle.books.debts()[0].clone();
    assert_eq!((debt.paid, debt.open), (6_100, 0));
    assert!(shop.oracle.books.owed_back().is_empty());
}

#[test]
fn what_an_invoice_no_longer_needs_is_laid_on_another() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    shop.delivered(&order, 4, 4);
    shop.posted(&order);
    let first = shop.invoice();
    shop.delivered(&order, 6, 6);
    shop.posted(&order);
    let second = shop.invoice();
    let payment = paid(&mut shop, &first, 4_880, 4_880);
    shop.cancelled(&first);
    let payload = json!({ "payment_id": payment, "invoice_ids": [second] });
    let answer = json!({ "payment_id": payment, "allocated_minor": 4_880, "left_minor": 0 });
    shop.gives("billing.allocate", payload, answer);
    let open: Vec<i64> = shop.oracle.books.debts().iter().map(|debt| debt.open).collect();
    assert_eq!(open, [0, 7_320 - 4_880]);
}
