// The grid of an order's lines: product and quantity are typed, price and amount are answered.

import { t } from "@lingui/core/macro";
import { X } from "lucide-react";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { ReckonedLine, ReckonView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { DecimalEntry } from "../kit/fields.tsx";
import { PriceText } from "../kit/price.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { TypeAhead } from "../kit/type-ahead.tsx";
import { unitName } from "../lib/names.ts";
import { sourceName } from "../lib/states.ts";
import { draftLines, isComplete, withRoom, type HalfTyped, type TypedLine } from "./half-typed.ts";

interface EntryLinesProps {
  typed: HalfTyped;
  quote: ReckonView | null;
  onChange: (typed: HalfTyped) => void;
}

export function EntryLines(props: EntryLinesProps): ReactNode {
  const { typed, quote, onChange } = props;
  const change = (key: string, next: Partial<TypedLine>): void => {
    const lines = typed.lines.map((line) => (line.key === key ? { ...line, ...next } : line));
    onChange({ ...typed, lines: withRoom(lines) });
  };
  const remove = (key: string): void => {
    onChange({ ...typed, lines: withRoom(typed.lines.filter((line) => line.key !== key)) });
  };
  // An incomplete line has no number yet, so the quoted ones are counted without it.
  const whole = typed.lines.filter(isComplete);
  return (
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
          <th className="tight" aria-label={t`Remove`} />
        </tr>
      </thead>
      <tbody>
        {typed.lines.map((line, n) => {
          const quoted = isComplete(line) ? quotedOf(quote, typed, whole.indexOf(line)) : null;
          return (
            <EntryLine
              key={line.key}
              n={n + 1}
              line={line}
              quoted={quoted}
              currency={quote?.currency ?? null}
              onChange={(next) => change(line.key, next)}
              onRemove={() => remove(line.key)}
            />
          );
        })}
      </tbody>
    </table>
  );
}

function quotedOf(quote: ReckonView | null, typed: HalfTyped, n: number): ReckonedLine | null {
  const asked = draftLines(typed).length;
  // An answer for fewer lines is still on screen while the next one is asked for.
  if (quote === null || quote.lines.length > asked) return null;
  return quote.lines[n] ?? null;
}

/** Where the price of a line comes from, in words. */
function originOf(line: TypedLine, quoted: ReckonedLine | null): string | undefined {
  const stated = line.kept?.stated_price ?? null;
  if (stated !== null) return `${sourceName("customer_order")} · ${stated.evidence.reference}`;
  const offer = quoted?.offer ?? null;
  return offer === null ? undefined : `${sourceName(offer.source)} · ${offer.evidence.reference}`;
}

interface EntryLineProps {
  n: number;
  line: TypedLine;
  quoted: ReckonedLine | null;
  currency: string | null;
  onChange: (next: Partial<TypedLine>) => void;
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
        <ProductField n={n} line={line} onChange={props.onChange} />
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
        {quoted === null || currency === null ? null : quoted.price === null ? (
          <Tag tone="warn" glyph="risk">{t`to be agreed`}</Tag>
        ) : (
          <PriceText price={quoted.price} currency={currency} />
        )}
      </td>
      <td className="from clip" title={origin}>
        {origin}
      </td>
      <td className="n strong">
        {amounts === null || currency === null ? null : shown.amount(amounts.net_minor, currency)}
      </td>
      <td className="tight">
        {line.product === null ? null : (
          <Button kind="quiet" small label={t`Remove line ${n}`} onPress={props.onRemove}>
            <X size={14} aria-hidden="true" />
          </Button>
        )}
      </td>
    </tr>
  );
}

const BEST_MATCHES = 8;

function ProductField(props: {
  n: number;
  line: TypedLine;
  onChange: (next: Partial<TypedLine>) => void;
}): ReactNode {
  const { n, line } = props;
  const [text, setText] = useState("");
  const search = useRead(
    "catalog.products",
    { search: text, limit: BEST_MATCHES },
    { enabled: text.trim() !== "" },
  );
  const hits = search.data?.rows ?? [];
  return (
    <TypeAhead
      label={t`Product, line ${n}`}
      hideLabel
      name={`product-${n}`}
      placeholder={t`Code or name`}
      shown={line.product === null ? "" : `${line.product.code} · ${line.product.description}`}
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
        if (product !== undefined) props.onChange({ product });
      }}
    />
  );
}
