//! The law of billing once more, slow and obvious: plain lists and exact fractions that know
//! nothing of the program. It is told the same commands and says what must come out.

pub mod fraction;
pub mod books;
pub mod read;
pub mod law;
pub mod price;
pub mod invoicing;
pub mod crediting;
pub mod money;
pub mod posting;
pub mod judge;
pub mod oracle;
mod act_orders;
mod act_goods;
mod act_billing;
#[cfg(test)]
mod known;
