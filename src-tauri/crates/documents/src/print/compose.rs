//! A document laid out on pages.

use std::sync::Arc;

use dovuto_domain::parties::{Address, Identity};

use super::end::End;
use super::kind::Kind;
use super::table::{Tongue, table};
use super::{Printed, Said, Unprintable};
use crate::layout::font::Face;
use crate::layout::grid::{Grid, Room, RowKind, Set, pages};
use crate::layout::picture::Picture;
use crate::layout::text::{shrunk, wrap};
use crate::layout::{Align, Command, Mp, Page, Style, mm, points, tenths};
use crate::profile::blocks::{DocumentBlock, parted};
use crate::profile::{AddressPlace, Paper, Profile, Side};
use crate::words::Language;

/// The space inside the margins of a paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    pub width: Mp,
    pub height: Mp,
    pub left: Mp,
    pub top: Mp,
    /// Of what can be printed on.
    pub inner: Mp,
    pub bottom: Mp,
}

impl Sheet {
    fn of(profile: &Profile) -> Self {
        let (width, height) = match profile.paper {
            Paper::A4 => (mm(210), mm(297)),
            // 8.5 by 11 inches.
            Paper::Letter => (612_000, 792_000),
        };
        let m = profile.margins;
        let (left, top) = (tenths(m.left), tenths(m.top));
        let (inner, bottom) = (width - left - tenths(m.right), height - tenths(m.bottom));
        Self { width, height, left, top, inner, bottom }
    }
}

const SMALL: Style = Style::new(Face::Regular, points(70)).grey(70);
const LABEL: Style = Style::new(Face::Regular, points(80)).grey(90);
pub(super) const PLAIN: Style = Style::new(Face::Regular, points(90));
pub(super) const STRONG: Style = Style::new(Face::Bold, points(90));
const NAME: Style = Style::new(Face::Bold, points(120));
/// Letters are never smaller than this where a single line has to fit.
const LEAST: Mp = points(60);
/// Between the parts of a page.
pub(super) const SPACE: Mp = mm(5);

/// Lays a document out by a profile.
///
/// Refuses a letter that no font of ours has, and columns that do not fit beside each other.
pub fn compose(printed: Printed, profile: &Profile) -> Result<Vec<Page>, Unprintable> {
    let printed = printed.checked()?;
    Composer::new(&printed, profile)?.pages()
}

pub(super) struct Composer<'a> {
    pub printed: &'a Printed,
    pub tongue: Tongue<'a>,
    pub sheet: Sheet,
    logo: Option<Arc<Picture>>,
    letterhead: Option<Arc<Picture>>,
}

impl<'a> Composer<'a> {
    fn new(printed: &'a Printed, profile: &'a Profile) -> Result<Self, Unprintable> {
        let tongue = Tongue::of(profile, printed);
        let picture = |text: &String| {
            let read = Picture::read_base_64(text).map(Arc::new);
            read.map_err(|error| Unprintable::Pdf { why: error.to_string() })
        };
        let logo = profile.logo.as_ref().map(|logo| picture(&logo.image)).transpose()?;
        let letterhead = profile.letterhead.as_ref().map(picture).transpose()?;
        Ok(Self { printed, tongue, sheet: Sheet::of(profile), logo, letterhead })
    }

    fn page(&self) -> Page {
        let background = self.letterhead.clone();
        Page { background, ..Page::new(self.sheet.width, self.sheet.height) }
    }

    fn pages(&self) -> Result<Vec<Page>, Unprintable> {
        let profile = self.tongue.profile;
        let (columns, rows) = table(self.printed, &self.tongue);
        let style = Style::new(Face::Regular, points(profile.letters));
        let bold = Style::new(Face::Bold, points(profile.letters));
        let least = points(profile.letters_least);
        let grid =
            Grid::fit(columns, &rows, (style, bold), least, self.sheet.left, self.sheet.inner)
                .map_err(|wide| Unprintable::TooWide { columns: wide.columns })?;
        let sets = grid.set(&rows);

        let mut first = self.page();
        let first_top = self.opening(&mut first);
        let other_top = self.continued(&mut self.page());
        let foot = self.foot_height();
        let bottom = self.sheet.bottom - foot;
        let end = End::new(self);
        let head = grid.head_height();
        let carry = if self.carries() { grid.carry_height() } else { 0 };
        let breaks = pages(
            &sets,
            Room {
                first: bottom - first_top - head,
                other: bottom - other_top - head,
                carry,
                end: end.height(),
            },
        );

        let mut done = Vec::with_capacity(breaks.len());
        let (mut from, mut carried) = (0, 0);
        for (n, to) in breaks.iter().copied().enumerate() {
            let mut page = if n == 0 { first.clone() } else { self.page() };
            let mut y = if n == 0 { first_top } else { self.continued(&mut page) };
            if from < to {
                y = grid.draw_head(&mut page, y);
                if from > 0 && carry > 0 {
                    y = self.carry(&grid, &mut page, y, "brought-forward", carried);
                }
            }
            for set in &sets[from..to] {
                y = grid.draw(&mut page, y, set);
                carried += set.minor;
            }
            if to < sets.len() && carry > 0 && is_worth_carrying(&sets[..to]) {
                self.carry(&grid, &mut page, y, "carried-forward", carried);
            }
            if n + 1 == breaks.len() {
                end.draw(&mut page, y);
            }
            done.push(page);
            from = to;
        }
        Ok(self.copies(done))
    }

    /// The pages with their feet, as often as the profile asks.
    fn copies(&self, pages: Vec<Page>) -> Vec<Page> {
        let (n_pages, n_copies) = (pages.len(), self.tongue.profile.copies.max(1));
        let mut done = Vec::with_capacity(n_pages);
        for copy in 1..=n_copies {
            for (n, page) in (1..).zip(&pages) {
                let mut page = page.clone();
                self.foot(&mut page, n, n_pages, (n_copies > 1).then_some(copy));
                done.push(page);
            }
        }
        done
    }

    /// Whether sums go from page to page: there are some, and all in one currency.
    fn carries(&self) -> bool {
        let printed = self.printed;
        let one = match &printed.statement {
            Some(statement) => statement.balances.iter().all(|b| b.currency == printed.currency),
            None => printed.totals.is_some() && !printed.kind.goes_with_goods(),
        };
        one && self.tongue.profile.carried_forward
    }

    fn carry(&self, grid: &Grid, page: &mut Page, y: Mp, word: &str, minor: i64) -> Mp {
        grid.draw_carry(page, y, &self.tongue.say(word), &self.tongue.minor(minor))
    }

    /// Everything above the lines of the first page; gives its bottom.
    fn opening(&self, page: &mut Page) -> Mp {
        let Sheet { left, inner, .. } = self.sheet;
        let seller = &self.printed.seller;
        let half = half_of(inner);
        let (home, language) = (seller.country.as_str(), self.tongue.language);
        // What comes back to us is sent from wherever the customer is.
        let back = self.printed.kind == Kind::ReturnSlip;
        let abroad = back || self.printed.buyer.country != seller.country;
        let home = if back { "" } else { home };
        let address = seat(seller, if abroad { "" } else { home }, language).join(" · ");
        let y = self.head(page, &address);

        // The window of the envelope, or beside what the document is about.
        let (at, about, mut to_y) = match self.tongue.profile.address {
            AddressPlace::Din5008 => (left, left + half + SPACE, y.max(mm(45))),
            AddressPlace::Left => (left, left + half + SPACE, y + SPACE),
            AddressPlace::Right => (left + half + SPACE, left, y + SPACE),
        };
        let about_y = to_y;
        if self.tongue.profile.address == AddressPlace::Din5008 {
            let back = format!("{} · {address}", seller.name);
            let width = half.min(mm(85));
            let style = Style::new(Face::Regular, points(65)).grey(90);
            if let Some(style) = shrunk(&back, style, points(50), width) {
                page.line(at, mm(46), width, Align::Left, style, &back);
                page.rule(at, mm(46) + style.leading(), width, 200, 160);
            }
            to_y = to_y.max(tenths(507));
        }
        let mut to_bottom = to_y;
        let width = half.min(mm(85));
        for (i, line) in addressee(&self.printed.buyer, home, language).iter().enumerate() {
            let style = if i == 0 { STRONG } else { PLAIN };
            let lines = wrap(line, style, width);
            to_bottom = page.lines(at, to_bottom, width, Align::Left, style, &lines);
        }
        to_bottom = self.tax_numbers(page, at, to_bottom + tenths(15), width);
        if self.tongue.profile.address == AddressPlace::Din5008 {
            to_bottom = to_bottom.max(mm(90));
        }
        let (above, _) = parted(&self.tongue.profile.blocks);
        let (beside, above) = match above {
            [DocumentBlock::References, rest @ ..] => (self.printed.about.as_slice(), rest),
            all => (&[][..], all),
        };
        let about_bottom = self.about(page, beside, (about, about_y, half));
        let about_bottom = self.codes(page, about, about_bottom, half);
        self.blocks(page, to_bottom.max(about_bottom) + SPACE, above) + tenths(10)
    }

    /// Logo, name and seat of the firm, which a letterhead has itself; gives their bottom.
    fn head(&self, page: &mut Page, address: &str) -> Mp {
        let Sheet { left, top, inner, .. } = self.sheet;
        let (mut y, mut room, mut bottom) = (top, inner, top);
        if let (Some(picture), Some(logo)) = (&self.logo, &self.tongue.profile.logo) {
            let place = self.tongue.profile.address;
            // Above the window of an envelope there is little room.
            let highest =
                if place == AddressPlace::Din5008 { mm(43) - top } else { tenths(logo.height) };
            let most = (tenths(logo.width).min(half_of(inner)), tenths(logo.height).min(highest));
            let (width, height) = picture.fit(most.0, most.1.max(mm(5)));
            let is_right = logo.side == Side::Right || place == AddressPlace::Din5008;
            let x = if is_right { left + inner - width } else { left };
            page.commands.push(Command::Image {
                x,
                y: top,
                width,
                height,
                picture: Arc::clone(picture),
            });
            bottom = top + height + mm(2);
            if is_right {
                room = inner - width - SPACE;
            } else {
                y = bottom;
            }
        }
        if self.letterhead.is_none() {
            let name = wrap(&self.printed.seller.name, NAME, room);
            y = page.lines(left, y, room, Align::Left, NAME, &name);
            y = page.lines(left, y, room, Align::Left, SMALL, &wrap(address, SMALL, room));
        }
        y.max(bottom)
    }

    fn tax_numbers(&self, page: &mut Page, x: Mp, y: Mp, width: Mp) -> Mp {
        let buyer = &self.printed.buyer;
        let mut y = y;
        for (word, number) in [("vat-id", &buyer.tax_id), ("fiscal-code", &buyer.fiscal_code)] {
            let Some(number) =
                number.as_ref().filter(|_| word == "vat-id" || buyer.fiscal_code != buyer.tax_id)
            else {
                continue;
            };
            let text = format!("{} {number}", self.tongue.say(word));
            y = page.lines(x, y, width, Align::Left, LABEL, &wrap(&text, LABEL, width));
        }
        y
    }

    /// Labels and values below each other; gives their bottom.
    pub(super) fn about(
        &self,
        page: &mut Page,
        about: &[(&'static str, Said)],
        (x, y, width): (Mp, Mp, Mp),
    ) -> Mp {
        let tongue = &self.tongue;
        let label_width = width * 42 / 100;
        let mut y = y;
        for (word, said) in about {
            let value = match said {
                Said::Place(place) => {
                    let home = &self.printed.seller.country;
                    let lines = place.name.iter().cloned();
                    let lines = lines.chain(address(place, home, tongue.language));
                    lines.collect::<Vec<_>>().join("\n")
                }
                other => tongue.said(other),
            };
            let label = wrap(&tongue.say(word), LABEL, label_width - mm(2));
            let lines = wrap(&value, PLAIN, width - label_width);
            let label_bottom =
                page.lines(x, y + points(10), label_width, Align::Left, LABEL, &label);
            let value_bottom =
                page.lines(x + label_width, y, width - label_width, Align::Left, PLAIN, &lines);
            y = label_bottom.max(value_bottom) + tenths(5);
        }
        y
    }

    /// The head of every page but the first; gives its bottom.
    fn continued(&self, page: &mut Page) -> Mp {
        let Sheet { left, top, inner, .. } = self.sheet;
        let tongue = &self.tongue;
        let title = format!("{} {}", tongue.say(self.printed.kind.word()), self.printed.number);
        let day = tongue.date.day(self.printed.issued_on);
        let title_width = STRONG.width(&title).min(inner * 6 / 10);
        let title_style = shrunk(&title, STRONG, LEAST, title_width).unwrap_or(STRONG);
        page.line(left, top, title_width, Align::Left, title_style, &title);
        let rest = inner - title_width - SPACE - PLAIN.width(&day) - SPACE;
        let name = wrap(&self.printed.seller.name, LABEL, rest);
        if let Some(name) = name.first() {
            page.line(left + title_width + SPACE, top, rest, Align::Left, LABEL, name);
        }
        page.line(left, top, inner, Align::Right, PLAIN, &day);
        let y = top + PLAIN.leading() + tenths(10);
        page.rule(left, y, inner, 400, 120);
        y + tenths(25)
    }

    /// What stands at the foot of every page, without the number of the page.
    fn foot_lines(&self) -> Vec<String> {
        let seller = &self.printed.seller;
        let mut parts = Vec::new();
        for (word, number) in [("vat-id", &seller.tax_id), ("fiscal-code", &seller.fiscal_code)] {
            if let Some(number) =
                number.as_ref().filter(|_| word == "vat-id" || seller.fiscal_code != seller.tax_id)
            {
                parts.push(format!("{} {number}", self.tongue.say(word)));
            }
        }
        let registrations = seller.registrations.iter();
        parts.extend(registrations.map(|r| format!("{} {}", r.scheme, r.value)));
        let text = format!("{} · {}", seller.name, parts.join(" · "));
        let width = self.sheet.inner - self.page_number_width();
        wrap(text.trim_end_matches(" · "), SMALL, width)
    }

    fn page_number_width(&self) -> Mp {
        let copy = (self.tongue.profile.copies > 1).then_some(9);
        SMALL.width(&self.page_number(999, 999, copy)) + SPACE
    }

    fn page_number(&self, page: usize, pages: usize, copy: Option<u32>) -> String {
        let (page, pages) = (page.to_string(), pages.to_string());
        let number = self.tongue.say_of("page-of", &[("page", &page), ("pages", &pages)]);
        let Some(copy) = copy else { return number };
        let (copy, copies) = (copy.to_string(), self.tongue.profile.copies.to_string());
        let copy = self.tongue.say_of("copy-of", &[("copy", &copy), ("copies", &copies)]);
        format!("{copy} · {number}")
    }

    fn foot_height(&self) -> Mp {
        let n = i64::try_from(self.foot_lines().len()).unwrap_or(1);
        n * SMALL.leading() + tenths(50)
    }

    fn foot(&self, page: &mut Page, n: usize, n_pages: usize, copy: Option<u32>) {
        let Sheet { left, inner, bottom, .. } = self.sheet;
        let y = bottom - self.foot_height() + tenths(30);
        page.rule(left, y, inner, 250, 160);
        page.lines(left, y + tenths(10), inner, Align::Left, SMALL, &self.foot_lines());
        let number = self.page_number(n, n_pages, copy);
        page.line(left, y + tenths(10), inner, Align::Right, SMALL, &number);
    }
}

pub(super) const fn half_of(inner: Mp) -> Mp {
    (inner - SPACE) / 2
}

/// Carrying nothing forward helps nobody.
fn is_worth_carrying(sets: &[Set]) -> bool {
    sets.iter().any(|set| set.kind == RowKind::Line)
}

/// The lines of a seat, after the name; the country by its name, and not at home.
fn seat(party: &Identity, home: &str, language: Language) -> Vec<String> {
    party.addresses.first().map(|seat| address(seat, home, language)).unwrap_or_default()
}

pub(super) fn address(seat: &Address, home: &str, language: Language) -> Vec<String> {
    let place = format!("{} {}", seat.postcode, seat.city);
    let region = seat.region.as_deref().filter(|_| seat.country == "IT");
    let place = region.map_or(place.clone(), |region| format!("{place} ({region})"));
    let abroad = (seat.country != home).then(|| language.country(&seat.country));
    [Some(seat.street.clone()), Some(place), abroad]
        .into_iter()
        .flatten()
        .filter(|line| !line.trim().is_empty())
        .collect()
}

fn addressee(party: &Identity, home: &str, language: Language) -> Vec<String> {
    let mut lines = vec![party.name.clone()];
    let named = party.addresses.first().and_then(|seat| seat.name.clone());
    lines.extend(named.filter(|name| *name != party.name));
    lines.extend(seat(party, home, language));
    lines
}
