//! The credit limit: asked when an order becomes a promise, never when what was received is billed.

use dovuto_domain::fact::LinePrice;
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::quantity::{Quantity, line_amounts, sum_minor};
use dovuto_domain::orders::{Order, check_credit};
use dovuto_domain::parties::Customer;
use dovuto_domain::pricing::AgreedPrice;
use dovuto_store::ledger::Tx;
use dovuto_store::orders::progress::progress;

use crate::error::Error;

/// Refuses a promise above the payer's limit. Looks only where there is one.
pub(super) async fn check(
    tx: &mut Tx,
    payer: &Customer,
    order: &Order,
    prices: &[LinePrice],
) -> Result<(), Error> {
    let terms = &order.terms;
    let Some(limit) = payer.credit_limit_minor.filter(|_| payer.currency == terms.currency) else {
        return Ok(());
    };
    let quantity = |n| order.lines.iter().find(|l| l.line_n == n).map(|l| l.quantity);
    let mine = prices.iter().filter_map(|p| Some((quantity(p.line_n)?, &p.agreed)));
    let charges = order.charges.iter().map(|c| c.amount_minor);
    let asked = sum_minor([value(mine)?, sum_minor(charges)?])?;
    let owed = dovuto_store::billing::money::exposure(tx, terms.payer, terms.currency).await?;
    let promised = promised(tx, order).await?;
    Ok(check_credit(Some(limit), sum_minor([owed, promised])?, asked)?)
}

/// What was promised to the payer in this currency and is not billed, without VAT.
async fn promised(tx: &mut Tx, order: &Order) -> Result<i64, Error> {
    let terms = &order.terms;
    let open: Vec<OrderId> =
        dovuto_store::orders::open_of_payer(tx, terms.payer, terms.currency).await?;
    let prices = dovuto_store::orders::prices(tx, &open).await?;
    let mut sum = 0;
    for p in progress(tx, &open).await? {
        let left = p.lines.iter().filter_map(|l| {
            let agreed = prices.get(&(p.order_id, l.line_n))?.last()?;
            Some(((l.ordered + l.excess - l.billed).or_zero(), agreed))
        });
        sum = sum_minor([sum, value(left)?])?;
    }
    Ok(sum)
}

fn value<'a>(lines: impl Iterator<Item = (Quantity, &'a AgreedPrice)>) -> Result<i64, Error> {
    let mut sum = 0;
    for (quantity, agreed) in lines {
        let net = line_amounts(quantity, agreed.price, agreed.currency)?.net_minor;
        sum = sum_minor([sum, net])?;
    }
    Ok(sum)
}
