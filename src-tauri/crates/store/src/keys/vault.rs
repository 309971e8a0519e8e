//! The operating system's own store of secrets, where there is one that answers.

use std::sync::{Arc, OnceLock};

use dovuto_domain::kernel::id::StreamId;
use keyring_core::{CredentialStore, Entry};

/// Under which name the system lists our keys.
const SERVICE: &str = "dovuto station key";

static IN_USE: OnceLock<()> = OnceLock::new();

/// Lets new keys lie in the system's store from now on. A host calls it once, before it opens
/// anything; without it, or where no store answers, keys are files.
pub fn use_system_store() {
    if let Some(store) = apart(system_store) {
        keyring_core::set_default_store(store);
        let _ = IN_USE.set(());
    }
}

/// Keeps a secret, and says whether the system took it and gives it back.
pub(super) fn keep(stream: StreamId, secret: [u8; 32]) -> bool {
    if IN_USE.get().is_none() {
        return false;
    }
    apart(move || {
        let entry = Entry::new(SERVICE, &stream.to_string()).ok()?;
        entry.set_secret(&secret).ok()?;
        (entry.get_secret().ok()? == secret).then_some(())
    })
    .is_some()
}

/// The secret that the system keeps for a stream, or why it does not give it.
pub(super) fn get(stream: StreamId) -> Result<Vec<u8>, String> {
    if IN_USE.get().is_none() {
        return Err("this program was started without the system's store of secrets".to_owned());
    }
    apart(move || Some(Entry::new(SERVICE, &stream.to_string()).and_then(|e| e.get_secret())))
        .unwrap_or(Err(keyring_core::Error::NoEntry))
        .map_err(|error| error.to_string())
}

/// Runs on a thread of its own: the system's store may block, and may need a runtime that is not
/// the one that asks.
fn apart<T: Send + 'static>(work: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
    std::thread::spawn(work).join().ok().flatten()
}

#[cfg(target_os = "macos")]
fn system_store() -> Option<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = apple_native_keyring_store::keychain::Store::new().ok()?;
    Some(store)
}

#[cfg(windows)]
fn system_store() -> Option<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = windows_native_keyring_store::store::Store::new().ok()?;
    Some(store)
}

#[cfg(not(any(target_os = "macos", windows)))]
fn system_store() -> Option<Arc<CredentialStore>> {
    None
}
