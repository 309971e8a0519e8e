// Asks for the serial and lot numbers of what leaves; products that are not followed need none.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { LotPart, ShipmentLineView } from "../bindings/commands.ts";
import { TextEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import type { Locale } from "../lib/locale.ts";
import { readLots, readSerials } from "./pieces.ts";

export interface TypedPieces {
  serials: string;
  lots: string;
}

export type PiecesByLine = Readonly<Record<number, TypedPieces>>;

const NONE: TypedPieces = { serials: "", lots: "" };

export interface ReadPieces {
  shipment_n: number;
  serials: string[];
  lots: LotPart[];
}

/** The numbers of every line; null where one cannot be read. */
export function readPieces(
  lines: readonly ShipmentLineView[],
  typed: PiecesByLine,
  locale: Locale,
): ReadPieces[] | null {
  const read = lines.flatMap((line) => {
    const { serials, lots } = typed[line.shipment_n] ?? NONE;
    const parts = readLots(lots, line.quantity, locale);
    return parts === null
      ? []
      : [{ shipment_n: line.shipment_n, serials: readSerials(serials), lots: parts }];
  });
  return read.length === lines.length ? read : null;
}

export function PiecesFields(props: {
  lines: readonly ShipmentLineView[];
  typed: PiecesByLine;
  onChange: (typed: PiecesByLine) => void;
}): ReactNode {
  const { lines, typed, onChange } = props;
  const { locale } = useShown();
  const set = (n: number, next: Partial<TypedPieces>): void =>
    onChange({ ...typed, [n]: { ...(typed[n] ?? NONE), ...next } });
  return (
    <table className="table inset">
      <thead>
        <tr>
          <th>{t`Product`}</th>
          <th>{t`Serial numbers`}</th>
          <th>{t`Lots`}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const { serials, lots } = typed[line.shipment_n] ?? NONE;
          const unread = readLots(lots, line.quantity, locale) === null;
          return (
            <tr key={line.shipment_n}>
              <td>
                {line.description} <span className="dim">{line.product_code}</span>
              </td>
              <td>
                <TextEntry
                  label={t`Serial numbers, line ${line.shipment_n}`}
                  hideLabel
                  name={`serials-${line.shipment_n}`}
                  placeholder={t`A1, A2, A3`}
                  value={serials}
                  onChange={(next) => set(line.shipment_n, { serials: next })}
                />
              </td>
              <td>
                <TextEntry
                  label={t`Lots, line ${line.shipment_n}`}
                  hideLabel
                  name={`lots-${line.shipment_n}`}
                  placeholder={t`L7 5; L8 7`}
                  value={lots}
                  wrong={unread ? t`Write each lot with its quantity: L7 5; L8 7` : undefined}
                  onChange={(next) => set(line.shipment_n, { lots: next })}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
