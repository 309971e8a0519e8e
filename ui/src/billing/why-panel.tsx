// Why is this charged? The order, the agreed price, the delivery and its proof, each with its entry
// in the ledger.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { FactRef, InvoiceView, WhyAnswer, WhyLine } from "../bindings/commands.ts";
import { SidePanel } from "../kit/dialog.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { PriceText } from "../kit/price.tsx";
import { useShown } from "../kit/setting.tsx";
import { unitName } from "../lib/names.ts";
import { sourceName } from "../lib/states.ts";
import { WhyTotals } from "./why-totals.tsx";

export function WhyPanel(props: {
  invoice: InvoiceView;
  asked: number | "totals";
  onClose: () => void;
}): ReactNode {
  const { invoice, asked, onClose } = props;
  if (asked === "totals") {
    return (
      <SidePanel title={t`Why this total?`} sub={invoice.number} onClose={onClose}>
        <WhyTotals invoice={invoice} />
      </SidePanel>
    );
  }
  const line = invoice.lines.find((one) => one.invoice_n === asked);
  return (
    <SidePanel
      title={t`Why is this charged?`}
      sub={`${invoice.number} / ${asked} · ${line?.description ?? ""}`}
      onClose={onClose}
    >
      <LineChain invoiceId={invoice.invoice_id} invoiceN={asked} />
    </SidePanel>
  );
}

function LineChain(props: { invoiceId: string; invoiceN: number }): ReactNode {
  const { data: why, error } = useRead("billing.why", {
    invoice: props.invoiceId,
    invoice_n: props.invoiceN,
  });
  if (error !== null) return <ReadFailure error={error} />;
  const line = why?.lines.find((one) => one.line.invoice_n === props.invoiceN);
  if (why === undefined || line === undefined) return <Skeleton />;
  return (
    <>
      <Sum line={line.line} currency={why.currency} />
      <Chain why={why} line={line} />
    </>
  );
}

/** The multiplication, in the figures that were posted. */
function Sum(props: { line: WhyLine["line"]; currency: string }): ReactNode {
  const { line, currency } = props;
  const shown = useShown();
  const unit = unitName(line.unit_code);
  return (
    <dl className="sum" data-testid="why-sum">
      <dt>
        {shown.quantity(line.quantity)} {unit} ×{" "}
        <PriceText price={{ ...line, discount_ppm: 0 }} currency={currency} />
      </dt>
      <dd>{shown.money(line.gross_minor, currency)}</dd>
      {line.allowance_minor === 0 ? null : (
        <>
          <dt>{t`Discount ${shown.percent(line.discount_ppm)}`}</dt>
          <dd>{shown.money(-line.allowance_minor, currency)}</dd>
        </>
      )}
      <dt className="total">{t`Net`}</dt>
      <dd className="total">{shown.money(line.net_minor, currency)}</dd>
    </dl>
  );
}

function Chain(props: { why: WhyAnswer; line: WhyLine }): ReactNode {
  const { why } = props;
  const { line, order, agreed, shipment, proof } = props.line;
  const shown = useShown();
  const unit = unitName(line.unit_code);
  return (
    <ol className="chain" data-testid="why-chain">
      <Link tab="order" name={t`Ordered`} fact={order.fact}>
        {t`${shown.quantity(order.ordered)} ${unit} on order ${order.number}, line ${order.line_n}`}
      </Link>
      <Link tab="collect" name={t`Price agreed`} fact={agreed.fact}>
        <PriceText price={line} currency={why.currency} /> · {sourceName(agreed.source)}
        <br />
        <span className="soft">
          {agreed.evidence.reference}
          {agreed.evidence.date === null ? null : <>, {shown.day(agreed.evidence.date)}</>}
          {agreed.agreed_by === null ? null : <> · {t`agreed by ${agreed.agreed_by}`}</>}
        </span>
      </Link>
      <Link tab="fulfil" name={t`Shipped`} fact={shipment.fact}>
        {t`${shown.quantity(shipment.quantity)} ${unit} with ${shipment.number} on ${shown.day(shipment.dispatched_on)}`}
      </Link>
      <Link tab="prove" name={t`Received`} fact={proof?.fact ?? null}>
        <Proved proof={proof} unit={unit} />
      </Link>
      <Link tab="bill" name={t`Billed`} fact={why.fact}>
        {t`Invoice ${why.number}`}
      </Link>
    </ol>
  );
}

function Proved(props: { proof: WhyLine["proof"]; unit: string }): ReactNode {
  const { proof, unit } = props;
  const shown = useShown();
  if (proof === null) return t`This customer agreed to be billed on dispatch.`;
  return (
    <>
      {t`${shown.quantity(proof.accepted)} ${unit} accepted on ${shown.day(proof.received_on)}`}
      {proof.signed_by === null ? null : <>, {t`signed by ${proof.signed_by}`}</>}
      <br />
      <span className="soft">{proof.reference}</span>
      {proof.goods_receipt === null ? null : (
        <span className="soft">, {t`goods receipt ${proof.goods_receipt}`}</span>
      )}
    </>
  );
}

function Link(props: {
  tab: string;
  name: string;
  fact: FactRef | null;
  children: ReactNode;
}): ReactNode {
  const { fact } = props;
  const shown = useShown();
  return (
    <li className={`tab-${props.tab}`}>
      <h3>{props.name}</h3>
      <p>{props.children}</p>
      {fact === null ? null : (
        <>
          <p className="dim">
            {shown.instant(fact.at)} · {fact.actor ?? t`the program`}
          </p>
          <code className="hash" title={t`Entry in the ledger`}>
            {fact.hash}
          </code>
        </>
      )}
    </li>
  );
}
