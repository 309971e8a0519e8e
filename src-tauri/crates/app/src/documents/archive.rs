//! What was rendered once is shown as it was then, for ever.

use dovuto_documents::print::Printed;
use dovuto_documents::profile::{BuiltIn, Profile, resolve};
use dovuto_documents::words::Language;
use dovuto_store::archive::{Archive, Kept, Rendering};
use dovuto_store::billing::issued::{self, Issued};
use dovuto_store::error::Error as Fault;
use dovuto_store::row::unhex;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{Rendered, ShowDocument, count, printed, render};
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
    /// It was rendered, but neither found in the archive nor kept there; why.
    NotKept { why: String },
}

/// A document as it is shown.
pub(super) struct Shown {
    pub number: String,
    pub file_name: String,
    pub pages: i64,
    pub bytes: Vec<u8>,
    pub archive: InArchive,
}

/// A document that has to be laid out, and how.
pub(super) struct Asked {
    id: Uuid,
    built_in: BuiltIn,
    language: Language,
    profile: Profile,
    content: Printed,
}

/// What a look into the archive came to.
pub(super) enum Looked {
    There(Kept),
    Missing(Box<Asked>),
}

/// How documents are to look. Where nothing is said, as they were issued.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub profile: Option<BuiltIn>,
    pub language: Option<Language>,
}

/// The archive as far as it can be used; what hinders is told with the documents.
pub(super) struct Shelf {
    archive: Option<Archive>,
    hindered: Option<String>,
}

impl Shelf {
    pub async fn of(desk: &Desk) -> Self {
        match Archive::of(&desk.store).await {
            Ok(archive) => Self { archive, hindered: None },
            Err(error) => Self { archive: None, hindered: Some(error.to_string()) },
        }
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
        let found = archive.find(asked.id, asked.built_in.name(), asked.language.code()).await;
        self.survive(found)
    }

    /// Keeps renderings, and gives back what goes out: where another program was faster, what it
    /// kept.
    pub async fn keep(&mut self, desk: &Desk, cx: &Cx, all: Vec<Rendering>) -> Vec<Shown> {
        if all.is_empty() {
            return Vec::new();
        }
        let kept = match self.hindered.take() {
            Some(why) => Err(why),
            None => self.kept(desk, cx, &all).await.map_err(|error| error.to_string()),
        };
        match kept {
            Ok(before) => {
                let goes_out = |(rendering, before): (Rendering, Option<Kept>)| match before {
                    Some(kept) => reprint(kept),
                    None => first(rendering, InArchive::First),
                };
                all.into_iter().zip(before).map(goes_out).collect()
            }
            Err(why) => {
                let not_kept =
                    |rendering| first(rendering, InArchive::NotKept { why: why.clone() });
                all.into_iter().map(not_kept).collect()
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
    issued: &Issued,
    how: Look,
) -> Result<Looked, Error> {
    let id = issued.id();
    let first = if how.profile.is_none() { shelf.issued(id).await } else { None };
    let built_in = match first {
        Some(kept) if how.language.is_none_or(|language| language.code() == kept.language) => {
            return Ok(Looked::There(kept));
        }
        Some(kept) => named(&kept.profile),
        None => how.profile.unwrap_or(BuiltIn::Plain),
    };
    let content = printed(&mut *desk.read().await?, &id.to_string()).await?;
    let mut profile =
        resolve(built_in, &[]).expect("the profiles that are part of the program are whole");
    let language = how.language.or(profile.language);
    let language = language.unwrap_or_else(|| Language::of(&content.buyer.language));
    profile.language = Some(language);
    let asked = Asked { id, built_in, language, profile, content };
    Ok(match shelf.find(&asked).await {
        Some(kept) => Looked::There(kept),
        None => Looked::Missing(Box::new(asked)),
    })
}

/// The profile of that name; the plain one where this program has none.
fn named(profile: &str) -> BuiltIn {
    BuiltIn::ALL.into_iter().find(|known| known.name() == profile).unwrap_or(BuiltIn::Plain)
}

/// Lays out what was asked for. Takes a while; nobody else should wait for it.
pub(super) fn lay_out(asked: Asked) -> Result<Rendering, Error> {
    let Asked { id, built_in, language, profile, content } = asked;
    let hash = unhex(&profile.hash()).and_then(|bytes| bytes.try_into().ok());
    let Rendered { number, file_name, n_pages, bytes } = render(content, &profile)?;
    Ok(Rendering {
        document_id: id,
        number,
        profile: built_in.name(),
        profile_hash: hash.expect("a hash has 32 bytes"),
        language: language.code(),
        file_name,
        n_pages: count(n_pages),
        bytes,
    })
}

/// Shows a document out of the archive, or renders it and keeps it there. An archive that cannot
/// be used hinders nobody from seeing it.
///
/// Refuses a document that is not there, and what laying it out refuses.
pub(super) async fn shown(desk: &Desk, cx: &Cx, ask: &ShowDocument) -> Result<Shown, Error> {
    let named = ask.document.trim();
    let issued = issued::named(&mut *desk.read().await?, named).await?;
    let issued = issued.ok_or_else(|| Error::not_found("document", named))?;
    let mut shelf = Shelf::of(desk).await;
    let how = Look { profile: ask.profile, language: ask.language };
    let shown = shown_from(desk, cx, &mut shelf, &issued, how).await;
    shelf.close().await;
    shown
}

async fn shown_from(
    desk: &Desk,
    cx: &Cx,
    shelf: &mut Shelf,
    issued: &Issued,
    how: Look,
) -> Result<Shown, Error> {
    let asked = match look(desk, shelf, issued, how).await? {
        Looked::There(kept) => return Ok(reprint(kept)),
        Looked::Missing(asked) => *asked,
    };
    let laid_out = tokio::task::spawn_blocking(move || lay_out(asked)).await;
    let rendering = laid_out.expect("laying out does not panic")?;
    let shown = shelf.keep(desk, cx, vec![rendering]).await;
    Ok(shown.into_iter().next().expect("as many go out as were rendered"))
}

pub(super) fn reprint(kept: Kept) -> Shown {
    Shown {
        number: kept.number,
        file_name: kept.file_name,
        pages: kept.n_pages,
        bytes: kept.bytes,
        archive: InArchive::Reprint { rendered_at: kept.rendered_at },
    }
}

fn first(rendering: Rendering, archive: InArchive) -> Shown {
    Shown {
        number: rendering.number,
        file_name: rendering.file_name,
        pages: rendering.n_pages,
        bytes: rendering.bytes,
        archive,
    }
}
