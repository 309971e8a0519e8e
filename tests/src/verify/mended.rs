//! Orders that did not go as agreed: amended, returned, replaced, credited, taken back, lost.

use dovuto_domain::catalog::Product;
use dovuto_domain::fact::{LinePrice, ShipmentLost, ShipmentReversed, ShipmentVoided};
use dovuto_domain::fulfilment::machine::{ShipmentEvent, ShipmentState};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::orders::{Order, OrderLine};
use dovuto_domain::parties::Customer;
use dovuto_domain::pricing::{AgreedPrice, Charge, ChargeKind, ChargePer, Discount};

use super::after::pieces;
use super::firm::{agreed, order, price, sold};
use super::sold::Sold;
use super::world::{Left, World};

/// Sells whole units of the three products with a discount of ten on the whole order.
pub async fn discounted(world: &mut World, customer: &Customer, units: &[i64]) -> Sold {
    let mut order = order(world, customer, units);
    let discount = Discount::Money { amount_minor: 1_000 };
    order.discount = Some(discount);
    let mut prices: Vec<AgreedPrice> =
        (1..).zip(units).map(|(n, _)| agreed(world, customer, 20 + n, 35_000)).collect();
    let mut laid: Vec<(Quantity, &mut AgreedPrice)> =
        units.iter().map(|units| Quantity::units(*units)).zip(&mut prices).collect();
    discount.lay_on(&mut laid).expect("less than the order costs");
    let prices = (1..).zip(prices).map(|(line_n, agreed)| LinePrice { line_n, agreed }).collect();
    world.sell(order, prices).await
}

/// A line of whole units that comes with an amendment.
pub fn line(product: &Product, line_n: i64, units: i64) -> OrderLine {
    OrderLine {
        to_be_agreed: false,
        line_n,
        product_id: product.product_id,
        kind: product.kind,
        description: product.description("it").to_owned(),
        quantity: Quantity::units(units),
        unit_code: product.unit_code.clone(),
        unit_scale: product.unit_scale,
        tax_category: product.tax_category.clone(),
        customer_line: None,
        customer_code: None,
        cost_centre: None,
        stated_price: None,
    }
}

/// A charge that comes with an amendment, once for the order.
fn charge(order: &mut Order) -> Charge {
    let charge = Charge {
        charge_n: 3,
        kind: ChargeKind::SmallOrder,
        per: ChargePer::Order,
        amount_minor: 250,
        description: "for the late change".into(),
    };
    order.charges.push(charge.clone());
    charge
}

/// A month in which nothing stays as it was agreed.
pub async fn mended(world: &mut World, rossi: &Customer, keller: &Customer) {
    let mut sold = discounted(world, rossi, &[10, 7, 3]).await;
    let mut left = packed(world, &mut sold).await;
    world.prove(&mut sold, &mut left, &[6, 7]).await;
    world.pass_days(1);
    let first = world.invoice_on(world.today(), &sold, rossi);
    let first = world.post(&mut sold, first).await;
    came_back(world, &mut sold, &mut left, rossi).await;

    sold.order.lines[0].quantity = Quantity::units(12);
    let more = line(&world.products[0], 4, 2);
    sold.order.lines.push(more);
    sold.order.terms.bill_to = keller.customer_id;
    let charge = charge(&mut sold.order);
    let charge = dovuto_domain::billing::proposal::CaseCharge { charge, billed_for: Vec::new() };
    sold.charges.push(charge);
    let fresh = vec![LinePrice { line_n: 4, agreed: agreed(world, rossi, 19, 0) }];
    world.amend(&mut sold, fresh).await;

    let mut rest = world.ship(&mut sold, &[(1, 9), (3, 3), (4, 2)]).await;
    world.accept_excess(&mut sold, 1, 1).await;
    world.prove(&mut sold, &mut rest, &[9, 3, 2]).await;
    let second = world.bill(&mut sold, keller).await;
    let gross = second.totals.gross_minor;
    let payment = world.pay(&sold, gross + 500, &[(&second, gross)]).await;

    let value = world.value_of(&second, 1, 100);
    let one = world.credit(&mut sold, keller, &value).await.totals.gross_minor;
    let value = world.value_of(&second, 1, 50);
    let two = world.credit(&mut sold, keller, &value).await.totals.gross_minor;
    let whole = world.all_of(&sold, &first);
    world.credit(&mut sold, rossi, &whole).await;
    let third = world.bill(&mut sold, keller).await;
    world.lay(&sold, payment, &[(&second, -one), (&third, one + 400)]).await;
    world.refund(&sold, payment, 100 + two, &[(&second, -two)]).await;
}

/// Goods go through every step of the house; a hold stopped them before.
async fn packed(world: &mut World, sold: &mut Sold) -> Left {
    let hold = world.hold(Some(sold.order.order_id), None).await;
    world.release(&hold).await;
    let shipment = world.plan(sold, &[(1, 6), (2, 7)]).await;
    let steps = [
        (ShipmentEvent::Release, ShipmentState::Released),
        (ShipmentEvent::Start, ShipmentState::Picking),
        (ShipmentEvent::Pack, ShipmentState::Packed),
    ];
    world.walk(shipment.shipment_id, &steps).await;
    let left = world.leave(sold, shipment).await;
    for pieces in pieces(ShipmentEvent::Pack) {
        let mut all = sold.deliveries_of(left.shipment_id);
        let first = all.find(|d| d.line.shipment_n == pieces.shipment_n).expect("it left");
        (first.serials, first.lots) = (pieces.serials, pieces.lots);
    }
    let steps = [
        (ShipmentEvent::Handover, ShipmentState::InTransit),
        (ShipmentEvent::Fail, ShipmentState::DeliveryFailed),
        (ShipmentEvent::Retry, ShipmentState::InTransit),
    ];
    world.walk(left.shipment_id, &steps).await;
    left
}

/// Two units come back, one is made good, one was never received, and a price is lowered.
async fn came_back(world: &mut World, sold: &mut Sold, left: &mut Left, rossi: &Customer) {
    world.count_back(sold, left, 1, 2).await;
    let mut again = world.replace(sold, left, 1, 1).await;
    world.prove(sold, &mut again, &[1]).await;
    let parts = world.owed_back(sold);
    world.credit(sold, rossi, &parts).await;
    world.prove(sold, left, &[5, 7]).await;
    let parts = world.owed_back(sold);
    world.credit(sold, rossi, &parts).await;
    let mut lower = agreed(world, rossi, 15, 35_000);
    (lower.price_n, lower.price) = (2, price(15, 35_000));
    world.agree(sold, 2, lower).await;
    let parts = world.owed_back(sold);
    world.credit(sold, rossi, &parts).await;
}

/// Shipments that end without a signature: one never left, one came back whole, one is lost.
pub async fn failed(world: &mut World, keller: &Customer) {
    let mut sold = sold(world, keller, &[9, 4]).await;
    let never = world.ship(&mut sold, &[(1, 3)]).await;
    world.bill(&mut sold, keller).await;
    world.end(&mut sold, &never, ShipmentState::Voided, |e| ShipmentVoided(e).into()).await;
    let parts = world.owed_back(&sold);
    world.credit(&mut sold, keller, &parts).await;
    let mut whole = world.ship(&mut sold, &[(2, 4)]).await;
    world.prove(&mut sold, &mut whole, &[4]).await;
    world.bill(&mut sold, keller).await;
    world.end(&mut sold, &whole, ShipmentState::Reversed, |e| ShipmentReversed(e).into()).await;
    let parts = world.owed_back(&sold);
    world.credit(&mut sold, keller, &parts).await;
    let gone = world.ship(&mut sold, &[(1, 9)]).await;
    world.walk(gone.shipment_id, &[(ShipmentEvent::Handover, ShipmentState::InTransit)]).await;
    world.end(&mut sold, &gone, ShipmentState::Lost, |e| ShipmentLost(e).into()).await;
    world.bill(&mut sold, keller).await;
    world.hold(None, Some(keller.customer_id)).await;
}
