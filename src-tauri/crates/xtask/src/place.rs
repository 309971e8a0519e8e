//! Where things lie: the sources, the user interface, the built programs, the shared samples.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};

pub struct Place {
    pub root: PathBuf,
    pub ui: PathBuf,
    /// Where cargo puts the debug programs: this program is one of them.
    pub programs: PathBuf,
    /// The folder of samples beside the repository; absent on most machines.
    pub shared: Option<PathBuf>,
}

impl Place {
    pub fn find() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(3)
            .expect("xtask lies three folders below the top of the sources")
            .to_path_buf();
        let programs = std::env::current_exe()
            .ok()
            .and_then(|exe| exe.parent().map(Path::to_path_buf))
            .unwrap_or_else(|| root.join("target").join("debug"));
        let shared = root.parent().map(|above| above.join("shared"));
        Self {
            ui: root.join("ui"),
            programs,
            shared: shared.filter(|shared| shared.join("samples").is_dir()),
            root,
        }
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(format!("{name}{EXE_SUFFIX}"))
    }

    pub fn release_program(&self, name: &str) -> PathBuf {
        self.target().join("release").join(format!("{name}{EXE_SUFFIX}"))
    }

    /// The folder of everything that cargo builds; whatever lies there may be deleted.
    pub fn target(&self) -> &Path {
        self.programs.parent().unwrap_or(&self.programs)
    }
}
