//! The world that this program gives to the use cases, and one way to ask them.

use chrono::{DateTime, Local, Utc};
use dovuto_app::house::House;
use dovuto_rpc::envelope::{Request, WireError};
use dovuto_rpc::session::{Session, World};
use serde_json::Value;
use uuid::{Builder, Uuid};

use crate::arguments::Arguments;

/// A session and who acts in it.
pub struct Host {
    pub session: Session,
    pub actor: Option<String>,
}

impl Host {
    /// Opens the house. The firm is opened by the first command that needs one.
    pub async fn open(arguments: &Arguments) -> Result<Self, WireError> {
        House::use_system_keys();
        let house = House::at(arguments.data_dir.clone()).ok_or_else(|| {
            let message = "this system names no home folder; say where with --data-dir";
            WireError::usage("no_home", Value::Null, message.to_owned())
        })?;
        let session = Session::new(house, world());
        if let Some(firm) = &arguments.firm {
            session.open_firm(Some(firm)).await?;
        }
        Ok(Self { session, actor: arguments.actor.clone() })
    }

    /// Asks one command under a fresh request id.
    pub async fn ask(&self, command: &str, payload: Value) -> Result<Value, WireError> {
        self.ask_as(new_id(), command, payload).await
    }

    /// Asks one command under the request id given.
    pub async fn ask_as(
        &self,
        id: String,
        command: &str,
        payload: Value,
    ) -> Result<Value, WireError> {
        // The only firm of the house is opened first, so that --as finds its member.
        if self.actor.is_some() && self.session.opened().await.is_none() {
            self.session.desk().await?;
        }
        let request =
            Request { id, command: command.to_owned(), actor: self.actor.clone(), payload };
        self.session.call(request).await.read()
    }
}

#[expect(clippy::disallowed_methods, reason = "the host gives the clock")]
fn world() -> World {
    World {
        now: Utc::now,
        today: || Local::now().date_naive(),
        chance,
        locale: std::env::var("LANG").ok().and_then(|l| l.get(..2).map(str::to_owned)),
    }
}

fn chance() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .expect("every system that runs this program has a source of chance");
    bytes
}

/// The time, for the rate of a long work.
#[expect(clippy::disallowed_methods, reason = "the host gives the clock")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A new request id.
pub fn new_id() -> String {
    let bytes: [u8; 16] = chance()[..16].try_into().expect("chance has 32 bytes");
    let id: Uuid = Builder::from_random_bytes(bytes).into_uuid();
    id.to_string()
}
