//! The people of the sample firm, its customers at home and abroad, its carriers.

use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::parties::{
    Address, BankAccount, Basis, Department, ElectronicAddress, PaymentTerms, Person, Reference,
    Registration,
};

use super::{BEGINS, Story};
use crate::error::Error;
use crate::firm::{FirmForm, FirstMember, FoundFirm, SaveMember, save_member};
use crate::parties::identity::IdentityForm;
use crate::parties::{ContactForm, SaveCarrier, SaveCustomer, save_carrier, save_customer};

/// Who founds the firm, and under which policy its orders are confirmed.
pub(super) fn founding() -> FoundFirm {
    let identity = IdentityForm {
        name: "Officine Alpi Srl".to_owned(),
        tax_id: Some("IT12345678903".to_owned()),
        country: Some("IT".to_owned()),
        registrations: Some(vec![Registration {
            scheme: "REA".to_owned(),
            value: "LC-318207".to_owned(),
        }]),
        addresses: Some(vec![address("Via dell'Industria 14", "23900", "Lecco", "IT")]),
        banks: Some(vec![BankAccount {
            iban: "IT60X0542811101000000123456".to_owned(),
            bic: Some("BPMOIT22".to_owned()),
            bank: Some("Banca del Lario".to_owned()),
        }]),
        sdi_code: Some("0000000".to_owned()),
        pec: Some("officinealpi@pec.example".to_owned()),
        ..IdentityForm::default()
    };
    FoundFirm {
        firm: FirmForm {
            identity,
            currency: Currency::EUR,
            tax_regime: Some("RF01".to_owned()),
            contact: Some(Person {
                name: "Elena Moretti".to_owned(),
                phone: Some("+39 0341 000000".to_owned()),
                email: Some("fatture@officinealpi.example".to_owned()),
            }),
        },
        member: FirstMember {
            code: "giulia".to_owned(),
            name: "Giulia Ferri".to_owned(),
            phone: None,
            email: Some("giulia@officinealpi.example".to_owned()),
        },
        policy: "Orders of known customers at list or agreed prices are accepted as they come; \
                 anything else is put before the direction."
            .to_owned(),
    }
}

pub(super) async fn tell(story: &mut Story<'_>) -> Result<(), Error> {
    members(story).await?;
    customers(story).await?;
    carriers(story).await
}

async fn members(story: &mut Story<'_>) -> Result<(), Error> {
    use Department::{
        Billing, Direction, Finance, Logistics, Marketing, OrderDesk, Production, Sales, Service,
        Warehouse,
    };
    let people: [(&str, &str, &[Department]); 5] = [
        ("sara", "Sara Conti", &[Sales, OrderDesk]),
        ("marco", "Marco Villa", &[Warehouse, Logistics]),
        ("luca", "Luca Riva", &[Logistics, Service]),
        ("elena", "Elena Moretti", &[Billing, Finance]),
        ("paolo", "Paolo Greco", &[Production, Marketing]),
    ];
    for (code, name, departments) in people {
        let cx = story.on(BEGINS, "giulia");
        let ask = SaveMember {
            code: code.to_owned(),
            name: name.to_owned(),
            email: Some(format!("{code}@officinealpi.example")),
            departments: departments.to_vec(),
            ..SaveMember::default()
        };
        let saved = save_member(&story.desk, &cx, ask).await?;
        story.members.insert(code, saved.member_id);
    }
    // Whoever founds a firm works everywhere until others do.
    let cx = story.on(BEGINS, "giulia");
    let ask = SaveMember {
        member_id: Some(story.members["giulia"]),
        code: "giulia".to_owned(),
        name: "Giulia Ferri".to_owned(),
        email: Some("giulia@officinealpi.example".to_owned()),
        departments: vec![Direction],
        senior: Some(true),
        ..SaveMember::default()
    };
    save_member(&story.desk, &cx, ask).await?;
    Ok(())
}

async fn customers(story: &mut Story<'_>) -> Result<(), Error> {
    for (code, form) in [
        ("BIANCHI", bianchi()),
        ("ROSSI", rossi()),
        ("ALPINA", alpina()),
        ("LECCO", lecco()),
        ("NORDWIND", nordwind()),
        ("KAPPA", kappa()),
        ("TESSAG", tessag()),
        ("BLUERIDGE", blue_ridge()),
    ] {
        let ask = SaveCustomer { code: code.to_owned(), ..form };
        let cx = story.on(BEGINS - 1, "sara");
        let saved = save_customer(&story.desk, &cx, ask).await?;
        story.customers.insert(code, saved.customer_id);
    }
    Ok(())
}

fn bianchi() -> SaveCustomer {
    SaveCustomer {
        identity: IdentityForm {
            sdi_code: Some("M5UXCR1".to_owned()),
            ..at_home("Bianchi Meccanica Srl", "IT02345678904", "Via Galvani 3", "24121", "Bergamo")
        },
        contacts: Some(vec![ContactForm {
            role: "acquisti".to_owned(),
            name: "Anna Bianchi".to_owned(),
            email: Some("acquisti@bianchi.example".to_owned()),
            phone: None,
        }]),
        terms: Some(PaymentTerms { days: 30, end_of_month: false }),
        required_references: Some(vec![Reference::CustomerPo]),
        credit_limit_minor: Some(3_000_000),
        ..SaveCustomer::default()
    }
}

fn rossi() -> SaveCustomer {
    SaveCustomer {
        identity: at_home("Rossi Impianti Srl", "IT03456789015", "Via Roma 88", "20900", "Monza"),
        basis: Some(Basis::Dispatch),
        credit_limit_minor: Some(1_500_000),
        ..SaveCustomer::default()
    }
}

fn alpina() -> SaveCustomer {
    let mut identity =
        at_home("Alpina SpA", "IT04567890126", "Viale Monte Rosa 40", "20149", "Milano");
    identity.addresses.get_or_insert_default().push(Address {
        site: Some("Stabilimento 2".to_owned()),
        cost_centre: Some("CDC-220".to_owned()),
        ..address("Via Cave 9", "23868", "Valmadrera", "IT")
    });
    SaveCustomer {
        identity,
        terms: Some(PaymentTerms { days: 60, end_of_month: true }),
        credit_limit_minor: Some(8_000_000),
        ..SaveCustomer::default()
    }
}

fn lecco() -> SaveCustomer {
    SaveCustomer {
        identity: IdentityForm {
            sdi_code: Some("UFX9K2".to_owned()),
            ..at_home("Comune di Lecco", "IT00623530136", "Piazza Diaz 1", "23900", "Lecco")
        },
        required_references: Some(vec![Reference::Cig]),
        ..SaveCustomer::default()
    }
}

fn nordwind() -> SaveCustomer {
    SaveCustomer {
        identity: IdentityForm {
            electronic: Some(ElectronicAddress {
                scheme: "9930".to_owned(),
                address: "DE811907980".to_owned(),
            }),
            ..abroad("Nordwind GmbH", "DE811907980", "DE", ("Hafenstrasse 21", "20457", "Hamburg"))
        },
        required_references: Some(vec![Reference::BuyerReference]),
        ..SaveCustomer::default()
    }
}

fn kappa() -> SaveCustomer {
    SaveCustomer {
        identity: abroad("Kappa SARL", "FR40303265045", "FR", ("12 rue Pascal", "69003", "Lyon")),
        ..SaveCustomer::default()
    }
}

fn tessag() -> SaveCustomer {
    SaveCustomer {
        identity: IdentityForm {
            language: Some("de".to_owned()),
            ..abroad("Tessag AG", "CHE-116.281.710", "CH", ("Seeweg 5", "6300", "Zug"))
        },
        currency: Some(Currency::parse("CHF").expect("the Swiss franc is a currency")),
        ..SaveCustomer::default()
    }
}

fn blue_ridge() -> SaveCustomer {
    let place = ("410 Haywood Road", "28806", "Asheville, NC");
    SaveCustomer {
        identity: abroad("Blue Ridge Gears Inc", "", "US", place),
        currency: Some(Currency::parse("USD").expect("the dollar is a currency")),
        basis: Some(Basis::Dispatch),
        terms: Some(PaymentTerms { days: 45, end_of_month: false }),
        ..SaveCustomer::default()
    }
}

fn at_home(name: &str, tax_id: &str, street: &str, postcode: &str, city: &str) -> IdentityForm {
    abroad(name, tax_id, "IT", (street, postcode, city))
}

fn abroad(name: &str, tax_id: &str, country: &str, place: (&str, &str, &str)) -> IdentityForm {
    IdentityForm {
        name: name.to_owned(),
        tax_id: Some(tax_id.to_owned()),
        country: Some(country.to_owned()),
        addresses: Some(vec![address(place.0, place.1, place.2, country)]),
        ..IdentityForm::default()
    }
}

fn address(street: &str, postcode: &str, city: &str, country: &str) -> Address {
    Address {
        street: street.to_owned(),
        postcode: postcode.to_owned(),
        city: city.to_owned(),
        country: country.to_owned(),
        ..Address::default()
    }
}

/// The public customer wants one more reference on its invoices from now on.
pub(super) async fn lecco_wants_cup(story: &mut Story<'_>, days_ago: u32) -> Result<(), Error> {
    let ask = SaveCustomer {
        customer_id: Some(story.customers["LECCO"]),
        code: "LECCO".to_owned(),
        required_references: Some(vec![Reference::Cig, Reference::Cup]),
        ..lecco()
    };
    let cx = story.on(days_ago, "sara");
    save_customer(&story.desk, &cx, ask).await?;
    Ok(())
}

async fn carriers(story: &mut Story<'_>) -> Result<(), Error> {
    for (code, name) in [("BRT", "BRT Corriere Espresso"), ("DHL", "DHL Freight")] {
        let cx = story.on(BEGINS - 1, "marco");
        let ask =
            SaveCarrier { code: code.to_owned(), name: name.to_owned(), ..SaveCarrier::default() };
        let saved = save_carrier(&story.desk, &cx, ask).await?;
        story.carriers.insert(code, saved.carrier_id);
    }
    Ok(())
}
