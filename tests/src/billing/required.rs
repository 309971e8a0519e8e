//! What customers require on their invoices: missing or wrong, it blocks before a number is taken,
//! in words that a clerk understands.

use dovuto_app::orders::SaveOrder;
use dovuto_app::parties::SaveCustomer;
use dovuto_domain::billing::proposal::Block;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::references::{Lack, References};
use dovuto_domain::parties::{Basis, Reference};

use crate::harness::{Office, customer, order, refusal};

macro_rules! cig {
    ($text:literal) => {
        concat!("the CIG ", $text, " does not have 10 capital letters and digits")
    };
}
macro_rules! cup {
    ($text:literal) => {
        concat!("the CUP ", $text, " does not have 15 capital letters and digits")
    };
}
macro_rules! leitweg {
    ($text:literal) => {
        concat!($text, " is no Leitweg-ID: its form or check digits are wrong")
    };
}

/// How a case spoils an order that has everything.
type Spoil = fn(&mut SaveOrder);

/// What is required, how it is spoiled, and what a clerk reads.
const CASES: &[(Reference, Spoil, &str)] = &[
    (Reference::CustomerPo, |o| o.references.customer_po = None, PO),
    (Reference::CustomerPo, |o| o.references.customer_po = text(" "), PO),
    (Reference::Contract, |o| o.references.contract = None, "the contract is missing"),
    (Reference::Contract, |o| o.references.contract = text(" "), "the contract is missing"),
    (Reference::Project, |o| o.references.project = None, "the project is missing"),
    (Reference::Project, |o| o.references.project = text("  "), "the project is missing"),
    (Reference::BuyerReference, |o| o.references.buyer_reference = None, BUYER),
    (Reference::BuyerReference, |o| o.references.buyer_reference = text(" "), BUYER),
    (Reference::Cig, |o| o.references.cig = None, "the CIG is missing"),
    (Reference::Cig, |o| o.references.cig = text(" "), "the CIG is missing"),
    (Reference::Cig, |o| o.references.cig = text("Z8A1B2C3D"), cig!("Z8A1B2C3D")),
    (Reference::Cig, |o| o.references.cig = text("Z8A1B2C3D45"), cig!("Z8A1B2C3D45")),
    (Reference::Cig, |o| o.references.cig = text("z8a1b2c3d4"), cig!("z8a1b2c3d4")),
    (Reference::Cig, |o| o.references.cig = text("Z8A1-B2C3D"), cig!("Z8A1-B2C3D")),
    (Reference::Cup, |o| o.references.cup = None, "the CUP is missing"),
    (Reference::Cup, |o| o.references.cup = text("J41B2100057000"), cup!("J41B2100057000")),
    (Reference::Cup, |o| o.references.cup = text("J41B-1000570001"), cup!("J41B-1000570001")),
    (Reference::Cup, |o| o.references.cup = text("j41b21000570001"), cup!("j41b21000570001")),
    (Reference::LeitwegId, |o| o.references.buyer_reference = None, "the Leitweg-ID is missing"),
    (
        Reference::LeitwegId,
        |o| route(o, "04011000-1234512345-07"),
        leitweg!("04011000-1234512345-07"),
    ),
    (
        Reference::LeitwegId,
        |o| route(o, "04011000-1234512354-06"),
        leitweg!("04011000-1234512354-06"),
    ),
    (Reference::LeitwegId, |o| route(o, "04011000"), leitweg!("04011000")),
    (Reference::LeitwegId, |o| route(o, "0-1234512345-06"), leitweg!("0-1234512345-06")),
    (Reference::LeitwegId, |o| route(o, "04011000--06"), leitweg!("04011000--06")),
    (
        Reference::LeitwegId,
        |o| route(o, "0401100X-1234512345-06"),
        leitweg!("0401100X-1234512345-06"),
    ),
    (
        Reference::LeitwegId,
        |o| route(o, "04011000-12345è2345-06"),
        leitweg!("04011000-12345è2345-06"),
    ),
    (Reference::CustomerLine, |o| o.lines[0].customer_line = None, LINE),
    (Reference::CustomerLine, |o| o.lines[0].customer_line = text(" "), LINE),
    (Reference::CostCentre, |o| o.lines[0].cost_centre = None, CENTRE),
    (Reference::CostCentre, |o| o.lines[0].cost_centre = text("\t"), CENTRE),
    (Reference::CustomerCode, |_| {}, "line 1: the product code of the customer is missing"),
];

const PO: &str = "the order number of the customer is missing";
const BUYER: &str = "the buyer reference is missing";
const LINE: &str = "line 1: the line number of the customer is missing";
const CENTRE: &str = "line 1: the cost centre is missing";

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn route(order: &mut SaveOrder, leitweg_id: &str) {
    order.references.buyer_reference = text(leitweg_id);
}

/// Everything that may be required, but a code of the customer for the product.
fn whole(mut form: SaveOrder) -> SaveOrder {
    form.references = References {
        customer_po: text("PO-4711"),
        contract: text("C-9"),
        project: text("P-1"),
        // Of the format's own description, with check digits that are right.
        buyer_reference: text("04011000-1234512345-06"),
        cig: text("Z8A1B2C3D4"),
        cup: text("J41B21000570001"),
        ..form.references
    };
    form.lines[0].customer_line = text("10");
    form.lines[0].cost_centre = text("CC1");
    form
}

async fn requires(office: &Office, known: SaveCustomer, all: &[Reference]) {
    let form = SaveCustomer { required_references: Some(all.to_vec()), ..known };
    office.customer_as(form).await;
}

#[tokio::test]
async fn each_requirement_that_is_not_met_blocks_before_a_number_is_taken_and_says_what() {
    assert!(CASES.len() >= 30);
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    for (n, (reference, spoil, expected)) in CASES.iter().enumerate() {
        let code = format!("C{n}");
        let form = || SaveCustomer { basis: Some(Basis::Dispatch), ..customer(&code, "IT") };
        let buyer = office.customer_as(form()).await;
        let mut asked = whole(order(buyer, &[(rid, 1)]));
        spoil(&mut asked);
        // A second order of the same PO and goods would be asked about.
        if let Some(po) = asked.references.customer_po.as_mut().filter(|po| !po.trim().is_empty()) {
            po.push_str(&code);
        }
        let order_id = office.confirmed(asked).await;
        office.ship(order_id).await.unwrap();
        let known = SaveCustomer { customer_id: Some(buyer), ..form() };
        requires(&office, known, &[*reference]).await;
        let blocked = office.blocked(order_id).await;
        let [(Block::ReferencesMissing { missing }, _)] = blocked.as_slice() else {
            panic!("{reference:?}: {blocked:?}");
        };
        let said: Vec<String> = missing.iter().map(Lack::to_string).collect();
        assert_eq!(said, [*expected], "{reference:?}");
        assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    }
    assert_eq!(office.n_invoices().await, 0, "no number was taken");
    office.verified().await;
}

#[tokio::test]
async fn an_order_that_has_everything_is_billed_and_a_line_that_lacks_something_waits_alone() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let form = || SaveCustomer { basis: Some(Basis::Dispatch), ..customer("ROSSI", "IT") };
    let rossi = office.customer_as(form()).await;
    let mut asked = whole(order(rossi, &[(rid, 1), (rid, 2)]));
    asked.lines[1].cost_centre = None;
    let order_id = office.confirmed(asked).await;
    office.ship(order_id).await.unwrap();
    let all = [
        Reference::CustomerPo,
        Reference::Contract,
        Reference::Project,
        Reference::BuyerReference,
        Reference::LeitwegId,
        Reference::Cig,
        Reference::Cup,
        Reference::CostCentre,
    ];
    let known = SaveCustomer { customer_id: Some(rossi), ..form() };
    requires(&office, known, &all).await;
    let missing = vec![Lack {
        reference: Reference::CostCentre,
        line_n: Some(2),
        shipment_number: None,
        found: None,
    }];
    let why = Block::ReferencesMissing { missing };
    assert_eq!(office.blocked(order_id).await, [(why, 2_000_000)]);
    assert_eq!(office.post(order_id).await.unwrap().totals.net_minor, 1_000);
    office.verified().await;
}
