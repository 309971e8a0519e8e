//! Lists of money, prices and stock as they are exported.

use super::Kind::{Day, Micro, Minor, Text, Whole};
use super::List;

/// Payments, with what of them lies on invoices, what went back, and what is free.
pub const PAYMENTS: List = List {
    columns: &[
        ("payer", Text),
        ("payer_name", Text),
        ("received_on", Day),
        ("reference", Text),
        ("currency", Text),
        ("amount", Minor),
        ("allocated", Minor),
        ("refunded", Minor),
        ("free", Minor),
    ],
    text: "select q.payment_id as at_1, 0 as at_2, q.payer, q.payer_name, q.received_on,
                  q.reference, q.currency, q.amount, q.allocated, q.refunded,
                  q.amount - q.allocated - q.refunded as free
             from (select p.payment_id, c.code as payer, c.name as payer_name, p.received_on,
                          p.reference, p.currency, p.amount_minor as amount,
                          (select coalesce(sum(a.amount_minor), 0)
                             from payment_allocations a
                            where a.payment_id = p.payment_id) as allocated,
                          (select coalesce(sum(r.amount_minor), 0)
                             from refunds r
                            where r.payment_id = p.payment_id) as refunded
                     from payments p
                     join customers c on c.customer_id = p.payer
                    where (p.payment_id, 0) > (?1, ?2)
                      and (?4 is null
                           or p.reference like ?4 escape '\\'
                           or c.code like ?4 escape '\\'
                           or c.name like ?4 escape '\\')
                      and (?5 is null or p.received_on >= ?5)
                      and (?6 is null or p.received_on <= ?6)
                    order by p.payment_id
                    limit ?3) q
            order by q.payment_id",
};

/// What is still owed, on invoices of ours and of another program. What was credited counts as
/// paid, so that the rest is what is owed.
pub const DEBTS: List = List {
    columns: &[
        ("customer", Text),
        ("customer_name", Text),
        ("number", Text),
        ("issued_on", Day),
        ("due_on", Day),
        ("currency", Text),
        ("gross", Minor),
        ("paid", Minor),
        ("open", Minor),
    ],
    text: "select q.customer as at_1, q.place as at_2, q.customer, q.customer_name, q.number,
                  q.issued_on, q.due_on, q.currency, q.gross, q.gross - q.open as paid, q.open
             from (select c.code as customer, c.name as customer_name, d.number,
                          d.issued_on || ' ' || d.number || ' ' || hex(d.invoice_id) as place,
                          d.issued_on, d.due_on, d.currency,
                          coalesce(s.gross_minor, d.gross_minor) as gross,
                          d.gross_minor
                          - (select coalesce(sum(n.gross_minor), 0)
                               from credit_notes n
                              where n.invoice_id = d.invoice_id)
                          - (select coalesce(sum(a.amount_minor), 0)
                               from payment_allocations a
                              where a.invoice_id = d.invoice_id) as open
                     from debts d
                     join customers c on c.customer_id = d.payer
                     left join opening_items s on s.invoice_id = d.invoice_id) q
            where q.open > 0
              and (q.customer, q.place) > (?1, ?2)
              and (?4 is null
                   or q.number like ?4 escape '\\'
                   or q.customer like ?4 escape '\\'
                   or q.customer_name like ?4 escape '\\')
              and (?5 is null or q.issued_on >= ?5)
              and (?6 is null or q.issued_on <= ?6)
            order by q.customer, q.place
            limit ?3",
};

/// Money on account: what is free of payments, told apart as an import tells them apart.
pub const ON_ACCOUNT: List = List {
    columns: &[
        ("payer", Text),
        ("currency", Text),
        ("received_on", Day),
        ("reference", Text),
        ("amount", Minor),
    ],
    text: "select q.payer as at_1, q.place as at_2, q.payer, q.currency, q.received_on,
                  q.reference, q.amount
             from (select c.code as payer, p.currency, p.received_on, p.reference,
                          p.received_on || ' ' || p.currency || ' ' || p.reference as place,
                          sum(p.amount_minor
                              - (select coalesce(sum(a.amount_minor), 0)
                                   from payment_allocations a
                                  where a.payment_id = p.payment_id)
                              - (select coalesce(sum(r.amount_minor), 0)
                                   from refunds r
                                  where r.payment_id = p.payment_id)) as amount
                     from payments p
                     join customers c on c.customer_id = p.payer
                    group by c.code, p.currency, p.received_on, p.reference) q
            where q.amount > 0
              and (q.payer, q.place) > (?1, ?2)
            order by q.payer, q.place
            limit ?3",
};

/// The price list.
pub const LIST_PRICES: List = List {
    columns: &[
        ("product", Text),
        ("currency", Text),
        ("valid_from", Day),
        ("valid_to", Day),
        ("price", Micro),
        ("per", Whole),
    ],
    text: "select p.code as at_1, l.currency || ' ' || l.valid_from as at_2, p.code as product,
                  l.currency, l.valid_from, l.valid_to, l.price_micro as price, l.per
             from products p
             join list_prices l on l.product_id = p.product_id
            where p.code >= ?1
              and (p.code, l.currency || ' ' || l.valid_from) > (?1, ?2)
              and (?4 is null
                   or p.code like ?4 escape '\\'
                   or p.description like ?4 escape '\\')
              and (?5 is null or l.valid_from >= ?5)
              and (?6 is null or l.valid_from <= ?6)
            order by p.code, l.currency, l.valid_from
            limit ?3",
};

/// Stock on hand of every product that ever moved.
pub const STOCK: List = List {
    columns: &[("product", Text), ("description", Text), ("quantity", Micro), ("unit", Text)],
    text: "select p.code as at_1, 0 as at_2, p.code as product, p.description,
                  s.on_hand as quantity, p.unit_code as unit
             from products p
             join stock s on s.product_id = p.product_id
            where (p.code, 0) > (?1, ?2)
              and (?4 is null
                   or p.code like ?4 escape '\\'
                   or p.description like ?4 escape '\\')
            order by p.code
            limit ?3",
};
