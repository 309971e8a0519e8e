//! The statement of account: what a payer owes and what lies here for them, on a day.

use chrono::NaiveDate;

use crate::kernel::quantity::{Currency, sum_minor};
use crate::kernel::refusal::Refusal;

/// What an open item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// An invoice that we posted.
    Invoice,
    /// An invoice of another program, taken over unpaid.
    Opening,
    /// Money that pays nothing yet.
    Payment,
}

/// One item of an account, in minor units of its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountItem {
    pub kind: ItemKind,
    /// Of the invoice, or the bank's reference of the payment.
    pub number: String,
    pub on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub currency: Currency,
    /// Below zero for money of the payer.
    pub gross_minor: i64,
    pub credited_minor: i64,
    pub paid_minor: i64,
}

impl AccountItem {
    /// Gross less what was credited and paid; below zero it is the payer's.
    pub fn open_minor(&self) -> Result<i64, Refusal> {
        sum_minor([self.gross_minor, -self.credited_minor, -self.paid_minor])
    }

    /// Whether it was to be paid before a day.
    pub fn is_overdue(&self, as_of: NaiveDate) -> bool {
        self.due_on.is_some_and(|due| due < as_of)
    }
}

/// Sums of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub currency: Currency,
    pub open_minor: i64,
    /// Of that, what was to be paid before the day.
    pub overdue_minor: i64,
}

/// A text that sorts as people count: `A-2` before `A-10`.
fn counted(number: &str) -> String {
    let mut text = String::new();
    let mut digits = String::new();
    for c in number.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            text.extend(std::iter::repeat_n('0', 20_usize.saturating_sub(digits.len())));
            text.push_str(&digits);
            digits.clear();
        }
        text.push(c);
    }
    text
}

/// An account on a day: what is open, by currency and day, with its sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub as_of: NaiveDate,
    pub items: Vec<AccountItem>,
    pub balances: Vec<Balance>,
}

impl Statement {
    /// Leaves out what is settled and what is of a later day; sums the rest by currency.
    pub fn of(items: Vec<AccountItem>, as_of: NaiveDate) -> Result<Self, Refusal> {
        let mut open = Vec::with_capacity(items.len());
        for item in items.into_iter().filter(|item| item.on <= as_of) {
            if item.open_minor()? != 0 {
                open.push(item);
            }
        }
        let key =
            |i: &AccountItem| (i.currency.code().to_owned(), i.on, i.kind, counted(&i.number));
        open.sort_by_key(key);
        let mut balances: Vec<Balance> = Vec::new();
        for item in &open {
            let minor = item.open_minor()?;
            let overdue = if item.is_overdue(as_of) { minor } else { 0 };
            match balances.iter_mut().find(|balance| balance.currency == item.currency) {
                Some(balance) => {
                    balance.open_minor = sum_minor([balance.open_minor, minor])?;
                    balance.overdue_minor = sum_minor([balance.overdue_minor, overdue])?;
                }
                None => balances.push(Balance {
                    currency: item.currency,
                    open_minor: minor,
                    overdue_minor: overdue,
                }),
            }
        }
        Ok(Self { as_of, items: open, balances })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: &str, on: &str, due: Option<&str>, minor: [i64; 3]) -> AccountItem {
        let day = |text: &str| text.parse().expect("a date");
        AccountItem {
            kind: ItemKind::Invoice,
            number: number.to_owned(),
            on: day(on),
            due_on: due.map(day),
            currency: Currency::EUR,
            gross_minor: minor[0],
            credited_minor: minor[1],
            paid_minor: minor[2],
        }
    }

    #[test]
    fn what_is_settled_or_later_is_left_out_and_the_rest_is_summed() {
        let items = vec![
            item("B", "2026-02-01", Some("2026-03-10"), [1_000, 100, 200]),
            item("paid", "2026-01-01", Some("2026-02-01"), [500, 0, 500]),
            item("later", "2026-04-01", None, [900, 0, 0]),
            item("A", "2026-01-01", Some("2026-03-09"), [300, 0, 0]),
            item("money", "2026-03-01", None, [-250, 0, 0]),
        ];
        let as_of = "2026-03-10".parse().expect("a date");
        let statement = Statement::of(items, as_of).expect("small amounts");
        let numbers: Vec<&str> = statement.items.iter().map(|i| i.number.as_str()).collect();
        assert_eq!(numbers, ["A", "B", "money"]);
        let sums = Balance { currency: Currency::EUR, open_minor: 750, overdue_minor: 300 };
        assert_eq!(statement.balances, [sums]);
    }

    #[test]
    fn documents_of_one_day_come_as_people_count() {
        let on = |number| item(number, "2026-01-01", None, [1, 0, 0]);
        let items = ["A-10", "A-2", "A-2b", "B", "A-1"].map(on).to_vec();
        let as_of = "2026-03-10".parse().expect("a date");
        let statement = Statement::of(items, as_of).expect("small amounts");
        let numbers: Vec<&str> = statement.items.iter().map(|i| i.number.as_str()).collect();
        assert_eq!(numbers, ["A-1", "A-2", "A-2b", "A-10", "B"]);
    }
}
