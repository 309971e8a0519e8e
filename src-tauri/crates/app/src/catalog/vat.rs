//! The rates of VAT of the firm's country: reading them, adding and correcting them.

use chrono::NaiveDate;
use dovuto_domain::catalog::VatRate;
use dovuto_domain::fact::VatRatesSet;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{VatRegime, text};
use dovuto_store::{catalog as store, parties};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::plausible;
use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use crate::firm::our_firm;
use crate::parties::identity::filled;

/// The rates of VAT of the firm's country, newest first within a class.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VatRatesView {
    pub rates: Vec<VatRate>,
    /// The newest fact on the rates, to be given back when setting them.
    pub base: Option<String>,
}

/// What VAT does to each class of goods under each regime, from which day on.
pub async fn vat_rates(desk: &Desk) -> Result<VatRatesView, Error> {
    let mut db = desk.read().await?;
    let rates = store::vat_rates(&mut db).await?;
    let base = parties::heads(&mut db, &[Uuid::nil()]).await?;
    Ok(VatRatesView { rates, base: base.into_values().next() })
}

/// A rate of VAT of the firm's own country as it is typed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct VatRateForm {
    pub regime: VatRegime,
    pub tax_category: String,
    /// Today where it is left out.
    pub valid_from: Option<NaiveDate>,
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
    pub reason: Option<String>,
}

/// Rates of VAT to add; one of the same regime, class and day takes the place of the older.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SetVatRates {
    /// The newest fact on the rates that the person had seen.
    pub base: Option<String>,
    pub rates: Vec<VatRateForm>,
}

/// How many rates were set.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VatRatesAnswer {
    pub n_rates: usize,
}

/// Adds rates of VAT to the firm's table, or corrects them. Posted invoices stay as they are.
///
/// Refuses an empty list, categories and rates that do not go together, an exemption without its
/// reason, and to overwrite what somebody else changed meanwhile.
pub async fn set_vat_rates(
    desk: &Desk,
    cx: &Cx,
    ask: SetVatRates,
) -> Result<VatRatesAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let country = our_firm(&mut tx).await?.identity.country;

    let rates = vat_rates_of(ask.rates, &country, cx.today)?;
    let answer = VatRatesAnswer { n_rates: rates.len() };

    let set = VatRatesSet { rates };
    let entry = desk::based(&mut tx, set.into(), ask.base.as_deref(), "the VAT rates").await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

fn vat_rates_of(
    forms: Vec<VatRateForm>,
    country: &str,
    today: NaiveDate,
) -> Result<Vec<VatRate>, Refusal> {
    if forms.is_empty() {
        return Err(Refusal::FieldEmpty { field: "rates".into() });
    }
    let rate = |(n, form): (i64, VatRateForm)| {
        let rate = VatRate {
            country: country.to_owned(),
            regime: form.regime,
            tax_category: form.tax_category.trim().to_owned(),
            valid_from: form.valid_from.unwrap_or(today),
            vat_category: form.vat_category,
            rate_ppm: form.rate_ppm,
            reason_code: filled(form.reason_code),
            reason: filled(form.reason),
        };
        text("tax_category", &rate.tax_category, 10)
            .and_then(|()| plausible([Some(rate.valid_from)]))
            .and_then(|()| rate.checked())
            .map_err(|why| why.at_line(n))
    };
    (1..).zip(forms).map(rate).collect()
}
