//! What happened so far, as plain lists. Quantities count millionths, amounts the smallest coin,
//! days are texts such as `2026-03-10`, which sort as they follow each other.

/// Everything that the oracle remembers.
#[derive(Clone, Debug, Default)]
pub struct Books {
    pub country: String,
    pub currency: String,
    /// The letter of the station in the numbers of documents.
    pub station: String,
    /// Identities of those who work here.
    pub members: Vec<String>,
    pub rates: Vec<Rate>,
    pub products: Vec<Product>,
    pub list_prices: Vec<ListPrice>,
    pub customers: Vec<Customer>,
    pub orders: Vec<Order>,
    pub shipments: Vec<Shipment>,
    pub invoices: Vec<Invoice>,
    pub credit_notes: Vec<CreditNote>,
    pub payments: Vec<Payment>,
    pub holds: Vec<Hold>,
}

/// A rate of VAT of a regime and a class of products, from a day on.
#[derive(Clone, Debug)]
pub struct Rate {
    pub regime: String,
    pub class: String,
    pub valid_from: String,
    pub group: Group,
}

/// What VAT is reckoned by: category, rate in millionths, reason code where there is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    pub category: String,
    pub rate_ppm: i64,
    pub reason_code: String,
}

#[derive(Clone, Debug)]
pub struct Product {
    pub id: String,
    pub service: bool,
    pub class: String,
    /// Decimals that the unit allows.
    pub scale: i64,
}

#[derive(Clone, Debug)]
pub struct ListPrice {
    pub product: String,
    pub currency: String,
    pub valid_from: String,
    pub micro: i64,
    pub per: i64,
}

#[derive(Clone, Debug)]
pub struct Customer {
    pub id: String,
    pub currency: String,
    pub regime: String,
    pub basis: String,
    /// Names of the references that the customer wants to read on every invoice.
    pub required: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Order {
    pub id: String,
    pub number: String,
    /// `draft confirmed declined cancelled closed`
    pub state: String,
    pub ordered_on: String,
    pub sold_to: String,
    pub bill_to: String,
    pub payer: String,
    pub currency: String,
    pub regime: String,
    pub basis: String,
    /// Names of the references that the order carries.
    pub references: Vec<String>,
    /// A document discount in percent, in millionths.
    pub discount_ppm: Option<i64>,
    /// A document discount in money.
    pub discount_minor: Option<i64>,
    pub lines: Vec<OrderLine>,
    pub charges: Vec<Charge>,
}

#[derive(Clone, Debug)]
pub struct OrderLine {
    pub n: i64,
    pub product: Product,
    /// Agreed now.
    pub quantity: i64,
    /// What the customer accepted above it.
    pub excess: i64,
    pub to_be_agreed: bool,
    /// What the customer's own order states: micro, per, discount.
    pub stated: Option<(i64, i64, i64)>,
    pub prices: Vec<Price>,
}

/// An agreed price. It never changes.
#[derive(Clone, Debug)]
pub struct Price {
    pub n: i64,
    pub micro: i64,
    pub per: i64,
    pub discount_ppm: i64,
    pub currency: String,
    pub applies_from: String,
    /// A share of a document discount in money, and the quantity that it is for.
    pub allowance: i64,
    pub allowance_quantity: i64,
}

#[derive(Clone, Debug)]
pub struct Charge {
    pub n: i64,
    pub per_shipment: bool,
    pub amount: i64,
}

#[derive(Clone, Debug)]
pub struct Shipment {
    pub id: String,
    /// `planned released picking packed issued in_transit delivered delivery_failed
    /// returned_to_sender unproven confirmed voided reversed lost`
    pub state: String,
    /// Number of the delivery note; empty until it is issued.
    pub number: String,
    pub dispatched_on: String,
    pub lines: Vec<ShipmentLine>,
    /// The last proof: accepted quantity by line.
    pub proof: Option<Vec<(i64, i64)>>,
}

#[derive(Clone, Debug)]
pub struct ShipmentLine {
    pub n: i64,
    pub order: String,
    pub line_n: i64,
    pub quantity: i64,
    /// The shipment line whose returned goods it replaces.
    pub replaces: Option<(String, i64)>,
    /// Counted back in all.
    pub returned: i64,
}

#[derive(Clone, Debug)]
pub struct Invoice {
    pub id: String,
    /// `immediate` or `deferred`
    pub kind: String,
    pub number: String,
    pub issued_on: String,
    pub order: String,
    pub payer: String,
    pub currency: String,
    pub lines: Vec<InvoiceLine>,
    pub charges: Vec<InvoiceCharge>,
    pub totals: Totals,
    /// Whether the whole document was taken back.
    pub cancelled: bool,
}

#[derive(Clone, Debug)]
pub struct InvoiceLine {
    pub n: i64,
    pub line_n: i64,
    pub shipment: String,
    pub shipment_n: i64,
    pub shipment_number: String,
    pub supply_date: String,
    pub service: bool,
    pub quantity: i64,
    pub price: Price,
    pub gross: i64,
    pub net: i64,
    /// What of the line's discount in money is in it.
    pub share: i64,
    pub group: Group,
}

#[derive(Clone, Debug)]
pub struct InvoiceCharge {
    pub n: i64,
    pub charge_n: i64,
    /// Set for a charge that is owed for each shipment.
    pub shipment: Option<String>,
    pub net: i64,
    pub group: Group,
}

#[derive(Clone, Debug)]
pub struct CreditNote {
    pub id: String,
    pub number: String,
    pub issued_on: String,
    pub invoice: String,
    pub lines: Vec<CreditLine>,
    pub totals: Totals,
}

/// What is given back of one line or one charge of an invoice.
#[derive(Clone, Debug)]
pub struct CreditLine {
    pub of: Of,
    /// `returned not_received document_cancelled lower_price goodwill keep_it charge`
    pub cause: String,
    /// Nothing where only value is given back.
    pub quantity: i64,
    pub amount: i64,
    pub group: Group,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    Line(i64),
    Charge(i64),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub net: i64,
    pub charges: i64,
    pub tax: i64,
    pub gross: i64,
}

#[derive(Clone, Debug)]
pub struct Payment {
    pub id: String,
    pub payer: String,
    pub currency: String,
    pub amount: i64,
    pub refunded: i64,
    /// Invoice and amount, as they are in force now.
    pub allocations: Vec<(String, i64)>,
}

#[derive(Clone, Debug)]
pub struct Hold {
    pub id: String,
    pub order: Option<String>,
    pub customer: Option<String>,
    pub expires_on: Option<String>,
    pub released: bool,
}

impl Books {
    pub fn order(&self, id: &str) -> Option<&Order> {
        self.orders.iter().find(|order| order.id == id)
    }

    pub fn order_mut(&mut self, id: &str) -> &mut Order {
        self.orders.iter_mut().find(|order| order.id == id).expect("a known order")
    }

    pub fn shipment(&self, id: &str) -> Option<&Shipment> {
        self.shipments.iter().find(|shipment| shipment.id == id)
    }

    pub fn shipment_mut(&mut self, id: &str) -> &mut Shipment {
        self.shipments.iter_mut().find(|shipment| shipment.id == id).expect("a known shipment")
    }

    pub fn invoice(&self, id: &str) -> Option<&Invoice> {
        self.invoices.iter().find(|invoice| invoice.id == id)
    }

    pub fn payment(&self, id: &str) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.id == id)
    }

    pub fn customer(&self, id: &str) -> Option<&Customer> {
        self.customers.iter().find(|customer| customer.id == id)
    }

    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }

    /// What was given back so far of one line of an invoice.
    pub fn credits_of(&self, invoice: &str, of: &Of) -> Vec<CreditLine> {
        let mut found = Vec::new();
        for note in self.credit_notes.iter().filter(|note| note.invoice == invoice) {
            found.extend(note.lines.iter().filter(|line| line.of == *of).cloned());
        }
        found
    }
}

impl Order {
    pub fn line(&self, n: i64) -> Option<&OrderLine> {
        self.lines.iter().find(|line| line.n == n)
    }

    pub fn line_mut(&mut self, n: i64) -> &mut OrderLine {
        self.lines.iter_mut().find(|line| line.n == n).expect("a known line")
    }

    pub fn is_open(&self) -> bool {
        self.state == "confirmed"
    }
}

impl Shipment {
    /// Whether it left, whatever became of it afterwards.
    pub fn was_issued(&self) -> bool {
        !self.number.is_empty()
    }

    pub fn is(&self, states: &[&str]) -> bool {
        states.contains(&self.state.as_str())
    }

    pub fn line(&self, n: i64) -> Option<&ShipmentLine> {
        self.lines.iter().find(|line| line.n == n)
    }

    /// What the last proof says of a line.
    pub fn accepted(&self, n: i64) -> Option<i64> {
        let proof = self.proof.as_ref()?;
        proof.iter().find(|(line, _)| *line == n).map(|(_, accepted)| *accepted)
    }
}
