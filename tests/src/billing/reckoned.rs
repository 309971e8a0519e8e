//! Whatever is ordered and shipped, the posted figures are those of an independent reckoning.

use std::collections::BTreeMap;

use dovuto_app::catalog::SaveProduct;
use dovuto_app::fulfilment::plan::{PlanLine, PlanShipment, plan};
use dovuto_app::fulfilment::{IssueShipment, issue};
use dovuto_app::orders::SaveOrderLine;
use dovuto_app::views::billing::{InvoiceView, ShowInvoice, show};
use dovuto_domain::kernel::id::{CustomerId, ProductId};
use dovuto_domain::kernel::quantity::{Price, Quantity};
use dovuto_domain::pricing::ChargePer;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::charged;
use crate::harness::{Office, line, order, under};

/// A line: ordered and shipped thousandths of a unit, price, for how many, discount, which class.
#[derive(Clone, Debug)]
struct Asked {
    ordered: i64,
    shipped: i64,
    price: Price,
    reduced: bool,
}

fn asked() -> impl Strategy<Value = Asked> {
    let price = (0_i64..2_000_000_000, prop::sample::select(vec![1_i64, 100, 1_000]));
    let discount = prop::sample::select(vec![0_i64, 100_000, 145_000, 333_333, 1_000_000]);
    (1_i64..500_000, 1_i64..500_000, price, discount, any::<bool>()).prop_map(
        |(ordered, shipped, (micro, per), discount_ppm, reduced)| Asked {
            ordered,
            shipped: shipped.min(ordered),
            price: Price { micro, per, discount_ppm },
            reduced,
        },
    )
}

/// Half of a cent goes up: the quotient of two numbers that are not below zero.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator) / (2 * denominator)
}

/// Quantity, price and discount each count millionths; a cent is a hundredth.
fn net(quantity: Quantity, price: Price) -> i128 {
    let million = 1_000_000_i128;
    let kept = million - i128::from(price.discount_ppm);
    let numerator = i128::from(quantity.0) * i128::from(price.micro) * kept * 100;
    rounded(numerator, i128::from(price.per) * million * million * million)
}

/// Checks every figure of an invoice against fractions of its own.
fn check(view: &InvoiceView, charge: i64, first: bool) {
    let mut groups: BTreeMap<i64, i128> = BTreeMap::new();
    let mut sum = 0;
    for line in &view.lines {
        let expect = net(line.quantity, line.price);
        assert_eq!(i128::from(line.amounts.net_minor), expect, "{line:?}");
        sum += expect;
        *groups.entry(line.rate_ppm).or_default() += expect;
    }
    let charges: i128 = view.charges.iter().map(|c| i128::from(c.net_minor)).sum();
    assert_eq!(charges, if first { i128::from(charge) } else { 0 });
    for share in &view.charges {
        *groups.entry(share.rate_ppm).or_default() += i128::from(share.net_minor);
    }
    let mut tax = 0;
    for (rate, net) in &groups {
        let expect = rounded(net * i128::from(*rate), 1_000_000);
        let found = view.taxes.iter().find(|t| t.rate_ppm == *rate).unwrap();
        assert_eq!((i128::from(found.net_minor), i128::from(found.tax_minor)), (*net, expect));
        tax += expect;
    }
    assert_eq!(view.taxes.len(), groups.len());
    assert_eq!(i128::from(view.totals.net_minor), sum);
    assert_eq!(i128::from(view.totals.gross_minor), sum + charges + tax);
}

struct Shop {
    office: Office,
    rossi: CustomerId,
    standard: ProductId,
    reduced: ProductId,
}

impl Shop {
    async fn open() -> Self {
        let office = Office::open().await;
        let of = |code: &str, class: &str| SaveProduct {
            code: code.to_owned(),
            tax_category: Some(class.to_owned()),
            unit_scale: Some(3),
            unit_code: Some("KGM".to_owned()),
            ..SaveProduct::default()
        };
        Self {
            rossi: office.on_dispatch("ROSSI").await,
            standard: office.product_as(of("S", "S"), 100).await,
            reduced: office.product_as(of("R", "R"), 100).await,
            office,
        }
    }

    /// Ships the lines in one part or two and checks each invoice.
    async fn sell(&self, lines: &[Asked], charge: i64, n: u64) {
        let office = &self.office;
        let line = |asked: &Asked| SaveOrderLine {
            quantity: Quantity(asked.ordered * 1_000),
            price: Some(asked.price),
            ..line(if asked.reduced { self.reduced } else { self.standard }, 1)
        };
        let mut form = under(&format!("PO-{n}"), order(self.rossi, &[]));
        form.lines = lines.iter().map(line).collect();
        let order_id = office.confirmed(charged(form, ChargePer::Order, charge)).await;
        for first in [true, false] {
            let part = |asked: &Asked| {
                if first { asked.shipped } else { asked.ordered - asked.shipped }
            };
            let left = (1..).zip(lines).filter(|(_, asked)| part(asked) > 0);
            let lines: Vec<PlanLine> = left
                .map(|(line_n, asked)| PlanLine {
                    replaces: None,
                    order_id,
                    line_n,
                    quantity: Quantity(part(asked) * 1_000),
                })
                .collect();
            if lines.is_empty() {
                continue;
            }
            let ask = PlanShipment { lines, ..PlanShipment::default() };
            let shipment_id =
                plan(&office.desk, &office.cx(office.marco), ask).await.unwrap().shipment_id;
            let ask = IssueShipment { shipment_id, dispatched_on: None, pieces: Vec::new() };
            issue(&office.desk, &office.cx(office.marco), ask).await.unwrap();
            let number = office.post(order_id).await.unwrap().number;
            let view = show(&office.desk, ShowInvoice { invoice: number }).await.unwrap();
            check(&view, charge, first);
        }
    }
}

#[test]
fn posted_totals_are_those_of_an_independent_reckoning_in_fractions() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let shop = runtime.block_on(Shop::open());
    let mut runner = TestRunner::new(Config { cases: 24, ..Config::default() });
    let sales = (prop::collection::vec(asked(), 1..6), 1_i64..100_000);
    let n = std::sync::atomic::AtomicU64::new(0);
    let sold = runner.run(&sales, |(lines, charge)| {
        let n = n.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        runtime.block_on(shop.sell(&lines, charge, n));
        Ok(())
    });
    sold.unwrap();
    runtime.block_on(shop.office.verified());
}
