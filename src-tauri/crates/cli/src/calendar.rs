//! The firm's calendar from the command line.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use dovuto_rpc::envelope::WireError;
use serde_json::{Value, json};

use crate::arguments::Output;
use crate::host::Host;
use crate::print;
use crate::run::{OK, read};

/// Which year.
#[derive(Debug, Args)]
pub struct OfYear {
    /// This one where left out.
    pub year: Option<i32>,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Subcommand)]
pub enum CalendarAction {
    /// Show on which days of a year the firm is closed.
    Show(OfYear),
    /// Show the holidays by law of the firm's country, as far as they are known for certain.
    Suggest(OfYear),
    /// Add closing days to a year, or name all of them anew.
    Set {
        year: i32,
        /// A closing day and its name, such as "2027-08-16 Ferie"; give as many as there are.
        #[arg(long = "day", value_name = "DAY", num_args = 1)]
        days: Vec<String>,
        /// A file of such days, one a line; a comma or semicolon may stand after the date.
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
        /// The holidays that `suggest` shows.
        #[arg(long)]
        holidays: bool,
        /// Without the days that the year has so far.
        #[arg(long)]
        anew: bool,
        #[command(flatten)]
        output: Output,
    },
}

impl CalendarAction {
    pub fn output(&self) -> &Output {
        match self {
            Self::Show(of) | Self::Suggest(of) => &of.output,
            Self::Set { output, .. } => output,
        }
    }
}

/// Carries out one of them.
pub async fn calendar(host: &Host, action: CalendarAction) -> Result<u8, WireError> {
    let (answer, output) = match action {
        CalendarAction::Show(OfYear { year, output }) => {
            (host.ask("firm.calendar", json!({ "year": year })).await?, output)
        }
        CalendarAction::Suggest(OfYear { year, output }) => {
            (host.ask("firm.holidays", json!({ "year": year })).await?, output)
        }
        CalendarAction::Set { year, days, from, holidays, anew, output } => {
            if days.is_empty() && from.is_none() && !holidays && !anew {
                let message = "say which days: --day, --from or --holidays".to_owned();
                return Err(WireError::usage("nothing_named", Value::Null, message));
            }
            let before = host.ask("firm.calendar", json!({ "year": year })).await?;
            let mut all = Vec::new();
            if !anew {
                all.extend(before["days"].as_array().into_iter().flatten().cloned());
            }
            for day in &days {
                all.push(closing_day(day)?);
            }
            if let Some(file) = &from {
                let text = read(file)?;
                for line in text.lines().filter(|line| !line.trim().is_empty()) {
                    all.push(closing_day(line.trim_start_matches('\u{feff}'))?);
                }
            }
            let base = &before["base"];
            let payload = json!({ "year": year, "base": base, "days": all, "holidays": holidays });
            host.ask("firm.set_calendar", payload).await?;
            (host.ask("firm.calendar", json!({ "year": year })).await?, output)
        }
    };
    print::answer(output, &answer, closing_days);
    Ok(OK)
}

fn closing_days(answer: &Value) {
    let days = answer["days"].as_array();
    if days.is_none_or(Vec::is_empty) {
        println!("{}: every day from Monday to Friday is a working day", answer["year"]);
    }
    for day in days.into_iter().flatten() {
        println!("{}  {}", print::text(&day["on"]), print::text(&day["name"]));
    }
}

/// A date and what follows it.
fn closing_day(text: &str) -> Result<Value, WireError> {
    let end = text.trim_start().find([',', ';', '\t', ' ']);
    let (on, name) = end.map_or((text, ""), |at| text.trim_start().split_at(at));
    let name = name.trim_matches([',', ';', '\t', ' ', '"']);
    if on.parse::<chrono::NaiveDate>().is_err() {
        let message = format!("\"{text}\" is no closing day; write it as \"2027-08-16 Ferie\"");
        return Err(WireError::usage("payload_wrong", Value::Null, message));
    }
    Ok(json!({ "on": on, "name": name }))
}
