//! A program that is killed at any moment: what it answered is there, and nothing is there by half.
//!
//! `DOVUTO_KILL_ROUNDS` says how many rounds, `DOVUTO_SEED` which, `DOVUTO` which program.

pub mod driver;
mod firm;
mod together;

use std::path::Path;

use dovuto_store::form::FORM;
use serde_json::{Value, json};

use self::driver::{Program, program};
use self::firm::{Asked, Firm};
use crate::verify::chance::Chance;

/// Rounds in one firm, before a new one is made: verifying takes longer with every fact.
const ROUNDS_A_FIRM: usize = 20;
/// Answers that one round waits for at most.
const ANSWERS_MAX: usize = 12;

/// What the rounds came to.
#[derive(Debug, Default)]
struct Tally {
    rounds: usize,
    asked: usize,
    acknowledged: usize,
    upgrades: usize,
    cut_upgrades: usize,
}

/// Waits some moments without asking a clock: the number is drawn, the machine does the rest.
fn linger(chance: &mut Chance, longest: usize) {
    for _ in 0..chance.below(longest) {
        std::hint::spin_loop();
    }
}

/// Sends everything at once, reads some answers, and kills.
fn cut_off(firm: &Firm, chance: &mut Chance, asked: &[Asked]) -> Vec<Value> {
    let mut program = Program::start(&firm.folder());
    for request in asked {
        program.send(&request.envelope());
    }
    let wanted = chance.below(ANSWERS_MAX.min(asked.len() + 1));
    let mut answers = Vec::new();
    while answers.len() < wanted
        && let Some(answer) = program.hear()
    {
        answers.push(answer);
    }
    linger(chance, 400_000);
    // What it still wrote before it died was acknowledged too.
    answers.extend(program.kill());
    answers
}

/// Every answer that was given is given again, and whatever was not answered can be asked again.
async fn asked_again(firm: &Firm, asked: &[Asked], answers: &[Value]) {
    let mut program = Program::start(&firm.folder());
    for (i, request) in asked.iter().enumerate() {
        let before = answers.get(i);
        if request.command == "house.backup" {
            backed_up(&mut program, request, before).await;
            continue;
        }
        program.send(&request.envelope());
        let again = program.hear().expect("the program lives");
        let fault = again["error"]["kind"] == "fault";
        assert!(!fault, "{} after {before:?}: {again}", request.command);
        let Some(before) = before else { continue };
        assert_eq!(before["id"], again["id"], "{request:?}");
        // An import counts anew what it finds; everything else is answered from the ledger.
        if request.command != "import.run" && before.get("answer").is_some() {
            assert_eq!(before["answer"], again["answer"], "{request:?}");
        }
    }
    program.end();
}

/// A copy that was acknowledged is there, whole; another one is there whole or not at all.
async fn backed_up(program: &mut Program, request: &Asked, before: Option<&Value>) {
    let to = request.payload["to"].as_str().expect("a name");
    let acknowledged = before.is_some_and(|answer| answer.get("answer").is_some());
    assert!(!acknowledged || Path::new(to).exists(), "{to} was acknowledged");
    if Path::new(to).exists() {
        assert!(firm::whole(Path::new(to)).await, "half a copy has the name of a whole one");
        std::fs::remove_file(to).expect("the copy is removed");
    }
    program.send(&request.envelope());
    let again = program.hear().expect("the program lives");
    assert_eq!(again["answer"]["findings"], 0, "{again}");
    assert!(!Path::new(&format!("{to}.part")).exists(), "half a copy lies there");
    std::fs::remove_file(to).expect("the copy is removed");
}

/// An older form, opened and killed while it is folded anew.
async fn cut_upgrade(firm: &Firm, chance: &mut Chance, tally: &mut Tally) {
    let n_facts = firm.figure("select count(*) from ledger").await;
    firm.set_form(FORM - 1).await;
    let mut program = Program::start(&firm.folder());
    program.send(&json!({ "id": "", "command": "firm.get", "payload": {} }));
    linger(chance, 12_000_000);
    let answered = !program.kill().is_empty();
    tally.upgrades += 1;
    tally.cut_upgrades += usize::from(!answered);
    let form = firm.figure("pragma user_version").await;
    assert!([FORM - 1, FORM].contains(&form), "form {form}");
    assert!(!answered || form == FORM, "it was answered in the older form");
    assert_eq!(firm.figure("select count(*) from ledger").await, n_facts);
}

async fn round(firm: &mut Firm, chance: &mut Chance, tally: &mut Tally) {
    if chance.below(4) == 0 {
        cut_upgrade(firm, chance, tally).await;
    }
    let asked = firm.requests(chance).await;
    let answers = cut_off(firm, chance, &asked);
    for (request, answer) in asked.iter().zip(&answers) {
        assert_eq!(answer["id"], request.id, "answers come in the order of the requests");
        firm.holds_number(answer).await;
    }
    firm.is_whole().await;
    asked_again(firm, &asked, &answers).await;
    firm.is_whole().await;
    firm.is_verified();
    tally.rounds += 1;
    tally.asked += asked.len();
    tally.acknowledged += answers.len();
}

#[tokio::test]
async fn a_program_killed_at_any_moment_keeps_every_answer_and_nothing_by_half() {
    if program().is_none() {
        return;
    }
    let rounds = std::env::var("DOVUTO_KILL_ROUNDS").ok().and_then(|n| n.parse().ok());
    let rounds: usize = rounds.unwrap_or(12);
    let mut chance = Chance::seeded(20_261_123);
    let mut tally = Tally::default();
    while tally.rounds < rounds {
        let mut firm = Firm::open().await;
        for _ in 0..ROUNDS_A_FIRM.min(rounds - tally.rounds) {
            round(&mut firm, &mut chance, &mut tally).await;
        }
    }
    println!("{tally:?}");
    assert!(tally.acknowledged > 0 && tally.acknowledged < tally.asked, "{tally:?}");
}
