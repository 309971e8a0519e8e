//! Invoices: each line is one delivery, at the price in force, and never above what was received.

use super::Case;
use super::amount::of_line;
use super::body::{Id, Invoice, InvoiceLine, Terms};
use super::books::{Agreed, Law, Line, Owed, ShipmentLine, State};

impl Law {
    pub(super) fn invoice_posted(&mut self, case: &mut Case<'_>) {
        let Some(invoice) = case.read::<Invoice>() else { return };
        let Some((year, _)) = self.number(case, "F") else { return };
        self.dated(case, &invoice, year);
        self.named(case, &invoice);
        if self.ordered(case, &invoice).is_some() {
            for (n, line) in (1..).zip(&invoice.lines) {
                case.holds(line.invoice_n == n, "line_out_of_order", || {
                    at(line, "is counted wrong")
                });
                self.line(case, &invoice, line);
            }
            self.charges(case, &invoice);
            self.rests_on(case, &invoice);
        }
        self.sums(case, &invoice);
        self.owe(case, &invoice);
        self.batons(case, &invoice.batons);
    }

    /// Dates never fall within the invoices of a stream, and the year is that of the date.
    fn dated(&mut self, case: &mut Case<'_>, invoice: &Invoice, year: i32) {
        let on = invoice.issued_on;
        let last = self.last_invoice.entry(case.stream).or_insert(on);
        case.holds(*last <= on, "date_falls", || format!("{on} after {last}"));
        *last = on.max(*last);
        case.holds(chrono::Datelike::year(&on) == year, "number_wrong", || {
            format!("dated {on} in the series of {year}")
        });
        case.holds(on <= invoice.due_on, "due_before_issue", || {
            format!("due on {}, issued on {on}", invoice.due_on)
        });
    }

    /// Seller and buyer are called as the firm and the bill-to were called then.
    fn named(&self, case: &mut Case<'_>, invoice: &Invoice) {
        let firm = self.firm.as_ref().map(|firm| &firm.identity);
        case.holds(firm == Some(&invoice.seller), "seller_wrong", || {
            format!("{:?} instead of {firm:?}", invoice.seller)
        });
        let bill_to = self.customers.get(&invoice.terms.bill_to);
        case.holds(bill_to == Some(&invoice.buyer), "buyer_wrong", || {
            format!("{:?} instead of {bill_to:?}", invoice.buyer)
        });
    }

    /// The order is open, and the invoice says what was agreed when it was confirmed.
    fn ordered(&self, case: &mut Case<'_>, invoice: &Invoice) -> Option<Terms> {
        case.holds(!invoice.lines.is_empty(), "invoice_empty", || "it bills nothing".into());
        let order = self.orders.get(&invoice.order_id);
        let order = order.filter(|order| order.state == State::Confirmed);
        let Some((order, terms)) = order.and_then(|order| Some((order, order.terms?))) else {
            case.say("billed_without_order", format!("order {} is not open", invoice.order_id));
            return None;
        };
        case.holds(*order.number == *invoice.order_number, "order_number_wrong", || {
            format!("{} instead of {}", invoice.order_number, order.number)
        });
        case.holds(terms == invoice.terms, "terms_wrong", || {
            format!("{:?} instead of {terms:?}", invoice.terms)
        });
        Some(terms)
    }

    fn line(&mut self, case: &mut Case<'_>, invoice: &Invoice, line: &InvoiceLine) {
        case.holds(line.order_id == invoice.order_id, "line_of_another_order", || {
            at(line, "is of another order")
        });
        let Some(order) = self.orders.get(&line.order_id) else { return };
        let Some(ordered) = order.lines.iter().find(|l| l.line_n == line.line_n) else {
            return case.say("billed_without_order", at(line, "was never ordered"));
        };
        let terms = order.terms.unwrap_or(invoice.terms);
        self.what(case, ordered, line);
        self.delivered(case, invoice, &terms, line);
        self.quantity(case, ordered, line);
        self.priced(case, &terms, ordered, line);
        self.taxed(case, &terms, ordered, line);
        if let Some(delivery) = self.delivery_mut(line.shipment_id, line.shipment_n) {
            delivery.billed = delivery.billed.saturating_add(line.quantity);
        }
    }

    fn what(&self, case: &mut Case<'_>, ordered: &Line, line: &InvoiceLine) {
        let unit = self.known_word(&line.unit_code) == Some(ordered.unit);
        let same = unit && ordered.product_id == line.product_id;
        case.holds(same, "product_wrong", || at(line, "is another product or unit than ordered"));
    }

    /// The line bills goods of this customer that left, under the delivery note that it names,
    /// by the stream that holds the right.
    fn delivered(&self, case: &mut Case<'_>, invoice: &Invoice, terms: &Terms, line: &InvoiceLine) {
        let shipment = self.shipments.get(&line.shipment_id);
        let left = shipment.and_then(|shipment| Some((shipment, shipment.issue.as_ref()?)));
        let Some((shipment, issue)) = left else {
            return case.say("billed_without_shipment", at(line, "never left"));
        };
        let delivery = shipment.lines.iter().find(|l| l.shipment_n == line.shipment_n);
        let of = delivery.map(|delivery| (delivery.order_id, delivery.line_n));
        case.holds(of == Some((line.order_id, line.line_n)), "billed_without_shipment", || {
            at(line, "is not the order line that left")
        });
        case.holds(shipment.sold_to == terms.sold_to, "goods_of_another", || {
            at(line, &format!("left for customer {}", shipment.sold_to))
        });
        case.holds(issue.holder == case.stream, "holder_wrong", || {
            at(line, &format!("only stream {} may bill it", issue.holder))
        });
        case.holds(line.supply_date == issue.on, "supply_date_wrong", || {
            at(line, &format!("supplied on {}, left on {}", line.supply_date, issue.on))
        });
        case.holds(issue.on <= invoice.issued_on, "issued_before_supply", || {
            at(line, &format!("left on {}, after {}", issue.on, invoice.issued_on))
        });
        case.holds(*issue.number == *line.shipment_number, "shipment_number_wrong", || {
            at(line, &format!("{} instead of {}", line.shipment_number, issue.number))
        });
        let accepted = delivery.is_some_and(|delivery| delivery.accepted.is_some());
        let proof = shipment.proof.as_ref().filter(|_| accepted).map(|proof| proof.proof_id);
        case.holds(line.proof_id == proof, "proof_wrong", || {
            at(line, "does not name the latest proof")
        });
    }

    /// Billed is never above received within what was agreed.
    fn quantity(&self, case: &mut Case<'_>, ordered: &Line, line: &InvoiceLine) {
        case.holds(line.quantity > 0, "quantity_wrong", || at(line, "bills no quantity"));
        let all = self.entitled(ordered);
        let key = (line.shipment_id, line.shipment_n);
        let own = all.iter().find(|e| (e.shipment_id, e.shipment_n) == key);
        let (entitled, billed) = own.map_or((0, 0), |e| (e.quantity, e.billed));
        let within = billed.checked_add(line.quantity).is_some_and(|sum| sum <= entitled);
        case.holds(within, "billed_above_received", || {
            let detail = format!("{} and {billed} before, entitled to {entitled}", line.quantity);
            at(line, &detail)
        });
    }

    /// The price is the one in force on the day of dispatch, and the amounts follow from it.
    fn priced(&self, case: &mut Case<'_>, terms: &Terms, ordered: &Line, line: &InvoiceLine) {
        let issue = self.shipments.get(&line.shipment_id).and_then(|s| s.issue.as_ref());
        let day = issue.map_or(line.supply_date, |issue| issue.on);
        let mut force: Option<&Agreed> = None;
        for agreed in ordered.prices.iter().filter(|agreed| agreed.applies_from <= day) {
            let key = (agreed.applies_from, agreed.price_n);
            if force.is_none_or(|best| (best.applies_from, best.price_n) < key) {
                force = Some(agreed);
            }
        }
        let Some(agreed) = force.filter(|agreed| agreed.currency == terms.currency) else {
            return case.say("price_not_agreed", at(line, "has no agreed price on that day"));
        };
        let same = agreed.price_n == line.price_n && agreed.price == line.price();
        case.holds(same, "price_not_agreed", || {
            let of = (agreed.price_n, agreed.price);
            at(line, &format!("{:?} instead of {of:?}", (line.price_n, line.price())))
        });
        let is = [line.gross_minor, line.allowance_minor, line.net_minor].map(i128::from);
        let amounts = of_line(line.quantity, agreed.price, terms.currency);
        let expected = amounts.map(|a| [a.gross, a.gross - a.net, a.net]);
        case.holds(expected == Some(is), "amount_wrong", || {
            at(line, &format!("gross, allowance, net {is:?} instead of {expected:?}"))
        });
    }

    fn taxed(&self, case: &mut Case<'_>, terms: &Terms, ordered: &Line, line: &InvoiceLine) {
        let rate = self.vat_on(terms.vat_regime, ordered.tax_category, line.supply_date);
        case.holds(rate == Some(line.vat()), "vat_wrong", || {
            at(line, &format!("{:?} instead of {rate:?}", line.vat()))
        });
        let own = self.firm.as_ref().map(|firm| firm.currency);
        let stated = line.rate_ppm == 0 || own == Some(terms.currency);
        case.holds(stated, "exchange_rate_missing", || at(line, "has VAT in another currency"));
    }

    fn delivery_mut(&mut self, shipment: Id, n: i64) -> Option<&mut ShipmentLine> {
        self.shipments.get_mut(&shipment)?.lines.iter_mut().find(|line| line.shipment_n == n)
    }

    /// The invoice is owed from now on.
    fn owe(&mut self, case: &mut Case<'_>, invoice: &Invoice) {
        let gross_minor = invoice.totals.gross_minor;
        let owed = Owed {
            order_id: invoice.order_id,
            payer: invoice.terms.payer,
            currency: invoice.terms.currency,
            gross_minor,
            paid_minor: 0,
        };
        if self.invoices.insert(case.subject, owed).is_some() {
            case.say("invoice_twice", "this invoice was posted before");
        }
        if let Some(order) = self.orders.get_mut(&invoice.order_id) {
            order.is_billed = true;
            order.open_minor += i128::from(gross_minor);
        }
    }
}

/// Says which line of the invoice it is.
pub(super) fn at(line: &InvoiceLine, what: &str) -> String {
    format!("line {}: {what}", line.invoice_n)
}
