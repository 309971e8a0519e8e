//! VAT in another currency than the firm's is stated in both, at a rate that was recorded.

use chrono::{Days, NaiveDate};

use super::Case;
use super::amount::in_own;
use super::body::Currency;
use super::books::Law;
use super::papers::{CreditNote, ExchangeRate, ExchangeRates, Invoice, Tax};

impl Law {
    pub(super) fn exchange_rates_set(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<ExchangeRates>() else { return };
        for rate in body.rates {
            let right = rate.rate_micro > 0 && !rate.source.trim().is_empty();
            case.holds(right, "exchange_wrong", || format!("{rate:?} is no rate with a source"));
            self.exchange
                .retain(|old| (old.currency, old.quoted_on) != (rate.currency, rate.quoted_on));
            self.exchange.push(rate);
        }
    }

    /// The rate is the last one of the week before the last supply that was taxed.
    pub(super) fn invoice_exchange(&self, case: &mut Case<'_>, invoice: &Invoice) {
        let Some(own) = self.firm.as_ref().map(|firm| firm.currency) else { return };
        let lines = invoice.lines.iter().filter(|line| line.rate_ppm > 0);
        let taxed = lines.map(|line| line.supply_date).max();
        let foreign = taxed.filter(|_| invoice.terms.currency != own);
        let due = foreign.and_then(|on| self.quoted(invoice.terms.currency, on));
        case.holds(foreign.is_none() || due.is_some(), "exchange_rate_missing", || {
            format!("VAT in {:?} and no rate by {foreign:?}", invoice.terms.currency)
        });
        case.holds(invoice.exchange.as_ref() == due, "exchange_wrong", || {
            format!("{:?} instead of {due:?}", invoice.exchange)
        });
        stated(case, &invoice.taxes, due, own);
    }

    /// A credit note keeps the rate of its invoice.
    pub(super) fn credit_exchange(&self, case: &mut Case<'_>, note: &CreditNote) {
        let Some(own) = self.firm.as_ref().map(|firm| firm.currency) else { return };
        let invoice = self.invoices.get(&note.invoice_id);
        let due = invoice.and_then(|invoice| invoice.exchange.as_deref());
        case.holds(note.exchange.as_ref() == due, "exchange_wrong", || {
            format!("{:?} instead of {due:?}", note.exchange)
        });
        stated(case, &note.taxes, due, own);
    }

    fn quoted(&self, currency: Currency, on: NaiveDate) -> Option<&ExchangeRate> {
        let oldest = on.checked_sub_days(Days::new(7)).unwrap_or(on);
        let of_week = |r: &&ExchangeRate| {
            r.currency == currency && oldest <= r.quoted_on && r.quoted_on <= on
        };
        self.exchange.iter().filter(of_week).max_by_key(|r| r.quoted_on)
    }
}

fn stated(case: &mut Case<'_>, taxes: &[Tax], rate: Option<&ExchangeRate>, own: Currency) {
    for tax in taxes {
        let rate = rate.filter(|_| tax.rate_ppm > 0);
        let due = rate.and_then(|r| in_own(tax.tax_minor, r.rate_micro, r.currency, own));
        let is = tax.own_tax_minor.map(i128::from);
        case.holds(is == due, "exchange_wrong", || {
            format!("tax of {} is {is:?} in the firm's currency instead of {due:?}", tax.rate_ppm)
        });
    }
}
