// The fields of a customer's form, part by part.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { CustomerPicker } from "../actions/customer-picker.tsx";
import type { Basis, Channel, Grouping, Reference, VatRegime } from "../bindings/commands.ts";
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
  type RhythmName,
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
  "leitweg_id",
  "cig",
  "cup",
  "customer_line",
  "customer_code",
  "cost_centre",
  "goods_receipt",
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

const RHYTHMS = [
  "shipment",
  "order",
  "week",
  "month",
  "month_end",
  "last_working_day",
] as const satisfies readonly RhythmName[];
const GROUPINGS = [
  "order",
  "delivery_note",
  "site",
  "cost_centre",
  "customer",
] as const satisfies readonly Grouping[];
const CHANNELS = [
  "paper",
  "email",
  "certified_email",
  "electronic",
  "portal",
] as const satisfies readonly Channel[];

function rhythmName(rhythm: RhythmName): string {
  switch (rhythm) {
    case "shipment":
      return t`each shipment at once`;
    case "order":
      return t`when all of an order has left`;
    case "week":
      return t`weekly, on a day`;
    case "month":
      return t`monthly, on a day`;
    case "month_end":
      return t`monthly, on the last day`;
    case "last_working_day":
      return t`monthly, on the last working day`;
  }
}

function groupingName(grouping: Grouping): string {
  switch (grouping) {
    case "order":
      return t`each order`;
    case "delivery_note":
      return t`each delivery note`;
    case "site":
      return t`each place of delivery`;
    case "cost_centre":
      return t`each cost centre`;
    case "customer":
      return t`everything on one`;
  }
}

function channelName(channel: Channel): string {
  switch (channel) {
    case "paper":
      return t`on paper`;
    case "email":
      return t`by e-mail`;
    case "certified_email":
      return t`by certified e-mail (PEC)`;
    case "electronic":
      return t`as an electronic invoice`;
    case "portal":
      return t`into their portal`;
  }
}

/** When the customer is billed, on how many documents, to whom, and what paying early saves. */
export function ProfileFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  const daily = typed.rhythm === "week" || typed.rhythm === "month";
  return (
    <div className="form-row form-row-4">
      <Choice
        label={t`When`}
        options={RHYTHMS.map((id) => ({ id, text: rhythmName(id) }))}
        value={typed.rhythm}
        onChange={(rhythm) => onChange({ rhythm })}
      />
      {daily ? (
        <DecimalEntry
          label={typed.rhythm === "week" ? t`Day of the week` : t`Day of the month`}
          name="rhythm-day"
          scale={0}
          required
          value={typed.rhythmDay}
          unit={typed.rhythm === "week" ? t`1 is Monday` : t`from 1 to 28`}
          onChange={(rhythmDay) => onChange({ rhythmDay })}
        />
      ) : null}
      <Choice
        label={t`An invoice for`}
        options={GROUPINGS.map((id) => ({ id, text: groupingName(id) }))}
        value={typed.grouping}
        onChange={(grouping) => onChange({ grouping })}
      />
      <Choice
        label={t`Goes out`}
        options={CHANNELS.map((id) => ({ id, text: channelName(id) }))}
        value={typed.channel}
        onChange={(channel) => onChange({ channel })}
      />
      <TextEntry
        label={t`To contacts with the role`}
        name="recipients"
        value={typed.recipients}
        onChange={(recipients) => onChange({ recipients })}
      />
      <DecimalEntry
        label={t`Discount for paying early`}
        name="early-discount"
        scale={4}
        value={typed.earlyPpm}
        unit={t`percent; none where left out`}
        onChange={(earlyPpm) => onChange({ earlyPpm })}
      />
      {typed.earlyPpm === null ? null : (
        <DecimalEntry
          label={t`Within days`}
          name="early-days"
          scale={0}
          required
          value={typed.earlyDays}
          onChange={(earlyDays) => onChange({ earlyDays })}
        />
      )}
    </div>
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
