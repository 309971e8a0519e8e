//! What can be typed after `dovuto`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::calendar::CalendarAction;
use crate::profile::ProfileAction;

/// What a firm decides once unless it says otherwise.
const POLICY: &str =
    "Orders with an agreed price are accepted and promised for the requested date.";

/// A day as every command takes it.
fn date(text: &str) -> Result<String, String> {
    match text.parse::<chrono::NaiveDate>() {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("there is no such day; write it as 2026-03-31".to_owned()),
    }
}

/// What is owed: orders from entry to a posted invoice that explains itself.
#[derive(Debug, Parser)]
#[command(name = "dovuto", version, propagate_version = true)]
pub struct Arguments {
    /// Folder of the firms; the usual one of this system where left out.
    #[arg(long, global = true, env = "DOVUTO_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// Which firm; needed where several lie in the folder.
    #[arg(long, global = true, value_name = "NAME")]
    pub firm: Option<String>,
    /// Code of the member who acts. Chosen, not proven: it is no signature.
    #[arg(long = "as", global = true, value_name = "MEMBER")]
    pub actor: Option<String>,
    #[command(subcommand)]
    pub action: Action,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, Args)]
pub struct Output {
    /// Write the answer as one line of JSON.
    #[arg(long)]
    pub json: bool,
}

/// What is exported, and where it goes.
#[derive(Debug, Args)]
pub struct ExportWords {
    /// orders, order_lines, shipments, invoices, invoice_lines, credit_notes, payments, debts,
    /// owed_back, customers, contacts, carriers, products, customer_codes, list_prices,
    /// price_agreements, stock or unattended; firm for all of it.
    pub list: String,
    /// The file; of the whole firm, a folder that does not exist yet.
    pub to: PathBuf,
    /// csv, csv_marked (for spreadsheets that guess at UTF-8) or xlsx; else by the ending.
    #[arg(long)]
    pub format: Option<String>,
    /// Replace the file that lies there.
    #[arg(long)]
    pub replace: bool,
    /// Part of a number, code or name.
    #[arg(long)]
    pub search: Option<String>,
    /// Documents from this day on.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from: Option<String>,
    /// Documents up to this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<String>,
    #[command(flatten)]
    pub output: Output,
}

/// Which documents, and how they look.
#[derive(Debug, Args)]
pub struct DocumentWords {
    /// Numbers of invoices, credit notes, delivery notes or orders; codes of customers.
    pub documents: Vec<String>,
    /// Every posted document, of the time where one is said.
    #[arg(long, conflicts_with = "documents")]
    pub all: bool,
    /// Posted documents from this day on.
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "documents")]
    pub from: Option<String>,
    /// Posted documents up to this day.
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "documents")]
    pub until: Option<String>,
    /// invoice, deferred_invoice, credit_note, pro_forma, order_confirmation, pick_list,
    /// packing_list, delivery_note, return_slip, proof_sheet or statement; the usual one where
    /// left out.
    #[arg(long)]
    pub kind: Option<String>,
    /// The day that statements are of; today where left out.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub on: Option<String>,
    /// plain, italian_ddt, german_window, dense_technical or letter_english; as it was issued
    /// where left out.
    #[arg(long)]
    pub profile: Option<String>,
    /// en, it, de or fr; the customer's own where left out.
    #[arg(long)]
    pub language: Option<String>,
}

/// Which documents become files, how they look, and where they go.
#[derive(Debug, Args)]
pub struct RenderWords {
    #[command(flatten)]
    pub which: DocumentWords,
    /// A folder that is there; each file is called by its number. This one where neither it nor
    /// --merged is said.
    #[arg(long, value_name = "FOLDER")]
    pub to: Option<PathBuf>,
    /// One file with all of them, for a printer.
    #[arg(long, value_name = "FILE")]
    pub merged: Option<PathBuf>,
    /// Replace files that lie there.
    #[arg(long)]
    pub replace: bool,
    /// Tell how far it has come, also where nobody sits at a terminal.
    #[arg(long)]
    pub progress: bool,
    #[command(flatten)]
    pub output: Output,
}

/// Which documents are printed, and where.
#[derive(Debug, Args)]
pub struct PrintWords {
    /// Numbers of invoices, credit notes, delivery notes or orders; codes of customers.
    #[arg(required = true)]
    pub documents: Vec<String>,
    /// As with render.
    #[arg(long)]
    pub kind: Option<String>,
    /// The day that statements are of; today where left out.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub on: Option<String>,
    /// plain, italian_ddt, german_window, dense_technical or letter_english; as it was issued
    /// where left out.
    #[arg(long)]
    pub profile: Option<String>,
    /// en, it, de or fr; the customer's own where left out.
    #[arg(long)]
    pub language: Option<String>,
    /// The printer, remembered for this kind of document; the remembered one where left out.
    #[arg(long, value_name = "NAME")]
    pub printer: Option<String>,
    /// How many of each, remembered as well.
    #[arg(long, value_name = "N")]
    pub copies: Option<i64>,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Make a firm, or list those that lie here.
    #[command(subcommand)]
    Firm(FirmAction),
    /// Make the sample firm Officine Alpi.
    Sample {
        #[command(flatten)]
        output: Output,
    },
    /// Bring in a CSV file or a workbook: all of its rows or none.
    Import(ImportAsk),
    /// Write a list to a file, or the whole firm to a folder.
    Export(ExportWords),
    /// List orders.
    Orders {
        /// Part of a number, PO, or the customer's code or name.
        #[arg(long, default_value = "")]
        search: String,
        /// draft, confirmed, declined, cancelled or closed.
        #[arg(long)]
        state: Option<String>,
        #[arg(long, default_value_t = 100)]
        limit: i64,
        #[arg(long, default_value_t = 0)]
        offset: i64,
        #[command(flatten)]
        output: Output,
    },
    /// Show one order by its number.
    Show {
        order: String,
        #[command(flatten)]
        output: Output,
    },
    /// Ship everything that is open of orders.
    Ship {
        /// Numbers of orders.
        orders: Vec<String>,
        /// Every confirmed order with something to ship.
        #[arg(long, conflicts_with = "orders")]
        all: bool,
        /// Dispatch date; today where left out.
        #[arg(long, value_name = "DATE", value_parser = date)]
        on: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Note that shipments arrived; with --reference also what was signed.
    Deliver {
        /// Numbers of delivery notes.
        shipments: Vec<String>,
        /// Every shipment that is on its way.
        #[arg(long, conflicts_with = "shipments")]
        all: bool,
        /// Date of arrival; today where left out.
        #[arg(long, value_name = "DATE", value_parser = date)]
        on: Option<String>,
        /// What proves that everything was accepted, such as the signed delivery note.
        #[arg(long)]
        reference: Option<String>,
        /// Who signed.
        #[arg(long, requires = "reference")]
        signed_by: Option<String>,
        /// The customer's own number for what they received.
        #[arg(long, value_name = "NUMBER", requires = "reference", conflicts_with = "all")]
        goods_receipt: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// See what may be billed, or post it.
    #[command(subcommand)]
    Bill(BillAction),
    /// Show what every figure of an invoice rests on.
    Why {
        /// Number of the invoice.
        invoice: String,
        /// One line of it.
        #[arg(long)]
        line: Option<i64>,
        #[command(flatten)]
        output: Output,
    },
    /// Write documents as PDF.
    Render(RenderWords),
    /// Send documents to a printer, or open them where there is none.
    Print(PrintWords),
    /// How documents look: show it, set it, try it on the past.
    #[command(subcommand)]
    Profile(ProfileAction),
    /// On which days the firm is closed: show it, set it, take over the holidays by law.
    #[command(subcommand)]
    Calendar(CalendarAction),
    /// Recompute everything from the ledger and name what differs.
    Verify {
        #[command(flatten)]
        output: Output,
    },
    /// Write a whole copy of the firm's file, and verify it.
    Backup {
        to: PathBuf,
        #[command(flatten)]
        output: Output,
    },
    /// Put a copy in the place of the firm's file; a new station goes on from there.
    Restore(RestoreAsk),
    /// Orders that nobody looks after, and open tasks.
    Unattended {
        #[command(flatten)]
        output: Output,
    },
    /// List every command of the table with its types.
    Commands {
        #[command(flatten)]
        output: Output,
    },
    /// Give any command of the table its payload.
    Do {
        command: String,
        /// The payload.
        #[arg(long, default_value = "{}")]
        json: String,
        /// A UUID that names this intent: repeated, it acts once.
        #[arg(long)]
        request: Option<String>,
    },
    /// Speak the envelope: one JSON a line on standard input and output.
    Rpc,
}

#[derive(Debug, Subcommand)]
pub enum FirmAction {
    /// Make a firm with its first member.
    Create(FirmCreate),
    /// List the firms that lie here.
    List {
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
pub struct FirmCreate {
    #[arg(long)]
    pub name: String,
    /// Two letters, such as IT.
    #[arg(long)]
    pub country: String,
    /// Three letters, such as EUR.
    #[arg(long)]
    pub currency: String,
    #[arg(long)]
    pub tax_id: Option<String>,
    #[arg(long)]
    pub member_name: String,
    /// What --as takes.
    #[arg(long)]
    pub member_code: String,
    /// The standing policy under which orders are confirmed.
    #[arg(
        long,
        default_value = POLICY
    )]
    pub policy: String,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct RestoreAsk {
    pub from: PathBuf,
    /// Code of a member who answers for it; give two.
    #[arg(long = "member", required = true, num_args = 1)]
    pub members: Vec<String>,
    #[arg(long)]
    pub reason: String,
    /// A last number of the station before seen anywhere; give one for each series of its
    /// invoices, deferred invoices and credit notes.
    #[arg(long = "last-number-seen", value_name = "NUMBER", num_args = 1)]
    pub last_numbers_seen: Vec<String>,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Subcommand)]
pub enum BillAction {
    /// What may be billed now, and why the rest may not.
    Propose {
        #[command(flatten)]
        filter: BillFilter,
        #[command(flatten)]
        output: Output,
    },
    /// Try a billing profile on all past invoices of a customer, and list what would differ.
    Test {
        /// A JSON file of `billing`, and of `required_references` where they change.
        file: PathBuf,
        /// Code of the customer who gets the invoices.
        #[arg(long)]
        customer: String,
        #[command(flatten)]
        output: Output,
    },
    /// Post invoices: of the orders named, or of everything.
    Post {
        #[command(flatten)]
        filter: BillFilter,
        /// Everything that may be billed.
        #[arg(long)]
        all: bool,
        /// A UUID that names this run: repeated, it posts nothing twice.
        #[arg(long)]
        request: Option<String>,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
pub struct BillFilter {
    /// Numbers of orders.
    pub orders: Vec<String>,
    /// Code of the customer who gets the invoice.
    #[arg(long)]
    pub customer: Option<String>,
    /// Only orders of which something was dispatched by then.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub dispatched_by: Option<String>,
}

#[derive(Debug, Args)]
pub struct ImportAsk {
    /// carriers, customers, contacts, products, customer_codes, list_prices, price_agreements,
    /// stock, open_invoices, open_payments, orders, shipments or deliveries.
    pub kind: String,
    pub file: PathBuf,
    /// The second file of a job: the lines of the orders.
    #[arg(long)]
    pub lines: Option<PathBuf>,
    /// Which column is which field; without one and without a source, one is proposed.
    #[arg(long)]
    pub mapping: Option<PathBuf>,
    /// Under which name the mapping is saved and found again.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Only look what would come of it.
    #[arg(long)]
    pub dry_run: bool,
    /// Take the good rows where some are bad.
    #[arg(long)]
    pub good_rows: bool,
    /// Where to write every bad row with its reason.
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,
    /// What becomes of rows whose key is known: insert (they are bad), update or skip.
    #[arg(long, value_name = "WHAT")]
    pub on_known: Option<String>,
    /// Tell how far it has come, also where nobody sits at a terminal.
    #[arg(long)]
    pub progress: bool,
    #[command(flatten)]
    pub output: Output,
}
