//! What the program can be told when it is started.

use std::ffi::OsString;
use std::path::PathBuf;

/// Shown when something else was asked for.
pub const USAGE: &str = "usage: dovuto-desktop [--data-dir FOLDER] [--safe-rendering]";

/// What the command line said.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The folder of the firms' books; the host's own place when it is not named.
    pub data_dir: Option<PathBuf>,
    /// Draw without the graphics card's buffers.
    pub safe_rendering: bool,
}

/// Reads the arguments that follow the program's name.
pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Start, String> {
    let mut start = Start::default();
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy();
        if text == "--safe-rendering" {
            start.safe_rendering = true;
        } else if text == "--data-dir" {
            let folder = args.next().ok_or("--data-dir needs a folder")?;
            start.data_dir = Some(PathBuf::from(folder));
        } else if let Some(folder) = text.strip_prefix("--data-dir=") {
            start.data_dir = Some(PathBuf::from(folder));
        } else {
            return Err(format!("{text} is not known"));
        }
    }
    Ok(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(args: &[&str], expect: Result<Start, String>) {
        assert_eq!(read(args.iter().map(OsString::from)), expect, "{args:?}");
    }

    #[test]
    fn the_command_line_names_a_folder_and_a_way_to_draw() {
        let at = |folder: &str| Some(PathBuf::from(folder));
        check(&[], Ok(Start::default()));
        check(&["--data-dir", "/d"], Ok(Start { data_dir: at("/d"), safe_rendering: false }));
        check(
            &["--data-dir=/d", "--safe-rendering"],
            Ok(Start { data_dir: at("/d"), safe_rendering: true }),
        );
        check(&["--data-dir"], Err("--data-dir needs a folder".to_owned()));
        check(&["--fast"], Err("--fast is not known".to_owned()));
    }
}
