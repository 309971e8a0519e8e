//! What was rendered once is shown as it was then, for ever.

use std::sync::LazyLock;

use dovuto_documents::print::Printed;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::profile::{BuiltIn, Profile, resolve};
use dovuto_documents::words::Language;
use dovuto_store::archive::{Archive, Kept, Rendering};
use dovuto_store::billing::Named;
use dovuto_store::billing::issued::Issued;
use dovuto_store::error::Error as Fault;
use dovuto_store::row::unhex;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::layouts::Profiles;
use super::papers::{self, Current, Paper, Wanted};
use super::{Rendered, ShowDocument, count, layouts, render};
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;

/// How a document stands to the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InArchive {
    /// These are the bytes of the first rendering by this profile in this language.
    Reprint { rendered_at: String },
    /// This is the first rendering, and it was kept.
    First,
    /// It says how things stand now, or stood on the day that was asked for; whoever saves it
    /// keeps it.
    Now,
    /// It was rendered, but neither found in the archive nor kept there; why.
    NotKept { why: String },
}

/// A document as it is shown.
pub(super) struct Shown {
    /// Which paper it is; an invoice that gathers deliveries is an invoice here.
    pub kind: Kind,
    pub number: String,
    pub file_name: String,
    pub pages: i64,
    pub bytes: Vec<u8>,
    pub archive: InArchive,
}

/// A document that has to be laid out, and how.
pub(super) struct Asked {
    /// Nothing where it was not posted.
    issued: Option<Issued>,
    by: By,
    language: Language,
    profile: Profile,
    content: Printed,
}

/// Which profile a document is laid out by.
#[derive(Clone, Copy, Debug)]
enum By {
    /// One of those that come with the program.
    BuiltIn(BuiltIn),
    /// The one that the document was posted with.
    Own,
}

impl By {
    /// As the archive calls it: each document has at most one of that name.
    fn name(self) -> &'static str {
        match self {
            Self::BuiltIn(built_in) => built_in.name(),
            Self::Own => "own",
        }
    }

    /// The one of that name; the plain one where this program has none.
    fn named(name: &str) -> Self {
        if name == Self::Own.name() {
            return Self::Own;
        }
        Self::BuiltIn(BuiltIn::named(name).unwrap_or(BuiltIn::Plain))
    }
}

/// What a look into the archive came to.
pub(super) enum Looked {
    There(Box<Shown>),
    Missing(Box<Asked>),
}

/// What was laid out.
pub(super) enum LaidOut {
    /// It was posted, and belongs into the archive.
    Posted(Kind, Rendering),
    Now(Shown),
}

/// How documents are to look. Where nothing is said, as they were issued.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub profile: Option<BuiltIn>,
    pub language: Option<Language>,
}

/// The archive as far as it can be used, and the profiles that were read by now; what hinders is
/// told with the documents.
pub(super) struct Shelf {
    archive: Option<Archive>,
    hindered: Option<String>,
    profiles: Profiles,
}

impl Shelf {
    pub async fn of(desk: &Desk) -> Self {
        let (archive, hindered) = match Archive::of(&desk.store).await {
            Ok(archive) => (archive, None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self { archive, hindered, profiles: Profiles::default() }
    }

    /// What was found, unless that hindered.
    fn survive(&mut self, found: Result<Option<Kept>, Fault>) -> Option<Kept> {
        found.unwrap_or_else(|error| {
            self.hindered = Some(error.to_string());
            None
        })
    }

    async fn issued(&mut self, id: Uuid) -> Option<Kept> {
        let found = self.archive.as_mut()?.issued(id).await;
        self.survive(found)
    }

    async fn find(&mut self, asked: &Asked) -> Option<Kept> {
        let archive = self.archive.as_mut()?;
        let id = asked.issued.as_ref()?.id();
        let found = archive.find(id, asked.by.name(), asked.language.code()).await;
        self.survive(found)
    }

    /// Keeps renderings, and gives back what goes out: where another program was faster, what it
    /// kept.
    pub async fn keep(&mut self, desk: &Desk, cx: &Cx, all: Vec<(Kind, Rendering)>) -> Vec<Shown> {
        if all.is_empty() {
            return Vec::new();
        }
        let (kinds, all): (Vec<Kind>, Vec<Rendering>) = all.into_iter().unzip();
        let kept = match self.hindered.take() {
            Some(why) => Err(why),
            None => self.kept(desk, cx, &all).await.map_err(|error| error.to_string()),
        };
        match kept {
            Ok(before) => {
                let goes_out = |(kind, (rendering, before))| match before {
                    Some(kept) => reprint(kind, kept),
                    None => first(kind, rendering, InArchive::First),
                };
                kinds.into_iter().zip(all.into_iter().zip(before)).map(goes_out).collect()
            }
            Err(why) => {
                let not_kept = |(kind, rendering)| {
                    first(kind, rendering, InArchive::NotKept { why: why.clone() })
                };
                kinds.into_iter().zip(all).map(not_kept).collect()
            }
        }
    }

    async fn kept(
        &mut self,
        desk: &Desk,
        cx: &Cx,
        all: &[Rendering],
    ) -> Result<Vec<Option<Kept>>, Fault> {
        let archive = match &mut self.archive {
            Some(archive) => archive,
            none => none.insert(Archive::made(&desk.store).await?),
        };
        archive.keep(all, cx.now).await
    }

    pub async fn close(self) {
        if let Some(archive) = self.archive {
            archive.close().await;
        }
    }
}

/// Looks a document up, and reads what it says where it was never rendered so.
pub(super) async fn look(
    desk: &Desk,
    shelf: &mut Shelf,
    paper: Paper,
    how: Look,
) -> Result<Looked, Error> {
    let (issued, first) = match &paper {
        Paper::Posted(issued) if how.profile.is_none() => {
            (Some(issued), shelf.issued(issued.id()).await)
        }
        Paper::Posted(issued) => (Some(issued), None),
        Paper::Now(_) => (None, None),
    };
    let wanted = match (issued, first) {
        (Some(issued), Some(kept))
            if how.language.is_none_or(|language| language.code() == kept.language) =>
        {
            return Ok(Looked::There(Box::new(reprint(kind_of(issued), kept))));
        }
        (_, Some(kept)) => Some(By::named(&kept.profile)),
        (_, None) => how.profile.map(By::BuiltIn),
    };
    let mut db = desk.read().await?;
    let (issued, content, (by, mut profile)) = match paper {
        Paper::Posted(issued) => {
            let (content, layout_hash) = papers::posted(&mut db, &issued).await?;
            let laid_out =
                posted_by(&mut db, &mut shelf.profiles, wanted, layout_hash.as_deref()).await?;
            (Some(issued), content, laid_out)
        }
        Paper::Now(current) => {
            let laid_out = laid_out_by(&mut db, &mut shelf.profiles, wanted, &current).await?;
            (None, current.printed, laid_out)
        }
    };
    drop(db);
    let language = how.language.or(profile.language);
    let language = language.unwrap_or_else(|| Language::of(&content.buyer.language));
    profile.language = Some(language);
    let asked = Asked { issued, by, language, profile, content };
    Ok(match (shelf.find(&asked).await, &asked.issued) {
        (Some(kept), Some(issued)) => Looked::There(Box::new(reprint(kind_of(issued), kept))),
        _ => Looked::Missing(Box::new(asked)),
    })
}

/// Which paper a posted document is on.
pub(super) fn kind_of(issued: &Issued) -> Kind {
    match issued.document {
        Named::Invoice(_) => Kind::Invoice,
        Named::CreditNote(_) => Kind::CreditNote,
    }
}

fn part_of_the_program(built_in: BuiltIn) -> (By, Profile) {
    let whole = resolve(built_in, &[]);
    (By::BuiltIn(built_in), whole.expect("the profiles that are part of the program are whole"))
}

/// The hash of the plain profile as this program has it. What was posted with another one is shown
/// by that.
static PLAIN: LazyLock<String> = LazyLock::new(|| part_of_the_program(BuiltIn::Plain).1.hash());

/// The profile wanted of a posted document; the one that it was posted with where none is.
async fn posted_by(
    db: &mut Db,
    profiles: &mut Profiles,
    wanted: Option<By>,
    layout_hash: Option<&str>,
) -> Result<(By, Profile), Error> {
    match (wanted, layout_hash) {
        (Some(By::BuiltIn(built_in)), _) => Ok(part_of_the_program(built_in)),
        (Some(By::Own) | None, Some(hash)) if *hash != *PLAIN => {
            Ok((By::Own, profiles.issued(db, hash).await?))
        }
        (Some(By::Own) | None, _) => Ok(part_of_the_program(BuiltIn::Plain)),
    }
}

/// The profile wanted of a paper that says how things stand; the one of its customer now where
/// none is.
async fn laid_out_by(
    db: &mut Db,
    profiles: &mut Profiles,
    wanted: Option<By>,
    current: &Current,
) -> Result<(By, Profile), Error> {
    if let Some(By::BuiltIn(built_in)) = wanted {
        return Ok(part_of_the_program(built_in));
    }
    let reader = layouts::reader(db, current.customer_id, current.printed.kind).await?;
    Ok(match profiles.of_now(db, &reader).await? {
        Some(profile) => (By::Own, profile),
        None => part_of_the_program(BuiltIn::Plain),
    })
}

/// Lays out what was asked for. Takes a while; nobody else should wait for it.
pub(super) fn lay_out(asked: Asked) -> Result<LaidOut, Error> {
    let Asked { issued, by, language, profile, content } = asked;
    let hash = unhex(&profile.hash()).and_then(|bytes| bytes.try_into().ok());
    let kind = content.kind;
    let Rendered { number, file_name, n_pages, bytes } = render(content, &profile)?;
    let pages = count(n_pages);
    let Some(issued) = issued else {
        let archive = InArchive::Now;
        return Ok(LaidOut::Now(Shown { kind, number, file_name, pages, bytes, archive }));
    };
    let rendering = Rendering {
        document_id: issued.id(),
        number,
        profile: by.name(),
        profile_hash: hash.expect("a hash has 32 bytes"),
        language: language.code(),
        file_name,
        n_pages: pages,
        bytes,
    };
    Ok(LaidOut::Posted(kind_of(&issued), rendering))
}

/// Shows a document out of the archive, or renders it and keeps what was posted there. An archive
/// that cannot be used hinders nobody from seeing it.
///
/// Refuses a document that is not there, and what laying it out refuses.
pub(super) async fn shown(desk: &Desk, cx: &Cx, ask: &ShowDocument) -> Result<Shown, Error> {
    let paper =
        papers::find(desk, cx, &ask.document, Wanted { kind: ask.kind, on: ask.on }).await?;
    let mut shelf = Shelf::of(desk).await;
    let how = Look { profile: ask.profile, language: ask.language };
    let shown = shown_from(desk, cx, &mut shelf, paper, how).await;
    shelf.close().await;
    shown
}

async fn shown_from(
    desk: &Desk,
    cx: &Cx,
    shelf: &mut Shelf,
    paper: Paper,
    how: Look,
) -> Result<Shown, Error> {
    let asked = match look(desk, shelf, paper, how).await? {
        Looked::There(shown) => return Ok(*shown),
        Looked::Missing(asked) => *asked,
    };
    let laid_out = tokio::task::spawn_blocking(move || lay_out(asked)).await;
    match laid_out.expect("laying out does not panic")? {
        LaidOut::Now(shown) => Ok(shown),
        LaidOut::Posted(kind, rendering) => {
            let shown = shelf.keep(desk, cx, vec![(kind, rendering)]).await;
            Ok(shown.into_iter().next().expect("as many go out as were rendered"))
        }
    }
}

fn reprint(kind: Kind, kept: Kept) -> Shown {
    Shown {
        kind,
        number: kept.number,
        file_name: kept.file_name,
        pages: kept.n_pages,
        bytes: kept.bytes,
        archive: InArchive::Reprint { rendered_at: kept.rendered_at },
    }
}

fn first(kind: Kind, rendering: Rendering, archive: InArchive) -> Shown {
    Shown {
        kind,
        number: rendering.number,
        file_name: rendering.file_name,
        pages: rendering.n_pages,
        bytes: rendering.bytes,
        archive,
    }
}
