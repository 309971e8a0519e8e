// How a file writes its dates and figures, and what its rows become.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { ImportKind } from "../bindings/commands.ts";
import { Choice, YesNo } from "../kit/choice.tsx";
import { exampleOf, plain, quoted, withOption, type MappingTable } from "./mapping-text.ts";

const DATE_FORMATS = [
  "%Y-%m-%d",
  "%d/%m/%Y",
  "%d.%m.%Y",
  "%d-%m-%Y",
  "%d/%m/%y",
  "%m/%d/%Y",
  "%m/%d/%y",
  "%Y%m%d",
];

export function WritingOptions(props: {
  kind: ImportKind;
  table: MappingTable;
  onChange: (table: MappingTable) => void;
}): ReactNode {
  const { kind, table, onChange } = props;
  const standing = (name: string): string | null => {
    const value = table.options[name];
    return value === undefined ? null : plain(value);
  };
  const set = (name: string, value: string | null): void =>
    onChange(withOption(table, name, value === null ? null : quoted(value)));
  const turn = (name: string, on: boolean): void => onChange(withOption(table, name, String(on)));
  const dates = standing("date_format");
  const formats =
    dates === null || DATE_FORMATS.includes(dates) ? DATE_FORMATS : [dates, ...DATE_FORMATS];
  const auto = { id: "", text: t`Found out from the file` };
  return (
    <div className="stack">
      <div className="form-row writing">
        <Choice
          label={t`Dates are written`}
          options={[auto, ...formats.map((id) => ({ id, text: exampleOf(id) }))]}
          value={dates ?? ""}
          onChange={(id) => set("date_format", id === "" ? null : id)}
        />
        <Choice
          label={t`Decimals are written`}
          options={[auto, { id: ",", text: "1.234,50" }, { id: ".", text: "1,234.50" }]}
          value={standing("decimal_mark") ?? ""}
          onChange={(id) => set("decimal_mark", id === "" ? null : id)}
        />
        {kind === "orders" || kind === "price_agreements" ? (
          <Choice
            label={t`A discount of 15% is written`}
            options={[
              { id: "fraction", text: "0.15" },
              { id: "percent", text: "15" },
            ]}
            value={standing("discount") ?? "fraction"}
            onChange={(id) => set("discount", id)}
          />
        ) : null}
      </div>
      {kind === "orders" ? (
        <div className="bar">
          <YesNo
            label={t`Confirm the orders; else they stay drafts`}
            value={standing("confirm") !== "false"}
            onChange={(on) => turn("confirm", on)}
          />
          <YesNo
            label={t`Take discontinued products too`}
            value={standing("allow_discontinued") === "true"}
            onChange={(on) => turn("allow_discontinued", on)}
          />
        </div>
      ) : null}
      {kind === "deliveries" ? (
        <YesNo
          label={t`They were signed for: each row is a proof and has a reference`}
          value={standing("proof") === "true"}
          onChange={(on) => turn("proof", on)}
        />
      ) : null}
    </div>
  );
}
