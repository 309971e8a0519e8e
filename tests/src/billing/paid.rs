//! Money received: laid on invoices in order, never on more than is open.

use chrono::Days;
use dovuto_app::billing::money::{RecordPayment, pay};
use dovuto_app::error::Error;
use dovuto_app::views::billing::{InvoicesList, ShowInvoice, list, show};
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, ProductId};
use dovuto_domain::kernel::refusal::Refusal;
use uuid::Uuid;

use crate::harness::{Office, order, refusal};

/// A firm with two invoices of 12.20 and 24.40 to one customer.
async fn billed() -> (Office, ProductId, CustomerId, [InvoiceId; 2]) {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let first = invoice(&office, rossi, rid, 1).await;
    let second = invoice(&office, rossi, rid, 2).await;
    (office, rid, rossi, [first, second])
}

async fn invoice(office: &Office, of: CustomerId, rid: ProductId, units: i64) -> InvoiceId {
    let order_id = office.confirmed(order(of, &[(rid, units)])).await;
    office.ship(order_id).await.unwrap();
    office.post(order_id).await.unwrap().invoice_id
}

async fn open(office: &Office, invoice: InvoiceId) -> i64 {
    let ask = ShowInvoice { invoice: invoice.to_string() };
    show(&office.desk, ask).await.unwrap().open_minor
}

#[tokio::test]
async fn money_is_laid_on_invoices_in_the_order_given() {
    let (office, _, _, [first, second]) = billed().await;
    let paid = office.pay(&[second, first], 3_000).await.unwrap();
    assert_eq!((paid.allocated_minor, paid.left_minor), (3_000, 0));
    assert_eq!((open(&office, first).await, open(&office, second).await), (660, 0));
    let ask = InvoicesList { open: true, ..InvoicesList::default() };
    let rows = list(&office.desk, ask).await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.invoice_id).collect::<Vec<_>>(), [first]);
    office.verified().await;
}

#[tokio::test]
async fn what_is_paid_too_much_stays_with_the_payer() {
    let (office, _, _, [first, second]) = billed().await;
    let paid = office.pay(&[first], 2_000).await.unwrap();
    assert_eq!((paid.allocated_minor, paid.left_minor), (1_220, 780));
    let again = office.pay(&[first], 100).await.unwrap();
    assert_eq!((again.allocated_minor, again.left_minor), (0, 100));
    assert_eq!((open(&office, first).await, open(&office, second).await), (0, 2_440));
    let allocated = "select sum(amount_minor) from payment_allocations";
    assert_eq!(office.figure(allocated).await, 1_220);
    office.verified().await;
}

#[tokio::test]
async fn an_invoice_named_twice_is_paid_once() {
    let (office, _, _, [first, _]) = billed().await;
    let paid = office.pay(&[first, first], 2_440).await.unwrap();
    assert_eq!((paid.allocated_minor, paid.left_minor), (1_220, 1_220));
    office.verified().await;
}

#[tokio::test]
async fn a_payment_that_cannot_be_is_refused_and_not_stored() {
    let (office, rid, _, [first, _]) = billed().await;
    let why = refusal(office.pay(&[first], 0).await);
    assert_eq!(why, Refusal::PaymentNotPositive { amount_minor: 0 });
    let unknown: InvoiceId = Uuid::from_u128(5).into();
    let answer = office.pay(&[first, unknown], 100).await;
    assert!(matches!(answer, Err(Error::NotFound { .. })), "{answer:?}");
    assert_eq!(refusal(office.pay(&[], 100).await), Refusal::PayerMissing);

    let verdi = office.on_dispatch("VERDI").await;
    let of_verdi = invoice(&office, verdi, rid, 1).await;
    let why = refusal(office.pay(&[first, of_verdi], 100).await);
    assert_eq!(why, Refusal::PaymentForAnother { invoice: of_verdi });

    let ask = RecordPayment {
        invoice_ids: vec![first],
        payer: None,
        currency: None,
        amount_minor: 100,
        received_on: Some(office.today() + Days::new(1)),
        reference: String::new(),
    };
    let answer = pay(&office.desk, &office.cx(office.elena), ask).await;
    assert!(matches!(refusal(answer), Refusal::DateInFuture { .. }));
    assert_eq!(office.figure("select count(*) from payments").await, 0);
    office.verified().await;
}
