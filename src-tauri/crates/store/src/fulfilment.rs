//! Shipments, proofs and stock.

use chrono::NaiveDate;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::fulfilment::{LineRef, Returnable, Shipment};
use dovuto_domain::kernel::id::{CustomerId, OrderId, PersonalId, ProductId, ProofId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;

use crate::error::Error;
use crate::ledger;
use crate::orders::{ids, like};
use crate::row::word;
use crate::sql::{Db, SqlRow, only, query, query_scalar};

/// A shipment with what became of it.
#[derive(Clone, Debug)]
pub struct Stored {
    pub shipment: Shipment,
    pub state: ShipmentState,
    pub number: Option<String>,
    pub dispatched_on: Option<NaiveDate>,
    pub delivered_on: Option<NaiveDate>,
    /// Hash of the fact that issued it, in hex.
    pub issued_hash: Option<String>,
}

/// A shipment by its identity.
pub async fn shipment(db: &mut Db, id: ShipmentId) -> Result<Option<Stored>, Error> {
    let row = query(
        "select s.state, s.number, s.dispatched_on, s.delivered_on, s.fact_hash,
                case when s.issued_hash is null then null else lower(hex(s.issued_hash)) end
                  as issued_hex
           from shipments s
          where s.shipment_id = ?1",
    )
    .bind(id.bytes())
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let hash: Vec<u8> = row.get("fact_hash")?;
    Ok(Some(Stored {
        shipment: ledger::document(db, &hash).await?,
        state: row.word("state")?,
        number: row.maybe_text("number")?,
        dispatched_on: row.maybe_day("dispatched_on")?,
        delivered_on: row.maybe_day("delivered_on")?,
        issued_hash: row.maybe_text("issued_hex")?,
    }))
}

/// A shipment by the number of its delivery note.
pub async fn by_number(db: &mut Db, number: &str) -> Result<Option<ShipmentId>, Error> {
    let row = query("select shipment_id from shipments where number = ?1")
        .bind(number)
        .fetch_optional(db)
        .await?;
    row.map(|row| row.id("shipment_id")).transpose()
}

/// The counter of the last delivery note of a station in a year.
pub async fn last_counter(db: &mut Db, stream: &[u8], year: i32) -> Result<i64, Error> {
    query_scalar(
        "select coalesce(max(counter), 0)
           from shipments
          where stream_id = ?1
            and year = ?2",
    )
    .bind(stream)
    .bind(year)
    .fetch_one(db)
    .await
}

/// What planned shipments hold already of an order's lines, replacements left out.
pub async fn planned(db: &mut Db, order: OrderId) -> Result<Vec<(i64, Quantity)>, Error> {
    let rows = query(
        "select sl.line_n, sum(sl.quantity) as quantity
           from shipment_lines sl
           join shipments s on s.shipment_id = sl.shipment_id
          where sl.order_id = ?1
            and sl.replaces_n is null
            and s.state in ('planned', 'released', 'picking', 'packed')
          group by sl.line_n",
    )
    .bind(order.bytes())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.int("line_n")?, Quantity(row.int("quantity")?)))).collect()
}

/// What may still come back of each line of a shipment.
pub async fn returnable(db: &mut Db, shipment: ShipmentId) -> Result<Vec<Returnable>, Error> {
    let rows = query(
        "select sl.shipment_n, sl.quantity,
                coalesce((select sum(rl.quantity)
                            from return_lines rl
                           where rl.shipment_id = sl.shipment_id
                             and rl.shipment_n = sl.shipment_n), 0) as returned
           from shipment_lines sl
          where sl.shipment_id = ?1
          order by sl.shipment_n",
    )
    .bind(shipment.bytes())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Returnable {
                shipment_n: row.int("shipment_n")?,
                dispatched: Quantity(row.int("quantity")?),
                returned: Quantity(row.int("returned")?),
            })
        })
        .collect()
}

/// What came back of a shipment line and is not being made good: its order line, and how much.
pub async fn to_replace(
    db: &mut Db,
    line: LineRef,
) -> Result<Option<(OrderId, i64, Quantity)>, Error> {
    let row = query(
        "select sl.order_id, sl.line_n,
                coalesce((select sum(rl.quantity)
                            from return_lines rl
                           where rl.shipment_id = sl.shipment_id
                             and rl.shipment_n = sl.shipment_n), 0)
                  - coalesce((select sum(again.quantity
                                         - coalesce((select sum(rl.quantity)
                                                       from return_lines rl
                                                      where rl.shipment_id = again.shipment_id
                                                        and rl.shipment_n = again.shipment_n), 0))
                                from shipment_lines again
                                join shipments s on s.shipment_id = again.shipment_id
                               where again.replaces_shipment_id = sl.shipment_id
                                 and again.replaces_n = sl.shipment_n
                                 and s.state not in ('voided', 'reversed', 'lost')), 0) as open
           from shipment_lines sl
          where sl.shipment_id = ?1
            and sl.shipment_n = ?2",
    )
    .bind(line.shipment_id.bytes())
    .bind(line.shipment_n)
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok((row.id("order_id")?, row.int("line_n")?, Quantity(row.int("open")?))))
        .transpose()
}

/// Which of some serial numbers of a product are with a customer, or packed for one.
pub async fn serials_out(
    db: &mut Db,
    product: ProductId,
    serials: &[String],
) -> Result<Vec<String>, Error> {
    let rows = query(
        "select p.number
           from shipment_pieces p
           join shipments s on s.shipment_id = p.shipment_id
          where p.product_id = ?1
            and p.kind = 'serial'
            and p.number in (select value from json_each(?2))
            and p.returned = 0
            and s.state not in ('voided', 'reversed')
          order by p.number",
    )
    .bind(product.bytes())
    .bind(serde_json::to_string(serials)?)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| row.text("number")).collect()
}

/// Serial and lot numbers of a shipment: line, kind, number, quantity, whether it came back.
pub async fn pieces(
    db: &mut Db,
    shipment: ShipmentId,
) -> Result<Vec<(i64, String, String, Quantity, bool)>, Error> {
    let rows = query(
        "select shipment_n, kind, number, quantity, returned
           from shipment_pieces
          where shipment_id = ?1
          order by shipment_n, kind, number",
    )
    .bind(shipment.bytes())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.int("shipment_n")?,
                row.text("kind")?,
                row.text("number")?,
                Quantity(row.int("quantity")?),
                row.int("returned")? == 1,
            ))
        })
        .collect()
}

/// How many shipments of an order were issued.
pub async fn n_issued(db: &mut Db, order: OrderId) -> Result<i64, Error> {
    query_scalar(
        "select count(distinct s.shipment_id)
           from shipment_lines sl
           join shipments s on s.shipment_id = sl.shipment_id
          where sl.order_id = ?1
            and s.number is not null
            and s.state <> 'voided'",
    )
    .bind(order.bytes())
    .fetch_one(db)
    .await
}

/// What a list of shipments is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<ShipmentState>,
    pub order: Option<OrderId>,
    /// Part of a number, or the customer's code or name.
    pub search: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

/// One row of the list of shipments.
#[derive(Clone, Debug)]
pub struct Listed {
    pub shipment_id: ShipmentId,
    pub number: Option<String>,
    pub state: ShipmentState,
    pub customer_id: CustomerId,
    pub customer_name: String,
    pub planned_on: NaiveDate,
    pub dispatched_on: Option<NaiveDate>,
    pub delivered_on: Option<NaiveDate>,
    pub n_lines: i64,
    /// Numbers of the orders it serves.
    pub orders: String,
}

/// Shipments that left to a customer and stand, by their number.
pub async fn left_for(
    db: &mut Db,
    sold_to: Option<&[CustomerId]>,
) -> Result<Vec<ShipmentId>, Error> {
    let only = only(&[
        (true, "number is not null"),
        (true, "state not in ('voided', 'reversed')"),
        (sold_to.is_some(), "sold_to in (select unhex(value) from json_each(?1))"),
    ]);
    let rows = query(format!(
        "select shipment_id
           from shipments
         {only}
          order by dispatched_on, number
          limit 100000"
    ))
    .bind(sold_to.map(crate::orders::ids))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| row.id("shipment_id")).collect()
}

/// A page of shipments, newest plan first.
pub async fn list(db: &mut Db, filter: &Filter) -> Result<Vec<Listed>, Error> {
    let only = only(&[
        (filter.state.is_some(), "s.state = ?1"),
        (
            filter.order.is_some(),
            "s.shipment_id in (select shipment_id from shipment_lines where order_id = ?2)",
        ),
        (
            filter.search.is_some(),
            "(s.number like ?3 escape '\\'
              or s.sold_to in (select customer_id
                                 from customers
                                where code like ?3 escape '\\'
                                   or name like ?3 escape '\\'))",
        ),
    ]);
    let rows = query(format!(
        "select s.shipment_id, s.number, s.state, s.sold_to, c.name, s.planned_on,
                s.dispatched_on, s.delivered_on,
                (select count(*)
                   from shipment_lines sl
                  where sl.shipment_id = s.shipment_id) as n_lines,
                (select coalesce(group_concat(distinct o.number), '')
                   from shipment_lines sl
                   join orders o on o.order_id = sl.order_id
                  where sl.shipment_id = s.shipment_id) as orders
           from (select s.shipment_id
                   from shipments s
                        {only}
                  order by s.planned_on desc, s.shipment_id desc
                  limit ?4 offset ?5) page
     cross join shipments s on s.shipment_id = page.shipment_id
           join customers c on c.customer_id = s.sold_to
          order by s.planned_on desc, s.shipment_id desc",
    ))
    .bind(filter.state.map(word).transpose()?)
    .bind(filter.order.map(|id| id.bytes().to_vec()))
    .bind(filter.search.as_deref().map(like))
    .bind(filter.limit)
    .bind(filter.offset)
    .fetch_all(db)
    .await?;
    rows.iter().map(listed).collect()
}

fn listed(row: &SqlRow) -> Result<Listed, Error> {
    Ok(Listed {
        shipment_id: row.id("shipment_id")?,
        number: row.maybe_text("number")?,
        state: row.word("state")?,
        customer_id: row.id("sold_to")?,
        customer_name: row.text("name")?,
        planned_on: row.day("planned_on")?,
        dispatched_on: row.maybe_day("dispatched_on")?,
        delivered_on: row.maybe_day("delivered_on")?,
        n_lines: row.int("n_lines")?,
        orders: row.text("orders")?,
    })
}

/// A proof as it was recorded.
#[derive(Clone, Debug)]
pub struct ProofRow {
    pub proof_id: ProofId,
    pub proof_n: i64,
    pub received_on: NaiveDate,
    pub signed_by: Option<PersonalId>,
    pub reference: String,
    pub goods_receipt: Option<String>,
    pub file_hash: Option<String>,
    pub fact_hash: String,
    /// Accepted quantities by shipment line.
    pub accepted: Vec<(i64, Quantity)>,
}

/// The proofs of a shipment, oldest first.
pub async fn proofs(db: &mut Db, shipment: ShipmentId) -> Result<Vec<ProofRow>, Error> {
    let rows = query(
        "select p.proof_id, p.proof_n, p.received_on, p.personal_id, p.reference,
                p.goods_receipt, p.file_hash, lower(hex(p.fact_hash)) as fact_hex
           from proofs p
          where p.shipment_id = ?1
          order by p.proof_n",
    )
    .bind(shipment.bytes())
    .fetch_all(&mut *db)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let proof_id: ProofId = row.id("proof_id")?;
        let lines = query(
            "select shipment_n, accepted from proof_lines where proof_id = ?1 order by shipment_n",
        )
        .bind(proof_id.bytes())
        .fetch_all(&mut *db)
        .await?;
        let accepted = lines
            .iter()
            .map(|line| Ok((line.int("shipment_n")?, Quantity(line.int("accepted")?))))
            .collect::<Result<_, Error>>()?;
        found.push(ProofRow {
            proof_id,
            proof_n: row.int("proof_n")?,
            received_on: row.day("received_on")?,
            signed_by: row.maybe_id("personal_id")?,
            reference: row.text("reference")?,
            goods_receipt: row.maybe_text("goods_receipt")?,
            file_hash: row.maybe_text("file_hash")?,
            fact_hash: row.text("fact_hex")?,
            accepted,
        });
    }
    Ok(found)
}

/// Stock on hand of a product, in millionths; nothing where it never moved.
pub async fn on_hand(db: &mut Db, products: &[ProductId]) -> Result<Vec<(ProductId, i64)>, Error> {
    let rows = query(
        "select product_id, on_hand
           from stock
          where product_id in (select unhex(value) from json_each(?1))",
    )
    .bind(ids(products))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("product_id")?, row.int("on_hand")?))).collect()
}

/// Stock of a product at the end of a day, in millionths; nothing where it never moved at all.
pub async fn stock_on(
    db: &mut Db,
    product: ProductId,
    day: NaiveDate,
) -> Result<Option<i64>, Error> {
    let moved = query_scalar(
        "select sum(iif(moved_on <= ?2, quantity, 0))
           from stock_movements
          where product_id = ?1",
    )
    .bind(product.bytes())
    .bind(day.to_string())
    .fetch_one(db)
    .await?;
    Ok(moved)
}

/// Stock of a product, as a list shows it.
#[derive(Clone, Debug)]
pub struct StockRow {
    pub product_id: ProductId,
    pub code: String,
    pub description: String,
    pub unit_code: String,
    pub on_hand: i64,
}

/// Stock on hand of every product that ever moved, the scarcest first.
pub async fn stock(db: &mut Db) -> Result<Vec<StockRow>, Error> {
    let rows = query(
        "select p.product_id, p.code, p.description, p.unit_code, s.on_hand
           from stock s
           join products p on p.product_id = s.product_id
          order by s.on_hand, p.code
          limit 10000",
    )
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(StockRow {
                product_id: row.id("product_id")?,
                code: row.text("code")?,
                description: row.text("description")?,
                unit_code: row.text("unit_code")?,
                on_hand: row.int("on_hand")?,
            })
        })
        .collect()
}
