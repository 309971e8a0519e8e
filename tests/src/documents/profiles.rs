//! Layout profiles: layers over each other, and words for what is wrong.

use dovuto_documents::profile::{BuiltIn, GroupBy, Paper, Profile, VERSION, resolve};
use dovuto_documents::words::Language;
use serde_json::{Value, json};

fn wrong(layer: Value) -> String {
    resolve(BuiltIn::Plain, &[layer]).unwrap_err().to_string()
}

#[test]
fn every_profile_that_comes_with_the_program_is_whole() {
    for built_in in BuiltIn::ALL {
        let profile = resolve(built_in, &[]).unwrap();
        assert_eq!(Profile::read(&profile.bytes()).unwrap(), profile, "{}", built_in.name());
    }
}

#[test]
fn the_particular_lies_over_the_general() {
    let firm = json!({ "price_decimals": 3, "before": { "it": "Grazie.", "de": "Danke." } });
    let customer = json!({ "paper": "letter", "before": { "it": "Buongiorno." } });
    let profile = resolve(BuiltIn::ItalianDdt, &[firm, customer]).unwrap();
    assert_eq!((profile.price_decimals, profile.paper), (3, Paper::Letter));
    assert_eq!(profile.group_by, GroupBy::DeliveryNote);
    assert_eq!(profile.before["it"], "Buongiorno.");
    assert_eq!(profile.before["de"], "Danke.");
}

#[test]
fn what_is_null_is_taken_away_again() {
    let firm = json!({ "language": "de", "before": { "it": "Grazie." } });
    let customer = json!({ "language": null, "before": { "it": null } });
    let profile = resolve(BuiltIn::Plain, &[firm.clone(), customer]).unwrap();
    assert_eq!(profile.language, None);
    assert!(profile.before.is_empty());
    let german = resolve(BuiltIn::Plain, &[firm]).unwrap();
    assert_eq!(german.language, Some(Language::German));
}

#[test]
fn the_hash_says_whether_two_profiles_look_the_same() {
    let plain = resolve(BuiltIn::Plain, &[]).unwrap();
    let same = resolve(BuiltIn::Plain, &[json!({ "price_decimals": 2 })]).unwrap();
    let other = resolve(BuiltIn::Plain, &[json!({ "price_decimals": 3 })]).unwrap();
    assert_eq!(plain.hash(), same.hash());
    assert_ne!(plain.hash(), other.hash());
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let newer = format!("the profile is of form {}", VERSION + 1);
    let unknown = "unknown variant `secret`";
    for (layer, said) in [
        (json!({ "colour": "red" }), "unknown field `colour`"),
        (json!({ "columns": [{ "show": "secret" }] }), unknown),
        (json!({ "margins": { "top": "wide" } }), "margins.top: invalid type"),
        (json!({ "margins": { "left": 10 } }), "margins.left is 10: from 50 to 600"),
        (json!({ "letters": 200 }), "letters are of 200"),
        (json!({ "letters": 60, "letters_least": 70 }), "the least not above"),
        (json!({ "columns": [{ "show": "description" }] }), "columns has no quantity"),
        (json!({ "columns": [] }), "columns has no description"),
        (json!({ "price_decimals": 9 }), "price_decimals is 9: from 0 to 6"),
        (json!({ "labels": { "total": 7 } }), "labels.total: invalid type"),
        (json!({ "after": { "it": "\u{202e}oops" } }), "after.it: the letter"),
        (json!({ "file_name": "a/b" }), "file_name is empty, or has a letter"),
        (json!({ "version": VERSION + 1 }), newer.as_str()),
        (json!("plain"), "a profile is an object of fields"),
    ] {
        let found = wrong(layer.clone());
        assert!(found.contains(said), "{layer}: {found}");
    }
    let twice = json!([{ "show": "net" }, { "show": "net" }, { "show": "quantity" },
                       { "show": "description" }]);
    assert!(wrong(json!({ "columns": twice })).contains("columns has Net twice"));
    let wide = json!([{ "show": "net", "width": 5000 }, { "show": "quantity" },
                      { "show": "description" }]);
    assert!(wrong(json!({ "columns": wide })).contains("Net is 5000 wide"));
}
