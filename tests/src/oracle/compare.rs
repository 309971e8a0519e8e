//! The program's answers beside the oracle's: what must be the same, as sorted lists of texts.

use dovuto_oracle::books::{
    Books, CreditLine, CreditNote, InvoiceCharge, InvoiceLine, Of, Order, Totals,
};
use dovuto_oracle::crediting::Owed;
use dovuto_oracle::invoicing::{Blocked, Proposed, taxes};
use dovuto_oracle::read::{count, list, name, number};
use serde_json::Value;

/// Two lists, each row a text; what is only in one of them.
pub fn rows(what: &str, mut must: Vec<String>, mut is: Vec<String>) -> Vec<String> {
    must.sort();
    is.sort();
    if must == is {
        return Vec::new();
    }
    let missing: Vec<&String> = must.iter().filter(|row| !is.contains(row)).collect();
    let strange: Vec<&String> = is.iter().filter(|row| !must.contains(row)).collect();
    vec![format!("{what}\n  must have {missing:#?}\n  and has {strange:#?}")]
}

pub fn balances(books: &Books, order: &Order, answer: &Value) -> Vec<String> {
    let must = books.balances(order).into_iter().map(|b| {
        format!(
            "line {} of {}/{}: received {} returned {} replaced {} net {} entitled {} invoiced {} \
             credited {} balance {}",
            b.line_n,
            b.shipment,
            b.shipment_n,
            b.received,
            b.returned,
            b.replaced,
            b.net,
            b.entitled,
            b.invoiced,
            b.credited,
            b.balance
        )
    });
    let is = list(answer, "rows").into_iter().map(|row| {
        let n = |key: &str| count(&row, key);
        format!(
            "line {} of {}/{}: received {} returned {} replaced {} net {} entitled {} invoiced {} \
             credited {} balance {}",
            n("line_n"),
            name(&row, "shipment_id"),
            n("shipment_n"),
            n("received"),
            n("returned"),
            n("replaced"),
            n("net"),
            n("entitled"),
            n("invoiced"),
            n("credited"),
            n("balance")
        )
    });
    rows(&format!("balances of {}", order.number), must.collect(), is.collect())
}

fn totals_must(t: &Totals) -> String {
    format!("net {} charges {} tax {} gross {}", t.net, t.charges, t.tax, t.gross)
}

fn totals_is(t: &Value) -> String {
    let n = |key: &str| count(t, key);
    format!(
        "net {} charges {} tax {} gross {}",
        n("net_minor"),
        n("charges_minor"),
        n("tax_minor"),
        n("gross_minor")
    )
}

fn taxes_must(lines: &[InvoiceLine], charges: &[InvoiceCharge]) -> Vec<String> {
    let mut parts: Vec<_> = lines.iter().map(|l| (l.group.clone(), l.net)).collect();
    parts.extend(charges.iter().map(|c| (c.group.clone(), c.net)));
    let tax = |(g, net, tax): (dovuto_oracle::books::Group, i64, i64)| {
        format!("{} {} {}: {net} {tax}", g.category, g.rate_ppm, g.reason_code)
    };
    taxes(&parts).into_iter().map(tax).collect()
}

fn taxes_is(document: &Value) -> Vec<String> {
    let tax = |t: &Value| {
        format!(
            "{} {} {}: {} {}",
            name(t, "vat_category"),
            count(t, "rate_ppm"),
            name(t, "reason_code"),
            count(t, "net_minor"),
            count(t, "tax_minor")
        )
    };
    list(document, "taxes").iter().map(tax).collect()
}

fn line_must(l: &InvoiceLine) -> String {
    format!(
        "line {} of {}/{} on {}: {} at {} per {} less {} is {} in {} {}",
        l.line_n,
        l.shipment,
        l.shipment_n,
        l.supply_date,
        l.quantity,
        l.price.micro,
        l.price.per,
        l.price.discount_ppm,
        l.net,
        l.group.category,
        l.group.rate_ppm
    )
}

fn line_is(l: &Value, price: &Value) -> String {
    format!(
        "line {} of {}/{} on {}: {} at {} per {} less {} is {} in {} {}",
        count(l, "line_n"),
        name(l, "shipment_id"),
        count(l, "shipment_n"),
        name(l, "supply_date"),
        count(l, "quantity"),
        count(price, "micro"),
        count(price, "per"),
        count(price, "discount_ppm"),
        count(l, "net_minor"),
        name(l, "vat_category"),
        count(l, "rate_ppm")
    )
}

fn credit_must(owed: &Owed, line: &CreditLine) -> String {
    let n = match line.of {
        Of::Line(n) => n,
        Of::Charge(n) => -n,
    };
    format!("{} of {}/{n}: {} is {}", line.cause, owed.invoice, line.quantity, line.amount)
}

fn credit_is(line: &Value) -> String {
    format!(
        "{} of {}/{}: {} is {}",
        name(line, "cause"),
        name(line, "invoice_id"),
        count(line, "invoice_n"),
        count(line, "quantity"),
        count(line, "net_minor")
    )
}

/// Everything that billing could post, and what is blocked.
pub fn proposals(books: &Books, today: &str, answer: &Value) -> Vec<String> {
    let all = list(answer, "proposals");
    let mut found = Vec::new();
    let mut n_known = 0;
    for order in &books.orders {
        let of_it: Vec<&Value> = all.iter().filter(|p| name(p, "order_id") == order.id).collect();
        n_known += of_it.len();
        let outcome = books.outcome(order, today);
        let owed = books.owed(order);
        let mut must_kinds: Vec<String> = outcome.proposed.iter().map(|p| p.kind.clone()).collect();
        must_kinds.extend(owed.iter().map(|note| format!("credit of {}", note.invoice_number)));
        let kind = |p: &&Value| match name(p, "kind").as_str() {
            "credit_note" => format!("credit of {}", name(p, "invoice_number")),
            kind => kind.to_owned(),
        };
        let is_kinds: Vec<String> = of_it.iter().map(kind).collect();
        if must_kinds != is_kinds {
            let what = format!("kinds proposed of {}", order.number);
            found.push(format!("{what} must be {must_kinds:?}, and are {is_kinds:?}"));
            continue;
        }
        let (invoices, notes) = of_it.split_at(outcome.proposed.len());
        for (must, is) in outcome.proposed.iter().zip(invoices) {
            found.extend(invoice(order, must, is));
        }
        for (must, is) in owed.iter().zip(notes) {
            found.extend(note(order, must, is));
        }
        found.extend(blocked(books, order, &outcome.blocked, answer));
    }
    if n_known != all.len() {
        found.push("something is proposed of an order that nobody entered".to_owned());
    }
    found.extend(sums(books, today, answer));
    found
}

fn invoice(order: &Order, must: &Proposed, is: &Value) -> Vec<String> {
    let what = |of: &str| format!("{of} of the {} proposal of {}", must.kind, order.number);
    let is_lines = list(is, "lines").iter().map(|l| line_is(l, &l["price"])).collect();
    let mut found = rows(&what("lines"), must.lines.iter().map(line_must).collect(), is_lines);
    let charge = |c: &InvoiceCharge| format!("{} at {}", c.net, c.group.rate_ppm);
    let is_charge = |c: &Value| format!("{} at {}", count(c, "net_minor"), count(c, "rate_ppm"));
    found.extend(rows(
        &what("charges"),
        must.charges.iter().map(charge).collect(),
        list(is, "charges").iter().map(is_charge).collect(),
    ));
    found.extend(rows(&what("taxes"), taxes_must(&must.lines, &must.charges), taxes_is(is)));
    let (must_totals, is_totals) = (totals_must(&must.totals), totals_is(&is["totals"]));
    found.extend(rows(&what("totals"), vec![must_totals], vec![is_totals]));
    found.extend(rows(&what("currency"), vec![must.currency.clone()], vec![name(is, "currency")]));
    found
}

fn note(order: &Order, must: &Owed, is: &Value) -> Vec<String> {
    let what =
        |of: &str| format!("{of} of the credit of {} of {}", must.invoice_number, order.number);
    let mut found = rows(
        &what("lines"),
        must.lines.iter().map(|line| credit_must(must, line)).collect(),
        list(is, "lines").iter().map(credit_is).collect(),
    );
    let (must_totals, is_totals) = (totals_must(&must.totals), totals_is(&is["totals"]));
    found.extend(rows(&what("totals"), vec![must_totals], vec![is_totals]));
    found.extend(rows(&what("invoice"), vec![must.invoice.clone()], vec![name(is, "invoice_id")]));
    found
}

/// Whether a row is for the oracle to judge: what is owed back is proposed, not blocked, and of
/// goods that came back unasked or could not be delivered it does not say that they are awaited.
fn is_judged(books: &Books, why: &str, shipment: &str, line_n: i64) -> bool {
    let shipment = books.shipment(shipment).expect("a known shipment");
    let lines = shipment.lines.iter().filter(|l| l.line_n == line_n);
    let astray = shipment.is(&["delivery_failed", "returned_to_sender"]);
    let open = astray || lines.into_iter().any(|line| line.returned > 0);
    why != "owed_back" && !(why == "not_received" && open)
}

fn blocked(books: &Books, order: &Order, must: &[Blocked], answer: &Value) -> Vec<String> {
    let row = |line_n: i64, shipment: &str, why: &str, quantity: i64| {
        format!("{quantity} of line {line_n} in {shipment}: {why}")
    };
    let must = must.iter().filter(|b| is_judged(books, &b.why, &b.shipment, b.line_n));
    let must: Vec<String> = must.map(|b| row(b.line_n, &b.shipment, &b.why, b.quantity)).collect();
    let of_it = list(answer, "blocked").into_iter().filter(|b| name(b, "order_id") == order.id);
    let of_it = of_it.map(|b| {
        let why = name(&b["reason"], "code");
        (count(&b, "line_n"), name(&b, "shipment_id"), why, count(&b, "quantity"))
    });
    let is = of_it.filter(|(line_n, shipment, why, _)| is_judged(books, why, shipment, *line_n));
    let is = is.map(|(line_n, shipment, why, quantity)| row(line_n, &shipment, &why, quantity));
    rows(&format!("blocked of {}", order.number), must, is.collect())
}

/// Sums of a currency: documents, lines, net, charges, tax, gross; credit notes and their gross.
#[derive(Default)]
struct Sums(Vec<(String, [i64; 8])>);

impl Sums {
    fn add(&mut self, currency: &str, by: [i64; 8]) {
        if !self.0.iter().any(|(known, _)| known == currency) {
            self.0.push((currency.to_owned(), [0; 8]));
        }
        for (known, sums) in &mut self.0 {
            if known == currency {
                sums.iter_mut().zip(by).for_each(|(sum, by)| *sum += by);
            }
        }
    }

    fn texts(&self) -> Vec<String> {
        self.0.iter().map(|(currency, sums)| format!("{currency} {sums:?}")).collect()
    }
}

fn sums(books: &Books, today: &str, answer: &Value) -> Vec<String> {
    let (mut must, mut is) = (Sums::default(), Sums::default());
    for order in &books.orders {
        for p in books.outcome(order, today).proposed {
            let lines = i64::try_from(p.lines.len()).expect("a few lines");
            let t = p.totals;
            must.add(&p.currency, [1, lines, t.net, t.charges, t.tax, t.gross, 0, 0]);
        }
        for owed in books.owed(order) {
            must.add(&owed.currency, [0, 0, 0, 0, 0, 0, 1, owed.totals.gross]);
        }
    }
    for row in list(answer, "totals") {
        let n = |key: &str| count(&row, key);
        let by = [
            n("proposals"),
            n("lines"),
            n("net_minor"),
            n("charges_minor"),
            n("tax_minor"),
            n("gross_minor"),
            n("credit_notes"),
            n("credits_minor"),
        ];
        is.add(&name(&row, "currency"), by);
    }
    rows("totals proposed", must.texts(), is.texts())
}

pub fn debts(books: &Books, answer: &Value) -> Vec<String> {
    let must = books.debts().into_iter().map(|d| {
        let sums = [d.gross, d.credited, d.paid, d.open];
        format!("{} {} {} {} {sums:?}", d.number, d.invoice, d.payer, d.currency)
    });
    let is = list(answer, "rows").into_iter().map(|d| {
        let sums = ["gross_minor", "credited_minor", "paid_minor", "open_minor"];
        let sums = sums.map(|key| count(&d, key));
        let text = |key: &str| name(&d, key);
        let (number, id, payer) = (text("number"), text("invoice_id"), text("payer"));
        format!("{number} {id} {payer} {} {sums:?}", text("currency"))
    });
    rows("debts", must.collect(), is.collect())
}

pub fn owed_back(books: &Books, answer: &Value) -> Vec<String> {
    let must = books.owed_back().into_iter().map(|row| {
        let order = row.order.unwrap_or_default();
        format!("{} {order} {} {}", row.kind, row.amount, row.currency)
    });
    let rows_is = list(answer, "rows").into_iter().filter(|row| count(row, "amount_minor") != 0);
    let is = rows_is.map(|row| {
        let order =
            if name(&row, "kind") == "credit" { name(&row, "order_id") } else { String::new() };
        let (kind, amount) = (name(&row, "kind"), count(&row, "amount_minor"));
        format!("{kind} {order} {amount} {}", name(&row, "currency"))
    });
    rows("owed back", must.collect(), is.collect())
}

/// A posted credit note as the program shows it.
pub fn credited(must: &CreditNote, view: &Value) -> Vec<String> {
    let what = |of: &str| format!("{of} of {}", must.number);
    let row = |cause: &str, of: String, sums: [i64; 2], category: &str, rate: i64| {
        format!("{cause} of {of}: {sums:?} in {category} {rate}")
    };
    let line = |c: &CreditLine| {
        let (sums, of) = ([c.quantity, c.amount], format!("{:?}", c.of));
        row(&c.cause, of, sums, &c.group.category, c.group.rate_ppm)
    };
    let is_line = |c: &Value| {
        let of = match (number(c, "invoice_n"), number(c, "invoice_charge_n")) {
            (Some(n), None) => format!("{:?}", Of::Line(n)),
            (None, Some(n)) => format!("{:?}", Of::Charge(n)),
            other => format!("{other:?}"),
        };
        let sums = [count(c, "quantity"), count(c, "net_minor")];
        row(&name(c, "cause"), of, sums, &name(c, "vat_category"), count(c, "rate_ppm"))
    };
    let is_lines = list(view, "lines").iter().map(is_line).collect();
    let mut found = rows(&what("lines"), must.lines.iter().map(line).collect(), is_lines);
    let (must_totals, is_totals) = (totals_must(&must.totals), totals_is(&view["totals"]));
    found.extend(rows(&what("totals"), vec![must_totals], vec![is_totals]));
    found.extend(rows(&what("day"), vec![must.issued_on.clone()], vec![name(view, "issued_on")]));
    found
}

/// A posted invoice as the program shows it.
pub fn posted(books: &Books, id: &str, view: &Value) -> Vec<String> {
    let must = books.invoice(id).expect("a posted invoice");
    let what = |of: &str| format!("{of} of {}", must.number);
    let amounts = |gross: i64, net: i64, n: i64| format!(", {n}: {gross} less {}", gross - net);
    let must_lines = must.lines.iter().map(|l| line_must(l) + &amounts(l.gross, l.net, l.n));
    let is_lines = list(view, "lines");
    let is_lines = is_lines.iter().map(|l| {
        let (gross, allowance) = (count(l, "gross_minor"), count(l, "allowance_minor"));
        line_is(l, l) + &amounts(gross, gross - allowance, count(l, "invoice_n"))
    });
    let mut found = rows(&what("lines"), must_lines.collect(), is_lines.collect());
    found.extend(rows(&what("taxes"), taxes_must(&must.lines, &must.charges), taxes_is(view)));
    let (must_totals, is_totals) = (totals_must(&must.totals), totals_is(&view["totals"]));
    found.extend(rows(&what("totals"), vec![must_totals], vec![is_totals]));
    found
}
