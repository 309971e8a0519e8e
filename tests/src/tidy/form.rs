//! The form of the file and its number: when a text of it changes, older files must be folded anew.

use dovuto_store::form::FORM;
use sha2::{Digest as _, Sha256};

use super::source::{Source, project, root};

const PIN: &str = "migrations/form.txt";
/// Setting it renews the pin without raising the form: only while no file of this form is out.
const BLESS: &str = "DOVUTO_BLESS";

/// The form and the digest of every text, as the pin has them.
fn pin(sources: &[Source]) -> String {
    let mut sha = Sha256::new();
    let mut texts: Vec<&Source> =
        sources.iter().filter(|s| s.is_in("migrations/") && s.is(".sql")).collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    for source in texts {
        for part in [&source.path, &source.text] {
            sha.update((part.len() as u64).to_be_bytes());
            sha.update(part.as_bytes());
        }
    }
    let digest: String = sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{FORM} {digest}\n")
}

/// What is wrong between the texts and the pin, if anything.
fn fault(now: &str, pinned: &str) -> Option<String> {
    let form = |pin: &str| pin.split(' ').next().and_then(|n| n.parse::<i64>().ok());
    let (Some(now_form), Some(pinned_form)) = (form(now), form(pinned)) else {
        return Some(format!("{PIN} holds no form and digest"));
    };
    let renew = format!("then run this test with {BLESS}=1 and commit {PIN}");
    match now_form.cmp(&pinned_form) {
        std::cmp::Ordering::Less => Some(format!("the form fell below {pinned_form}")),
        std::cmp::Ordering::Greater => Some(format!("the form was raised to {now_form}: {renew}")),
        std::cmp::Ordering::Equal if now != pinned => Some(format!(
            "a text in migrations/ changed: raise the form (store/src/form.rs), {renew}"
        )),
        std::cmp::Ordering::Equal => None,
    }
}

#[test]
fn the_form_rises_with_the_texts() {
    let now = pin(project());
    let path = root().join(PIN);
    if std::env::var_os(BLESS).is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let pinned = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(fault(&now, &pinned), None);
}

#[test]
fn a_changed_text_and_a_raised_form_are_caught() {
    let check = |now: &str, pinned: &str, expect: &str| {
        let said = fault(now, pinned).unwrap_or_default();
        assert!(said.contains(expect), "{now} {pinned}: {said}");
    };
    check("16 aa\n", "16 bb\n", "raise the form");
    check("17 aa\n", "16 aa\n", "was raised to 17");
    check("15 aa\n", "16 aa\n", "fell below 16");
    check("16 aa\n", "", "holds no form");
    assert_eq!(fault("16 aa\n", "16 aa\n"), None);
    let text = |text: &str| vec![Source::new("migrations/0001_create_orders.sql", text)];
    assert_ne!(pin(&text("-- a")), pin(&text("-- b")));
}
