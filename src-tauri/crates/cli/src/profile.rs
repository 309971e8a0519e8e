//! Layout profiles from the command line.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use dovuto_rpc::envelope::WireError;
use serde_json::{Value, json};

use crate::arguments::Output;
use crate::host::Host;
use crate::print;
use crate::run::{OK, PROBLEM, read};
use crate::watched::watched;

/// Whose documents, and of which kind.
#[derive(Debug, Args)]
pub struct Whose {
    /// Code of a customer; the firm itself where neither it nor --group is said.
    #[arg(long, conflicts_with = "group")]
    pub customer: Option<String>,
    /// Name of a group of customers.
    #[arg(long)]
    pub group: Option<String>,
    /// As with render; all kinds where left out.
    #[arg(long)]
    pub kind: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum ProfileAction {
    /// Show how documents look now, and who says what of it.
    Show {
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        output: Output,
    },
    /// Set what a firm, group or customer has otherwise; what is left out stays.
    Set {
        /// A JSON file of the fields that are otherwise.
        file: Option<PathBuf>,
        #[command(flatten)]
        whose: Whose,
        /// plain, italian_ddt, german_window, dense_technical or letter_english; empty to inherit.
        #[arg(long)]
        base: Option<String>,
        /// The group that the customer inherits from; empty for none.
        #[arg(long, value_name = "GROUP")]
        inherits: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Take away what a firm, group or customer has of its own.
    Inherit {
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        output: Output,
    },
    /// Write what a firm, group or customer has of its own to a file.
    Export {
        file: PathBuf,
        #[command(flatten)]
        whose: Whose,
        /// Replace the file that lies there.
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        output: Output,
    },
    /// Set what a firm, group or customer has of its own from such a file.
    Import {
        file: PathBuf,
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        output: Output,
    },
    /// Lay out the past documents of all who inherit by such a file, and list what would differ.
    Test {
        file: PathBuf,
        #[command(flatten)]
        whose: Whose,
        /// Tell how far it has come, also where nobody sits at a terminal.
        #[arg(long)]
        progress: bool,
        #[command(flatten)]
        output: Output,
    },
}

impl ProfileAction {
    pub fn output(&self) -> &Output {
        match self {
            Self::Show { output, .. }
            | Self::Set { output, .. }
            | Self::Inherit { output, .. }
            | Self::Export { output, .. }
            | Self::Import { output, .. }
            | Self::Test { output, .. } => output,
        }
    }
}

impl Whose {
    fn payload(&self) -> Value {
        json!({ "customer": self.customer, "group": self.group, "kind": self.kind })
    }
}

/// Carries out one of them.
pub async fn profile(host: &Host, action: ProfileAction) -> Result<u8, WireError> {
    let (command, payload, output, people): (_, _, _, fn(&Value)) = match action {
        ProfileAction::Show { whose, output } => {
            ("documents.profile", whose.payload(), output, shown)
        }
        ProfileAction::Set { file, whose, base, inherits, output } => {
            let mut payload = whose.payload();
            payload["overrides"] = json!(file.map(|file| read(&file)).transpose()?);
            payload["base"] = json!(base);
            payload["inherits"] = json!(inherits);
            ("documents.set_profile", payload, output, set)
        }
        ProfileAction::Inherit { whose, output } => {
            ("documents.inherit_profile", whose.payload(), output, set)
        }
        ProfileAction::Export { file, whose, replace, output } => {
            let mut payload = whose.payload();
            payload["path"] = json!(file);
            payload["replace"] = json!(replace);
            ("documents.export_profile", payload, output, exported)
        }
        ProfileAction::Import { file, whose, output } => {
            let mut payload = whose.payload();
            payload["path"] = json!(file);
            ("documents.import_profile", payload, output, set)
        }
        ProfileAction::Test { file, whose, progress, output } => {
            let mut payload = whose.payload();
            payload["path"] = json!(file);
            return test(host, payload, progress, output).await;
        }
    };
    let answer = host.ask(command, payload).await?;
    print::answer(output, &answer, people);
    Ok(OK)
}

async fn test(
    host: &Host,
    payload: Value,
    progress: bool,
    output: Output,
) -> Result<u8, WireError> {
    let watch = Arc::clone(&host.session.rendering);
    let _ = ctrlc::set_handler(move || watch.cancel());
    let counts = || host.session.rendering.counts();
    let run = host.ask("documents.test_profile", payload);
    let answer = watched(run, progress, counts, "documents").await?;
    print::answer(output, &answer, tested);
    let same = answer["n_differences"] == 0 && answer["cancelled"] == false;
    Ok(if same { OK } else { PROBLEM })
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn fields(row: &Value) -> String {
    let fields: Vec<&str> = print::list(row, "fields").map(word).collect();
    if fields.is_empty() { "nothing".to_owned() } else { fields.join(", ") }
}

fn shown(answer: &Value) {
    println!("over {}, {}", word(&answer["base"]), word(&answer["hash"]));
    if let Some(group) = answer["group"].as_str() {
        println!("group {group}");
    }
    for layer in print::list(answer, "layers") {
        let of = &layer["of"];
        let whose = match (of["customer"].as_str(), of["group"].as_str()) {
            (Some(code), _) => format!("customer {code}"),
            (None, Some(group)) => format!("group {group}"),
            (None, None) => "the firm".to_owned(),
        };
        let kind = of["kind"].as_str().map(|kind| format!(" for {kind}"));
        println!(
            "  {whose}{}, version {} of {}: {}",
            kind.unwrap_or_default(),
            layer["version"],
            word(&layer["on"]),
            fields(layer),
        );
    }
    println!("{:#}", without_pictures(answer["profile"].clone()));
}

/// Says of pictures only how large they are.
fn without_pictures(mut profile: Value) -> Value {
    for picture in ["/logo/image", "/letterhead"] {
        if let Some(place) = profile.pointer_mut(picture)
            && let Some(text) = place.as_str()
        {
            *place = format!("a picture of {} bytes", text.len() / 4 * 3).into();
        }
    }
    profile
}

fn set(answer: &Value) {
    let so = if answer["changed"] == true { "" } else { ", as it was" };
    println!("version {}{so}", answer["version"]);
}

fn exported(answer: &Value) {
    println!("{}: {}", word(&answer["path"]), fields(answer));
}

fn tested(answer: &Value) {
    let n = print::list(answer, "rows").count();
    for row in print::list(answer, "rows") {
        let (number, verdict) = (word(&row["number"]), &row["verdict"]);
        match word(&verdict["kind"]) {
            "refused" => println!("{number}: would be refused: {}", word(&verdict["why"])),
            "otherwise" => println!(
                "{number}: would look otherwise, {} pages instead of {}",
                verdict["pages"], verdict["pages_before"]
            ),
            _ => {}
        }
    }
    let cancelled = if answer["cancelled"] == true { "; cancelled" } else { "" };
    println!("{} differences among {n} documents{cancelled}", answer["n_differences"]);
}
