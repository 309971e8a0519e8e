//! Many documents at once: rendered on all cores, kept, saved, and put into one file to print.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use chrono::NaiveDate;
use dovuto_documents::pdf::merged::Merged;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::profile::BuiltIn;
use dovuto_documents::words::Language;
use dovuto_store::billing::issued::{self, Issued};
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;
use ts_rs::TS;

use super::archive::{
    Asked, InArchive, LaidOut, Look, Looked, Shelf, Shown, kind_of, lay_out, look,
};
use super::count;
use super::papers::{self, Paper, Wanted};
use super::print::PrintRefused;
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::export::file::{self, ExportRefused, Part};
use crate::watch::Watch;

/// Documents that are held at once, twice: some are laid out while those before are written.
const BATCH: usize = 32;

/// Which documents, how they look, and where they go.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct RunDocuments {
    /// Numbers or identities, in this order; every document of the time where left out.
    pub documents: Option<Vec<String>>,
    /// Documents from this day on.
    pub from: Option<NaiveDate>,
    /// Documents up to this day.
    pub until: Option<NaiveDate>,
    /// Which paper of each; the usual one where left out. Over a time, one of those that are
    /// posted.
    pub kind: Option<Kind>,
    /// The day that statements of account are of; today where left out.
    pub on: Option<NaiveDate>,
    /// Where left out, each as it was issued; plain where it never was.
    pub profile: Option<BuiltIn>,
    pub language: Option<Language>,
    /// A folder that is there; each document becomes a file, called by its number.
    pub folder: Option<String>,
    /// One file with all of them, in their order.
    pub merged: Option<String>,
    /// Whether files that lie there are replaced; not where left out.
    pub replace: Option<bool>,
}

/// What became of one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentRow {
    pub number: String,
    /// Who got it; nobody where there is no such document.
    pub customer: String,
    pub pages: i64,
    /// The file that it was saved in, where it was.
    pub path: Option<String>,
    /// Why it was not rendered or not saved.
    pub why: Option<String>,
}

/// What became of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentsAnswer {
    /// In the order of the documents; where the run was cancelled, of those that it came to.
    pub rows: Vec<DocumentRow>,
    pub n_done: i64,
    pub n_refused: i64,
    pub pages: i64,
    /// The one file, where it was asked for and the run was not cancelled.
    pub merged: Option<String>,
    pub cancelled: bool,
    /// Why renderings could not be kept in the archive.
    pub not_kept: Option<String>,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentsProgress {
    /// Documents that are done.
    pub documents: u64,
    /// Documents of the run; none while they are still being looked for.
    pub in_all: u64,
}

impl DocumentsProgress {
    pub fn of(watch: &Watch) -> Self {
        let (documents, in_all) = watch.counts();
        Self { documents, in_all }
    }
}

/// A document of a run.
enum Chosen {
    Posted(Issued),
    /// As a person named it.
    Named(String),
}

/// Renders many documents on all cores. What one refuses keeps none of the others back. A run that
/// is cancelled leaves what it has saved.
///
/// Refuses a folder that is not there, and a merged file that cannot be written or lies there,
/// unless it may be replaced.
pub async fn run(
    desk: &Desk,
    cx: &Cx,
    ask: RunDocuments,
    watch: &Watch,
) -> Result<DocumentsAnswer, Error> {
    watch.begin();
    let mut places = Places::of(&ask)?;
    let chosen = chosen(desk, &ask).await?;
    watch.expect(chosen.len().try_into().unwrap_or(u64::MAX));

    let mut shelf = Shelf::of(desk).await;
    let how = (
        Wanted { kind: ask.kind, on: ask.on },
        Look { profile: ask.profile, language: ask.language },
    );
    let mut answer = Tally::default();
    let mut batches = chosen.chunks(BATCH);
    let mut next = begin(desk, cx, &mut shelf, batches.next(), how).await?;
    while let Some(batch) = next {
        let n = batch.slots.len().try_into().unwrap_or(u64::MAX);
        next = begin(desk, cx, &mut shelf, batches.next(), how).await?;
        let done = batch.finish(desk, cx, &mut shelf).await;
        let written = tokio::task::spawn_blocking(move || places.write(done)).await;
        let (rows, then) = written.expect("writing does not panic")?;
        places = then;
        answer.take(rows);
        if !watch.goes_on(n) {
            answer.cancelled = true;
            break;
        }
    }
    shelf.close().await;
    let merged = if answer.cancelled { None } else { places.finish()? };
    Ok(answer.told(merged))
}

async fn chosen(desk: &Desk, ask: &RunDocuments) -> Result<Vec<Chosen>, Error> {
    let mut db = desk.read().await?;
    let Some(named) = &ask.documents else {
        let all = issued::of_time(&mut db, ask.from, ask.until).await?;
        let all = all.into_iter();
        return match ask.kind {
            None => Ok(all.map(Chosen::Posted).collect()),
            Some(kind @ (Kind::Invoice | Kind::CreditNote)) => {
                Ok(all.filter(|issued| kind_of(issued) == kind).map(Chosen::Posted).collect())
            }
            Some(_) => Err(PrintRefused::KindOfTime.into()),
        };
    };
    Ok(named.iter().cloned().map(Chosen::Named).collect())
}

/// What came of laying documents out, each with its place in its batch.
type Share = Vec<(usize, Result<LaidOut, Error>)>;

/// Some documents on their way: what was found, and what is being laid out.
struct Batch {
    slots: Vec<Slot>,
    tasks: Vec<JoinHandle<Share>>,
}

struct Slot {
    number: String,
    customer: String,
    /// Nothing while it is being laid out.
    shown: Option<Result<Shown, Error>>,
}

/// Looks some documents up, and begins to lay out what was never rendered so.
async fn begin(
    desk: &Desk,
    cx: &Cx,
    shelf: &mut Shelf,
    chosen: Option<&[Chosen]>,
    how: (Wanted, Look),
) -> Result<Option<Batch>, Error> {
    let Some(chosen) = chosen else { return Ok(None) };
    let (wanted, how) = how;
    let n_cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let mut shares: Vec<Vec<(usize, Asked)>> = (0..n_cores).map(|_| Vec::new()).collect();
    let mut slots = Vec::with_capacity(chosen.len());
    for (i, chosen) in chosen.iter().enumerate() {
        let found = match chosen {
            Chosen::Posted(issued) => Ok(Paper::Posted(issued.clone())),
            Chosen::Named(named) => papers::find(desk, cx, named, wanted).await,
        };
        let paper = match found {
            Ok(paper) => paper,
            Err(why) => {
                let Chosen::Named(name) = chosen else { return Err(why) };
                let (number, customer) = (name.clone(), String::new());
                slots.push(Slot { number, customer, shown: Some(Err(why)) });
                continue;
            }
        };
        let (number, customer) = match &paper {
            Paper::Posted(issued) => (issued.number.clone(), issued.buyer_name.clone()),
            Paper::Now(current) => {
                (current.printed.number.clone(), current.printed.buyer.name.clone())
            }
        };
        let shown = match look(desk, shelf, paper, how).await? {
            Looked::There(shown) => Some(Ok(*shown)),
            Looked::Missing(asked) => {
                shares[i % n_cores].push((i, *asked));
                None
            }
        };
        slots.push(Slot { number, customer, shown });
    }
    let lay_out_all = |share: Vec<(usize, Asked)>| {
        share.into_iter().map(|(i, asked)| (i, lay_out(asked))).collect()
    };
    let spawn = |share| tokio::task::spawn_blocking(move || lay_out_all(share));
    let tasks = shares.into_iter().filter(|share| !share.is_empty()).map(spawn).collect();
    Ok(Some(Batch { slots, tasks }))
}

impl Batch {
    /// Waits for what is laid out, and keeps it.
    async fn finish(mut self, desk: &Desk, cx: &Cx, shelf: &mut Shelf) -> Vec<Slot> {
        let (mut places, mut renderings) = (Vec::new(), Vec::new());
        for task in self.tasks {
            for (i, laid_out) in task.await.expect("laying out does not panic") {
                match laid_out {
                    Ok(LaidOut::Posted(kind, rendering)) => {
                        places.push(i);
                        renderings.push((kind, rendering));
                    }
                    Ok(LaidOut::Now(shown)) => self.slots[i].shown = Some(Ok(shown)),
                    Err(why) => self.slots[i].shown = Some(Err(why)),
                }
            }
        }
        for (i, shown) in places.into_iter().zip(shelf.keep(desk, cx, renderings).await) {
            self.slots[i].shown = Some(Ok(shown));
        }
        self.slots
    }
}

/// Where documents go.
struct Places {
    wanted: Wanted,
    folder: Option<PathBuf>,
    merged: Option<(PathBuf, Part, Merged<BufWriter<File>>)>,
    replace: bool,
}

/// A row, and why its rendering was not kept.
type Written = (DocumentRow, Option<String>);

impl Places {
    fn of(ask: &RunDocuments) -> Result<Self, ExportRefused> {
        let replace = ask.replace.unwrap_or(false);
        let folder = ask.folder.as_ref().map(PathBuf::from);
        if let Some(folder) = folder.as_ref().filter(|folder| !folder.is_dir()) {
            let why = format!("there is no folder {}", folder.display());
            return Err(ExportRefused::unwritable(folder, why));
        }
        let merged = ask.merged.as_ref().map(|path| {
            let path = PathBuf::from(path);
            let part = Part::begin(&path, replace)?;
            let begun = Merged::begin(part.out()?);
            let begun = begun.map_err(|error| ExportRefused::unwritable(&path, error))?;
            Ok((path, part, begun))
        });
        Ok(Self {
            wanted: Wanted { kind: ask.kind, on: ask.on },
            folder,
            merged: merged.transpose()?,
            replace,
        })
    }

    /// Writes documents to where they go. What one refuses is noted with it.
    fn write(mut self, slots: Vec<Slot>) -> Result<(Vec<Written>, Self), ExportRefused> {
        let mut rows = Vec::with_capacity(slots.len());
        for Slot { number, customer, shown } in slots {
            let mut row = DocumentRow { number, customer, pages: 0, path: None, why: None };
            let mut not_kept = None;
            match shown.expect("all are laid out by now") {
                Ok(shown) => {
                    row.pages = shown.pages;
                    self.write_one(&mut row, &shown.bytes)?;
                    if let InArchive::NotKept { why } = shown.archive {
                        not_kept = Some(why);
                    }
                }
                Err(why) => row.why = Some(why.to_string()),
            }
            rows.push((row, not_kept));
        }
        Ok((rows, self))
    }

    fn write_one(&mut self, row: &mut DocumentRow, bytes: &[u8]) -> Result<(), ExportRefused> {
        if let Some(folder) = &self.folder {
            let path = folder.join(file_name(&row.number, self.wanted));
            match file::write(&path, bytes, self.replace) {
                Ok(()) => row.path = Some(path.display().to_string()),
                Err(why) => row.why = Some(why.to_string()),
            }
        }
        if let Some((path, _, merged)) = &mut self.merged {
            merged.add(bytes).map_err(|why| ExportRefused::unwritable(path, why))?;
        }
        Ok(())
    }

    /// Puts the merged file in its place.
    fn finish(self) -> Result<Option<String>, ExportRefused> {
        let Some((path, part, merged)) = self.merged else { return Ok(None) };
        merged.finish().map_err(|why| ExportRefused::unwritable(&path, why))?;
        part.finish()?;
        Ok(Some(path.display().to_string()))
    }
}

/// A file is called by its document, and by the kind and the day where they were asked for.
fn file_name(number: &str, wanted: Wanted) -> String {
    let odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let number = number.replace(odd, "-");
    match wanted {
        Wanted { kind: Some(kind), on: Some(on) } => format!("{number} {} {on}.pdf", kind.name()),
        Wanted { kind: Some(kind), on: None } => format!("{number} {}.pdf", kind.name()),
        Wanted { kind: None, .. } => format!("{number}.pdf"),
    }
}

#[derive(Default)]
struct Tally {
    rows: Vec<DocumentRow>,
    pages: i64,
    n_refused: usize,
    cancelled: bool,
    not_kept: Option<String>,
}

impl Tally {
    fn take(&mut self, rows: Vec<Written>) {
        for (row, not_kept) in rows {
            self.pages += row.pages;
            self.n_refused += usize::from(row.why.is_some());
            self.not_kept = self.not_kept.take().or(not_kept);
            self.rows.push(row);
        }
    }

    fn told(self, merged: Option<String>) -> DocumentsAnswer {
        DocumentsAnswer {
            n_done: count(self.rows.len() - self.n_refused),
            n_refused: count(self.n_refused),
            rows: self.rows,
            pages: self.pages,
            merged,
            cancelled: self.cancelled,
            not_kept: self.not_kept,
        }
    }
}
