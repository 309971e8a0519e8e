// The grid of an order's lines: product and quantity are typed, price and amount are answered.

import { t } from "@lingui/core/macro";
import { Pencil, X } from "lucide-react";
import { useState, type ReactNode } from "react";

import { ProductPicker } from "../actions/product-picker.tsx";
import type { ReckonedLine, ReckonView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { DecimalEntry } from "../kit/fields.tsx";
import { PriceText } from "../kit/price.tsx";
import { priceOf } from "../kit/price-entry.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { unitName } from "../lib/names.ts";
import { sourceName } from "../lib/states.ts";
import { isComplete, withRoom, type HalfTyped, type TypedLine } from "./half-typed.ts";
import { LineDialog } from "./line-dialog.tsx";

interface EntryLinesProps {
  typed: HalfTyped;
  quote: ReckonView | null;
  currency: string;
  onChange: (typed: HalfTyped) => void;
}

export function EntryLines(props: EntryLinesProps): ReactNode {
  const { typed, quote, onChange } = props;
  const [asking, setAsking] = useState<string | null>(null);
  const change = (key: string, next: Partial<TypedLine>): void => {
    const lines = typed.lines.map((line) => (line.key === key ? { ...line, ...next } : line));
    onChange({ ...typed, lines: withRoom(lines) });
  };
  const remove = (key: string): void => {
    onChange({ ...typed, lines: withRoom(typed.lines.filter((line) => line.key !== key)) });
  };
  // An incomplete line has no number yet, so the quoted ones are counted without it.
  const whole = typed.lines.filter(isComplete);
  const asked = typed.lines.find((line) => line.key === asking);
  return (
    <>
      <table className="table entry-lines">
        <thead>
          <tr>
            <th className="tight">#</th>
            <th className="wide">{t`Product`}</th>
            <th className="n quantity">{t`Quantity`}</th>
            <th className="tight" aria-label={t`Unit`} />
            <th className="n">{t`Agreed price`}</th>
            <th>{t`Where it comes from`}</th>
            <th className="n">{t`Net`}</th>
            <th className="tight" aria-label={t`Do`} />
          </tr>
        </thead>
        <tbody>
          {typed.lines.map((line, n) => (
            <EntryLine
              key={line.key}
              n={n + 1}
              line={line}
              customerId={typed.customer?.customer_id}
              quoted={isComplete(line) ? quotedOf(quote, whole, whole.indexOf(line)) : null}
              currency={props.currency}
              onChange={(next) => change(line.key, next)}
              onMore={() => setAsking(line.key)}
              onRemove={() => remove(line.key)}
            />
          ))}
        </tbody>
      </table>
      {asked === undefined ? null : (
        <LineDialog
          n={typed.lines.indexOf(asked) + 1}
          line={asked}
          currency={props.currency}
          onClose={() => setAsking(null)}
          onChange={(next) => change(asked.key, next)}
        />
      )}
    </>
  );
}

function quotedOf(
  quote: ReckonView | null,
  whole: readonly TypedLine[],
  n: number,
): ReckonedLine | null {
  // An answer for fewer lines is still on screen while the next one is asked for.
  if (quote === null || quote.lines.length > whole.length) return null;
  return quote.lines[n] ?? null;
}

/** Where the price of a line comes from, in words. */
function originOf(line: TypedLine, quoted: ReckonedLine | null): string | undefined {
  if (line.way === "to_be_agreed") return undefined;
  if (line.way === "stated") {
    const { reference } = line.evidence;
    const own = sourceName("customer_order");
    return reference.trim() === "" ? own : `${own} · ${reference}`;
  }
  const offer = quoted?.offer ?? null;
  return offer === null ? undefined : `${sourceName(offer.source)} · ${offer.evidence.reference}`;
}

interface EntryLineProps {
  n: number;
  line: TypedLine;
  customerId: string | undefined;
  quoted: ReckonedLine | null;
  currency: string;
  onChange: (next: Partial<TypedLine>) => void;
  onMore: () => void;
  onRemove: () => void;
}

function EntryLine(props: EntryLineProps): ReactNode {
  const { n, line, quoted, currency } = props;
  const shown = useShown();
  const origin = originOf(line, quoted);
  const amounts = quoted?.amounts ?? null;
  return (
    <tr>
      <td className="dim">{n}</td>
      <td>
        <ProductPicker
          label={t`Product, line ${n}`}
          hideLabel
          name={`product-${n}`}
          value={line.product}
          customerId={props.customerId}
          onPick={(product) => props.onChange({ product })}
        />
      </td>
      <td className="quantity">
        <DecimalEntry
          label={t`Quantity, line ${n}`}
          hideLabel
          name={`quantity-${n}`}
          scale={6}
          value={line.quantity}
          onChange={(quantity) => props.onChange({ quantity })}
        />
      </td>
      <td className="dim">{line.product === null ? null : unitName(line.product.unit_code)}</td>
      <td className="n">
        {isComplete(line) ? <LinePrice line={line} quoted={quoted} currency={currency} /> : null}
      </td>
      <td className="from clip" title={origin}>
        {origin}
      </td>
      <td className="n strong">
        {amounts === null ? null : shown.amount(amounts.net_minor, currency)}
      </td>
      <td className="tight">
        {line.product === null ? null : (
          <span className="row-acts">
            <Button kind="quiet" small label={t`Price and more, line ${n}`} onPress={props.onMore}>
              <Pencil size={13} aria-hidden="true" />
            </Button>
            <Button kind="quiet" small label={t`Remove line ${n}`} onPress={props.onRemove}>
              <X size={14} aria-hidden="true" />
            </Button>
          </span>
        )}
      </td>
    </tr>
  );
}

function LinePrice(props: {
  line: TypedLine;
  quoted: ReckonedLine | null;
  currency: string;
}): ReactNode {
  const { line, quoted, currency } = props;
  const { locale } = useShown();
  const later = <Tag tone="warn" glyph="risk">{t`to be agreed`}</Tag>;
  switch (line.way) {
    case "to_be_agreed":
      return later;
    case "stated": {
      const stated = priceOf(line.price, locale);
      if (stated === null) return null;
      return (
        <>
          <PriceText price={stated.price} currency={currency} />
          {stated.cascade.length === 0 ? null : (
            <span className="dim"> {t`less ${line.price.discounts} %`}</span>
          )}
        </>
      );
    }
    case "records":
      if (quoted === null) return null;
      return quoted.price === null ? (
        <Tag tone="danger" glyph="risk">{t`no price`}</Tag>
      ) : (
        <PriceText price={quoted.price} currency={currency} />
      );
  }
}
