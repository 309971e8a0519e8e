// One invoice as it would be posted now: every line comes from a shipment and an agreed price.

import { t } from "@lingui/core/macro";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { ProposalLine, ProposalView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { PriceText } from "../kit/price.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { useToast } from "../kit/toasts.tsx";
import { TotalsTable } from "../kit/totals.tsx";
import { daysBetween } from "../lib/dates.ts";
import { unitName } from "../lib/names.ts";
import { chargeName } from "../lib/states.ts";

const NEAR_DAYS = 3;

export function Proposal(props: { proposal: ProposalView }): ReactNode {
  const { proposal } = props;
  const navigate = useNavigate();
  const say = useToast();
  const post = useAct("billing.post");
  const run = async (): Promise<void> => {
    const posted = await post.run({ order_id: proposal.order_id });
    if (posted === null) return;
    say(t`Invoice ${posted.number} posted`);
    void navigate({ to: "/invoices/$id", params: { id: posted.invoice_id } });
  };
  return (
    <section className="panel proposal" aria-label={proposal.order_number}>
      <header>
        <h2>{proposal.customer_name}</h2>
        <Link to="/orders/$id" params={{ id: proposal.order_id }}>
          {proposal.order_number}
        </Link>
        <InvoiceBy day={proposal.invoice_by} />
        <Button kind="primary" busy={post.busy} onPress={() => void run()} testId="post">
          {t`Post invoice`}
        </Button>
      </header>
      <ProposalLines proposal={proposal} />
      <div className="proposal-foot">
        <FailureNotice failure={post.failure} />
        <TotalsTable totals={proposal.totals} taxes={proposal.taxes} currency={proposal.currency} />
      </div>
    </section>
  );
}

function InvoiceBy(props: { day: string | null }): ReactNode {
  const { day, today } = useShown();
  if (props.day === null) return <span />;
  const left = daysBetween(today, props.day);
  return (
    <Tag tone={left <= NEAR_DAYS ? "danger" : "neutral"} glyph="clock">
      {t`invoice by ${day(props.day)}`}
    </Tag>
  );
}

function ProposalLines(props: { proposal: ProposalView }): ReactNode {
  const { proposal } = props;
  const shown = useShown();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`Product`}</th>
          <th>{t`From delivery note`}</th>
          <th className="n">{t`Received, not billed`}</th>
          <th className="n">{t`Agreed price`}</th>
          <th className="n">{t`VAT`}</th>
          <th className="n">{t`Net`}</th>
        </tr>
      </thead>
      <tbody>
        {proposal.lines.map((line) => (
          <ProposalRow
            key={`${line.shipment_number}/${line.line_n}`}
            line={line}
            currency={proposal.currency}
          />
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
      <td className="n">
        {shown.quantity(line.quantity)} <span className="dim">{unitName(line.unit_code)}</span>
      </td>
      <td className="n">
        <PriceText price={line.price} currency={currency} />
      </td>
      <td className="n dim">{shown.percent(line.rate_ppm)}</td>
      <td className="n">{shown.amount(line.net_minor, currency)}</td>
    </tr>
  );
}
