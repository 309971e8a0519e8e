//! Commands of the house itself: looking around, making, opening and copying firms.

use chrono::NaiveDate;
use dovuto_app::backup::{BackUp, BackedUp, Restore, Restored};
use dovuto_app::cx::Cx;
use dovuto_app::error::Error;
use dovuto_app::firm::{FirmView, FoundFirm};
use dovuto_app::house::{FirmFile, Founded};
use dovuto_store::file::Footing;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::session::Session;

/// What a command is given or answers when there is nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Nothing {}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct OpenAsk {
    /// Its name in `house.look`; the only one where left out.
    pub firm: Option<String>,
}

/// The firm that is open, for the frame of the window.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OpenView {
    pub firm: String,
    pub view: FirmView,
    /// Letter of the station that writes here; nothing where this computer may only read.
    pub station: Option<String>,
    pub footing: FootingView,
}

/// How this computer stands to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FootingView {
    Writer,
    NoKey,
    OldCopy,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LookAnswer {
    pub data_dir: String,
    pub version: String,
    pub locale: Option<String>,
    pub today: NaiveDate,
    pub firms: Vec<FirmFile>,
    /// Nothing while no firm is open.
    pub open: Option<OpenView>,
}

/// Looks around: the firms that lie here, and the one that is open. Opens the only one.
pub async fn look(session: &Session) -> Result<LookAnswer, Error> {
    let firms = session.house.firms();
    let open = match (session.opened().await, firms.as_slice()) {
        (Some(open), _) => Some(open),
        (None, [_]) => Some(session.desk().await?),
        (None, _) => None,
    };
    let open = match open {
        Some(open) => {
            let mut db = open.desk.read().await?;
            let footing = match open.desk.store.footing(&mut db).await? {
                Footing::Writer(_) => FootingView::Writer,
                Footing::NoKey => FootingView::NoKey,
                Footing::OldCopy { .. } => FootingView::OldCopy,
            };
            Some(OpenView {
                firm: open.firm.clone(),
                view: dovuto_app::firm::firm(&open.desk).await?,
                station: open.desk.store.station().map(|s| s.letter.to_string()),
                footing,
            })
        }
        None => None,
    };
    Ok(LookAnswer {
        data_dir: session.house.data_dir.display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        locale: session.world.locale.clone(),
        today: (session.world.today)(),
        firms,
        open,
    })
}

/// Opens a firm and looks around.
pub async fn open(session: &Session, ask: OpenAsk) -> Result<LookAnswer, Error> {
    session.open_firm(ask.firm.as_deref()).await?;
    look(session).await
}

/// Makes a new firm and opens it.
pub async fn create(session: &Session, cx: &Cx, ask: FoundFirm) -> Result<Founded, Error> {
    let (founded, desk) = session.house.create(cx, &ask).await?;
    session.sit_down(founded.firm.clone(), desk).await;
    Ok(founded)
}

/// Makes the sample firm and opens it.
pub async fn sample(session: &Session, cx: &Cx) -> Result<Founded, Error> {
    let (founded, desk) = dovuto_app::sample::make(&session.house, cx).await?;
    session.sit_down(founded.firm.clone(), desk).await;
    Ok(founded)
}

/// Writes a verified copy of the open firm's file.
pub async fn backup(session: &Session, ask: BackUp) -> Result<BackedUp, Error> {
    let open = session.desk().await?;
    dovuto_app::backup::back_up(&open.desk, ask).await
}

/// Puts a copy in the place of a firm's file and opens it. The firm that is open is closed first.
pub async fn restore(session: &Session, cx: &Cx, ask: Restore) -> Result<Restored, Error> {
    session.stand_up().await;
    let (restored, desk) = dovuto_app::backup::restore(&session.house, cx, ask).await?;
    session.sit_down(restored.firm.clone(), desk).await;
    Ok(restored)
}
