// A posted invoice: what it says, what was paid, and where every figure comes from.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { InvoiceView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { Fact, PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { TotalsTable } from "../kit/totals.tsx";
import { InvoiceLines } from "./invoice-lines.tsx";
import { PaidTag } from "./paid-tag.tsx";
import { PayDialog } from "./pay-dialog.tsx";
import { WhyPanel } from "./why-panel.tsx";

/** A line's number, or the totals. */
export type Asked = number | "totals";

export function InvoicePage(props: { invoiceId: string }): ReactNode {
  const { data: invoice, error } = useRead("billing.invoice", { invoice: props.invoiceId });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [paying, setPaying] = useState(false);
  if (error !== null) {
    return (
      <div className="page">
        <ReadFailure error={error} />
      </div>
    );
  }
  if (invoice === undefined) return <Skeleton lines={6} />;
  const pay = (
    <Button kind="primary" onPress={() => setPaying(true)} testId="pay">
      {t`Record payment…`}
    </Button>
  );
  const title = (
    <>
      <span>
        {t`Invoice`} <span data-testid="invoice-number">{invoice.number}</span>
      </span>
      <PaidTag invoice={invoice} />
    </>
  );
  return (
    <div className="page page-document">
      <PageHead
        title={title}
        sub={t`Posted documents never change.`}
        actions={invoice.open_minor > 0 ? pay : undefined}
      />
      <section className="panel document" aria-label={t`Invoice ${invoice.number}`}>
        <DocumentHead invoice={invoice} />
        <InvoiceLines invoice={invoice} onWhy={setAsked} />
        <div className="proposal-foot">
          <TotalsTable
            totals={invoice.totals}
            taxes={invoice.taxes}
            currency={invoice.currency}
            aside={
              <Button kind="why" label={t`Why this total?`} onPress={() => setAsked("totals")}>
                {t`Why?`}
              </Button>
            }
          />
        </div>
      </section>
      <Payments invoice={invoice} />
      {asked === null ? null : (
        <WhyPanel invoice={invoice} asked={asked} onClose={() => setAsked(null)} />
      )}
      {paying ? <PayDialog invoice={invoice} onClose={() => setPaying(false)} /> : null}
    </div>
  );
}

function DocumentHead(props: { invoice: InvoiceView }): ReactNode {
  const { invoice } = props;
  const { day } = useShown();
  const address = invoice.buyer.addresses[0];
  return (
    <div className="document-head">
      <div>
        <h3>{t`From`}</h3>
        <b className="strong">{invoice.seller.name}</b>
      </div>
      <div>
        <h3>{t`To`}</h3>
        <b className="strong">{invoice.buyer.name}</b>
        {address === undefined ? null : (
          <div className="soft">
            {address.street}, {address.postcode} {address.city}
          </div>
        )}
        {invoice.buyer.tax_id === null ? null : <div className="soft">{invoice.buyer.tax_id}</div>}
      </div>
      <dl className="facts">
        <Fact name={t`Date`}>{day(invoice.issued_on)}</Fact>
        <Fact name={t`Due`}>{day(invoice.due_on)}</Fact>
        <Fact name={t`Order`}>
          <Link to="/orders/$id" params={{ id: invoice.order_id }}>
            {invoice.order_number}
          </Link>
        </Fact>
        {invoice.references.customer_po === null ? null : (
          <Fact name={t`Their PO`}>{invoice.references.customer_po}</Fact>
        )}
      </dl>
    </div>
  );
}

function Payments(props: { invoice: InvoiceView }): ReactNode {
  const { invoice } = props;
  const shown = useShown();
  if (invoice.payments.length === 0) return null;
  return (
    <Panel title={t`Payments received`} className="document">
      <table className="table">
        <tbody>
          {invoice.payments.map((payment) => (
            <tr key={payment.payment_id}>
              <td className="tight">{shown.day(payment.received_on)}</td>
              <td className="soft">{payment.reference}</td>
              <td className="n">{shown.money(payment.amount_minor, invoice.currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={2} className="n">{t`Still open`}</td>
            <td className="n">{shown.money(invoice.open_minor, invoice.currency)}</td>
          </tr>
        </tfoot>
      </table>
    </Panel>
  );
}
