// Who orders, under which reference of theirs, and for when.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { CustomerPicker } from "../actions/customer-picker.tsx";
import { useRead } from "../backend/hooks.tsx";
import type { References } from "../bindings/commands.ts";
import { DateEntry, TextEntry } from "../kit/fields.tsx";
import { referenceName } from "../lib/names.ts";
import type { HalfTyped } from "./half-typed.ts";

interface EntryHeadProps {
  typed: HalfTyped;
  onChange: (typed: HalfTyped) => void;
}

export function EntryHead(props: EntryHeadProps): ReactNode {
  const { typed, onChange } = props;
  const refer = (next: Partial<References>): void => {
    onChange({ ...typed, references: { ...typed.references, ...next } });
  };
  return (
    <div className="panel-body form-row entry-head">
      <CustomerField typed={typed} onChange={onChange} />
      <TextEntry
        label={t`Their PO number`}
        name="po"
        value={typed.references.customer_po ?? ""}
        onChange={(po) => refer({ customer_po: po.trim() === "" ? null : po })}
      />
      <DateEntry
        label={t`PO date`}
        name="po-date"
        value={typed.references.po_date}
        onChange={(po_date) => refer({ po_date })}
      />
      <DateEntry
        label={t`Asked for`}
        name="requested"
        value={typed.requestedOn}
        onChange={(requestedOn) => onChange({ ...typed, requestedOn })}
      />
    </div>
  );
}

function CustomerField(props: EntryHeadProps): ReactNode {
  const { typed, onChange } = props;
  const id = typed.customer?.customer_id ?? "";
  const chosen = useRead("parties.customer", { customer_id: id }, { enabled: id !== "" });
  const required = chosen.data?.customer.required_references.map(referenceName).join(", ") ?? "";
  return (
    <CustomerPicker
      label={t`Customer`}
      name="customer"
      autoFocus={typed.customer === null}
      value={typed.customer}
      hint={id === "" || required === "" ? undefined : t`needs ${required} on invoices`}
      onPick={(customer) => {
        if (customer.customer_id === id) return;
        const parties = { shipTo: null, billTo: null, payer: null };
        onChange({ ...typed, customer, parties });
      }}
    />
  );
}
