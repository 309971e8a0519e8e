// The products, what the list asks for them, and what the books say is in stock.

import { t } from "@lingui/core/macro";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { ImportButton } from "../actions/import-button.tsx";
import { useRead } from "../backend/hooks.tsx";
import type { ProductRow, StockRow } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { YesNo } from "../kit/choice.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { PriceText } from "../kit/price.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { unitName } from "../lib/names.ts";

export function Products(): ReactNode {
  const [search, setSearch] = useState("");
  const [ended, setEnded] = useState(false);
  const { data, error } = useRead("catalog.products", {
    search,
    discontinued_too: ended,
    limit: 500,
  });
  const stock = useRead("fulfilment.stock", {});
  return (
    <div className="page">
      <PageHead
        title={t`Products`}
        sub={t`List prices are offers; an invoice only knows prices that a customer agreed.`}
        actions={<NewButton />}
      />
      <div className="bar">
        <input
          className="input find"
          aria-label={t`Find a product`}
          placeholder={t`Code or name…`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <YesNo label={t`Also discontinued ones`} value={ended} onChange={setEnded} />
      </div>
      {error === null ? null : <ReadFailure error={error} />}
      <Panel>
        {data === undefined && error === null ? <Skeleton /> : null}
        {data !== undefined && data.rows.length === 0 ? (
          <Empty
            title={search === "" ? t`No products yet` : t`No product matches`}
            action={search === "" ? <ImportButton /> : null}
          >
            {search === "" ? t`Enter the first one here, or bring in a list from a file.` : null}
          </Empty>
        ) : null}
        {data !== undefined && data.rows.length > 0 ? (
          <ProductTable rows={data.rows} stock={stock.data?.rows ?? []} />
        ) : null}
      </Panel>
    </div>
  );
}

function NewButton(): ReactNode {
  const navigate = useNavigate();
  return (
    <Button
      kind="primary"
      onPress={() => void navigate({ to: "/products/new" })}
      testId="new-product"
    >
      {t`New product`}
    </Button>
  );
}

function ProductTable(props: {
  rows: readonly ProductRow[];
  stock: readonly StockRow[];
}): ReactNode {
  const onHand = new Map(props.stock.map((row) => [row.product_id, row.on_hand]));
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`Code`}</th>
          <th>{t`Name`}</th>
          <th>{t`Unit`}</th>
          <th className="n">{t`Stock in the books`}</th>
          <th className="n">{t`List price`}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <ProductLine key={row.product_id} row={row} stock={onHand.get(row.product_id) ?? null} />
        ))}
      </tbody>
    </table>
  );
}

function ProductLine(props: { row: ProductRow; stock: number | null }): ReactNode {
  const { row, stock } = props;
  const shown = useShown();
  return (
    <tr>
      <td className="soft tight">{row.code}</td>
      <td>
        <Link to="/products/$id" params={{ id: row.product_id }} className="strong">
          {row.description}
        </Link>{" "}
        {row.kind === "service" ? <Tag>{t`service`}</Tag> : null}{" "}
        {row.discontinued ? <Tag>{t`discontinued`}</Tag> : null}
      </td>
      <td className="soft">{unitName(row.unit_code)}</td>
      <td className={`n ${stock !== null && stock < 0 ? "alarm" : ""}`}>
        {stock === null ? <span className="dim">—</span> : shown.quantity(stock)}
      </td>
      <td className="n">
        {row.list_price === null ? (
          <span className="dim">—</span>
        ) : (
          <PriceText
            price={{ micro: row.list_price.price_micro, per: row.list_price.per, discount_ppm: 0 }}
            currency={row.list_price.currency}
          />
        )}
      </td>
    </tr>
  );
}
