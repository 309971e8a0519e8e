//! Files as people have them: every encoding and sign, workbooks, bad rows, and no file at all.

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

use super::{Book, CUSTOMERS, bad_rows, counts};

const LIMITS: &str = "kind = \"customers\"\n[columns]\ncode = \"code\"\nname = \"name\"\n\
                      credit_limit = \"limit\"\n";

async fn refused(book: &Book, path: &Path) -> String {
    book.import("customers", path, LIMITS).await.unwrap_err().message
}

impl Book {
    fn bytes(&self, name: &str, bytes: &[u8]) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    async fn limit(&self, code: &str) -> (String, i64) {
        let found = self.customer(code).await;
        let customer = &found["customer"];
        let name = customer["identity"]["name"].as_str().unwrap().to_owned();
        (name, customer["credit_limit_minor"].as_i64().unwrap_or(0))
    }
}

#[tokio::test]
async fn a_file_is_read_in_its_own_encoding_signs_and_marks() {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let broad =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let text = "code;name;limit\r\nM;Müller;1.234,50\r\n";
    for (name, bytes) in [
        ("utf8", text.as_bytes().to_vec()),
        ("utf8 with a mark", format!("\u{feff}{text}").into_bytes()),
        ("windows", b"code;name;limit\r\nM;M\xfcller;1.234,50\r\n".to_vec()),
        ("wide", wide(text)),
        ("wide with a mark", wide(&format!("\u{feff}{text}"))),
        ("broad with a mark", broad(&format!("\u{feff}{text}"))),
        ("broad", broad(text)),
        ("tabs", text.replace(';', "\t").into_bytes()),
        ("commas", "code,name,limit\nM,Müller,\"1,234.50\"\n".as_bytes().to_vec()),
    ] {
        let book = Book::open().await;
        let path = book.bytes("c.csv", &bytes);
        let answer = book.import("customers", &path, LIMITS).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name}: {}", error.message));
        assert_eq!(counts(&answer), (1, 0, 0), "{name}");
        assert_eq!(book.limit("M").await, ("Müller".to_owned(), 123_450), "{name}");
    }
}

#[tokio::test]
async fn what_is_no_readable_file_is_refused_in_a_sentence() {
    let book = Book::open().await;
    let check = async |path: &Path, expect: &str| {
        let said = refused(&book, path).await;
        assert!(said.contains(expect), "{said}");
    };
    check(&book.folder.path().join("gone.csv"), "there is no such file").await;
    check(book.folder.path(), "it is a folder").await;
    check(&book.bytes("empty.csv", b""), "it is empty").await;
    check(&book.bytes("blank.csv", b"\n\n"), "it has no header row").await;
    check(&book.bytes("nul.csv", b"code,name,limit\nA,B\0,1\n"), "it has empty bytes").await;
    check(&book.bytes("old.xls", &[0xd0, 0xcf, 0x11, 0xe0, 1]), "save it as .xlsx").await;
    check(&book.bytes("torn.xlsx", b"PK\x03\x04torn"), "no workbook that can be read").await;
    let long = format!("code,name,limit\nA,\"{}\n", "x".repeat(3 << 20));
    check(&book.bytes("long.csv", long.as_bytes()), "line 2 is longer than 1 MiB").await;
    #[cfg(unix)]
    check(Path::new("/dev/zero"), "a device or a pipe").await;
    let control = book.bytes("c.csv", b"code,name,limit\nA,B\x07b,1\n");
    let error = book.import("customers", &control, LIMITS).await.unwrap_err();
    let (_, line, column, why) = bad_rows(&error).remove(0);
    assert_eq!((line, column.as_str()), (2, "name"));
    assert_eq!(why, "it holds a control character (U+0007)");
}

#[tokio::test]
async fn a_date_that_means_two_days_is_asked_about_and_not_guessed() {
    let book = Book::with_orders().await;
    let kind = "kind = \"orders\"\n";
    let rest = "[columns]\nkey = \"PO\"\ncustomer = \"who\"\nordered_on = \"day\"\n\
                [lines.columns]\nkey = \"PO\"\nproduct = \"what\"\nquantity = \"n\"\n";
    let text = "PO;who;day;what;n\nX1;AQUAE;03/02/2026;5;2\n";
    let path = book.file("o.csv", text);
    let error = book.import("orders", &path, &format!("{kind}{rest}")).await.unwrap_err();
    let said = "ordered_on \"03/02/2026\" may be 2026-02-03 or 2026-03-02";
    assert!(error.message.contains(said), "{}", error.message);
    let told = format!("{kind}date_format = \"%m/%d/%Y\"\n{rest}");
    assert_eq!(counts(&book.import("orders", &path, &told).await.unwrap()), (1, 0, 0));
    // Another row tells which.
    let path =
        book.file("o.csv", &format!("{}X2;AQUAE;23/02/2026;5;2\n", text.replace("X1", "X3")));
    let answer = book.import("orders", &path, &format!("{kind}{rest}")).await.unwrap();
    assert_eq!((counts(&answer), &answer["date_format"]), ((2, 0, 0), &json!("%d/%m/%Y")));
}

#[tokio::test]
async fn a_trial_counts_as_the_import_would_and_writes_nothing() {
    let book = Book::open().await;
    let before = book.n_facts().await;
    let path = book.file("c.csv", "code,name\nA,Ada\nB,Bea\nB,Cleo\n");
    let list = book.folder.path().join("bad.csv");
    let ask = json!({
        "kind": "customers", "path": path, "mapping": CUSTOMERS, "dry_run": true,
        "errors_path": list,
    });
    let answer = book.ask("import.run", ask).await.unwrap();
    assert_eq!((counts(&answer), &answer["bad"]), ((2, 0, 0), &json!(1)));
    assert_eq!(answer["bad_rows"][0]["line"], 4);
    assert_eq!(book.n_facts().await, before);
    let listed = std::fs::read_to_string(list).unwrap();
    let said = "line,column,reason,code,name\n4,code,it stands in line 3 already,B,Cleo\n";
    assert_eq!(listed, said);
}

#[tokio::test]
async fn the_good_rows_are_taken_on_request_and_the_list_of_bad_ones_is_imported_once_mended() {
    let book = Book::open().await;
    let rows: String = (0..250).map(|n| format!("K{n},Kim {n},x\n")).collect();
    let path = book.file("c.csv", &format!("code,name,limit\nA,Ada,5\n{rows}B,Bea\n"));
    let list = book.folder.path().join("bad.csv");
    let ask = json!({
        "kind": "customers", "path": path, "mapping": LIMITS, "errors_path": list,
        "good_rows": true,
    });
    let mut strict = ask.clone();
    strict["good_rows"] = json!(false);
    let before = book.n_facts().await;
    let error = book.ask("import.run", strict).await.unwrap_err();
    assert_eq!((&error.params["n"], bad_rows(&error).len()), (&json!(251), 100));
    assert_eq!(book.n_facts().await, before);
    let answer = book.ask("import.run", ask).await.unwrap();
    assert_eq!((counts(&answer), &answer["bad"]), ((1, 0, 0), &json!(251)));
    // What was written, and what was brought in.
    assert_eq!(book.n_facts().await, before + 2);
    let listed = std::fs::read_to_string(&list).unwrap();
    assert_eq!(listed.lines().count(), 252);
    assert!(listed.ends_with("253,,\"2 fields, where the header has 3\",B,Bea\n"), "{listed}");
    let mended =
        book.file("mended.csv", &listed.replace(",x\n", ",7\n").replace("Bea\n", "Bea,7\n"));
    let answer = book.import("customers", &mended, LIMITS).await.unwrap();
    assert_eq!(counts(&answer), (251, 0, 0));
    assert_eq!(book.limit("B").await, ("Bea".to_owned(), 700));
}

#[tokio::test]
async fn an_order_with_one_bad_line_is_bad_as_a_whole() {
    let book = Book::with_orders().await;
    let before = book.n_facts().await;
    let heads = book.file("o.csv", "PO,who,freight\nY1,AQUAE,\nY2,AQUAE,\nY3,OAKEN,\nY4,OAKEN,\n");
    let lines =
        book.file("l.csv", "PO,what,n\nY1,5,1\nY1,99,1\nY2,5,1\nY3,5,1\nY3,5,1,1\nY4,1,2\n");
    let mapping = "kind = \"orders\"\n[columns]\nkey = \"PO\"\ncustomer = \"who\"\n\
                   [lines.columns]\nkey = \"PO\"\nproduct = \"what\"\nquantity = \"n\"\n";
    let list = book.folder.path().join("bad.csv");
    let answer = book
        .ask(
            "import.run",
            json!({
                "kind": "orders", "path": heads, "lines_path": lines, "mapping": mapping,
                "good_rows": true, "errors_path": list,
            }),
        )
        .await
        .unwrap();
    assert_eq!((counts(&answer), &answer["lines"]), ((2, 0, 0), &json!(2)));
    let rows = answer["bad_rows"].as_array().unwrap();
    let places: Vec<(&str, i64)> = rows
        .iter()
        .map(|row| (row["file"].as_str().unwrap(), row["line"].as_i64().unwrap()))
        .collect();
    assert_eq!(places, [("l.csv", 3), ("l.csv", 6), ("o.csv", 4)]);
    // Two orders of two facts each, and the import.
    assert_eq!(book.n_facts().await, before + 5);
    let heads = std::fs::read_to_string(list).unwrap();
    assert!(heads.contains("4,PO,line 6 cannot be read"));
    let lines = std::fs::read_to_string(book.folder.path().join("bad-lines.csv")).unwrap();
    assert!(lines.contains("3,what,there is no such product,Y1,99,1\n"), "{lines}");
    assert!(lines.contains("6,,\"4 fields, where the header has 3\",Y3,5,1,1\n"), "{lines}");

    // The lists hold the refused orders whole, so that nothing of them is lost once mended.
    assert!(lines.contains("2,,,Y1,5,1\n") && heads.contains("2,,,Y1,AQUAE,\n"), "{heads}{lines}");
    assert!(!lines.contains("Y2") && !lines.contains("Y4"), "{lines}");
    let heads = book.file("heads.csv", &heads);
    let lines = book.file("lines.csv", &lines.replace("99", "2").replace("5,1,1", "1,1"));
    let ask = json!({
        "kind": "orders", "path": heads, "lines_path": lines, "mapping": mapping,
    });
    let answer = book.ask("import.run", ask).await.unwrap();
    assert_eq!((counts(&answer), &answer["lines"]), ((2, 0, 0), &json!(4)));
}

#[tokio::test]
async fn the_list_of_bad_rows_never_takes_the_place_of_the_file() {
    let book = Book::open().await;
    let text = "code,name\nA,Ada\nA,Bea\n";
    let path = book.file("c.csv", text);
    let ask = json!({
        "kind": "customers", "path": path, "mapping": CUSTOMERS, "errors_path": path,
    });
    let error = book.ask("import.run", ask).await.unwrap_err();
    assert_eq!(error.code, "import_list_unwritable");
    assert!(error.message.contains("it is the file that is imported"), "{}", error.message);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn known_rows_are_changed_passed_over_or_bad_as_asked() {
    let book = Book::open().await;
    let path = book.file("c.csv", "code,name\nA,Ada\n");
    book.import("customers", &path, CUSTOMERS).await.unwrap();
    let path = book.file("c.csv", "code,name\nA,Anna\nB,Bea\n");
    let ask = |what: &str| {
        let kind = "customers";
        json!({ "kind": kind, "path": path, "mapping": CUSTOMERS, "on_known": what })
    };
    let error = book.ask("import.run", ask("insert")).await.unwrap_err();
    assert!(bad_rows(&error)[0].3.starts_with("it is known already"), "{}", error.message);
    let answer = book.ask("import.run", ask("skip")).await.unwrap();
    assert_eq!(counts(&answer), (1, 0, 1));
    assert_eq!(book.limit("A").await.0, "Ada");
    let answer = book.ask("import.run", ask("update")).await.unwrap();
    assert_eq!(counts(&answer), (0, 1, 1));
    assert_eq!(book.limit("A").await.0, "Anna");

    // A count is of its day, whatever is known.
    let mapping = "kind = \"stock\"\n[columns]\nproduct = \"code\"\nquantity = \"name\"\n";
    let ask = json!({ "kind": "stock", "path": path, "mapping": mapping, "on_known": "insert" });
    let error = book.ask("import.run", ask).await.unwrap_err();
    assert!(error.message.contains("stock say what happened"), "{}", error.message);
}

#[tokio::test]
async fn a_mapping_is_saved_for_its_source_and_found_by_its_name() {
    let book = Book::open().await;
    let path = book.file("c.csv", "code,name\nA,Ada\n");
    let mut ask = json!({ "kind": "customers", "path": path, "source": "web-shop" });
    let error = book.ask("import.run", ask.clone()).await.unwrap_err();
    assert!(error.message.contains("none is saved for customers"), "{}", error.message);
    ask["mapping"] = json!(CUSTOMERS);
    book.ask("import.run", ask.clone()).await.unwrap();
    ask["mapping"] = Value::Null;
    assert_eq!(counts(&book.ask("import.run", ask.clone()).await.unwrap()), (0, 0, 1));
    ask["source"] = json!("../web");
    let error = book.ask("import.run", ask).await.unwrap_err();
    assert!(error.message.contains("a name that no file can have"), "{}", error.message);
    let neither = json!({ "kind": "customers", "path": path });
    let error = book.ask("import.run", neither).await.unwrap_err();
    assert!(error.message.contains("name the source"), "{}", error.message);
}

#[tokio::test]
async fn a_guessed_mapping_serves_as_it_is() {
    let book = Book::with_orders().await;
    let path = book.file(
        "ordini.csv",
        "Numero ordine;Codice cliente;Data ordine;Articolo;Q.tà;Prezzo;Sconto;Colore\n\
         Z1;AQUAE;23/02/2026;5;2;8,25;0,075;rosso\n",
    );
    let ask = json!({ "kind": "orders", "path": path });
    let guess = book.ask("import.guess", ask).await.unwrap();
    assert_eq!((&guess["missing"], &guess["not_understood"]), (&json!([]), &json!(["Colore"])));
    let mapping = guess["mapping"].as_str().unwrap();
    assert!(mapping.contains("date_format = \"%d/%m/%Y\"\ndecimal_mark = \",\""), "{mapping}");
    let answer = book.import("orders", &path, mapping).await.unwrap();
    assert_eq!((counts(&answer), &answer["lines"]), ((1, 0, 0), &json!(1)));
    let path = book.file("c.csv", "fax;Ragione sociale\n1;Ada\n");
    let guess = book.ask("import.guess", json!({ "kind": "customers", "path": path })).await;
    let guess = guess.unwrap();
    assert_eq!((&guess["missing"], &guess["not_understood"]), (&json!(["code"]), &json!(["fax"])));
    assert!(guess["mapping"].as_str().unwrap().contains("# Needed, and not found: code\n"));
}

#[tokio::test]
async fn a_cancelled_import_writes_nothing() {
    let book = Book::open().await;
    let rows: String = (0..20_000).map(|n| format!("K{n},Kim {n}\n")).collect();
    let path = book.file("c.csv", &format!("code,name\n{rows}"));
    let before = book.n_facts().await;
    let import = book.import("customers", &path, CUSTOMERS);
    let cancel = async {
        while book.session.watch.progress().rows_in_all == 0 {
            tokio::task::yield_now().await;
        }
        book.session.watch.cancel();
    };
    let (answer, ()) = tokio::join!(import, cancel);
    let error = answer.unwrap_err();
    assert_eq!(error.code, "import_cancelled");
    assert_eq!(book.n_facts().await, before);
}

#[tokio::test]
async fn a_workbook_gives_what_its_cells_mean() {
    let book = Book::with_orders().await;
    let path = book.folder.path().join("orders.xlsx");
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let heads = workbook.add_worksheet().set_name("Orders").unwrap();
    heads.write_row(0, 0, ["PO", "who", "day", "freight"]).unwrap();
    heads.write(1, 0, 77).unwrap().write(1, 1, "AQUAE").unwrap().write(1, 3, 0.1).unwrap();
    let ordered = ExcelDateTime::from_ymd(2026, 2, 3).unwrap();
    heads.write_with_format(1, 2, &ordered, &day).unwrap();
    let lines = workbook.add_worksheet().set_name("Lines").unwrap();
    lines.write_row(0, 0, ["PO", "what", "n", "price"]).unwrap();
    lines.write(2, 0, 77).unwrap().write(2, 1, 5).unwrap().write(2, 2, "2,5").unwrap();
    lines.write(2, 3, 0.3).unwrap();
    workbook.save(&path).unwrap();
    let mapping = "kind = \"orders\"\n[columns]\nkey = \"PO\"\ncustomer = \"who\"\n\
                   ordered_on = \"day\"\nfreight = \"freight\"\n[lines]\nsheet = \"Lines\"\n\
                   [lines.columns]\nkey = \"PO\"\nproduct = \"what\"\nquantity = \"n\"\n\
                   unit_price = \"price\"\n";
    let answer = book.import("orders", &path, mapping).await.unwrap();
    assert_eq!((counts(&answer), &answer["lines"]), ((1, 0, 0), &json!(1)));
    let found = book.ask("orders.list", json!({ "search": "77" })).await.unwrap();
    let ask = json!({ "order": found["rows"][0]["order_id"] });
    let shown = book.ask("orders.show", ask).await.unwrap();
    assert_eq!(shown["ordered_on"], "2026-02-03");
    assert_eq!(shown["lines"][0]["stated_price"]["micro"], 300_000);
    assert_eq!(shown["lines"][0]["ordered"], 2_500_000);
    let reference = &shown["lines"][0]["stated_price"]["evidence"]["reference"];
    assert_eq!(reference, "orders.xlsx [Lines] line 3");

    let error = book.import("orders", &path, &mapping.replace("\"Lines\"", "\"Rows\"")).await;
    let said = error.unwrap_err().message;
    assert!(said.contains("it has no sheet \"Rows\"; it has Orders, Lines"), "{said}");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["code", "name"]).unwrap();
    sheet.write(1, 0, "E").unwrap();
    sheet.write(1, 1, rust_xlsxwriter::Formula::new("1/0").set_result("#DIV/0!")).unwrap();
    let path = book.folder.path().join("c.xlsx");
    workbook.save(&path).unwrap();
    let error = book.import("customers", &path, CUSTOMERS).await.unwrap_err();
    let (_, line, column, why) = bad_rows(&error).remove(0);
    assert_eq!((line, column.as_str()), (2, "name"), "{why}");
}

/// Many more orders than are judged at a time, their lines scattered over the file.
#[tokio::test]
async fn scattered_lines_find_their_order_in_a_long_file() {
    let book = Book::with_orders().await;
    let rows: String = (0..3)
        .flat_map(|line| (0..2_000).map(move |n| format!("S{n},AQUAE,5,{}\n", line + 1)))
        .collect();
    let path = book.file("o.csv", &format!("PO,who,what,n\n{rows}"));
    let mapping = "kind = \"orders\"\nconfirm = false\n[columns]\nkey = \"PO\"\n\
                   customer = \"who\"\n[lines.columns]\nkey = \"PO\"\nproduct = \"what\"\n\
                   quantity = \"n\"\n";
    let answer = book.import("orders", &path, mapping).await.unwrap();
    assert_eq!((counts(&answer), &answer["lines"]), ((2_000, 0, 0), &json!(6_000)));
}
