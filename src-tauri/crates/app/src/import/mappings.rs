//! Mappings that are saved for a source, as files beside the firm's: people may read and mend them.

use std::io::ErrorKind;
use std::path::PathBuf;

use super::mapping::Mapping;
use super::refused::ImportRefused;
use super::{ImportAsk, ImportKind};
use crate::desk::Desk;

/// The mapping that an import asks for: the one that it brings, else the one saved for its source.
///
/// Refuses an import that has neither, a name that is no name, and a mapping that is not right.
pub(super) fn find(desk: &Desk, ask: &ImportAsk) -> Result<Mapping, ImportRefused> {
    let place = ask.source.as_deref().map(|source| place(desk, source, ask.kind)).transpose()?;
    let text = match (&ask.mapping, place) {
        (Some(text), _) => text.clone(),
        (None, Some(path)) => std::fs::read_to_string(&path).map_err(|error| {
            let source = ask.source.as_deref().unwrap_or_default();
            let (kind, path) = (ask.kind.name(), path.display());
            ImportRefused::mapping(match error.kind() {
                ErrorKind::NotFound => {
                    format!("none is saved for {kind} from \"{source}\" in {path}; give one")
                }
                _ => format!("the one saved for {kind} from \"{source}\" cannot be read: {error}"),
            })
        })?,
        (None, None) => {
            let why = "there is none; give one, or name the source whose mapping was saved";
            return Err(ImportRefused::mapping(why));
        }
    };
    Mapping::read(&text, ask.kind)
}

/// Saves the mapping for its source, once it has served.
///
/// Refuses where the file cannot be written.
pub(super) fn keep(desk: &Desk, ask: &ImportAsk) -> Result<(), ImportRefused> {
    let (Some(source), Some(text)) = (&ask.source, &ask.mapping) else {
        return Ok(());
    };
    let path = place(desk, source, ask.kind)?;
    let written = path
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(&path, text));
    written.map_err(|error| {
        let why = format!("the rows were imported, but it cannot be saved in {}", path.display());
        ImportRefused::mapping(format!("{why}: {error}"))
    })
}

fn place(desk: &Desk, source: &str, kind: ImportKind) -> Result<PathBuf, ImportRefused> {
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if source.is_empty() || source.chars().count() > 60 || !source.chars().all(is_sign) {
        let why = format!(
            "the source \"{source}\" has a name that no file can have; use letters, digits, - and _"
        );
        return Err(ImportRefused::mapping(why));
    }
    let folder = desk.store.path().with_extension("mappings");
    Ok(folder.join(format!("{source}.{}.toml", kind.name())))
}
