//! What the system shows and the webview cannot: choosing a file.

use dovuto_rpc::envelope::{Response, wire};
use serde_json::Value;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::DialogExt as _;

/// The name under which a page asks for it. It is no command of the books: only a window has it.
pub const CHOOSE_FILE: &str = "shell.choose_file";

/// Lets the person choose a file to read, or a name to save under where the payload says `save`.
/// Null where they think better of it. Waits for them.
pub fn choose_file<R: Runtime>(app: &AppHandle<R>, id: String, payload: &Value) -> Response {
    let mut dialog = app.dialog().file();
    if let Some(name) = payload["suggested"].as_str() {
        dialog = dialog.set_file_name(name);
    }
    let chosen = match payload["save"].as_bool() {
        Some(true) => dialog.blocking_save_file(),
        Some(false) | None => dialog.blocking_pick_file(),
    };
    let path = chosen.and_then(|file| file.into_path().ok());
    Response::of(id, wire(&path.as_deref().and_then(std::path::Path::to_str)))
}
