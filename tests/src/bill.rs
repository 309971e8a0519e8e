//! A posted document as tests look at it.

use dovuto_app::billing::post::PostedDocument;
use dovuto_domain::billing::invoice::Totals;
use dovuto_domain::kernel::id::InvoiceId;

#[derive(Debug)]
pub struct Bill {
    pub invoice_id: InvoiceId,
    pub number: String,
    pub currency: String,
    pub lines: i64,
    pub totals: Totals,
}

impl From<PostedDocument> for Bill {
    fn from(document: PostedDocument) -> Self {
        Self {
            invoice_id: document.document_id.parse().expect("an identity"),
            number: document.number,
            currency: document.currency,
            lines: document.lines,
            totals: document.totals,
        }
    }
}
