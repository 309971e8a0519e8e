//! Documents on paper: sent to a printer's queue, else opened in the system's viewer.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use chrono::NaiveDate;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::profile::BuiltIn;
use dovuto_documents::words::Language;
use serde::{Deserialize, Serialize};
use thiserror::Error as Refusal;
use ts_rs::TS;

use super::ShowDocument;
use super::archive::{Shown, kind_of, shown};
use super::papers::{self, Paper, Wanted};
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::house::House;

/// The most copies of a document that are printed at once.
const COPIES_MAX: i64 = 99;

/// Where documents of a kind are printed on this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Habit {
    /// The queue; the system's usual one where left out.
    pub printer: Option<String>,
    /// One where left out.
    pub copies: Option<i64>,
}

/// Which documents are printed, and how.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct PrintDocuments {
    /// Numbers or identities, in this order.
    pub documents: Vec<String>,
    /// Which paper of each; the usual one where left out.
    pub kind: Option<Kind>,
    /// Where left out, each as it was issued; plain where it never was.
    pub profile: Option<BuiltIn>,
    pub language: Option<Language>,
    /// A queue, remembered for documents of this kind; the remembered one where left out.
    pub printer: Option<String>,
    /// From 1 to 99, remembered as well.
    pub copies: Option<i64>,
    /// The day that statements of account are of; today where left out.
    pub on: Option<NaiveDate>,
}

/// How a document came to paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Way {
    /// It lies in a queue; the system's usual one where none is named.
    Queue { printer: Option<String>, copies: i64 },
    /// No queue is there: it is open in the system's viewer, which can print it.
    Viewer { path: String },
}

/// A document that was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OnPaper {
    pub number: String,
    pub pages: i64,
    pub way: Way,
}

/// What was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrintAnswer {
    pub rows: Vec<OnPaper>,
}

/// The document that is to be printed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ShowPrinters {
    /// Number or identity.
    pub document: String,
    /// Which paper of it; the usual one where left out.
    pub kind: Option<Kind>,
}

/// The queues of this computer, and what is remembered for documents of the kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrintersAnswer {
    /// None where the system has no queues: documents are opened in its viewer.
    pub printers: Vec<String>,
    pub habit: Habit,
}

/// Nothing more was printed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Refusal, Serialize)]
#[serde(tag = "code", content = "params")]
pub enum PrintRefused {
    #[error("there is no printer \"{printer}\"; there are: {}", printers.join(", "))]
    #[serde(rename = "print_no_printer")]
    NoPrinter { printer: String, printers: Vec<String> },
    #[error("{copies} copies cannot be printed; ask for 1 to {copies_max}")]
    #[serde(rename = "print_copies")]
    Copies { copies: i64, copies_max: i64 },
    #[error("{number} was not printed: {why}")]
    #[serde(rename = "print_failed")]
    Failed { number: String, why: String },
    #[error(
        "of a time only invoices and credit notes are written; name the documents whose other \
         papers you want"
    )]
    #[serde(rename = "print_kind_of_time")]
    KindOfTime,
    #[error("only statements of account are written as of a day; ask for the kind statement")]
    #[serde(rename = "print_day_of_statement")]
    DayOfStatement,
    #[error("the printers of this computer cannot be remembered in {path}: {why}")]
    #[serde(rename = "print_not_remembered")]
    NotRemembered { path: String, why: String },
}

/// What is remembered of this computer's printers, in a file that people may mend.
type Habits = BTreeMap<Kind, Habit>;

/// The queues that a document can be sent to.
///
/// Refuses a document that is not there, and habits that cannot be read.
pub async fn printers(
    house: &House,
    desk: &Desk,
    cx: &Cx,
    ask: ShowPrinters,
) -> Result<PrintersAnswer, Error> {
    let wanted = Wanted { kind: ask.kind, on: None };
    let kind = match papers::find(desk, cx, &ask.document, wanted).await? {
        Paper::Posted(issued) => kind_of(&issued),
        Paper::Now(current) => current.printed.kind,
    };
    let habit = habits(house)?.remove(&kind).unwrap_or_default();
    Ok(PrintersAnswer { printers: waited(queues).await, habit })
}

/// Prints documents one after the other, each as a job of its own.
///
/// Refuses a printer that is not there, too many copies, and what the printer's queue or the viewer
/// refuses; the documents before it are printed then.
pub async fn print(
    house: &House,
    desk: &Desk,
    cx: &Cx,
    ask: PrintDocuments,
) -> Result<PrintAnswer, Error> {
    let printers = waited(queues).await;
    check(&ask, &printers)?;
    let mut habits = habits(house)?;

    let mut rows = Vec::with_capacity(ask.documents.len());
    for document in &ask.documents {
        let show = ShowDocument {
            document: document.clone(),
            kind: ask.kind,
            profile: ask.profile,
            language: ask.language,
            on: ask.on,
        };
        let shown = shown(desk, cx, &show).await?;
        let habit = habits.entry(shown.kind).or_default();
        habit.printer = ask.printer.clone().or(habit.printer.take());
        habit.copies = ask.copies.or(habit.copies);
        // A remembered printer may have been taken away since.
        let printer = habit.printer.clone().filter(|printer| printers.contains(printer));
        let copies = habit.copies.unwrap_or(1);
        let has_queue = !printers.is_empty();
        rows.push(waited(move || on_paper(&shown, has_queue, printer, copies)).await?);
    }
    if ask.printer.is_some() || ask.copies.is_some() {
        remember(house, &habits)?;
    }
    Ok(PrintAnswer { rows })
}

fn check(ask: &PrintDocuments, printers: &[String]) -> Result<(), PrintRefused> {
    if let Some(copies) = ask.copies.filter(|copies| !(1..=COPIES_MAX).contains(copies)) {
        return Err(PrintRefused::Copies { copies, copies_max: COPIES_MAX });
    }
    match &ask.printer {
        Some(printer) if !printers.contains(printer) => {
            let (printer, printers) = (printer.clone(), printers.to_vec());
            Err(PrintRefused::NoPrinter { printer, printers })
        }
        Some(_) | None => Ok(()),
    }
}

/// Does what waits for other programs where nobody else waits for it.
async fn waited<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("asking the system does not panic")
}

/// The queues of the system's printing service, by name; none where it has none.
fn queues() -> Vec<String> {
    let asked = Command::new("lpstat").arg("-e").stdin(Stdio::null()).output();
    let Ok(Output { status, stdout, .. }) = asked else { return Vec::new() };
    if !status.success() {
        return Vec::new();
    }
    String::from_utf8_lossy(&stdout).lines().map(|line| line.trim().to_owned()).collect()
}

fn on_paper(
    shown: &Shown,
    has_queue: bool,
    printer: Option<String>,
    copies: i64,
) -> Result<OnPaper, PrintRefused> {
    let number = shown.number.clone();
    let failed = |why: String| PrintRefused::Failed { number: shown.number.clone(), why };
    let folder = tempfile::Builder::new().prefix("dovuto-").tempdir();
    let folder = folder.map_err(|error| failed(error.to_string()))?;
    let path = folder.path().join(format!("{number}.pdf"));
    std::fs::write(&path, &shown.bytes).map_err(|error| failed(error.to_string()))?;
    let way = if has_queue {
        let mut lp = Command::new("lp");
        if let Some(printer) = &printer {
            lp.args(["-d", printer]);
        }
        lp.args(["-n", &copies.to_string(), "-t", &number, "--"]).arg(&path);
        done(lp.stdin(Stdio::null()).output()).map_err(failed)?;
        Way::Queue { printer, copies }
    } else {
        done(viewer(&path).stdin(Stdio::null()).output()).map_err(failed)?;
        // Whoever looks at it reads it after this program has gone on.
        let _ = folder.keep();
        Way::Viewer { path: path.display().to_string() }
    };
    Ok(OnPaper { number, pages: shown.pages, way })
}

/// What opens a file in the program that the person has chosen for its kind.
fn viewer(path: &Path) -> Command {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    command.arg(path);
    command
}

/// Whether another program did what it was asked; else what it said.
fn done(output: io::Result<Output>) -> Result<(), String> {
    match output {
        // Explorer ends with 1 also when it has opened the file.
        Ok(output) if output.status.success() || cfg!(windows) => Ok(()),
        Ok(output) => {
            let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(if told.is_empty() { output.status.to_string() } else { told })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err("no printer is set up here, and no program that opens a PDF; save it, and print \
                 it from where one is"
                .to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

fn place(house: &House) -> PathBuf {
    house.data_dir.join("printing.toml")
}

fn not_remembered(path: &Path, why: impl ToString) -> PrintRefused {
    PrintRefused::NotRemembered { path: path.display().to_string(), why: why.to_string() }
}

fn habits(house: &House) -> Result<Habits, PrintRefused> {
    let path = place(house);
    match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).map_err(|error| not_remembered(&path, error.message())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Habits::new()),
        Err(error) => Err(not_remembered(&path, error)),
    }
}

fn remember(house: &House, habits: &Habits) -> Result<(), PrintRefused> {
    let path = place(house);
    let text = toml::to_string(habits).map_err(|error| not_remembered(&path, error))?;
    let written = crate::export::file::write(&path, text.as_bytes(), true);
    written.map_err(|error| not_remembered(&path, error))
}
