// A posted credit note: what it gives back, why, and the invoice that it corrects.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { BesideDocument } from "../actions/document-pane.tsx";
import { useRead } from "../backend/hooks.tsx";
import type { CreditLine, CreditNote } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Notice, Skeleton } from "../kit/notice.tsx";
import { Fact, PageHead } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { TotalsTable } from "../kit/totals.tsx";
import { unitName } from "../lib/names.ts";
import { causeName } from "../lib/states.ts";
import { ExchangeNote } from "./exchange-note.tsx";
import { DocumentParties } from "./document-parties.tsx";

export function CreditNotePage(props: { creditNoteId: string }): ReactNode {
  const [onPaper, setOnPaper] = useState(false);
  const { data, error } = useRead("billing.credit_note", { credit_note_id: props.creditNoteId });
  if (error !== null) {
    return (
      <div className="page">
        <ReadFailure error={error} />
      </div>
    );
  }
  if (data === undefined) return <Skeleton lines={6} />;
  const note = data.credit_note;
  const look = (): void => setOnPaper(!onPaper);
  return (
    <BesideDocument number={note.number} shown={onPaper} onClose={look}>
      <div className="page page-document">
        <PageHead
          title={
            <span>
              {t`Credit note`} <span data-testid="credit-note-number">{note.number}</span>
            </span>
          }
          sub={t`Posted documents never change.`}
          actions={<Button onPress={look} testId="show-document">{t`Document`}</Button>}
        />
        <Reasons note={note} />
        <section className="panel document" aria-label={t`Credit note ${note.number}`}>
          <div className="document-head">
            <DocumentParties seller={note.seller} buyer={note.buyer} />
            <Facts note={note} />
          </div>
          <CreditLines note={note} />
          <div className="proposal-foot">
            <ExchangeNote exchange={note.exchange} taxes={note.taxes} />
            <TotalsTable
              totals={note.totals}
              taxes={note.taxes}
              currency={note.terms.currency}
              credit
            />
          </div>
        </section>
        <code className="hash" title={t`Entry in the ledger`}>
          {data.fact_hash}
        </code>
      </div>
    </BesideDocument>
  );
}

/** What a person decided, and with which evidence. */
function Reasons(props: { note: CreditNote }): ReactNode {
  const { note, evidence } = props.note;
  const { day } = useShown();
  if (note === null && evidence === null) return null;
  return (
    <Notice tone="info">
      {note === null ? null : <p>{note}</p>}
      {evidence === null ? null : (
        <p className="soft">
          {evidence.reference}
          {evidence.date === null ? null : <>, {day(evidence.date)}</>}
        </p>
      )}
    </Notice>
  );
}

function Facts(props: { note: CreditNote }): ReactNode {
  const { note } = props;
  const { day } = useShown();
  return (
    <dl className="facts">
      <Fact name={t`Date`}>{day(note.issued_on)}</Fact>
      <Fact name={t`On invoice`}>
        <Link to="/invoices/$id" params={{ id: note.invoice_id }}>
          {note.invoice_number}
        </Link>{" "}
        <span className="dim">{day(note.invoice_date)}</span>
      </Fact>
      <Fact name={t`Order`}>
        <Link to="/orders/$id" params={{ id: note.order_id }}>
          {note.order_number}
        </Link>
      </Fact>
      {note.references.customer_po === null ? null : (
        <Fact name={t`Their PO`}>{note.references.customer_po}</Fact>
      )}
    </dl>
  );
}

function CreditLines(props: { note: CreditNote }): ReactNode {
  const { note } = props;
  const shown = useShown();
  return (
    <table className="table">
      <thead>
        <tr>
          <th className="tight">#</th>
          <th>{t`What`}</th>
          <th>{t`Why`}</th>
          <th>{t`Delivery note`}</th>
          <th className="n">{t`Quantity`}</th>
          <th className="n">{t`VAT`}</th>
          <th className="n">{t`Net`}</th>
        </tr>
      </thead>
      <tbody>
        {note.lines.map((line) => (
          <tr key={line.credit_n}>
            <td className="dim">{line.credit_n}</td>
            <td>
              {line.description} <span className="dim">{line.product_code}</span>
            </td>
            <td>{causeName(line.cause)}</td>
            <td className="soft">{line.shipment_number}</td>
            <td className="n">
              <CreditQuantity line={line} />
            </td>
            <td className="n dim">{shown.percent(line.rate_ppm)}</td>
            <td className="n">{shown.amount(line.net_minor, note.terms.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CreditQuantity(props: { line: CreditLine }): ReactNode {
  const { quantity, unit_code: unit } = props.line;
  const shown = useShown();
  if (quantity === 0) return <span className="dim">{t`value only`}</span>;
  return (
    <>
      {shown.quantity(quantity)}{" "}
      {unit === null ? null : <span className="dim">{unitName(unit)}</span>}
    </>
  );
}
