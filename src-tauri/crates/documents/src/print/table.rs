//! The lines of a document as rows of a table.

use std::cmp::Ordering;

use super::compose::address;
use super::items::items;
use super::kind::Kind;
use super::remarks::Remark;
use super::{Line, Ordered, Price, Printed, Said};
use crate::format::{DateFormat, NumberFormat};
use crate::layout::Align;
use crate::layout::grid::{Column, Row, RowKind, Width};
use crate::layout::mm;
use crate::profile;
use crate::profile::{GroupBy, Profile, Show, Sort};
use crate::words::Language;

/// The words and marks of one document.
#[derive(Clone, Copy)]
pub struct Tongue<'a> {
    pub profile: &'a Profile,
    pub language: Language,
    pub number: NumberFormat,
    pub date: DateFormat,
    pub decimals: u32,
}

impl<'a> Tongue<'a> {
    pub fn of(profile: &'a Profile, printed: &Printed) -> Self {
        let language = profile.language.unwrap_or_else(|| Language::of(&printed.buyer.language));
        Self {
            profile,
            language,
            number: profile.number.unwrap_or_else(|| NumberFormat::of(language)),
            date: profile.date.unwrap_or_else(|| DateFormat::of(language)),
            decimals: printed.currency.decimals(),
        }
    }

    pub fn say(&self, word: &str) -> String {
        self.profile.label(word).map_or_else(|| self.language.say(word), str::to_owned)
    }

    pub fn say_of(&self, word: &str, about: &[(&'static str, &str)]) -> String {
        self.language.say_of(word, about)
    }

    /// A price, and for how many where that is not one.
    pub fn price(&self, price: Price) -> String {
        let micro = self.number.trimmed(price.micro, 6, self.profile.price_decimals);
        if price.per == 1 {
            return micro;
        }
        let per = self.say_of("per", &[("count", &price.per.to_string())]);
        format!("{micro}\n{per}")
    }

    /// A value as the reader writes it; of a place its name.
    pub fn said(&self, said: &Said) -> String {
        match said {
            Said::Text(text) => text.clone(),
            Said::Day(day) => self.date.day(*day),
            Said::Dated(number, day) => {
                let day = self.date.day(*day);
                self.say_of("of-day", &[("number", number), ("day", &day)])
            }
            Said::Word(word) => self.say(word),
            Said::Place(place) => place.name.clone().unwrap_or_default(),
        }
    }

    /// Our number of an order, and what the customer calls it.
    fn order(&self, order: &Ordered) -> String {
        let own = format!("{} {}", self.say("order"), order.number);
        let theirs = order.references.iter();
        let theirs = theirs.map(|(label, said)| format!("{} {}", self.say(label), self.said(said)));
        std::iter::once(own).chain(theirs).collect::<Vec<_>>().join(" \u{b7} ")
    }

    pub fn minor(&self, minor: i64) -> String {
        self.number.fixed(minor, self.decimals)
    }
}

/// The columns that make sense on the kind and have something to show, and the rows.
pub fn table(printed: &Printed, tongue: &Tongue) -> (Vec<Column>, Vec<Row>) {
    if let Some(statement) = &printed.statement {
        return items(statement, printed, tongue);
    }
    let profile = tongue.profile;
    let merged;
    let lines: &[Line] = if profile.merge_equal {
        merged = merge(&printed.lines);
        &merged
    } else {
        &printed.lines
    };
    let grouped = grouping(printed, profile);
    let kind = printed.kind;
    let is_shown = |show: Show| match show {
        other if !kind.shows(other) => false,
        Show::Vat | Show::Net if printed.totals.is_none() => false,
        other if is_said_above(other, grouped, printed) => false,
        Show::Description | Show::Quantity | Show::Net => true,
        other => lines.iter().any(|line| !cell(line, other, tongue).is_empty()),
    };
    let wanted = wanted(profile, kind);
    let shown: Vec<_> = wanted.iter().filter(|column| is_shown(column.show)).collect();
    let blank = |word: &&str| Column {
        title: tongue.say(word),
        align: Align::Left,
        width: Width::Blank(mm(24)),
    };
    let columns = shown
        .iter()
        .map(|column| Column {
            title: tongue.say(title(column.show)),
            align: align(column.show),
            width: column
                .width
                .map_or(width(column.show), |w| Width::Fixed(crate::layout::tenths(w))),
        })
        .chain(kind.blanks().iter().map(blank))
        .collect();
    let has_amounts = printed.totals.is_some() && !kind.goes_with_goods();
    let row = |line: &Line, order: Option<&Ordered>| {
        let mut cells: Vec<String> =
            shown.iter().map(|column| cell(line, column.show, tongue)).collect();
        let text = shown.iter().position(|column| column.show == Show::Description);
        if let (Some(order), Some(text)) = (order, text) {
            cells[text] = format!("{}\n{}", cells[text], tongue.order(order));
        }
        let minor = line.net_minor.filter(|_| has_amounts).unwrap_or(0);
        Row { kind: RowKind::Line, cells, minor }
    };
    let mut rows = Vec::with_capacity(lines.len());
    for group in groups(lines, grouped, profile.sort) {
        let Some(first) = group.first() else { continue };
        if grouped != GroupBy::Nothing {
            rows.push(head(first, grouped, printed, tongue));
        }
        let mut before = None;
        for line in &group {
            // Where the heads do not say it, the first line of each order does.
            let order = line.order.as_deref().filter(|_| grouped != GroupBy::Order);
            rows.push(row(line, order.filter(|_| before != order)));
            before = order;
        }
        if grouped != GroupBy::Nothing && profile.subtotals && has_amounts {
            let minor: i64 = group.iter().filter_map(|line| line.net_minor).sum();
            let cells = vec![tongue.say("subtotal"), tongue.minor(minor)];
            rows.push(Row { kind: RowKind::Sum, cells, minor: 0 });
        }
    }
    (columns, rows)
}

/// Whether something is said of the whole document, beside its address.
fn says(printed: &Printed, what: &str) -> bool {
    printed.about.iter().any(|(label, _)| *label == what)
}

/// Whether a head or what stands beside the address says what a column would.
fn is_said_above(show: Show, grouped: GroupBy, printed: &Printed) -> bool {
    let by_note = grouped == GroupBy::DeliveryNote;
    show == Show::DeliveryNote && (by_note || says(printed, "delivery-note"))
        || show == Show::GoodsReceipt && (by_note || says(printed, "goods-receipt"))
        || show == Show::CostCentre && grouped == GroupBy::CostCentre
}

/// The columns of the profile, with those that the kind adds before the description.
fn wanted(profile: &Profile, kind: Kind) -> Vec<profile::Column> {
    let mut columns = profile.columns.clone();
    for show in kind.adds().iter().copied() {
        if !columns.iter().any(|column| column.show == show) {
            let before = columns.iter().position(|c| c.show == Show::Description).unwrap_or(0);
            columns.insert(before, profile::Column { show, width: None });
        }
    }
    columns
}

/// What lines are grouped by: a paper whose lines are of no delivery note has no heads for it, nor
/// one whose goods all went to the seat heads for sites.
fn grouping(printed: &Printed, profile: &Profile) -> GroupBy {
    let has = |of: fn(&Line) -> bool| printed.lines.iter().any(of);
    let by_order = if has(|line| line.order.is_some()) { GroupBy::Order } else { GroupBy::Nothing };
    match profile.group_by {
        GroupBy::DeliveryNote
            if printed.kind.goes_with_goods() || !has(|line| line.delivery_note.is_some()) =>
        {
            GroupBy::Nothing
        }
        GroupBy::Site if !has(|line| line.site.is_some()) => by_order,
        GroupBy::Nothing | GroupBy::Order => by_order,
        asked @ (GroupBy::DeliveryNote | GroupBy::CostCentre | GroupBy::Site) => asked,
    }
}

/// Lines in the order and the groups that the profile asks for.
fn groups(lines: &[Line], grouped: GroupBy, sort: Sort) -> Vec<Vec<&Line>> {
    let mut sorted: Vec<&Line> = lines.iter().collect();
    let number = |line: &Line| line.order.as_ref().map(|order| order.number.clone());
    let by = |a: &&Line, b: &&Line| -> Ordering {
        let first = match grouped {
            GroupBy::Nothing => Ordering::Equal,
            GroupBy::DeliveryNote => {
                (a.supply_date, &a.delivery_note).cmp(&(b.supply_date, &b.delivery_note))
            }
            GroupBy::CostCentre => a.cost_centre.cmp(&b.cost_centre),
            GroupBy::Site => site(a).cmp(&site(b)),
            GroupBy::Order => number(a).cmp(&number(b)),
        };
        first.then_with(|| match sort {
            Sort::Posted => Ordering::Equal,
            Sort::TheirLine => their_line(a).cmp(&their_line(b)),
            Sort::OurCode => a.our_code.cmp(&b.our_code),
            Sort::Description => a.description.cmp(&b.description),
        })
    };
    sorted.sort_by(by);
    let same = |a: &&Line, b: &&Line| match grouped {
        GroupBy::Nothing => true,
        GroupBy::DeliveryNote => a.delivery_note == b.delivery_note,
        GroupBy::CostCentre => a.cost_centre == b.cost_centre,
        GroupBy::Site => site(a) == site(b),
        GroupBy::Order => number(a) == number(b),
    };
    sorted.chunk_by(same).map(<[&Line]>::to_vec).collect()
}

/// The place that a line went to, as it is sorted; the seat before all others.
fn site(line: &Line) -> Option<[&str; 5]> {
    let place = line.site.as_deref()?;
    let name = place.name.as_deref().unwrap_or_default();
    Some([name, &place.country, &place.city, &place.postcode, &place.street])
}

/// Numbers by their size, other texts after them.
fn their_line(line: &Line) -> (bool, u64, Option<&str>) {
    let text = line.their_line.as_deref();
    let number = text.and_then(|text| text.parse().ok());
    (number.is_none(), number.unwrap_or(0), text)
}

/// Prints lines as one that differ in quantity and amount only; sums are of what was posted.
fn merge(lines: &[Line]) -> Vec<Line> {
    let mut merged: Vec<Line> = Vec::new();
    for line in lines {
        let same = |other: &&mut Line| {
            other.our_code == line.our_code
                && other.price == line.price
                && other.description == line.description
                && other.their_code == line.their_code
                && other.their_line == line.their_line
                && other.order == line.order
                && other.cost_centre == line.cost_centre
                && other.delivery_note == line.delivery_note
                && other.goods_receipt == line.goods_receipt
                && other.site == line.site
                && other.unit_code == line.unit_code
                && other.remarks == line.remarks
                && (other.rate_ppm, &other.vat_category) == (line.rate_ppm, &line.vat_category)
        };
        match merged.iter_mut().find(same) {
            Some(other) => {
                other.quantity = other.quantity.zip(line.quantity).map(|(a, b)| a + b);
                other.net_minor = other.net_minor.zip(line.net_minor).map(|(a, b)| a + b);
                other.pieces.extend(line.pieces.iter().cloned());
            }
            None => merged.push(line.clone()),
        }
    }
    merged
}

fn head(line: &Line, grouped: GroupBy, printed: &Printed, tongue: &Tongue) -> Row {
    let day = line.supply_date.map(|day| tongue.date.day(day)).unwrap_or_default();
    let text = match grouped {
        GroupBy::Nothing => String::new(),
        GroupBy::DeliveryNote => {
            let number = line.delivery_note.as_deref().unwrap_or_default();
            let is_one = says(printed, "goods-receipt");
            let head = tongue.say_of("group-delivery-note", &[("number", number), ("day", &day)]);
            match &line.goods_receipt {
                Some(number) if !is_one => {
                    format!("{head} \u{b7} {} {number}", tongue.say("goods-receipt"))
                }
                Some(_) | None => head,
            }
        }
        GroupBy::CostCentre => match &line.cost_centre {
            Some(number) => tongue.say_of("group-cost-centre", &[("number", number)]),
            None => tongue.say("group-none"),
        },
        GroupBy::Site => {
            let buyer = &printed.buyer;
            let seat = buyer.addresses.first();
            let place = line.site.as_deref().or(seat);
            let name = place.and_then(|place| place.name.clone());
            let mut parts = vec![name.unwrap_or_else(|| buyer.name.clone())];
            let home = &printed.seller.country;
            parts.extend(place.into_iter().flat_map(|at| address(at, home, tongue.language)));
            tongue.say_of("group-site", &[("place", &parts.join(", "))])
        }
        GroupBy::Order => line.order.as_deref().map(|of| tongue.order(of)).unwrap_or_default(),
    };
    Row { kind: RowKind::Head, cells: vec![text], minor: 0 }
}

fn title(show: Show) -> &'static str {
    match show {
        Show::Position => "col-position",
        Show::OurCode => "col-our-code",
        Show::TheirCode => "col-their-code",
        Show::TheirLine => "col-their-line",
        Show::Description => "col-description",
        Show::Quantity => "col-quantity",
        Show::Unit => "col-unit",
        Show::Price => "col-price",
        Show::Discount => "col-discount",
        Show::Vat => "col-vat",
        Show::Net => "col-net",
        Show::DeliveryNote => "col-delivery-note",
        Show::CostCentre => "col-cost-centre",
        Show::SupplyDate => "col-supply-date",
        Show::GoodsReceipt => "goods-receipt",
        Show::LotSerial => "col-lot-serial",
    }
}

fn align(show: Show) -> Align {
    match show {
        Show::Position | Show::Quantity | Show::Price | Show::Discount | Show::Vat | Show::Net => {
            Align::Right
        }
        Show::OurCode
        | Show::TheirCode
        | Show::TheirLine
        | Show::Description
        | Show::Unit
        | Show::DeliveryNote
        | Show::CostCentre
        | Show::SupplyDate
        | Show::GoodsReceipt
        | Show::LotSerial => Align::Left,
    }
}

fn width(show: Show) -> Width {
    match show {
        Show::Description => Width::Shared,
        Show::OurCode | Show::TheirCode => Width::UpTo(mm(28)),
        Show::TheirLine | Show::CostCentre => Width::UpTo(mm(18)),
        Show::DeliveryNote | Show::GoodsReceipt => Width::UpTo(mm(22)),
        Show::LotSerial => Width::UpTo(mm(34)),
        Show::Unit => Width::UpTo(mm(14)),
        Show::Position
        | Show::Quantity
        | Show::Price
        | Show::Discount
        | Show::Vat
        | Show::Net
        | Show::SupplyDate => Width::Whole,
    }
}

fn cell(line: &Line, show: Show, tongue: &Tongue) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match show {
        Show::Position => line.position.to_string(),
        Show::OurCode => text(&line.our_code),
        Show::TheirCode => text(&line.their_code),
        Show::TheirLine => text(&line.their_line),
        Show::Description => {
            let columns = &tongue.profile.columns;
            let apart = columns.iter().any(|column| column.show == Show::LotSerial);
            let said = |remark: &&Remark| !apart || tongue.piece(remark).is_none();
            let remarks = line.remarks.iter().filter(said).map(|remark| tongue.remark(remark));
            let texts = std::iter::once(line.description.clone()).chain(remarks);
            texts.collect::<Vec<_>>().join("\n")
        }
        Show::Quantity => {
            line.quantity.map(|micro| tongue.number.trimmed(micro, 6, 0)).unwrap_or_default()
        }
        Show::Unit => {
            line.unit_code.as_deref().map(|code| tongue.language.unit(code)).unwrap_or_default()
        }
        Show::Price => line.price.map(|price| tongue.price(price)).unwrap_or_default(),
        Show::Discount => line.price.map(|price| discount(price, tongue)).unwrap_or_default(),
        Show::Vat => vat(line, tongue),
        Show::Net => line.net_minor.map(|minor| tongue.minor(minor)).unwrap_or_default(),
        Show::DeliveryNote => text(&line.delivery_note),
        Show::CostCentre => text(&line.cost_centre),
        Show::GoodsReceipt => text(&line.goods_receipt),
        Show::SupplyDate => line.supply_date.map(|day| tongue.date.day(day)).unwrap_or_default(),
        Show::LotSerial => {
            let all = line.remarks.iter().chain(&line.pieces);
            let pieces = all.filter_map(|remark| tongue.piece(remark));
            pieces.collect::<Vec<_>>().join("\n")
        }
    }
}

fn discount(price: Price, tongue: &Tongue) -> String {
    let mut parts = Vec::new();
    if price.discount_ppm != 0 {
        parts.push(tongue.number.percent(price.discount_ppm));
    }
    if price.share_minor != 0 {
        parts.push(tongue.minor(price.share_minor));
    }
    parts.join("\n")
}

fn vat(line: &Line, tongue: &Tongue) -> String {
    if line.rate_ppm == 0 {
        line.vat_category.clone()
    } else {
        tongue.number.percent(line.rate_ppm)
    }
}
