//! Letters that no font of ours has, and the fields that they stand in.

use dovuto_domain::billing::statement::AccountItem;
use dovuto_domain::parties::{Address, Identity};

use super::remarks::{Figure, Remark};
use super::{Line, Printed, Said, Unprintable};
use crate::layout::font::unprintable;

fn refuse(field: &str, text: &str) -> Result<(), Unprintable> {
    match unprintable(text) {
        Some(letter) => Err(Unprintable::Letter { field: field.to_owned(), letter }),
        None => Ok(()),
    }
}

impl Printed {
    /// Refuses a letter that no font of ours has, and names the field that it stands in.
    pub fn checked(self) -> Result<Self, Unprintable> {
        for (whose, who) in [("seller", &self.seller), ("buyer", &self.buyer)] {
            party(whose, who)?;
        }
        refuse("number", &self.number)?;
        for (label, said) in &self.about {
            match said {
                Said::Text(text) | Said::Dated(text, _) => refuse(label, text)?,
                Said::Place(place) => address(label, place)?,
                Said::Day(_) | Said::Word(_) => {}
            }
        }
        self.lines.iter().try_for_each(line)?;
        self.statement.iter().flat_map(|of| &of.items).try_for_each(item)?;
        for charge in &self.charges {
            refuse("charge, description", &charge.description)?;
        }
        for tax in &self.taxes {
            refuse("reason without VAT", tax.reason.as_deref().unwrap_or_default())?;
        }
        refuse("note", self.note.as_deref().unwrap_or_default())?;
        remarks("remark", &self.remarks)?;
        Ok(self)
    }
}

fn party(whose: &str, party: &Identity) -> Result<(), Unprintable> {
    let field = |name: &str| format!("{whose}, {name}");
    refuse(&field("name"), &party.name)?;
    for text in [&party.tax_id, &party.fiscal_code].into_iter().flatten() {
        refuse(&field("tax number"), text)?;
    }
    for place in &party.addresses {
        address(&field("address"), place)?;
    }
    for registration in &party.registrations {
        refuse(&field("registration"), &registration.scheme)?;
        refuse(&field("registration"), &registration.value)?;
    }
    for bank in &party.banks {
        refuse(&field("account"), &bank.iban)?;
        refuse(&field("bank"), bank.bank.as_deref().unwrap_or_default())?;
    }
    Ok(())
}

fn address(field: &str, address: &Address) -> Result<(), Unprintable> {
    let parts = [
        address.name.as_deref(),
        Some(address.street.as_str()),
        Some(address.postcode.as_str()),
        Some(address.city.as_str()),
        address.region.as_deref(),
    ];
    parts.into_iter().flatten().try_for_each(|text| refuse(field, text))
}

fn line(line: &Line) -> Result<(), Unprintable> {
    let at = |name: &str| format!("line {}, {name}", line.position);
    refuse(&at("description"), &line.description)?;
    for (name, text) in [
        ("code", &line.our_code),
        ("their code", &line.their_code),
        ("their line", &line.their_line),
        ("cost centre", &line.cost_centre),
        ("delivery note", &line.delivery_note),
        ("goods receipt", &line.goods_receipt),
    ] {
        refuse(&at(name), text.as_deref().unwrap_or_default())?;
    }
    line.site.iter().try_for_each(|place| address(&at("place"), place))?;
    remarks(&at("serial and lot numbers"), &line.pieces)?;
    remarks(&at("remark"), &line.remarks)
}

fn item(item: &AccountItem) -> Result<(), Unprintable> {
    refuse("document, number", &item.number)
}

fn remarks(field: &str, remarks: &[Remark]) -> Result<(), Unprintable> {
    for (name, figure) in remarks.iter().flat_map(|remark| &remark.about) {
        if let Figure::Text(text) | Figure::Named(_, text) = figure {
            refuse(&format!("{field}, {name}"), text)?;
        }
    }
    Ok(())
}
