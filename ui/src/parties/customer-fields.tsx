// The fields of a customer's form, part by part.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { CustomerPicker } from "../actions/customer-picker.tsx";
import type { Basis, Reference, VatRegime } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice, YesNo } from "../kit/choice.tsx";
import { DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { Rows } from "../kit/rows.tsx";
import { decimalsOf } from "../lib/figures.ts";
import { countryOptions, currencyOptions, languageOptions, referenceName } from "../lib/names.ts";
import { regimeName } from "../lib/states.ts";
import {
  emptyAddress,
  emptyBank,
  emptyContact,
  type TypedCustomer,
  type TypedParty,
} from "./customer-form.ts";

interface PartProps {
  typed: TypedCustomer;
  onChange: (next: Partial<TypedCustomer>) => void;
}

export function WhoFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  return (
    <div className="form-row form-row-4">
      <TextEntry
        label={t`Code`}
        name="code"
        value={typed.code}
        autoFocus={typed.customerId === null}
        onChange={(code) => onChange({ code })}
      />
      <TextEntry
        label={t`Name`}
        name="name"
        value={typed.name}
        onChange={(name) => onChange({ name })}
      />
      <TextEntry
        label={t`VAT number`}
        name="tax"
        value={typed.taxId}
        placeholder="IT…"
        onChange={(taxId) => onChange({ taxId })}
      />
      <TextEntry
        label={t`Fiscal code`}
        name="fiscal"
        value={typed.fiscalCode}
        onChange={(fiscalCode) => onChange({ fiscalCode })}
      />
      <Choice
        label={t`Country`}
        options={countryOptions(typed.country)}
        value={typed.country}
        onChange={(country) => onChange({ country })}
      />
      <Choice
        label={t`Language of documents`}
        options={languageOptions(typed.language)}
        value={typed.language}
        onChange={(language) => onChange({ language })}
      />
      <TextEntry
        label={t`SdI code`}
        name="sdi"
        value={typed.sdiCode}
        onChange={(sdiCode) => onChange({ sdiCode })}
      />
      <TextEntry
        label={t`Certified e-mail (PEC)`}
        name="pec"
        value={typed.pec}
        onChange={(pec) => onChange({ pec })}
      />
    </div>
  );
}

export function AddressFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  return (
    <Rows
      rows={typed.addresses}
      onChange={(addresses) => onChange({ addresses })}
      fresh={() => emptyAddress(typed.country)}
      add={t`Another address`}
      remove={t`Remove this address`}
      tracks="1.2fr 1.6fr 0.6fr 1.1fr 0.5fr 84px"
      renderRow={(row, set) => (
        <>
          <TextEntry
            label={t`Name, if different`}
            value={row.name}
            onChange={(name) => set({ name })}
          />
          <TextEntry
            label={t`Street`}
            name="street"
            value={row.street}
            onChange={(street) => set({ street })}
          />
          <TextEntry
            label={t`Postcode`}
            name="postcode"
            value={row.postcode}
            onChange={(postcode) => set({ postcode })}
          />
          <TextEntry
            label={t`City`}
            name="city"
            value={row.city}
            onChange={(city) => set({ city })}
          />
          <TextEntry label={t`Region`} value={row.region} onChange={(region) => set({ region })} />
          <Choice
            label={t`Country`}
            options={countryOptions(row.country)}
            value={row.country}
            onChange={(country) => set({ country })}
          />
        </>
      )}
    />
  );
}

const BASES = ["delivery", "dispatch"] as const satisfies readonly Basis[];
const REGIMES = ["by_country", "domestic", "eu", "export"] as const satisfies readonly (
  VatRegime | "by_country"
)[];
const REFERENCES = [
  "customer_po",
  "contract",
  "project",
  "buyer_reference",
  "cig",
  "cup",
  "customer_line",
  "cost_centre",
] as const satisfies readonly Reference[];

export function BillingFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  const required = (reference: Reference, needed: boolean): void =>
    onChange({
      required: needed
        ? [...typed.required, reference]
        : typed.required.filter((one) => one !== reference),
    });
  return (
    <>
      <div className="form-row form-row-4">
        <Choice
          label={t`Billed on`}
          options={BASES.map((id) => ({
            id,
            text: id === "delivery" ? t`proof of delivery` : t`dispatch`,
          }))}
          value={typed.basis}
          onChange={(basis) => onChange({ basis })}
        />
        <Choice
          label={t`Currency`}
          options={currencyOptions(typed.currency)}
          value={typed.currency}
          onChange={(currency) => onChange({ currency })}
        />
        <DecimalEntry
          label={t`Days to pay`}
          name="days"
          scale={0}
          value={typed.days}
          onChange={(days) => onChange({ days })}
        />
        <DecimalEntry
          label={t`Credit limit`}
          name="credit-limit"
          scale={decimalsOf(typed.currency)}
          value={typed.creditLimit}
          unit={t`${typed.currency}; none where left out`}
          onChange={(creditLimit) => onChange({ creditLimit })}
        />
        <Choice
          label={t`VAT`}
          options={REGIMES.map((id) => ({
            id,
            text: id === "by_country" ? t`by country` : regimeName(id),
          }))}
          value={typed.regime}
          onChange={(regime) => onChange({ regime })}
        />
        <OtherParty
          label={t`Bills to`}
          name="bill-to"
          value={typed.billTo}
          onChange={(billTo) => onChange({ billTo })}
        />
        <OtherParty
          label={t`Payer`}
          name="payer"
          value={typed.payer}
          onChange={(payer) => onChange({ payer })}
        />
      </div>
      <YesNo
        label={t`The days count from the end of the month`}
        value={typed.endOfMonth}
        onChange={(endOfMonth) => onChange({ endOfMonth })}
      />
      <div className="field">
        <span className="label">{t`Must stand on every invoice`}</span>
        <div className="bar">
          {REFERENCES.map((reference) => (
            <YesNo
              key={reference}
              label={referenceName(reference)}
              value={typed.required.includes(reference)}
              onChange={(needed) => required(reference, needed)}
            />
          ))}
        </div>
      </div>
    </>
  );
}

/** Another customer, or the customer itself. */
function OtherParty(props: {
  label: string;
  name: string;
  value: TypedParty | null;
  onChange: (party: TypedParty | null) => void;
}): ReactNode {
  const { value } = props;
  return (
    <div>
      <CustomerPicker
        label={props.label}
        name={props.name}
        placeholder={t`itself`}
        value={value}
        onPick={({ customer_id, code, name }) => props.onChange({ customer_id, code, name })}
      />
      {value === null ? null : (
        <Button kind="quiet" small onPress={() => props.onChange(null)}>
          {t`The customer itself`}
        </Button>
      )}
    </div>
  );
}

export function ContactFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  return (
    <Rows
      rows={typed.contacts}
      onChange={(contacts) => onChange({ contacts })}
      fresh={emptyContact}
      add={t`Another person`}
      remove={t`Remove this person`}
      tracks="1fr 1.4fr 1fr 1.4fr"
      renderRow={(row, set) => (
        <>
          <TextEntry
            label={t`What for`}
            value={row.role}
            placeholder={t`purchasing`}
            onChange={(role) => set({ role })}
          />
          <TextEntry label={t`Name`} value={row.name} onChange={(name) => set({ name })} />
          <TextEntry label={t`Telephone`} value={row.phone} onChange={(phone) => set({ phone })} />
          <TextEntry label={t`E-mail`} value={row.email} onChange={(email) => set({ email })} />
        </>
      )}
    />
  );
}

export function BankFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  return (
    <Rows
      rows={typed.banks}
      onChange={(banks) => onChange({ banks })}
      fresh={emptyBank}
      add={t`Another account`}
      remove={t`Remove this account`}
      tracks="2fr 1fr 1.4fr"
      renderRow={(row, set) => (
        <>
          <TextEntry label="IBAN" value={row.iban} onChange={(iban) => set({ iban })} />
          <TextEntry label="BIC" value={row.bic} onChange={(bic) => set({ bic })} />
          <TextEntry label={t`Bank`} value={row.bank} onChange={(bank) => set({ bank })} />
        </>
      )}
    />
  );
}
