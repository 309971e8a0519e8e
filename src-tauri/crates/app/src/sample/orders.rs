//! The orders of the sample: one scene for each situation that an order can be in.

use chrono::Days;
use dovuto_domain::orders::ShipTo;
use dovuto_domain::pricing::{ChargeKind, ChargePer};

use super::acts::{Act, Scene};
use super::{Story, not_as_promised};
use crate::orders::{SaveCharge, SaveOrder};

/// Every order, each with its life.
pub(super) fn scenes(story: &Story<'_>) -> Vec<Scene> {
    let mut scenes = settled(story);
    scenes.extend(abroad(story));
    scenes.extend(under_way(story));
    scenes.extend(blocked(story));
    scenes.extend(waiting(story));
    scenes.extend(framed(story));
    scenes.extend(not_as_promised::scenes(story));
    scenes
}

pub(super) fn scene(
    order: SaveOrder,
    carrier: Option<&'static str>,
    acts: &'static [(u32, Act)],
) -> Scene {
    Scene { order, carrier, acts }
}

fn freight(mut order: SaveOrder, per: ChargePer, amount_minor: i64) -> SaveOrder {
    order.charges.push(SaveCharge {
        kind: ChargeKind::Freight,
        per,
        amount_minor,
        description: "Trasporto".to_owned(),
    });
    order
}

/// Billed whole: closed, overdue, and paid with goods at two rates of VAT.
fn settled(story: &Story<'_>) -> Vec<Scene> {
    let closed = story.order("BIANCHI", "4500187", &[("RID-63", 4), ("KIT-63", 8)]);
    let overdue = story.order("ROSSI", "R-1180", &[("GIU-24", 60)]);
    let mut two_rates = story.order("LECCO", "", &[("RID-63", 2), ("MAN-63", 10)]);
    two_rates.references.cig = Some("Z1A3B2C4D5".to_owned());
    vec![
        scene(
            freight(closed, ChargePer::Order, 3_500),
            Some("BRT"),
            &[
                (55, Act::Entered),
                (55, Act::Confirmed),
                (55, Act::Taken("luca")),
                (52, Act::Shipped),
                (51, Act::Signed("A. Bianchi", &[])),
                (50, Act::Billed),
                (50, Act::Taken("elena")),
                (20, Act::Paid(100)),
                (19, Act::Closed),
            ],
        ),
        scene(
            overdue,
            Some("BRT"),
            &[
                (54, Act::Entered),
                (54, Act::Confirmed),
                (53, Act::Shipped),
                (51, Act::Billed),
                (51, Act::Taken("elena")),
            ],
        ),
        scene(
            freight(two_rates, ChargePer::Order, 2_500),
            Some("BRT"),
            &[
                (26, Act::Entered),
                (24, Act::Confirmed),
                (22, Act::Shipped),
                (21, Act::Signed("Ufficio tecnico", &[])),
                (17, Act::Billed),
                (3, Act::Paid(100)),
            ],
        ),
    ]
}

/// In the Union and outside: paid in part, billed by shipment, in francs and in dollars; and at
/// home in dollars, with VAT stated in both.
fn abroad(story: &Story<'_>) -> Vec<Scene> {
    let mut hamburg = story.order("NORDWIND", "NW-77120", &[("GIU-38", 120)]);
    hamburg.references.buyer_reference = Some("Einkauf 3".to_owned());
    let lyon = story.order("KAPPA", "K-5521", &[("GIU-38", 40), ("RID-63", 6)]);
    let zug = story.order("TESSAG", "", &[("RID-112", 2), ("INST", 8)]);
    let asheville = story.order("BLUERIDGE", "PO 88213", &[("KIT-63", 150)]);
    let mut dollars = story.order("ROSSI", "R-1193", &[("RID-80", 3), ("KIT-80", 2)]);
    dollars.currency = Some("USD".to_owned());
    vec![
        scene(
            hamburg,
            Some("DHL"),
            &[
                (49, Act::Entered),
                (48, Act::Confirmed),
                (45, Act::Shipped),
                (43, Act::Signed("H. Petersen", &[])),
                (42, Act::Billed),
                (15, Act::Paid(50)),
            ],
        ),
        scene(
            freight(lyon, ChargePer::Shipment, 4_800),
            Some("DHL"),
            &[
                (40, Act::Entered),
                (40, Act::Confirmed),
                (37, Act::Part(&[(1, 40)])),
                (35, Act::Signed("C. Martin", &[])),
                (34, Act::Billed),
                (30, Act::Part(&[(2, 6)])),
                (28, Act::Signed("C. Martin", &[])),
                (27, Act::Billed),
                (4, Act::Paid(100)),
            ],
        ),
        scene(
            zug,
            None,
            &[
                (34, Act::Entered),
                (33, Act::Confirmed),
                (30, Act::Part(&[(1, 2)])),
                (28, Act::Signed("U. Keller", &[])),
                (26, Act::Part(&[(2, 8)])),
                (26, Act::Signed("U. Keller", &[])),
                (25, Act::Billed),
            ],
        ),
        scene(
            asheville,
            Some("DHL"),
            &[(23, Act::Entered), (22, Act::Confirmed), (20, Act::Shipped), (19, Act::Billed)],
        ),
        scene(
            dollars,
            Some("BRT"),
            &[
                (33, Act::Entered),
                (33, Act::Confirmed),
                (32, Act::DollarQuoted(1_084_300)),
                (31, Act::Shipped),
                (29, Act::Billed),
                (6, Act::Paid(100)),
            ],
        ),
    ]
}

/// Shipped in part, signed for short, shipped from empty shelves, planned, ended early.
fn under_way(story: &Story<'_>) -> Vec<Scene> {
    let mut part = story.order("ALPINA", "4711-A", &[("RID-80", 10), ("GIU-24", 40)]);
    part.ship_to = Some(ShipTo { customer_id: story.customers["ALPINA"], address_n: 1 });
    part.requested_on = Some(story.day(6));
    let short = story.order("BIANCHI", "4500219", &[("GIU-24", 50)]);
    let from_nothing = story.order("ROSSI", "R-1222", &[("KIT-80", 8)]);
    let planned = story.order("ALPINA", "4711-C", &[("RID-112", 3)]);
    let declined = story.order("KAPPA", "K-5600", &[("RID-112", 50)]);
    let cancelled = story.order("ROSSI", "R-1201", &[("KIT-63", 20)]);
    vec![
        scene(
            part,
            Some("BRT"),
            &[
                (18, Act::Entered),
                (18, Act::Confirmed),
                (18, Act::Taken("marco")),
                (15, Act::Part(&[(1, 6), (2, 40)])),
                (14, Act::Signed("Magazzino 2", &[])),
                (13, Act::Billed),
            ],
        ),
        scene(
            short,
            Some("BRT"),
            &[
                (11, Act::Entered),
                (11, Act::Confirmed),
                (9, Act::Shipped),
                (8, Act::Signed("A. Bianchi", &[(1, 46)])),
            ],
        ),
        scene(
            from_nothing,
            Some("BRT"),
            &[(5, Act::Entered), (5, Act::Confirmed), (3, Act::Shipped)],
        ),
        scene(
            planned,
            Some("BRT"),
            &[
                (7, Act::Entered),
                (7, Act::Confirmed),
                (7, Act::Taken("marco")),
                (7, Act::Offered("marco", "luca")),
                (7, Act::Accepted("luca")),
                (1, Act::Planned(&[(1, 3)])),
            ],
        ),
        scene(
            declined,
            None,
            &[
                (12, Act::Entered),
                (11, Act::Declined("non abbiamo la capacità entro la data richiesta")),
            ],
        ),
        scene(
            cancelled,
            None,
            &[
                (10, Act::Entered),
                (10, Act::Confirmed),
                (9, Act::Cancelled("il cliente ha annullato per telefono")),
            ],
        ),
    ]
}

/// Received or sent, and still not to be billed: each for a reason of its own.
fn blocked(story: &Story<'_>) -> Vec<Scene> {
    let unproven = story.order("BIANCHI", "4500231", &[("RID-63", 10)]);
    let above = story.order("ALPINA", "4711-B", &[("GIU-24", 200)]);
    let mut no_cup = story.order("LECCO", "", &[("INST", 4)]);
    no_cup.references.cig = Some("Z2B4C6D8E0".to_owned());
    let no_rate = story.order("BIANCHI", "4500240", &[("CORSO", 8)]);
    let mut francs = story.order("ROSSI", "R-1230", &[("RID-63", 2)]);
    francs.currency = Some("CHF".to_owned());
    vec![
        scene(
            unproven,
            Some("BRT"),
            &[(6, Act::Entered), (6, Act::Confirmed), (6, Act::Taken("luca")), (4, Act::Shipped)],
        ),
        scene(
            above,
            Some("BRT"),
            &[
                (8, Act::Entered),
                (8, Act::Confirmed),
                (6, Act::Part(&[(1, 212)])),
                (5, Act::Signed("Magazzino 1", &[])),
            ],
        ),
        scene(
            no_cup,
            None,
            &[
                (9, Act::Entered),
                (9, Act::Confirmed),
                (6, Act::Shipped),
                (5, Act::Signed("Ufficio tecnico", &[])),
                (4, Act::WantsCup),
            ],
        ),
        scene(
            no_rate,
            None,
            &[
                (7, Act::Entered),
                (7, Act::Confirmed),
                (5, Act::Shipped),
                (4, Act::Signed("A. Bianchi", &[])),
            ],
        ),
        scene(francs, Some("BRT"), &[(5, Act::Entered), (5, Act::Confirmed), (4, Act::Shipped)]),
    ]
}

/// Drafts, an order that nobody has taken, and one offered that was never accepted.
fn waiting(story: &Story<'_>) -> Vec<Scene> {
    let mut nobody = story.order("NORDWIND", "NW-77190", &[("GIU-38", 60)]);
    nobody.references.buyer_reference = Some("Einkauf 3".to_owned());
    let offered = story.order("ROSSI", "R-1215", &[("RID-63", 12)]);
    let no_po = story.order("BIANCHI", "", &[("RID-63", 6), ("INST", 2)]);
    let complete = story.order("TESSAG", "T-2201", &[("KIT-63", 30)]);
    vec![
        scene(nobody, Some("DHL"), &[(2, Act::Entered), (1, Act::Confirmed)]),
        scene(
            offered,
            Some("BRT"),
            &[
                (5, Act::Entered),
                (5, Act::Confirmed),
                (5, Act::Taken("luca")),
                (4, Act::Offered("luca", "marco")),
            ],
        ),
        scene(no_po, Some("BRT"), &[(1, Act::Entered)]),
        scene(complete, Some("DHL"), &[(0, Act::Entered)]),
    ]
}

/// A frame for the year and two orders that call off from it.
fn framed(story: &Story<'_>) -> Vec<Scene> {
    let today = story.clock.world.today;
    let later = |days| today.checked_add_days(Days::new(days));
    let mut frame = story.order("ALPINA", "AQ-118/R", &[("RID-80", 100)]);
    frame.blanket = true;
    frame.requested_on = later(120);
    let first = story.order("ALPINA", "AQ-118/R", &[("RID-80", 30)]);
    let mut second = story.order("ALPINA", "AQ-118/R", &[("RID-80", 20)]);
    second.requested_on = later(10);
    vec![
        scene(frame, None, &[(47, Act::Entered), (47, Act::Confirmed), (46, Act::Taken("luca"))]),
        scene(
            first,
            Some("BRT"),
            &[
                (45, Act::Entered),
                (45, Act::Confirmed),
                (43, Act::Shipped),
                (42, Act::Signed("Magazzino 1", &[])),
                (41, Act::Billed),
                (2, Act::Paid(100)),
            ],
        ),
        scene(
            second,
            Some("BRT"),
            &[(8, Act::Entered), (8, Act::Confirmed), (8, Act::Taken("luca"))],
        ),
    ]
}
