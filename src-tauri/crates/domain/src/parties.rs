//! Who we deal with: the firm, its members, customers and carriers.

pub mod closing;
pub mod profile;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use self::profile::BillingProfile;
use crate::kernel::country::is_code;
use crate::kernel::id::{CarrierId, CustomerId, FirmId, MemberId, PersonalId};
use crate::kernel::quantity::{Currency, MINOR_MAX};
use crate::kernel::refusal::Refusal;

/// A part of the firm that can be answerable for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Department {
    Marketing,
    Sales,
    OrderDesk,
    Production,
    Warehouse,
    Logistics,
    Billing,
    Finance,
    Direction,
    Service,
}

impl Department {
    pub const ALL: [Self; 10] = [
        Self::Marketing,
        Self::Sales,
        Self::OrderDesk,
        Self::Production,
        Self::Warehouse,
        Self::Logistics,
        Self::Billing,
        Self::Finance,
        Self::Direction,
        Self::Service,
    ];
}

/// An entry in a public register: `REA MI-123456`, `HRB 1234`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Registration {
    pub scheme: String,
    pub value: String,
}

/// A place of a party. The first is the registered seat; others may be sites with cost centres.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Address {
    pub name: Option<String>,
    pub street: String,
    pub postcode: String,
    pub city: String,
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub site: Option<String>,
    pub cost_centre: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BankAccount {
    pub iban: String,
    pub bic: Option<String>,
    pub bank: Option<String>,
}

/// Where structured invoices go: an identifier and its EAS scheme (`0211`, `9930`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ElectronicAddress {
    pub scheme: String,
    pub address: String,
}

/// What identifies a firm, whether ours or a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Identity {
    pub name: String,
    pub tax_id: Option<String>,
    pub fiscal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 639-1, the language of documents.
    pub language: String,
    pub registrations: Vec<Registration>,
    pub addresses: Vec<Address>,
    pub banks: Vec<BankAccount>,
    pub electronic: Option<ElectronicAddress>,
    /// Seven characters of the Italian exchange system, or six for public bodies.
    pub sdi_code: Option<String>,
    pub pec: Option<String>,
}

impl Identity {
    /// Refuses an empty name, a country that ISO 3166 does not know, a language that is not a
    /// two-letter code, an SdI code of the wrong length.
    pub fn checked(self) -> Result<Self, Refusal> {
        text("name", &self.name, 200)?;
        country(&self.country)?;
        if self.language.len() != 2 || !self.language.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(Refusal::LanguageUnknown { language: self.language });
        }
        for address in &self.addresses {
            country(&address.country)?;
        }
        match &self.sdi_code {
            Some(code) if !matches!(code.len(), 6 | 7) => {
                Err(Refusal::SdiCodeWrong { sdi_code: code.clone() })
            }
            _ => Ok(self),
        }
    }
}

/// Refuses text that is empty, longer than `max` characters, or holds control characters.
pub fn text(field: &str, value: &str, max: usize) -> Result<(), Refusal> {
    if value.trim().is_empty() {
        return Err(Refusal::FieldEmpty { field: field.to_owned() });
    }
    optional_text(field, value, max)
}

/// The same, but empty is allowed.
pub fn optional_text(field: &str, value: &str, max: usize) -> Result<(), Refusal> {
    if value.chars().count() > max {
        return Err(Refusal::FieldTooLong { field: field.to_owned(), max });
    }
    if value.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refusal::FieldHasControl { field: field.to_owned() });
    }
    Ok(())
}

fn country(code: &str) -> Result<(), Refusal> {
    if is_code(code) { Ok(()) } else { Err(Refusal::CountryUnknown { country: code.to_owned() }) }
}

/// A pointer to a natural person's data, which can be erased without breaking the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonRef {
    pub personal_id: PersonalId,
    /// SHA-256 of salt and bytes, in hex.
    pub digest: String,
}

/// A natural person's data, kept apart from facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// Our own firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Firm {
    pub firm_id: FirmId,
    pub identity: Identity,
    pub currency: Currency,
    /// The tax regime of the firm itself: `RF01` in Italy.
    pub tax_regime: Option<String>,
    pub seller_contact: Option<PersonRef>,
}

/// A person who works here and can hold an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Member {
    pub member_id: MemberId,
    /// What one types: `sara`.
    pub code: String,
    pub person: PersonRef,
    pub departments: Vec<Department>,
    pub senior: bool,
    pub active: bool,
}

impl Member {
    pub fn checked(self) -> Result<Self, Refusal> {
        text("code", &self.code, 40)?;
        if self.departments.is_empty() {
            return Err(Refusal::MemberWithoutDepartment { member: self.code });
        }
        Ok(self)
    }
}

/// When a customer may be billed: for what they signed for, or for what left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    Delivery,
    Dispatch,
}

/// How VAT looks at a customer, seen from the firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VatRegime {
    Domestic,
    Eu,
    Export,
}

/// A reference that a customer wants to see on every invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    CustomerPo,
    Contract,
    Project,
    BuyerReference,
    /// The route of an invoice to a German authority: the buyer reference, with its check digits.
    LeitwegId,
    Cig,
    Cup,
    /// On each line, as customer code and cost centre.
    CustomerLine,
    CustomerCode,
    CostCentre,
    /// The customer's number for what they received, which comes with the proof of delivery.
    GoodsReceipt,
}

/// Days from the invoice, or from the end of its month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaymentTerms {
    pub days: u16,
    pub end_of_month: bool,
}

/// A person at a customer and what they are for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Contact {
    pub role: String,
    pub person: PersonRef,
}

/// A customer, in all roles: sold-to, ship-to, bill-to, payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Customer {
    pub customer_id: CustomerId,
    pub code: String,
    pub identity: Identity,
    pub contacts: Vec<Contact>,
    pub currency: Currency,
    pub terms: PaymentTerms,
    pub credit_limit_minor: Option<i64>,
    pub basis: Basis,
    pub vat_regime: VatRegime,
    /// Who gets the invoice, where it is another customer.
    pub bill_to: Option<CustomerId>,
    /// Who pays it, where it is another customer.
    pub payer: Option<CustomerId>,
    pub required_references: Vec<Reference>,
    #[serde(default)]
    pub billing: BillingProfile,
    pub active: bool,
}

impl Customer {
    /// Refuses an empty code or name, unknown codes, a negative credit limit, and
    /// what its billing profile refuses.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        text("code", &self.code, 40)?;
        self.identity = self.identity.checked()?;
        self.billing = self.billing.checked()?;
        self.required_references.sort_unstable();
        self.required_references.dedup();
        match self.credit_limit_minor {
            Some(limit_minor) if !(0..=MINOR_MAX).contains(&limit_minor) => {
                Err(Refusal::CreditLimitWrong { limit_minor })
            }
            _ => Ok(self),
        }
    }
}

/// Who carries goods to customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Carrier {
    pub carrier_id: CarrierId,
    pub code: String,
    pub name: String,
    pub tax_id: Option<String>,
    pub phone: Option<String>,
    pub active: bool,
}

impl Carrier {
    pub fn checked(self) -> Result<Self, Refusal> {
        text("code", &self.code, 40)?;
        text("name", &self.name, 200)?;
        Ok(self)
    }
}
