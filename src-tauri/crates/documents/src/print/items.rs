//! The open items of a statement of account as rows of a table.

use dovuto_domain::billing::statement::{AccountItem, ItemKind, Statement};

use super::Printed;
use super::table::Tongue;
use crate::layout::Align;
use crate::layout::grid::{Column, Row, RowKind, Width};

/// The columns and rows of a statement. Items of several currencies stand under a head for each.
pub(super) fn items(
    statement: &Statement,
    printed: &Printed,
    tongue: &Tongue,
) -> (Vec<Column>, Vec<Row>) {
    let column = |(word, align, width): (&str, Align, Width)| Column {
        title: tongue.say(word),
        align,
        width,
    };
    let columns = [
        ("col-document", Align::Left, Width::Shared),
        ("date", Align::Left, Width::Whole),
        ("due-date", Align::Left, Width::Whole),
        ("col-amount", Align::Right, Width::Whole),
        ("col-settled", Align::Right, Width::Whole),
        ("col-open", Align::Right, Width::Whole),
    ];
    let groups = statement.balances.len() > 1 || has_other(statement, printed);
    let mut rows = Vec::with_capacity(statement.items.len());
    for group in statement.items.chunk_by(|a, b| a.currency == b.currency) {
        if let Some(first) = group.first().filter(|_| groups) {
            let cells = vec![first.currency.code().to_owned()];
            rows.push(Row { kind: RowKind::Head, cells, minor: 0 });
        }
        rows.extend(group.iter().map(|item| row(item, statement, groups, tongue)));
    }
    (columns.into_iter().map(column).collect(), rows)
}

/// Whether an amount is in another currency than the document's own.
fn has_other(statement: &Statement, printed: &Printed) -> bool {
    statement.balances.iter().any(|balance| balance.currency != printed.currency)
}

fn row(item: &AccountItem, statement: &Statement, groups: bool, tongue: &Tongue) -> Row {
    let minor = |minor: i64| tongue.number.fixed(minor, item.currency.decimals());
    let kind = match item.kind {
        ItemKind::Invoice => "kind-invoice",
        ItemKind::Opening => "item-opening",
        ItemKind::Payment => "item-payment",
    };
    let mut document = format!("{} {}", tongue.say(kind), item.number);
    if item.is_overdue(statement.as_of) {
        document = format!("{document}\n{}", tongue.say("item-overdue"));
    }
    let settled = item.credited_minor + item.paid_minor;
    let open = item.gross_minor - settled;
    let day = |day| tongue.date.day(day);
    Row {
        kind: RowKind::Line,
        cells: vec![
            document,
            day(item.on),
            item.due_on.map(day).unwrap_or_default(),
            minor(item.gross_minor),
            if settled == 0 { String::new() } else { minor(settled) },
            minor(open),
        ],
        // Sums of several currencies are not carried.
        minor: if groups { 0 } else { open },
    }
}
