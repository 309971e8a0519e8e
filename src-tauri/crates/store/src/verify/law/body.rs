//! What the law reads of the bodies of facts: small shapes of its own, not the domain's.

use chrono::NaiveDate;
use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::machine::{Event, Stage};

/// An identity: sixteen bytes, written as thirty-two digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Id(pub [u8; 16]);

impl Id {
    pub fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).ok().filter(|_| digits)?;
        Some(Self(number.to_be_bytes()))
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl std::fmt::Debug for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

// In the books both are their bytes.
impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if !from.is_human_readable() {
            return Deserialize::deserialize(from).map(Self);
        }
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("\"{text}\" is no identity")))
    }
}

/// Three letters of a currency.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Currency(pub [u8; 3]);

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if !from.is_human_readable() {
            return Deserialize::deserialize(from).map(Self);
        }
        let text = String::deserialize(from)?;
        let letters = <[u8; 3]>::try_from(text.as_bytes()).ok();
        let capital = letters.filter(|l| l.iter().all(u8::is_ascii_uppercase));
        capital.map(Self).ok_or_else(|| D::Error::custom(format!("\"{text}\" is no currency")))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Regime {
    Domestic,
    Eu,
    Export,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Basis {
    Delivery,
    Dispatch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Per {
    Order,
    Shipment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    pub customer_id: Id,
    pub address_n: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Terms {
    pub sold_to: Id,
    pub ship_to: Place,
    pub bill_to: Id,
    pub payer: Id,
    pub currency: Currency,
    pub vat_regime: Regime,
    pub basis: Basis,
}

#[derive(Deserialize)]
pub(super) struct Station {
    pub letter: char,
}

#[derive(Deserialize)]
pub(super) struct Succession {
    pub predecessor: Id,
    pub members: [Id; 2],
    pub last_numbers_seen: Vec<String>,
    pub billing_passes: bool,
}

#[derive(Deserialize)]
pub(super) struct TakenOver {
    pub predecessor: Id,
}

/// How a party is called on a document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Identity {
    pub name: String,
    pub tax_id: Option<String>,
    pub country: String,
    pub addresses: Vec<Address>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Address {
    pub name: Option<String>,
    pub street: String,
    pub postcode: String,
    pub city: String,
    pub region: Option<String>,
    pub country: String,
}

#[derive(Deserialize)]
pub(super) struct Firm {
    pub identity: Identity,
    pub currency: Currency,
}

#[derive(Deserialize)]
pub(super) struct Customer {
    pub identity: Identity,
}

#[derive(Deserialize)]
pub(super) struct Rates {
    pub rates: Vec<Rate>,
}

#[derive(Deserialize)]
pub(super) struct Rate {
    pub country: String,
    pub regime: Regime,
    pub tax_category: String,
    pub valid_from: NaiveDate,
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
}

/// What VAT does to an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Vat {
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Order {
    pub lines: Vec<OrderLine>,
    pub charges: Vec<Charge>,
    pub discount: Option<Discount>,
}

/// A discount on the whole order. A percentage is in the prices already.
#[derive(Clone, Copy, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Discount {
    Percent {},
    Money { amount_minor: i64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ware {
    Goods,
    Service,
}

#[derive(Deserialize)]
pub(super) struct OrderLine {
    pub line_n: i64,
    pub product_id: Id,
    pub kind: Ware,
    pub quantity: i64,
    pub unit_code: String,
    pub tax_category: String,
}

#[derive(Deserialize)]
pub(super) struct Charge {
    pub charge_n: i64,
    pub per: Per,
    pub amount_minor: i64,
}

#[derive(Deserialize)]
pub(super) struct Series {
    pub series: String,
    pub year: i32,
    pub counter: i64,
    pub number: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OrderKind {
    Standard,
    Blanket,
    CallOff,
}

#[derive(Deserialize)]
pub(super) struct Confirmed {
    pub kind: OrderKind,
    pub blanket_id: Option<Id>,
    pub terms: Terms,
    pub prices: Vec<AgreedPrice>,
    pub baton: Baton,
}

#[derive(Deserialize)]
pub(super) struct AgreedPrice {
    pub line_n: i64,
    pub price_n: i64,
    pub micro: i64,
    pub per: i64,
    pub discount_ppm: i64,
    pub currency: Currency,
    pub applies_from: NaiveDate,
    pub evidence: Evidence,
    #[serde(default)]
    pub allowance_minor: i64,
    #[serde(default)]
    pub allowance_quantity: i64,
}

/// A confirmed order as it stands from now on.
#[derive(Deserialize)]
pub(super) struct Amended {
    pub terms: Terms,
    pub lines: Vec<OrderLine>,
    pub charges: Vec<Charge>,
    pub reason: String,
    pub prices: Vec<AgreedPrice>,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct PricesAgreed {
    pub prices: Vec<AgreedPrice>,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct Excess {
    pub line_n: i64,
    pub quantity: i64,
    pub price_n: i64,
    pub evidence: Evidence,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct Hold {
    pub order_id: Option<Id>,
    pub customer_id: Option<Id>,
    pub reason: String,
    pub expires_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
pub(super) struct HoldReleased {
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Price {
    pub micro: i64,
    pub per: i64,
    pub discount_ppm: i64,
}

#[derive(Deserialize)]
pub(super) struct Evidence {
    pub reference: String,
}

#[derive(Deserialize)]
pub(super) struct Baton {
    pub order_id: Id,
}

#[derive(Deserialize)]
pub(super) struct BatonMoved {
    pub baton: Baton,
}

#[derive(Deserialize)]
pub(super) struct Planned {
    pub sold_to: Id,
    pub ship_to: Place,
    pub lines: Vec<ShipmentLine>,
}

#[derive(Deserialize)]
pub(super) struct ShipmentLine {
    pub shipment_n: i64,
    pub order_id: Id,
    pub line_n: i64,
    pub quantity: i64,
    pub replaces: Option<LineRef>,
}

/// One line of one shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LineRef {
    pub shipment_id: Id,
    pub shipment_n: i64,
}

/// Serial and lot numbers of a shipment line.
#[derive(Deserialize)]
pub(super) struct Pieces {
    pub shipment_n: i64,
    #[serde(default)]
    pub serials: Vec<String>,
    #[serde(default)]
    pub lots: Vec<LotPart>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct LotPart {
    pub lot: String,
    pub quantity: i64,
}

#[derive(Deserialize)]
pub(super) struct Issued {
    pub dispatched_on: NaiveDate,
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct Delivered {
    pub delivered_on: NaiveDate,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct Moved {
    pub event: Event,
    pub state: Stage,
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    pub batons: Vec<Baton>,
}

/// A void, a reversal or a loss.
#[derive(Deserialize)]
pub(super) struct Ended {
    pub reason: String,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct Returned {
    pub return_id: Id,
    pub counted_on: NaiveDate,
    pub reason: String,
    pub lines: Vec<ReturnedLine>,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct ReturnedLine {
    pub shipment_n: i64,
    pub quantity: i64,
    #[serde(default)]
    pub serials: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Proof {
    pub proof_id: Id,
    pub proof_n: i64,
    pub received_on: NaiveDate,
    #[serde(default)]
    pub goods_receipt: Option<Box<str>>,
    pub lines: Vec<ProofLine>,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct ProofLine {
    pub shipment_n: i64,
    pub accepted: i64,
}

/// Gives a body its VAT.
macro_rules! with_vat {
    ($($body:ident)*) => {$(
        impl $body {
            pub fn vat(&self) -> $crate::verify::law::body::Vat {
                $crate::verify::law::body::Vat {
                    vat_category: self.vat_category.clone(),
                    rate_ppm: self.rate_ppm,
                    reason_code: self.reason_code.clone(),
                }
            }
        }
    )*};
}
pub(super) use with_vat;

/// Gives a body its price.
macro_rules! with_price {
    ($($body:ident)*) => {$(
        impl $body {
            pub fn price(&self) -> $crate::verify::law::body::Price {
                $crate::verify::law::body::Price {
                    micro: self.micro,
                    per: self.per,
                    discount_ppm: self.discount_ppm,
                }
            }
        }
    )*};
}
pub(super) use with_price;

with_vat!(Rate);
with_price!(AgreedPrice);

/// A body of which the law reads nothing.
pub(super) type Unread = IgnoredAny;
