// What the half-typed order would come to; the sums are the back end's.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useFirm } from "../backend/firm.tsx";
import type { ReckonView } from "../bindings/commands.ts";
import { DecimalEntry } from "../kit/fields.tsx";
import { TotalsTable } from "../kit/totals.tsx";
import { decimalsOf } from "../lib/figures.ts";
import type { HalfTyped } from "./half-typed.ts";

export function EntryTotals(props: {
  typed: HalfTyped;
  quote: ReckonView | null;
  onChange: (typed: HalfTyped) => void;
}): ReactNode {
  const { typed, quote, onChange } = props;
  const firm = useFirm();
  const currency = quote?.currency ?? firm.currency;
  return (
    <div className="proposal-foot">
      <div className="freight">
        <DecimalEntry
          label={t`Freight agreed`}
          name="freight"
          scale={decimalsOf(currency)}
          value={typed.freight}
          unit={t`${currency}, once, on the first invoice`}
          onChange={(freight) => onChange({ ...typed, freight })}
        />
      </div>
      {quote === null ? (
        <p className="dim totals">{t`Choose a customer, a product and a quantity: the price appears with its reason.`}</p>
      ) : (
        <TotalsTable totals={quote.totals} taxes={quote.taxes} currency={quote.currency} />
      )}
    </div>
  );
}
