// Who orders, under which reference of theirs, and for when.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { References } from "../bindings/commands.ts";
import { DateEntry, TextEntry } from "../kit/fields.tsx";
import { TypeAhead } from "../kit/type-ahead.tsx";
import { referenceName } from "../lib/names.ts";
import type { HalfTyped } from "./half-typed.ts";

const BEST_MATCHES = 8;

export function EntryHead(props: {
  typed: HalfTyped;
  onChange: (typed: HalfTyped) => void;
}): ReactNode {
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

function CustomerField(props: {
  typed: HalfTyped;
  onChange: (typed: HalfTyped) => void;
}): ReactNode {
  const { typed, onChange } = props;
  const [text, setText] = useState("");
  const search = useRead(
    "parties.customers",
    { search: text, limit: BEST_MATCHES },
    { enabled: text.trim() !== "" },
  );
  const hits = search.data?.rows ?? [];
  const id = typed.customer?.customer_id ?? "";
  const chosen = useRead("parties.customer", { customer_id: id }, { enabled: id !== "" });
  const required = chosen.data?.customer.required_references.map(referenceName).join(", ") ?? "";
  return (
    <TypeAhead
      label={t`Customer`}
      name="customer"
      autoFocus={typed.customer === null}
      placeholder={t`Name or code`}
      shown={typed.customer === null ? "" : `${typed.customer.name} · ${typed.customer.code}`}
      found={hits.map((hit) => ({
        id: hit.customer_id,
        code: hit.code,
        text: hit.name,
        aside: hit.city,
      }))}
      searching={search.isFetching}
      hint={required === "" ? undefined : t`needs ${required} on invoices`}
      onType={setText}
      onPick={(found) => {
        const hit = hits.find((one) => one.customer_id === found.id);
        if (hit !== undefined) onChange({ ...typed, customer: hit });
      }}
    />
  );
}
