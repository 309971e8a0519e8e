//! Documents: what a first showing costs, and a run over many, from the ledger to the archive.

use serde_json::json;

use crate::book::Book;
use crate::figures::{LATER, Sheet};
use crate::meter::{Meter, forget_peak_memory, median};

/// Documents of a run.
const RUN: u64 = 5_000;
/// Each shows a document for the first time.
const LANGUAGES: [&str; 4] = ["it", "en", "de", "fr"];

pub async fn papers(sheet: &mut Sheet<'_>) {
    if sheet.wanted.any(&["render_25"]) {
        first(sheet, "render_25", 25, 10).await;
    }
    if sheet.wanted.any(&["render_1000"]) {
        first(sheet, "render_1000", 1_000, 3).await;
    }
    if sheet.wanted.any(&["render_run"]) {
        run(sheet).await;
    }
}

/// Documents of so many lines, each shown for the first time in each language.
async fn first(sheet: &mut Sheet<'_>, name: &'static str, n_lines: u64, n_documents: u64) {
    let book = Book::copy_of(sheet.place).await;
    let mut all = Vec::new();
    for n in 0..n_documents {
        let number = posted(&book, n, n_lines).await;
        for language in LANGUAGES {
            let ask = json!({ "document": number, "profile": "plain", "language": language });
            let meter = Meter::start();
            let shown = book.ask("documents.show", ask).await;
            all.push(meter.read());
            assert_eq!(shown["archive"]["kind"], "first");
        }
    }
    sheet.note(name, median(all), None);
}

async fn posted(book: &Book, n: u64, n_lines: u64) -> String {
    let entered = book.ask("orders.save", book.entry_of(n, n_lines)).await;
    let order = json!({ "order_id": entered["order_id"] });
    for command in ["orders.confirm", "fulfilment.ship", "billing.post"] {
        let answer = book.ask(command, order.clone()).await;
        if let Some(number) = answer["documents"][0]["number"].as_str() {
            return number.to_owned();
        }
    }
    panic!("nothing was posted")
}

/// Invoices of ten lines, put into one file; then the same again, out of the archive.
async fn run(sheet: &mut Sheet<'_>) {
    let book = Book::copy_of(sheet.place).await;
    book.ask("billing.run", json!({})).await;
    book.bring_shipped(LATER, RUN).await;
    let done = book.ask("billing.run", json!({})).await;
    let posted = done["posted"].as_array().unwrap();
    let documents: Vec<_> = posted.iter().map(|one| one["number"].clone()).collect();
    assert_eq!(documents.len(), usize::try_from(RUN).unwrap());
    let folder = tempfile::tempdir_in(sheet.place.parent().unwrap()).unwrap();
    for (name, memory) in [("render_run", "rss_mb_render_run"), ("reprint_run", "rss_mb_reprint")] {
        let merged = folder.path().join(format!("{name}.pdf"));
        forget_peak_memory();
        let meter = Meter::start();
        let ask = json!({ "documents": documents, "profile": "plain", "merged": merged });
        let answer = book.ask("documents.run", ask).await;
        let spent = meter.read();
        assert_eq!(answer["n_done"], RUN, "{}", answer["rows"][0]);
        sheet.note(name, spent, None);
        sheet.note_memory(memory);
    }
}
