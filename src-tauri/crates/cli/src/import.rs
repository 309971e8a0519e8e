//! Importing from the command line: progress on standard error, and an end where one is wished.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::Duration;

use dovuto_rpc::envelope::WireError;
use serde_json::{Value, json};

use crate::arguments::ImportAsk;
use crate::host::{Host, now};
use crate::print;
use crate::run::{OK, PROBLEM, read};

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
    let tells = ask.progress || std::io::stderr().is_terminal();
    let answer = watched(host, payload, tells).await?;
    print::answer(ask.output, &answer, print::imported);
    let n_bad = answer["bad"].as_i64().unwrap_or(0);
    Ok(if n_bad == 0 { OK } else { PROBLEM })
}

async fn watched(host: &Host, payload: Value, tells: bool) -> Result<Value, WireError> {
    let import = host.ask("import.run", payload);
    tokio::pin!(import);
    if !tells {
        return import.await;
    }
    let (mut start, mut rows_in_all) = (now(), 0);
    let mut tick = tokio::time::interval(Duration::from_millis(500));
    loop {
        tokio::select! {
            answer = &mut import => {
                told(host, start);
                eprintln!();
                return answer;
            }
            _ = tick.tick() => {
                // The rate is that of the work which goes on now: reading, then judging.
                let all = host.session.watch.progress().rows_in_all;
                if all != rows_in_all {
                    (start, rows_in_all) = (now(), all);
                }
                told(host, start);
            }
        }
    }
}

fn told(host: &Host, start: chrono::DateTime<chrono::Utc>) {
    let progress = host.session.watch.progress();
    let millis = u64::try_from((now() - start).num_milliseconds()).unwrap_or(0).max(1);
    let rate = progress.rows.saturating_mul(1000) / millis;
    match progress.rows_in_all {
        0 => eprint!("\rreading: {} rows, {rate} a second   ", progress.rows),
        all => eprint!("\r{} of {all} rows, {rate} a second   ", progress.rows),
    }
}
