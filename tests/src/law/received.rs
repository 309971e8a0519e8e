//! What was received, given back and made good, and who is entitled to it.

use dovuto_app::billing::DocumentKind::{CreditNote, Deferred, Immediate};
use dovuto_domain::billing::proposal::Block;
use dovuto_domain::fulfilment::machine::ShipmentEvent;
use dovuto_domain::kernel::quantity::MILLION;
use dovuto_domain::kernel::refusal::Refusal;

use crate::harness::{Office, order, refusal};

async fn ten(basis_dispatch: bool) -> (Office, dovuto_domain::kernel::id::OrderId) {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = match basis_dispatch {
        true => office.on_dispatch("ROSSI").await,
        false => office.customer("ROSSI", "IT").await,
    };
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    (office, order_id)
}

#[tokio::test]
async fn received_is_what_the_latest_proof_accepts_and_never_more_than_left() {
    let (office, order_id) = ten(false).await;
    let left = office.ship(order_id).await.unwrap().shipment_id;
    assert_eq!(office.stands(order_id).await, [(0, 0, 0)]);
    for (signed, net) in [(12, 10), (8, 8), (10, 10), (0, 0), (7, 7)] {
        office.signs(left, signed).await.unwrap();
        assert_eq!(office.stands(order_id).await, [(net, net, net)], "{signed} signed");
    }
    office.verified().await;
}

#[tokio::test]
async fn without_a_proof_what_left_is_received_only_where_that_is_the_basis() {
    let (office, order_id) = ten(true).await;
    let left = office.ship(order_id).await.unwrap().shipment_id;
    assert_eq!(office.stands(order_id).await, [(10, 10, 10)]);
    office.signs(left, 6).await.unwrap();
    assert_eq!(office.stands(order_id).await, [(6, 6, 6)]);
    office.verified().await;
}

#[tokio::test]
async fn a_proof_that_times_out_is_no_proof() {
    let (office, order_id) = ten(false).await;
    let left = office.ship(order_id).await.unwrap().shipment_id;
    office.deliver(left).await;
    office.goes(left, ShipmentEvent::TimeOut).await.unwrap();
    assert_eq!(office.stands(order_id).await, [(0, 0, 0)]);
    assert_eq!(office.blocked(order_id).await, [(Block::NotReceived, 10 * MILLION)]);
    office.signs(left, 10).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    office.verified().await;
}

#[tokio::test]
async fn after_a_void_or_a_reversal_nothing_was_received_and_what_was_billed_goes_back() {
    let (office, order_id) = ten(true).await;
    let left = office.ship(order_id).await.unwrap().shipment_id;
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    office.voided(left).await.unwrap();
    assert_eq!(office.stands(order_id).await, [(0, 0, -10)]);
    assert_eq!(office.papers(order_id).await, [(CreditNote, 10_000)]);

    let again = office.ship(order_id).await.unwrap().shipment_id;
    office.signs(again, 10).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    office.reversed(again).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(CreditNote, 10_000)]);
    office.verified().await;
}

#[tokio::test]
async fn what_was_lost_on_the_way_is_never_billed_on_delivery_and_is_open_to_be_sent_again() {
    let (office, order_id) = ten(false).await;
    let left = office.ship(order_id).await.unwrap().shipment_id;
    office.goes(left, ShipmentEvent::Handover).await.unwrap();
    office.lost(left).await.unwrap();
    assert_eq!(office.stands(order_id).await, [(0, 0, 0)]);
    assert_eq!(office.blocked(order_id).await, []);
    assert!(office.signs(left, 10).await.is_err());
    office.delivered(order_id).await;
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    office.verified().await;
}

#[tokio::test]
async fn what_came_back_before_it_was_billed_is_never_billed() {
    let (office, order_id) = ten(false).await;
    let left = office.delivered(order_id).await;
    office.back(left, 4).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 6_000)]);
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    office.verified().await;
}

/// OCA/l10n-italy#5262: a return made an invoice instead of a credit note.
#[tokio::test]
async fn goods_that_came_back_after_the_invoice_make_a_credit_note_by_their_sign_alone() {
    let (office, order_id) = ten(false).await;
    let left = office.delivered(order_id).await;
    office.post(order_id).await.unwrap();
    office.back(left, 4).await.unwrap();
    let proposals = office.propose().await.proposals;
    assert_eq!(proposals.iter().map(|p| p.kind).collect::<Vec<_>>(), [CreditNote]);
    assert_eq!(office.papers(order_id).await, [(CreditNote, 4_000)]);
    assert_eq!(office.n_invoices().await, 1);
    office.verified().await;
}

#[tokio::test]
async fn a_delivered_replacement_makes_good_what_came_back_and_is_never_billed_itself() {
    let (office, order_id) = ten(false).await;
    let left = office.delivered(order_id).await;
    office.post(order_id).await.unwrap();
    office.back(left, 4).await.unwrap();
    let again = office.replace(order_id, left, 4).await.unwrap().shipment_id;
    assert_eq!(office.stands(order_id).await, [(6, 6, -4), (0, 0, 0)]);
    office.signs(again, 3).await.unwrap();
    assert_eq!(office.stands(order_id).await, [(9, 9, -1), (3, 0, 0)]);
    assert_eq!(office.papers(order_id).await, [(CreditNote, 1_000)]);
    let why = refusal(office.replace(order_id, left, 1).await);
    assert!(matches!(why, Refusal::ReplacesMoreThanReturned { .. }), "{why}");
    office.verified().await;
}

/// OCA/rma#268: more came back than had ever left.
#[tokio::test]
async fn no_more_comes_back_of_a_line_than_left_with_it() {
    let (office, order_id) = ten(false).await;
    let left = office.delivered(order_id).await;
    office.back(left, 7).await.unwrap();
    let why = refusal(office.back(left, 4).await);
    assert!(matches!(why, Refusal::ReturnsMoreThanShipped { line: 1, .. }), "{why}");
    office.verified().await;
}

#[tokio::test]
async fn more_delivered_than_ordered_is_a_fact_and_only_accepted_excess_raises_the_cap() {
    let (office, order_id) = ten(false).await;
    let left = office.ship_part(order_id, &[(1, 12)]).await.unwrap().shipment_id;
    office.signs(left, 12).await.unwrap();
    assert_eq!(office.blocked(order_id).await, [(Block::AboveAgreed, 2 * MILLION)]);
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    office.excess(order_id, 2).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 2_000)]);
    office.verified().await;
}

#[tokio::test]
async fn the_cap_goes_to_the_earliest_delivery_notes_and_not_to_a_replacement() {
    let (office, order_id) = ten(true).await;
    office.ship_part(order_id, &[(1, 6)]).await.unwrap();
    office.ship_part(order_id, &[(1, 6)]).await.unwrap();
    assert_eq!(office.stands(order_id).await, [(6, 6, 6), (6, 4, 4)]);
    office.verified().await;
}

#[tokio::test]
async fn less_delivered_than_ordered_neither_strands_nor_completes_the_rest() {
    let (office, order_id) = ten(false).await;
    let left = office.ship(order_id).await.unwrap().shipment_id;
    office.signs(left, 8).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 8_000)]);
    let rest = office.ship(order_id).await.unwrap().shipment_id;
    office.signs(rest, 2).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 2_000)]);
    office.verified().await;
}

#[tokio::test]
async fn a_change_of_basis_holds_for_what_is_not_billed_and_leaves_what_is() {
    let (office, order_id) = ten(true).await;
    office.ship_part(order_id, &[(1, 6)]).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 6_000)]);
    let ask = dovuto_app::orders::amend::AmendOrder {
        order_id: Some(order_id),
        basis: Some(dovuto_domain::parties::Basis::Delivery),
        ..dovuto_app::orders::amend::AmendOrder::default()
    };
    office.amended(ask).await.unwrap();
    office.on("2026-03-11");
    let rest = office.ship(order_id).await.unwrap().shipment_id;
    assert_eq!(office.stands(order_id).await, [(6, 6, 0), (0, 0, 0)]);
    office.signs(rest, 4).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 4_000)]);
    office.verified().await;
}

#[tokio::test]
async fn goods_that_came_back_before_their_invoice_are_not_credited_when_the_basis_changes() {
    let (office, order_id) = ten(true).await;
    let left = office.ship_part(order_id, &[(1, 10)]).await.unwrap().shipment_id;
    office.back(left, 2).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 8_000)]);
    let ask = dovuto_app::orders::amend::AmendOrder {
        order_id: Some(order_id),
        basis: Some(dovuto_domain::parties::Basis::Delivery),
        ..dovuto_app::orders::amend::AmendOrder::default()
    };
    office.amended(ask).await.unwrap();
    assert_eq!(refusal(office.post_all(order_id).await), Refusal::NothingToBill);
    let again = office.replace(order_id, left, 1).await.unwrap().shipment_id;
    office.signs(again, 1).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 1_000)]);
    assert_eq!(refusal(office.post_all(order_id).await), Refusal::NothingToBill, "only once");
    office.verified().await;
}

#[tokio::test]
async fn a_backdated_delivery_note_takes_its_place_in_the_allotment() {
    let (office, order_id) = ten(true).await;
    let office = {
        office.on("2026-03-20");
        office
    };
    office.ship_part(order_id, &[(1, 10)]).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    let ask = dovuto_app::fulfilment::plan::PlanShipment {
        lines: vec![dovuto_app::fulfilment::plan::PlanLine {
            order_id,
            line_n: 1,
            quantity: dovuto_domain::kernel::quantity::Quantity::units(3),
            replaces: None,
        }],
        allow_excess: true,
        ..Default::default()
    };
    let cx = office.cx(office.marco);
    let planned = dovuto_app::fulfilment::plan::plan(&office.desk, &cx, ask).await.unwrap();
    let form = dovuto_app::fulfilment::IssueShipment {
        shipment_id: planned.shipment_id,
        dispatched_on: Some(crate::harness::day("2026-03-12")),
        pieces: Vec::new(),
    };
    dovuto_app::fulfilment::issue(&office.desk, &office.cx(office.marco), form).await.unwrap();
    assert_eq!(office.stands(order_id).await, [(3, 3, 3), (10, 7, -3)]);
    assert_eq!(office.papers(order_id).await, [(Deferred, 3_000), (CreditNote, 3_000)]);
    office.verified().await;
}
