//! The three kinds of no: the rules refuse, the world moved, or something is broken.

use dovuto_documents::print::Unprintable;
use dovuto_domain::kernel::refusal::Refusal;
use thiserror::Error;

use crate::documents::layouts::LayoutRefused;
use crate::documents::print::PrintRefused;
use crate::export::file::ExportRefused;
use crate::import::refused::ImportRefused;

#[derive(Debug, Error)]
pub enum Error {
    /// The rules say no; the person can act.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A file is not imported; the person can mend it.
    #[error(transparent)]
    Import(#[from] ImportRefused),
    /// A file is not written; the person can choose another.
    #[error(transparent)]
    Export(#[from] ExportRefused),
    /// A document cannot be printed as it is.
    #[error(transparent)]
    Unprintable(#[from] Unprintable),
    /// A document does not come to paper.
    #[error(transparent)]
    Print(#[from] PrintRefused),
    /// A layout profile is not taken; the person can mend it.
    #[error(transparent)]
    Layout(#[from] LayoutRefused),
    /// The folder holds no firm.
    #[error(
        "no firm lies in {folder}; make one with `dovuto firm create`, or the sample firm with \
         `dovuto sample`"
    )]
    NoFirm { folder: String },
    /// The folder holds several firms and none was named.
    #[error("several firms lie here: {}; say which with --firm", firms.join(", "))]
    WhichFirm { firms: Vec<String> },
    /// There is no such thing (any more).
    #[error("there is no {what} \"{which}\"")]
    NotFound { what: &'static str, which: String },
    /// Somebody else changed it in the meantime.
    #[error("{what} was changed by somebody else meanwhile; load it again")]
    Conflict { what: String },
    /// The same request id came with another content.
    #[error("this request was used for something else before")]
    RequestReused,
    /// Something is broken.
    #[error(transparent)]
    Fault(#[from] dovuto_store::error::Error),
}

impl Error {
    pub fn not_found(what: &'static str, which: impl ToString) -> Self {
        Self::NotFound { what, which: which.to_string() }
    }
}
