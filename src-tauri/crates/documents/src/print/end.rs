//! What ends a document: its sums, how to pay them, what the firm says last.

use dovuto_domain::billing::invoice::Totals;
use dovuto_domain::billing::statement::Statement;

use super::compose::Composer;
use super::kind::Kind;
use crate::layout::code::qr;
use crate::layout::font::Face;
use crate::layout::text::{shrunk, wrap};
use crate::layout::{Align, Command, Mp, Page, Style, mm, points, tenths};
use crate::profile::blocks::{DocumentBlock, parted};

const PLAIN: Style = Style::new(Face::Regular, points(90));
const STRONG: Style = Style::new(Face::Bold, points(110));
const LABEL: Style = Style::new(Face::Regular, points(80)).grey(90);
/// The side of a payment code; the scheme asks for at least 20 mm.
const CODE: Mp = mm(24);

/// The end, drawn once at the top of a page of its own.
pub(super) struct End {
    drawn: Page,
    height: Mp,
}

impl End {
    pub(super) fn new(composer: &Composer) -> Self {
        let mut drawn = Page::new(composer.sheet.width, composer.sheet.height);
        let (_, below) = parted(&composer.tongue.profile.blocks);
        let height = composer.blocks(&mut drawn, tenths(30), below);
        Self { drawn, height }
    }

    pub(super) fn height(&self) -> Mp {
        self.height
    }

    /// Draws it below `y`.
    pub(super) fn draw(&self, page: &mut Page, down: Mp) {
        page.commands.extend(self.drawn.commands.iter().cloned().map(|mut command| {
            match &mut command {
                Command::Text { y, .. }
                | Command::Rule { y, .. }
                | Command::Fill { y, .. }
                | Command::Image { y, .. }
                | Command::Link { y, .. } => *y += down,
            }
            command
        }));
    }
}

impl Composer<'_> {
    /// Net, charges, VAT by rate and the total, to the right; gives their bottom.
    pub(super) fn sums(&self, page: &mut Page, x: Mp, y: Mp, width: Mp) -> Mp {
        let (printed, tongue) = (self.printed, &self.tongue);
        if let Some(statement) = &printed.statement {
            return self.balances(statement, page, (x, y, width));
        }
        let Some(totals) = printed.totals.filter(|_| !printed.kind.goes_with_goods()) else {
            return y;
        };
        let mut rows = vec![(tongue.say("net-total"), totals.net_minor)];
        for charge in &printed.charges {
            let words = if charge.description.is_empty() {
                tongue.say(charge.word)
            } else {
                charge.description.clone()
            };
            let words = if charge.rate_ppm == 0 || printed.taxes.len() < 2 {
                words
            } else {
                format!(
                    "{words} ({} {})",
                    tongue.say("vat-rate"),
                    tongue.number.percent(charge.rate_ppm)
                )
            };
            rows.push((words, charge.net_minor));
        }
        if self.has_vat_table() {
            rows.push((tongue.say("vat-total"), totals.tax_minor));
        }
        for tax in printed.taxes.iter().filter(|_| !self.has_vat_table()) {
            let net = tongue.minor(tax.net_minor);
            let words = if tax.rate_ppm == 0 {
                tongue.say_of("vat-none", &[("net", &net)])
            } else {
                let rate = tongue.number.percent(tax.rate_ppm);
                tongue.say_of("vat-at", &[("rate", &rate), ("net", &net)])
            };
            rows.push((words, tax.tax_minor));
        }
        let mut y = y;
        for (words, minor) in rows {
            y = self.sum(page, (x, y, width), PLAIN, &words, &tongue.minor(minor));
        }
        page.rule(x, y, width, 600, 0);
        y += tenths(10);
        let last = if printed.kind == Kind::CreditNote { "to-credit" } else { "total" };
        let code = printed.currency.code();
        let amount = tongue.profile.currency.write(&tongue.minor(totals.gross_minor), code);
        self.sum(page, (x, y, width), STRONG, &tongue.say(last), &amount)
    }

    /// What is open and overdue, by currency.
    fn balances(&self, statement: &Statement, page: &mut Page, at: (Mp, Mp, Mp)) -> Mp {
        let tongue = &self.tongue;
        let (x, mut y, width) = at;
        for balance in &statement.balances {
            let write = |minor: i64| {
                let amount = tongue.number.fixed(minor, balance.currency.decimals());
                tongue.profile.currency.write(&amount, balance.currency.code())
            };
            if balance.overdue_minor != 0 {
                let words = tongue.say("overdue-total");
                y = self.sum(page, (x, y, width), PLAIN, &words, &write(balance.overdue_minor));
            }
            page.rule(x, y, width, 600, 0);
            y += tenths(10);
            let words = tongue.say("open-total");
            y = self.sum(page, (x, y, width), STRONG, &words, &write(balance.open_minor));
            y += tenths(10);
        }
        if statement.balances.is_empty() {
            y = page.lines(x, y, width, Align::Right, PLAIN, &[tongue.say("nothing-open")]);
        }
        y
    }

    fn has_vat_table(&self) -> bool {
        let printed = self.printed;
        let profile = self.tongue.profile;
        let has_sums = printed.totals.is_some() && !printed.kind.goes_with_goods();
        let is_wanted = profile.vat_table && profile.blocks.contains(&DocumentBlock::VatTable);
        has_sums && is_wanted && !printed.taxes.is_empty()
    }

    /// Taxable and tax of each rate in columns; gives their bottom.
    pub(super) fn vat_table(&self, page: &mut Page, x: Mp, y: Mp, width: Mp) -> Mp {
        if !self.has_vat_table() {
            return y;
        }
        let tongue = &self.tongue;
        let third = width / 3;
        let mut y = y + tenths(20);
        let mut row = |style: Style, cells: [String; 3], y: Mp| {
            let mut bottom = y;
            for (at, cell) in (0..).zip(&cells) {
                let left = x + at * third;
                // Amounts stay whole: they are made smaller before they are broken.
                let style = shrunk(cell, style, points(55), third - mm(1)).unwrap_or(style);
                let align = if at == 0 { Align::Left } else { Align::Right };
                let lines = wrap(cell, style, third);
                bottom = bottom.max(page.lines(left, y, third, align, style, &lines));
            }
            page.rule(x, bottom, third * 3, 250, 205);
            bottom + tenths(6)
        };
        y = row(LABEL, ["vat-rate", "vat-net", "vat-tax"].map(|word| tongue.say(word)), y);
        for tax in &self.printed.taxes {
            let rate = match tax.rate_ppm {
                0 => tax.vat_category.clone(),
                rate => tongue.number.percent(rate),
            };
            let cells = [rate, tongue.minor(tax.net_minor), tongue.minor(tax.tax_minor)];
            y = row(PLAIN, cells, y);
        }
        y
    }

    fn sum(
        &self,
        page: &mut Page,
        (x, y, width): (Mp, Mp, Mp),
        style: Style,
        words: &str,
        amount: &str,
    ) -> Mp {
        let room = width - style.width(amount) - mm(3);
        let bottom = page.lines(x, y, room, Align::Left, style, &wrap(words, style, room));
        page.line(x, y, width, Align::Right, style, amount);
        bottom + tenths(8)
    }

    /// When and where to pay, with a code for it, to the left; gives their bottom.
    pub(super) fn payment(&self, page: &mut Page, x: Mp, y: Mp, width: Mp) -> Mp {
        let (printed, tongue) = (self.printed, &self.tongue);
        let is_paid = |totals: Totals| totals.gross_minor == 0;
        if !printed.kind.is_to_be_paid() || printed.totals.is_none_or(is_paid) {
            return y;
        }
        let code = if tongue.profile.payment_qr { self.payment_code() } else { None };
        let has_code = code.as_deref().is_some_and(|code| qr(page, x, y, CODE, code));
        let (x, width) =
            if has_code { (x + CODE + mm(4), width - CODE - mm(4)) } else { (x, width) };
        let mut lines = Vec::new();
        let number = printed.number.as_str();
        lines.push(match printed.due_on {
            Some(day) if day > printed.issued_on => {
                let day = tongue.date.day(day);
                tongue.say_of("pay-by", &[("day", &day), ("number", number)])
            }
            _ => tongue.say_of("pay-now", &[("number", number)]),
        });
        if let Some(early) = printed.early_payment {
            let about = [
                ("day", tongue.date.day(early.pay_by)),
                ("percent", tongue.number.percent(early.discount_ppm)),
                ("amount", tongue.minor(early.discount_minor)),
            ];
            let about = about.each_ref().map(|(name, text)| (*name, text.as_str()));
            lines.push(tongue.say_of("pay-early", &about));
        }
        if tongue.profile.bank
            && let Some(account) = printed.seller.banks.first()
        {
            lines.push(format!("{} {}", tongue.say("account"), spaced(&account.iban)));
            if let Some(bic) = &account.bic {
                lines.push(format!("BIC {bic}"));
            }
            lines.extend(account.bank.clone());
        }
        let mut bottom = y;
        for line in lines {
            bottom = page.lines(x, bottom, width, Align::Left, PLAIN, &wrap(&line, PLAIN, width));
        }
        if has_code {
            bottom = bottom.max(y + CODE - LABEL.leading());
            bottom = page.lines(x, bottom, width, Align::Left, LABEL, &[tongue.say("scan-to-pay")]);
            bottom = bottom.max(y + CODE);
        }
        bottom
    }

    /// A transfer as EPC 069-12 writes it, in euro and up to 999,999,999.99.
    fn payment_code(&self) -> Option<String> {
        let printed = self.printed;
        let account = printed.seller.banks.first()?;
        let minor = printed.totals?.gross_minor;
        if printed.currency.code() != "EUR" || !(1..=99_999_999_999).contains(&minor) {
            return None;
        }
        let name: String = printed.seller.name.chars().take(70).collect();
        let bic = account.bic.as_deref().unwrap_or_default();
        let iban: String = account.iban.chars().filter(|c| !c.is_whitespace()).collect();
        let amount = format!("EUR{}.{:02}", minor / 100, minor % 100);
        let number = &printed.number;
        Some(format!("BCD\n002\n1\nSCT\n{bic}\n{name}\n{iban}\n{amount}\n\n\n{number}"))
    }

    /// Why there is no VAT, and VAT in the firm's own currency.
    pub(super) fn exemption_texts(&self) -> Vec<String> {
        let (printed, tongue) = (self.printed, &self.tongue);
        let mut texts = Vec::new();
        for tax in printed.taxes.iter().filter(|tax| tax.rate_ppm == 0) {
            if let Some(reason) = tax.reason.as_deref().or(tax.reason_code.as_deref()) {
                let about = [("category", tax.vat_category.as_str()), ("reason", reason)];
                texts.push(tongue.say_of("exemption", &about));
            }
        }
        let own: Vec<i64> = printed.taxes.iter().filter_map(|tax| tax.own_tax_minor).collect();
        if let Some(rate) = printed.exchange.as_ref().filter(|_| !own.is_empty()) {
            let currency = printed.own_currency;
            let minor = own.iter().sum();
            texts.push(tongue.say_of(
                "vat-in-own",
                &[
                    ("currency", currency.code()),
                    ("rate", &tongue.number.trimmed(rate.rate_micro, 6, 2)),
                    ("day", &tongue.date.day(rate.quoted_on)),
                    ("amount", &tongue.number.fixed(minor, currency.decimals())),
                ],
            ));
        }
        texts
    }
}

/// An account number in groups of four, as banks print it.
fn spaced(iban: &str) -> String {
    let bare: Vec<char> = iban.chars().filter(|c| !c.is_whitespace()).collect();
    bare.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("\u{a0}")
}
