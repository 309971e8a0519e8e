//! Opening balances: what another program's invoices leave owed, and money on account.

use serde_json::{Value, json};

use super::{Book, counts};

const INVOICES: &str = "customer,number,issued_on,due_on,currency,gross,paid\n\
                        BONAP,2023/7,2023-12-01,2024-01-15,,122.00,22\n\
                        OAKEN,2023/7,2023-12-02,,EUR,50,\n";
const PAYMENTS: &str = "payer,currency,amount,received_on,reference\n\
                        BONAP,USD,30.50,2024-01-10,wire 1\nBONAP,USD,30.50,2024-01-10,wire 2\n";

impl Book {
    async fn debts(&self) -> Vec<Value> {
        let debts = self.ask("billing.debts", json!({})).await.unwrap();
        debts["rows"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn what_another_program_billed_is_owed_and_paid_here_and_billed_by_nobody() {
    let book = Book::with_parties().await;
    book.take_twice("open_invoices", INVOICES, (2, 0, 0)).await;
    book.take_twice("open_payments", PAYMENTS, (2, 0, 0)).await;
    let debts = book.debts().await;
    let bonap = debts.iter().find(|debt| debt["currency"] == "USD").unwrap();
    assert_eq!((&bonap["opening"], &bonap["open_minor"]), (&json!(true), &json!(10_000)));
    let invoices = book.ask("billing.invoices", json!({})).await.unwrap();
    assert_eq!(invoices["rows"], json!([]));

    // A payment on it leaves what is too much on account; money on account is laid on the rest.
    let owed = book.ask("billing.owed_back", json!({})).await.unwrap();
    let on_account: Vec<&Value> = owed["rows"].as_array().unwrap().iter().collect();
    assert_eq!(on_account.len(), 2);
    let ask = json!({
        "payment_id": on_account[0]["payment_id"], "invoice_ids": [bonap["invoice_id"]],
    });
    let laid = book.ask("billing.allocate", ask).await.unwrap();
    assert_eq!(laid["allocated_minor"], 3_050);
    let ask = json!({ "invoice_ids": [bonap["invoice_id"]], "amount_minor": 8_000 });
    let paid = book.ask("billing.pay", ask).await.unwrap();
    assert_eq!((&paid["allocated_minor"], &paid["left_minor"]), (&json!(6_950), &json!(1_050)));
    let ask = json!({ "payment_id": paid["payment_id"], "amount_minor": 1_051 });
    let error = book.ask("billing.refund", ask).await.unwrap_err();
    assert_eq!(error.code, "refunds_more_than_owed");
    let ask = json!({ "payment_id": paid["payment_id"], "amount_minor": 1_050 });
    book.ask("billing.refund", ask).await.unwrap();
    let debts = book.debts().await;
    let bonap = debts.iter().find(|debt| debt["currency"] == "USD").unwrap();
    assert_eq!((&bonap["open_minor"], &bonap["paid_minor"]), (&json!(0), &json!(12_200)));
    // The same files still change nothing.
    assert_eq!(counts(&book.take("open_invoices", INVOICES).await.unwrap()), (0, 0, 2));
    assert_eq!(counts(&book.take("open_payments", PAYMENTS).await.unwrap()), (0, 0, 2));
    book.n_facts().await;
}

#[tokio::test]
async fn what_is_owed_from_before_counts_towards_the_credit_limit() {
    let book = Book::with_orders().await;
    let limit = "code,name,credit_limit\nAQUAE,Aquae,1000\n";
    book.take("customers", limit).await.unwrap();
    let order = |po: &str| format!("key,customer,product,quantity,unit_price\n{po},AQUAE,1,1,1\n");
    let mapping = "kind = \"orders\"\n[columns]\nkey = \"key\"\ncustomer = \"customer\"\n\
                   [lines.columns]\nkey = \"key\"\nproduct = \"product\"\n\
                   quantity = \"quantity\"\nunit_price = \"unit_price\"\n";
    let first = book.file("o.csv", &order("N-1"));
    book.import("orders", &first, mapping).await.unwrap();
    let owed = "customer,number,issued_on,gross\nAQUAE,9,2024-01-01,1000\n";
    book.take("open_invoices", owed).await.unwrap();
    let error = book.import("orders", &book.file("o.csv", &order("N-2")), mapping).await;
    let message = error.unwrap_err().message;
    assert!(message.contains("limit"), "{message}");
}

#[tokio::test]
async fn opening_balances_that_cannot_be_are_named() {
    let book = Book::with_parties().await;
    book.take("open_invoices", INVOICES).await.unwrap();
    book.take("open_payments", PAYMENTS).await.unwrap();
    let check = async |kind: &str, text: String, expect: &[(i64, &str)]| {
        let expect: Vec<(i64, String)> =
            expect.iter().map(|(line, column)| (*line, (*column).to_owned())).collect();
        assert_eq!(book.refused(kind, &text).await, expect, "{kind}");
    };
    let header = "customer,number,issued_on,due_on,currency,gross,paid";
    let text = format!(
        "{header}\nNOBODY,1,2024-01-01,,,1,\nBONAP,,2024-01-01,,,1,\nBONAP,2,,,,1,\n\
         BONAP,3,2099-01-01,,,1,\nBONAP,4,2024-01-02,2024-01-01,,1,\nBONAP,5,2024-01-01,,,0,\n\
         BONAP,6,2024-01-01,,,1,1.01\nBONAP,7,2024-01-01,,,1,-1\nBONAP,8,2024-01-01,,XX,1,\n\
         BONAP,9,2024-01-01,,,1.005,\nBONAP,10,2024-01-01,,,1,\nBONAP,10,2024-01-01,,,1,\n\
         BONAP,2023/7,2023-12-01,2024-01-15,,122.00,23\n"
    );
    let places = [
        (2, "customer"),
        (3, "number"),
        (4, "issued_on"),
        (5, "issued_on"),
        (6, "due_on"),
        (7, "gross"),
        (8, "paid"),
        (9, "paid"),
        (10, "currency"),
        (11, "gross"),
        (13, "number"),
        (14, "number"),
    ];
    check("open_invoices", text, &places).await;
    let header = "payer,currency,amount,received_on,reference";
    let text = format!(
        "{header}\nNOBODY,,1,2024-01-01,a\nBONAP,,0,2024-01-01,b\nBONAP,,1,2099-01-01,c\n\
         BONAP,,1,2024-01-01,d\nBONAP,,2,2024-01-01,d\nBONAP,USD,30,2024-01-10,wire 1\n\
         BONAP,,,2024-01-01,e\nBONAP,,1,,f\n"
    );
    let places = [
        (2, "payer"),
        (3, "amount"),
        (4, "received_on"),
        (6, "reference"),
        (7, "amount"),
        (8, "amount"),
        (9, "received_on"),
    ];
    check("open_payments", text, &places).await;
}
