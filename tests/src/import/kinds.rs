//! Imports of what belongs to customers and products: by key, once, and every bad row named.

use serde_json::{Value, json};

use super::{Book, bad_rows, counts, small};

/// A mapping in which every column is called as its field.
pub fn plainly(kind: &str, fields: &str) -> String {
    let columns = fields.split(',').map(|field| format!("{field} = \"{field}\"\n"));
    format!("kind = \"{kind}\"\n[columns]\n{}", columns.collect::<String>())
}

impl Book {
    /// A book with the small files' customers and products.
    pub async fn with_parties() -> Self {
        let book = Self::open().await;
        book.bring_in("customers", &small("customers.csv"), None).await;
        book.bring_in("products", &small("products.csv"), None).await;
        book
    }

    /// Imports a text whose header names its fields.
    pub async fn take(
        &self,
        kind: &str,
        text: &str,
    ) -> Result<Value, dovuto_rpc::envelope::WireError> {
        let mapping = plainly(kind, text.lines().next().unwrap());
        self.import(kind, &self.file(&format!("{kind}.csv"), text), &mapping).await
    }

    /// Imports a text twice: as counted, and then nothing.
    pub async fn take_twice(&self, kind: &str, text: &str, first: (i64, i64, i64)) {
        let answer = self.take(kind, text).await.unwrap();
        assert_eq!(counts(&answer), first, "{kind}");
        let facts = self.n_facts().await;
        let again = self.take(kind, text).await.unwrap();
        assert_eq!(counts(&again), (0, 0, first.0 + first.1 + first.2), "{kind} again");
        assert_eq!((self.n_facts().await, &again["documents"]), (facts, &json!(0)), "{kind} again");
    }

    /// Line and column of each row for which a text is refused; nothing of it is written.
    pub async fn refused(&self, kind: &str, text: &str) -> Vec<(i64, String)> {
        let facts = self.n_facts().await;
        let error = self.take(kind, text).await.unwrap_err();
        assert_eq!(self.n_facts().await, facts, "{kind}");
        bad_rows(&error).into_iter().map(|row| (row.1, row.2)).collect()
    }

    async fn product(&self, code: &str) -> Value {
        let found = self.ask("catalog.products", json!({ "search": code })).await.unwrap();
        let id = &found["rows"][0]["product_id"];
        self.ask("catalog.product", json!({ "product_id": id })).await.unwrap()
    }
}

/// Of each kind that is known by more than a code: what is known, and the same changed beside what
/// is new, with the place that is refused where only new rows are asked for.
const KNOWN_AND_NEW: [(&str, &str, &str, (i64, &str)); 5] = [
    (
        "contacts",
        "customer,name,email\nBONAP,Ada Rossi,ada@example.com\n",
        "customer,name,email\nBONAP,Ada Rossi,other@example.com\nOAKEN,Bea Bianchi,\n",
        (2, "name"),
    ),
    (
        "customer_codes",
        "customer,product,code\nBONAP,5,HUILE\n",
        "customer,product,code\nOAKEN,5,OIL-1\nBONAP,5,OLIO\n",
        (3, "customer"),
    ),
    (
        "list_prices",
        "product,price,valid_from\n5,8.40,2025-01-01\n",
        "product,price,valid_from\n5,9,2025-01-01\n5,9.50,2026-01-01\n",
        (2, "valid_from"),
    ),
    (
        "price_agreements",
        "customer,product,price,valid_from\nBONAP,5,8,2026-01-01\n",
        "customer,product,price,valid_from\nBONAP,5,9,2026-01-01\nOAKEN,5,9,2026-01-01\n",
        (2, "valid_from"),
    ),
    (
        "open_invoices",
        "customer,number,issued_on,gross\nBONAP,2023/7,2023-12-01,122\n",
        "customer,number,issued_on,gross\nOAKEN,2023/8,2023-12-01,9\nBONAP,2023/7,2023-12-01,99\n",
        (3, "number"),
    ),
];

#[tokio::test]
async fn what_is_known_by_more_than_a_code_is_passed_over_or_bad_as_asked() {
    let book = Book::with_parties().await;
    for (kind, known, text, place) in KNOWN_AND_NEW {
        book.take_twice(kind, known, (1, 0, 0)).await;
        let mapping = plainly(kind, text.lines().next().unwrap());
        let path = book.file(&format!("{kind}.csv"), text);
        let file = json!({ "kind": kind, "path": path, "mapping": mapping });
        let ask = |what: &str| {
            let mut ask = file.clone();
            ask["on_known"] = json!(what);
            ask
        };
        let error = book.ask("import.run", ask("insert")).await.unwrap_err();
        let bad = bad_rows(&error);
        let bad: Vec<(i64, &str)> = bad.iter().map(|row| (row.1, row.2.as_str())).collect();
        assert_eq!(bad, [place], "{kind}");
        let answer = book.ask("import.run", ask("skip")).await.unwrap();
        assert_eq!(counts(&answer), (1, 0, 1), "{kind}");
        // What was known still is as it was.
        assert_eq!(counts(&book.take(kind, known).await.unwrap()), (0, 0, 1), "{kind}");
    }
}

fn places(expected: &[(i64, &str)]) -> Vec<(i64, String)> {
    expected.iter().map(|(line, column)| (*line, (*column).to_owned())).collect()
}

#[tokio::test]
async fn people_join_their_customer_by_name_and_role() {
    let book = Book::with_parties().await;
    let text = "customer,role,name,phone,email\nBONAP,Owner,Luc Neuf,,luc@bonap.fr\n\
                BONAP,Cellar,Ada Roux,11,\nBONAP,Office,Ada Roux,12,ada@bonap.fr\n\
                OAKEN,,Tom Oak,,tom@oak.uk\n";
    let before = book.customer("BONAP").await;
    let role = before["contacts"][0]["role"].as_str().unwrap();
    let text = text.replace("Owner", role);
    book.take_twice("contacts", &text, (3, 1, 0)).await;
    let after = book.customer("BONAP").await;
    let person = |n: usize| after["contacts"][n]["person"].clone();
    let luc = json!({ "name": "Luc Neuf", "phone": null, "email": "luc@bonap.fr" });
    assert_eq!(person(0), luc);
    assert_eq!((&person(1)["phone"], &person(2)["phone"]), (&json!("11"), &json!("12")));
    // What the file does not give stays, and without a role the name alone is the key.
    let text = "customer,name,phone\nOAKEN,Tom Oak,77\n";
    book.take_twice("contacts", text, (0, 1, 0)).await;
    let tom = book.customer("OAKEN").await["contacts"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(tom["person"]["email"], "tom@oak.uk");
    let long = "x".repeat(61);
    let text = format!(
        "customer,role,name\nNOBODY,,Ann\nBONAP,,\nBONAP,{long},Ann\nOAKEN,,Bea\nOAKEN,,Bea\n"
    );
    let expected = places(&[(2, "customer"), (3, "name"), (4, "role"), (6, "name")]);
    assert_eq!(book.refused("contacts", &text).await, expected);
}

#[tokio::test]
async fn what_a_customer_calls_a_product_is_whole_in_the_file() {
    let book = Book::with_parties().await;
    let text = "customer,product,code\nBONAP,5,HUILE\nOAKEN,5,OIL-1\nOAKEN,5,OIL-2\nBONAP,1,SAU\n";
    book.take_twice("customer_codes", text, (4, 0, 0)).await;
    let text = "customer,product,code\nOAKEN,5,OIL-2\n";
    book.take_twice("customer_codes", text, (0, 1, 0)).await;
    let product = book.product("Olive").await;
    let codes: Vec<&str> = product["customer_codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["HUILE", "OIL-2"]);
    let text = "customer,product,code\nBONAP,99,A\nNOBODY,5,A\nOAKEN,5,\nOAKEN,1,B\nOAKEN,1,B\n";
    let expected = places(&[(2, "product"), (3, "customer"), (4, "code"), (6, "code")]);
    assert_eq!(book.refused("customer_codes", text).await, expected);
}

#[tokio::test]
async fn a_list_price_is_renewed_by_its_day_and_currency() {
    let book = Book::with_parties().await;
    let text = "product,currency,price,per,valid_from,valid_to\n\
                5,,8.40,1,2025-01-01,2025-12-31\n5,EUR,790,100,2025-01-01,\n1,,2.5,,2026-02-01,\n";
    book.take_twice("list_prices", text, (3, 0, 0)).await;
    let text = "product,price,valid_from\n5,8.55,2025-01-01\n5,9,2026-01-01\n";
    book.take_twice("list_prices", text, (1, 1, 0)).await;
    let product = book.product("Olive").await;
    let prices = product["list_prices"].as_array().unwrap();
    let renewed = prices.iter().find(|p| p["price_micro"] == 8_550_000).unwrap();
    assert_eq!((&renewed["currency"], &renewed["valid_to"]), (&json!("USD"), &json!("2025-12-31")));
    assert_eq!(prices.iter().filter(|p| p["currency"] == "EUR").count(), 1);
    let text = "product,price,per,valid_from,valid_to\n99,1,,2025-01-01,\n5,,,2025-01-01,\n\
                5,1,7,2025-02-01,\n5,-1,,2025-03-01,\n5,1,,,\n5,1,,2025-04-01,2025-03-01\n\
                5,1,,2025-05-01,\n5,2,,2025-05-01,\n";
    let expected = places(&[
        (2, "product"),
        (3, "price"),
        (4, "per"),
        (5, "price"),
        (6, "valid_from"),
        (7, "valid_to"),
        (9, "valid_from"),
    ]);
    assert_eq!(book.refused("list_prices", text).await, expected);
}

#[tokio::test]
async fn the_rows_of_an_agreement_are_its_breaks() {
    let book = Book::with_parties().await;
    let text = "customer,product,from_quantity,price,discount,valid_from,valid_to\n\
                BONAP,5,0,8,0,2026-01-01,2026-12-31\nOAKEN,5,,7.9,,2026-01-01,\n\
                BONAP,5,100,7.5,0.05,2026-01-01,2026-12-31\n";
    book.take_twice("price_agreements", text, (3, 0, 0)).await;
    let found = book.ask("pricing.agreements", json!({})).await.unwrap();
    let rows = found["rows"].as_array().unwrap();
    let first = rows.iter().find(|row| row["customer_code"] == "BONAP").unwrap();
    assert_eq!(first["breaks"][1]["from_quantity"], 100_000_000);
    assert_eq!(first["breaks"][1]["discount_ppm"], 50_000);
    let evidence = &first["evidence"];
    assert_eq!(evidence["reference"], "price_agreements.csv line 2");
    assert_eq!(evidence["file_hash"].as_str().unwrap().len(), 64);
    // Without a reference the agreement of the same day is meant, and keeps its evidence.
    let text = "customer,product,price,valid_from\nOAKEN,5,7.9,2026-01-01\n";
    assert_eq!(counts(&book.take("price_agreements", text).await.unwrap()), (0, 0, 1));
    let text = "customer,product,price,valid_from,valid_to,reference,reference_date\n\
                OAKEN,5,7.8,2026-01-01,2026-06-30,offer 118,2025-12-20\n";
    book.take_twice("price_agreements", text, (0, 1, 0)).await;
    let found = book.ask("pricing.agreements", json!({})).await.unwrap();
    assert_eq!(found["total"], 2);
    let text = "customer,product,price,valid_from,valid_to,from_quantity,discount\n\
                NOBODY,5,1,2026-01-01,,,\nBONAP,99,1,2026-01-01,,,\nBONAP,5,1,,,,\n\
                BONAP,1,1,2026-01-01,2025-01-01,,\nOAKEN,1,1,2026-01-01,,10,\n\
                OAKEN,1,1,2026-01-01,,10,\nOAKEN,5,1,2026-02-01,,,2\n\
                AQUAE,1,1,2026-01-01,,0,\nAQUAE,1,1,2026-01-01,2026-02-01,9,\n";
    let expected = places(&[
        (2, "customer"),
        (3, "product"),
        (4, "valid_from"),
        (5, "valid_to"),
        (7, "from_quantity"),
        (8, "discount"),
        (10, "valid_to"),
    ]);
    assert_eq!(book.refused("price_agreements", text).await, expected);
}

#[tokio::test]
async fn a_count_makes_the_stock_of_its_day_what_was_counted() {
    let book = Book::with_orders().await;
    let on_hand = async |code: &str| {
        let stock = book.ask("fulfilment.stock", json!({})).await.unwrap();
        let rows = stock["rows"].as_array().unwrap().clone();
        rows.into_iter().find(|row| row["code"] == code).map(|row| row["on_hand"].clone())
    };
    let text = "product,quantity,counted_on\n1,40,2024-01-31\n2,0,2024-01-31\n";
    book.take_twice("stock", text, (0, 2, 0)).await;
    assert_eq!((on_hand("1").await, on_hand("2").await), (Some(json!(40_000_000)), Some(json!(0))));
    // What left after the count stays gone when the same count comes again.
    book.bring_in("shipments", &small("orders.csv"), None).await;
    let left = on_hand("1").await;
    assert_ne!(left, Some(json!(40_000_000)));
    assert_eq!(counts(&book.take("stock", text).await.unwrap()), (0, 0, 2));
    assert_eq!(on_hand("1").await, left);
    book.take_twice("stock", "product,quantity\n1,7\n", (0, 1, 0)).await;
    assert_eq!(on_hand("1").await, Some(json!(7_000_000)));
    let text = "product,quantity,counted_on\n99,1,\n1,0.12345678,\n2,,\n2,1,2099-01-01\n3,x,\n";
    let expected = places(&[
        (2, "product"),
        (3, "quantity"),
        (4, "quantity"),
        (5, "product"),
        (6, "quantity"),
    ]);
    assert_eq!(book.refused("stock", text).await, expected);
    let text = "product,quantity,counted_on\n2,1,2099-01-01\n";
    assert_eq!(book.refused("stock", text).await, places(&[(2, "counted_on")]));
}
