//! What the sample firm makes: gear reducers, couplings, kits and their installation; its prices
//! and its stock.

use dovuto_domain::catalog::{CustomerCode, Description, ProductKind, Tracking};
use dovuto_domain::kernel::quantity::{Currency, MILLION, Price, Quantity};
use dovuto_domain::pricing::{Evidence, QuantityBreak};

use super::{BEGINS, Story};
use crate::catalog::{ListPriceForm, SaveProduct, SetListPrices, save_product, set_list_prices};
use crate::error::Error;
use crate::fulfilment::{AdjustStock, adjust_stock};
use crate::pricing::{SaveAgreement, save_agreement};

/// One product: its code, names, class of VAT, list price in cents, cost in cents, stock.
struct Made {
    code: &'static str,
    it: &'static str,
    en: &'static str,
    tax: &'static str,
    cents: i64,
    cost_cents: i64,
    /// Nothing where no stock is kept.
    stock: Option<i64>,
    tracking: Tracking,
}

const MADE: [Made; 11] = [
    made("RID-63", "Riduttore a vite senza fine 63", "Worm gear reducer 63", 24_800, 14_900, 120),
    made("RID-80", "Riduttore a vite senza fine 80", "Worm gear reducer 80", 36_500, 22_400, 260),
    made("RID-112", "Riduttore ortogonale 112", "Helical bevel reducer 112", 118_000, 74_000, 24),
    made("GIU-24", "Giunto elastico 24 mm", "Flexible coupling 24 mm", 1_890, 820, 900),
    made("GIU-38", "Giunto elastico 38 mm", "Flexible coupling 38 mm", 3_240, 1_450, 600),
    made("KIT-63", "Kit guarnizioni 63", "Seal kit 63", 1_275, 540, 300),
    made("KIT-80", "Kit guarnizioni 80", "Seal kit 80", 1_680, 710, 5),
    Made {
        tracking: Tracking::Serial,
        ..made("MOT-15", "Motore trifase 1,5 kW", "Three-phase motor 1.5 kW", 31_000, 18_500, 12)
    },
    Made {
        code: "MAN-63",
        it: "Manuale d'uso e manutenzione",
        en: "Operating and service handbook",
        tax: "R4",
        cents: 2_200,
        cost_cents: 600,
        stock: Some(80),
        tracking: Tracking::None,
    },
    Made {
        code: "INST",
        it: "Installazione e messa in servizio",
        en: "Installation and commissioning",
        tax: "S",
        cents: 6_500,
        cost_cents: 3_800,
        stock: None,
        tracking: Tracking::None,
    },
    Made {
        code: "CORSO",
        it: "Corso per manutentori",
        en: "Course for fitters",
        // The class of VAT of courses is not in the table of rates yet: finance has to answer.
        tax: "F",
        cents: 42_000,
        cost_cents: 20_000,
        stock: None,
        tracking: Tracking::None,
    },
];

const fn made(
    code: &'static str,
    it: &'static str,
    en: &'static str,
    cents: i64,
    cost_cents: i64,
    stock: i64,
) -> Made {
    let (tax, tracking) = ("S", Tracking::None);
    Made { code, it, en, tax, cents, cost_cents, stock: Some(stock), tracking }
}

pub(super) async fn tell(story: &mut Story<'_>) -> Result<(), Error> {
    for product in &MADE {
        save(story, product).await?;
        price(story, product).await?;
        if let Some(units) = product.stock {
            let ask = AdjustStock {
                product_id: story.products[product.code],
                quantity: Quantity::units(units).0,
                reason: "inventario iniziale".to_owned(),
            };
            let cx = story.on(BEGINS - 2, "marco");
            adjust_stock(&story.desk, &cx, ask).await?;
        }
    }
    retire(story).await?;
    agreements(story).await
}

async fn save(story: &mut Story<'_>, product: &Made) -> Result<(), Error> {
    let service = product.stock.is_none();
    let ask = SaveProduct {
        translations: Some(vec![Description {
            language: "en".to_owned(),
            text: product.en.to_owned(),
        }]),
        customer_codes: Some(codes(story, product.code)),
        kind: service.then_some(ProductKind::Service),
        unit_code: service.then(|| "HUR".to_owned()),
        unit_scale: service.then_some(2),
        standard_cost_micro: Some(product.cost_cents * (MILLION / 100)),
        tax_category: Some(product.tax.to_owned()),
        tracking: Some(product.tracking),
        code: product.code.to_owned(),
        description: product.it.to_owned(),
        ..SaveProduct::default()
    };
    let cx = story.on(BEGINS - 2, "paolo");
    let saved = save_product(&story.desk, &cx, ask).await?;
    story.products.insert(product.code, saved.product_id);
    Ok(())
}

/// What customers call a product.
fn codes(story: &Story<'_>, product: &str) -> Vec<CustomerCode> {
    let known: &[(&str, &str, &str)] = &[
        ("RID-63", "BIANCHI", "BM-4410"),
        ("RID-80", "ALPINA", "A.80.221"),
        ("GIU-38", "NORDWIND", "NW-K38"),
    ];
    let of_product = known.iter().filter(|(code, ..)| *code == product);
    of_product
        .map(|(_, customer, code)| CustomerCode {
            customer_id: story.customers[customer],
            code: (*code).to_owned(),
        })
        .collect()
}

/// The list in euro, and in the currencies of customers who have one of their own.
async fn price(story: &mut Story<'_>, product: &Made) -> Result<(), Error> {
    let currency = |code: &str| Currency::parse(code).expect("a currency that everybody knows");
    let of = |code: &str, cents: i64| ListPriceForm {
        currency: Some(currency(code)),
        price_micro: cents * (MILLION / 100),
        ..ListPriceForm::default()
    };
    let abroad = [of("CHF", product.cents * 97 / 100), of("USD", product.cents * 112 / 100)];
    let prices = std::iter::once(of("EUR", product.cents)).chain(abroad).collect();
    let ask = SetListPrices { product_id: story.products[product.code], base: None, prices };
    let cx = story.on(BEGINS - 2, "sara");
    set_list_prices(&story.desk, &cx, ask).await?;
    Ok(())
}

/// A product that is not sold any more.
async fn retire(story: &mut Story<'_>) -> Result<(), Error> {
    let ask = SaveProduct {
        code: "RID-50".to_owned(),
        description: "Riduttore a vite senza fine 50".to_owned(),
        discontinued: Some(true),
        ..SaveProduct::default()
    };
    let cx = story.on(BEGINS - 2, "paolo");
    save_product(&story.desk, &cx, ask).await?;
    Ok(())
}

/// Customer, product, reference, and the prices in cents from quantities on.
type Agreed = (&'static str, &'static str, &'static str, &'static [(i64, i64)]);

/// What was agreed with the customers who buy most.
async fn agreements(story: &mut Story<'_>) -> Result<(), Error> {
    let agreed: [Agreed; 3] = [
        ("ALPINA", "RID-80", "AQ-118", &[(10, 34_000), (50, 31_900)]),
        ("ALPINA", "GIU-24", "AQ-118", &[(0, 1_700)]),
        ("NORDWIND", "GIU-38", "Rahmenvertrag 7/2", &[(20, 2_950), (100, 2_700)]),
    ];
    for (customer, product, reference, breaks) in agreed {
        let line = |&(from, cents): &(i64, i64)| QuantityBreak {
            from_quantity: Quantity::units(from),
            price: Price { micro: cents * (MILLION / 100), per: 1, discount_ppm: 0 },
        };
        let ask = SaveAgreement {
            agreement_id: None,
            base: None,
            customer_id: story.customers[customer],
            product_id: story.products[product],
            currency: None,
            valid_from: None,
            valid_to: None,
            breaks: breaks.iter().map(line).collect(),
            evidence: Evidence {
                reference: reference.to_owned(),
                date: Some(story.day(BEGINS - 3)),
                file_hash: None,
            },
        };
        let cx = story.on(BEGINS - 3, "sara");
        save_agreement(&story.desk, &cx, ask).await?;
    }
    Ok(())
}
