//! Prepares the window's configuration; the screens themselves are built by Vite into `ui/dist`.

use std::fs;
use std::io;
use std::path::Path;

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Dovuto</title>\
<p>The screens are not built yet: run <code>npm run build</code> in <code>ui</code>.</p>";

fn main() {
    place_for_screens().expect("the build can write beside its own sources");
    let manifest = tauri_build::AppManifest::new().commands(&["rpc"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("tauri.conf.json and the capabilities are valid");
}

/// The Rust side compiles on a machine without Node: an honest page stands in for the screens.
fn place_for_screens() -> io::Result<()> {
    let dist = Path::new("../ui/dist");
    if dist.join("index.html").exists() {
        return Ok(());
    }
    fs::create_dir_all(dist)?;
    fs::write(dist.join("index.html"), NOT_BUILT)
}
