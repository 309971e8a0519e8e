//! What the sample firm brought along from the program it had before: open invoices and money on
//! account, by the import that every firm uses; and the rate of the dollar in its bank.

use std::io::Write as _;
use std::sync::Arc;

use super::{BEGINS, Story};
use crate::billing::money::{RecordPayment, debts, pay};
use crate::catalog::exchange::{ExchangeRateForm, SetExchangeRates, set};
use crate::error::Error;
use crate::import::refused::ImportRefused;
use crate::import::watch::Watch;
use crate::import::{ImportAsk, ImportKind, run};

pub(super) async fn tell(story: &mut Story<'_>) -> Result<(), Error> {
    // The first is overdue, the second was paid in part, the third is paid here.
    let owed = [
        ("BIANCHI", "2231", 80, 59, "1830.00", "0"),
        ("ALPINA", "2248", 75, 54, "9516.00", "4000.00"),
        ("KAPPA", "2255", 70, 50, "742.50", "0"),
    ];
    let mut rows = String::from("customer,number,issued_on,due_on,gross,paid\n");
    for (customer, number, issued, due, gross, paid) in owed {
        let (issued, due) = (story.day(issued), story.day(due));
        rows += &format!("{customer},{number},{issued},{due},{gross},{paid}\n");
    }
    let columns = ["customer", "number", "issued_on", "due_on", "gross", "paid"];
    import(story, ImportKind::OpenInvoices, &columns, &rows).await?;

    let received = story.day(BEGINS + 4);
    let rows = format!(
        "payer,amount,received_on,reference\nLECCO,150.00,{received},bonifico pagato due volte\n"
    );
    let columns = ["payer", "amount", "received_on", "reference"];
    import(story, ImportKind::OpenPayments, &columns, &rows).await?;
    paid(story).await
}

async fn import(
    story: &mut Story<'_>,
    kind: ImportKind,
    columns: &[&str],
    rows: &str,
) -> Result<(), Error> {
    let folder = std::env::temp_dir();
    let unwritten = |error: std::io::Error| ImportRefused::unreadable(&folder, error.to_string());
    let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(unwritten)?;
    file.write_all(rows.as_bytes()).map_err(unwritten)?;
    let columns: String =
        columns.iter().map(|column| format!("{column} = \"{column}\"\n")).collect();
    let ask = ImportAsk {
        kind,
        path: file.path().to_string_lossy().into_owned(),
        lines_path: None,
        mapping: Some(format!("kind = \"{}\"\n[columns]\n{columns}", kind.name())),
        source: None,
        dry_run: None,
        good_rows: None,
        on_known: None,
        errors_path: None,
    };
    let cx = story.on(BEGINS - 3, "elena");
    run(&story.desk, &cx, ask, &Arc::new(Watch::default())).await?;
    Ok(())
}

/// The oldest of them is paid at last, by a customer of whom nothing else is owed from before.
async fn paid(story: &mut Story<'_>) -> Result<(), Error> {
    let debts = debts(&story.desk).await?.rows;
    let kappa = story.customers["KAPPA"];
    let owed = debts.into_iter().find(|debt| debt.opening && debt.payer == kappa);
    let owed = owed.expect("it was imported above");
    let ask = RecordPayment {
        invoice_ids: vec![owed.invoice_id],
        payer: None,
        currency: None,
        amount_minor: owed.open_minor,
        received_on: None,
        reference: format!("virement {}", owed.number),
    };
    let cx = story.on(BEGINS - 4, "elena");
    pay(&story.desk, &cx, ask).await?;
    Ok(())
}

/// The bank quotes the dollar: so many millionths of one for one euro.
pub(super) async fn dollar(
    story: &mut Story<'_>,
    days_ago: u32,
    rate_micro: i64,
) -> Result<(), Error> {
    let rate = ExchangeRateForm {
        currency: "USD".to_owned(),
        quoted_on: None,
        rate_micro,
        source: "Banca d'Italia".to_owned(),
    };
    let cx = story.on(days_ago, "elena");
    set(&story.desk, &cx, SetExchangeRates { rates: vec![rate] }).await?;
    Ok(())
}
