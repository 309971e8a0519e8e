import { expect, it } from "vitest";

import type { CustomerView } from "../bindings/commands.ts";
import { savedCustomer, typedCustomer } from "./customer-form.ts";

const VIEW: CustomerView = {
  customer: {
    customer_id: "c1",
    code: "BIANCHI",
    identity: {
      name: "Bianchi Meccanica Srl",
      tax_id: "IT02345678904",
      fiscal_code: null,
      country: "IT",
      language: "it",
      registrations: [{ scheme: "REA", value: "BG-1" }],
      addresses: [
        {
          name: null,
          street: "Via Industria 12",
          postcode: "24121",
          city: "Bergamo",
          region: "BG",
          country: "IT",
          site: "2",
          cost_centre: "7",
        },
      ],
      banks: [{ iban: "IT60X0542811101000000123456", bic: null, bank: null }],
      electronic: { scheme: "0211", address: "02345678904" },
      sdi_code: "ABC1234",
      pec: null,
    },
    contacts: [],
    currency: "EUR",
    terms: { days: 60, end_of_month: true },
    credit_limit_minor: 3_000_000,
    basis: "dispatch",
    vat_regime: "domestic",
    bill_to: "c2",
    payer: null,
    required_references: ["customer_po"],
    billing: {
      rhythm: { every: "month", day: 20 },
      grouping: "cost_centre",
      early_payment: { days: 10, discount_ppm: 20_000 },
      channel: "email",
      recipients: ["billing", "plant"],
    },
    active: true,
  },
  contacts: [{ role: "buyer", person: { name: "G. Bianchi", phone: null, email: "g@b.example" } }],
  bill_to: { customer_id: "c2", code: "HOLD", name: "Holding" },
  payer: null,
  base: "ab",
};

it("a customer that is saved unchanged stays as it is", () => {
  const { identity, contacts, ...customer } = VIEW.customer;
  const saved = savedCustomer(typedCustomer(VIEW));
  expect(contacts).toEqual([]);
  expect(saved).toEqual({
    ...customer,
    base: "ab",
    identity,
    contacts: [{ role: "buyer", name: "G. Bianchi", phone: null, email: "g@b.example" }],
  });
});
