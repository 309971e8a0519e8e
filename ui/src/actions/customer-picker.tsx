// Finds one customer by typing: to whom something goes, is billed, or who pays it.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { CustomerRow } from "../bindings/commands.ts";
import { TypeAhead } from "../kit/type-ahead.tsx";

export type Party = Pick<CustomerRow, "customer_id" | "code" | "name">;

const BEST_MATCHES = 8;

export function CustomerPicker(props: {
  label: string;
  name: string;
  value: Party | null;
  onPick: (party: CustomerRow) => void;
  hint?: string | undefined;
  wrong?: string | undefined;
  placeholder?: string;
  autoFocus?: boolean;
}): ReactNode {
  const { value } = props;
  const [text, setText] = useState("");
  const search = useRead(
    "parties.customers",
    { search: text, limit: BEST_MATCHES },
    { enabled: text.trim() !== "" },
  );
  const hits = search.data?.rows ?? [];
  return (
    <TypeAhead
      label={props.label}
      name={props.name}
      autoFocus={props.autoFocus ?? false}
      placeholder={props.placeholder ?? t`Name or code`}
      shown={value === null ? "" : [value.name, value.code].filter(Boolean).join(" · ")}
      found={hits.map((hit) => ({
        id: hit.customer_id,
        code: hit.code,
        text: hit.name,
        aside: hit.city,
      }))}
      searching={search.isFetching}
      hint={props.hint}
      wrong={props.wrong}
      onType={setText}
      onPick={(found) => {
        const hit = hits.find((one) => one.customer_id === found.id);
        if (hit !== undefined) props.onPick(hit);
      }}
    />
  );
}
