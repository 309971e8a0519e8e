//! Documents as files: what was posted, laid out by a profile.

mod account;
pub mod archive;
mod goods;
pub mod layouts;
mod order;
pub mod papers;
pub mod places;
pub mod print;
mod proof;
pub mod profiles;
pub mod run;
pub mod trial;

use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::NaiveDate;
use dovuto_documents::pdf::{self, About};
use dovuto_documents::print::compose::compose;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::{Printed, Said, Unprintable};
use dovuto_documents::profile::{BuiltIn, Profile};
use dovuto_documents::words::Language;
use dovuto_domain::orders::ShipTo;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use self::archive::InArchive;
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::export::file;

/// A document, and the profile that it is laid out by.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ShowDocument {
    /// Number or identity of an invoice, credit note, shipment or order; the code of a customer.
    pub document: String,
    /// Which paper of it; where left out, the document of that number itself, the delivery note or
    /// pick list of a shipment, the confirmation of an order.
    pub kind: Option<Kind>,
    /// One of those that come with the program; where left out the one that it was issued in, or
    /// the plain one.
    pub profile: Option<BuiltIn>,
    /// The language of the document; the customer's own where left out.
    pub language: Option<Language>,
    /// The day that a statement of account is of; today where left out.
    pub on: Option<NaiveDate>,
}

/// A document as a PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentFile {
    pub number: String,
    pub file_name: String,
    pub pages: i64,
    /// The file, in base 64.
    pub pdf: String,
    pub archive: InArchive,
}

/// A document, and the file that it goes to.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SaveDocument {
    #[serde(flatten)]
    pub show: ShowDocument,
    pub path: String,
    /// Whether a file that lies there is replaced; not where left out.
    pub replace: Option<bool>,
}

/// The file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentSaved {
    pub number: String,
    pub path: String,
    pub pages: i64,
    pub bytes: i64,
    pub archive: InArchive,
}

/// A document laid out and written.
struct Rendered {
    number: String,
    file_name: String,
    n_pages: usize,
    bytes: Vec<u8>,
}

/// Shows a document as a PDF; of what was posted the bytes of its first rendering, where it has
/// one.
///
/// Refuses a paper that the thing named does not have, letters that cannot be printed and columns
/// that do not fit.
pub async fn show(desk: &Desk, cx: &Cx, ask: ShowDocument) -> Result<DocumentFile, Error> {
    let shown = archive::shown(desk, cx, &ask).await?;
    Ok(DocumentFile {
        number: shown.number,
        file_name: shown.file_name,
        pages: shown.pages,
        pdf: BASE64_STANDARD.encode(&shown.bytes),
        archive: shown.archive,
    })
}

/// Writes a document to a file. It is there whole or not at all.
///
/// Refuses what showing it refuses, a file that lies there unless it may be replaced, and a place
/// that cannot be written.
pub async fn save(desk: &Desk, cx: &Cx, ask: SaveDocument) -> Result<DocumentSaved, Error> {
    let shown = archive::shown(desk, cx, &ask.show).await?;
    file::write(Path::new(&ask.path), &shown.bytes, ask.replace.unwrap_or(false))?;
    Ok(DocumentSaved {
        number: shown.number,
        path: ask.path,
        pages: shown.pages,
        bytes: count(shown.bytes.len()),
        archive: shown.archive,
    })
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Where something goes, as a paper says it.
async fn place(db: &mut Db, ship_to: ShipTo) -> Result<Said, Error> {
    Ok(Said::Place(Box::new(crate::parties::place(db, ship_to).await?)))
}

fn render(printed: Printed, profile: &Profile) -> Result<Rendered, Unprintable> {
    let language = profile.language.unwrap_or_else(|| Language::of(&printed.buyer.language));
    let kind = language.say(printed.kind.word());
    let number = printed.number.clone();
    let about = About {
        title: format!("{kind} {number}"),
        author: printed.seller.name.clone(),
        language: language.code(),
        day: printed.issued_on,
    };
    let name = profile.file_name.replace("{kind}", &kind).replace("{number}", &number);
    let pages = compose(printed, profile)?;
    let bytes = pdf::write(&pages, &about)?;
    Ok(Rendered { number, file_name: format!("{name}.pdf"), n_pages: pages.len(), bytes })
}
