//! What everything costs: times the command table on firms of 1,000 and 100,000 orders of ten
//! lines and prints a figure a line, beside each writing one what SQLite alone takes for the same
//! rows in the same run.
#![expect(clippy::unwrap_used, reason = "a measurement that meets a fault has to stop there")]

mod book;
mod figures;
mod limit;
mod meter;
mod papers;
mod print;

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use figures::Wanted;

const USAGE: &str = "\
dovuto-bench FOLDER [--json] [--orders N]... [--only NAME]...

Builds the firms under FOLDER where they are not there yet, and times copies of them.";

/// What one process measures. Each has its own, so that the memory of one is not another's.
const PARTS: [&str; 5] = ["steps", "bulk", "reads", "verify", "papers"];

/// What the command line asks for.
struct Ask {
    folder: PathBuf,
    json: bool,
    orders: Vec<u64>,
    only: Vec<String>,
    /// Set in the processes that this program starts of itself.
    part: Option<String>,
}

fn main() -> ExitCode {
    let Some(ask) = read(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match &ask.part {
        Some(part) => {
            let wanted = Wanted { only: ask.only.clone() };
            for line in runtime.block_on(figures::part(part, &ask.folder, ask.orders[0], &wanted)) {
                println!("{}", line.json());
            }
            ExitCode::SUCCESS
        }
        None => all(&ask, &runtime),
    }
}

fn read(mut words: impl Iterator<Item = String>) -> Option<Ask> {
    let mut ask = Ask {
        folder: PathBuf::from(words.next()?),
        json: false,
        orders: Vec::new(),
        only: Vec::new(),
        part: None,
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => ask.json = true,
            "--orders" => ask.orders.push(words.next()?.parse().ok()?),
            "--only" => ask.only.push(words.next()?),
            "--part" => ask.part = Some(words.next()?),
            _ => return None,
        }
    }
    if ask.orders.is_empty() {
        ask.orders = vec![1_000, 100_000];
    }
    Some(ask)
}

fn all(ask: &Ask, runtime: &tokio::runtime::Runtime) -> ExitCode {
    let me = std::env::current_exe().unwrap();
    if !ask.json {
        println!("{}", print::HEADER);
    }
    for &orders in &ask.orders {
        runtime.block_on(book::built(&ask.folder, orders));
        for part in PARTS {
            let mut child = Command::new(&me);
            child.arg(&ask.folder).args(["--part", part, "--orders", &orders.to_string()]);
            child.args(ask.only.iter().flat_map(|name| ["--only", name.as_str()]));
            let output = child.stderr(Stdio::inherit()).output().unwrap();
            if !output.status.success() {
                eprintln!("measuring \"{part}\" at {orders} orders ended with {}", output.status);
                return ExitCode::FAILURE;
            }
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                match ask.json {
                    true => println!("{line}"),
                    false => println!("{}", print::row(line)),
                }
            }
        }
    }
    ExitCode::SUCCESS
}
