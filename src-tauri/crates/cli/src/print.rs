//! Answers for people: plain tables, amounts with their decimals, one thing a line.

use dovuto_domain::kernel::number;
use dovuto_domain::kernel::quantity::Currency;
use serde_json::Value;

use crate::arguments::Output;

/// Writes an answer as JSON, or the way people read it.
pub fn answer(output: Output, answer: &Value, people: fn(&Value)) {
    if output.json {
        println!("{answer}");
    } else {
        people(answer);
    }
}

pub fn firms(answer: &Value) {
    for firm in list(answer, "firms") {
        println!("{}  {}", text(&firm["firm"]), text(&firm["path"]));
    }
}

pub fn founded(answer: &Value) {
    println!("made {}: {}", text(&answer["firm"]), text(&answer["path"]));
}

pub fn imported(answer: &Value) {
    let part = |field: &str| answer[field].as_i64().unwrap_or(0);
    println!(
        "{}: {} rows, {} new, {} changed, {} as they were, {} bad{}",
        text(&answer["kind"]),
        part("rows"),
        part("inserted"),
        part("updated"),
        part("skipped"),
        part("bad"),
        if answer["dry_run"] == true { "; nothing was written" } else { "" },
    );
    for row in list(answer, "bad_rows") {
        let (file, line, why) = (text(&row["file"]), text(&row["line"]), text(&row["why"]));
        match (row["column"].as_str(), row["value"].as_str()) {
            (Some(column), Some(value)) => {
                println!("  {file} line {line}, {column} \"{value}\": {why}");
            }
            (Some(column), None) => println!("  {file} line {line}, {column}: {why}"),
            (None, _) => println!("  {file} line {line}: {why}"),
        }
    }
}

pub fn guess(answer: &Value) {
    println!("{}", text(&answer["mapping"]));
    eprintln!("Nothing was imported. Mend this mapping, and give it with --mapping.");
}

pub fn rendered(answer: &Value) {
    for row in list(answer, "rows") {
        let (number, customer) = (text(&row["number"]), text(&row["customer"]));
        match (row["why"].as_str(), row["path"].as_str()) {
            (Some(why), _) => println!("{number}  {customer}: {why}"),
            (None, path) => {
                println!("{number}  {customer}: {} pages  {}", row["pages"], path.unwrap_or(""));
            }
        }
    }
    if let Some(merged) = answer["merged"].as_str() {
        println!("{merged}");
    }
    let cancelled = if answer["cancelled"] == true { "; cancelled" } else { "" };
    let (done, refused) = (&answer["n_done"], &answer["n_refused"]);
    println!("{done} documents, {} pages, {refused} refused{cancelled}", answer["pages"]);
    if let Some(why) = answer["not_kept"].as_str() {
        eprintln!("not archived: {why}");
    }
}

pub fn printed(answer: &Value) {
    for row in list(answer, "rows") {
        let (number, way) = (text(&row["number"]), &row["way"]);
        match way["path"].as_str() {
            Some(path) => println!("{number}: opened from {path}"),
            None => {
                let printer = way["printer"].as_str().unwrap_or("the usual printer");
                println!("{number}: {} pages, {} times, to {printer}", row["pages"], way["copies"]);
            }
        }
    }
}

pub fn exported(answer: &Value) {
    println!("{}: {} rows", text(&answer["path"]), answer["rows"]);
}

pub fn firm_exported(answer: &Value) {
    for file in list(answer, "files") {
        println!("{}/{}: {} rows", text(&answer["folder"]), text(&file["file"]), file["rows"]);
    }
}

pub fn orders(answer: &Value) {
    let rows = list(answer, "rows").map(|row| {
        vec![
            text(&row["number"]),
            text(&row["state"]),
            text(&row["customer_name"]),
            text(&row["customer_po"]),
            text(&row["promised_on"]),
            text(&row["baton"]["step"]),
            holder(&row["baton"]),
            text(&row["standing"]["shipping"]),
            text(&row["standing"]["billing"]),
        ]
    });
    table(
        &["order", "state", "customer", "PO", "promised", "step", "holder", "shipped", "billed"],
        rows.collect(),
    );
    println!("{} orders", answer["total"]);
}

pub fn order(answer: &Value) {
    println!(
        "{} {} · {}",
        text(&answer["number"]),
        text(&answer["state"]),
        text(&answer["customer"]["name"]),
    );
    let currency = text(&answer["currency"]);
    let rows = list(answer, "lines").map(|line| {
        vec![
            text(&line["line_n"]),
            text(&line["product_code"]),
            text(&line["description"]),
            quantity(&line["ordered"]),
            quantity(&line["shipped"]),
            quantity(&line["received"]),
            quantity(&line["billed"]),
            money(&line["net_minor"], &currency),
        ]
    });
    table(
        &["#", "product", "description", "ordered", "shipped", "received", "billed", "net"],
        rows.collect(),
    );
    println!("holder: {}", holder(&answer["baton"]));
    for entry in list(answer, "timeline") {
        let number = text(&entry["number"]);
        let (at, kind, actor) = (text(&entry["at"]), text(&entry["kind"]), text(&entry["actor"]));
        println!("{at}  {kind} {number} {actor}");
    }
}

pub fn many(answer: &Value) {
    println!("{} done", answer["n"]);
    for refused in list(answer, "refused") {
        println!("{}: {}", text(&refused["name"]), text(&refused["error"]["message"]));
    }
}

pub fn proposals(answer: &Value) {
    totals(answer, "would be");
    let rows = list(answer, "proposals").map(proposal);
    let head = ["order", "document", "customer", "lines", "net", "gross", "", "by"];
    table(&head, rows.collect());
    let blocked = list(answer, "blocked").map(|b| {
        vec![
            text(&b["order_number"]),
            text(&b["line_n"]),
            text(&b["product_code"]),
            quantity(&b["quantity"]),
            text(&b["reason"]["code"]),
            text(&b["department"]),
        ]
    });
    let blocked: Vec<_> = blocked.collect();
    if !blocked.is_empty() {
        println!("\nblocked:");
        table(&["order", "#", "product", "quantity", "because", "answers"], blocked);
    }
}

/// One document that could be posted; what a credit note gives back is below zero.
fn proposal(p: &Value) -> Vec<String> {
    let currency = text(&p["currency"]);
    let kind = text(&p["kind"]);
    let sign = if kind == "credit_note" { "-" } else { "" };
    let amount = |of: &str| format!("{sign}{}", money(&p["totals"][of], &currency));
    vec![
        text(&p["order_number"]),
        kind,
        text(&p["customer_name"]),
        list(p, "lines").count().to_string(),
        amount("net_minor"),
        amount("gross_minor"),
        currency.clone(),
        text(&p["invoice_by"]),
    ]
}

/// What would have become of past invoices.
pub fn billing_tested(answer: &Value) {
    for row in list(answer, "rows") {
        let (number, verdict) = (text(&row["invoice_number"]), &row["verdict"]);
        match text(&verdict["kind"]).as_str() {
            "blocked" => {
                let of_line = |n: i64| format!(" of line {n}");
                let lacks = list(verdict, "missing").map(|lack| {
                    let line = lack["line_n"].as_i64().map(of_line).unwrap_or_default();
                    format!("{}{line}", text(&lack["reference"]))
                });
                let lacks: Vec<String> = lacks.collect();
                println!("{number}: would be blocked: {}", lacks.join(", "));
            }
            "otherwise" => {
                let with: Vec<String> = list(verdict, "with").map(text).collect();
                let with = with.iter().map(|other| format!(", with {other}"));
                let with: String = with.collect();
                println!("{number}: would be on {} documents{with}", verdict["documents"]);
            }
            _ => {}
        }
    }
    let n = list(answer, "rows").count();
    println!("{} differences among {n} invoices", answer["n_differences"]);
}

pub fn run(answer: &Value) {
    totals(answer, "posted");
    let rows = list(answer, "posted").map(|p| {
        let currency = text(&p["currency"]);
        vec![text(&p["number"]), money(&p["gross_minor"], &currency), currency]
    });
    table(&["invoice", "gross", ""], rows.collect());
    let credited: Vec<_> = list(answer, "credited")
        .map(|c| {
            let currency = text(&c["currency"]);
            let gross = format!("-{}", money(&c["gross_minor"], &currency));
            vec![text(&c["number"]), gross, currency]
        })
        .collect();
    if !credited.is_empty() {
        table(&["credit note", "gross", ""], credited);
    }
    for refused in list(answer, "refused") {
        println!("{}: {}", text(&refused["order_number"]), text(&refused["message"]));
    }
}

fn totals(answer: &Value, verb: &str) {
    for sum in list(answer, "totals") {
        let currency = text(&sum["currency"]);
        println!(
            "{} invoices {verb}, {} lines, net {}, charges {}, tax {}, gross {} {currency}",
            sum["proposals"],
            sum["lines"],
            money(&sum["net_minor"], &currency),
            money(&sum["charges_minor"], &currency),
            money(&sum["tax_minor"], &currency),
            money(&sum["gross_minor"], &currency),
        );
        if sum["credit_notes"] != 0 {
            let gross = money(&sum["credits_minor"], &currency);
            println!("{} credit notes {verb}, gross -{gross} {currency}", sum["credit_notes"]);
        }
    }
}

pub fn why(answer: &Value) {
    let currency = text(&answer["currency"]);
    println!("{} of {}", text(&answer["number"]), text(&answer["issued_on"]));
    for why in list(answer, "lines") {
        let (line, agreed) = (&why["line"], &why["agreed"]);
        println!(
            "\n{}  {} {}: {} x {} = {} {currency}",
            line["invoice_n"],
            text(&line["product_code"]),
            text(&line["description"]),
            quantity(&line["quantity"]),
            quantity(&line["micro"]),
            money(&line["net_minor"], &currency),
        );
        fact(
            "ordered",
            &why["order"],
            &format!("{} line {}", text(&why["order"]["number"]), line["line_n"]),
        );
        let evidence = text(&agreed["evidence"]["reference"]);
        fact("price", agreed, &format!("{} {evidence}", text(&agreed["source"])));
        let shipment = &why["shipment"];
        fact(
            "shipped",
            shipment,
            &format!("{} {}", text(&shipment["number"]), text(&shipment["dispatched_on"])),
        );
        if why["proof"].is_object() {
            let proof = &why["proof"];
            let accepted = quantity(&proof["accepted"]);
            fact("received", proof, &format!("{accepted} on {}", text(&proof["received_on"])));
        }
    }
    for tax in list(answer, "taxes") {
        println!(
            "\nVAT {} {} % of {} = {} {currency}",
            text(&tax["vat_category"]),
            number::plain(tax["rate_ppm"].as_i64().unwrap_or(0), 4),
            money(&tax["net_minor"], &currency),
            money(&tax["tax_minor"], &currency),
        );
    }
}

fn fact(what: &str, part: &Value, said: &str) {
    let hash = text(&part["fact"]["hash"]);
    let actor = text(&part["fact"]["actor"]);
    println!("   {what:9} {said}  [{actor} {}]", hash.get(..12).unwrap_or(""));
}

pub fn verify(answer: &Value) {
    findings(answer, "findings");
    let n = list(answer, "findings").count();
    println!(
        "{} facts, {} invoices, {} archived renderings, {n} findings",
        answer["facts"], answer["invoices"], answer["archived"]
    );
}

fn findings(answer: &Value, field: &str) {
    for finding in list(answer, field) {
        let (place, detail) = (text(&finding["place"]), text(&finding["detail"]));
        println!("{place}: {detail} ({})", text(&finding["code"]));
    }
}

pub fn backup(answer: &Value) {
    println!("{} bytes written to {}", answer["bytes"], text(&answer["to"]));
    let found = if answer["findings"] == 0 {
        "nothing found"
    } else {
        "found in the archive of documents:"
    };
    println!("{} facts, head {}, verified: {found}", answer["facts"], text(&answer["head"]));
    findings(answer, "of_archive");
}

pub fn restored(answer: &Value) {
    println!("{} is restored at {}", text(&answer["firm"]), text(&answer["path"]));
    if let Some(kept) = answer["replaced"].as_str() {
        println!("the file before is kept as {kept}");
    }
    println!("station {} goes on", text(&answer["station"]["letter"]));
    if answer["station"]["billing_passes"] == Value::Bool(false) {
        println!("invoices may be lost: what was shipped waits for billing.take_over");
    }
}

pub fn unattended(answer: &Value) {
    let rows = list(answer, "rows").map(|row| {
        vec![
            text(&row["baton"]["neglect"]),
            text(&row["number"]),
            text(&row["customer_name"]),
            text(&row["baton"]["step"]),
            holder(&row["baton"]),
            text(&row["baton"]["due_at"]).get(..10).unwrap_or("").to_owned(),
        ]
    });
    table(&["why", "order", "customer", "step", "holder", "due"], rows.collect());
    for task in list(answer, "tasks") {
        println!(
            "task: {} {} ({})",
            text(&task["kind"]),
            text(&task["about"]),
            text(&task["holder_name"])
        );
    }
}

pub fn commands(answer: &Value) {
    let rows = list(answer, "commands")
        .map(|row| vec![text(&row["command"]), text(&row["payload"]), text(&row["answer"])]);
    table(&["command", "payload", "answer"], rows.collect());
}

fn holder(baton: &Value) -> String {
    match (baton.is_object(), baton["holder_name"].as_str()) {
        (true, Some(name)) => name.to_owned(),
        (true, None) => "nobody".to_owned(),
        (false, _) => String::new(),
    }
}

pub fn list<'a>(answer: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    answer[field].as_array().into_iter().flatten()
}

pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn quantity(value: &Value) -> String {
    value.as_i64().map_or(String::new(), |millionths| number::plain(millionths, 6))
}

fn money(value: &Value, currency: &str) -> String {
    let decimals = Currency::parse(currency).map_or(2, |c| c.decimals());
    value.as_i64().map_or(String::new(), |minor| number::money(minor, decimals))
}

fn table(heads: &[&str], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    let width = |i: usize| {
        let cells = rows.iter().map(|row| row[i].chars().count());
        cells.chain([heads[i].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        println!("{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(heads.to_vec());
    for row in &rows {
        line(row.iter().map(String::as_str).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_credit_note_is_told_from_an_invoice_and_stands_below_zero() {
        let of = |kind: &str| {
            proposal(&json!({
                "order_number": "OA26-00001",
                "kind": kind,
                "customer_name": "Rossi",
                "lines": [{}],
                "currency": "EUR",
                "totals": { "net_minor": 1_000, "gross_minor": 1_220 },
                "invoice_by": null,
            }))
        };
        assert_eq!(of("credit_note")[1..6], ["credit_note", "Rossi", "1", "-10.00", "-12.20"]);
        assert_eq!(of("immediate")[1..6], ["immediate", "Rossi", "1", "10.00", "12.20"]);
    }
}
