//! Prices: what records offer a customer now, and what was agreed with each.

pub mod reckon;

use chrono::NaiveDate;
use dovuto_domain::catalog::{ListPrice, list_price_on};
use dovuto_domain::kernel::id::{AgreementId, CustomerId, ProductId};
use dovuto_domain::kernel::quantity::{
    Currency, LineAmounts, Price, Quantity, UNITS_MAX, line_amounts,
};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::pricing::{Evidence, Offer, PriceAgreement, PriceSource, QuantityBreak, offer};
use dovuto_store::catalog as store;
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalog::{known_product, plausible};
use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use crate::parties::identity::filled;
use crate::parties::known_customer;

/// What records offer a customer for each of several products and quantities on a day, in the
/// order given; nothing where there is neither an agreement nor a list price.
pub async fn offers_for(
    db: &mut Db,
    customer: CustomerId,
    wanted: &[(ProductId, Quantity)],
    currency: Currency,
    day: NaiveDate,
) -> Result<Vec<Option<Offer>>, Error> {
    Ok(Prices::load(db, customer, wanted.iter().map(|(id, _)| *id))
        .await?
        .offers(wanted, currency, day))
}

/// What one customer's prices for several products rest on.
pub(crate) struct Prices {
    pub agreements: Vec<PriceAgreement>,
    pub list: Vec<ListPrice>,
}

impl Prices {
    async fn load(
        db: &mut Db,
        customer: CustomerId,
        products: impl Iterator<Item = ProductId>,
    ) -> Result<Self, Error> {
        let ids: Vec<_> = products.collect();
        Ok(Self {
            agreements: store::agreements_of(db, &[customer], &ids).await?,
            list: store::list_prices_of(db, &ids).await?,
        })
    }

    pub fn offers(
        &self,
        wanted: &[(ProductId, Quantity)],
        currency: Currency,
        day: NaiveDate,
    ) -> Vec<Option<Offer>> {
        let offered = |&(id, quantity): &(ProductId, Quantity)| {
            let own = self.agreements.iter().filter(|a| a.product_id == id);
            let agreements: Vec<_> = own.cloned().collect();
            offer(&agreements, &self.listed(id), quantity, currency, day)
        };
        wanted.iter().map(offered).collect()
    }

    fn listed(&self, id: ProductId) -> Vec<ListPrice> {
        self.list.iter().filter(|p| p.product_id == id).cloned().collect()
    }
}

/// A price that could be agreed now, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OfferView {
    #[serde(flatten)]
    pub price: Price,
    pub source: PriceSource,
    pub evidence: Evidence,
}

impl From<Offer> for OfferView {
    fn from(offer: Offer) -> Self {
        Self { price: offer.price, source: offer.source, evidence: offer.evidence }
    }
}

/// What a customer would pay for a quantity of a product.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct QuoteAsk {
    pub customer_id: CustomerId,
    pub product_id: ProductId,
    pub quantity: Quantity,
    /// The customer's own where it is left out.
    pub currency: Option<Currency>,
    /// Today where it is left out.
    pub on: Option<NaiveDate>,
}

/// The price that records offer, the list price beside it, and what the quantity comes to.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct QuoteView {
    pub currency: Currency,
    pub on: NaiveDate,
    /// Nothing where there is neither an agreement nor a list price.
    pub offer: Option<OfferView>,
    pub list_price: Option<ListPrice>,
    pub amounts: Option<LineAmounts>,
}

/// Says what a customer would pay for a quantity of a product, and why.
///
/// Refuses an unknown customer or product, a quantity that the unit does not allow, an amount
/// that is too large.
pub async fn quote(desk: &Desk, cx: &Cx, ask: QuoteAsk) -> Result<QuoteView, Error> {
    let mut db = desk.read().await?;
    let customer = known_customer(&mut db, ask.customer_id).await?;
    let product = known_product(&mut db, ask.product_id).await?;
    let prices = Prices::load(&mut db, ask.customer_id, std::iter::once(ask.product_id)).await?;

    let quantity = ask.quantity.checked(product.unit_scale)?;
    let (currency, on) = (ask.currency.unwrap_or(customer.currency), ask.on.unwrap_or(cx.today));
    let offer = prices.offers(&[(ask.product_id, quantity)], currency, on).pop().flatten();
    let amounts = offer.as_ref().map(|o| line_amounts(quantity, o.price, currency)).transpose()?;
    Ok(QuoteView {
        currency,
        on,
        list_price: list_price_on(&prices.list, currency, on).cloned(),
        offer: offer.map(OfferView::from),
        amounts,
    })
}

/// Whose agreements, and for which product; everything where both are left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct FindAgreements {
    pub customer_id: Option<CustomerId>,
    pub product_id: Option<ProductId>,
    /// 50 where it is left out, 500 at most.
    pub limit: Option<i64>,
    pub offset: Option<i64>,
}

/// A price agreement with the names of both, and the newest fact on it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AgreementView {
    #[serde(flatten)]
    pub agreement: PriceAgreement,
    pub customer_code: String,
    pub customer_name: String,
    pub product_code: String,
    pub description: String,
    /// To be given back when saving.
    pub base: String,
}

/// A part of the list of agreements, and how long the whole list is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AgreementList {
    pub rows: Vec<AgreementView>,
    pub total: i64,
}

/// What was agreed with a customer, or for a product, newest first.
pub async fn agreements(desk: &Desk, ask: FindAgreements) -> Result<AgreementList, Error> {
    let mut db = desk.read().await?;
    let limit = ask.limit.unwrap_or(50).clamp(1, 500);
    let offset = ask.offset.unwrap_or(0).max(0);
    let page =
        store::agreements_found(&mut db, ask.customer_id, ask.product_id, limit, offset).await?;
    let view = |row: store::AgreementRow| AgreementView {
        agreement: row.agreement,
        customer_code: row.customer_code,
        customer_name: row.customer_name,
        product_code: row.product_code,
        description: row.description,
        base: row.base,
    };
    Ok(AgreementList { rows: page.rows.into_iter().map(view).collect(), total: page.total })
}

/// A price agreement as it is to be from now on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SaveAgreement {
    /// Left out for a new agreement.
    pub agreement_id: Option<AgreementId>,
    /// The newest fact on the agreement that the person had seen.
    pub base: Option<String>,
    pub customer_id: CustomerId,
    pub product_id: ProductId,
    /// The customer's own where it is left out.
    pub currency: Option<Currency>,
    /// Today where it is left out.
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// Prices from a quantity on, rising.
    pub breaks: Vec<QuantityBreak>,
    /// What the customer can be shown: a reference, its date, the hash of the file.
    pub evidence: Evidence,
}

/// The agreement that was saved.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct SavedAgreement {
    pub agreement_id: AgreementId,
}

/// Saves what was agreed with a customer for a product, new or changed. Orders confirmed before
/// keep their agreed prices.
///
/// Refuses an unknown customer or product, an agreement without prices or evidence, breaks that
/// do not rise, dates reversed, to turn an agreement over to another customer or product, and to
/// overwrite what somebody else changed meanwhile.
pub async fn save_agreement(
    desk: &Desk,
    cx: &Cx,
    ask: SaveAgreement,
) -> Result<SavedAgreement, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;

    let (agreement_id, entry) = agreement_entry(&mut tx, cx, ask).await?;

    desk.finish(tx, cx, vec![entry], SavedAgreement { agreement_id }).await
}

/// Decides what saving an agreement records; the same as `save_agreement` inside a transaction.
pub async fn agreement_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: SaveAgreement,
) -> Result<(AgreementId, Entry), Error> {
    let customer = known_customer(tx, ask.customer_id).await?;
    known_product(tx, ask.product_id).await?;
    if let Some(id) = ask.agreement_id {
        let same =
            |a: &PriceAgreement| (a.customer_id, a.product_id) == (ask.customer_id, ask.product_id);
        let before = store::agreement(tx, id).await?.filter(same);
        before.ok_or_else(|| Error::not_found("price agreement", id))?;
    }

    plausible([ask.valid_from, ask.valid_to, ask.evidence.date])?;
    let id = ask.agreement_id.unwrap_or_else(|| cx.fresh());
    let agreement = PriceAgreement {
        agreement_id: id,
        customer_id: ask.customer_id,
        product_id: ask.product_id,
        currency: ask.currency.unwrap_or(customer.currency),
        valid_from: ask.valid_from.unwrap_or(cx.today),
        valid_to: ask.valid_to,
        breaks: ask.breaks,
        agreed_by: cx.actor,
        evidence: Evidence {
            reference: ask.evidence.reference.trim().to_owned(),
            date: ask.evidence.date,
            file_hash: filled(ask.evidence.file_hash),
        },
    }
    .checked()?;
    let too_large = agreement.breaks.iter().find(|b| b.from_quantity.0 > UNITS_MAX);
    if let Some(quantity) = too_large.map(|b| b.from_quantity) {
        return Err(Refusal::QuantityTooLarge { quantity }.into());
    }

    Ok((id, desk::based(tx, agreement.into(), ask.base.as_deref(), "the price agreement").await?))
}
