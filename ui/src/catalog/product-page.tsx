// One product: what it is, what the list asks for it, what customers call it, and its stock.

import { t } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { useFirm } from "../backend/firm.tsx";
import { useAct, useRead } from "../backend/hooks.tsx";
import { Button } from "../kit/button.tsx";
import { YesNo } from "../kit/choice.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { CodeFields, PriceFields, ProductFields, TranslationFields } from "./product-fields.tsx";
import {
  emptyProduct,
  savedPrices,
  savedProduct,
  typedProduct,
  type TypedProduct,
} from "./product-form.ts";
import { StockDialog } from "./stock-dialog.tsx";

export function NewProduct(): ReactNode {
  const firm = useFirm();
  const { today } = useShown();
  return <ProductForm start={emptyProduct(firm.currency, today)} />;
}

export function ProductPage(props: { productId: string }): ReactNode {
  const { data, error } = useRead("catalog.product", { product_id: props.productId });
  if (error !== null) {
    return (
      <div className="page">
        <ReadFailure error={error} />
      </div>
    );
  }
  if (data === undefined) return <Skeleton lines={6} />;
  return <ProductForm key={data.base} start={typedProduct(data)} />;
}

function ProductForm(props: { start: TypedProduct }): ReactNode {
  const { start } = props;
  const navigate = useNavigate();
  const say = useToast();
  const save = useAct("catalog.save_product");
  const prices = useAct("catalog.set_list_prices");
  const [typed, setTyped] = useState(start);
  const set = (next: Partial<TypedProduct>): void => setTyped({ ...typed, ...next });
  const missing = typed.code.trim() === "" || typed.description.trim() === "";
  const unread = typed.prices.some((price) => price.micro === null || price.from === null);
  const commit = async (): Promise<void> => {
    const saved = await save.run(savedProduct(typed));
    if (saved === null) return;
    // The price list is a fact of its own; if it is refused, only that is tried again.
    setTyped({ ...typed, productId: saved.product_id, base: null });
    const asked = { product_id: saved.product_id, base: null, prices: savedPrices(typed) };
    const changed =
      typed.prices !== start.prices && (start.prices.length > 0 || asked.prices.length > 0);
    if (changed && (await prices.run(asked)) === null) return;
    say(t`${saved.code} saved`);
    void navigate({ to: "/products" });
  };
  return (
    <div className="page">
      <PageHead
        title={start.productId === null ? t`New product` : `${start.code} · ${start.description}`}
        sub={t`List prices are offers; an invoice only knows prices that a customer agreed.`}
        actions={
          <>
            {start.productId === null ? null : <Stock productId={start.productId} />}
            <Button
              kind="primary"
              busy={save.busy || prices.busy}
              disabled={missing || unread}
              onPress={() => void commit()}
              testId="save"
            >
              {t`Save product`}
            </Button>
          </>
        }
      />
      <FailureNotice failure={save.failure ?? prices.failure} />
      <Panel title={t`What it is`}>
        <div className="panel-body stack">
          <ProductFields typed={typed} onChange={set} />
          {start.productId === null ? null : (
            <YesNo
              label={t`Discontinued: not to be ordered any more`}
              value={typed.discontinued}
              onChange={(discontinued) => set({ discontinued })}
            />
          )}
        </div>
      </Panel>
      <Panel title={t`List prices`}>
        <div className="panel-body">
          <PriceFields typed={typed} onChange={set} />
        </div>
      </Panel>
      <Panel title={t`Codes that customers use`}>
        <div className="panel-body">
          <CodeFields typed={typed} onChange={set} />
        </div>
      </Panel>
      <Panel title={t`In other languages`}>
        <div className="panel-body">
          <TranslationFields typed={typed} onChange={set} />
        </div>
      </Panel>
    </div>
  );
}

function Stock(props: { productId: string }): ReactNode {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t`Adjust stock…`}</Button>
      {asking ? <StockDialog productId={props.productId} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
