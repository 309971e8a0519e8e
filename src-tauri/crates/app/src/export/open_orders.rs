//! Orders that are not finished, with what is still to leave of each line.

use std::collections::{BTreeSet, HashMap};

use dovuto_documents::table::Cell;
use dovuto_domain::kernel::id::{CustomerId, OrderId, ProductId};
use dovuto_domain::kernel::quantity::{Price, Quantity};
use dovuto_domain::orders::{Order, OrderLine};
use dovuto_domain::pricing::{AgreedPrice, ChargeKind, ChargePer};
use dovuto_store::billing::product_codes;
use dovuto_store::export::records as store;
use dovuto_store::orders::progress::progress;
use dovuto_store::row::word;
use dovuto_store::sql::Db;
use dovuto_store::{orders, parties};

use super::file::Output;
use crate::error::Error;

/// Orders that are read at a time.
const ORDERS: usize = 200;

pub const HEADS: [&str; 14] = [
    "key",
    "customer",
    "customer_po",
    "po_date",
    "ordered_on",
    "requested_on",
    "currency",
    "basis",
    "freight",
    "contract",
    "project",
    "buyer_reference",
    "cig",
    "cup",
];

pub const LINES: [&str; 10] = [
    "key",
    "product",
    "quantity",
    "unit_price",
    "per",
    "discount",
    "to_be_agreed",
    "description",
    "customer_line",
    "cost_centre",
];

/// Whether orders are promised already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    Confirmed,
    Draft,
}

/// Writes orders that are confirmed, or drafts, with their lines. Those of which everything left
/// are left out.
pub async fn write(
    db: &mut Db,
    promise: Promise,
    heads: &mut Output,
    lines: &mut Output,
) -> Result<(), Error> {
    let state = match promise {
        Promise::Confirmed => "confirmed",
        Promise::Draft => "draft",
    };
    let named = store::open_orders(db, state).await?;
    let mut keys = BTreeSet::new();
    for some in named.chunks(ORDERS) {
        let ids: Vec<OrderId> = some.iter().map(|(id, _)| *id).collect();
        let page = Page::load(db, promise, &ids).await?;
        for (id, name) in some {
            let Some(stored) = orders::order(db, *id).await? else {
                continue;
            };
            let open = page.open_lines(&stored.order);
            if open.is_empty() {
                continue;
            }
            let key = own_key(name, &mut keys);
            heads.row(&page.head(&stored.order, &key, stored.number.as_deref())?)?;
            for (line, quantity) in open {
                lines.row(&page.line(&stored.order, &key, line, quantity))?;
            }
        }
    }
    Ok(())
}

/// A key that no other order has: a customer may write one PO on several.
fn own_key(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{name} ({n})"));
    let mut keys = std::iter::once(name.to_owned()).chain(numbered);
    keys.find(|key| taken.insert(key.clone())).unwrap_or_default()
}

/// What some orders name and how far they have come.
struct Page {
    promise: Promise,
    open: HashMap<(OrderId, i64), Quantity>,
    prices: HashMap<(OrderId, i64), Vec<AgreedPrice>>,
    billed: BTreeSet<(OrderId, i64)>,
    customers: HashMap<CustomerId, String>,
    products: HashMap<ProductId, String>,
}

impl Page {
    async fn load(db: &mut Db, promise: Promise, ids: &[OrderId]) -> Result<Self, Error> {
        let mut open = HashMap::new();
        for p in progress(db, ids).await? {
            open.extend(p.lines.iter().map(|l| ((p.order_id, l.line_n), l.open())));
        }
        let (mut sold_to, mut products) = (Vec::new(), Vec::new());
        for id in ids {
            if let Some(stored) = orders::order(db, *id).await? {
                sold_to.push(stored.order.terms.sold_to);
                products.extend(stored.order.lines.iter().map(|l| l.product_id));
            }
        }
        let customers = parties::customers_by_ids(db, &sold_to).await?;
        Ok(Self {
            promise,
            open,
            prices: orders::prices(db, ids).await?,
            billed: store::charges_billed(db, ids).await?,
            customers: customers.into_iter().map(|c| (c.customer_id, c.code)).collect(),
            products: product_codes(db, &products).await?,
        })
    }

    /// The lines of which something is still to leave; of a draft, all of them.
    fn open_lines<'o>(&self, order: &'o Order) -> Vec<(&'o OrderLine, Quantity)> {
        let open = |line: &OrderLine| match self.promise {
            Promise::Confirmed => self.open.get(&(order.order_id, line.line_n)).copied(),
            Promise::Draft => Some(line.quantity),
        };
        let lines = order.lines.iter().filter_map(|line| Some((line, open(line)?)));
        lines.filter(|(_, quantity)| !quantity.is_zero()).collect()
    }

    fn line(&self, order: &Order, key: &str, line: &OrderLine, quantity: Quantity) -> [Cell; 10] {
        let price = self.price(order, line);
        [
            Cell::text(key),
            Cell::maybe(self.products.get(&line.product_id)),
            Cell::micro(quantity.0),
            price.map_or(Cell::Empty, |p| Cell::micro(p.micro)),
            price.map_or(Cell::Empty, |p| Cell::whole(p.per)),
            price.map_or(Cell::Empty, |p| Cell::micro(p.discount_ppm)),
            Cell::Yes(price.is_none() && line.to_be_agreed),
            Cell::text(&line.description),
            Cell::maybe(line.customer_line.as_deref()),
            Cell::maybe(line.cost_centre.as_deref()),
        ]
    }

    /// The price agreed last; of a draft, what the customer stated.
    fn price(&self, order: &Order, line: &OrderLine) -> Option<Price> {
        let agreed = self.prices.get(&(order.order_id, line.line_n)).and_then(|p| p.last());
        agreed.map(|p| p.price).or_else(|| line.stated_price.as_ref().map(|s| s.price))
    }

    /// Without a PO our own number stands for it, so that the order can be told from others.
    fn head(&self, order: &Order, key: &str, number: Option<&str>) -> Result<[Cell; 14], Error> {
        let (terms, references) = (&order.terms, &order.references);
        let id = order.order_id.to_string();
        let po = references.customer_po.as_deref().or(number).unwrap_or(&id);
        let freight = order.charges.iter().filter(|c| {
            (c.kind, c.per) == (ChargeKind::Freight, ChargePer::Order)
                && !self.billed.contains(&(order.order_id, c.charge_n))
        });
        let freight: i64 = freight.map(|c| c.amount_minor).sum();
        let decimals = terms.currency.decimals();
        Ok([
            Cell::text(key),
            Cell::maybe(self.customers.get(&terms.sold_to)),
            Cell::text(po),
            Cell::day(references.po_date),
            Cell::Day(order.ordered_on),
            Cell::day(order.requested_on),
            Cell::text(terms.currency.code()),
            Cell::text(word(terms.basis)?),
            if freight == 0 { Cell::Empty } else { Cell::Money { minor: freight, decimals } },
            Cell::maybe(references.contract.as_deref()),
            Cell::maybe(references.project.as_deref()),
            Cell::maybe(references.buyer_reference.as_deref()),
            Cell::maybe(references.cig.as_deref()),
            Cell::maybe(references.cup.as_deref()),
        ])
    }
}
