//! The words of documents, in the language of whoever gets them.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A language that documents speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "it")]
    Italian,
    #[serde(rename = "de")]
    German,
    #[serde(rename = "fr")]
    French,
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 4]> = LazyLock::new(|| Language::ALL.map(bundle));

fn bundle(language: Language) -> Bundle {
    let id = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Marks around what is put in would be letters without a glyph.
    bundle.set_use_isolating(false);
    let text = FluentResource::try_new(language.text().to_owned());
    let resource = text.unwrap_or_else(|(resource, _)| resource);
    let _ = bundle.add_resource(resource);
    bundle
}

impl Language {
    pub const ALL: [Self; 4] = [Self::English, Self::Italian, Self::German, Self::French];

    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Italian => "it",
            Self::German => "de",
            Self::French => "fr",
        }
    }

    /// The language of a code; English for one that no document speaks.
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|language| language.code() == code).unwrap_or(Self::English)
    }

    /// Every word with its text, as written for translators.
    pub fn text(self) -> &'static str {
        match self {
            Self::English => include_str!("en.ftl"),
            Self::Italian => include_str!("it.ftl"),
            Self::German => include_str!("de.ftl"),
            Self::French => include_str!("fr.ftl"),
        }
    }

    /// The text of a word.
    pub fn say(self, word: &str) -> String {
        self.say_of(word, &[])
    }

    /// The text of a word, with what it speaks of.
    pub fn say_of(self, word: &str, about: &[(&'static str, &str)]) -> String {
        self.find(word, about).unwrap_or_else(|| word.to_owned())
    }

    /// The text of a word, if it has one.
    pub fn find(self, word: &str, about: &[(&'static str, &str)]) -> Option<String> {
        let bundle = &BUNDLES[self as usize];
        let pattern = bundle.get_message(word)?.value()?;
        let mut arguments = FluentArgs::new();
        for (name, value) in about {
            arguments.set(*name, *value);
        }
        Some(bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
    }

    /// A country by its code of ISO 3166-1; the code where it has no word.
    pub fn country(self, code: &str) -> String {
        self.find(&format!("country-{code}"), &[]).unwrap_or_else(|| code.to_owned())
    }

    /// A unit of measure by its code of UN/ECE recommendation 20; the code where it has no word.
    pub fn unit(self, code: &str) -> String {
        self.find(&format!("unit-{code}"), &[]).unwrap_or_else(|| code.to_owned())
    }
}
