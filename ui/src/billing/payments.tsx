// Money that arrived: what of it lies on invoices, what is free, what went back.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { PaymentView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { AllocateDialog } from "./allocate-dialog.tsx";
import { PaymentDialog } from "./payment-dialog.tsx";
import { RefundDialog } from "./refund-dialog.tsx";

export function Payments(): ReactNode {
  const { data, error } = useRead("billing.payments", { invoice_id: null });
  const [recording, setRecording] = useState(false);
  return (
    <Panel
      title={t`Payments received`}
      aside={
        <Button small onPress={() => setRecording(true)} testId="new-payment">
          {t`Record payment…`}
        </Button>
      }
    >
      {error === null ? null : <ReadFailure error={error} />}
      {data === undefined && error === null ? <Skeleton /> : null}
      {data !== undefined && data.rows.length === 0 ? (
        <Empty
          title={t`No payment yet`}
        >{t`A payment is recorded on its invoice, or here where it is not known yet what it pays.`}</Empty>
      ) : null}
      {data !== undefined && data.rows.length > 0 ? <PaymentTable rows={data.rows} /> : null}
      {recording ? <PaymentDialog onClose={() => setRecording(false)} /> : null}
    </Panel>
  );
}

/** What lies on no invoice and did not go back. */
function freeOf(payment: PaymentView): number {
  return payment.amount_minor - payment.allocated_minor - payment.refunded_minor;
}

function PaymentTable(props: { rows: readonly PaymentView[] }): ReactNode {
  const shown = useShown();
  const [asking, setAsking] = useState<{ act: "lay" | "back"; payment: PaymentView } | null>(null);
  const figure = (minor: number, payment: PaymentView): ReactNode =>
    minor === 0 ? <span className="dim">—</span> : shown.money(minor, payment.currency);
  return (
    <>
      <table className="table">
        <thead>
          <tr>
            <th>{t`Received`}</th>
            <th>{t`Payer`}</th>
            <th>{t`Reference`}</th>
            <th className="n">{t`Amount`}</th>
            <th className="n">{t`On invoices`}</th>
            <th className="n">{t`Paid back`}</th>
            <th className="n">{t`Free`}</th>
            <th className="tight" aria-label={t`Do`} />
          </tr>
        </thead>
        <tbody>
          {props.rows.map((payment) => (
            <tr key={payment.payment_id}>
              <td className="tight">{shown.day(payment.received_on)}</td>
              <td>{payment.payer_name}</td>
              <td className="soft">{payment.reference}</td>
              <td className="n">{shown.money(payment.amount_minor, payment.currency)}</td>
              <td className="n">{figure(payment.allocated_minor, payment)}</td>
              <td className="n">{figure(payment.refunded_minor, payment)}</td>
              <td className="n strong">{figure(freeOf(payment), payment)}</td>
              <td className="tight">
                <span className="row-acts">
                  <Button
                    small
                    kind={freeOf(payment) > 0 ? "plain" : "quiet"}
                    onPress={() => setAsking({ act: "lay", payment })}
                  >{t`Lay on invoices…`}</Button>
                  <Button
                    small
                    kind={freeOf(payment) > 0 ? "plain" : "quiet"}
                    onPress={() => setAsking({ act: "back", payment })}
                  >{t`Pay back…`}</Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asking?.act === "lay" ? (
        <AllocateDialog payment={asking.payment} onClose={() => setAsking(null)} />
      ) : null}
      {asking?.act === "back" ? (
        <RefundDialog
          payment={{
            paymentId: asking.payment.payment_id,
            payerName: asking.payment.payer_name,
            currency: asking.payment.currency,
            owedMinor: freeOf(asking.payment) > 0 ? freeOf(asking.payment) : null,
          }}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  );
}
