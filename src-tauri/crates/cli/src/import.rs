//! Importing from the command line: progress on standard error, and an end where one is wished.

use std::sync::Arc;

use dovuto_rpc::envelope::WireError;
use serde_json::json;

use crate::arguments::ImportAsk;
use crate::host::Host;
use crate::print;
use crate::run::{OK, PROBLEM, read};
use crate::watched::watched;

/// Imports a file; without a mapping, proposes one.
pub async fn import(host: &Host, ask: ImportAsk) -> Result<u8, WireError> {
    if ask.mapping.is_none() && ask.source.is_none() {
        let payload = json!({
            "kind": ask.kind,
            "path": ask.file,
            "lines_path": ask.lines,
        });
        let guess = host.ask("import.guess", payload).await?;
        print::answer(ask.output, &guess, print::guess);
        return Ok(PROBLEM);
    }
    let payload = json!({
        "kind": ask.kind,
        "path": ask.file,
        "lines_path": ask.lines,
        "mapping": ask.mapping.as_deref().map(read).transpose()?,
        "source": ask.source,
        "dry_run": ask.dry_run,
        "good_rows": ask.good_rows,
        "on_known": ask.on_known,
        "errors_path": ask.errors,
    });
    let watch = Arc::clone(&host.session.watch);
    // Where the system has no such sign, the program simply ends and the file takes all back.
    let _ = ctrlc::set_handler(move || watch.cancel());
    let counts = || {
        let progress = host.session.watch.progress();
        (progress.rows, progress.rows_in_all)
    };
    let answer = watched(host.ask("import.run", payload), ask.progress, counts, "rows").await?;
    print::answer(ask.output, &answer, print::imported);
    let n_bad = answer["bad"].as_i64().unwrap_or(0);
    Ok(if n_bad == 0 { OK } else { PROBLEM })
}
