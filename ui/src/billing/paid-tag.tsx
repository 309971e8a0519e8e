// Whether an invoice is paid: a reading of its amounts, never a stored state.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { InvoiceRow } from "../bindings/commands.ts";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";

export function PaidTag(props: {
  invoice: Pick<InvoiceRow, "open_minor" | "credited_minor" | "paid_minor" | "due_on">;
}): ReactNode {
  const { today } = useShown();
  const {
    open_minor: open,
    credited_minor: credited,
    paid_minor: paid,
    due_on: due,
  } = props.invoice;
  if (open < 0) return <Tag tone="warn" glyph="risk">{t`overpaid`}</Tag>;
  if (open === 0 && paid === 0 && credited > 0)
    return <Tag tone="close" glyph="done">{t`credited`}</Tag>;
  if (open === 0) return <Tag tone="ok" glyph="done">{t`paid`}</Tag>;
  if (due < today) return <Tag tone="danger" glyph="clock">{t`overdue`}</Tag>;
  return paid > 0 ? (
    <Tag tone="collect" glyph="here">{t`part paid`}</Tag>
  ) : (
    <Tag glyph="ahead">{t`outstanding`}</Tag>
  );
}
