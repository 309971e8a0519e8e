//! What the system shows and the webview cannot: choosing a file.

use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::DialogExt as _;

/// Lets the person choose a file to read, or a name to save under. Nothing where they think better
/// of it.
#[tauri::command]
pub async fn choose_file<R: Runtime>(
    app: AppHandle<R>,
    save: bool,
    suggested: Option<String>,
) -> Option<String> {
    let mut dialog = app.dialog().file();
    if let Some(name) = suggested {
        dialog = dialog.set_file_name(name);
    }
    let ask = move || if save { dialog.blocking_save_file() } else { dialog.blocking_pick_file() };
    let chosen = tauri::async_runtime::spawn_blocking(ask).await.ok().flatten();
    chosen.and_then(|file| file.into_path().ok()).and_then(|path| path.to_str().map(str::to_owned))
}
