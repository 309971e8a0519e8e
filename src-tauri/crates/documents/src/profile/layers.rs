//! Layers: what each place has of its own, stored and in files of the firm's own.

use std::borrow::Borrow;
use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::{BuiltIn, Logo, Profile, ProfileWrong, VERSION, merged, resolve};

/// What one place has otherwise than those that it inherits from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// The profile of the program that everything lies over, where the place says one.
    pub base: Option<BuiltIn>,
    overrides: Map<String, Value>,
}

/// A layer as a file has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerFile {
    version: u64,
    #[serde(default)]
    base: Option<BuiltIn>,
    #[serde(default)]
    overrides: Map<String, Value>,
}

impl Layer {
    /// A layer as it is stored: the name of a base, and JSON text.
    ///
    /// Refuses a base that this program does not have, a text that is no object, and fields that no
    /// profile has.
    pub fn read(base: Option<&str>, overrides: &str) -> Result<Self, ProfileWrong> {
        let base = base.map(BuiltIn::named).transpose()?;
        Self { base, overrides: from_text("overrides", overrides)? }.checked()
    }

    /// A layer out of a file. Refuses what reading a stored one refuses, and a file of a newer
    /// form.
    pub fn of_file(text: &str) -> Result<Self, ProfileWrong> {
        let whole: Value = from_text("file", text)?;
        let found = whole["version"].as_u64().unwrap_or(0);
        if found > u64::from(VERSION) {
            return Err(ProfileWrong::Newer { found });
        }
        let file: LayerFile = serde_path_to_error::deserialize(whole).map_err(|error| {
            ProfileWrong::Form { at: error.path().to_string(), why: error.inner().to_string() }
        })?;
        Self { base: file.base, overrides: file.overrides }.checked()
    }

    /// As a file has it, for people to read.
    pub fn to_file(&self) -> String {
        let file = LayerFile {
            version: VERSION.into(),
            base: self.base,
            overrides: self.overrides.clone(),
        };
        let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
        text.push('\n');
        text
    }

    /// As it is stored, always the same for the same overrides.
    pub fn overrides(&self) -> String {
        serde_json::to_string(&self.overrides).unwrap_or_default()
    }

    /// The fields that it has otherwise.
    pub fn fields(&self) -> Vec<String> {
        self.overrides.keys().cloned().collect()
    }

    /// Where it says a field: whether it goes into what lies below, or replaces it whole.
    fn says(&self, field: &str) -> Option<bool> {
        self.overrides.get(field).map(Value::is_object)
    }

    /// Refuses fields that no profile has, also where they are taken away, which resolving does not
    /// see.
    fn checked(self) -> Result<Self, ProfileWrong> {
        let known = field_names();
        for name in self.overrides.keys() {
            if !known.contains(name) {
                let (at, why) = (name.clone(), "no profile has such a field".to_owned());
                return Err(ProfileWrong::Form { at, why });
            }
        }
        Ok(self)
    }
}

/// Every field that a layer may say.
pub fn field_names() -> Vec<String> {
    let plain = resolve(BuiltIn::Plain, &[]).expect("a profile of the program is whole");
    let Ok(Value::Object(fields)) = serde_json::to_value(plain) else { return Vec::new() };
    fields.into_iter().map(|(name, _)| name).filter(|name| name != "version").collect()
}

/// Which of some layers say what a field is, by their places among them, from the general to the
/// particular: those that go into it since it was last replaced whole. None where what lies under
/// all of them says it.
pub fn said_by(layers: &[Layer], field: &str) -> Vec<usize> {
    let mut said = Vec::new();
    for (i, layer) in layers.iter().enumerate() {
        match layer.says(field) {
            Some(true) => said.push(i),
            Some(false) => said = vec![i],
            None => {}
        }
    }
    said
}

/// Resolves many profiles, and looks at each picture once: reading one takes longer than all else.
#[derive(Default)]
pub struct Resolver {
    /// Logos and letterheads that can be read, by their digests.
    pictures: HashSet<[u8; 32]>,
    /// Those of the last profile. To compare them is quicker than to digest them.
    last: (Option<Logo>, Option<String>),
}

impl Resolver {
    /// The profile that comes of layers, from the general to the particular, and what it lies over:
    /// the base of the most particular one that says one, the plain one where none does.
    ///
    /// Refuses what resolving by itself refuses.
    pub fn resolve(
        &mut self,
        layers: &[impl Borrow<Layer>],
    ) -> Result<(BuiltIn, Profile), ProfileWrong> {
        let of = || layers.iter().map(Borrow::borrow);
        let base = of().rev().find_map(|layer| layer.base).unwrap_or(BuiltIn::Plain);
        let profile = merged(base, of().map(|layer| &layer.overrides))?;
        let pictures = (&profile.logo, &profile.letterhead);
        if pictures != (&self.last.0, &self.last.1) {
            let digest = Sha256::digest(serde_json::to_vec(&pictures).unwrap_or_default()).into();
            if !self.pictures.contains(&digest) {
                profile.pictures()?;
                self.pictures.insert(digest);
            }
            self.last = (profile.logo.clone(), profile.letterhead.clone());
        }
        Ok((base, profile))
    }
}

fn from_text<T: serde::de::DeserializeOwned>(at: &str, text: &str) -> Result<T, ProfileWrong> {
    serde_json::from_str(text).map_err(|error| ProfileWrong::Form {
        at: format!("{at}, line {}", error.line()),
        why: error.to_string(),
    })
}
