//! Words on the command line and payloads of the command table.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use super::Office;

#[test]
fn words_that_name_nothing_are_refused_with_what_was_meant() {
    let Some(office) = Office::open() else { return };
    for (words, code, parts) in [
        (&["show", "NOPE"][..], 1, &["there is no order \"NOPE\""][..]),
        (&["orders", "--state", "lost"], 2, &["state", "`lost`", "`confirmed`"]),
        (&["orders", "--limit", "99999999999999999999"], 2, &["--limit", "too large"]),
        (&["orders", "--limit", "many"], 2, &["--limit", "many"]),
        (&["ship"], 2, &["say which orders, or --all"]),
        (&["ship", "NOPE"], 1, &["0 done", "NOPE: there is no order"]),
        (&["ship", "OA26-00001", "--on", "2026-13-01"], 2, &["--on", "write it as 2026-03-31"]),
        (&["deliver"], 2, &["say which delivery notes, or --all"]),
        (&["deliver", "DA1", "--signed-by", "me"], 2, &["--reference"]),
        (&["bill", "post"], 2, &["say which orders, a filter, or --all"]),
        (&["calendar", "set", "2027"], 2, &["say which days: --day, --from or --holidays"]),
        (&["calendar", "set", "2027", "--day", "Ferie"], 2, &["\"Ferie\" is no closing day"]),
        (&["calendar", "set", "2027", "--day", "2026-08-14 Ferie"], 1, &["no day of 2027"]),
        (&["calendar", "set", "2027", "--day", "2027-08-16"], 1, &["name must not be empty"]),
        (&["calendar", "set", "2027", "--from", "days.csv"], 2, &["no such file"]),
        (&["calendar", "suggest", "2017"], 1, &["holidays of IT in 2017", "by hand"]),
        (&["calendar", "show", "1492"], 1, &["1492 lies outside 1900 to 2199"]),
        (&["why", "FA26-99999"], 1, &["there is no invoice \"FA26-99999\""]),
        (&["why"], 2, &["INVOICE"]),
        (&["do", "orders.fly"], 2, &["there is no command \"orders.fly\"", "dovuto commands"]),
        (&["export", "secrets", "out.csv"], 2, &["list", "`secrets`", "`orders`"]),
        (&["export", "orders", "out.csv", "--from", "yesterday"], 2, &["--from", "2026-03-31"]),
        (&["import", "secrets", "c.csv"], 2, &["kind", "`secrets`", "`customers`"]),
        (&["--firm", "other", "orders"], 1, &["other.db does not exist"]),
        (&["frobnicate"], 2, &["frobnicate"]),
    ] {
        office.refuses(words, code, parts);
    }
}

#[test]
fn a_billing_profile_to_be_tried_that_is_none_is_refused() {
    let Some(office) = Office::open() else { return };
    let profile = |rhythm: &str| {
        format!(
            r#"{{"billing":{{"rhythm":{rhythm},"grouping":"order","channel":"email",
                "recipients":[]}}}}"#
        )
    };
    for (text, customer, code, parts) in [
        ("[]".to_owned(), "BIANCHI", 2, &["try.json holds no billing profile", "map"][..]),
        ("{\"a\"".to_owned(), "BIANCHI", 2, &["try.json holds no billing profile", "EOF"]),
        ("{}".to_owned(), "BIANCHI", 2, &["missing field `billing`"]),
        (profile(r#"{"every":"year"}"#), "BIANCHI", 2, &["`year`", "`month_end`"]),
        (profile(r#"{"every":"month","day":31}"#), "BIANCHI", 1, &["no billing day 31"]),
        (profile(r#"{"every":"shipment"}"#), "NOBODY", 1, &["no customer \"NOBODY\""]),
    ] {
        office.write("try.json", text);
        office.refuses(&["bill", "test", "try.json", "--customer", customer], code, parts);
    }
    office.refuses(&["bill", "test", "none.json", "--customer", "BIANCHI"], 2, &["no such file"]);
}

#[test]
fn a_payload_that_is_wrong_is_refused_with_the_place_in_it() {
    let Some(office) = Office::open() else { return };
    let line = |what: &str| format!(r#"{{"lines":[{{"product_id":"{:032}",{what}}}]}}"#, 7);
    let deep = "[".repeat(5_000);
    for (command, payload, code, parts) in [
        ("orders.save", "{", 2, &["--json is no JSON"][..]),
        ("orders.save", &deep, 2, &["recursion limit"]),
        ("orders.save", r#"{"customer_id":"zz"}"#, 2, &["customer_id", "UUID"]),
        ("orders.save", r#"{"customer_id":7}"#, 2, &["customer_id", "integer `7`"]),
        ("orders.save", &line(r#""quantity":1.5"#), 2, &["lines[0].quantity", "1.5"]),
        ("orders.save", &line(r#""quantity":1e30"#), 2, &["lines[0].quantity", "1e+30"]),
        ("orders.save", &line(r#""quantity":"2""#), 2, &["lines[0].quantity", "string \"2\""]),
        ("orders.save", r#"{"ordered_on":"2026-02-30"}"#, 2, &["ordered_on", "out of range"]),
        ("orders.save", r#"{"basis":"never"}"#, 2, &["basis", "`never`", "`dispatch`"]),
        ("orders.save", "{}", 1, &["customer must not be empty"]),
        ("orders.confirm", "{}", 2, &["missing field `order_id`"]),
        ("orders.confirm", r#"{"order_id":"1"}"#, 2, &["order_id"]),
        ("billing.pay", r#"{"amount_minor":0.5}"#, 2, &["amount_minor", "0.5"]),
        ("catalog.set_exchange_rates", r#"{"rates":[]}"#, 1, &["rates must not be empty"]),
        (
            "firm.save_member",
            r#"{"code":"","name":"Y","departments":["sales"]}"#,
            1,
            &["code must not be empty"],
        ),
        (
            "firm.save_member",
            r#"{"code":"a\u0000b","name":"Y","departments":["sales"]}"#,
            1,
            &["control character"],
        ),
        (
            "parties.save_customer",
            r#"{"code":"Q","identity":{"name":"Q","country":"QQ"}}"#,
            1,
            &["QQ", "ISO 3166"],
        ),
        (
            "parties.save_customer",
            r#"{"code":"Q","identity":{"name":"Q"},"currency":"EURO"}"#,
            2,
            &["currency", "EURO", "ISO 4217"],
        ),
        (
            "parties.save_customer",
            r#"{"code":"Q","identity":{"name":"Q"},"credit_limit_minor":-1}"#,
            1,
            &["credit limit", "-1"],
        ),
        (
            "parties.save_customer",
            r#"{"code":"Q","identity":{"name":"Q"},"credit_limit_minor":9223372036854775807}"#,
            1,
            &["credit limit"],
        ),
    ] {
        office.refuses(&["do", command, "--json", payload], code, parts);
    }
    let words = ["do", "orders.save", "--request", "abc"];
    office.refuses(&words, 2, &["request id \"abc\" is no UUID"]);
}

#[test]
fn whoever_acts_is_a_member_and_is_named() {
    let Some(office) = Office::open() else { return };
    let mut nobody = super::dovuto(office.folder.path());
    nobody.args(["do", "orders.save"]);
    office.refuses_of(&mut nobody, 1, &["nobody was chosen to act", "--as"]);
    let mut stranger = super::dovuto(office.folder.path());
    stranger.args(["--as", "ugo", "do", "orders.save"]);
    office.refuses_of(&mut stranger, 1, &["\"ugo\" is not an active member"]);
}

#[test]
fn a_line_of_the_pipe_that_is_no_request_is_answered_and_the_next_one_too() {
    let Some(office) = Office::open() else { return };
    let mut child = office.typed(&["rpc"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines: [Vec<u8>; 7] = [
        b"hello".to_vec(),
        b"[]".to_vec(),
        b"{\"id\":1}".to_vec(),
        b"\xff\xfe\x00".to_vec(),
        b"[".repeat(100_000),
        b"a".repeat(3 << 20),
        b"{\"id\":\"\",\"command\":\"orders.list\",\"payload\":{\"limit\":1}}".to_vec(),
    ];
    let writer = std::thread::spawn(move || {
        for line in lines {
            input.write_all(&line).unwrap();
            input.write_all(b"\n").unwrap();
        }
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 7);
    for answer in &answers[..6] {
        assert_eq!(answer["error"]["code"], "request_wrong", "{answer}");
    }
    assert_eq!(answers[6]["answer"]["rows"].as_array().unwrap().len(), 1);
}
