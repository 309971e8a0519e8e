//! Exchange rates: recorded by people, with who quoted them.

use chrono::NaiveDate;
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::fact::ExchangeRatesSet;
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_store::catalog as store;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use crate::firm::our_firm;

/// Rates that a bank quoted. One of the same currency and day is replaced; what was posted stays.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SetExchangeRates {
    pub rates: Vec<ExchangeRateForm>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExchangeRateForm {
    pub currency: String,
    /// Today where left out.
    #[serde(default)]
    pub quoted_on: Option<NaiveDate>,
    /// Millionths of the currency's unit for one unit of the firm's.
    pub rate_micro: i64,
    /// Who quoted it.
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExchangeRatesAnswer {
    pub n_rates: usize,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ListExchangeRates {
    /// Nothing quoted before; the last year where left out.
    pub since: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExchangeRatesView {
    pub rates: Vec<ExchangeRate>,
}

/// The rates that were recorded, newest first within a currency.
pub async fn list(
    desk: &Desk,
    cx: &Cx,
    ask: ListExchangeRates,
) -> Result<ExchangeRatesView, Error> {
    let mut db = desk.read().await?;
    let since = ask.since.unwrap_or_else(|| a_year_before(cx.today));
    Ok(ExchangeRatesView { rates: store::exchange_rates(&mut db, since).await? })
}

/// Records exchange rates.
///
/// Refuses an empty list, the firm's own currency, rates that are not above zero, of tomorrow or
/// without a source.
pub async fn set(
    desk: &Desk,
    cx: &Cx,
    ask: SetExchangeRates,
) -> Result<ExchangeRatesAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let own = our_firm(&mut tx).await?.currency;
    if ask.rates.is_empty() {
        return Err(Refusal::FieldEmpty { field: "rates".into() }.into());
    }
    let rate = |(n, form): (i64, ExchangeRateForm)| {
        let checked = Currency::parse(&form.currency).and_then(|currency| {
            let quoted_on = form.quoted_on.unwrap_or(cx.today);
            let (rate_micro, source) = (form.rate_micro, form.source.trim().to_owned());
            ExchangeRate { currency, quoted_on, rate_micro, source }.checked(own, cx.today)
        });
        checked.map_err(|why| why.at_line(n))
    };
    let rates: Result<Vec<_>, Refusal> = (1..).zip(ask.rates).map(rate).collect();
    let set = ExchangeRatesSet { rates: rates? };
    let answer = ExchangeRatesAnswer { n_rates: set.rates.len() };
    let entry = desk::based(&mut tx, set.into(), None, "the exchange rates").await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

/// The first day whose rates a page shows and a posting looks at.
pub(crate) fn a_year_before(today: NaiveDate) -> NaiveDate {
    today.checked_sub_months(chrono::Months::new(12)).unwrap_or(today)
}
