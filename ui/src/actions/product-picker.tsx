// Finds one product by typing its code, its name, or what a customer calls it.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { ProductRow } from "../bindings/commands.ts";
import { TypeAhead } from "../kit/type-ahead.tsx";
import { unitName } from "../lib/names.ts";

export type PickedProduct = Pick<
  ProductRow,
  "product_id" | "code" | "description" | "unit_code" | "unit_scale"
>;

const BEST_MATCHES = 8;

export function ProductPicker(props: {
  label: string;
  name: string;
  value: PickedProduct | null;
  onPick: (product: ProductRow) => void;
  hideLabel?: boolean;
  /** Only this customer's own codes are searched, beside ours. */
  customerId?: string | undefined;
  autoFocus?: boolean;
}): ReactNode {
  const { value } = props;
  const [text, setText] = useState("");
  const search = useRead(
    "catalog.products",
    { search: text, customer_id: props.customerId ?? null, limit: BEST_MATCHES },
    { enabled: text.trim() !== "" },
  );
  const hits = search.data?.rows ?? [];
  return (
    <TypeAhead
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      name={props.name}
      autoFocus={props.autoFocus ?? false}
      placeholder={t`Code or name`}
      shown={value === null ? "" : `${value.code} · ${value.description}`}
      found={hits.map((hit) => ({
        id: hit.product_id,
        code: hit.code,
        text: hit.description,
        aside: unitName(hit.unit_code),
      }))}
      searching={search.isFetching}
      onType={setText}
      onPick={(found) => {
        const product = hits.find((hit) => hit.product_id === found.id);
        if (product !== undefined) props.onPick(product);
      }}
    />
  );
}
