// A customer while it is typed, from the record and back to what is saved.

import type {
  Basis,
  BillingProfile,
  Channel,
  CustomerView,
  Grouping,
  Identity,
  Reference,
  Rhythm,
  SaveCustomer,
  VatRegime,
} from "../bindings/commands.ts";
import { freshId } from "../lib/id.ts";

export interface TypedAddress {
  key: string;
  name: string;
  street: string;
  postcode: string;
  city: string;
  region: string;
  country: string;
  site: string | null;
  costCentre: string | null;
}

export interface TypedContact {
  key: string;
  role: string;
  name: string;
  phone: string;
  email: string;
}

export interface TypedBank {
  key: string;
  iban: string;
  bic: string;
  bank: string;
}

export interface TypedParty {
  customer_id: string;
  code: string;
  name: string;
}

export interface TypedCustomer {
  customerId: string | null;
  base: string | null;
  code: string;
  name: string;
  taxId: string;
  fiscalCode: string;
  country: string;
  language: string;
  sdiCode: string;
  pec: string;
  /** What the form does not show, and keeps. */
  kept: Pick<Identity, "registrations" | "electronic">;
  addresses: readonly TypedAddress[];
  banks: readonly TypedBank[];
  contacts: readonly TypedContact[];
  currency: string;
  days: number | null;
  endOfMonth: boolean;
  creditLimit: number | null;
  basis: Basis;
  /** Left to the countries of firm and customer. */
  regime: VatRegime | "by_country";
  billTo: TypedParty | null;
  payer: TypedParty | null;
  required: readonly Reference[];
  rhythm: RhythmName;
  /** Of the week, 1 being Monday, or of the month. */
  rhythmDay: number | null;
  grouping: Grouping;
  earlyDays: number | null;
  /** In millionths. */
  earlyPpm: number | null;
  channel: Channel;
  recipients: string;
  active: boolean;
}

export type RhythmName = Rhythm["every"];

export function emptyAddress(country: string): TypedAddress {
  return {
    key: freshId(),
    name: "",
    street: "",
    postcode: "",
    city: "",
    region: "",
    country,
    site: null,
    costCentre: null,
  };
}

export function emptyContact(): TypedContact {
  return { key: freshId(), role: "", name: "", phone: "", email: "" };
}

export function emptyBank(): TypedBank {
  return { key: freshId(), iban: "", bic: "", bank: "" };
}

export function emptyCustomer(currency: string, country: string, language: string): TypedCustomer {
  return {
    customerId: null,
    base: null,
    code: "",
    name: "",
    taxId: "",
    fiscalCode: "",
    country,
    language,
    sdiCode: "",
    pec: "",
    kept: { registrations: [], electronic: null },
    addresses: [emptyAddress(country)],
    banks: [],
    contacts: [],
    currency,
    days: 30,
    endOfMonth: false,
    creditLimit: null,
    basis: "delivery",
    regime: "by_country",
    billTo: null,
    payer: null,
    required: [],
    rhythm: "shipment",
    rhythmDay: null,
    grouping: "order",
    earlyDays: null,
    earlyPpm: null,
    channel: "paper",
    recipients: "",
    active: true,
  };
}

export function typedCustomer(view: CustomerView): TypedCustomer {
  const { customer } = view;
  const { identity } = customer;
  return {
    customerId: customer.customer_id,
    base: view.base,
    code: customer.code,
    name: identity.name,
    taxId: identity.tax_id ?? "",
    fiscalCode: identity.fiscal_code ?? "",
    country: identity.country,
    language: identity.language,
    sdiCode: identity.sdi_code ?? "",
    pec: identity.pec ?? "",
    kept: { registrations: identity.registrations, electronic: identity.electronic },
    addresses: identity.addresses.map((one) => ({
      key: freshId(),
      name: one.name ?? "",
      street: one.street,
      postcode: one.postcode,
      city: one.city,
      region: one.region ?? "",
      country: one.country,
      site: one.site,
      costCentre: one.cost_centre,
    })),
    banks: identity.banks.map(({ iban, bic, bank }) => ({
      key: freshId(),
      iban,
      bic: bic ?? "",
      bank: bank ?? "",
    })),
    contacts: view.contacts.flatMap(({ role, person }) =>
      person === null
        ? []
        : [
            {
              key: freshId(),
              role,
              name: person.name,
              phone: person.phone ?? "",
              email: person.email ?? "",
            },
          ],
    ),
    currency: customer.currency,
    days: customer.terms.days,
    endOfMonth: customer.terms.end_of_month,
    creditLimit: customer.credit_limit_minor,
    basis: customer.basis,
    regime: customer.vat_regime,
    billTo: view.bill_to,
    payer: view.payer,
    required: customer.required_references,
    ...typedBilling(customer.billing),
    active: customer.active,
  };
}

function typedBilling(
  billing: BillingProfile,
): Pick<
  TypedCustomer,
  "rhythm" | "rhythmDay" | "grouping" | "earlyDays" | "earlyPpm" | "channel" | "recipients"
> {
  const { rhythm } = billing;
  const early = billing.early_payment ?? null;
  return {
    rhythm: rhythm.every,
    rhythmDay:
      rhythm.every === "week" ? rhythm.weekday : rhythm.every === "month" ? rhythm.day : null,
    grouping: billing.grouping,
    earlyDays: early?.days ?? null,
    earlyPpm: early?.discount_ppm ?? null,
    channel: billing.channel,
    recipients: billing.recipients.join(", "),
  };
}

/** How the customer is billed, as it is typed. */
export function savedBilling(typed: TypedCustomer): BillingProfile {
  const day = typed.rhythmDay ?? 0;
  const rhythm: Rhythm =
    typed.rhythm === "week"
      ? { every: "week", weekday: day }
      : typed.rhythm === "month"
        ? { every: "month", day }
        : { every: typed.rhythm };
  const early =
    typed.earlyPpm === null ? null : { days: typed.earlyDays ?? 0, discount_ppm: typed.earlyPpm };
  return {
    rhythm,
    grouping: typed.grouping,
    ...(early === null ? {} : { early_payment: early }),
    channel: typed.channel,
    recipients: typed.recipients
      .split(",")
      .map((role) => role.trim())
      .filter((role) => role !== ""),
  };
}

function filled(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

export function savedCustomer(typed: TypedCustomer): SaveCustomer {
  return {
    customer_id: typed.customerId,
    base: typed.base,
    code: typed.code.trim(),
    identity: {
      name: typed.name.trim(),
      tax_id: filled(typed.taxId),
      fiscal_code: filled(typed.fiscalCode),
      country: typed.country,
      language: typed.language,
      registrations: typed.kept.registrations,
      addresses: typed.addresses
        .filter((one) => filled(`${one.street}${one.city}${one.postcode}`) !== null)
        .map((one) => ({
          name: filled(one.name),
          street: one.street.trim(),
          postcode: one.postcode.trim(),
          city: one.city.trim(),
          region: filled(one.region),
          country: one.country,
          site: one.site,
          cost_centre: one.costCentre,
        })),
      banks: typed.banks
        .filter((one) => filled(one.iban) !== null)
        .map(({ iban, bic, bank }) => ({
          iban: iban.replaceAll(" ", ""),
          bic: filled(bic),
          bank: filled(bank),
        })),
      electronic: typed.kept.electronic,
      sdi_code: filled(typed.sdiCode),
      pec: filled(typed.pec),
    },
    contacts: typed.contacts
      .filter((one) => filled(one.name) !== null)
      .map(({ role, name, phone, email }) => ({
        role: role.trim(),
        name: name.trim(),
        phone: filled(phone),
        email: filled(email),
      })),
    currency: typed.currency,
    terms: { days: typed.days ?? 0, end_of_month: typed.endOfMonth },
    credit_limit_minor: typed.creditLimit,
    basis: typed.basis,
    vat_regime: typed.regime === "by_country" ? null : typed.regime,
    bill_to: typed.billTo?.customer_id ?? null,
    payer: typed.payer?.customer_id ?? null,
    required_references: [...typed.required],
    billing: savedBilling(typed),
    active: typed.active,
  };
}
