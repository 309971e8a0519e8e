//! What we sell: products, the list price of the day, the rate of the day.

use dovuto_app::catalog::vat::{SetVatRates, VatRateForm, set_vat_rates, vat_rates};
use dovuto_app::catalog::{
    FindProducts, ListPriceForm, SaveProduct, SetListPrices, products, save_product,
    set_list_prices,
};
use dovuto_app::error::Error;
use dovuto_domain::kernel::quantity::MILLION;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::VatRegime;

use crate::harness::{Office, day, order, refusal};

#[tokio::test]
async fn a_list_shows_the_price_of_the_day() {
    let office = Office::open().await;
    let product_id = office.product("RID", 1_000).await;
    let price = |from: &str, micro| ListPriceForm {
        valid_from: Some(day(from)),
        price_micro: micro,
        ..ListPriceForm::default()
    };
    let prices = vec![price("2026-01-01", 10 * MILLION), price("2026-04-01", 11 * MILLION)];
    let form = SetListPrices { product_id, base: None, prices };
    set_list_prices(&office.desk, &office.cx(office.sara), form).await.unwrap();
    let shown = async |today: &str| {
        office.on(today);
        let cx = office.cx(office.sara);
        let list = products(&office.desk, &cx, FindProducts::default()).await.unwrap();
        list.rows[0].list_price.as_ref().map(|p| p.price_micro / MILLION)
    };
    assert_eq!(shown("2025-12-31").await, None);
    assert_eq!(shown("2026-03-31").await, Some(10));
    assert_eq!(shown("2026-04-01").await, Some(11));
    office.verified().await;
}

#[tokio::test]
async fn two_prices_of_one_day_are_refused_and_the_list_stays() {
    let office = Office::open().await;
    let product_id = office.product("RID", 1_000).await;
    let price = ListPriceForm { price_micro: MILLION, ..ListPriceForm::default() };
    let form = SetListPrices { product_id, base: None, prices: vec![price.clone(), price] };
    let answer = set_list_prices(&office.desk, &office.cx(office.sara), form).await;
    assert!(matches!(refusal(answer), Refusal::AtLine { line: 2, .. }));
    assert_eq!(office.figure("select count(*) from list_prices").await, 1);
    assert_eq!(office.figure("select price_micro from list_prices").await, 10 * MILLION);
    office.verified().await;
}

#[tokio::test]
async fn a_wrong_gtin_is_refused_and_the_product_is_not_stored() {
    let office = Office::open().await;
    let form = SaveProduct {
        code: "RID".to_owned(),
        description: "reducer".to_owned(),
        gtin: Some("4006381333932".to_owned()),
        ..SaveProduct::default()
    };
    let answer = save_product(&office.desk, &office.cx(office.sara), form).await;
    assert_eq!(refusal(answer), Refusal::GtinWrong { gtin: "4006381333932".into() });
    assert_eq!(office.figure("select count(*) from products").await, 0);
    office.verified().await;
}

#[tokio::test]
async fn a_discontinued_product_is_ordered_only_where_that_is_said() {
    let office = Office::open().await;
    let form =
        SaveProduct { code: "OLD".into(), discontinued: Some(true), ..SaveProduct::default() };
    let old = office.product_as(form, 500).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let why = refusal(office.save(order(rossi, &[(old, 1)])).await);
    let expect = Refusal::ProductDiscontinued { product: "OLD".into() };
    assert_eq!(why, expect.at_line(1));
    assert_eq!(office.figure("select count(*) from orders").await, 0);

    let mut form = order(rossi, &[(old, 1)]);
    form.allow_discontinued = true;
    office.confirmed(form).await;
    office.verified().await;
}

#[tokio::test]
async fn rates_of_vat_are_set_by_day_and_against_what_was_seen() {
    let office = Office::open().await;
    let seen = vat_rates(&office.desk).await.unwrap();
    let form = |from: &str, rate_ppm| SetVatRates {
        base: seen.base.clone(),
        rates: vec![VatRateForm {
            regime: VatRegime::Domestic,
            tax_category: "S".to_owned(),
            valid_from: Some(day(from)),
            vat_category: "S".to_owned(),
            rate_ppm,
            reason_code: None,
            reason: None,
        }],
    };
    set_vat_rates(&office.desk, &office.cx(office.elena), form("2026-07-01", 230_000))
        .await
        .unwrap();
    let late =
        set_vat_rates(&office.desk, &office.cx(office.elena), form("2026-07-01", 240_000)).await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
    let newest = "select rate_ppm from vat_rates where valid_from = '2026-07-01'";
    assert_eq!(office.figure(newest).await, 230_000);
    office.verified().await;
}
