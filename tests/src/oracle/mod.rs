//! The program beside the oracle: random lives of a small firm, every answer compared.

mod compare;
mod dice;
mod life;
mod maker;
mod shrink;
mod world;

use std::collections::BTreeMap;

use life::{Care, Life, Step, Tally};
use maker::Maker;
use shrink::{Wrong, shortened, subject};
use world::{COUNTRIES, Founded};

/// How many operations are tried where nobody says how many.
const OPERATIONS: u64 = 3_000;
/// One life in so many is verified from its ledger.
const VERIFIED: u64 = 4;

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Lives a life to its end, or to where the program and the oracle differ.
async fn lived(founded: &Founded, seed: u64, verify: bool) -> (Tally, Option<Wrong>) {
    let country = COUNTRIES[usize::from(seed % 3 == 2)];
    let mut life = Life::begin(founded, country, Care::Some);
    let mut maker = Maker::new(seed);
    let mut steps = Vec::new();
    let mut differences = Vec::new();
    while let Some(step) = maker.next(&life) {
        steps.push(step.clone());
        differences = life.tell(&step).await;
        if !differences.is_empty() {
            break;
        }
    }
    if differences.is_empty() && verify {
        differences = life.verified(maker.today()).await;
    }
    let is_wrong = !differences.is_empty();
    let wrong = Wrong { country: country.to_owned(), steps, differences };
    (life.tally, is_wrong.then_some(wrong))
}

/// What many lives came to: what was counted, and by subject the first that went wrong.
#[derive(Default)]
struct Lives {
    tally: Tally,
    /// The seed, the life made short, and how many went wrong in this way.
    wrong: BTreeMap<String, (u64, Wrong, u64)>,
}

/// Lives one life after the other until enough was tried.
fn live(first: u64, step: u64, operations: u64, always: bool) -> Lives {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let founded = Founded::all().await;
        let mut lives = Lives::default();
        let mut seed = first;
        while lives.tally.operations() < operations {
            let verify = always || seed.is_multiple_of(VERIFIED);
            let (of_life, wrong) = lived(&founded, seed, verify).await;
            lives.tally.add(&of_life);
            if let Some(wrong) = wrong {
                let subject = subject(&wrong.differences);
                match lives.wrong.get_mut(&subject) {
                    Some((_, _, n)) => *n += 1,
                    None => {
                        let short = shortened(&founded, wrong).await;
                        lives.wrong.insert(subject, (seed, short, 1));
                    }
                }
            }
            seed += step;
        }
        lives
    })
}

fn print(tally: &Tally, seeds: &str) {
    let (mut yes, mut no) = (0, 0);
    for (command, (accepted, refused)) in &tally.commands {
        println!("{command:28} {accepted:6} accepted {refused:6} refused");
        yes += accepted;
        no += refused;
    }
    println!("{seeds}: {} operations, {yes} accepted, {no} refused", yes + no);
    let list = |of: &BTreeMap<String, u64>| {
        let rows: Vec<String> = of.iter().map(|(what, n)| format!("{what} {n}")).collect();
        rows.join(", ")
    };
    println!("refusals: {}", list(&tally.refusals));
    println!("seen: {}", list(&tally.seen));
}

/// What must have happened somewhere in so many lives, or they prove little.
const MUST_OCCUR: [&str; 20] = [
    "posted immediate",
    "posted deferred",
    "posted credit_note",
    "cause returned",
    "cause not_received",
    "cause lower_price",
    "cause document_cancelled",
    "cause goodwill",
    "cause keep_it",
    "cause charge",
    "blocked not_received",
    "blocked above_agreed",
    "blocked price_missing",
    "blocked to_be_agreed",
    "blocked references_missing",
    "blocked vat_rate_missing",
    "blocked exchange_rate_missing",
    "proposed immediate",
    "proposed deferred",
    "proposed credit_note",
];

/// Whether the lives were worth living: most commands accepted, each of them now and then, and
/// every kind of document, cause and block seen.
fn are_telling(tally: &Tally) -> Vec<String> {
    let (yes, no) =
        tally.commands.values().fold((0, 0), |sum, (yes, no)| (sum.0 + yes, sum.1 + no));
    let mut lacking = Vec::new();
    if yes * 10 < (yes + no) * 6 {
        lacking.push(format!("only {yes} of {} commands were accepted", yes + no));
    }
    for (command, (accepted, _)) in &tally.commands {
        if *accepted == 0 {
            lacking.push(format!("{command} was never accepted"));
        }
    }
    for what in MUST_OCCUR {
        if !tally.seen.contains_key(what) {
            lacking.push(format!("{what} was never seen"));
        }
    }
    lacking
}

#[test]
fn in_any_life_of_a_firm_every_figure_is_the_oracles() {
    let operations = asked("DOVUTO_ORACLE_OPS").unwrap_or(OPERATIONS);
    let first = asked("DOVUTO_ORACLE_SEED").unwrap_or(1);
    let many = operations > OPERATIONS;
    let threads: Vec<_> = (0..2)
        .map(|n| std::thread::spawn(move || live(first + n, 2, operations / 2, many)))
        .collect();
    let mut tally = Tally::default();
    let mut wrong = String::new();
    for thread in threads {
        let lives = thread.join().expect("a life does not panic");
        tally.add(&lives.tally);
        for (seed, life, n) in lives.wrong.into_values() {
            let steps: Vec<String> = life.steps.iter().map(Step::line).collect();
            wrong.push_str(&format!(
                "\nDOVUTO_ORACLE_SEED={seed} in {}, and {n} lives in all: {} steps\n{}\n{}\n",
                life.country,
                steps.len(),
                steps.join("\n"),
                life.differences.join("\n")
            ));
        }
    }
    print(&tally, &format!("seeds from {first}"));
    assert!(wrong.is_empty(), "{wrong}");
    let lacking = are_telling(&tally);
    assert!(operations < OPERATIONS || lacking.is_empty(), "{lacking:#?}");
}
