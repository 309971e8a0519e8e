// A posted invoice: what it says, what was paid, and where every figure comes from.

import { t } from "@lingui/core/macro";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { BesideDocument } from "../actions/document-pane.tsx";
import { useRead } from "../backend/hooks.tsx";
import type { InvoiceView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { Fact, PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { TotalsTable } from "../kit/totals.tsx";
import { ExchangeNote } from "./exchange-note.tsx";
import { DocumentParties } from "./document-parties.tsx";
import { InvoiceLines } from "./invoice-lines.tsx";
import { PaidTag } from "./paid-tag.tsx";
import { PayDialog } from "./pay-dialog.tsx";
import { TakeBackDialog } from "./take-back-dialog.tsx";
import { WhyPanel } from "./why-panel.tsx";

/** A line's number, or the totals. */
export type Asked = number | "totals";

export function InvoicePage(props: { invoiceId: string }): ReactNode {
  const { data: invoice, error } = useRead("billing.invoice", { invoice: props.invoiceId });
  if (error !== null) {
    return (
      <div className="page">
        <ReadFailure error={error} />
      </div>
    );
  }
  if (invoice === undefined) return <Skeleton lines={6} />;
  return <OpenInvoice invoice={invoice} />;
}

function OpenInvoice(props: { invoice: InvoiceView }): ReactNode {
  const { invoice } = props;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [onPaper, setOnPaper] = useState(false);
  const title = (
    <>
      <span>
        {invoice.kind === "deferred" ? t`Deferred invoice` : t`Invoice`}{" "}
        <span data-testid="invoice-number">{invoice.number}</span>
      </span>
      <PaidTag invoice={invoice} />
    </>
  );
  const look = (): void => setOnPaper(!onPaper);
  return (
    <BesideDocument number={invoice.number} shown={onPaper} onClose={look}>
      <div className="page page-document">
        <PageHead
          title={title}
          sub={t`Posted documents never change; corrections are documents of their own.`}
          actions={<InvoiceActs invoice={invoice} onLook={look} />}
        />
        <section className="panel document" aria-label={t`Invoice ${invoice.number}`}>
          <div className="document-head">
            <DocumentParties seller={invoice.seller} buyer={invoice.buyer} />
            <Facts invoice={invoice} />
          </div>
          <InvoiceLines invoice={invoice} onWhy={setAsked} />
          <div className="proposal-foot">
            <ExchangeNote exchange={invoice.exchange} taxes={invoice.taxes} />
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
        <Account invoice={invoice} />
        {asked === null ? null : (
          <WhyPanel invoice={invoice} asked={asked} onClose={() => setAsked(null)} />
        )}
      </div>
    </BesideDocument>
  );
}

function InvoiceActs(props: { invoice: InvoiceView; onLook: () => void }): ReactNode {
  const { invoice } = props;
  const navigate = useNavigate();
  const [asking, setAsking] = useState<"pay" | "take" | null>(null);
  const standing = invoice.credited_minor < invoice.totals.gross_minor;
  return (
    <>
      <Button onPress={props.onLook} testId="show-document">{t`Document`}</Button>
      {standing ? (
        <Button onPress={() => setAsking("take")} testId="take-back">
          {t`Take invoice back…`}
        </Button>
      ) : null}
      {invoice.open_minor > 0 ? (
        <Button kind="primary" onPress={() => setAsking("pay")} testId="pay">
          {t`Record payment…`}
        </Button>
      ) : null}
      {asking === "pay" ? <PayDialog invoice={invoice} onClose={() => setAsking(null)} /> : null}
      {asking === "take" ? (
        <TakeBackDialog
          invoice={invoice}
          onClose={() => setAsking(null)}
          onPosted={(posted) =>
            void navigate({ to: "/credit-notes/$id", params: { id: posted.document_id } })
          }
        />
      ) : null}
    </>
  );
}

function Facts(props: { invoice: InvoiceView }): ReactNode {
  const { invoice } = props;
  const shown = useShown();
  const { day } = shown;
  const money = (minor: number): string => shown.money(minor, invoice.currency);
  return (
    <dl className="facts">
      <Fact name={t`Date`}>{day(invoice.issued_on)}</Fact>
      <Fact name={t`Due`}>{day(invoice.due_on)}</Fact>
      {invoice.early_payment === null ? null : (
        <Fact name={t`Early payment`}>
          {t`${money(invoice.early_payment.discount_minor)} less until ${day(invoice.early_payment.pay_by)}`}
        </Fact>
      )}
      {invoice.orders.length === 0 ? <OneOrder invoice={invoice} /> : null}
      {invoice.orders.map((order) => (
        <Fact key={order.order_id} name={t`Order`}>
          <Link to="/orders/$id" params={{ id: order.order_id }}>
            {order.order_number}
          </Link>{" "}
          {order.references.customer_po === null ? null : (
            <span className="soft">{t`PO ${order.references.customer_po}`}</span>
          )}
        </Fact>
      ))}
    </dl>
  );
}

function OneOrder(props: { invoice: InvoiceView }): ReactNode {
  const { invoice } = props;
  return (
    <>
      <Fact name={t`Order`}>
        <Link to="/orders/$id" params={{ id: invoice.order_id }}>
          {invoice.order_number}
        </Link>
      </Fact>
      {invoice.references.customer_po === null ? null : (
        <Fact name={t`Their PO`}>{invoice.references.customer_po}</Fact>
      )}
    </>
  );
}

/** What corrected the invoice, what was paid, and what is left of it. */
function Account(props: { invoice: InvoiceView }): ReactNode {
  const { invoice } = props;
  const shown = useShown();
  const money = (minor: number): string => shown.money(minor, invoice.currency);
  if (invoice.payments.length + invoice.credit_notes.length === 0) return null;
  return (
    <Panel title={t`Credit notes and payments`} className="document">
      <table className="table">
        <tbody>
          {invoice.credit_notes.map((note) => (
            <tr key={note.credit_note_id}>
              <td className="tight">
                <Tag tone="close">{t`Credit note`}</Tag>
              </td>
              <td className="tight">{shown.day(note.issued_on)}</td>
              <td>
                <Link to="/credit-notes/$id" params={{ id: note.credit_note_id }}>
                  {note.number}
                </Link>
              </td>
              <td className="n">{money(-note.gross_minor)}</td>
            </tr>
          ))}
          {invoice.payments.map((payment) => (
            <tr key={payment.payment_id}>
              <td className="tight">
                <Tag tone="collect">{t`Payment`}</Tag>
              </td>
              <td className="tight">{shown.day(payment.received_on)}</td>
              <td className="soft">{payment.reference}</td>
              <td className="n">{money(payment.amount_minor)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Sum name={t`Billed`} value={money(invoice.totals.gross_minor)} />
          <Sum name={t`Credited`} value={money(-invoice.credited_minor)} />
          <Sum name={t`Paid on this invoice`} value={money(-invoice.paid_minor)} />
          <Sum
            name={invoice.open_minor < 0 ? t`Paid beyond what is due` : t`Still open`}
            value={money(invoice.open_minor)}
          />
        </tfoot>
      </table>
    </Panel>
  );
}

function Sum(props: { name: string; value: string }): ReactNode {
  return (
    <tr>
      <td colSpan={3} className="n">
        {props.name}
      </td>
      <td className="n">{props.value}</td>
    </tr>
  );
}
