// Generated from the command table by `cargo xtask bindings`.

export type AcceptExcess = { order_id: OrderId, line_n: number, quantity: Quantity, evidence: Evidence, };

export type Address = { name: string | null, street: string, postcode: string, city: string, region: string | null, 
/**
 * ISO 3166-1 alpha-2.
 */
country: string, site: string | null, cost_centre: string | null, };

export type AddressPlace = "din5008" | "left" | "right";

export type AdjustStock = { product_id: ProductId, 
/**
 * Signed, in millionths.
 */
quantity: number, reason: string, };

export type AgreePrices = { order_id: OrderId, 
/**
 * The newest fact that the person had seen of it.
 */
base: string | null, prices: Array<NewPrice>, };

export type AgreedLine = { line_n: number, price_n: number, };

export type AgreementId = string;

export type AgreementList = { rows: Array<AgreementView>, total: number, };

export type AgreementView = { customer_code: string, customer_name: string, product_code: string, description: string, 
/**
 * To be given back when saving.
 */
base: string, agreement_id: AgreementId, customer_id: CustomerId, product_id: ProductId, currency: Currency, valid_from: string, valid_to: string | null, breaks: Array<QuantityBreak>, agreed_by: MemberId | null, evidence: Evidence, };

export type AllocatePayment = { payment_id: PaymentId, invoice_ids: Array<InvoiceId>, };

export type AmendLine = { line_n: number, quantity: Quantity, };

export type AmendOrder = { order_id: OrderId | null, 
/**
 * The newest fact that the person had seen of it.
 */
base: string | null, reason: string, evidence: Evidence | null, lines: Array<AmendLine>, add_lines: Array<SaveOrderLine>, add_charges: Array<SaveCharge>, sold_to: CustomerId | null, ship_to: ShipTo | null, bill_to: CustomerId | null, payer: CustomerId | null, currency: string | null, vat_regime: VatRegime | null, basis: Basis | null, promised_on: string | null, allow_discontinued: boolean, };

export type Amended = { order_id: OrderId, promised_on: string, };

export type BackUp = { 
/**
 * The file to write, which must not exist yet.
 */
to: string, };

export type BackedUp = { to: string, bytes: number, facts: number, 
/**
 * Hash of the newest fact.
 */
head: string, 
/**
 * What verify found in the copy. One of which the facts are not sound is not kept, so all of
 * it is of the archive.
 */
findings: number, 
/**
 * The same, one by one.
 */
of_archive: Array<FindingView>, };

export type BadRow = { file: string, 
/**
 * Line of the file, from 1, the header included.
 */
line: number, column?: string | null, value?: string | null, why: string, };

export type BalanceRow = { line_n: number, shipment_id: ShipmentId, shipment_n: number, shipment_number: string, received: Quantity, returned: Quantity, replaced: Quantity, net: Quantity, entitled: Quantity, invoiced: Quantity, credited: Quantity, 
/**
 * Above zero is billable, below zero is owed back.
 */
balance: Quantity, };

export type BalancesAnswer = { rows: Array<BalanceRow>, };

export type BankAccount = { iban: string, bic: string | null, bank: string | null, };

export type Basis = "delivery" | "dispatch";

export type BatonAnswer = { order_id: OrderId, holder: MemberId | null, offered_to: MemberId | null, };

export type BatonView = { step: Step, department: Department, holder: MemberId | null, holder_name: string | null, since: string, due_at: string, neglect: Neglect | null, offer: HandOverView | null, };

export type BilledOrder = { order_id: OrderId, order_number: string, ship_to: ShipTo, references: References, };

export type BillingFilter = { order_ids: Array<OrderId>, bill_to: CustomerId | null, dispatched_by: string | null, };

export type BillingProfile = { rhythm: Rhythm, grouping: Grouping, early_payment?: EarlyPayment | null, channel: Channel, 
/**
 * The roles of the contacts that get documents: `billing`.
 */
recipients: Array<string>, };

export type BillingTested = { rows: Array<Tried>, n_differences: number, };

export type Block = { "code": "not_received" } | { "code": "above_agreed" } | { "code": "price_missing" } | { "code": "to_be_agreed" } | { "code": "references_missing", missing: Array<Lack>, } | { "code": "vat_rate_missing", tax_category: string, on: string, } | { "code": "exchange_rate_missing", currency: string, on: string, } | { "code": "waits", until: string, } | { "code": "waits_for_order", until: string | null, } | { "code": "held_elsewhere" } | { "code": "amount_too_large" };

export type BlockedView = { order_id: OrderId, order_number: string, customer_name: string, line_n: number, product_code: string, description: string, shipment_id: ShipmentId, shipment_number: string, quantity: Quantity, unit_code: string, reason: Block, department: Department, };

export type BuiltIn = "plain" | "italian_ddt" | "german_window" | "dense_technical" | "letter_english";

export type CalendarAnswer = { year: number, n_days: number, };

export type CalendarView = { year: number, days: Array<ClosingDay>, 
/**
 * The newest fact on the year, to be given back when setting it; nothing where it was never
 * set.
 */
base: string | null, };

export type CancelInvoice = { invoice_id: InvoiceId, reason: string, evidence: Evidence, };

export type CancelRemainder = { order_id: OrderId, reason: string, };

export type CarrierId = string;

export type CarrierView = { base: string | null, carrier_id: CarrierId, code: string, name: string, tax_id: string | null, phone: string | null, active: boolean, };

export type Channel = "paper" | "email" | "certified_email" | "electronic" | "portal";

export type ChargeKind = "freight" | "small_order" | "other";

export type ChargePer = "order" | "shipment";

export type ChargeView = { charge_n: number, kind: ChargeKind, per: ChargePer, amount_minor: number, description: string, billed: boolean, };

export type ClosingDay = { on: string, name: string, };

export type Column = { show: Show, 
/**
 * In tenths of a millimetre; by its content where there is none.
 */
width: number | null, };

export type ConfirmOrder = { order_id: OrderId, base: string | null, 
/**
 * Says that this is another order under a PO that was used before.
 */
separate: boolean, };

export type Confirmed = { order_id: OrderId, number: string, promised_on: string, kind: OrderKind, };

export type Contact = { role: string, person: PersonRef, };

export type ContactForm = { role: string, name: string, phone?: string | null, email?: string | null, };

export type ContactView = { role: string, person: Person | null, };

export type CountBack = { shipment_id: ShipmentId, lines: Array<ReturnLine>, reason: string, on: string | null, 
/**
 * Whether they go into stock again; they do where it is left out.
 */
restock: boolean | null, };

export type CountedBack = { return_id: ReturnId, };

export type CreditCause = "returned" | "not_received" | "document_cancelled" | "lower_price" | "charge" | "goodwill" | "keep_it";

export type CreditLine = { 
/**
 * Position in the credit note, from 1.
 */
credit_n: number, cause: CreditCause, 
/**
 * The line of the invoice that it corrects, or its charge.
 */
invoice_n: number | null, invoice_charge_n: number | null, line_n: number | null, shipment: LineRef | null, shipment_number: string | null, product_code: string | null, description: string, 
/**
 * Zero for a credit of value.
 */
quantity: Quantity, unit_code: string | null, net_minor: number, vat_category: string, rate_ppm: number, reason_code: string | null, reason: string | null, };

export type CreditNote = { credit_note_id: CreditNoteId, issued_on: string, 
/**
 * The one invoice that it corrects.
 */
invoice_id: InvoiceId, invoice_number: string, invoice_date: string, order_id: OrderId, order_number: string, terms: Terms, references: References, seller: Identity, buyer: Identity, 
/**
 * What a person wrote, where a person decided.
 */
note: string | null, 
/**
 * The customer's evidence, where an invoice is taken back.
 */
evidence: Evidence | null, lines: Array<CreditLine>, taxes: Array<TaxTotal>, totals: Totals, 
/**
 * The rate of the invoice that it corrects.
 */
exchange?: ExchangeRate | null, 
/**
 * SHA-256, in hex, of the layout profile that it is shown by; the plain one where none was
 * set.
 */
layout_hash?: string | null, sources: Array<Source>, 
/**
 * `O` orders, `D` delivery notes, `F` invoices, `T` deferred invoices, `N` credit notes.
 */
series: string, year: number, counter: number, 
/**
 * As people read it: `FA26-00017`.
 */
number: string, };

export type CreditNoteId = string;

export type CreditNoteRow = { credit_note_id: CreditNoteId, number: string, issued_on: string, invoice_id: InvoiceId, invoice_number: string, order_id: OrderId, customer_name: string, currency: string, gross_minor: number, };

export type CreditNoteView = { credit_note: CreditNote, 
/**
 * Hash of the fact that posted it, in hex.
 */
fact_hash: string, };

export type CreditNotesAnswer = { rows: Array<CreditNoteRow>, };

export type CreditNotesList = { order_id: OrderId | null, invoice_id: InvoiceId | null, };

export type CreditValue = { invoice_id: InvoiceId, invoice_n: number | null, invoice_charge_n: number | null, 
/**
 * Without VAT.
 */
amount_minor: number, cause: ValueCause, reason: string, };

export type CsvAnswer = { file_name: string, text: string, };

export type Currency = string;

export type CurrencyFormat = "code_after" | "code_before" | "sign_after" | "sign_before";

export type CurrencyTotals = { currency: string, proposals: number, lines: number, net_minor: number, charges_minor: number, tax_minor: number, gross_minor: number, credit_notes: number, 
/**
 * Gross of the credit notes; the sums above are of invoices alone.
 */
credits_minor: number, };

export type Customer = { customer_id: CustomerId, code: string, identity: Identity, contacts: Array<Contact>, currency: Currency, terms: PaymentTerms, credit_limit_minor: number | null, basis: Basis, vat_regime: VatRegime, 
/**
 * Who gets the invoice, where it is another customer.
 */
bill_to: CustomerId | null, 
/**
 * Who pays it, where it is another customer.
 */
payer: CustomerId | null, required_references: Array<Reference>, billing: BillingProfile, active: boolean, };

export type CustomerBrief = { customer_id: CustomerId, code: string, name: string, };

export type CustomerCode = { customer_id: CustomerId, code: string, };

export type CustomerCodeView = { customer_id: CustomerId, customer_name: string, code: string, };

export type CustomerId = string;

export type CustomerList = { rows: Array<CustomerRow>, total: number, };

export type CustomerRow = { customer_id: CustomerId, code: string, name: string, tax_id: string | null, city: string, country: string, currency: Currency, credit_limit_minor: number | null, basis: Basis, vat_regime: VatRegime, active: boolean, };

export type CustomerView = { customer: Customer, contacts: Array<ContactView>, bill_to: PartyName | null, payer: PartyName | null, 
/**
 * The newest fact on the customer, to be given back when saving.
 */
base: string | null, };

export type DateFormat = "day_slash" | "day_dot" | "iso" | "month_slash" | "day_name";

export type DebtRow = { invoice_id: InvoiceId, number: string, 
/**
 * Whether another program posted it: then nothing but its debt is known here.
 */
opening: boolean, payer: CustomerId, currency: string, gross_minor: number, credited_minor: number, paid_minor: number, 
/**
 * Below zero where more was paid than stands.
 */
open_minor: number, };

export type DebtsAnswer = { rows: Array<DebtRow>, };

export type DeliverShipment = { shipment_id: ShipmentId, delivered_on: string | null, };

export type Delivered = { shipment_id: ShipmentId, delivered_on: string, };

export type Department = "marketing" | "sales" | "order_desk" | "production" | "warehouse" | "logistics" | "billing" | "finance" | "direction" | "service";

export type Description = { language: string, text: string, };

export type DeskAnswer = { orders: Array<HeldRow>, offered: Array<HeldRow>, tasks: Array<TaskView>, };

export type Discount = { "kind": "percent", ppm: number, } | { "kind": "money", amount_minor: number, };

export type DocumentBlock = "references" | "title" | "notes" | "before" | "lines" | "totals" | "payment" | "vat_table" | "signatures" | "exemptions" | "after";

export type DocumentFile = { number: string, file_name: string, pages: number, 
/**
 * The file, in base 64.
 */
pdf: string, archive: InArchive, };

export type DocumentKind = "deferred" | "immediate" | "credit_note";

export type DocumentRow = { number: string, 
/**
 * Who got it; nobody where there is no such document.
 */
customer: string, pages: number, 
/**
 * The file that it was saved in, where it was.
 */
path: string | null, 
/**
 * Why it was not rendered or not saved.
 */
why: string | null, };

export type DocumentSaved = { number: string, path: string, pages: number, bytes: number, archive: InArchive, };

export type DocumentsAnswer = { 
/**
 * In the order of the documents; where the run was cancelled, of those that it came to.
 */
rows: Array<DocumentRow>, n_done: number, n_refused: number, pages: number, 
/**
 * The one file, where it was asked for and the run was not cancelled.
 */
merged: string | null, cancelled: boolean, 
/**
 * Why renderings could not be kept in the archive.
 */
not_kept: string | null, };

export type DocumentsProgress = { 
/**
 * Documents that are done.
 */
documents: number, 
/**
 * Documents of the run; none while they are still being looked for.
 */
in_all: number, };

export type EarlyPayment = { days: number, discount_ppm: number, };

export type EarlyPaymentDue = { pay_by: string, discount_ppm: number, discount_minor: number, };

export type ElectronicAddress = { scheme: string, address: string, };

export type EndOrder = { order_id: OrderId, reason: string | null, };

export type EndShipment = { shipment_id: ShipmentId, reason: string, };

export type ErasePerson = { personal_id: PersonalId, 
/**
 * Why; without naming the person, because it stays.
 */
reason: string, };

export type ErasedPerson = { personal_id: PersonalId, };

export type ErrorKind = "refused" | "not_found" | "conflict" | "fault" | "usage";

export type Evidence = { reference: string, date: string | null, 
/**
 * SHA-256 of the file, in hex.
 */
file_hash: string | null, };

export type ExcessAnswer = { order_id: OrderId, line_n: number, 
/**
 * All that was accepted beyond the agreed quantity.
 */
excess: Quantity, };

export type ExchangeRate = { currency: Currency, quoted_on: string, 
/**
 * Millionths of the other currency's unit for one unit of the firm's.
 */
rate_micro: number, 
/**
 * Who quoted it.
 */
source: string, };

export type ExchangeRateForm = { currency: string, 
/**
 * Today where left out.
 */
quoted_on: string | null, 
/**
 * Millionths of the currency's unit for one unit of the firm's.
 */
rate_micro: number, 
/**
 * Who quoted it.
 */
source: string, };

export type ExchangeRatesAnswer = { n_rates: number, };

export type ExchangeRatesView = { rates: Array<ExchangeRate>, };

export type ExportAsk = { list: Listing, path: string, 
/**
 * By the ending of the path where left out: `.xlsx`, `.csv`, `.txt` or none.
 */
format?: ExportFormat | null, 
/**
 * Whether a file that lies there is replaced; not where left out.
 */
replace?: boolean | null, 
/**
 * Part of a number, code or name.
 */
search?: string | null, 
/**
 * Of documents: from this day to that one, by the date that they bear.
 */
from?: string | null, to?: string | null, };

export type ExportFirm = { folder: string, };

export type ExportFormat = "csv" | "csv_marked" | "xlsx";

export type ExportProfile = { path: string, 
/**
 * Whether a file that lies there is replaced; not where left out.
 */
replace?: boolean | null, 
/**
 * Code or identity.
 */
customer?: string | null, 
/**
 * Name of a group of customers.
 */
group?: string | null, kind?: Kind | null, };

export type Exported = { path: string, rows: number, };

export type ExportedFile = { 
/**
 * The kind that it is imported as.
 */
kind: string, file: string, 
/**
 * Of orders: the file of their lines.
 */
lines_file?: string | null, mapping: string, rows: number, };

export type FactRef = { hash: string, kind: string, at: string, actor: string | null, };

export type FieldView = { field: keyof Profile, 
/**
 * From the general to the particular: several where each says a part of it, none where the
 * profile of the program says it.
 */
from: Array<ProfileOf>, };

export type Find = { search?: string | null, 
/**
 * Also what is not active any more.
 */
inactive_too?: boolean | null, 
/**
 * 50 where it is left out, 500 at most.
 */
limit?: number | null, offset?: number | null, };

export type FindAgreements = { customer_id?: CustomerId | null, product_id?: ProductId | null, 
/**
 * 50 where it is left out, 500 at most.
 */
limit?: number | null, offset?: number | null, };

export type FindPersons = { search: string, };

export type FindProducts = { search?: string | null, 
/**
 * Only this customer's own codes are searched, beside ours.
 */
customer_id?: CustomerId | null, 
/**
 * Also what is discontinued.
 */
discontinued_too?: boolean | null, 
/**
 * 50 where it is left out, 500 at most.
 */
limit?: number | null, offset?: number | null, };

export type FindingView = { code: string, 
/**
 * Where: a table, its row and column, or a stream and a place in it.
 */
place: string, detail: string, };

export type FinishTask = { task_id: TaskId, note: string, };

export type FirmExported = { folder: string, files: Array<ExportedFile>, };

export type FirmFile = { 
/**
 * What `--firm` calls it: the name of its file.
 */
firm: string, path: string, };

export type FirmForm = { identity: IdentityForm, currency: Currency, 
/**
 * The tax regime of the firm itself: `RF01` in Italy.
 */
tax_regime?: string | null, 
/**
 * Whom customers may ask about an invoice.
 */
contact?: Person | null, };

export type FirmId = string;

export type FirmView = { firm_id: FirmId, identity: Identity, currency: Currency, tax_regime: string | null, contact: Person | null, members: Array<MemberView>, policy: PolicyView | null, 
/**
 * The letter of this station in the numbers of documents; nothing where it only reads.
 */
station: string | null, 
/**
 * The newest fact on the firm, to be given back when saving.
 */
base: string | null, };

export type FirstMember = { 
/**
 * What one types: `sara`.
 */
code: string, name: string, phone?: string | null, email?: string | null, };

export type FootingView = "writer" | "no_key" | "old_copy";

export type FoundFirm = { firm: FirmForm, member: FirstMember, policy: string, };

export type Founded = { firm: string, path: string, member_id: MemberId, };

export type GetCalendar = { year?: number | null, };

export type GetCustomer = { customer_id: CustomerId, };

export type GetProduct = { product_id: ProductId, };

export type GroupBy = "nothing" | "delivery_note" | "cost_centre" | "site" | "order";

export type GroupView = { group: string, 
/**
 * How many customers inherit from it.
 */
n_customers: number, 
/**
 * Whether something is said of all kinds of documents.
 */
all_kinds: boolean, 
/**
 * The kinds of which something is said.
 */
kinds: Array<Kind>, };

export type Grouping = "order" | "delivery_note" | "site" | "cost_centre" | "customer";

export type GuessAnswer = { 
/**
 * In TOML, with a word on what was not understood.
 */
mapping: string, 
/**
 * Columns that no field was found for.
 */
not_understood: Array<string>, 
/**
 * Fields that are needed and that no column was found for.
 */
missing: Array<string>, };

export type GuessAsk = { kind: ImportKind, path: string, 
/**
 * The lines of the orders, where they stand in a file of their own.
 */
lines_path?: string | null, };

export type Habit = { 
/**
 * The queue; the system's usual one where left out.
 */
printer?: string | null, 
/**
 * One where left out.
 */
copies?: number | null, };

export type HandOrder = { order_id: OrderId, to: MemberId, 
/**
 * In which department they will hold it; the present one where left out.
 */
department: Department | null, };

export type HandOverView = { to: MemberId, to_name: string, department: Department, offered_at: string, accept_by: string, };

export type HeldRow = { order_id: OrderId, number: string, customer_name: string, promised_on: string | null, baton: BatonView, standing: StandingView, };

export type HoldId = string;

export type HoldKind = "credit" | "price" | "customer" | "quality" | "export";

export type HoldPlaced = { hold_id: HoldId, };

export type HoldView = { hold_id: HoldId, order_id: OrderId | null, customer_id: CustomerId | null, kind: HoldKind, owner: MemberId, owner_name: string, reason: string, placed_on: string, expires_on: string | null, 
/**
 * Whether it stops anything today.
 */
in_force: boolean, };

export type HoldsAnswer = { rows: Array<HoldView>, };

export type HoldsList = { order_id: OrderId | null, };

export type HolidaysView = { country: string, year: number, days: Array<ClosingDay>, };

export type Identity = { name: string, tax_id: string | null, fiscal_code: string | null, 
/**
 * ISO 3166-1 alpha-2.
 */
country: string, 
/**
 * ISO 639-1, the language of documents.
 */
language: string, registrations: Array<Registration>, addresses: Array<Address>, banks: Array<BankAccount>, electronic: ElectronicAddress | null, 
/**
 * Seven characters of the Italian exchange system, or six for public bodies.
 */
sdi_code: string | null, pec: string | null, };

export type IdentityForm = { name: string, tax_id?: string | null, fiscal_code?: string | null, country?: string | null, language?: string | null, registrations?: Array<Registration> | null, addresses?: Array<Address> | null, banks?: Array<BankAccount> | null, electronic?: ElectronicAddress | null, sdi_code?: string | null, pec?: string | null, };

export type ImportAnswer = { kind: ImportKind, 
/**
 * Whether nothing was written, because nothing was to be.
 */
dry_run: boolean, 
/**
 * Rows of the file, without its header and blank ones.
 */
rows: number, inserted: number, updated: number, 
/**
 * What changes nothing: it is known as it is, or it has no date yet.
 */
skipped: number, 
/**
 * Documents that were written: inserted or updated.
 */
documents: number, 
/**
 * Order lines in them.
 */
lines: number, 
/**
 * Of these, lines whose price before discount is not the list's of the order's date.
 */
lines_off_list: number, 
/**
 * Orders for a place that is none of the customer's addresses; they go to the first.
 */
places_unknown: number, 
/**
 * Rows that were left out because they are bad.
 */
bad: number, 
/**
 * The first hundred of them.
 */
bad_rows: Array<BadRow>, 
/**
 * How dates and decimals were read.
 */
date_format: string, decimal_mark: string, 
/**
 * SHA-256 of the file, in hex.
 */
file_hash: string, lines_file_hash?: string | null, };

export type ImportAsk = { kind: ImportKind, path: string, 
/**
 * The lines of the orders; they stand in the same file where this is left out.
 */
lines_path?: string | null, 
/**
 * The text of a mapping, in TOML; what was saved for the source where this is left out.
 */
mapping?: string | null, 
/**
 * Under which name the mapping is saved and found again.
 */
source?: string | null, 
/**
 * Whether only to look what would come of it.
 */
dry_run?: boolean | null, 
/**
 * Whether to take the good rows where some are bad.
 */
good_rows?: boolean | null, on_known?: OnKnown | null, 
/**
 * Where to write every bad row with its reason.
 */
errors_path?: string | null, };

export type ImportKind = "customers" | "contacts" | "carriers" | "products" | "customer_codes" | "list_prices" | "price_agreements" | "stock" | "orders" | "shipments" | "deliveries" | "open_invoices" | "open_payments";

export type ImportProfile = { 
/**
 * The newest fact on the place that the person had seen.
 */
seen?: string | null, path: string, 
/**
 * Code or identity.
 */
customer?: string | null, 
/**
 * Name of a group of customers.
 */
group?: string | null, kind?: Kind | null, };

export type ImportProgress = { 
/**
 * Rows that are done.
 */
rows: number, 
/**
 * Rows of the file; none while it is still being read.
 */
rows_in_all: number, };

export type InArchive = { "kind": "reprint", rendered_at: string, } | { "kind": "first" } | { "kind": "now" } | { "kind": "not_kept", why: string, };

export type InheritProfile = { 
/**
 * The newest fact on the place that the person had seen.
 */
seen?: string | null, 
/**
 * Code or identity.
 */
customer?: string | null, 
/**
 * Name of a group of customers.
 */
group?: string | null, kind?: Kind | null, };

export type InvoiceBrief = { invoice_id: InvoiceId, number: string, issued_on: string, gross_minor: number, paid_minor: number, };

export type InvoiceCharge = { invoice_charge_n: number, order_id: OrderId, charge_n: number, 
/**
 * Set where the charge is owed once for each shipment.
 */
shipment_id: ShipmentId | null, kind: ChargeKind, description: string, net_minor: number, vat_category: string, rate_ppm: number, reason_code: string | null, reason: string | null, };

export type InvoiceId = string;

export type InvoiceKind = "deferred" | "immediate";

export type InvoiceLine = { 
/**
 * Position in the invoice, from 1.
 */
invoice_n: number, order_id: OrderId, line_n: number, shipment_id: ShipmentId, shipment_n: number, shipment_number: string, proof_id: ProofId | null, 
/**
 * The customer's number for what they received, as the proof says it.
 */
goods_receipt?: string | null, price_n: number, product_id: ProductId, product_code: string, kind: ProductKind, description: string, customer_line: string | null, customer_code: string | null, cost_centre: string | null, 
/**
 * The dispatch date, which decides rate and period of VAT.
 */
supply_date: string, 
/**
 * The place that it went to, where that is not the seat of whoever is billed.
 */
ship_to?: ShipTo | null, 
/**
 * Serial and lot numbers of what left and did not come back before it was billed.
 */
serials?: Array<string>, lots?: Array<LotPart>, quantity: Quantity, unit_code: string, 
/**
 * Of the allowance: this line's part of a document discount in money.
 */
share_minor: number, vat_category: string, rate_ppm: number, reason_code: string | null, reason: string | null, micro: number, per: number, discount_ppm: number, gross_minor: number, allowance_minor: number, net_minor: number, };

export type InvoiceRow = { invoice_id: InvoiceId, number: string, customer_name: string, order_id: OrderId, order_number: string, 
/**
 * How many orders are on it.
 */
n_orders: number, issued_on: string, due_on: string, currency: string, n_lines: number, net_minor: number, charges_minor: number, tax_minor: number, gross_minor: number, credited_minor: number, paid_minor: number, 
/**
 * Below zero where more was paid than stands.
 */
open_minor: number, };

export type InvoiceView = { invoice_id: InvoiceId, kind: InvoiceKind, number: string, issued_on: string, due_on: string, order_id: OrderId, order_number: string, 
/**
 * Every order on it with its references; nothing where there is no other.
 */
orders: Array<BilledOrder>, early_payment: EarlyPaymentDue | null, currency: string, references: References, seller: Identity, buyer: Identity, lines: Array<InvoiceLine>, charges: Array<InvoiceCharge>, taxes: Array<TaxTotal>, totals: Totals, 
/**
 * The rate at which its VAT is stated in the firm's currency as well.
 */
exchange: ExchangeRate | null, payments: Array<PaymentView>, credit_notes: Array<CreditNoteRow>, credited_minor: number, paid_minor: number, open_minor: number, 
/**
 * Hash of the fact that posted it, in hex.
 */
fact_hash: string, };

export type InvoicesAnswer = { rows: Array<InvoiceRow>, };

export type InvoicesList = { order_id: OrderId | null, payer: CustomerId | null, 
/**
 * Only those that are not paid in full.
 */
open: boolean, search: string, 
/**
 * At most 1000 at a time; 200 where left out.
 */
limit: number | null, offset: number, };

export type IssueShipment = { shipment_id: ShipmentId, dispatched_on: string | null, 
/**
 * Serial and lot numbers that were not given while packing.
 */
pieces: Array<Pieces>, };

export type Issued = { shipment_id: ShipmentId, number: string, dispatched_on: string, };

export type Kind = "invoice" | "deferred_invoice" | "credit_note" | "pro_forma" | "order_confirmation" | "pick_list" | "packing_list" | "delivery_note" | "return_slip" | "proof_sheet" | "statement";

export type Lack = { reference: Reference, 
/**
 * Of the order, where each line has its own.
 */
line_n: number | null, 
/**
 * Number of the delivery note, where each delivery has its own.
 */
shipment_number: string | null, 
/**
 * What stands there instead; nothing where nothing does.
 */
found: string | null, };

export type Language = "en" | "it" | "de" | "fr";

export type LayerView = { 
/**
 * The place; a customer by their code.
 */
of: ProfileOf, version: number, on: string, 
/**
 * The profile of the program that it says everything lies over.
 */
base: BuiltIn | null, 
/**
 * The fields that it has otherwise.
 */
fields: (keyof Profile)[], 
/**
 * The same with their values, as JSON text.
 */
overrides: string, };

export type LineAmounts = { gross_minor: number, allowance_minor: number, net_minor: number, };

export type LinePriceView = { source: PriceSource, evidence: Evidence, agreed_by: string | null, 
/**
 * Nothing while the order is a draft.
 */
applies_from: string | null, 
/**
 * How the discount was spoken of, where it was a chain.
 */
discount_text: string | null, micro: number, per: number, discount_ppm: number, };

export type LineRef = { shipment_id: ShipmentId, shipment_n: number, };

export type ListExchangeRates = { 
/**
 * Nothing quoted before; the last year where left out.
 */
since: string | null, };

export type ListPrice = { product_id: ProductId, currency: Currency, valid_from: string, 
/**
 * The last day on which it counts.
 */
valid_to: string | null, price_micro: number, per: number, };

export type ListPriceForm = { 
/**
 * The firm's own where it is left out.
 */
currency?: Currency | null, 
/**
 * Today where it is left out.
 */
valid_from?: string | null, 
/**
 * The last day on which it counts.
 */
valid_to?: string | null, price_micro: number, 
/**
 * For how many units: one where it is left out, else 100 or 1000.
 */
per?: number | null, };

export type ListPricesAnswer = { product_id: ProductId, n_prices: number, };

export type Listing = "orders" | "order_lines" | "shipments" | "invoices" | "invoice_lines" | "credit_notes" | "payments" | "debts" | "owed_back" | "customers" | "contacts" | "carriers" | "products" | "customer_codes" | "list_prices" | "price_agreements" | "stock" | "unattended";

export type Logo = { 
/**
 * A PNG or a JPEG, in base 64.
 */
image: string, 
/**
 * Of the box, in tenths of a millimetre.
 */
width: number, height: number, side: Side, };

export type LookAnswer = { data_dir: string, version: string, locale: string | null, today: string, firms: Array<FirmFile>, 
/**
 * Nothing while no firm is open.
 */
open: OpenView | null, };

export type LotPart = { lot: string, quantity: Quantity, };

export type Margins = { top: number, right: number, bottom: number, left: number, };

export type MemberId = string;

export type MemberView = { member_id: MemberId, code: string, name: string, phone: string | null, email: string | null, departments: Array<Department>, senior: boolean, active: boolean, 
/**
 * The newest fact on the member, to be given back when saving.
 */
base: string | null, };

export type Mode = "warehouse" | "line" | "site_assembly" | "service_team" | "supplier";

export type MoveShipment = { shipment_id: ShipmentId, event: ShipmentEvent, on: string | null, 
/**
 * A reason, the carrier's receipt, the new date that the customer was told.
 */
note: string, 
/**
 * What was scanned while packing.
 */
lines: Array<ScannedLine>, };

export type Neglect = "nobody" | "not_accepted" | "clock_passed";

export type NewPrice = { line_n: number, price: Price, cascade: Array<number>, 
/**
 * From which dispatch on; from the order's date where left out, so for all of it.
 */
applies_from: string | null, evidence: Evidence, };

export type NotPosted = { order_id: OrderId, order_number: string, message: string, };

export type Nothing = Record<symbol, never>;

export type NumberFormat = "point_comma" | "comma_point" | "space_comma" | "apostrophe_point" | "comma" | "point";

export type OfferView = { source: PriceSource, evidence: Evidence, micro: number, per: number, discount_ppm: number, };

export type OnKnown = "insert" | "update" | "skip";

export type OnPaper = { number: string, pages: number, way: Way, };

export type OpenAsk = { 
/**
 * Its name in `house.look`; the only one where left out.
 */
firm: string | null, };

export type OpenView = { firm: string, view: FirmView, 
/**
 * Letter of the station that writes here; nothing where this computer may only read.
 */
station: string | null, footing: FootingView, };

export type OrderEnd = { order_id: OrderId, state: OrderState, };

export type OrderId = string;

export type OrderKind = "standard" | "blanket" | "call_off";

export type OrderLineView = { line_n: number, product_id: ProductId, product_code: string, description: string, customer_line: string | null, customer_code: string | null, cost_centre: string | null, unit_code: string, unit_scale: number, ordered: Quantity, planned: Quantity, shipped: Quantity, received: Quantity, billed: Quantity, 
/**
 * Accepted by the customer beyond what was ordered.
 */
excess: Quantity, 
/**
 * No price was agreed yet.
 */
to_be_agreed: boolean, 
/**
 * Neither shipped nor planned yet.
 */
open: Quantity, stated_price: StatedPrice | null, 
/**
 * The price agreed, or for a draft the one that confirming would agree.
 */
price: LinePriceView | null, net_minor: number | null, };

export type OrderRow = { order_id: OrderId, number: string | null, state: OrderState, kind: OrderKind, customer_id: CustomerId, customer_code: string, customer_name: string, customer_po: string | null, ordered_on: string, requested_on: string | null, promised_on: string | null, currency: string, n_lines: number, baton: BatonView | null, standing: StandingView, };

export type OrderSaved = { order_id: OrderId, };

export type OrderState = "draft" | "confirmed" | "declined" | "cancelled" | "closed";

export type OrderView = { order_id: OrderId, number: string | null, state: OrderState, kind: OrderKind, currency: string, customer: CustomerBrief, ship_to: Place, bill_to_name: string, payer_name: string, 
/**
 * Who it concerns, by identity.
 */
terms: Terms, 
/**
 * Of a draft: laid on the prices when it is confirmed.
 */
discount: Discount | null, basis: Basis, vat_regime: VatRegime, references: References, ordered_on: string, requested_on: string | null, first_promised_on: string | null, promised_on: string | null, confirmed_on: string | null, ended_on: string | null, end_reason: string | null, lines: Array<OrderLineView>, charges: Array<ChargeView>, 
/**
 * Of the whole order at its agreed prices, as if all were billed at once.
 */
totals: Totals, taxes: Array<TaxTotal>, baton: BatonView | null, standing: StandingView, shipments: Array<ShipmentBrief>, invoices: Array<InvoiceBrief>, timeline: Array<TimelineEntry>, 
/**
 * The newest fact of it, for saving a change.
 */
base: string | null, };

export type OrdersAnswer = { rows: Array<OrderRow>, total: number, };

export type OrdersList = { search: string, state: OrderState | null, customer_id: CustomerId | null, 
/**
 * At most 500 at a time; 100 where left out.
 */
limit: number | null, offset: number, };

export type OwedBackAnswer = { rows: Array<OwedBackRow>, };

export type OwedBackRow = { kind: OwedKind, order_id: OrderId | null, order_number: string | null, payment_id: PaymentId | null, customer_id: CustomerId, customer_name: string, currency: string, amount_minor: number, since: string, age_days: number, due_on: string, };

export type OwedKind = "credit" | "payment";

export type OwnCustomerView = { customer_id: CustomerId, code: string, name: string, group: string | null, 
/**
 * The kinds of which something is said.
 */
kinds: Array<Kind>, };

export type Paper = "a4" | "letter";

export type PapersAnswer = { 
/**
 * The usual one first.
 */
kinds: Array<Kind>, };

export type PartyName = { customer_id: CustomerId, code: string, name: string, };

export type PayRefund = { payment_id: PaymentId, amount_minor: number, paid_on: string | null, reference: string, };

export type PaymentId = string;

export type PaymentRecorded = { payment_id: PaymentId, allocated_minor: number, 
/**
 * What stays with the payer, unallocated.
 */
left_minor: number, };

export type PaymentTerms = { days: number, end_of_month: boolean, };

export type PaymentView = { payment_id: PaymentId, payer: CustomerId, payer_name: string, received_on: string, currency: string, amount_minor: number, allocated_minor: number, refunded_minor: number, reference: string, };

export type PaymentsAnswer = { rows: Array<PaymentView>, };

export type PaymentsList = { invoice_id: InvoiceId | null, };

export type Person = { name: string, phone: string | null, email: string | null, };

export type PersonRef = { personal_id: PersonalId, 
/**
 * SHA-256 of salt and bytes, in hex.
 */
digest: string, };

export type PersonRow = { personal_id: PersonalId, name: string, phone: string | null, email: string | null, };

export type PersonalId = string;

export type PieceView = { 
/**
 * `serial` or `lot`.
 */
kind: string, number: string, quantity: Quantity, returned: boolean, };

export type Pieces = { shipment_n: number, serials: Array<string>, lots: Array<LotPart>, };

export type Place = { name: string, street: string, postcode: string, city: string, country: string, };

export type PlaceHold = { order_id: OrderId | null, customer_id: CustomerId | null, kind: HoldKind, 
/**
 * Who answers for it.
 */
owner: MemberId, reason: string, 
/**
 * Its last day; without one it lasts until it is released.
 */
expires_on: string | null, };

export type PlacesAnswer = { 
/**
 * The kinds of which the firm itself says something.
 */
kinds: Array<Kind>, 
/**
 * By name.
 */
groups: Array<GroupView>, 
/**
 * By name, the first of them.
 */
customers: Array<OwnCustomerView>, 
/**
 * How many customers there are of that sort.
 */
n_customers: number, };

export type PlanLine = { order_id: OrderId, line_n: number, quantity: Quantity, 
/**
 * The line whose returned goods this one makes good.
 */
replaces: LineRef | null, };

export type PlanShipment = { lines: Array<PlanLine>, mode: Mode | null, carrier_id: CarrierId | null, planned_on: string | null, 
/**
 * Says that more than ordered really goes.
 */
allow_excess: boolean, };

export type Planned = { shipment_id: ShipmentId, };

export type PolicyId = string;

export type PolicyView = { policy_id: PolicyId, text: string, decided_by: MemberId, on: string, };

export type PostInvoice = { order_id: OrderId, };

export type Posted = { order_id: OrderId, documents: Array<PostedDocument>, };

export type PostedDocument = { kind: DocumentKind, 
/**
 * Identity of the invoice or the credit note.
 */
document_id: string, number: string, issued_on: string, currency: string, lines: number, totals: Totals, };

export type Price = { micro: number, per: number, discount_ppm: number, };

export type PriceSource = "quotation" | "price_agreement" | "price_list" | "customer_order";

export type PricesAnswer = { order_id: OrderId, prices: Array<AgreedLine>, };

export type PrintAnswer = { rows: Array<OnPaper>, };

export type PrintDocuments = { 
/**
 * Numbers or identities, in this order.
 */
documents: Array<string>, 
/**
 * Which paper of each; the usual one where left out.
 */
kind?: Kind | null, 
/**
 * Where left out, each as it was issued; plain where it never was.
 */
profile?: BuiltIn | null, language?: Language | null, 
/**
 * A queue, remembered for documents of this kind; the remembered one where left out.
 */
printer?: string | null, 
/**
 * From 1 to 99, remembered as well.
 */
copies?: number | null, 
/**
 * The day that statements of account are of; today where left out.
 */
on?: string | null, };

export type PrintersAnswer = { 
/**
 * None where the system has no queues: documents are opened in its viewer.
 */
printers: Array<string>, habit: Habit, };

export type Product = { product_id: ProductId, code: string, gtin: string | null, kind: ProductKind, descriptions: Array<Description>, customer_codes: Array<CustomerCode>, 
/**
 * UN/ECE Recommendation 20: `C62` one, `KGM` kilogram, `HUR` hour.
 */
unit_code: string, 
/**
 * Decimals that the unit allows, 0 to 6.
 */
unit_scale: number, standard_cost_micro: number | null, 
/**
 * The firm's own class of VAT: `S`, `R`, `O`; what it means is in the table of rates.
 */
tax_category: string, discontinued: boolean, 
/**
 * Whether each piece that leaves is followed by its number.
 */
tracking: Tracking, };

export type ProductId = string;

export type ProductKind = "goods" | "service";

export type ProductList = { rows: Array<ProductRow>, total: number, };

export type ProductRow = { product_id: ProductId, code: string, gtin: string | null, kind: ProductKind, description: string, unit_code: string, unit_scale: number, tax_category: string, discontinued: boolean, 
/**
 * What the customer asked about, or any customer, calls it.
 */
customer_codes: string | null, 
/**
 * What the list asks today in the firm's currency.
 */
list_price: ListPrice | null, };

export type ProductView = { product: Product, customer_codes: Array<CustomerCodeView>, 
/**
 * Newest first within a currency.
 */
list_prices: Array<ListPrice>, 
/**
 * The newest fact on the product, its prices and its stock, to be given back when saving.
 */
base: string | null, };

export type Profile = { 
/**
 * Of the form, not of the firm's own changes.
 */
version: number, paper: Paper, 
/**
 * In tenths of a millimetre.
 */
margins: Margins, address: AddressPlace, 
/**
 * The customer's own where there is none.
 */
language: Language | null, 
/**
 * As readers of the language write them where there is none.
 */
number: NumberFormat | null, date: DateFormat | null, currency: CurrencyFormat, 
/**
 * Below the parties, from top to bottom. Totals stand to the right, payment and table of VAT
 * to the left beside them.
 */
blocks: Array<DocumentBlock>, 
/**
 * In tenths of a point.
 */
letters: number, letters_least: number, columns: Array<Column>, price_decimals: number, group_by: GroupBy, subtotals: boolean, 
/**
 * Prints equal items of one price as one, in print only.
 */
merge_equal: boolean, sort: Sort, carried_forward: boolean, bank: boolean, payment_qr: boolean, 
/**
 * Taxable and tax by rate as a table, in place of lines among the sums.
 */
vat_table: boolean, 
/**
 * How often the pages are there, each saying which copy it is.
 */
copies: number, logo: Logo | null, 
/**
 * A picture of a whole page, as a PNG or a JPEG in base 64, that every page lies on. It has
 * the firm's name and seat itself.
 */
letterhead: string | null, 
/**
 * Words that this customer wants instead of ours, by our name for them.
 */
labels: { [key in string]: string }, 
/**
 * Texts above and below the lines, by language.
 */
before: { [key in string]: string }, after: { [key in string]: string }, 
/**
 * `{kind}` and `{number}` stand for the document's own.
 */
file_name: string, };

export type ProfileExported = { path: string, fields: (keyof Profile)[], };

export type ProfileOf = { 
/**
 * Code or identity.
 */
customer?: string | null, 
/**
 * Name of a group of customers.
 */
group?: string | null, kind?: Kind | null, };

export type ProfileSet = { 
/**
 * 0 where nothing was ever set.
 */
version: number, 
/**
 * No where it was so already, and nothing was recorded.
 */
changed: boolean, };

export type ProfileView = { 
/**
 * The profile of the program that everything lies over.
 */
base: BuiltIn, 
/**
 * The place that says so; none where nobody does, and it is the plain one.
 */
base_from: ProfileOf | null, 
/**
 * The group that the customer inherits from.
 */
group: string | null, 
/**
 * From the general to the particular, without those that have nothing of their own.
 */
layers: Array<LayerView>, 
/**
 * What the place asked for has of its own.
 */
own: LayerView | null, 
/**
 * The kinds for which the same firm, group or customer has something of its own.
 */
kinds: Array<Kind>, 
/**
 * The newest fact on the place, to be given back when setting it.
 */
seen: string | null, profile: Profile, 
/**
 * Every field of the whole, and who says it.
 */
fields: Array<FieldView>, 
/**
 * SHA-256 of the whole, in hex.
 */
hash: string, };

export type ProofId = string;

export type ProofLine = { shipment_n: number, accepted: Quantity, };

export type ProofView = { proof_n: number, received_on: string, signed_by: string | null, reference: string, goods_receipt: string | null, };

export type ProposalCharge = { description: string, kind: ChargeKind, net_minor: number, rate_ppm: number, };

export type ProposalLine = { order_id: OrderId, line_n: number, product_code: string, description: string, shipment_id: ShipmentId, shipment_n: number, shipment_number: string, supply_date: string, quantity: Quantity, unit_code: string, price: Price, net_minor: number, vat_category: string, rate_ppm: number, 
/**
 * Of a credit: why, and the line that it corrects.
 */
cause: CreditCause | null, invoice_id: InvoiceId | null, invoice_n: number | null, };

export type ProposalOrder = { order_id: OrderId, order_number: string, customer_po: string | null, };

export type ProposalView = { kind: DocumentKind, 
/**
 * The invoice that a credit note corrects.
 */
invoice_id: InvoiceId | null, invoice_number: string | null, 
/**
 * The first order on it.
 */
order_id: OrderId, order_number: string, 
/**
 * Every order on it, the first one too.
 */
orders: Array<ProposalOrder>, customer_id: CustomerId, customer_name: string, currency: string, invoice_by: string | null, lines: Array<ProposalLine>, charges: Array<ProposalCharge>, taxes: Array<TaxTotal>, totals: Totals, };

export type ProposalsAnswer = { totals: Array<CurrencyTotals>, proposals: Array<ProposalView>, blocked: Array<BlockedView>, };

export type ProveShipment = { shipment_id: ShipmentId, received_on: string | null, 
/**
 * Name of who signed.
 */
signed_by: string | null, 
/**
 * What is on the paper.
 */
reference: string, 
/**
 * The customer's own number for what they received; left out, as the proof before says it.
 */
goods_receipt: string | null, file_hash: string | null, lines: Array<ProofLine>, };

export type Proved = { shipment_id: ShipmentId, proof_n: number, 
/**
 * Tasks that differences opened.
 */
n_tasks: number, };

export type Quantity = number;

export type QuantityBreak = { from_quantity: Quantity, micro: number, per: number, discount_ppm: number, };

export type QuoteAsk = { customer_id: CustomerId, product_id: ProductId, quantity: Quantity, 
/**
 * The customer's own where it is left out.
 */
currency?: Currency | null, 
/**
 * Today where it is left out.
 */
on?: string | null, };

export type QuoteView = { currency: Currency, on: string, 
/**
 * Nothing where there is neither an agreement nor a list price.
 */
offer: OfferView | null, list_price: ListPrice | null, amounts: LineAmounts | null, };

export type Reach = "none" | "part" | "full";

export type ReckonAsk = { customer_id: CustomerId, 
/**
 * The customer's own where it is left out.
 */
currency?: Currency | null, 
/**
 * The customer's own where it is left out.
 */
vat_regime?: VatRegime | null, 
/**
 * The day of the order; today where it is left out.
 */
on?: string | null, lines: Array<ReckonLine>, charges?: Array<ReckonCharge> | null, 
/**
 * A discount on the whole order, where its lines were not agreed yet.
 */
discount?: Discount | null, };

export type ReckonCharge = { kind: ChargeKind, per: ChargePer, amount_minor: number, description?: string | null, };

export type ReckonLine = { 
/**
 * Left out while the line has no product yet.
 */
product_id?: ProductId | null, quantity: Quantity, 
/**
 * The price that the customer stated, in place of what records offer.
 */
price?: Price | null, 
/**
 * The line's share of a document discount in money, where it was agreed.
 */
allowance_minor?: number | null, 
/**
 * The quantity that share was agreed for; the line's own where left out.
 */
allowance_quantity?: Quantity | null, };

export type ReckonView = { currency: Currency, on: string, lines: Array<ReckonedLine>, taxes: Array<TaxTotal>, totals: Totals, 
/**
 * Whether every line with a product is in the totals.
 */
complete: boolean, };

export type ReckonedLine = { 
/**
 * What records offer, also where the customer stated a price.
 */
offer: OfferView | null, 
/**
 * The price that counts: the stated one, else the offer.
 */
price: Price | null, amounts: LineAmounts | null, 
/**
 * What it would be billed at, with its share of a document discount in money.
 */
billed: LineAmounts | null, 
/**
 * That share.
 */
share_minor: number | null, vat_category: string | null, rate_ppm: number | null, 
/**
 * Why the line has no amount.
 */
refusal: { code: string, params?: unknown } | null, 
/**
 * Why the line is not in the totals, though it has an amount.
 */
block: Block | null, };

export type RecordPayment = { 
/**
 * Paid in this order, each up to what is open.
 */
invoice_ids: Array<InvoiceId>, payer: CustomerId | null, currency: string | null, amount_minor: number, received_on: string | null, reference: string, };

export type RecordPolicy = { text: string, };

export type RecordedPolicy = { policy_id: PolicyId, };

export type Reference = "customer_po" | "contract" | "project" | "buyer_reference" | "leitweg_id" | "cig" | "cup" | "customer_line" | "customer_code" | "cost_centre" | "goods_receipt";

export type References = { customer_po: string | null, po_date: string | null, contract: string | null, project: string | null, buyer_reference: string | null, cig: string | null, cup: string | null, };

export type RefundAnswer = { refund_id: RefundId, };

export type RefundId = string;

export type Registration = { scheme: string, value: string, };

export type ReleaseHold = { hold_id: HoldId, reason: string, };

export type RemainderCancelled = { order_id: OrderId, lines: Array<AmendLine>, };

export type Request = { 
/**
 * A UUID made by the caller, once for each thing that a person wants.
 */
id: string, command: string, 
/**
 * Code or identity of the member who acts.
 */
actor: string | null, payload: unknown, };

export type Response = { id: string, answer?: unknown, error?: WireError, stale: Array<string>, };

export type Restore = { from: string, 
/**
 * Two different people who answer for it: codes or identities of members in the copy.
 */
members: [string, string], reason: string, 
/**
 * The last numbers of the station before seen anywhere, one for each series and year.
 */
last_numbers_seen: Array<string>, };

export type Restored = { firm: string, path: string, 
/**
 * Where the file before is kept, if there was one.
 */
replaced: string | null, station: Succeeded, };

export type ReturnId = string;

export type ReturnLine = { shipment_n: number, quantity: Quantity, serials: Array<string>, };

export type Rhythm = { "every": "shipment" } | { "every": "order" } | { "every": "week", weekday: number, } | { "every": "month", day: number, } | { "every": "month_end" } | { "every": "last_working_day" };

export type RunAnswer = { totals: Array<CurrencyTotals>, posted: Array<RunInvoice>, credited: Array<RunCredit>, refused: Array<NotPosted>, };

export type RunCredit = { credit_note_id: CreditNoteId, number: string, order_id: OrderId, currency: string, gross_minor: number, };

export type RunDocuments = { 
/**
 * Numbers or identities, in this order; every document of the time where left out.
 */
documents?: Array<string> | null, 
/**
 * Documents from this day on.
 */
from?: string | null, 
/**
 * Documents up to this day.
 */
until?: string | null, 
/**
 * Which paper of each; the usual one where left out. Over a time, one of those that are
 * posted.
 */
kind?: Kind | null, 
/**
 * The day that statements of account are of; today where left out.
 */
on?: string | null, 
/**
 * Where left out, each as it was issued; plain where it never was.
 */
profile?: BuiltIn | null, language?: Language | null, 
/**
 * A folder that is there; each document becomes a file, called by its number.
 */
folder?: string | null, 
/**
 * One file with all of them, in their order.
 */
merged?: string | null, 
/**
 * Whether files that lie there are replaced; not where left out.
 */
replace?: boolean | null, };

export type RunInvoice = { invoice_id: InvoiceId, number: string, order_id: OrderId, currency: string, gross_minor: number, };

export type SaveAgreement = { 
/**
 * Left out for a new agreement.
 */
agreement_id?: AgreementId | null, 
/**
 * The newest fact on the agreement that the person had seen.
 */
base?: string | null, customer_id: CustomerId, product_id: ProductId, 
/**
 * The customer's own where it is left out.
 */
currency?: Currency | null, 
/**
 * Today where it is left out.
 */
valid_from?: string | null, valid_to?: string | null, 
/**
 * Prices from a quantity on, rising.
 */
breaks: Array<QuantityBreak>, 
/**
 * What the customer can be shown: a reference, its date, the hash of the file.
 */
evidence: Evidence, };

export type SaveCarrier = { 
/**
 * Left out for a new carrier.
 */
carrier_id?: CarrierId | null, 
/**
 * The newest fact on the carrier that the person had seen.
 */
base?: string | null, code: string, name: string, tax_id?: string | null, phone?: string | null, active?: boolean | null, };

export type SaveCharge = { kind: ChargeKind, per: ChargePer, amount_minor: number, description: string, };

export type SaveCustomer = { 
/**
 * Left out for a new customer.
 */
customer_id?: CustomerId | null, 
/**
 * The newest fact on the customer that the person had seen.
 */
base?: string | null, code: string, identity: IdentityForm, contacts?: Array<ContactForm> | null, 
/**
 * The firm's own where it is left out.
 */
currency?: Currency | null, 
/**
 * 30 days where it is left out.
 */
terms?: PaymentTerms | null, credit_limit_minor?: number | null, 
/**
 * Delivery where it is left out.
 */
basis?: Basis | null, 
/**
 * By the countries of firm and customer where it is left out.
 */
vat_regime?: VatRegime | null, bill_to?: CustomerId | null, payer?: CustomerId | null, required_references?: Array<Reference> | null, 
/**
 * As soon as it may be, an invoice an order, on paper, where it is left out.
 */
billing?: BillingProfile | null, active?: boolean | null, };

export type SaveDocument = { path: string, 
/**
 * Whether a file that lies there is replaced; not where left out.
 */
replace?: boolean | null, 
/**
 * Number or identity of an invoice, credit note, shipment or order; the code of a customer.
 */
document: string, 
/**
 * Which paper of it; where left out, the document of that number itself, the delivery note or
 * pick list of a shipment, the confirmation of an order.
 */
kind?: Kind | null, 
/**
 * One of those that come with the program; where left out the one that it was issued in, or
 * the plain one.
 */
profile?: BuiltIn | null, 
/**
 * The language of the document; the customer's own where left out.
 */
language?: Language | null, 
/**
 * The day that a statement of account is of; today where left out.
 */
on?: string | null, };

export type SaveFirm = { 
/**
 * The newest fact on the firm that the person had seen.
 */
base?: string | null, firm: FirmForm, };

export type SaveMember = { 
/**
 * Left out for a new member.
 */
member_id?: MemberId | null, 
/**
 * The newest fact on the member that the person had seen.
 */
base?: string | null, code: string, name: string, phone?: string | null, email?: string | null, departments: Array<Department>, 
/**
 * No where it is left out.
 */
senior?: boolean | null, active?: boolean | null, };

export type SaveOrder = { 
/**
 * Set to change a draft.
 */
order_id: OrderId | null, 
/**
 * The newest fact that the person had seen of it.
 */
base: string | null, customer_id: CustomerId | null, ship_to: ShipTo | null, bill_to: CustomerId | null, payer: CustomerId | null, currency: string | null, basis: Basis | null, vat_regime: VatRegime | null, 
/**
 * A frame whose quantities are called off later.
 */
blanket: boolean, references: References, ordered_on: string | null, requested_on: string | null, lines: Array<SaveOrderLine>, charges: Array<SaveCharge>, 
/**
 * A discount on the whole order.
 */
discount: Discount | null, 
/**
 * Says that this is another order under a PO that was used before.
 */
separate: boolean, 
/**
 * Lets discontinued products be ordered.
 */
allow_discontinued: boolean, };

export type SaveOrderLine = { product_id: ProductId, 
/**
 * Millionths of the unit.
 */
quantity: Quantity, description: string | null, customer_line: string | null, cost_centre: string | null, 
/**
 * The price that the customer's own order states.
 */
price: Price | null, 
/**
 * A chain of discounts, in millionths, in place of the price's one.
 */
cascade: Array<number>, 
/**
 * What proves it; the PO where left out.
 */
evidence: Evidence | null, 
/**
 * Confirmed without a price; nothing is billed before one is agreed.
 */
to_be_agreed: boolean, };

export type SaveProduct = { 
/**
 * Left out for a new product.
 */
product_id?: ProductId | null, 
/**
 * The newest fact on the product that the person had seen.
 */
base?: string | null, code: string, 
/**
 * In the firm's own language.
 */
description: string, 
/**
 * In other languages.
 */
translations?: Array<Description> | null, gtin?: string | null, 
/**
 * Goods where it is left out.
 */
kind?: ProductKind | null, customer_codes?: Array<CustomerCode> | null, 
/**
 * `C62`, one, where it is left out.
 */
unit_code?: string | null, 
/**
 * Whole units where it is left out.
 */
unit_scale?: number | null, standard_cost_micro?: number | null, 
/**
 * `S`, the standard rate, where it is left out.
 */
tax_category?: string | null, discontinued?: boolean | null, 
/**
 * Whether its pieces are followed by serial or lot number; not where it is left out.
 */
tracking?: Tracking | null, };

export type SavedAgreement = { agreement_id: AgreementId, };

export type SavedCarrier = { carrier_id: CarrierId, code: string, };

export type SavedCustomer = { customer_id: CustomerId, code: string, };

export type SavedFirm = { firm_id: FirmId, };

export type SavedMember = { member_id: MemberId, code: string, };

export type SavedProduct = { product_id: ProductId, code: string, };

export type ScannedLine = { shipment_n: number, scanned: Quantity, serials: Array<string>, lots: Array<LotPart>, };

export type SetCalendar = { year: number, 
/**
 * The newest fact on the year that the person had seen.
 */
base?: string | null, days: Array<ClosingDay>, 
/**
 * Whether the holidays of the firm's country that are not among them are taken over as well.
 */
holidays?: boolean | null, };

export type SetExchangeRates = { rates: Array<ExchangeRateForm>, };

export type SetListPrices = { product_id: ProductId, 
/**
 * The newest fact on the product that the person had seen.
 */
base?: string | null, prices: Array<ListPriceForm>, };

export type SetProfile = { 
/**
 * The newest fact on the place that the person had seen.
 */
seen?: string | null, 
/**
 * A profile of the program; empty to inherit it.
 */
base?: string | null, 
/**
 * The group that the customer inherits from; empty for none.
 */
inherits?: string | null, 
/**
 * What it has otherwise, as JSON text.
 */
overrides?: string | null, 
/**
 * Code or identity.
 */
customer?: string | null, 
/**
 * Name of a group of customers.
 */
group?: string | null, kind?: Kind | null, };

export type SetVatRates = { 
/**
 * The newest fact on the rates that the person had seen.
 */
base?: string | null, rates: Array<VatRateForm>, };

export type ShipOrder = { order_id: OrderId, dispatched_on: string | null, carrier_id: CarrierId | null, };

export type ShipTo = { customer_id: CustomerId, address_n: number, };

export type ShipmentBrief = { shipment_id: ShipmentId, number: string | null, state: ShipmentState, planned_on: string, dispatched_on: string | null, };

export type ShipmentEvent = "release" | "start" | "pack" | "reset" | "unpack" | "issue" | "handover" | "deliver" | "fail" | "retry" | "give_up" | "prove" | "time_out" | "void" | "declare_lost" | "reverse";

export type ShipmentId = string;

export type ShipmentLineView = { shipment_n: number, order_id: OrderId, order_number: string, line_n: number, product_code: string, description: string, unit_code: string, unit_scale: number, quantity: Quantity, accepted: Quantity | null, 
/**
 * Counted back.
 */
returned: Quantity, 
/**
 * Whether its pieces are followed by number.
 */
tracking: Tracking, 
/**
 * Serial and lot numbers that were packed or left.
 */
pieces: Array<PieceView>, 
/**
 * The line whose returned goods this one makes good.
 */
replaces: LineRef | null, };

export type ShipmentRow = { shipment_id: ShipmentId, number: string | null, state: ShipmentState, customer_name: string, 
/**
 * Numbers of the orders it serves.
 */
orders: string, planned_on: string, dispatched_on: string | null, delivered_on: string | null, n_lines: number, };

export type ShipmentStands = { shipment_id: ShipmentId, state: ShipmentState, };

export type ShipmentState = "planned" | "released" | "picking" | "packed" | "issued" | "in_transit" | "delivery_failed" | "delivered" | "confirmed" | "voided" | "returned_to_sender" | "reversed" | "unproven" | "lost";

export type ShipmentView = { shipment_id: ShipmentId, number: string | null, state: ShipmentState, mode: Mode, customer_name: string, ship_to: Place, carrier: string | null, planned_on: string, dispatched_on: string | null, delivered_on: string | null, lines: Array<ShipmentLineView>, 
/**
 * The latest, which holds.
 */
proof: ProofView | null, };

export type ShipmentsAnswer = { rows: Array<ShipmentRow>, };

export type ShipmentsList = { state: ShipmentState | null, order_id: OrderId | null, search: string, 
/**
 * At most 1000 at a time; 200 where left out.
 */
limit: number | null, offset: number, };

export type Show = "position" | "our_code" | "their_code" | "their_line" | "description" | "quantity" | "unit" | "price" | "discount" | "vat" | "net" | "delivery_note" | "cost_centre" | "supply_date" | "goods_receipt" | "lot_serial";

export type ShowBalances = { order_id: OrderId, };

export type ShowCreditNote = { credit_note_id: CreditNoteId, };

export type ShowDocument = { 
/**
 * Number or identity of an invoice, credit note, shipment or order; the code of a customer.
 */
document: string, 
/**
 * Which paper of it; where left out, the document of that number itself, the delivery note or
 * pick list of a shipment, the confirmation of an order.
 */
kind?: Kind | null, 
/**
 * One of those that come with the program; where left out the one that it was issued in, or
 * the plain one.
 */
profile?: BuiltIn | null, 
/**
 * The language of the document; the customer's own where left out.
 */
language?: Language | null, 
/**
 * The day that a statement of account is of; today where left out.
 */
on?: string | null, };

export type ShowInvoice = { invoice: string, };

export type ShowOrder = { order: string, };

export type ShowPapers = { 
/**
 * Number or identity of an invoice, credit note, shipment or order.
 */
document: string, };

export type ShowPrinters = { 
/**
 * Number or identity.
 */
document: string, 
/**
 * Which paper of it; the usual one where left out.
 */
kind?: Kind | null, };

export type ShowShipment = { shipment: string, };

export type ShowUnattended = { 
/**
 * 100 where left out.
 */
limit?: number | null, };

export type Side = "left" | "right";

export type Sort = "posted" | "their_line" | "our_code" | "description";

export type Source = { 
/**
 * The order, shipment or proof, in hex.
 */
subject_id: string, 
/**
 * Hash of the fact in the ledger, in hex.
 */
fact_hash: string, };

export type StandingView = { shipping: Reach, delivery: Reach, billing: Reach, payment: Reach, };

export type StatedPrice = { evidence: Evidence, 
/**
 * How its discount was spoken of, where it was a chain.
 */
discount_text?: string | null, micro: number, per: number, discount_ppm: number, };

export type Step = "fulfil" | "prove" | "bill" | "collect" | "close";

export type StockAnswer = { product_id: ProductId, on_hand: number, };

export type StockList = { rows: Array<StockRow>, };

export type StockRow = { product_id: ProductId, code: string, description: string, unit_code: string, on_hand: number, };

export type SucceedStation = { 
/**
 * Two different people who answer for it.
 */
members: [MemberId, MemberId], reason: string, 
/**
 * The last numbers of the lost station seen anywhere, on paper or at a customer: one for each
 * series and year of its invoices, deferred invoices and credit notes.
 */
last_numbers_seen: Array<string>, name: string | null, };

export type Succeeded = { letter: string, stream_id: string, 
/**
 * Whether what the lost station shipped may be billed now. Else a task waits for a person.
 */
billing_passes: boolean, };

export type TakeOrder = { order_id: OrderId, };

export type TakeOver = { shipment_ids: Array<ShipmentId>, 
/**
 * What was looked at: that no paper invoice of them exists.
 */
reason: string, };

export type TakenOver = { 
/**
 * The delivery notes that may be billed here now.
 */
numbers: Array<string>, };

export type TaskFinished = { task_id: TaskId, };

export type TaskId = string;

export type TaskKind = "stock_below_zero" | "shipped_above_ordered" | "proof_above_dispatched" | "proof_below_dispatched" | "delivery_failed" | "shipment_lost" | "owed_back" | "perhaps_billed";

export type TaskView = { task_id: TaskId, kind: TaskKind, department: Department, holder: MemberId | null, holder_name: string | null, about: string, quantity: number, opened_at: string, due_at: string, overdue: boolean, };

export type TaxTotal = { vat_category: string, rate_ppm: number, reason_code: string | null, reason: string | null, net_minor: number, tax_minor: number, 
/**
 * The tax in the firm's own currency, where the document is in another one.
 */
own_tax_minor?: number | null, };

export type Terms = { sold_to: CustomerId, ship_to: ShipTo, bill_to: CustomerId, payer: CustomerId, currency: Currency, vat_regime: VatRegime, basis: Basis, };

export type TestBilling = { 
/**
 * Code of the customer.
 */
customer: string, billing: BillingProfile, 
/**
 * Those of the customer where it is left out.
 */
required_references?: Array<Reference> | null, };

export type TestProfile = { path: string, 
/**
 * Code or identity.
 */
customer?: string | null, 
/**
 * Name of a group of customers.
 */
group?: string | null, kind?: Kind | null, };

export type TimelineEntry = { at: string, actor: string | null, kind: string, number: string | null, note: string | null, 
/**
 * Of a baton that moved: to whom.
 */
to: string | null, hash: string, };

export type Totals = { 
/**
 * Goods and services.
 */
net_minor: number, charges_minor: number, tax_minor: number, 
/**
 * What the customer owes: net + charges + tax.
 */
gross_minor: number, };

export type Tracking = "none" | "serial" | "lot";

export type TrialAnswer = { 
/**
 * By day and number; where it was cancelled, those that it came to.
 */
rows: Array<TrialRow>, 
/**
 * Those that would look otherwise or be refused.
 */
n_differences: number, cancelled: boolean, };

export type TrialRow = { number: string, paper: Kind, verdict: Verdict, };

export type TrialVerdict = { "kind": "same" } | { "kind": "otherwise", documents: number, with: Array<string>, } | { "kind": "blocked", missing: Array<Lack>, };

export type Tried = { invoice_id: InvoiceId, invoice_number: string, verdict: TrialVerdict, };

export type UnattendedAnswer = { 
/**
 * The oldest clocks first.
 */
rows: Array<HeldRow>, 
/**
 * All of them, also those beyond the limit.
 */
n_orders: number, tasks: Array<TaskView>, };

export type ValueCause = "goodwill" | "keep_it" | "charge";

export type VatRate = { 
/**
 * The seller's country, ISO 3166-1 alpha-2.
 */
country: string, regime: VatRegime, tax_category: string, valid_from: string, 
/**
 * Category of EN 16931 (BT-151): `S Z E AE K G O`.
 */
vat_category: string, rate_ppm: number, 
/**
 * VATEX code (BT-121) where no VAT is charged.
 */
reason_code: string | null, reason: string | null, };

export type VatRateForm = { regime: VatRegime, tax_category: string, 
/**
 * Today where it is left out.
 */
valid_from?: string | null, vat_category: string, rate_ppm: number, reason_code?: string | null, reason?: string | null, };

export type VatRatesAnswer = { n_rates: number, };

export type VatRatesView = { rates: Array<VatRate>, 
/**
 * The newest fact on the rates, to be given back when setting them.
 */
base: string | null, };

export type VatRegime = "domestic" | "eu" | "export";

export type Verdict = { "kind": "same" } | { "kind": "otherwise", pages_before: number, pages: number, } | { "kind": "refused", why: string, };

export type VerifyAnswer = { facts: number, invoices: number, 
/**
 * Renderings in the archive whose bytes were checked.
 */
archived: number, 
/**
 * Empty where the file is whole and lawful.
 */
findings: Array<FindingView>, };

export type Way = { "kind": "queue", printer: string | null, copies: number, } | { "kind": "viewer", path: string, };

export type WhyAnswer = { number: string, currency: string, issued_on: string, fact: FactRef | null, lines: Array<WhyLine>, charges: Array<InvoiceCharge>, 
/**
 * Tax of each category and rate, on the sum of its nets.
 */
taxes: Array<TaxTotal>, totals: Totals, };

export type WhyAsk = { 
/**
 * Number or identity of the invoice.
 */
invoice: string, invoice_n: number | null, };

export type WhyLine = { line: InvoiceLine, order: WhyOrder, agreed: WhyPrice, shipment: WhyShipment, 
/**
 * Nothing where the customer is billed on dispatch and no proof came.
 */
proof: WhyProof | null, };

export type WhyOrder = { order_id: OrderId, number: string, line_n: number, ordered: Quantity, customer_po: string | null, fact: FactRef | null, };

export type WhyPrice = { price_n: number, source: PriceSource, evidence: Evidence, agreed_by: string | null, applies_from: string, fact: FactRef | null, };

export type WhyProof = { received_on: string, accepted: Quantity, signed_by: string | null, reference: string, goods_receipt: string | null, fact: FactRef | null, };

export type WhyShipment = { shipment_id: ShipmentId, number: string, shipment_n: number, dispatched_on: string, quantity: Quantity, fact: FactRef | null, };

export type WireError = { kind: ErrorKind, code: string, params: Record<string, unknown> | null, 
/**
 * For the log and the command line; the window has words of its own.
 */
message: string, };

export interface Commands {
  "house.look": { payload: Nothing; answer: LookAnswer };
  "house.open": { payload: OpenAsk; answer: LookAnswer };
  "house.create": { payload: FoundFirm; answer: Founded };
  "house.sample": { payload: Nothing; answer: Founded };
  "house.backup": { payload: BackUp; answer: BackedUp };
  "house.restore": { payload: Restore; answer: Restored };
  "station.succeed": { payload: SucceedStation; answer: Succeeded };
  "billing.take_over": { payload: TakeOver; answer: TakenOver };
  "firm.get": { payload: Nothing; answer: FirmView };
  "firm.save": { payload: SaveFirm; answer: SavedFirm };
  "firm.members": { payload: Nothing; answer: Array<MemberView> };
  "firm.save_member": { payload: SaveMember; answer: SavedMember };
  "firm.calendar": { payload: GetCalendar; answer: CalendarView };
  "firm.holidays": { payload: GetCalendar; answer: HolidaysView };
  "firm.set_calendar": { payload: SetCalendar; answer: CalendarAnswer };
  "firm.persons": { payload: FindPersons; answer: Array<PersonRow> };
  "firm.erase_person": { payload: ErasePerson; answer: ErasedPerson };
  "firm.record_policy": { payload: RecordPolicy; answer: RecordedPolicy };
  "parties.customers": { payload: Find; answer: CustomerList };
  "parties.customer": { payload: GetCustomer; answer: CustomerView };
  "parties.save_customer": { payload: SaveCustomer; answer: SavedCustomer };
  "parties.carriers": { payload: Nothing; answer: Array<CarrierView> };
  "parties.save_carrier": { payload: SaveCarrier; answer: SavedCarrier };
  "catalog.products": { payload: FindProducts; answer: ProductList };
  "catalog.product": { payload: GetProduct; answer: ProductView };
  "catalog.save_product": { payload: SaveProduct; answer: SavedProduct };
  "catalog.set_list_prices": { payload: SetListPrices; answer: ListPricesAnswer };
  "catalog.list_prices": { payload: GetProduct; answer: Array<ListPrice> };
  "catalog.vat_rates": { payload: Nothing; answer: VatRatesView };
  "catalog.exchange_rates": { payload: ListExchangeRates; answer: ExchangeRatesView };
  "catalog.set_exchange_rates": { payload: SetExchangeRates; answer: ExchangeRatesAnswer };
  "catalog.set_vat_rates": { payload: SetVatRates; answer: VatRatesAnswer };
  "pricing.quote": { payload: QuoteAsk; answer: QuoteView };
  "pricing.reckon": { payload: ReckonAsk; answer: ReckonView };
  "pricing.agreements": { payload: FindAgreements; answer: AgreementList };
  "pricing.save_agreement": { payload: SaveAgreement; answer: SavedAgreement };
  "orders.list": { payload: OrdersList; answer: OrdersAnswer };
  "orders.show": { payload: ShowOrder; answer: OrderView };
  "orders.save": { payload: SaveOrder; answer: OrderSaved };
  "orders.confirm": { payload: ConfirmOrder; answer: Confirmed };
  "orders.amend": { payload: AmendOrder; answer: Amended };
  "orders.cancel_remainder": { payload: CancelRemainder; answer: RemainderCancelled };
  "orders.agree_prices": { payload: AgreePrices; answer: PricesAnswer };
  "orders.accept_excess": { payload: AcceptExcess; answer: ExcessAnswer };
  "orders.hold": { payload: PlaceHold; answer: HoldPlaced };
  "orders.release_hold": { payload: ReleaseHold; answer: HoldPlaced };
  "orders.holds": { payload: HoldsList; answer: HoldsAnswer };
  "orders.decline": { payload: EndOrder; answer: OrderEnd };
  "orders.cancel": { payload: EndOrder; answer: OrderEnd };
  "orders.close": { payload: EndOrder; answer: OrderEnd };
  "fulfilment.list": { payload: ShipmentsList; answer: ShipmentsAnswer };
  "fulfilment.show": { payload: ShowShipment; answer: ShipmentView };
  "fulfilment.plan": { payload: PlanShipment; answer: Planned };
  "fulfilment.move": { payload: MoveShipment; answer: ShipmentStands };
  "fulfilment.void": { payload: EndShipment; answer: ShipmentStands };
  "fulfilment.reverse": { payload: EndShipment; answer: ShipmentStands };
  "fulfilment.declare_lost": { payload: EndShipment; answer: ShipmentStands };
  "fulfilment.count_back": { payload: CountBack; answer: CountedBack };
  "fulfilment.issue": { payload: IssueShipment; answer: Issued };
  "fulfilment.ship": { payload: ShipOrder; answer: Issued };
  "fulfilment.deliver": { payload: DeliverShipment; answer: Delivered };
  "fulfilment.prove": { payload: ProveShipment; answer: Proved };
  "fulfilment.stock": { payload: Nothing; answer: StockList };
  "fulfilment.adjust_stock": { payload: AdjustStock; answer: StockAnswer };
  "billing.propose": { payload: BillingFilter; answer: ProposalsAnswer };
  "billing.balances": { payload: ShowBalances; answer: BalancesAnswer };
  "billing.test_profile": { payload: TestBilling; answer: BillingTested };
  "billing.post": { payload: PostInvoice; answer: Posted };
  "billing.run": { payload: BillingFilter; answer: RunAnswer };
  "billing.credit_value": { payload: CreditValue; answer: PostedDocument };
  "billing.cancel_invoice": { payload: CancelInvoice; answer: PostedDocument };
  "billing.credit_notes": { payload: CreditNotesList; answer: CreditNotesAnswer };
  "billing.credit_note": { payload: ShowCreditNote; answer: CreditNoteView };
  "billing.invoices": { payload: InvoicesList; answer: InvoicesAnswer };
  "billing.invoice": { payload: ShowInvoice; answer: InvoiceView };
  "billing.invoice_csv": { payload: ShowInvoice; answer: CsvAnswer };
  "billing.why": { payload: WhyAsk; answer: WhyAnswer };
  "billing.pay": { payload: RecordPayment; answer: PaymentRecorded };
  "billing.allocate": { payload: AllocatePayment; answer: PaymentRecorded };
  "billing.refund": { payload: PayRefund; answer: RefundAnswer };
  "billing.owed_back": { payload: Nothing; answer: OwedBackAnswer };
  "billing.debts": { payload: Nothing; answer: DebtsAnswer };
  "billing.payments": { payload: PaymentsList; answer: PaymentsAnswer };
  "documents.show": { payload: ShowDocument; answer: DocumentFile };
  "documents.papers": { payload: ShowPapers; answer: PapersAnswer };
  "documents.save": { payload: SaveDocument; answer: DocumentSaved };
  "documents.places": { payload: Nothing; answer: PlacesAnswer };
  "documents.profile": { payload: ProfileOf; answer: ProfileView };
  "documents.set_profile": { payload: SetProfile; answer: ProfileSet };
  "documents.inherit_profile": { payload: InheritProfile; answer: ProfileSet };
  "documents.import_profile": { payload: ImportProfile; answer: ProfileSet };
  "documents.export_profile": { payload: ExportProfile; answer: ProfileExported };
  "documents.test_profile": { payload: TestProfile; answer: TrialAnswer };
  "documents.run": { payload: RunDocuments; answer: DocumentsAnswer };
  "documents.progress": { payload: Nothing; answer: DocumentsProgress };
  "documents.cancel": { payload: Nothing; answer: DocumentsProgress };
  "documents.printers": { payload: ShowPrinters; answer: PrintersAnswer };
  "documents.print": { payload: PrintDocuments; answer: PrintAnswer };
  "ledger.verify": { payload: Nothing; answer: VerifyAnswer };
  "attendance.unattended": { payload: ShowUnattended; answer: UnattendedAnswer };
  "attendance.desk": { payload: Nothing; answer: DeskAnswer };
  "attendance.take": { payload: TakeOrder; answer: BatonAnswer };
  "attendance.assign": { payload: HandOrder; answer: BatonAnswer };
  "attendance.offer": { payload: HandOrder; answer: BatonAnswer };
  "attendance.accept": { payload: TakeOrder; answer: BatonAnswer };
  "attendance.task_done": { payload: FinishTask; answer: TaskFinished };
  "export.list": { payload: ExportAsk; answer: Exported };
  "export.firm": { payload: ExportFirm; answer: FirmExported };
  "import.run": { payload: ImportAsk; answer: ImportAnswer };
  "import.guess": { payload: GuessAsk; answer: GuessAnswer };
  "import.progress": { payload: Nothing; answer: ImportProgress };
  "import.cancel": { payload: Nothing; answer: ImportProgress };
}
