//! The shell around the screens: one command, one event, the system's own dialogs, and a look each
//! second at what another program (the command line, usually) wrote to the same books.

mod native;
mod world;

use std::path::PathBuf;
use std::time::Duration;

use dovuto_app::house::House;
use dovuto_rpc::envelope::{Request, Response};
use dovuto_rpc::session::Session;
use serde_json::Value;
use tauri::{AppHandle, Emitter, Manager, Runtime};

/// Every topic: what another program wrote is not known in detail.
const ALL_TOPICS: [&str; 1] = ["*"];
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Opens the window on the books in `data_dir`, or in this system's own place for them.
///
/// Refuses to start on a system that has no such place.
pub fn open(data_dir: Option<PathBuf>) -> Result<(), String> {
    House::use_system_keys();
    let named = data_dir.or_else(|| std::env::var_os("DOVUTO_DATA_DIR").map(PathBuf::from));
    let house = House::at(named).ok_or("this user has no data folder; name one with --data-dir")?;
    tauri::Builder::default()
        .manage(Session::new(house, world::this_computer()))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![rpc])
        .setup(|app| {
            tauri::async_runtime::spawn(watch(app.handle().clone()));
            Ok(())
        })
        .run(tauri::generate_context!())
        .map_err(|fault| format!("open the window: {fault}"))
}

/// The one command: everything that a screen can ask travels through it.
///
/// Every no of the books is in the response. A statement runs on the thread that asks, so that
/// thread is one that may wait.
#[tauri::command]
async fn rpc<R: Runtime>(
    app: AppHandle<R>,
    id: String,
    name: String,
    actor: Option<String>,
    payload: Value,
) -> Result<Response, String> {
    let ask = move || {
        if name == native::CHOOSE_FILE {
            return native::choose_file(&app, id, &payload);
        }
        let request = Request { id, command: name, actor, payload };
        tauri::async_runtime::block_on(async { app.state::<Session>().call(request).await })
    };
    tauri::async_runtime::spawn_blocking(ask).await.map_err(|fault| fault.to_string())
}

/// Tells the screens when somebody wrote to the books.
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
