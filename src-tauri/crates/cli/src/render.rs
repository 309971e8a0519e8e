//! Documents from the command line: rendered to files, or printed.

use std::sync::Arc;

use dovuto_rpc::envelope::WireError;
use serde_json::{Value, json};

use crate::arguments::{DocumentWords, PrintWords, RenderWords};
use crate::host::Host;
use crate::print;
use crate::run::{OK, PROBLEM};
use crate::watched::watched;

/// Renders documents to files, one each, or one for all of them.
pub async fn render(host: &Host, words: RenderWords) -> Result<u8, WireError> {
    let mut payload = which(&words.which)?;
    let here = words.merged.is_none().then(|| ".".into());
    payload["folder"] = json!(words.to.or(here));
    payload["merged"] = json!(words.merged);
    payload["replace"] = json!(words.replace);

    let watch = Arc::clone(&host.session.rendering);
    let _ = ctrlc::set_handler(move || watch.cancel());
    let counts = || host.session.rendering.counts();
    let run = host.ask("documents.run", payload);
    let answer = watched(run, words.progress, counts, "documents").await?;
    print::answer(words.output, &answer, print::rendered);
    let whole = answer["n_refused"] == 0 && answer["cancelled"] == false;
    Ok(if whole { OK } else { PROBLEM })
}

/// Which documents of a run, and how they look.
fn which(words: &DocumentWords) -> Result<Value, WireError> {
    let of_time = words.all || words.from.is_some() || words.until.is_some();
    if words.documents.is_empty() && !of_time {
        let message = "say which documents, a time, or --all".to_owned();
        return Err(WireError::usage("nothing_named", Value::Null, message));
    }
    Ok(json!({
        "documents": (!of_time).then_some(&words.documents),
        "from": words.from,
        "until": words.until,
        "kind": words.kind,
        "on": words.on,
        "profile": words.profile,
        "language": words.language,
    }))
}

/// Sends documents to a printer, or opens them where there is none.
pub async fn print(host: &Host, words: PrintWords) -> Result<u8, WireError> {
    let payload = json!({
        "documents": words.documents,
        "kind": words.kind,
        "on": words.on,
        "profile": words.profile,
        "language": words.language,
        "printer": words.printer,
        "copies": words.copies,
    });
    let answer = host.ask("documents.print", payload).await?;
    print::answer(words.output, &answer, print::printed);
    Ok(OK)
}
