//! The orders of the sample that do not go as promised: stopped on the way, counted back, priced
//! or cut down later, credited, paid wrongly. One scene for each.

use dovuto_domain::fulfilment::Mode;
use dovuto_domain::fulfilment::machine::ShipmentEvent as Event;
use dovuto_domain::orders::HoldKind;
use dovuto_domain::pricing::Discount;

use super::Story;
use super::acts::{Act, Scene};
use super::mends::Mend;
use super::orders::scene;
use crate::billing::credit::ValueCause;

pub(super) fn scenes(story: &Story<'_>) -> Vec<Scene> {
    let mut scenes = in_the_warehouse(story);
    scenes.extend(with_the_carrier(story));
    scenes.extend(without_a_proof(story));
    scenes.extend(come_back(story));
    scenes.extend(priced_later(story));
    scenes.extend(discounted(story));
    scenes.extend(changed(story));
    scenes.extend(given_back(story));
    scenes
}

/// Released, picked, packed by serial number; and one that a hold keeps from leaving.
fn in_the_warehouse(story: &Story<'_>) -> Vec<Scene> {
    let mut picking = story.order("NORDWIND", "NW-77204", &[("RID-80", 6), ("GIU-38", 30)]);
    picking.references.buyer_reference = Some("Einkauf 3".to_owned());
    let packed = story.order("ALPINA", "4711-D", &[("MOT-15", 2)]);
    let motors = story.order("KAPPA", "K-5540", &[("MOT-15", 1)]);
    let held = story.order("ROSSI", "R-1241", &[("RID-80", 4)]);
    let too_much = story.order("ROSSI", "R-1244", &[("RID-112", 20)]);
    vec![
        scene(
            picking,
            Some("DHL"),
            &[
                (3, Act::Entered),
                (3, Act::Confirmed),
                (3, Act::Taken("marco")),
                (1, Act::Planned(&[(1, 6), (2, 30)])),
                (1, Act::Mended(Mend::Step(Event::Release, ""))),
                (0, Act::Mended(Mend::Step(Event::Start, ""))),
            ],
        ),
        scene(
            packed,
            Some("BRT"),
            &[
                (4, Act::Entered),
                (4, Act::Confirmed),
                (2, Act::Planned(&[(1, 2)])),
                (2, Act::Mended(Mend::Step(Event::Release, ""))),
                (1, Act::Mended(Mend::Step(Event::Start, ""))),
                (1, Act::Mended(Mend::Packed(&[(1, 2)], &["M15-0418", "M15-0419"]))),
                (1, Act::Taken("marco")),
            ],
        ),
        scene(
            motors,
            Some("DHL"),
            &[
                (17, Act::Entered),
                (17, Act::Confirmed),
                (15, Act::Planned(&[(1, 1)])),
                (15, Act::Mended(Mend::Step(Event::Release, ""))),
                (15, Act::Mended(Mend::Step(Event::Start, ""))),
                (15, Act::Mended(Mend::Packed(&[(1, 1)], &["M15-0417"]))),
                (14, Act::Mended(Mend::Issued)),
                (13, Act::Mended(Mend::Step(Event::Handover, "lettera di vettura 88120"))),
                (11, Act::Mended(Mend::Arrived)),
                (11, Act::Signed("C. Martin", &[])),
                (10, Act::Billed),
                (10, Act::Taken("elena")),
            ],
        ),
        scene(
            held,
            Some("BRT"),
            &[
                (4, Act::Entered),
                (4, Act::Confirmed),
                (3, Act::Mended(Mend::Held(HoldKind::Credit, "elena", "due fatture scadute"))),
            ],
        ),
        // More than the limit of the customer lets anybody promise.
        scene(too_much, Some("BRT"), &[(1, Act::Entered)]),
    ]
}

/// Brought back by the carrier and lost.
fn with_the_carrier(story: &Story<'_>) -> Vec<Scene> {
    let failed = story.order("BIANCHI", "4500236", &[("KIT-63", 24)]);
    let reversed = story.order("KAPPA", "K-5552", &[("RID-63", 3)]);
    let lost = story.order("KAPPA", "K-5561", &[("GIU-38", 12)]);
    vec![
        scene(
            failed,
            Some("BRT"),
            &[
                (6, Act::Entered),
                (6, Act::Confirmed),
                (4, Act::Shipped),
                (3, Act::Mended(Mend::Step(Event::Handover, "BRT 440018"))),
                (2, Act::Mended(Mend::Step(Event::Fail, "destinatario chiuso per ferie"))),
            ],
        ),
        scene(
            reversed,
            Some("DHL"),
            &[
                (24, Act::Entered),
                (24, Act::Confirmed),
                (22, Act::Shipped),
                (22, Act::Mended(Mend::Step(Event::Handover, "lettera di vettura 88077"))),
                (20, Act::Mended(Mend::Step(Event::Fail, "indirizzo errato sulla bolla"))),
                (19, Act::Mended(Mend::Step(Event::GiveUp, ""))),
                (16, Act::Mended(Mend::Reversed("rientrata intera dal corriere"))),
                (14, Act::Shipped),
                (11, Act::Signed("C. Martin", &[])),
                (10, Act::Billed),
                (9, Act::Taken("elena")),
            ],
        ),
        scene(
            lost,
            Some("DHL"),
            &[
                (15, Act::Entered),
                (15, Act::Confirmed),
                (13, Act::Shipped),
                (13, Act::Mended(Mend::Step(Event::Handover, "lettera di vettura 88131"))),
                (5, Act::Mended(Mend::Lost("il corriere non trova il collo"))),
            ],
        ),
    ]
}

/// Without a proof in time, voided, sent by a supplier.
fn without_a_proof(story: &Story<'_>) -> Vec<Scene> {
    let unproven = story.order("ALPINA", "4711-E", &[("GIU-24", 80)]);
    let voided = story.order("ALPINA", "4711-F", &[("RID-80", 5)]);
    let from_supplier = story.order("TESSAG", "T-2188", &[("KIT-63", 40)]);
    vec![
        scene(
            unproven,
            Some("BRT"),
            &[
                (29, Act::Entered),
                (29, Act::Confirmed),
                (27, Act::Shipped),
                (26, Act::Mended(Mend::Arrived)),
                (12, Act::Mended(Mend::Step(Event::TimeOut, "nessuna firma dopo due solleciti"))),
            ],
        ),
        scene(
            voided,
            Some("BRT"),
            &[
                (13, Act::Entered),
                (13, Act::Confirmed),
                (12, Act::Shipped),
                (12, Act::Mended(Mend::Voided("caricata sul camion sbagliato, mai partita"))),
                (11, Act::Shipped),
                (10, Act::Signed("Magazzino 1", &[])),
                (9, Act::Billed),
                (9, Act::Taken("elena")),
            ],
        ),
        scene(
            from_supplier,
            None,
            &[
                (21, Act::Entered),
                (20, Act::Confirmed),
                (17, Act::Mended(Mend::Sent(Mode::Supplier, &[(1, 40)]))),
                (15, Act::Signed("U. Keller", &[])),
                (14, Act::Billed),
                (14, Act::Taken("elena")),
            ],
        ),
    ]
}

/// Counted back: before the invoice, after it, made good by a replacement.
fn come_back(story: &Story<'_>) -> Vec<Scene> {
    let credited = story.order("KAPPA", "K-5533", &[("GIU-38", 30)]);
    let owed = story.order("ROSSI", "R-1208", &[("GIU-24", 40)]);
    let replaced = story.order("BIANCHI", "4500224", &[("KIT-63", 20)]);
    vec![
        scene(
            credited,
            Some("DHL"),
            &[
                (33, Act::Entered),
                (33, Act::Confirmed),
                (31, Act::Shipped),
                (29, Act::Signed("C. Martin", &[])),
                (28, Act::Billed),
                (22, Act::Mended(Mend::CameBack(&[(1, 4)], "foro sbagliato", false))),
                (21, Act::Billed),
                (21, Act::Taken("elena")),
            ],
        ),
        scene(
            owed,
            Some("BRT"),
            &[
                (16, Act::Entered),
                (16, Act::Confirmed),
                (14, Act::Shipped),
                (13, Act::Billed),
                (2, Act::Mended(Mend::CameBack(&[(1, 6)], "ordinati per errore", true))),
            ],
        ),
        scene(
            replaced,
            Some("BRT"),
            &[
                (19, Act::Entered),
                (19, Act::Confirmed),
                (17, Act::Shipped),
                (16, Act::Signed("A. Bianchi", &[])),
                (14, Act::Mended(Mend::CameBack(&[(1, 2)], "confezione rotta", false))),
                (13, Act::Mended(Mend::Replaced(&[(1, 2)]))),
                (12, Act::Signed("A. Bianchi", &[])),
                (11, Act::Billed),
                (11, Act::Taken("elena")),
            ],
        ),
    ]
}

/// Without a price yet, priced later, lowered after the invoice.
fn priced_later(story: &Story<'_>) -> Vec<Scene> {
    let mut open = story.order("ALPINA", "4711-G", &[("RID-80", 4)]);
    open.lines[0].to_be_agreed = true;
    let mut agreed = story.order("NORDWIND", "NW-77133", &[("RID-63", 10)]);
    agreed.references.buyer_reference = Some("Einkauf 3".to_owned());
    agreed.lines[0].to_be_agreed = true;
    let lowered = story.order("KAPPA", "K-5529", &[("RID-80", 3)]);
    vec![
        scene(
            open,
            Some("BRT"),
            &[
                (10, Act::Entered),
                (10, Act::Confirmed),
                (8, Act::Shipped),
                (7, Act::Signed("Magazzino 1", &[])),
            ],
        ),
        scene(
            agreed,
            Some("DHL"),
            &[
                (27, Act::Entered),
                (27, Act::Confirmed),
                (25, Act::Shipped),
                (23, Act::Signed("H. Petersen", &[])),
                (20, Act::Mended(Mend::Agreed(1, 23_900, "e-mail di Petersen"))),
                (20, Act::Billed),
                (19, Act::Taken("elena")),
            ],
        ),
        scene(
            lowered,
            Some("DHL"),
            &[
                (36, Act::Entered),
                (36, Act::Confirmed),
                (34, Act::Shipped),
                (32, Act::Signed("C. Martin", &[])),
                (31, Act::Billed),
                (25, Act::Mended(Mend::Agreed(1, 34_900, "accordo del direttore acquisti"))),
                (24, Act::Billed),
            ],
        ),
    ]
}

/// A chain of discounts, and discounts on the whole order in percent and in money.
fn discounted(story: &Story<'_>) -> Vec<Scene> {
    let mut discounted = story.order("KAPPA", "K-5548", &[("RID-63", 5), ("KIT-63", 25)]);
    discounted.lines[0].cascade = vec![100_000, 50_000];
    discounted.discount = Some(Discount::Percent { ppm: 20_000 });
    let mut rounded = story.order("BIANCHI", "4500213", &[("RID-63", 3), ("GIU-24", 17)]);
    rounded.discount = Some(Discount::Money { amount_minor: 5_000 });
    vec![
        scene(
            discounted,
            Some("DHL"),
            &[
                (14, Act::Entered),
                (14, Act::Confirmed),
                (12, Act::Shipped),
                (10, Act::Signed("C. Martin", &[])),
                (9, Act::Billed),
                (9, Act::Taken("elena")),
            ],
        ),
        scene(
            rounded,
            Some("BRT"),
            &[
                (20, Act::Entered),
                (20, Act::Confirmed),
                (18, Act::Part(&[(1, 3), (2, 10)])),
                (17, Act::Signed("A. Bianchi", &[])),
                (16, Act::Billed),
                (15, Act::Taken("marco")),
            ],
        ),
    ]
}

/// Cut down before it left, ended where it stands, more kept than was ordered.
fn changed(story: &Story<'_>) -> Vec<Scene> {
    let cut_down = story.order("TESSAG", "T-2195", &[("GIU-38", 100)]);
    let ended = story.order("KAPPA", "K-5510", &[("RID-63", 8)]);
    let kept_more = story.order("ALPINA", "4711-H", &[("GIU-24", 100)]);
    vec![
        scene(
            cut_down,
            Some("DHL"),
            &[
                (9, Act::Entered),
                (9, Act::Confirmed),
                (7, Act::Mended(Mend::Amended(&[(1, 60)], "fax di Keller: bastano 60"))),
                (6, Act::Taken("marco")),
            ],
        ),
        scene(
            ended,
            Some("DHL"),
            &[
                (44, Act::Entered),
                (44, Act::Confirmed),
                (42, Act::Part(&[(1, 5)])),
                (40, Act::Signed("C. Martin", &[])),
                (39, Act::Billed),
                (33, Act::Mended(Mend::RemainderCancelled("il cliente rinuncia al resto"))),
                (18, Act::Paid(100)),
                (17, Act::Closed),
            ],
        ),
        scene(
            kept_more,
            Some("BRT"),
            &[
                (23, Act::Entered),
                (23, Act::Confirmed),
                (21, Act::Part(&[(1, 104)])),
                (20, Act::Signed("Magazzino 1", &[])),
                (18, Act::Mended(Mend::ExcessAccepted(1, 4, "e-mail: teniamo i 4 pezzi"))),
                (17, Act::Billed),
                (16, Act::Taken("elena")),
            ],
        ),
    ]
}

/// Value given on a posted line, an invoice taken back and posted anew, money paid twice.
fn given_back(story: &Story<'_>) -> Vec<Scene> {
    let goodwill = story.order("KAPPA", "K-5519", &[("RID-112", 1)]);
    let taken_back = story.order("ALPINA", "4711-K", &[("RID-80", 12)]);
    let refunded = story.order("ROSSI", "R-1190", &[("KIT-63", 30)]);
    let overpaid = story.order("ROSSI", "R-1195", &[("GIU-38", 10)]);
    vec![
        scene(
            goodwill,
            Some("DHL"),
            &[
                (38, Act::Entered),
                (38, Act::Confirmed),
                (36, Act::Shipped),
                (34, Act::Signed("C. Martin", &[])),
                (33, Act::Billed),
                (
                    26,
                    Act::Mended(Mend::ValueGiven(
                        5_900,
                        ValueCause::KeepIt,
                        "vernice graffiata, il cliente lo tiene",
                    )),
                ),
            ],
        ),
        scene(
            taken_back,
            Some("BRT"),
            &[
                (30, Act::Entered),
                (30, Act::Confirmed),
                (28, Act::Shipped),
                (27, Act::Signed("Magazzino 1", &[])),
                (26, Act::Billed),
                (24, Act::Mended(Mend::TakenBack("PEC: ordine sbagliato in fattura"))),
                (23, Act::Billed),
                (23, Act::Taken("elena")),
            ],
        ),
        scene(
            refunded,
            Some("BRT"),
            &[
                (35, Act::Entered),
                (35, Act::Confirmed),
                (33, Act::Shipped),
                (32, Act::Billed),
                (15, Act::Paid(120)),
                (8, Act::Mended(Mend::Refunded)),
            ],
        ),
        scene(
            overpaid,
            Some("BRT"),
            &[
                (32, Act::Entered),
                (32, Act::Confirmed),
                (30, Act::Shipped),
                (29, Act::Billed),
                (6, Act::Paid(200)),
            ],
        ),
    ]
}
