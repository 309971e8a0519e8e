//! VAT: the rate of the day of dispatch, the category of the regime, charges shared over rates.

use dovuto_app::catalog::SaveProduct;
use dovuto_app::catalog::vat::{SetVatRates, VatRateForm, set_vat_rates};
use dovuto_app::views::billing::{InvoiceView, ShowInvoice, show};
use dovuto_domain::kernel::id::{OrderId, ProductId};
use dovuto_domain::parties::VatRegime;
use dovuto_domain::pricing::ChargePer;

use super::charged;
use crate::harness::{Office, customer, day, order};

async fn billed(office: &Office, order_id: OrderId) -> InvoiceView {
    let posted = office.post(order_id).await.unwrap();
    show(&office.desk, ShowInvoice { invoice: posted.number }).await.unwrap()
}

/// Category, rate in percent, net and tax of each group.
fn taxes(view: &InvoiceView) -> Vec<(&str, i64, i64, i64)> {
    let group = |t: &dovuto_domain::billing::invoice::TaxTotal| {
        (t.rate_ppm / 10_000, t.net_minor, t.tax_minor)
    };
    view.taxes
        .iter()
        .map(|t| {
            let (percent, net, tax) = group(t);
            (t.vat_category.as_str(), percent, net, tax)
        })
        .collect()
}

async fn reduced(office: &Office, code: &str, cents: i64) -> ProductId {
    let form = SaveProduct {
        code: code.to_owned(),
        tax_category: Some("R".to_owned()),
        ..SaveProduct::default()
    };
    office.product_as(form, cents).await
}

#[tokio::test]
async fn the_rate_is_that_of_the_day_of_dispatch() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let form = SetVatRates {
        base: None,
        rates: vec![VatRateForm {
            regime: VatRegime::Domestic,
            tax_category: "S".to_owned(),
            valid_from: Some(day("2026-04-01")),
            vat_category: "S".to_owned(),
            rate_ppm: 230_000,
            reason_code: None,
            reason: None,
        }],
    };
    set_vat_rates(&office.desk, &office.cx(office.elena), form).await.unwrap();
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.on("2026-03-31");
    office.ship_part(order_id, &[(1, 4)]).await.unwrap();
    office.on("2026-04-01");
    office.ship_part(order_id, &[(1, 6)]).await.unwrap();
    office.on("2026-04-15");
    let posted = office.post_all(order_id).await.unwrap().documents;
    let gross: Vec<_> = posted.iter().map(|d| (d.number.as_str(), d.totals.gross_minor)).collect();
    assert_eq!(gross, [("TA26-00001", 4_880), ("TA26-00002", 7_380)], "a month does not mix");
    office.verified().await;
}

#[tokio::test]
async fn the_union_and_the_world_outside_have_categories_and_reasons_of_their_own() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    for (country, category, reason) in [("DE", "K", "VATEX-EU-IC"), ("US", "G", "VATEX-EU-G")] {
        let id = office.customer(country, country).await;
        let order_id = office.confirmed(order(id, &[(rid, 1)])).await;
        office.delivered(order_id).await;
        let view = billed(&office, order_id).await;
        assert_eq!(taxes(&view), [(category, 0, 1_000, 0)]);
        assert_eq!(view.taxes[0].reason_code.as_deref(), Some(reason));
    }
    office.verified().await;
}

#[tokio::test]
async fn a_charge_is_shared_over_the_rates_of_the_goods_to_the_last_cent() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let book = reduced(&office, "BOOK", 500).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let form = charged(order(rossi, &[(rid, 2), (book, 2)]), ChargePer::Order, 1_000);
    let order_id = office.confirmed(form).await;
    office.ship(order_id).await.unwrap();
    let view = billed(&office, order_id).await;
    // 1000 over 2000 and 1000 is 667 and 333.
    assert_eq!(taxes(&view), [("S", 22, 2_667, 587), ("S", 10, 1_333, 133)]);
    let shares: Vec<i64> = view.charges.iter().map(|c| c.net_minor).collect();
    assert_eq!(shares, [667, 333]);
    assert_eq!(view.totals.gross_minor, 3_000 + 1_000 + 587 + 133);
    office.verified().await;
}

#[tokio::test]
async fn the_regime_of_an_order_is_frozen_when_it_is_confirmed() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let id = office.customer("KAPPA", "FR").await;
    let order_id = office.confirmed(order(id, &[(rid, 1)])).await;
    let moved = dovuto_app::parties::SaveCustomer {
        customer_id: Some(id),
        vat_regime: Some(VatRegime::Domestic),
        ..customer("KAPPA", "IT")
    };
    office.customer_as(moved).await;
    office.delivered(order_id).await;
    let view = billed(&office, order_id).await;
    assert_eq!(taxes(&view), [("K", 0, 1_000, 0)]);
    // Name and address are read when it is posted.
    assert_eq!(view.buyer.country, "IT");
    office.verified().await;
}
