//! What orders that are entered one after another all need to know: looked up once, kept at hand.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use dovuto_domain::catalog::{ListPrice, Product};
use dovuto_domain::fact::Policy;
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::id::{CustomerId, OrderId, ProductId};
use dovuto_domain::kernel::quantity::{Currency, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::{Hold, Order, ShipTo, Terms, check_holds};
use dovuto_domain::parties::Customer;
use dovuto_domain::pricing::{Offer, PriceAgreement};
use dovuto_store::ledger::Tx;
use dovuto_store::sql::Db;

use super::{customer_of, holds, year_of};
use crate::cx::Cx;
use crate::error::Error;
use crate::pricing::Prices;

/// What was looked up within one transaction. An empty one looks up what is asked for.
///
/// Only orders are written while it is in use: what else is on it would grow stale.
#[derive(Default)]
pub struct Shelf {
    customers: HashMap<CustomerId, Arc<Customer>>,
    products: HashMap<ProductId, Product>,
    list: HashMap<ProductId, Vec<ListPrice>>,
    agreements: HashMap<CustomerId, Vec<PriceAgreement>>,
    /// Of which products it is known what a customer agreed.
    asked: HashSet<(CustomerId, ProductId)>,
    /// Whether everything is known that orders of the customers at hand ask for.
    stocked: bool,
    holds: HashMap<(Option<OrderId>, CustomerId, CustomerId), Vec<Hold>>,
    policy: Option<Policy>,
    calendar: Option<Calendar>,
    counter: Option<i64>,
    /// POs that no order bears yet.
    unused: HashSet<(CustomerId, String)>,
}

impl Shelf {
    /// Lays down what orders will ask for: the customers and products of many at once, with the
    /// products' list prices, what the customers agreed for them, and the POs of which it is known
    /// that no order bears them.
    pub fn stocked(
        customers: impl Iterator<Item = Customer>,
        products: impl Iterator<Item = Product>,
        mut list: HashMap<ProductId, Vec<ListPrice>>,
        agreed: Vec<PriceAgreement>,
        unused: HashSet<(CustomerId, String)>,
    ) -> Self {
        let products: HashMap<_, _> = products.map(|p| (p.product_id, p)).collect();
        for id in products.keys() {
            list.entry(*id).or_default();
        }
        let customers = customers.map(|c| (c.customer_id, Arc::new(c))).collect();
        let mut agreements: HashMap<_, Vec<PriceAgreement>> = HashMap::new();
        for agreement in agreed {
            agreements.entry(agreement.customer_id).or_default().push(agreement);
        }
        let stocked = true;
        Self { customers, products, list, agreements, stocked, unused, ..Self::default() }
    }

    pub(super) async fn customer(
        &mut self,
        db: &mut Db,
        id: CustomerId,
    ) -> Result<Arc<Customer>, Error> {
        if let Some(known) = self.customers.get(&id) {
            return Ok(Arc::clone(known));
        }
        let found = Arc::new(customer_of(db, id).await?);
        self.customers.insert(id, Arc::clone(&found));
        Ok(found)
    }

    /// Refuses an address that the customer does not have.
    pub(super) async fn address_exists(
        &mut self,
        db: &mut Db,
        ship_to: ShipTo,
    ) -> Result<(), Error> {
        let receiver = self.customer(db, ship_to.customer_id).await?;
        let n = usize::try_from(ship_to.address_n).unwrap_or(usize::MAX);
        if receiver.identity.addresses.len().max(1) > n {
            return Ok(());
        }
        let (customer, address_n) = (receiver.code.clone(), ship_to.address_n);
        Err(Refusal::AddressUnknown { customer, address_n }.into())
    }

    /// The products of an order, as far as there are such.
    pub(super) async fn products(
        &mut self,
        db: &mut Db,
        wanted: &[ProductId],
    ) -> Result<&HashMap<ProductId, Product>, Error> {
        let unknown = |id: &ProductId| !self.products.contains_key(id);
        let missing: Vec<ProductId> = wanted.iter().copied().filter(unknown).collect();
        if !missing.is_empty() {
            let found = dovuto_store::catalog::products_by_ids(db, &missing).await?;
            self.products.extend(found.into_iter().map(|p| (p.product_id, p)));
        }
        Ok(&self.products)
    }

    /// Which days the firm works.
    pub(super) async fn calendar(&mut self, db: &mut Db) -> Result<&Calendar, Error> {
        let known = match self.calendar.take() {
            Some(known) => known,
            None => dovuto_store::closing::calendar(db).await?,
        };
        Ok(self.calendar.insert(known))
    }

    pub(super) async fn offers(
        &mut self,
        db: &mut Db,
        customer: CustomerId,
        wanted: &[(ProductId, Quantity)],
        currency: Currency,
        day: NaiveDate,
    ) -> Result<Vec<Option<Offer>>, Error> {
        let unlisted = |id: &ProductId| !self.list.contains_key(id);
        let missing: Vec<ProductId> = wanted.iter().map(|(id, _)| *id).filter(unlisted).collect();
        if !missing.is_empty() {
            for id in &missing {
                self.list.entry(*id).or_default();
            }
            for price in dovuto_store::catalog::list_prices_of(db, &missing).await? {
                self.list.entry(price.product_id).or_default().push(price);
            }
        }
        let unasked = |id: &ProductId| !self.stocked && !self.asked.contains(&(customer, *id));
        let missing: Vec<ProductId> = wanted.iter().map(|(id, _)| *id).filter(unasked).collect();
        if !missing.is_empty() {
            let found = dovuto_store::catalog::agreements_of(db, &[customer], &missing).await?;
            self.agreements.entry(customer).or_default().extend(found);
            self.asked.extend(missing.into_iter().map(|id| (customer, id)));
        }
        let agreements = self.agreements.get(&customer).into_iter().flatten();
        let of_order: HashSet<ProductId> = wanted.iter().map(|(id, _)| *id).collect();
        let listed = of_order.iter().filter_map(|id| self.list.get(id)).flatten();
        let own = agreements.filter(|a| of_order.contains(&a.product_id));
        let prices = Prices { agreements: own.cloned().collect(), list: listed.cloned().collect() };
        Ok(prices.offers(wanted, currency, day))
    }

    pub(super) async fn policy(&mut self, db: &mut Db) -> Result<Policy, Error> {
        if self.policy.is_none() {
            self.policy = dovuto_store::parties::policy(db).await?;
        }
        Ok(self.policy.clone().ok_or(Refusal::NoStandingPolicy)?)
    }

    /// Refuses what a hold stops. Nothing holds an order that is not stored yet.
    pub(super) async fn check_holds(
        &mut self,
        db: &mut Db,
        cx: &Cx,
        stored: Option<OrderId>,
        terms: &Terms,
    ) -> Result<(), Error> {
        let key = (stored, terms.sold_to, terms.payer);
        if let Some(known) = self.holds.get(&key) {
            return Ok(check_holds(known, cx.today)?);
        }
        let found = holds::found(db, stored, terms).await?;
        let checked = check_holds(&found, cx.today);
        self.holds.insert(key, found);
        Ok(checked?)
    }

    /// The counter of the next order that is confirmed.
    pub(super) async fn next_counter(&mut self, tx: &mut Tx, cx: &Cx) -> Result<i64, Error> {
        if self.counter.is_none() {
            let stream = tx.stream().ok_or(Refusal::NoKey)?;
            let year = year_of(cx.today);
            self.counter =
                Some(dovuto_store::orders::last_counter(tx, stream.bytes(), year).await?);
        }
        Ok(self.counter.unwrap_or(0) + 1)
    }

    /// An order was recorded: its PO is used now, and its counter if it got one.
    pub fn recorded(&mut self, order: &Order, counter: Option<i64>) {
        if let Some(po) = &order.references.customer_po {
            self.unused.remove(&(order.terms.sold_to, po.clone()));
        }
        self.counter = counter.or(self.counter);
    }

    /// Whether it is known that no order of the customer bears this PO.
    pub(super) fn is_unused(&self, sold_to: CustomerId, po: &str) -> bool {
        !self.unused.is_empty() && self.unused.contains(&(sold_to, po.to_owned()))
    }
}
