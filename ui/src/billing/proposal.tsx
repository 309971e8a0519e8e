// The documents of one order as they would be posted now: every line comes from a shipment and an
// agreed price; what is owed back comes from a posted line.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { ProposalLine, ProposalOrder, ProposalView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { PriceText } from "../kit/price.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { useToast } from "../kit/toasts.tsx";
import { TotalsTable } from "../kit/totals.tsx";
import { daysBetween } from "../lib/dates.ts";
import { unitName } from "../lib/names.ts";
import { causeName, chargeName, documentName } from "../lib/states.ts";
import { paperOf, type PostedPaper } from "./posted.tsx";

const NEAR_DAYS = 3;

/** What one press posts: all that is proposed for the order. */
function postName(proposals: readonly ProposalView[]): string {
  const n = proposals.length;
  const only = n === 1 ? proposals[0] : undefined;
  if (only === undefined) return t`Post ${n} documents`;
  return only.kind === "credit_note" ? t`Post credit note` : t`Post invoice`;
}

export function OrderProposals(props: {
  orderId: string;
  proposals: readonly ProposalView[];
  onPosted: (papers: readonly PostedPaper[]) => void;
}): ReactNode {
  const { proposals } = props;
  const say = useToast();
  const post = useAct("billing.post");
  const first = proposals[0];
  if (first === undefined) return null;
  const run = async (): Promise<void> => {
    const posted = await post.run({ order_id: props.orderId });
    if (posted === null) return;
    const numbers = posted.documents.map((one) => one.number).join(", ");
    say(t`${numbers} posted`);
    props.onPosted(posted.documents.map(paperOf));
  };
  return (
    <section className="panel proposal" aria-label={first.order_number}>
      <header>
        <h2>{first.customer_name}</h2>
        <Link to="/orders/$id" params={{ id: first.order_id }}>
          {first.order_number}
        </Link>
        <Button kind="primary" busy={post.busy} onPress={() => void run()} testId="post">
          {postName(proposals)}
        </Button>
      </header>
      <FailureNotice failure={post.failure} />
      {proposals.map((proposal, n) => (
        <Proposal
          key={`${proposal.kind}/${proposal.invoice_id ?? ""}/${proposal.lines[0]?.supply_date ?? n}`}
          proposal={proposal}
        />
      ))}
    </section>
  );
}

function Proposal(props: { proposal: ProposalView }): ReactNode {
  const { proposal } = props;
  const credit = proposal.kind === "credit_note";
  return (
    <div className="proposed">
      <div className="proposed-head">
        <Tag tone={credit ? "close" : "bill"}>{documentName(proposal.kind)}</Tag>
        {proposal.invoice_id === null ? null : (
          <span className="soft">
            {t`corrects`}{" "}
            <Link to="/invoices/$id" params={{ id: proposal.invoice_id }}>
              {proposal.invoice_number}
            </Link>
          </span>
        )}
        {proposal.orders.length > 1 ? (
          <span className="soft">{t`of ${proposal.orders.length} orders`}</span>
        ) : null}
        <InvoiceBy day={proposal.invoice_by} />
      </div>
      <ProposalLines proposal={proposal} />
      <div className="proposal-foot">
        <TotalsTable
          totals={proposal.totals}
          taxes={proposal.taxes}
          currency={proposal.currency}
          credit={credit}
        />
      </div>
    </div>
  );
}

function InvoiceBy(props: { day: string | null }): ReactNode {
  const { day, today } = useShown();
  if (props.day === null) return null;
  const left = daysBetween(today, props.day);
  return (
    <Tag tone={left <= NEAR_DAYS ? "danger" : "neutral"} glyph="clock">
      {t`invoice by ${day(props.day)}`}
    </Tag>
  );
}

function ProposalLines(props: { proposal: ProposalView }): ReactNode {
  const { proposal } = props;
  const credit = proposal.kind === "credit_note";
  const shown = useShown();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`Product`}</th>
          <th>{t`From delivery note`}</th>
          {credit ? <th>{t`Why`}</th> : null}
          <th className="n">{credit ? t`Given back` : t`Received, not billed`}</th>
          <th className="n">{t`Agreed price`}</th>
          <th className="n">{t`VAT`}</th>
          <th className="n">{t`Net`}</th>
        </tr>
      </thead>
      <tbody>
        {proposal.lines.map((line, n) => (
          <Fragment
            key={`${line.shipment_id}/${line.shipment_n}/${line.invoice_n ?? ""}/${line.cause ?? ""}`}
          >
            {proposal.lines[n - 1]?.order_id === line.order_id ? null : (
              <OrderHead orders={proposal.orders} id={line.order_id} columns={credit ? 7 : 6} />
            )}
            <ProposalRow line={line} currency={proposal.currency} />
          </Fragment>
        ))}
        {proposal.charges.map((charge) => (
          <tr key={charge.description}>
            <td colSpan={5}>
              {charge.description === "" ? chargeName(charge.kind) : charge.description}{" "}
              <span className="dim">{t`agreed on the order`}</span>
            </td>
            <td className="n">{shown.amount(charge.net_minor, proposal.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where a document is of several orders, each stands over its lines. */
function OrderHead(props: {
  orders: readonly ProposalOrder[];
  id: string;
  columns: number;
}): ReactNode {
  const order = props.orders.find((one) => one.order_id === props.id);
  if (order === undefined || props.orders.length < 2) return null;
  return (
    <tr className="order-head">
      <th scope="rowgroup" colSpan={props.columns}>
        <Link to="/orders/$id" params={{ id: order.order_id }}>
          {order.order_number}
        </Link>
        {order.customer_po === null ? null : (
          <span className="dim">{t`PO ${order.customer_po}`}</span>
        )}
      </th>
    </tr>
  );
}

function ProposalRow(props: { line: ProposalLine; currency: string }): ReactNode {
  const { line, currency } = props;
  const shown = useShown();
  return (
    <tr>
      <td>
        {line.description} <span className="dim">{line.product_code}</span>
      </td>
      <td className="soft">
        {line.shipment_number} · {shown.day(line.supply_date)}
      </td>
      {line.cause === null ? null : <td>{causeName(line.cause)}</td>}
      <td className="n">
        {line.quantity === 0 ? (
          <span className="dim">{t`value only`}</span>
        ) : (
          <>
            {shown.quantity(line.quantity)} <span className="dim">{unitName(line.unit_code)}</span>
          </>
        )}
      </td>
      <td className="n">
        <PriceText price={line.price} currency={currency} />
      </td>
      <td className="n dim">{shown.percent(line.rate_ppm)}</td>
      <td className="n">{shown.amount(line.net_minor, currency)}</td>
    </tr>
  );
}
