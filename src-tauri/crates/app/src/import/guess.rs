//! Proposing a mapping from the headings of a file; a person looks at it before it is used.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Value;
use ts_rs::TS;

use super::ImportKind;
use super::file::{self, Wanted};
use super::forms::Evidence;
use super::mapping::{Fields, Mapping, ORDER_LINES, fields};
use super::reading::ADDED_COLUMNS;
use super::refused::ImportRefused;
use super::sheet::Headed;
use super::watch::Watch;
use crate::desk::Desk;
use crate::error::Error;

/// A file whose mapping is to be guessed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct GuessAsk {
    pub kind: ImportKind,
    pub path: String,
    /// The lines of the orders, where they stand in a file of their own.
    pub lines_path: Option<String>,
}

/// A mapping that may serve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GuessAnswer {
    /// In TOML, with a word on what was not understood.
    pub mapping: String,
    /// Columns that no field was found for.
    pub not_understood: Vec<String>,
    /// Fields that are needed and that no column was found for.
    pub missing: Vec<String>,
}

/// What headings mean, in English and Italian: a field, and headings without blanks and signs. The
/// first column that fits is taken; the field's own name always fits.
const HEADINGS: &str = "\
accepted: acceptedquantity quantityaccepted accettata quantitaaccettata;
amount: sum total importo totale;
buyer_reference: yourreference vostroriferimento riferimentocliente;
carrier: shipvia shipper shipperid carriercode vettore corriere;
city: town citta comune localita;
code: id customerid customercode customerno productid productcode sku itemcode item articleno \
article shipperid carrierid codice codicecliente codcliente codicearticolo codarticolo articolo \
codiceprodotto codicevettore;
contact: contactname referente contatto;
contact_role: contacttitle ruolo;
cost: unitcost standardcost costo costounitario;
cost_centre: costcenter centrodicosto;
counted_on: countdate inventorydate datainventario;
country: countrycode paese nazione stato;
credit_limit: creditlimit fido limitedicredito;
currency: currencycode valuta divisa;
customer: customerid customercode customerno soldto cliente codicecliente codcliente;
customer_line: poline customerposition rigacliente posizionecliente;
customer_po: po ponumber purchaseorder customerorder customerorderno ordinecliente \
numeroordinecliente;
delivery_note: deliverynotenumber ddt numeroddt bolla;
description: productname itemname name descrizione denominazione nomeprodotto;
discontinued: obsolete fuoriproduzione;
discount: discountpercent rebate sconto scontopercento;
dispatched_on: shippeddate shipdate dispatchdate dispatched datadispedizione dataspedizione \
spedito dataddt;
due_on: duedate expires scadenza datascadenza;
early_days: giorniscontopagamento;
early_discount: skonto scontopagamento;
email: mail emailaddress indirizzoemail postaelettronica;
fiscal_code: codicefiscale codfiscale;
freight: shippingcost freightcost trasporto spesetrasporto spesedispedizione;
from_quantity: fromqty minimumquantity minqty daquantita quantitaminima;
goods_receipt: grn grnumber goodsreceiptnumber goodsreceivednote entratamerce numeroentratamerce \
bollaentrata;
gross: total grossamount totale totalefattura;
gtin: ean barcode ean13 codiceabarre;
issued_on: invoicedate issuedate datafattura dataemissione;
key: orderid orderno ordernumber order ponumber po numeroordine nordine ordine;
line: lineno linenumber position riga posizione;
name: companyname customername company ragionesociale denominazione nome cliente vettore;
number: invoice invoiceno invoicenumber fattura numerofattura;
order: orderid orderno ordernumber ponumber po numeroordine nordine ordine;
ordered_on: orderdate dateordered dataordine;
paid: paidamount pagato incassato;
payer: customer customercode pagatore cliente codicecliente;
payment_days: paymentterms termsdays giornipagamento;
pec: pecaddress indirizzopec;
per: priceunit priceper perunit;
phone: telephone phonenumber tel telefono;
po_date: podate purchaseorderdate dataordinecliente;
postcode: postalcode zip zipcode cap codicepostale;
price: unitprice listprice prezzo prezzounitario prezzolistino;
product: productid productcode sku itemcode item article articolo codicearticolo codarticolo \
codiceprodotto prodotto;
quantity: qty pieces orderedquantity quantita qta pezzi;
received_on: receiveddate deliverydate delivered deliveredon dataconsegna consegnato;
reference: ref proof podnumber riferimento;
region: state province provincia regione;
requested_on: requireddate requesteddate duedate wanteddate dataconsegnarichiesta dataconsegna \
consegnarichiesta;
role: title ruolo mansione;
sdi_code: codicesdi codicedestinatario;
ship_city: deliverycity shiptocity cittaspedizione cittadestinazione;
ship_postcode: shippostalcode deliverypostcode shiptozip capspedizione capdestinazione;
ship_street: shipaddress deliveryaddress shiptostreet indirizzospedizione indirizzodestinazione;
signed_by: signature signer firma firmatoda;
street: address addressline1 indirizzo via;
tax_category: vatcategory categoriaiva;
tax_id: vat vatid vatnumber taxnumber partitaiva piva;
unit: uom unitcode unita unitadimisura um;
unit_price: price netprice prezzo prezzounitario;
valid_from: from validfrom daldata validodal;
valid_to: to until validto aldata validoal;";

/// Proposes a mapping for a file. Writes nothing.
///
/// Refuses a file that cannot be read.
pub async fn guess(desk: &Desk, ask: GuessAsk, watch: &Arc<Watch>) -> Result<GuessAnswer, Error> {
    let folder = desk.store.path().parent().unwrap_or(Path::new(".")).to_owned();
    let watch = Arc::clone(watch);
    let guess = move || guess_of(&ask, &folder, &watch);
    let joined = tokio::task::spawn_blocking(guess).await;
    Ok(joined.expect("reading a file does not panic")?)
}

fn guess_of(ask: &GuessAsk, folder: &Path, watch: &Watch) -> Result<GuessAnswer, ImportRefused> {
    watch.begin();
    let read = |path: &str| -> Result<Headed, ImportRefused> {
        let mut sheets = file::rows(Path::new(path), &[Wanted::default()], folder, watch)?;
        Ok(sheets.remove(0))
    };
    let mut head = read(&ask.path)?;
    let mut lines = ask.lines_path.as_deref().map(read).transpose()?;
    let of_head = Understood::of(fields(ask.kind), &head);
    let of_lines = (ask.kind == ImportKind::Orders)
        .then(|| Understood::of(&ORDER_LINES, lines.as_ref().unwrap_or(&head)));

    let mut missing = of_head.missing.clone();
    let mut not_understood: Vec<String> = of_head.left.clone();
    if let Some(own) = &of_lines {
        missing.extend(own.missing.iter().cloned());
        if lines.is_none() {
            not_understood.retain(|column| own.left.contains(column));
        } else {
            not_understood.extend(own.left.iter().cloned());
        }
    }
    let mut tables = format!("\n[columns]\n{}", of_head.columns());
    if let Some(own) = &of_lines {
        tables.push_str(&format!("\n[lines.columns]\n{}", own.columns()));
    }
    let kind = format!("kind = \"{}\"\n", ask.kind.name());
    let mut writing = String::new();
    if missing.is_empty()
        && let Ok(mapping) = Mapping::read(&format!("{kind}{tables}"), ask.kind)
    {
        writing = written(mapping, &mut head, lines.as_mut(), watch)?;
    }
    let mut said = String::new();
    if !not_understood.is_empty() {
        said.push_str(&format!("# Not understood: {}\n", one_line(&not_understood)));
    }
    if !missing.is_empty() {
        said.push_str(&format!("# Needed, and not found: {}\n", missing.join(", ")));
    }
    let mapping = format!("{said}{kind}{writing}{tables}");
    Ok(GuessAnswer { mapping, not_understood, missing })
}

/// How the file writes its values, or what a person must say of that.
fn written(
    mut mapping: Mapping,
    head: &mut Headed,
    lines: Option<&mut Headed>,
    watch: &Watch,
) -> Result<String, ImportRefused> {
    let mut evidence = Evidence::default();
    evidence.gather(head, &mapping.head, &mapping.writing, watch)?;
    if let Some(section) = &mapping.lines {
        evidence.gather(lines.unwrap_or(head), section, &mapping.writing, watch)?;
    }
    match evidence.settle(&mut mapping.writing) {
        Ok(()) => {
            let format = mapping.writing.date_format.unwrap_or_default();
            let mark = mapping.writing.decimal_mark.unwrap_or('.');
            Ok(format!("date_format = \"{format}\"\ndecimal_mark = \"{mark}\"\n"))
        }
        Err(why) => Ok(format!("# {}\n", why.to_string().replace('\n', " "))),
    }
}

/// What the headings of one sheet say.
struct Understood {
    /// Fields with their column, as the fields are listed.
    found: Vec<(String, String)>,
    missing: Vec<String>,
    left: Vec<String>,
}

impl Understood {
    fn of(fields: &Fields, headed: &Headed) -> Self {
        let columns = &headed.header.columns;
        let n_added = if columns.starts_with(&ADDED_COLUMNS.map(str::to_owned)) { 3 } else { 0 };
        let mut left: Vec<String> = columns[n_added..].to_vec();
        left.retain(|column| !column.is_empty());
        let mut found = Vec::new();
        // Own names first: what another field might mean as well is not taken from them.
        for is_own in [true, false] {
            for field in fields.needed().chain(fields.free()) {
                if found.iter().any(|(known, _)| known == field) {
                    continue;
                }
                let means = |column: &String| {
                    let heading = plain(column);
                    if is_own { heading == plain(field) } else { means(field, &heading) }
                };
                if let Some(at) = left.iter().position(means) {
                    found.push((field.to_owned(), left.remove(at)));
                }
            }
        }
        let is_found = |field: &&str| found.iter().any(|(known, _)| known == field);
        let missing = fields.needed().filter(|field| !is_found(field)).map(str::to_owned);
        Self { missing: missing.collect(), found, left }
    }

    fn columns(&self) -> String {
        let mut text = String::new();
        for (field, column) in &self.found {
            text.push_str(&format!("{field} = {}\n", Value::String(column.clone())));
        }
        for field in &self.missing {
            text.push_str(&format!("# {field} = \"\"\n"));
        }
        text
    }
}

fn means(field: &str, heading: &str) -> bool {
    HEADINGS.split(';').any(|line| {
        let Some((of, headings)) = line.trim().split_once(':') else { return false };
        of == field && headings.split_whitespace().any(|known| known == heading)
    })
}

/// A heading without case, blanks, signs and accents.
fn plain(heading: &str) -> String {
    let letters = heading.chars().flat_map(char::to_lowercase).map(|letter| match letter {
        'à' | 'á' => 'a',
        'è' | 'é' => 'e',
        'ì' => 'i',
        'ò' => 'o',
        'ù' => 'u',
        other => other,
    });
    letters.filter(|letter| letter.is_alphanumeric()).collect()
}

fn one_line(columns: &[String]) -> String {
    columns.join(", ").replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_each_field_are_written_the_way_they_are_compared() {
        let kinds = [
            ImportKind::Customers,
            ImportKind::Carriers,
            ImportKind::Products,
            ImportKind::Orders,
            ImportKind::Shipments,
            ImportKind::Deliveries,
            ImportKind::Contacts,
            ImportKind::CustomerCodes,
            ImportKind::ListPrices,
            ImportKind::PriceAgreements,
            ImportKind::Stock,
            ImportKind::OpenInvoices,
            ImportKind::OpenPayments,
        ];
        let is_field = |name: &str| {
            let all = kinds.iter().map(|kind| fields(*kind)).chain([&ORDER_LINES]);
            all.into_iter().any(|of| of.needed().chain(of.free()).any(|known| known == name))
        };
        for line in HEADINGS.split(';').map(str::trim).filter(|line| !line.is_empty()) {
            let (field, headings) = line.split_once(':').expect("a field and its headings");
            assert!(is_field(field), "{field}");
            for heading in headings.split_whitespace() {
                assert_eq!(plain(heading), heading);
            }
        }
        assert_eq!(plain("Quantità (pz.)"), "quantitapz");
        assert!(means("quantity", &plain("Q.tà")));
    }
}
