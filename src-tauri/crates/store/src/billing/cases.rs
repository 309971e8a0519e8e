//! The cases of billing: everything that the law needs to know of an order.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use dovuto_domain::billing::balance::Delivery;
use dovuto_domain::billing::credit::{Credited, PostedCharge, PostedLine};
use dovuto_domain::billing::proposal::{Case, CaseCharge, CaseLine};
use dovuto_domain::fulfilment::LineRef;
use dovuto_domain::fulfilment::tracking::LotPart;
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::orders::ShipTo;
use dovuto_domain::parties::Customer;
use dovuto_domain::pricing::Charge;

use crate::error::Error;
use crate::ledger::{self, OrderHead};
use crate::orders::{ids, prices};
use crate::sql::{Db, SqlRow, query};

/// Everything that billing needs to know of some orders.
pub async fn cases(db: &mut Db, orders: &[OrderId]) -> Result<Vec<Case>, Error> {
    let asked = ids(orders);
    let mut prices = prices(db, orders).await?;
    let mut posted = posted(db, &asked).await?;
    let mut deliveries = deliveries(db, &asked, &posted).await?;
    let mut charges = charges(db, &asked).await?;
    let mut lines: HashMap<OrderId, Vec<CaseLine>> = HashMap::new();
    for row in &query(text::CASE_LINES).bind(&asked).fetch_all(&mut *db).await? {
        let (order_id, line_n): (OrderId, i64) = (row.id("order_id")?, row.int("line_n")?);
        let key = (order_id, line_n);
        lines.entry(order_id).or_default().push(CaseLine {
            prices: prices.remove(&key).unwrap_or_default(),
            deliveries: deliveries.remove(&key).unwrap_or_default(),
            posted: posted.remove(&key).unwrap_or_default(),
            ..case_line(row, line_n)?
        });
    }
    let heads = query(text::CASE_HEADS).bind(&asked).fetch_all(&mut *db).await?;
    let mut customers: HashMap<CustomerId, Customer> = HashMap::new();
    let mut found = Vec::with_capacity(heads.len());
    for row in &heads {
        let order_id: OrderId = row.id("order_id")?;
        let order: OrderHead = ledger::document_in(row)?;
        let bill_to = order.terms.bill_to;
        if let Entry::Vacant(unknown) = customers.entry(bill_to) {
            let hash: Vec<u8> = row.get("customer_hash")?;
            unknown.insert(ledger::document(db, &hash).await?);
        }
        found.push(Case {
            order_id,
            number: row.text("number")?,
            billing: customers[&bill_to].billing.clone(),
            required: customers[&bill_to].required_references.clone(),
            terms: order.terms,
            references: order.references,
            lines: lines.remove(&order_id).unwrap_or_default(),
            charges: charges.remove(&order_id).unwrap_or_default(),
        });
    }
    Ok(found)
}

fn case_line(row: &SqlRow, line_n: i64) -> Result<CaseLine, Error> {
    Ok(CaseLine {
        line_n,
        product_id: row.id("product_id")?,
        product_code: row.text("code")?,
        kind: row.word("kind")?,
        description: row.text("description")?,
        unit_code: row.text("unit_code")?,
        tax_category: row.text("tax_category")?,
        customer_line: row.maybe_text("customer_line")?,
        customer_code: row.maybe_text("customer_code")?,
        cost_centre: row.maybe_text("cost_centre")?,
        cap: Quantity(row.int("cap")?),
        prices: Vec::new(),
        deliveries: Vec::new(),
        posted: Vec::new(),
    })
}

/// What became of what left.
#[derive(Clone, Copy, Default)]
struct Later {
    returned: Quantity,
    invoiced: Quantity,
    credited: Quantity,
    credited_returned: Quantity,
}

/// What left of orders. What became of it is summed for all of them at once: asked line by line
/// it is most of the work, and most lines have nothing of it.
async fn deliveries(
    db: &mut Db,
    asked: &str,
    posted: &Posted,
) -> Result<HashMap<(OrderId, i64), Vec<Delivery>>, Error> {
    let later = later(db, asked, posted).await?;
    let mut pieces = pieces(db, asked).await?;
    let rows = query(text::DELIVERIES).bind(asked).fetch_all(db).await?;
    let mut found: HashMap<(OrderId, i64), Vec<Delivery>> = HashMap::new();
    for row in &rows {
        let accepted = match (row.maybe_id("proof_id")?, row.maybe_int("accepted")?) {
            (Some(proof), Some(accepted)) => Some((proof, Quantity(accepted))),
            _ => None,
        };
        let replaces = match (row.maybe_id("replaces_shipment_id")?, row.maybe_int("replaces_n")?) {
            (Some(shipment_id), Some(shipment_n)) => Some(LineRef { shipment_id, shipment_n }),
            _ => None,
        };
        let line = shipment_line(row)?;
        let Later { returned, invoiced, credited, credited_returned } =
            later.get(&line).copied().unwrap_or_default();
        let (serials, lots) = pieces.remove(&line).unwrap_or_default();
        let delivery = Delivery {
            line,
            number: row.text("number")?,
            dispatched_on: row.day("dispatched_on")?,
            ship_to: ShipTo {
                customer_id: row.id("ship_to")?,
                address_n: row.int("ship_to_address_n")?,
            },
            serials,
            lots,
            dispatched: Quantity(row.int("dispatched")?),
            accepted,
            goods_receipt: row.maybe_text("goods_receipt")?,
            state: row.word("state")?,
            returned,
            replaces,
            invoiced,
            credited,
            credited_returned,
            billing_holder: row.id("billing_holder")?,
        };
        found.entry((row.id("order_id")?, row.int("line_n")?)).or_default().push(delivery);
    }
    Ok(found)
}

async fn later(
    db: &mut Db,
    asked: &str,
    posted: &Posted,
) -> Result<HashMap<LineRef, Later>, Error> {
    let mut found: HashMap<LineRef, Later> = HashMap::new();
    for line in posted.values().flatten() {
        let later = found.entry(line.shipment).or_default();
        later.invoiced = later.invoiced + line.quantity;
        later.credited = later.credited + line.credited.quantity;
    }
    for row in &query(text::RETURNED).bind(asked).fetch_all(&mut *db).await? {
        found.entry(shipment_line(row)?).or_default().returned = Quantity(row.int("quantity")?);
    }
    for row in &query(text::CREDITED_RETURNED).bind(asked).fetch_all(db).await? {
        let later = found.entry(shipment_line(row)?).or_default();
        later.credited_returned = Quantity(row.int("quantity")?);
    }
    Ok(found)
}

/// The serial numbers of some orders that left and did not come back, and the lots that left.
async fn pieces(
    db: &mut Db,
    asked: &str,
) -> Result<HashMap<LineRef, (Vec<String>, Vec<LotPart>)>, Error> {
    let rows = query(text::PIECES).bind(asked).fetch_all(db).await?;
    let mut found: HashMap<LineRef, (Vec<String>, Vec<LotPart>)> = HashMap::new();
    for row in &rows {
        let (serials, lots) = found.entry(shipment_line(row)?).or_default();
        let number = row.text("number")?;
        if row.text("kind")? == "serial" {
            serials.push(number);
        } else {
            lots.push(LotPart { lot: number, quantity: Quantity(row.int("quantity")?) });
        }
    }
    Ok(found)
}

fn shipment_line(row: &SqlRow) -> Result<LineRef, Error> {
    Ok(LineRef { shipment_id: row.id("shipment_id")?, shipment_n: row.int("shipment_n")? })
}

/// Invoice lines by the order line that they bill.
type Posted = HashMap<(OrderId, i64), Vec<PostedLine>>;

/// The invoice lines of orders, with what was credited of each.
async fn posted(db: &mut Db, asked: &str) -> Result<Posted, Error> {
    let rows = query(text::POSTED_BY_ORDER).bind(asked).fetch_all(db).await?;
    let mut found = Posted::new();
    for row in &rows {
        let line = posted_line(row)?;
        found.entry((row.id("order_id")?, line.line_n)).or_default().push(line);
    }
    Ok(found)
}

/// The lines of one invoice, with what was credited of each.
pub async fn posted_lines(db: &mut Db, invoice: InvoiceId) -> Result<Vec<PostedLine>, Error> {
    let rows = query(text::POSTED_BY_INVOICE).bind(invoice.bytes()).fetch_all(db).await?;
    rows.iter().map(posted_line).collect()
}

fn posted_line(row: &SqlRow) -> Result<PostedLine, Error> {
    Ok(PostedLine {
        invoice_id: row.id("invoice_id")?,
        invoice_number: row.text("number")?,
        issued_on: row.day("issued_on")?,
        invoice_n: row.int("invoice_n")?,
        line_n: row.int("line_n")?,
        shipment: shipment_line(row)?,
        price_n: row.int("price_n")?,
        supply_date: row.day("supply_date")?,
        currency: row.currency("currency")?,
        quantity: Quantity(row.int("quantity")?),
        share_minor: row.int("share_minor")?,
        net_minor: row.int("net_minor")?,
        credited: Credited {
            quantity: Quantity(row.int("credited_quantity")?),
            quantity_minor: row.int("quantity_minor")?,
            value_minor: row.int("value_minor")?,
            lower_price_minor: row.int("lower_price_minor")?,
        },
    })
}

/// The charges of one invoice, with what was credited of each.
pub async fn posted_charges(db: &mut Db, invoice: InvoiceId) -> Result<Vec<PostedCharge>, Error> {
    let rows = query(
        "select ic.invoice_charge_n, ic.net_minor,
                coalesce((select sum(cl.net_minor)
                            from credit_lines cl
                           where cl.invoice_id = ic.invoice_id
                             and cl.invoice_charge_n = ic.invoice_charge_n), 0) as credited_minor,
                exists (select 1
                          from credit_lines cl
                         where cl.invoice_id = ic.invoice_id
                           and cl.invoice_charge_n = ic.invoice_charge_n
                           and cl.cause = 'document_cancelled') as cancelled
           from invoice_charges ic
          where ic.invoice_id = ?1
          order by ic.invoice_charge_n",
    )
    .bind(invoice.bytes())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(PostedCharge {
                invoice_charge_n: row.int("invoice_charge_n")?,
                net_minor: row.int("net_minor")?,
                credited_minor: row.int("credited_minor")?,
                cancelled: row.int("cancelled")? == 1,
            })
        })
        .collect()
}

async fn charges(db: &mut Db, asked: &str) -> Result<HashMap<OrderId, Vec<CaseCharge>>, Error> {
    let rows = query(
        "select order_id, charge_n, kind, per, amount_minor, description
           from charges
          where order_id in (select unhex(value) from json_each(?1))
          order by order_id, charge_n",
    )
    .bind(asked)
    .fetch_all(&mut *db)
    .await?;
    let mut found: HashMap<OrderId, Vec<CaseCharge>> = HashMap::new();
    for row in &rows {
        let charge = Charge {
            charge_n: row.int("charge_n")?,
            kind: row.word("kind")?,
            per: row.word("per")?,
            amount_minor: row.int("amount_minor")?,
            description: row.text("description")?,
        };
        let charge = CaseCharge { charge, billed_for: Vec::new() };
        found.entry(row.id("order_id")?).or_default().push(charge);
    }
    let billed = query(
        "select distinct ic.order_id, ic.charge_n, ic.shipment_id
           from invoice_charges ic
          where ic.order_id in (select unhex(value) from json_each(?1))
            and not exists (select 1
                              from credit_lines cl
                             where cl.invoice_id = ic.invoice_id
                               and cl.invoice_charge_n = ic.invoice_charge_n
                               and cl.cause = 'document_cancelled')",
    )
    .bind(asked)
    .fetch_all(db)
    .await?;
    for row in &billed {
        let (order, n): (OrderId, i64) = (row.id("order_id")?, row.int("charge_n")?);
        let shipment: Option<ShipmentId> = row.maybe_id("shipment_id")?;
        let of_order = found.get_mut(&order).into_iter().flatten();
        for charge in of_order.filter(|c| c.charge.charge_n == n) {
            charge.billed_for.push(shipment);
        }
    }
    Ok(found)
}

mod text {
    pub const CASE_HEADS: &str = "select o.order_id, o.number, l.kind, l.version, l.body,
            c.fact_hash as customer_hash
       from json_each(?1) asked
 cross join orders o on o.order_id = unhex(asked.value)
 cross join customers c on c.customer_id = o.bill_to
 cross join ledger l on l.hash = o.fact_hash
      where o.state in ('confirmed', 'closed')
      order by o.order_id";

    pub const CASE_LINES: &str = "select ol.order_id, ol.line_n, ol.product_id, p.code, ol.kind,
            ol.description, ol.unit_code, ol.tax_category, ol.customer_line,
            ol.customer_code, ol.cost_centre,
            ol.quantity
              + coalesce((select sum(e.quantity)
                            from excess_accepted e
                           where e.order_id = ol.order_id
                             and e.line_n = ol.line_n), 0) as cap
       from order_lines ol
       join products p on p.product_id = ol.product_id
      where ol.order_id in (select unhex(value) from json_each(?1))
      order by ol.order_id, ol.line_n";

    pub const DELIVERIES: &str = "select sl.order_id, sl.line_n, sl.shipment_id, sl.shipment_n,
            s.number, s.state, s.dispatched_on, s.ship_to, s.ship_to_address_n,
            s.billing_holder, sl.quantity as dispatched, pr.proof_id, pl.accepted,
            pr.goods_receipt, sl.replaces_shipment_id, sl.replaces_n
       from json_each(?1) asked
 cross join shipment_lines sl on sl.order_id = unhex(asked.value)
 cross join shipments s on s.shipment_id = sl.shipment_id
       left join proofs pr
              on pr.shipment_id = sl.shipment_id
             and pr.proof_n = (select max(latest.proof_n)
                                 from proofs latest
                                where latest.shipment_id = sl.shipment_id)
       left join proof_lines pl
              on pl.proof_id = pr.proof_id
             and pl.shipment_n = sl.shipment_n
      where s.number is not null";

    pub const RETURNED: &str = "select rl.shipment_id, rl.shipment_n, sum(rl.quantity) as quantity
       from return_lines rl
      where rl.shipment_id in (select sl.shipment_id
                                 from json_each(?1) asked
                           cross join shipment_lines sl on sl.order_id = unhex(asked.value))
      group by rl.shipment_id, rl.shipment_n";

    pub const CREDITED_RETURNED: &str = "select cl.shipment_id, cl.shipment_n,
            sum(cl.quantity) as quantity
       from credit_lines cl
      where cl.cause = 'returned'
        and cl.shipment_id in (select il.shipment_id
                                 from json_each(?1) asked
                           cross join invoice_lines il on il.order_id = unhex(asked.value))
      group by cl.shipment_id, cl.shipment_n";

    // Firms that follow no pieces have none, and nothing is looked up.
    pub const PIECES: &str = "select p.shipment_id, p.shipment_n, p.kind, p.number, p.quantity
       from shipment_lines sl
       join shipment_pieces p on p.shipment_id = sl.shipment_id
                             and p.shipment_n = sl.shipment_n
      where exists (select 1 from shipment_pieces)
        and sl.order_id in (select unhex(value) from json_each(?1))
        and p.returned = 0
      order by p.shipment_id, p.shipment_n, p.kind, p.number";

    macro_rules! posted {
        ($which:literal) => {
            concat!(
                "select il.order_id, il.line_n, il.invoice_id, i.number, i.issued_on,
            il.invoice_n, il.shipment_id, il.shipment_n, il.price_n, il.supply_date, i.currency,
            il.quantity, il.share_minor, il.net_minor,
            coalesce(sum(cl.quantity), 0) as credited_quantity,
            coalesce(sum(cl.net_minor) filter (where cl.quantity > 0), 0) as quantity_minor,
            coalesce(sum(cl.net_minor) filter (where cl.quantity = 0), 0) as value_minor,
            coalesce(sum(cl.net_minor) filter (where cl.cause = 'lower_price'), 0)
              as lower_price_minor
       from invoice_lines il
       join invoices i on i.invoice_id = il.invoice_id
       left join credit_lines cl
              on cl.invoice_id = il.invoice_id
             and cl.invoice_n = il.invoice_n
      where ",
                $which,
                "
      group by il.invoice_id, il.invoice_n
      order by i.number, il.invoice_n"
            )
        };
    }

    pub const POSTED_BY_ORDER: &str =
        posted!("il.order_id in (select unhex(value) from json_each(?1))");
    pub const POSTED_BY_INVOICE: &str = posted!("il.invoice_id = ?1");
}
