//! The firm's own layout profiles: shown, set, taken away, written to files and read from them.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::profile::layers::{Layer, Resolver, field_names, said_by};
use dovuto_documents::profile::{BuiltIn, Profile, ProfileWrong};
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::layout::{
    LAYER_BYTES_MAX, Laid, Layer as Own, LayoutProfileSet, Place, Reader, Scope, readers_of, set,
};
use dovuto_domain::parties::Customer;
use dovuto_store::layouts as store;
use dovuto_store::ledger::Tx;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use ts_rs::TS;

use super::account;
use super::layouts::{LayoutRefused, layer};
use super::places::kind_named;
use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use crate::export::file;
use crate::parties::identity::filled;

/// Whose documents, and of which kind: the firm's and of all kinds where left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ProfileOf {
    /// Code or identity.
    pub customer: Option<String>,
    /// Name of a group of customers.
    pub group: Option<String>,
    pub kind: Option<Kind>,
}

/// What a place has of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LayerView {
    /// The place; a customer by their code.
    pub of: ProfileOf,
    pub version: i64,
    pub on: NaiveDate,
    /// The profile of the program that it says everything lies over.
    pub base: Option<BuiltIn>,
    /// The fields that it has otherwise.
    #[ts(type = "(keyof Profile)[]")]
    pub fields: Vec<String>,
    /// The same with their values, as JSON text.
    pub overrides: String,
}

/// Who says what a field is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldView {
    #[ts(type = "keyof Profile")]
    pub field: String,
    /// From the general to the particular: several where each says a part of it, none where the
    /// profile of the program says it.
    pub from: Vec<ProfileOf>,
}

/// The profile by which documents are laid out now, and what it comes of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileView {
    /// The profile of the program that everything lies over.
    pub base: BuiltIn,
    /// The place that says so; none where nobody does, and it is the plain one.
    pub base_from: Option<ProfileOf>,
    /// The group that the customer inherits from.
    pub group: Option<String>,
    /// From the general to the particular, without those that have nothing of their own.
    pub layers: Vec<LayerView>,
    /// What the place asked for has of its own.
    pub own: Option<LayerView>,
    /// The kinds for which the same firm, group or customer has something of its own.
    pub kinds: Vec<Kind>,
    /// The newest fact on the place, to be given back when setting it.
    pub seen: Option<String>,
    pub profile: Profile,
    /// Every field of the whole, and who says it.
    pub fields: Vec<FieldView>,
    /// SHA-256 of the whole, in hex.
    pub hash: String,
}

/// What a place has of its own from now on. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SetProfile {
    #[serde(flatten)]
    pub of: ProfileOf,
    /// The newest fact on the place that the person had seen.
    pub seen: Option<String>,
    /// A profile of the program; empty to inherit it.
    pub base: Option<String>,
    /// The group that the customer inherits from; empty for none.
    pub inherits: Option<String>,
    /// What it has otherwise, as JSON text.
    pub overrides: Option<String>,
}

/// A place that is to have nothing of its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct InheritProfile {
    #[serde(flatten)]
    pub of: ProfileOf,
    /// The newest fact on the place that the person had seen.
    pub seen: Option<String>,
}

/// A file that what a place has of its own comes from.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ImportProfile {
    #[serde(flatten)]
    pub of: ProfileOf,
    /// The newest fact on the place that the person had seen.
    pub seen: Option<String>,
    pub path: String,
}

/// A file that what a place has of its own goes to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ExportProfile {
    #[serde(flatten)]
    pub of: ProfileOf,
    pub path: String,
    /// Whether a file that lies there is replaced; not where left out.
    pub replace: Option<bool>,
}

/// What lies at a place now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileSet {
    /// 0 where nothing was ever set.
    pub version: i64,
    /// No where it was so already, and nothing was recorded.
    pub changed: bool,
}

/// The file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileExported {
    pub path: String,
    #[ts(type = "(keyof Profile)[]")]
    pub fields: Vec<String>,
}

/// Shows the profile by which documents of a place are laid out now.
///
/// Refuses a customer who is not there.
pub async fn show(desk: &Desk, ask: ProfileOf) -> Result<ProfileView, Error> {
    let mut db = desk.read().await?;
    let place = place(&mut db, &ask).await?;
    let reader = reader_at(&mut db, &place).await?;
    let mut views = Vec::new();
    let mut layers = Vec::new();
    let mut own = None;
    for at in reader.places() {
        let Some((set, _)) = store::at(&mut db, &at).await? else { continue };
        let Some(layer) = layer(&set)? else { continue };
        let view = LayerView {
            of: named(&mut db, &at).await?,
            version: set.version,
            on: set.on,
            base: layer.base,
            fields: layer.fields(),
            overrides: layer.overrides(),
        };
        own = (at == place).then(|| view.clone()).or(own);
        views.push(view);
        layers.push(layer);
    }
    let (base, profile) = whole(&mut db, &mut Resolver::default(), &reader, &layers).await?;
    let laid = store::laid(&mut db).await?.into_iter().map(|laid| laid.place);
    let kinds = laid.filter(|laid| laid.scope == place.scope).filter_map(|laid| laid.document);
    Ok(ProfileView {
        kinds: kinds.filter_map(|name| kind_named(&name)).collect(),
        base,
        base_from: views.iter().rev().find(|view| view.base.is_some()).map(|view| view.of.clone()),
        own,
        seen: store::at(&mut db, &place).await?.map(|(_, hash)| hash),
        group: reader.group,
        fields: fields_of(&layers, &views),
        layers: views,
        hash: profile.hash(),
        profile,
    })
}

fn fields_of(layers: &[Layer], views: &[LayerView]) -> Vec<FieldView> {
    let said = |field: String| {
        let from = said_by(layers, &field).into_iter().map(|i| views[i].of.clone()).collect();
        FieldView { field, from }
    };
    field_names().into_iter().map(said).collect()
}

/// Sets what a place has of its own; where that is nothing, it is taken away. Posted documents stay
/// as they are.
///
/// Refuses what makes the profile wrong of anybody who inherits from it, what is too large, a
/// group for anything but a customer as a whole, and to overwrite what somebody else changed
/// meanwhile.
pub async fn set_own(desk: &Desk, cx: &Cx, ask: SetProfile) -> Result<ProfileSet, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let place = place(&mut tx, &ask.of).await?;
    let before = store::at(&mut tx, &place).await?.map(|(set, _)| set);
    let stood = before.as_ref().and_then(|set| set.layer.clone());
    let stood = stood.unwrap_or(Own { base: None, group: None, overrides: "{}".to_owned() });

    let base = ask.base.map_or(stood.base, |base| filled(Some(base)));
    let group = ask.inherits.map_or(stood.group, |group| filled(Some(group)));
    let overrides = ask.overrides.unwrap_or(stood.overrides);
    let own = Layer::read(base.as_deref(), &overrides).map_err(|why| LayoutRefused::Wrong {
        whose: "this place".to_owned(),
        why: why.to_string(),
    })?;
    let own = of_its_own(&own, group);
    put(desk, tx, cx, (place, before), own, ask.seen.as_deref()).await
}

/// Takes away what a place has of its own: it inherits from there on.
///
/// Refuses it where the profile of anybody who inherits from it would become wrong, and to
/// overwrite what somebody else changed meanwhile.
pub async fn inherit(desk: &Desk, cx: &Cx, ask: InheritProfile) -> Result<ProfileSet, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let place = place(&mut tx, &ask.of).await?;
    let before = store::at(&mut tx, &place).await?.map(|(set, _)| set);
    put(desk, tx, cx, (place, before), None, ask.seen.as_deref()).await
}

/// Sets what a place has of its own from a file that was written by [`export`] or by hand; the
/// group that a customer inherits from stays.
///
/// Refuses a file that is no profile, with the place in it, and what setting it refuses.
pub async fn import(desk: &Desk, cx: &Cx, ask: ImportProfile) -> Result<ProfileSet, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let place = place(&mut tx, &ask.of).await?;
    let before = store::at(&mut tx, &place).await?.map(|(set, _)| set);
    let group = before.as_ref().and_then(|set| set.layer.as_ref()?.group.clone());
    let own = of_its_own(&read_file(&ask.path)?, group);
    put(desk, tx, cx, (place, before), own, ask.seen.as_deref()).await
}

/// Writes what a place has of its own to a file, which is empty of fields where it has nothing.
///
/// Refuses a file that lies there unless it may be replaced, and a place that cannot be written.
pub async fn export(desk: &Desk, ask: ExportProfile) -> Result<ProfileExported, Error> {
    let mut db = desk.read().await?;
    let place = place(&mut db, &ask.of).await?;
    let own = match store::at(&mut db, &place).await? {
        Some((set, _)) => layer(&set)?,
        None => None,
    };
    let own = own.unwrap_or_default();
    let text = own.to_file();
    file::write(Path::new(&ask.path), text.as_bytes(), ask.replace.unwrap_or(false))?;
    Ok(ProfileExported { path: ask.path, fields: own.fields() })
}

/// A layer out of a file.
pub(super) fn read_file(path: &str) -> Result<Layer, Error> {
    let unreadable = |why: std::io::Error| LayoutRefused::FileUnreadable {
        path: path.to_owned(),
        why: why.to_string(),
    };
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    let bytes = usize::try_from(length).unwrap_or(usize::MAX);
    // Written for people to read, it is a little longer than as it is stored.
    if bytes > LAYER_BYTES_MAX * 2 {
        return Err(Refusal::LayoutTooLarge { bytes, bytes_max: LAYER_BYTES_MAX }.into());
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let wrong = |why: ProfileWrong| LayoutRefused::FileWrong {
        path: path.to_owned(),
        why: why.to_string(),
    };
    Ok(Layer::of_file(&text).map_err(wrong)?)
}

/// A layer as facts hold it.
pub(super) fn stored(layer: &Layer, group: Option<String>) -> Own {
    let base = layer.base.map(|base| base.name().to_owned());
    Own { base, group, overrides: layer.overrides() }
}

/// The same; nothing of one that says nothing.
fn of_its_own(layer: &Layer, group: Option<String>) -> Option<Own> {
    (*layer != Layer::default() || group.is_some()).then(|| stored(layer, group))
}

pub(super) async fn place(db: &mut Db, of: &ProfileOf) -> Result<Place, Error> {
    let scope = match (filled(of.customer.clone()), filled(of.group.clone())) {
        (Some(_), Some(_)) => return Err(Refusal::LayoutOfTwo.into()),
        (Some(named), None) => {
            Scope::Customer { customer_id: account::customer(db, &named).await?.customer_id }
        }
        (None, Some(group)) => Scope::Group { group },
        (None, None) => Scope::Firm,
    };
    Ok(Place { scope, document: of.kind.map(Kind::name) })
}

/// Whoever has at most what lies at a place.
async fn reader_at(db: &mut Db, place: &Place) -> Result<Reader, Error> {
    let document = place.document.clone();
    Ok(match &place.scope {
        Scope::Firm => Reader { document, ..Reader::default() },
        Scope::Group { group } => {
            Reader { group: Some(group.clone()), document, ..Reader::default() }
        }
        Scope::Customer { customer_id } => {
            let group = store::group_of(db, *customer_id).await?;
            Reader { group, customer_id: Some(*customer_id), document }
        }
    })
}

async fn put(
    desk: &Desk,
    mut tx: Tx,
    cx: &Cx,
    at: (Place, Option<LayoutProfileSet>),
    own: Option<Own>,
    seen: Option<&str>,
) -> Result<ProfileSet, Error> {
    let (place, before) = at;
    let Some(next) = set(place, before.as_ref(), own, cx.today)? else {
        let version = before.map_or(0, |set| set.version);
        return desk.finish(tx, cx, Vec::new(), ProfileSet { version, changed: false }).await;
    };
    check(&mut tx, &next).await?;
    let answer = ProfileSet { version: next.version, changed: true };
    let entry = desk::based(&mut tx, next.into(), seen, "the layout profile").await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

/// Refuses a change with which the profile of anybody would be wrong who inherits from its place.
/// Each distinct combination of layers is resolved once, however many customers have it.
pub(super) async fn check(db: &mut Db, next: &LayoutProfileSet) -> Result<(), Error> {
    let laid = laid_with(db, next).await?;
    let there: HashSet<&Place> = laid.iter().map(|laid| &laid.place).collect();
    let (mut known, mut resolver) = (Known::default(), Resolver::default());
    let mut resolved = HashSet::new();
    for reader in readers_of(&next.place, &laid) {
        let mut layers = Vec::new();
        let places = reader.places();
        for place in places.iter().filter(|place| there.contains(place)) {
            layers.extend(known.layer(db, place, next).await?);
        }
        let contents: Vec<Content> = layers.iter().map(|(content, _)| *content).collect();
        if resolved.insert(contents) {
            let layers: Vec<Arc<Layer>> = layers.into_iter().map(|(_, layer)| layer).collect();
            whole(db, &mut resolver, &reader, &layers).await?;
        }
    }
    Ok(())
}

/// What a layer says, by its digest.
type Content = [u8; 32];

/// Layers that were read: those of the firm and of groups, and of one customer while they are
/// looked at, so that many with pictures of their own do not lie in memory together.
#[derive(Default)]
struct Known {
    shared: HashMap<Place, (Content, Arc<Layer>)>,
    customer: Option<CustomerId>,
    own: HashMap<Place, (Content, Arc<Layer>)>,
}

impl Known {
    /// What stands at a place with a change.
    async fn layer(
        &mut self,
        db: &mut Db,
        place: &Place,
        next: &LayoutProfileSet,
    ) -> Result<Option<(Content, Arc<Layer>)>, Error> {
        let at_hand = match place.scope {
            Scope::Customer { customer_id } => {
                if self.customer != Some(customer_id) {
                    self.customer = Some(customer_id);
                    self.own.clear();
                }
                &mut self.own
            }
            Scope::Firm | Scope::Group { .. } => &mut self.shared,
        };
        if let Some(known) = at_hand.get(place) {
            return Ok(Some(known.clone()));
        }
        let read = layers_with(db, std::slice::from_ref(place), next).await?;
        let Some(layer) = read.into_iter().next() else { return Ok(None) };
        let base = layer.base.map_or("", BuiltIn::name);
        let content = Sha256::digest(format!("{base}\n{}", layer.overrides())).into();
        let known = (content, Arc::new(layer));
        at_hand.insert(place.clone(), known.clone());
        Ok(Some(known))
    }
}

/// What would stand with a change.
pub(super) async fn laid_with(db: &mut Db, next: &LayoutProfileSet) -> Result<Vec<Laid>, Error> {
    let mut laid = store::laid(db).await?;
    laid.retain(|laid| laid.place != next.place);
    let own = next.layer.as_ref();
    laid.extend(own.map(|own| Laid { place: next.place.clone(), group: own.group.clone() }));
    Ok(laid)
}

/// What would stand at some places with a change.
pub(super) async fn layers_with(
    db: &mut Db,
    places: &[Place],
    next: &LayoutProfileSet,
) -> Result<Vec<Layer>, Error> {
    let mut layers = Vec::new();
    for place in places {
        if *place == next.place {
            layers.extend(layer(next)?);
        } else if let Some((set, _)) = store::at(db, place).await? {
            layers.extend(layer(&set)?);
        }
    }
    Ok(layers)
}

/// A place as people name it.
async fn named(db: &mut Db, place: &Place) -> Result<ProfileOf, Error> {
    let kind = place.document.as_deref().and_then(kind_named);
    let of = ProfileOf { kind, ..ProfileOf::default() };
    Ok(match &place.scope {
        Scope::Firm => of,
        Scope::Group { group } => ProfileOf { group: Some(group.clone()), ..of },
        Scope::Customer { customer_id } => {
            let customer = crate::parties::known_customer(db, *customer_id).await?;
            ProfileOf { customer: Some(customer.code), ..of }
        }
    })
}

async fn whole(
    db: &mut Db,
    resolver: &mut Resolver,
    reader: &Reader,
    layers: &[impl Borrow<Layer>],
) -> Result<(BuiltIn, Profile), Error> {
    match resolver.resolve(layers) {
        Ok(resolved) => Ok(resolved),
        Err(why) => {
            let whose = whose(db, reader).await?;
            Err(LayoutRefused::Wrong { whose, why: why.to_string() }.into())
        }
    }
}

async fn whose(db: &mut Db, reader: &Reader) -> Result<String, Error> {
    let customer = match reader.customer_id {
        Some(id) => dovuto_store::parties::customer(db, id).await?,
        None => None,
    };
    let who = match (customer, &reader.group) {
        (Some(Customer { code, .. }), _) => format!("customer {code}"),
        (None, Some(group)) => format!("group {group}"),
        (None, None) => "the firm".to_owned(),
    };
    Ok(match &reader.document {
        Some(document) => format!("{who} for {}", document.replace('_', " ")),
        None => who,
    })
}
