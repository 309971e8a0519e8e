//! A life that went wrong, made short: commands are left out while it still goes wrong.

use super::life::{Care, Life, Step};
use super::world::Founded;

/// What a life came to: where it went wrong, and how.
#[derive(Clone, Debug)]
pub struct Wrong {
    pub country: String,
    pub steps: Vec<Step>,
    pub differences: Vec<String>,
}

/// What a difference is about: its first line without what differs from life to life.
pub fn subject(differences: &[String]) -> String {
    let first = differences.first().and_then(|text| text.lines().next()).unwrap_or_default();
    let word = |word: &str| {
        let told = word.chars().any(|c| c.is_ascii_digit());
        if told { "#".to_owned() } else { word.to_owned() }
    };
    first.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Tells a life again; gives it up to where it goes wrong, if it does.
pub async fn told_again(founded: &Founded, country: &str, steps: &[Step]) -> Option<Wrong> {
    let mut life = Life::begin(founded, country, Care::Every);
    let mut wrong = None;
    for (n, step) in steps.iter().enumerate() {
        let differences = life.tell(step).await;
        if !differences.is_empty() {
            let steps = steps[..=n].to_vec();
            wrong = Some(Wrong { country: country.to_owned(), steps, differences });
            break;
        }
    }
    if wrong.is_none()
        && let Some(last) = steps.last()
    {
        let differences = life.verified(&last.today).await;
        if !differences.is_empty() {
            let (country, steps) = (country.to_owned(), steps.to_vec());
            wrong = Some(Wrong { country, steps, differences });
        }
    }
    wrong
}

/// The shortest life found that goes wrong in the same way.
pub async fn shortened(founded: &Founded, wrong: Wrong) -> Wrong {
    let subject_of = subject(&wrong.differences);
    let Some(mut best) = told_again(founded, &wrong.country, &wrong.steps).await else {
        return wrong;
    };
    let mut size = best.steps.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        while at < best.steps.len() {
            let mut fewer = best.steps.clone();
            fewer.drain(at..(at + size).min(fewer.len()));
            match told_again(founded, &best.country, &fewer).await {
                Some(found) if subject(&found.differences) == subject_of => best = found,
                _ => at += size,
            }
        }
        size /= 2;
    }
    best
}
