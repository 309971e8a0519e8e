//! Money: what arrived, which invoices it pays, what is free of it, and what goes back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::id::{CustomerId, InvoiceId, PaymentId, RefundId};
use crate::kernel::quantity::{Currency, MINOR_MAX};
use crate::kernel::refusal::Refusal;

/// Money that arrived, and the invoices it pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Payment {
    pub payment_id: PaymentId,
    pub payer: CustomerId,
    pub received_on: NaiveDate,
    pub currency: Currency,
    pub amount_minor: i64,
    /// The bank's reference.
    pub reference: String,
    pub allocations: Vec<Allocation>,
}

/// A part of a payment laid on an invoice; below zero it is taken off again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Allocation {
    pub invoice_id: InvoiceId,
    pub amount_minor: i64,
}

/// A payment laid anew: what it overpaid comes off, what was free goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reallocation {
    pub payment_id: PaymentId,
    pub on: NaiveDate,
    pub allocations: Vec<Allocation>,
}

/// Money that went back to a payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Refund {
    pub refund_id: RefundId,
    pub payment_id: PaymentId,
    pub paid_on: NaiveDate,
    pub amount_minor: i64,
    pub reference: String,
    /// What came off invoices to make it free; each below zero.
    pub allocations: Vec<Allocation>,
}

/// An invoice as money finds it.
#[derive(Clone, Copy, Debug)]
pub struct OpenInvoice {
    pub invoice_id: InvoiceId,
    pub payer: CustomerId,
    pub currency: Currency,
    /// Gross less credit notes less what was laid on it; below zero it is overpaid.
    pub open_minor: i64,
}

/// A payment as money finds it again.
#[derive(Clone, Debug)]
pub struct Funds {
    pub payment_id: PaymentId,
    pub payer: CustomerId,
    pub currency: Currency,
    pub received_on: NaiveDate,
    /// Amount less what lies on invoices less what went back.
    pub free_minor: i64,
    /// What lies on each invoice now, with what that invoice is overpaid, by its number.
    pub laid: Vec<Laid>,
}

#[derive(Clone, Copy, Debug)]
pub struct Laid {
    pub invoice_id: InvoiceId,
    pub amount_minor: i64,
    pub overpaid_minor: i64,
}

impl Funds {
    /// What comes off overpaid invoices, each at most by what is overpaid and what lies on it.
    pub fn released(&self) -> Vec<Allocation> {
        let off = |laid: &Laid| Allocation {
            invoice_id: laid.invoice_id,
            amount_minor: -laid.amount_minor.min(laid.overpaid_minor).max(0),
        };
        self.laid.iter().map(off).filter(|a| a.amount_minor != 0).collect()
    }

    /// What is owed back of this payment: free, and what comes off overpaid invoices.
    pub fn owed_minor(&self) -> i64 {
        self.free_minor - self.released().iter().map(|a| a.amount_minor).sum::<i64>()
    }
}

/// Lays money on invoices in the order given, each up to what is open. Gives what was laid, and
/// what is left.
///
/// Refuses an invoice of another payer or currency.
fn lay(
    mut left: i64,
    payer: CustomerId,
    currency: Currency,
    invoices: &[OpenInvoice],
) -> Result<Vec<Allocation>, Refusal> {
    let mut allocations = Vec::new();
    for invoice in invoices {
        if invoice.payer != payer || invoice.currency != currency {
            return Err(Refusal::PaymentForAnother { invoice: invoice.invoice_id });
        }
        let amount_minor = left.min(invoice.open_minor);
        if amount_minor > 0 {
            allocations.push(Allocation { invoice_id: invoice.invoice_id, amount_minor });
            left -= amount_minor;
        }
    }
    Ok(allocations)
}

/// Records money received and lays it on the invoices in the order given, each up to what is open.
///
/// Refuses an amount that is not above zero, an invoice of another payer or currency. What is left
/// over stays with the payer, unallocated.
pub fn allocate(payment: Payment, invoices: &[OpenInvoice]) -> Result<Payment, Refusal> {
    if !(1..=MINOR_MAX).contains(&payment.amount_minor) {
        return Err(Refusal::PaymentNotPositive { amount_minor: payment.amount_minor });
    }
    let allocations = lay(payment.amount_minor, payment.payer, payment.currency, invoices)?;
    Ok(Payment { allocations, ..payment })
}

/// Lays what is free of a payment, and what it overpays, on other invoices.
///
/// Refuses invoices of another payer or currency, and a payment of which nothing moves.
pub fn reallocate(funds: &Funds, invoices: &[OpenInvoice]) -> Result<Vec<Allocation>, Refusal> {
    let mut allocations = funds.released();
    let open =
        |invoice: &OpenInvoice| !allocations.iter().any(|a| a.invoice_id == invoice.invoice_id);
    let invoices: Vec<OpenInvoice> = invoices.iter().filter(|i| open(i)).copied().collect();
    let laid = lay(funds.owed_minor(), funds.payer, funds.currency, &invoices)?;
    if laid.is_empty() {
        return Err(Refusal::NothingToAllocate);
    }
    allocations.extend(laid);
    Ok(allocations)
}

/// Gives money back: first what is free, then what comes off overpaid invoices, by their number.
///
/// Refuses an amount that is not above zero or above what is owed back.
pub fn refund(funds: &Funds, amount_minor: i64) -> Result<Vec<Allocation>, Refusal> {
    if amount_minor <= 0 {
        return Err(Refusal::PaymentNotPositive { amount_minor });
    }
    let owed_minor = funds.owed_minor();
    if amount_minor > owed_minor {
        return Err(Refusal::RefundsMoreThanOwed { owed_minor, amount_minor });
    }
    Ok(funds.released())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn invoice(n: u128, open_minor: i64) -> OpenInvoice {
        OpenInvoice {
            invoice_id: Uuid::from_u128(n).into(),
            payer: Uuid::from_u128(9).into(),
            currency: Currency::EUR,
            open_minor,
        }
    }

    fn funds(free_minor: i64, laid: &[(u128, i64, i64)]) -> Funds {
        let laid = laid.iter().map(|(n, amount_minor, overpaid_minor)| Laid {
            invoice_id: Uuid::from_u128(*n).into(),
            amount_minor: *amount_minor,
            overpaid_minor: *overpaid_minor,
        });
        Funds {
            payment_id: Uuid::from_u128(8).into(),
            payer: Uuid::from_u128(9).into(),
            currency: Currency::EUR,
            received_on: NaiveDate::default(),
            free_minor,
            laid: laid.collect(),
        }
    }

    #[test]
    fn what_a_credit_note_overpays_comes_off_and_pays_another_invoice() {
        let paid = funds(5, &[(1, 100, 30), (2, 50, 0)]);
        assert_eq!(paid.owed_minor(), 35);
        let moved = reallocate(&paid, &[invoice(3, 20)]).expect("35 are free");
        let moved: Vec<i64> = moved.iter().map(|a| a.amount_minor).collect();
        assert_eq!(moved, [-30, 20]);
        assert!(reallocate(&funds(0, &[(2, 50, 0)]), &[invoice(3, 20)]).is_err());
    }

    #[test]
    fn no_more_goes_back_than_is_owed() {
        let paid = funds(5, &[(1, 100, 30)]);
        assert_eq!(refund(&paid, 35).map(|a| a.len()), Ok(1));
        assert!(matches!(refund(&paid, 36), Err(Refusal::RefundsMoreThanOwed { .. })));
        assert!(refund(&paid, 0).is_err());
    }
}
