//! The command table: every thing that can be asked, with its types and what it makes stale.

use std::future::Future;
use std::pin::Pin;

use dovuto_app::cx::Cx;
use dovuto_app::{
    attendance, audit, backup, billing, catalog, closing, documents, export, firm, fulfilment,
    house as houses, import, orders, parties, persons, pricing, stations, views, why,
};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use ts_rs::{Config, TS};

use crate::bindings::Collector;
use crate::envelope::{WireError, wire};
use crate::house::{self, LookAnswer, Nothing, OpenAsk};
use crate::session::Session;

type Answering<'a> = Pin<Box<dyn Future<Output = Result<Box<RawValue>, WireError>> + Send + 'a>>;

/// One thing that can be asked.
pub struct Command {
    pub name: &'static str,
    pub writes: bool,
    /// Whether it is about the house and no firm need be open, so that no member acts in it.
    pub of_house: bool,
    /// Topics whose readers should ask again.
    pub stale: &'static [&'static str],
    pub run: for<'a> fn(&'a Session, Cx, Value) -> Answering<'a>,
    /// TypeScript names of payload and answer.
    pub types: fn(&Config) -> (String, String),
    pub(crate) collect: fn(&mut Collector),
}

fn parse<T: DeserializeOwned>(payload: Value) -> Result<T, WireError> {
    let payload = if payload.is_null() { json!({}) } else { payload };
    serde_path_to_error::deserialize(payload).map_err(|error| {
        let (place, why) = (error.path().to_string(), error.inner().to_string());
        let at = if place == "." { String::new() } else { format!("{place}: ") };
        let message = format!("the payload is not of this command's form: {at}{why}");
        WireError::usage("payload_wrong", json!({ "at": place, "why": why }), message)
    })
}

macro_rules! table {
    ($($name:literal $access:ident [$($topic:literal)*] $ask:ty => $answer:ty =
        |$session:ident, $desk:ident, $cx:ident, $payload:ident| $run:expr;)*) => {
        /// Every command, by slice.
        pub static TABLE: &[Command] = &[$(Command {
            name: $name,
            writes: table!(@writes $access),
            of_house: table!(@of_house $access),
            stale: &[$($topic),*],
            run: |session, cx, payload| Box::pin(async move {
                let ($payload, $cx, $session) = (parse::<$ask>(payload)?, &cx, session);
                table!(@desk $access $session $desk);
                let answer: $answer = $run.await.map_err(WireError::from)?;
                wire(&answer)
            }),
            types: |config| (<$ask>::name(config), <$answer>::name(config)),
            collect: |collector| {
                collector.add::<$ask>();
                collector.add::<$answer>();
            },
        }),*];
    };
    (@writes write) => { true };
    (@writes read) => { false };
    (@writes house) => { false };
    (@writes found) => { true };
    (@of_house house) => { true };
    (@of_house found) => { true };
    (@of_house $access:ident) => { false };
    (@desk house $session:ident $desk:ident) => { let $desk = (); let _ = $desk; };
    (@desk found $session:ident $desk:ident) => { let $desk = (); let _ = $desk; };
    (@desk $access:ident $session:ident $desk:ident) => {
        let open = $session.desk().await.map_err(WireError::from)?;
        let $desk = &open.desk;
    };
}

table! {
    "house.look" house [] Nothing => LookAnswer =
        |s, _d, _cx, _ask| house::look(s);
    "house.open" house ["*"] OpenAsk => LookAnswer =
        |s, _d, _cx, ask| house::open(s, ask);
    "house.create" found ["*"] firm::FoundFirm => houses::Founded =
        |s, _d, cx, ask| house::create(s, cx, ask);
    "house.sample" found ["*"] Nothing => houses::Founded =
        |s, _d, cx, _ask| house::sample(s, cx);
    "house.backup" house [] backup::BackUp => backup::BackedUp =
        |s, _d, _cx, ask| house::backup(s, ask);
    "house.restore" found ["*"] backup::Restore => backup::Restored =
        |s, _d, cx, ask| house::restore(s, cx, ask);
    "station.succeed" write ["*"] stations::SucceedStation => stations::Succeeded =
        |_s, d, cx, ask| stations::succeed(d, cx, ask);
    "billing.take_over" write ["billing" "fulfilment"] stations::TakeOver => stations::TakenOver =
        |_s, d, cx, ask| stations::take_over(d, cx, ask);
    "firm.get" read [] Nothing => firm::FirmView =
        |_s, d, _cx, _ask| firm::firm(d);
    "firm.save" write ["house"] firm::SaveFirm => firm::SavedFirm =
        |_s, d, cx, ask| firm::save_firm(d, cx, ask);
    "firm.members" read [] Nothing => Vec<firm::MemberView> =
        |_s, d, _cx, _ask| firm::members(d);
    "firm.save_member" write ["house"] firm::SaveMember => firm::SavedMember =
        |_s, d, cx, ask| firm::save_member(d, cx, ask);
    "firm.calendar" read [] closing::GetCalendar => closing::CalendarView =
        |_s, d, cx, ask| closing::calendar(d, cx, ask);
    "firm.holidays" read [] closing::GetCalendar => closing::HolidaysView =
        |_s, d, cx, ask| closing::holidays(d, cx, ask);
    "firm.set_calendar" write ["house" "billing" "attendance"]
        closing::SetCalendar => closing::CalendarAnswer =
        |_s, d, cx, ask| closing::set(d, cx, ask);
    "firm.persons" read [] persons::FindPersons => Vec<persons::PersonRow> =
        |_s, d, _cx, ask| persons::find(d, ask);
    "firm.erase_person" write ["*"] persons::ErasePerson => persons::ErasedPerson =
        |_s, d, cx, ask| persons::erase(d, cx, ask);
    "firm.record_policy" write ["house"] firm::RecordPolicy => firm::RecordedPolicy =
        |_s, d, cx, ask| firm::record_policy(d, cx, ask);
    "parties.customers" read [] parties::Find => parties::CustomerList =
        |_s, d, _cx, ask| parties::customers(d, ask);
    "parties.customer" read [] parties::GetCustomer => parties::CustomerView =
        |_s, d, _cx, ask| parties::customer(d, ask);
    "parties.save_customer" write ["parties"] parties::SaveCustomer => parties::SavedCustomer =
        |_s, d, cx, ask| parties::save_customer(d, cx, ask);
    "parties.carriers" read [] Nothing => Vec<parties::CarrierView> =
        |_s, d, _cx, _ask| parties::carriers(d);
    "parties.save_carrier" write ["parties"] parties::SaveCarrier => parties::SavedCarrier =
        |_s, d, cx, ask| parties::save_carrier(d, cx, ask);
    "catalog.products" read [] catalog::FindProducts => catalog::ProductList =
        |_s, d, cx, ask| catalog::products(d, cx, ask);
    "catalog.product" read [] catalog::GetProduct => catalog::ProductView =
        |_s, d, _cx, ask| catalog::product(d, ask);
    "catalog.save_product" write ["catalog"] catalog::SaveProduct => catalog::SavedProduct =
        |_s, d, cx, ask| catalog::save_product(d, cx, ask);
    "catalog.set_list_prices" write ["catalog"]
        catalog::SetListPrices => catalog::ListPricesAnswer =
        |_s, d, cx, ask| catalog::set_list_prices(d, cx, ask);
    "catalog.list_prices" read [] catalog::GetProduct => Vec<dovuto_domain::catalog::ListPrice> =
        |_s, d, _cx, ask| catalog::list_prices(d, ask);
    "catalog.vat_rates" read [] Nothing => catalog::vat::VatRatesView =
        |_s, d, _cx, _ask| catalog::vat::vat_rates(d);
    "catalog.exchange_rates" read []
        catalog::exchange::ListExchangeRates => catalog::exchange::ExchangeRatesView =
        |_s, d, cx, ask| catalog::exchange::list(d, cx, ask);
    "catalog.set_exchange_rates" write ["catalog" "billing"]
        catalog::exchange::SetExchangeRates => catalog::exchange::ExchangeRatesAnswer =
        |_s, d, cx, ask| catalog::exchange::set(d, cx, ask);
    "catalog.set_vat_rates" write ["catalog"]
        catalog::vat::SetVatRates => catalog::vat::VatRatesAnswer =
        |_s, d, cx, ask| catalog::vat::set_vat_rates(d, cx, ask);
    "pricing.quote" read [] pricing::QuoteAsk => pricing::QuoteView =
        |_s, d, cx, ask| pricing::quote(d, cx, ask);
    "pricing.reckon" read [] pricing::reckon::ReckonAsk => pricing::reckon::ReckonView =
        |_s, d, cx, ask| pricing::reckon::reckon(d, cx, ask);
    "pricing.agreements" read [] pricing::FindAgreements => pricing::AgreementList =
        |_s, d, _cx, ask| pricing::agreements(d, ask);
    "pricing.save_agreement" write ["pricing"] pricing::SaveAgreement => pricing::SavedAgreement =
        |_s, d, cx, ask| pricing::save_agreement(d, cx, ask);
    "orders.list" read [] views::orders::OrdersList => views::orders::OrdersAnswer =
        |_s, d, cx, ask| views::orders::list(d, cx, ask);
    "orders.show" read [] views::orders::ShowOrder => views::orders::OrderView =
        |_s, d, cx, ask| views::orders::show(d, cx, ask);
    "orders.save" write ["orders"] orders::SaveOrder => orders::OrderSaved =
        |_s, d, cx, ask| orders::save(d, cx, ask);
    "orders.confirm" write ["orders" "attendance"] orders::ConfirmOrder => orders::Confirmed =
        |_s, d, cx, ask| orders::confirm(d, cx, ask);
    "orders.amend" write ["orders" "billing" "attendance"]
        orders::amend::AmendOrder => orders::amend::Amended =
        |_s, d, cx, ask| orders::amend::amend(d, cx, ask);
    "orders.cancel_remainder" write ["orders" "billing" "attendance"]
        orders::amend::CancelRemainder => orders::amend::RemainderCancelled =
        |_s, d, cx, ask| orders::amend::cancel_remainder(d, cx, ask);
    "orders.agree_prices" write ["orders" "billing" "attendance"]
        orders::prices::AgreePrices => orders::prices::PricesAnswer =
        |_s, d, cx, ask| orders::prices::agree(d, cx, ask);
    "orders.accept_excess" write ["orders" "billing" "attendance"]
        orders::prices::AcceptExcess => orders::prices::ExcessAnswer =
        |_s, d, cx, ask| orders::prices::accept_excess(d, cx, ask);
    "orders.hold" write ["orders"] orders::holds::PlaceHold => orders::holds::HoldPlaced =
        |_s, d, cx, ask| orders::holds::place(d, cx, ask);
    "orders.release_hold" write ["orders"]
        orders::holds::ReleaseHold => orders::holds::HoldPlaced =
        |_s, d, cx, ask| orders::holds::release(d, cx, ask);
    "orders.holds" read [] orders::holds::HoldsList => orders::holds::HoldsAnswer =
        |_s, d, cx, ask| orders::holds::list(d, cx, ask);
    "orders.decline" write ["orders"] orders::EndOrder => orders::OrderEnd =
        |_s, d, cx, ask| orders::decline(d, cx, ask);
    "orders.cancel" write ["orders" "attendance"] orders::EndOrder => orders::OrderEnd =
        |_s, d, cx, ask| orders::cancel(d, cx, ask);
    "orders.close" write ["orders" "attendance"] orders::EndOrder => orders::OrderEnd =
        |_s, d, cx, ask| orders::close(d, cx, ask);
    "fulfilment.list" read []
        views::fulfilment::ShipmentsList => views::fulfilment::ShipmentsAnswer =
        |_s, d, _cx, ask| views::fulfilment::list(d, ask);
    "fulfilment.show" read [] views::fulfilment::ShowShipment => views::fulfilment::ShipmentView =
        |_s, d, _cx, ask| views::fulfilment::show(d, ask);
    "fulfilment.plan" write ["fulfilment" "orders"]
        fulfilment::plan::PlanShipment => fulfilment::plan::Planned =
        |_s, d, cx, ask| fulfilment::plan::plan(d, cx, ask);
    "fulfilment.move" write ["fulfilment" "orders" "attendance"]
        fulfilment::steps::MoveShipment => fulfilment::steps::ShipmentStands =
        |_s, d, cx, ask| fulfilment::steps::go(d, cx, ask);
    "fulfilment.void" write ["fulfilment" "orders" "billing" "attendance" "catalog"]
        fulfilment::ends::EndShipment => fulfilment::steps::ShipmentStands =
        |_s, d, cx, ask| fulfilment::ends::void(d, cx, ask);
    "fulfilment.reverse" write ["fulfilment" "orders" "billing" "attendance" "catalog"]
        fulfilment::ends::EndShipment => fulfilment::steps::ShipmentStands =
        |_s, d, cx, ask| fulfilment::ends::reverse(d, cx, ask);
    "fulfilment.declare_lost" write ["fulfilment" "orders" "billing" "attendance"]
        fulfilment::ends::EndShipment => fulfilment::steps::ShipmentStands =
        |_s, d, cx, ask| fulfilment::ends::declare_lost(d, cx, ask);
    "fulfilment.count_back" write ["fulfilment" "orders" "billing" "attendance" "catalog"]
        fulfilment::back::CountBack => fulfilment::back::CountedBack =
        |_s, d, cx, ask| fulfilment::back::count_back(d, cx, ask);
    "fulfilment.issue" write ["fulfilment" "orders" "billing" "attendance" "catalog"]
        fulfilment::IssueShipment => fulfilment::Issued =
        |_s, d, cx, ask| fulfilment::issue(d, cx, ask);
    "fulfilment.ship" write ["fulfilment" "orders" "billing" "attendance" "catalog"]
        fulfilment::ShipOrder => fulfilment::Issued =
        |_s, d, cx, ask| fulfilment::ship(d, cx, ask);
    "fulfilment.deliver" write ["fulfilment" "orders" "attendance"]
        fulfilment::DeliverShipment => fulfilment::Delivered =
        |_s, d, cx, ask| fulfilment::deliver(d, cx, ask);
    "fulfilment.prove" write ["fulfilment" "orders" "billing" "attendance"]
        fulfilment::ProveShipment => fulfilment::Proved =
        |_s, d, cx, ask| fulfilment::prove(d, cx, ask);
    "fulfilment.stock" read [] Nothing => views::fulfilment::StockList =
        |_s, d, _cx, _ask| views::fulfilment::stock(d);
    "fulfilment.adjust_stock" write ["fulfilment" "catalog" "attendance"]
        fulfilment::AdjustStock => fulfilment::StockAnswer =
        |_s, d, cx, ask| fulfilment::adjust_stock(d, cx, ask);
    "billing.propose" read [] billing::BillingFilter => billing::ProposalsAnswer =
        |_s, d, cx, ask| billing::propose(d, cx, ask);
    "billing.balances" read []
        billing::balances::ShowBalances => billing::balances::BalancesAnswer =
        |_s, d, _cx, ask| billing::balances::show(d, ask);
    "billing.test_profile" read []
        billing::trial::TestBilling => billing::trial::BillingTested =
        |_s, d, _cx, ask| billing::trial::test(d, ask);
    "billing.post" write ["billing" "orders" "attendance"]
        billing::post::PostInvoice => billing::post::Posted =
        |_s, d, cx, ask| billing::post::post(d, cx, ask);
    "billing.run" write ["billing" "orders" "attendance"]
        billing::BillingFilter => billing::post::RunAnswer =
        |_s, d, cx, ask| billing::post::run(d, cx, ask);
    "billing.credit_value" write ["billing" "orders" "attendance"]
        billing::credit::CreditValue => billing::post::PostedDocument =
        |_s, d, cx, ask| billing::credit::credit_value(d, cx, ask);
    "billing.cancel_invoice" write ["billing" "orders" "attendance"]
        billing::credit::CancelInvoice => billing::post::PostedDocument =
        |_s, d, cx, ask| billing::credit::cancel(d, cx, ask);
    "billing.credit_notes" read []
        views::billing::CreditNotesList => views::billing::CreditNotesAnswer =
        |_s, d, _cx, ask| views::billing::credit_notes(d, ask);
    "billing.credit_note" read []
        views::billing::ShowCreditNote => views::billing::CreditNoteView =
        |_s, d, _cx, ask| views::billing::credit_note(d, ask);
    "billing.invoices" read [] views::billing::InvoicesList => views::billing::InvoicesAnswer =
        |_s, d, _cx, ask| views::billing::list(d, ask);
    "billing.invoice" read [] views::billing::ShowInvoice => views::billing::InvoiceView =
        |_s, d, _cx, ask| views::billing::show(d, ask);
    "billing.invoice_csv" read [] views::billing::ShowInvoice => views::billing::CsvAnswer =
        |_s, d, _cx, ask| views::billing::csv(d, ask);
    "billing.why" read [] why::WhyAsk => why::WhyAnswer =
        |_s, d, _cx, ask| why::why(d, ask);
    "billing.pay" write ["billing" "orders" "attendance"]
        billing::money::RecordPayment => billing::money::PaymentRecorded =
        |_s, d, cx, ask| billing::money::pay(d, cx, ask);
    "billing.allocate" write ["billing" "orders" "attendance"]
        billing::money::AllocatePayment => billing::money::PaymentRecorded =
        |_s, d, cx, ask| billing::money::allocate(d, cx, ask);
    "billing.refund" write ["billing" "orders" "attendance"]
        billing::money::PayRefund => billing::money::RefundAnswer =
        |_s, d, cx, ask| billing::money::refund(d, cx, ask);
    "billing.owed_back" read [] Nothing => billing::money::OwedBackAnswer =
        |_s, d, cx, _ask| billing::money::owed_back(d, cx);
    "billing.debts" read [] Nothing => billing::money::DebtsAnswer =
        |_s, d, _cx, _ask| billing::money::debts(d);
    "billing.payments" read [] views::billing::PaymentsList => views::billing::PaymentsAnswer =
        |_s, d, _cx, ask| views::billing::payments(d, ask);
    "documents.show" read [] documents::ShowDocument => documents::DocumentFile =
        |_s, d, cx, ask| documents::show(d, cx, ask);
    "documents.papers" read []
        documents::papers::ShowPapers => documents::papers::PapersAnswer =
        |_s, d, cx, ask| documents::papers::papers(d, cx, ask);
    "documents.save" read [] documents::SaveDocument => documents::DocumentSaved =
        |_s, d, cx, ask| documents::save(d, cx, ask);
    "documents.places" read [] Nothing => documents::places::PlacesAnswer =
        |_s, d, _cx, _ask| documents::places::places(d);
    "documents.profile" read []
        documents::profiles::ProfileOf => documents::profiles::ProfileView =
        |_s, d, _cx, ask| documents::profiles::show(d, ask);
    "documents.set_profile" write ["layouts"]
        documents::profiles::SetProfile => documents::profiles::ProfileSet =
        |_s, d, cx, ask| documents::profiles::set_own(d, cx, ask);
    "documents.inherit_profile" write ["layouts"]
        documents::profiles::InheritProfile => documents::profiles::ProfileSet =
        |_s, d, cx, ask| documents::profiles::inherit(d, cx, ask);
    "documents.import_profile" write ["layouts"]
        documents::profiles::ImportProfile => documents::profiles::ProfileSet =
        |_s, d, cx, ask| documents::profiles::import(d, cx, ask);
    "documents.export_profile" read []
        documents::profiles::ExportProfile => documents::profiles::ProfileExported =
        |_s, d, _cx, ask| documents::profiles::export(d, ask);
    "documents.test_profile" read []
        documents::trial::TestProfile => documents::trial::TrialAnswer =
        |s, d, cx, ask| documents::trial::test(d, cx, ask, &s.rendering);
    "documents.run" read [] documents::run::RunDocuments => documents::run::DocumentsAnswer =
        |s, d, cx, ask| documents::run::run(d, cx, ask, &s.rendering);
    "documents.progress" house [] Nothing => documents::run::DocumentsProgress =
        |s, _d, _cx, _ask| async {
            Ok::<_, WireError>(documents::run::DocumentsProgress::of(&s.rendering))
        };
    "documents.cancel" house [] Nothing => documents::run::DocumentsProgress =
        |s, _d, _cx, _ask| async {
            s.rendering.cancel();
            Ok::<_, WireError>(documents::run::DocumentsProgress::of(&s.rendering))
        };
    "documents.printers" read []
        documents::print::ShowPrinters => documents::print::PrintersAnswer =
        |s, d, cx, ask| documents::print::printers(&s.house, d, cx, ask);
    "documents.print" read []
        documents::print::PrintDocuments => documents::print::PrintAnswer =
        |s, d, cx, ask| documents::print::print(&s.house, d, cx, ask);
    "ledger.verify" read [] Nothing => audit::VerifyAnswer =
        |_s, d, _cx, _ask| audit::verify(d);
    "attendance.unattended" read []
        attendance::ShowUnattended => attendance::UnattendedAnswer =
        |_s, d, cx, ask| attendance::unattended(d, cx, ask);
    "attendance.desk" read [] Nothing => attendance::DeskAnswer =
        |_s, d, cx, _ask| attendance::my_desk(d, cx);
    "attendance.take" write ["attendance" "orders"]
        attendance::TakeOrder => attendance::BatonAnswer =
        |_s, d, cx, ask| attendance::take(d, cx, ask);
    "attendance.assign" write ["attendance" "orders"]
        attendance::HandOrder => attendance::BatonAnswer =
        |_s, d, cx, ask| attendance::assign(d, cx, ask);
    "attendance.offer" write ["attendance" "orders"]
        attendance::HandOrder => attendance::BatonAnswer =
        |_s, d, cx, ask| attendance::offer(d, cx, ask);
    "attendance.accept" write ["attendance" "orders"]
        attendance::TakeOrder => attendance::BatonAnswer =
        |_s, d, cx, ask| attendance::accept(d, cx, ask);
    "attendance.task_done" write ["attendance"] attendance::FinishTask => attendance::TaskFinished =
        |_s, d, cx, ask| attendance::task_done(d, cx, ask);
    "export.list" read [] export::ExportAsk => export::Exported =
        |_s, d, cx, ask| export::list(d, cx, ask);
    "export.firm" read [] export::firm::ExportFirm => export::firm::FirmExported =
        |_s, d, cx, ask| export::firm::firm(d, cx, ask);
    "import.run" write ["*"] import::ImportAsk => import::ImportAnswer =
        |s, d, cx, ask| import::run(d, cx, ask, &s.watch);
    "import.guess" read [] import::guess::GuessAsk => import::guess::GuessAnswer =
        |s, d, _cx, ask| import::guess::guess(d, ask, &s.watch);
    "import.progress" house [] Nothing => import::watch::ImportProgress =
        |s, _d, _cx, _ask| async { Ok::<_, WireError>(s.watch.progress()) };
    "import.cancel" house [] Nothing => import::watch::ImportProgress =
        |s, _d, _cx, _ask| async {
            s.watch.cancel();
            Ok::<_, WireError>(s.watch.progress())
        };
}
