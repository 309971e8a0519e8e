//! Invoices: each line is one delivery, at the price in force, and never above what was received.

use chrono::Datelike as _;

use super::Case;
use super::amount::of_line;
use super::body::{Id, Identity, LineRef, Place, Terms};
use super::books::{Law, Line, Order, State};
use super::lines::{Posted, PostedCharge, PostedLine};
use super::papers::{Invoice, InvoiceKind, InvoiceLine};
use super::prices::in_force;

impl Law {
    pub(super) fn invoice_posted(&mut self, case: &mut Case<'_>) {
        let Some(invoice) = case.read::<Invoice>() else { return };
        let kind = match invoice.kind {
            InvoiceKind::Immediate => "F",
            InvoiceKind::Deferred => "T",
        };
        let Some((year, number)) = self.number(case, kind) else { return };
        self.dated(case, kind, year, invoice.issued_on);
        case.holds(invoice.issued_on <= invoice.due_on, "due_before_issue", || {
            format!("due on {}, issued on {}", invoice.due_on, invoice.issued_on)
        });
        self.named(case, &invoice.seller, &invoice.buyer, invoice.terms.bill_to);
        if self.ordered(case, &invoice).is_some() {
            self.deferred(case, &invoice);
            for (n, line) in (1..).zip(&invoice.lines) {
                case.holds(line.invoice_n == n, "line_out_of_order", || {
                    at(line, "is counted wrong")
                });
                self.line(case, &invoice, line);
            }
            self.sites(case, &invoice);
            self.charges(case, &invoice);
            self.invoice_rests_on(case, &invoice);
        }
        self.laid_out(case, invoice.layout_hash.as_deref());
        self.invoice_sums(case, &invoice);
        self.invoice_exchange(case, &invoice);
        self.owe(case, &invoice, number);
        self.batons(case, &invoice.batons);
    }

    /// A deferred invoice holds goods of one month, in a country that knows it. That no line left
    /// after its date is said of every invoice.
    fn deferred(&self, case: &mut Case<'_>, invoice: &Invoice) {
        if invoice.kind != InvoiceKind::Deferred {
            return;
        }
        let country = self.firm.as_ref().map(|firm| firm.identity.country.as_str());
        case.holds(country == Some("IT"), "deferred_wrong", || format!("in {country:?}"));
        let Some(first) = invoice.lines.first().map(|line| line.supply_date) else { return };
        for line in &invoice.lines {
            let order = self.orders.get(&line.order_id);
            let on = line.supply_date;
            let one = (on.year(), on.month()) == (first.year(), first.month());
            case.holds(one, "deferred_wrong", || at(line, "left in another month"));
            let mut ordered = order.into_iter().flat_map(|order| &order.lines);
            let goods = ordered.any(|l| l.line_n == line.line_n && l.is_goods);
            case.holds(goods, "deferred_wrong", || at(line, "is no goods"));
        }
    }

    /// Seller and buyer are called as the firm and the bill-to were called then.
    pub(super) fn named(
        &self,
        case: &mut Case<'_>,
        seller: &Identity,
        buyer: &Identity,
        bill_to: Id,
    ) {
        let firm = self.firm.as_ref().map(|firm| &firm.identity);
        case.holds(firm == Some(seller), "seller_wrong", || {
            format!("{seller:?} instead of {firm:?}")
        });
        let bill_to = self.customers.get(&bill_to);
        case.holds(bill_to == Some(buyer), "buyer_wrong", || {
            format!("{buyer:?} instead of {bill_to:?}")
        });
    }

    /// The order stands, and the invoice says what is agreed now.
    fn ordered(&self, case: &mut Case<'_>, invoice: &Invoice) -> Option<Terms> {
        case.holds(!invoice.lines.is_empty(), "invoice_empty", || "it bills nothing".into());
        let order = self.orders.get(&invoice.order_id);
        let order = order.filter(|o| matches!(o.state, State::Confirmed | State::Closed));
        let Some((order, terms)) = order.and_then(|order| Some((order, order.terms?))) else {
            case.say("billed_without_order", format!("order {} does not stand", invoice.order_id));
            return None;
        };
        case.holds(*order.number == *invoice.order_number, "order_number_wrong", || {
            format!("{} instead of {}", invoice.order_number, order.number)
        });
        case.holds(terms == invoice.terms, "terms_wrong", || {
            format!("{:?} instead of {terms:?}", invoice.terms)
        });
        self.gathered(case, invoice);
        Some(terms)
    }

    /// Several orders on one invoice stand, are billed alike wherever they went to, and each has a
    /// line on it.
    fn gathered(&self, case: &mut Case<'_>, invoice: &Invoice) {
        let ids = invoice.order_ids();
        case.holds(ids.first() == Some(&invoice.order_id), "orders_wrong", || {
            format!("{} is not the first order on it", invoice.order_id)
        });
        for (n, named) in invoice.orders.iter().enumerate() {
            let (id, number) = (named.order_id, &named.order_number);
            let order = self.orders.get(&id);
            let order = order.filter(|o| matches!(o.state, State::Confirmed | State::Closed));
            let terms = order.and_then(|order| order.terms);
            let alike = terms.map(|terms| Terms { ship_to: invoice.terms.ship_to, ..terms });
            case.holds(alike == Some(invoice.terms), "terms_wrong", || {
                format!("order {number}: {alike:?} instead of {:?}", invoice.terms)
            });
            let once = !ids[..n].contains(&id);
            let is_named = order.is_some_and(|order| *order.number == **number);
            let billed = invoice.lines.iter().any(|line| line.order_id == id);
            case.holds(once && is_named && billed, "orders_wrong", || {
                format!("order {number} is named twice, called otherwise, or has no line")
            });
        }
    }

    fn line(&mut self, case: &mut Case<'_>, invoice: &Invoice, line: &InvoiceLine) {
        case.holds(invoice.order_ids().contains(&line.order_id), "line_of_another_order", || {
            at(line, "is of another order")
        });
        let Some(order) = self.orders.get(&line.order_id) else { return };
        let Some(ordered) = order.lines.iter().find(|l| l.line_n == line.line_n) else {
            return case.say("billed_without_order", at(line, "was never ordered"));
        };
        let terms = order.terms.unwrap_or(invoice.terms);
        self.what(case, ordered, line);
        self.delivered(case, invoice, order, line);
        self.quantity(case, order, ordered, line);
        self.priced(case, invoice, &terms, ordered, line);
        self.taxed(case, &terms, ordered, line);
        if let Some(delivery) = self.shipment_line_mut(of(line)) {
            delivery.invoiced = delivery.invoiced.saturating_add(line.quantity);
        }
    }

    fn what(&self, case: &mut Case<'_>, ordered: &Line, line: &InvoiceLine) {
        let unit = self.known_word(&line.unit_code) == Some(ordered.unit);
        let same = unit && ordered.product_id == line.product_id;
        case.holds(same, "product_wrong", || at(line, "is another product or unit than ordered"));
    }

    /// The line bills goods of this customer that left, under the delivery note that it names,
    /// by the stream that holds the right.
    fn delivered(&self, case: &mut Case<'_>, invoice: &Invoice, order: &Order, line: &InvoiceLine) {
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
        case.holds(order.sold_to.contains(&shipment.sold_to), "goods_of_another", || {
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
        let seat = Place { customer_id: invoice.terms.bill_to, address_n: 0 };
        let site = Some(shipment.ship_to).filter(|place| *place != seat);
        case.holds(line.ship_to == site, "site_wrong", || {
            at(line, &format!("went to {site:?}, not to {:?}", line.ship_to))
        });
        let later = delivery.and_then(|delivery| delivery.later.as_ref());
        let left = later
            .map_or((&[][..], &[][..]), |later| (later.serials.as_slice(), later.lots.as_slice()));
        let is_so = left == (line.serials.as_slice(), line.lots.as_slice());
        case.holds(is_so, "pieces_wrong", || {
            at(line, "does not name the serial and lot numbers that left and stayed")
        });
        let accepted = delivery.is_some_and(|delivery| delivery.accepted.is_some());
        let proof = shipment.proof.as_ref().filter(|_| accepted);
        case.holds(line.proof_id == proof.map(|proof| proof.proof_id), "proof_wrong", || {
            at(line, "does not name the latest proof")
        });
        let receipt = proof.and_then(|proof| proof.goods_receipt.as_deref());
        case.holds(line.goods_receipt.as_deref() == receipt, "goods_receipt_wrong", || {
            at(line, &format!("{:?} instead of {receipt:?}", line.goods_receipt))
        });
    }

    /// Each place that a line names is on the invoice once, called as its customer called it then.
    fn sites(&self, case: &mut Case<'_>, invoice: &Invoice) {
        let named = |place| invoice.lines.iter().any(|line| line.ship_to == Some(place));
        for (n, site) in invoice.sites.iter().enumerate() {
            let Place { customer_id, address_n } = site.ship_to;
            let once = invoice.sites[..n].iter().all(|other| other.ship_to != site.ship_to);
            let customer = self.customers.get(&customer_id);
            let called = customer.zip(usize::try_from(address_n).ok()).map(|(customer, n)| {
                let mut called = customer.addresses.get(n).cloned().unwrap_or_default();
                called.name.get_or_insert_with(|| customer.name.clone());
                if called.country.is_empty() {
                    called.country.clone_from(&customer.country);
                }
                called
            });
            let is_so = once && named(site.ship_to) && called.as_ref() == Some(&site.address);
            case.holds(is_so, "site_wrong", || format!("{:?} instead of {called:?}", site.address));
        }
        for line in &invoice.lines {
            let listed =
                line.ship_to.is_none_or(|to| invoice.sites.iter().any(|site| site.ship_to == to));
            case.holds(listed, "site_wrong", || at(line, "names a place that is not called"));
        }
    }

    /// Billed is never above what was received, kept and agreed, and a replacement never is.
    fn quantity(&self, case: &mut Case<'_>, order: &Order, ordered: &Line, line: &InvoiceLine) {
        case.holds(line.quantity > 0, "quantity_wrong", || at(line, "bills no quantity"));
        let all = self.balances(order, ordered);
        let own = all.iter().find(|b| b.delivery == of(line));
        if own.is_some_and(|own| own.replaces) {
            return case.say("replacement_billed", at(line, "makes good what was billed before"));
        }
        let (entitled, billed) = own.map_or((0, 0), |b| (b.entitled, b.billed));
        let within = billed.checked_add(line.quantity).is_some_and(|sum| sum <= entitled);
        case.holds(within, "billed_above_received", || {
            let detail = format!("{} and {billed} before, entitled to {entitled}", line.quantity);
            at(line, &detail)
        });
    }

    /// The price is the one in force on the day of dispatch, and the amounts follow from it.
    fn priced(
        &self,
        case: &mut Case<'_>,
        invoice: &Invoice,
        terms: &Terms,
        ordered: &Line,
        line: &InvoiceLine,
    ) {
        let issue = self.shipments.get(&line.shipment_id).and_then(|s| s.issue.as_ref());
        let day = issue.map_or(line.supply_date, |issue| issue.on);
        let force = in_force(&ordered.prices, day);
        let Some(agreed) = force.filter(|agreed| agreed.currency == terms.currency) else {
            return case.say("price_not_agreed", at(line, "has no agreed price on that day"));
        };
        let same = agreed.price_n == line.price_n && agreed.price == line.price();
        case.holds(same, "price_not_agreed", || {
            let of = (agreed.price_n, agreed.price);
            at(line, &format!("{:?} instead of {of:?}", (line.price_n, line.price())))
        });
        let amounts = of_line(line.quantity, agreed.price, terms.currency);
        let net = amounts.as_ref().map_or(0, |a| a.net);
        // Earlier lines of the same invoice took their part before this one.
        let earlier = invoice.lines.iter().take_while(|l| l.invoice_n != line.invoice_n);
        let of = |l: &InvoiceLine| (l.order_id, l.line_n, l.price_n);
        let same = earlier.filter(|l| of(l) == of(line));
        let taken = same.map(|l| (l.quantity, l.share_minor)).collect::<Vec<_>>();
        let share = self.share(ordered, agreed, (line.quantity, net), &taken);
        case.holds(share == Some(line.share_minor.into()), "share_wrong", || {
            at(line, &format!("{} of the discount instead of {share:?}", line.share_minor))
        });
        let is = [line.gross_minor, line.allowance_minor, line.net_minor].map(i128::from);
        let expected = amounts.zip(share);
        let expected = expected.map(|(a, share)| [a.gross, a.gross - a.net + share, a.net - share]);
        case.holds(expected == Some(is), "amount_wrong", || {
            at(line, &format!("gross, allowance, net {is:?} instead of {expected:?}"))
        });
    }

    fn taxed(&self, case: &mut Case<'_>, terms: &Terms, ordered: &Line, line: &InvoiceLine) {
        let rate = self.vat_on(terms.vat_regime, ordered.tax_category, line.supply_date);
        case.holds(rate == Some(line.vat()), "vat_wrong", || {
            at(line, &format!("{:?} instead of {rate:?}", line.vat()))
        });
    }

    /// The invoice is owed from now on.
    fn owe(&mut self, case: &mut Case<'_>, invoice: &Invoice, number: Box<str>) {
        let lines: Vec<PostedLine> = invoice.lines.iter().map(|l| self.posted(l)).collect();
        let charge = |law: &mut Self, c: &super::papers::InvoiceCharge| PostedCharge {
            invoice_charge_n: c.invoice_charge_n,
            order_id: c.order_id,
            charge_n: c.charge_n,
            shipment_id: c.shipment_id,
            net_minor: c.net_minor,
            vat: law.vat_word(&c.vat()),
            credited_minor: 0,
            is_cancelled: false,
        };
        let charges: Vec<PostedCharge> = invoice.charges.iter().map(|c| charge(self, c)).collect();
        for line in &invoice.lines {
            if let Some(delivery) = self.shipment_line_mut(of(line)) {
                delivery.bills.push((case.subject, line.invoice_n));
            }
        }
        let gross_minor = invoice.totals.gross_minor;
        let posted = Posted {
            orders: invoice.order_ids(),
            number,
            issued_on: invoice.issued_on,
            hash: case.row.hash.clone().into_boxed_slice(),
            terms: invoice.terms,
            gross_minor,
            credited_minor: 0,
            paid_minor: 0,
            lines: lines.into_boxed_slice(),
            charges: charges.into_boxed_slice(),
            exchange: invoice.exchange.clone().map(Box::new),
        };
        if self.opening_items.contains_key(&case.subject) {
            case.say("invoice_twice", "another program posted it before");
        }
        if self.invoices.insert(case.subject, posted) {
            case.say("invoice_twice", "this invoice was posted before");
        }
        self.owed(&invoice.order_ids(), i128::from(gross_minor));
    }

    /// Whoever pays an invoice owes so much more on each order that it bills.
    pub(super) fn owed(&mut self, orders: &[Id], amount: i128) {
        for id in orders {
            if let Some(order) = self.orders.get_mut(id) {
                order.open_minor += amount;
            }
        }
    }

    fn posted(&mut self, line: &InvoiceLine) -> PostedLine {
        PostedLine {
            invoice_n: line.invoice_n,
            line_n: line.line_n,
            shipment: of(line),
            price_n: line.price_n,
            supply_date: line.supply_date,
            quantity: line.quantity,
            share_minor: line.share_minor,
            net_minor: line.net_minor,
            vat: self.vat_word(&line.vat()),
            credited: None,
        }
    }
}

/// The shipment line that a line bills.
fn of(line: &InvoiceLine) -> LineRef {
    LineRef { shipment_id: line.shipment_id, shipment_n: line.shipment_n }
}

/// Says which line of the invoice it is.
pub(super) fn at(line: &InvoiceLine, what: &str) -> String {
    format!("line {}: {what}", line.invoice_n)
}
