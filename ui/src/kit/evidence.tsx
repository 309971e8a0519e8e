// What the customer can be shown: the reference of a paper or a message, and its date.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { Evidence } from "../bindings/commands.ts";
import { DateEntry, TextEntry } from "./fields.tsx";

export const NO_EVIDENCE: Evidence = { reference: "", date: null, file_hash: null };

/** Whether it names anything at all. */
export function isShown(evidence: Evidence): boolean {
  return evidence.reference.trim() !== "";
}

export function EvidenceFields(props: {
  value: Evidence;
  onChange: (evidence: Evidence) => void;
  label?: string;
}): ReactNode {
  const { value, onChange } = props;
  return (
    <div className="form-row form-row-wide">
      <TextEntry
        label={props.label ?? t`The customer's evidence`}
        name="evidence"
        value={value.reference}
        placeholder={t`E-mail, order, signed list…`}
        onChange={(reference) => onChange({ ...value, reference })}
      />
      <DateEntry
        label={t`Of the day`}
        name="evidence-date"
        value={value.date}
        onChange={(date) => onChange({ ...value, date })}
      />
    </div>
  );
}
