//! A session: the house, the firm that is open in it, and the world around both.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_app::cx::Cx;
use dovuto_app::desk::Desk;
use dovuto_app::error::Error;
use dovuto_app::house::House;
use dovuto_app::import::watch::Watch;
use dovuto_domain::kernel::id::{MemberId, RequestId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::Member;
use dovuto_store::ledger;
use dovuto_store::sql::Db;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::sync::RwLock;
use uuid::Uuid;

use crate::envelope::{Request, Response, WireError};
use crate::table::{Command, TABLE};

/// What only the host knows: the time, the firm's date, chance, the person's language.
#[derive(Clone)]
pub struct World {
    pub now: fn() -> DateTime<Utc>,
    pub today: fn() -> NaiveDate,
    pub chance: fn() -> [u8; 32],
    /// Language of the operating system, such as `it` or `en`, where the host knows it.
    pub locale: Option<String>,
}

/// A firm that is open.
pub struct OpenFirm {
    pub firm: String,
    pub desk: Desk,
}

/// One program's way in: every command of the window, the command line and the pipe goes here.
pub struct Session {
    pub house: House,
    pub world: World,
    /// How far the import has come that runs here.
    pub watch: Arc<Watch>,
    /// How far the run over documents has come that runs here.
    pub rendering: Arc<dovuto_app::watch::Watch>,
    open: RwLock<Option<Arc<OpenFirm>>>,
}

impl Session {
    pub fn new(house: House, world: World) -> Self {
        let (watch, rendering) = (Arc::default(), Arc::default());
        Self { house, world, watch, rendering, open: RwLock::new(None) }
    }

    /// Answers one request. Never fails: every no is in the response.
    pub async fn call(&self, request: Request) -> Response {
        let id = request.id.clone();
        match self.answer(request).await {
            Ok((answer, stale)) => Response {
                stale: stale.iter().map(|&topic| topic.to_owned()).collect(),
                ..Response::of(id, Ok(answer))
            },
            Err(error) => Response::of(id, Err(error)),
        }
    }

    async fn answer(
        &self,
        request: Request,
    ) -> Result<(Box<RawValue>, &'static [&'static str]), WireError> {
        let command = find(&request.command)?;
        let id = match request.id.is_empty() {
            // A reader need not name its request.
            true => Uuid::nil(),
            false => Uuid::parse_str(&request.id).map_err(|_| {
                let message = format!("the request id \"{}\" is no UUID", request.id);
                WireError::usage("request_id_wrong", json!({ "id": request.id }), message)
            })?,
        };
        if id.is_nil() && command.writes {
            let message = "a command that writes needs a request id".to_owned();
            return Err(WireError::usage("request_id_missing", Value::Null, message));
        }
        let actor = match command.of_house {
            true => None,
            false => self.actor(request.actor.as_deref(), command.writes).await?,
        };
        let cx = self.cx(id.into(), command.name, &request.payload, actor);
        let answer = (command.run)(self, cx, request.payload).await?;
        Ok((answer, command.stale))
    }

    /// The context of a request that comes now.
    pub fn cx(&self, id: RequestId, command: &str, payload: &Value, actor: Option<MemberId>) -> Cx {
        let request = ledger::Request {
            id,
            command: command.to_owned(),
            payload_hash: Sha256::digest(payload.to_string().as_bytes()).into(),
        };
        let world = &self.world;
        Cx::new((world.now)(), (world.today)(), actor, request, (world.chance)())
    }

    /// The member that a person named by code or identity.
    ///
    /// Refuses one who does not work here.
    async fn actor(&self, named: Option<&str>, writes: bool) -> Result<Option<MemberId>, Error> {
        let Some(named) = named else { return Ok(None) };
        // Where no firm can be opened there is nobody to find, and the command says why itself.
        let Ok(open) = self.desk().await else { return Ok(None) };
        // A connection that reads has forgotten every page since the last thing written.
        let found = match writes {
            true => member_named(&mut *open.desk.store.lend().await?, named).await?,
            false => member_named(&mut *open.desk.read().await?, named).await?,
        };
        match found {
            Some(member) if member.active => Ok(Some(member.member_id)),
            Some(_) | None => Err(Refusal::MemberUnknown { member: named.to_owned() }.into()),
        }
    }

    /// The firm that is open, if one is.
    pub async fn opened(&self) -> Option<Arc<OpenFirm>> {
        self.open.read().await.clone()
    }

    /// The firm that is open; the only one of the house is opened by itself.
    pub async fn desk(&self) -> Result<Arc<OpenFirm>, Error> {
        if let Some(open) = self.opened().await {
            return Ok(open);
        }
        self.open_firm(None).await
    }

    /// Opens a firm by its name, instead of the one that is open.
    pub async fn open_firm(&self, firm: Option<&str>) -> Result<Arc<OpenFirm>, Error> {
        let (firm, desk) = self.house.open(firm).await?;
        Ok(self.sit_down(firm, desk).await)
    }

    /// Makes a desk the open one.
    pub async fn sit_down(&self, firm: String, desk: Desk) -> Arc<OpenFirm> {
        let open = Arc::new(OpenFirm { firm, desk });
        *self.open.write().await = Some(Arc::clone(&open));
        open
    }

    /// Closes the firm that is open, as soon as nobody asks anything of it.
    pub async fn stand_up(&self) {
        let open = self.open.write().await.take();
        if let Some(open) = open.and_then(Arc::into_inner) {
            open.desk.store.close().await;
        }
    }

    /// Grows whenever anybody has written to the open firm.
    pub async fn data_version(&self) -> Option<i64> {
        let open = self.opened().await?;
        open.desk.store.data_version().await.ok()
    }
}

fn find(name: &str) -> Result<&'static Command, WireError> {
    TABLE.iter().find(|command| command.name == name).ok_or_else(|| {
        let message = format!("there is no command \"{name}\"; `dovuto commands` lists them");
        WireError::usage("command_unknown", json!({ "command": name }), message)
    })
}

async fn member_named(db: &mut Db, named: &str) -> Result<Option<Member>, Error> {
    let by_code = dovuto_store::parties::member_by_code(db, named).await?;
    Ok(match (by_code, named.parse::<MemberId>()) {
        (Some(member), _) => Some(member),
        (None, Ok(id)) => dovuto_store::parties::member(db, id).await?,
        (None, Err(_)) => None,
    })
}
