//! The shell around the screens: one command, one event, and a look each second at what another
//! program (the command line, usually) wrote to the same books.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use tauri::{AppHandle, Emitter, Manager, Runtime, State};

/// Every topic: what another program wrote is not known in detail.
const ALL_TOPICS: [&str; 1] = ["*"];
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The placeholder of the session that the rpc crate offers.
pub struct Session {
    data_dir: Option<PathBuf>,
}

impl Session {
    async fn data_version(&self) -> Option<i64> {
        None
    }
}

/// Opens the window on the books in `data_dir`, or in the host's own place for them.
pub fn open(data_dir: Option<PathBuf>) -> Result<(), String> {
    let session = Session { data_dir };
    tauri::Builder::default()
        .manage(session)
        .invoke_handler(tauri::generate_handler![rpc])
        .setup(|app| {
            tauri::async_runtime::spawn(watch(app.handle().clone()));
            Ok(())
        })
        .run(tauri::generate_context!())
        .map_err(|fault| format!("open the window: {fault}"))
}

/// The one command: everything a screen can ask travels through it.
#[tauri::command]
async fn rpc(
    session: State<'_, Session>,
    id: String,
    name: String,
    actor: Option<String>,
    payload: Value,
) -> Result<Value, String> {
    Ok(json!({ "id": id, "error": { "kind": "fault", "code": "placeholder",
        "params": { "name": name, "actor": actor, "payload": payload, "dir": session.data_dir },
        "message": "not connected" }, "stale": [] }))
}

/// Tells the screens when another program wrote to the books.
async fn watch<R: Runtime>(app: AppHandle<R>) {
    let mut seen = app.state::<Session>().data_version().await;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = app.state::<Session>().data_version().await;
        if now != seen {
            seen = now;
            // A window that is closing cannot be told, and needs not be.
            let _ = app.emit("changed", ALL_TOPICS);
        }
    }
}
