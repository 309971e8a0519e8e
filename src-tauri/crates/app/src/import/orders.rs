//! Importing orders with their lines: joined by key, entered, and confirmed at the prices stated.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use dovuto_domain::catalog::{ListPrice, Product, list_price_on};
use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::id::{CustomerId, ProductId};
use dovuto_domain::kernel::quantity::{Currency, Price, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::references::References;
use dovuto_domain::orders::{Order, OrderKind, ShipTo};
use dovuto_domain::parties::Customer;
use dovuto_domain::pricing::{ChargeKind, ChargePer, Evidence, PriceAgreement};
use dovuto_store::catalog as store;
use dovuto_store::import::{self as lookup, Entered};
use dovuto_store::ledger::Tx;

use super::catalog::by_product;
use super::known::KNOWN;
use super::mapping::Section;
use super::parties::currency;
use super::plan::digest;
use super::reading::{Reading, Record};
use super::refused::BadRow;
use super::{Document, Job};
use crate::cx::Cx;
use crate::error::Error;
use crate::orders::shelf::Shelf;
use crate::orders::{SaveCharge, SaveOrder, SaveOrderLine, confirmation, save_entry};

/// An order as the file has it.
struct Wanted<'r> {
    head: Record<'r>,
    lines: Vec<Record<'r>>,
    order: SaveOrder,
    n_off_list: i64,
    place_unknown: bool,
}

/// What the rows name, looked up at once.
struct Known {
    customers: HashMap<String, Customer>,
    products: HashMap<String, Product>,
    prices: HashMap<ProductId, Vec<ListPrice>>,
    agreed: Vec<PriceAgreement>,
    /// By customer and PO.
    entered: HashMap<(CustomerId, String), Vec<Entered>>,
}

/// Imports orders.
pub(super) async fn orders(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let none = Section::default();
    let section = job.mapping.lines.as_ref().unwrap_or(&none);
    let sheet = job.lines.unwrap_or(job.sheet);
    let reading = job.reading()?;
    let of_lines = Reading::new(sheet, section, &job.mapping.writing)?;
    let (heads, at_odds) = heads(&reading, job);
    let mut lines = lines_by_key(&of_lines, &heads, job);
    let mut known = Known::load(tx, &heads, &lines).await?;

    let mut wanted = Vec::new();
    for (key, head) in heads {
        let own = lines.remove(key).unwrap_or_default();
        if let Some(line) = job.broken.get(&digest(key)) {
            let why = format!("line {line} cannot be read and may belong to this order");
            job.faults.note(head.bad("key", why));
            continue;
        }
        if at_odds.contains(key) {
            continue;
        }
        if let Some(order) = read_order(key, head, own, &known, cx.today, job) {
            wanted.push(order);
        }
    }
    let mut shelf = known.shelf(&wanted);
    for order in wanted {
        enter(tx, cx, job, &mut shelf, order).await?;
    }
    Ok(())
}

/// The first row of each key, and the keys whose rows disagree. Where the lines stand in the same
/// file, a key stands in many rows, which must agree about the head.
fn heads<'a, 'r>(
    reading: &'r Reading<'a>,
    job: &mut Job<'a>,
) -> (Vec<(&'r str, Record<'r>)>, HashSet<&'r str>) {
    if job.lines.is_some() {
        return (job.named(reading, "key"), HashSet::new());
    }
    let mut first: HashMap<&str, Record> = HashMap::new();
    let (mut heads, mut at_odds) = (Vec::new(), HashSet::new());
    for record in reading.records() {
        let Some(key) = job.faults.keep(record.needed("key")) else {
            continue;
        };
        let Some(head) = first.get(key) else {
            first.insert(key, record);
            heads.push((key, record));
            continue;
        };
        let mut columns = reading.columns();
        if let Some(field) = columns.find(|field| record.text(field) != head.text(field)) {
            let why = format!("line {} of the same order says otherwise", head.line());
            job.faults.note(record.bad(field, why));
            at_odds.insert(key);
        }
    }
    (heads, at_odds)
}

fn lines_by_key<'r>(
    reading: &'r Reading<'_>,
    heads: &[(&str, Record<'_>)],
    job: &mut Job<'_>,
) -> HashMap<&'r str, Vec<Record<'r>>> {
    let keys: HashSet<&str> = heads.iter().map(|(key, _)| *key).collect();
    let mut lines: HashMap<&str, Vec<Record>> = HashMap::new();
    for record in reading.records() {
        match job.faults.keep(record.needed("key")) {
            Some(key) if keys.contains(key) => lines.entry(key).or_default().push(record),
            Some(_) => job.faults.note(record.bad("key", "no order has this key")),
            None => {}
        }
    }
    lines
}

impl Known {
    async fn load(
        tx: &mut Tx,
        heads: &[(&str, Record<'_>)],
        lines: &HashMap<&str, Vec<Record<'_>>>,
    ) -> Result<Self, Error> {
        let all = |values: &mut dyn Iterator<Item = &str>| {
            let mut values: Vec<String> = values.map(str::to_owned).collect();
            values.sort();
            values.dedup();
            values
        };
        let codes = all(&mut heads.iter().filter_map(|(_, head)| head.text("customer")));
        let products = all(&mut lines.values().flatten().filter_map(|l| l.text("product")));
        let pos = all(&mut heads.iter().map(|(key, head)| po(key, head)));
        let customers = lookup::customers_by_codes(tx, &strs(&codes)).await?;
        let products = lookup::products_by_codes(tx, &strs(&products)).await?;
        let ids: Vec<ProductId> = products.iter().map(|p| p.product_id).collect();
        let buyers: Vec<CustomerId> = customers.iter().map(|c| c.customer_id).collect();
        let mut entered: HashMap<_, Vec<Entered>> = HashMap::new();
        for found in lookup::orders_by_pos(tx, &strs(&pos)).await? {
            let po = found.order.references.customer_po.clone();
            let key = (found.order.terms.sold_to, po.unwrap_or_default());
            entered.entry(key).or_default().push(found);
        }
        Ok(Self {
            customers: customers.into_iter().map(|c| (c.code.clone(), c)).collect(),
            products: products.into_iter().map(|p| (p.code.clone(), p)).collect(),
            prices: by_product(store::list_prices_of(tx, &ids).await?),
            agreed: store::agreements_of(tx, &buyers, &ids).await?,
            entered,
        })
    }

    /// What entering these orders asks for; it goes over from here.
    fn shelf(&mut self, wanted: &[Wanted]) -> Shelf {
        let po = |order: &SaveOrder| {
            Some((order.customer_id?, order.references.customer_po.clone().unwrap_or_default()))
        };
        let pos = wanted.iter().filter_map(|wanted| po(&wanted.order));
        let unused = pos.filter(|po| !self.entered.contains_key(po)).collect();
        let customers = std::mem::take(&mut self.customers).into_values();
        let products = std::mem::take(&mut self.products).into_values();
        let (prices, agreed) = (std::mem::take(&mut self.prices), std::mem::take(&mut self.agreed));
        Shelf::stocked(customers, products, prices, agreed, unused)
    }
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// The customer's PO: what the file calls so, else the key of the order.
fn po<'r>(key: &'r str, head: &Record<'r>) -> &'r str {
    head.text("customer_po").filter(|po| !po.is_empty()).unwrap_or(key)
}

/// Reads one order; nothing where it is bad, or was entered already as it is.
fn read_order<'r>(
    key: &'r str,
    head: Record<'r>,
    lines: Vec<Record<'r>>,
    known: &Known,
    today: NaiveDate,
    job: &mut Job<'_>,
) -> Option<Wanted<'r>> {
    let read = read_head(key, &head, known);
    let (mut order, currency, place_unknown) = job.faults.keep(read)?;
    order.allow_discontinued = job.mapping.allow_discontinued;
    let day = order.ordered_on.unwrap_or(today);
    let (mut n_off_list, mut all_read) = (0, true);
    for line in &lines {
        let Some((line, product)) = job.faults.keep(read_line(line, known, &order)) else {
            all_read = false;
            continue;
        };
        let listed = known.prices.get(&product).map(Vec::as_slice);
        if is_off_list(line.price, listed.unwrap_or_default(), currency, day) {
            n_off_list += 1;
        }
        order.lines.push(line);
    }
    if !all_read {
        return None;
    }
    let po = order.references.customer_po.clone().unwrap_or_default();
    let sold_to = order.customer_id?;
    if let Some(entered) = known.entered.get(&(sold_to, po.clone())) {
        let differences = entered.iter().map(|e| (e, difference(&e.order, &order)));
        let differences: Vec<_> = differences.collect();
        if job.passes_over(!entered.is_empty(), || head.bad("key", KNOWN)) {
            return None;
        }
        if differences.iter().any(|(_, what)| what.is_none()) {
            job.answer.skipped += 1;
            return None;
        }
        let standard = |(e, _): &&(&Entered, _)| e.order.kind == OrderKind::Standard;
        if let Some((first, Some(what))) = differences.iter().find(standard) {
            let id = first.order.order_id.to_string();
            let number = first.number.clone().unwrap_or(id);
            let why = format!("PO {po} was entered already as {number}, with other {what}");
            job.faults.note(head.bad("key", why));
            return None;
        }
    }
    Some(Wanted { head, lines, order, n_off_list, place_unknown })
}

/// What an order of the same PO has otherwise than the file; nothing where they say the same.
fn difference(order: &Order, ask: &SaveOrder) -> Option<&'static str> {
    type Texts<'a> = (Option<&'a str>, Option<&'a str>);
    type Line<'a> = (ProductId, Quantity, Option<(i64, i64, i64)>, Texts<'a>);
    let key = |price: Price| (price.micro, price.per, price.discount_ppm);
    let mine = ask.lines.iter().map(|l| -> Line {
        let texts = (l.customer_line.as_deref(), l.cost_centre.as_deref());
        (l.product_id, l.quantity, l.price.map(key), texts)
    });
    let theirs = order.lines.iter().map(|l| -> Line {
        let price = l.stated_price.as_ref().map(|stated| key(stated.price));
        let texts = (l.customer_line.as_deref(), l.cost_centre.as_deref());
        (l.product_id, l.quantity, price, texts)
    });
    let (mut mine, mut theirs): (Vec<Line>, Vec<Line>) = (mine.collect(), theirs.collect());
    mine.sort_unstable();
    theirs.sort_unstable();
    let charged = |(kind, per, amount): (ChargeKind, ChargePer, i64)| {
        (kind == ChargeKind::Freight, per == ChargePer::Order, amount)
    };
    let my_charges = ask.charges.iter().map(|c| charged((c.kind, c.per, c.amount_minor)));
    let their_charges = order.charges.iter().map(|c| charged((c.kind, c.per, c.amount_minor)));
    let currency = ask.currency.as_deref();
    if mine != theirs {
        Some("lines")
    } else if !my_charges.eq(their_charges) {
        Some("charges")
    } else if currency.is_some_and(|code| code != order.terms.currency.code()) {
        Some("currency")
    } else if ask.basis.is_some_and(|basis| basis != order.terms.basis) {
        Some("billing basis")
    } else if ask.ordered_on.is_some_and(|day| day != order.ordered_on)
        || ask.requested_on != order.requested_on
    {
        Some("dates")
    } else if ask.references != order.references {
        Some("references")
    } else {
        None
    }
}

type Head = (SaveOrder, Currency, bool);

fn read_head(key: &str, head: &Record, known: &Known) -> Result<Head, BadRow> {
    let code = head.needed("customer")?;
    let customer = known.customers.get(code);
    let customer = customer.ok_or_else(|| head.bad("customer", "there is no such customer"))?;
    let stated = currency(head, "currency")?;
    let currency = stated.unwrap_or(customer.currency);
    let (ship_to, place_unknown) = place(head, customer);
    let charges = match head.decimal("freight", currency.decimals())? {
        None | Some(0) => Vec::new(),
        Some(amount_minor) if amount_minor < 0 => {
            let why = Refusal::ChargeNotPositive { amount_minor };
            return Err(head.bad("freight", why));
        }
        Some(amount_minor) => vec![SaveCharge {
            kind: ChargeKind::Freight,
            per: ChargePer::Order,
            amount_minor,
            description: String::new(),
        }],
    };
    let order = SaveOrder {
        customer_id: Some(customer.customer_id),
        ship_to,
        currency: stated.map(|currency| currency.to_string()),
        basis: head.word("basis")?,
        references: References {
            customer_po: Some(po(key, head).to_owned()),
            po_date: head.day("po_date")?,
            contract: head.owned("contract"),
            project: head.owned("project"),
            buyer_reference: head.owned("buyer_reference"),
            cig: head.owned("cig"),
            cup: head.owned("cup"),
        },
        ordered_on: head.day("ordered_on")?,
        requested_on: head.day("requested_on")?,
        charges,
        ..SaveOrder::default()
    };
    Ok((order, currency, place_unknown))
}

/// Which of the customer's addresses the row means; their first where it is none of them.
fn place(head: &Record, customer: &Customer) -> (Option<ShipTo>, bool) {
    let fields = ["ship_street", "ship_postcode", "ship_city"];
    let given = fields.map(|field| head.text(field).unwrap_or_default());
    if given.iter().all(|part| part.is_empty()) {
        return (None, false);
    }
    let same = |part: &str, field: &str, own: &str| !head.has(field) || part == own.trim();
    let found = (0..).zip(&customer.identity.addresses).find(|(_, own)| {
        same(given[0], fields[0], &own.street)
            && same(given[1], fields[1], &own.postcode)
            && same(given[2], fields[2], &own.city)
    });
    match found {
        Some((address_n, _)) => {
            let customer_id = customer.customer_id;
            let place = ShipTo { customer_id, address_n };
            (Some(place), false)
        }
        None => (None, true),
    }
}

fn read_line(
    line: &Record,
    known: &Known,
    order: &SaveOrder,
) -> Result<(SaveOrderLine, ProductId), BadRow> {
    let code = line.needed("product")?;
    let product = known.products.get(code);
    let product = product.ok_or_else(|| line.bad("product", "there is no such product"))?;
    line.needed("quantity")?;
    let quantity = Quantity(line.decimal("quantity", 6)?.unwrap_or(0));
    quantity.checked(product.unit_scale).map_err(|why| line.bad("quantity", why))?;
    let discount_ppm = line.discount("discount")?;
    let price = match (line.decimal("unit_price", 6)?, discount_ppm) {
        (Some(micro), discount_ppm) => Some(checked(line, micro, discount_ppm.unwrap_or(0))?),
        (None, None | Some(0)) => None,
        (None, Some(_)) => {
            let why = "a discount needs the unit price that it is taken from";
            return Err(line.bad("unit_price", why));
        }
    };
    let evidence = Evidence {
        reference: line.reference(),
        date: order.ordered_on,
        file_hash: Some(line.hash().to_owned()),
    };
    let read = SaveOrderLine {
        cascade: Vec::new(),
        to_be_agreed: line.yes("to_be_agreed")?.unwrap_or(false),
        product_id: product.product_id,
        quantity,
        description: line.owned("description"),
        customer_line: line.owned("customer_line"),
        cost_centre: line.owned("cost_centre"),
        evidence: price.map(|_| evidence),
        price,
    };
    Ok((read, product.product_id))
}

fn checked(line: &Record, micro: i64, discount_ppm: i64) -> Result<Price, BadRow> {
    let per = line.whole("per")?.unwrap_or(1);
    let price = Price { micro, per, discount_ppm };
    price.checked().map_err(|why| {
        let field = if matches!(why, Refusal::PerNotAllowed { .. }) {
            "per"
        } else if matches!(why, Refusal::DiscountOutOfRange { .. }) {
            "discount"
        } else {
            "unit_price"
        };
        line.bad(field, why)
    })
}

/// Whether a stated price, before its discount, is another than the list's of the day. A line
/// that states none takes what our records offer.
fn is_off_list(
    price: Option<Price>,
    listed: &[ListPrice],
    currency: Currency,
    day: NaiveDate,
) -> bool {
    let Some(price) = price else { return false };
    match list_price_on(listed, currency, day) {
        Some(list) => {
            let stated = i128::from(price.micro) * i128::from(list.per);
            stated != i128::from(list.price_micro) * i128::from(price.per)
        }
        None => true,
    }
}

/// Enters one order and confirms it, where the mapping says so. Both or neither.
async fn enter(
    tx: &mut Tx,
    cx: &Cx,
    job: &mut Job<'_>,
    shelf: &mut Shelf,
    wanted: Wanted<'_>,
) -> Result<(), Error> {
    let Wanted { head, lines, .. } = wanted;
    let n_lines = wanted.order.lines.len();
    let at = |no: &Error| bad_row(&head, &lines, no);
    let decided = save_entry(tx, cx, shelf, wanted.order).await;
    let Some((_, saved)) = job.judged(decided, at)? else {
        return Ok(());
    };
    let Fact::OrderSaved(order) = &saved.fact else {
        return Ok(());
    };
    let order = order.as_ref().clone();
    let (mut entries, mut counter) = (vec![saved], None);
    if job.mapping.confirm {
        let decided = confirmation(tx, cx, shelf, job.letter, order.clone(), None).await;
        let Some((_, confirmed)) = job.judged(decided, at)? else {
            return Ok(());
        };
        counter = Some(confirmed.series.counter);
        entries.push(Fact::from(confirmed).into());
    }
    shelf.recorded(&order, counter);
    job.answer.lines += i64::try_from(n_lines).unwrap_or(i64::MAX);
    job.answer.lines_off_list += wanted.n_off_list;
    job.answer.places_unknown += i64::from(wanted.place_unknown);
    job.answer.inserted += 1;
    job.answer.documents += 1;
    job.record(tx, cx, Document { entries }).await
}

/// The row that a no is about: a line's where it names one, else the order's head.
fn bad_row(head: &Record, lines: &[Record], no: &Error) -> BadRow {
    if let Error::Refused(Refusal::AtLine { line, why }) = no {
        let at = usize::try_from(line - 1).ok().and_then(|at| lines.get(at));
        if let Some(record) = at {
            return record.refused(why);
        }
    }
    head.no(no)
}
