// Lays what is free of a payment on open invoices of its payer, in the order in which they are chosen.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { PaymentView } from "../bindings/commands.ts";
import { YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { Notice } from "../kit/notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";

export function AllocateDialog(props: { payment: PaymentView; onClose: () => void }): ReactNode {
  const { payment } = props;
  const shown = useShown();
  const say = useToast();
  const allocate = useAct("billing.allocate");
  const { data } = useRead("billing.invoices", {
    order_id: null,
    payer: payment.payer,
    open: true,
    search: "",
    limit: 1000,
    offset: 0,
  });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const open = (data?.rows ?? []).filter((row) => row.currency === payment.currency);
  const oldestFirst = open.toReversed();
  const commit = async (): Promise<void> => {
    const laid = await allocate.run({ payment_id: payment.payment_id, invoice_ids: [...chosen] });
    if (laid === null) return;
    say(t`${shown.money(laid.allocated_minor, payment.currency)} laid on invoices`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Lay the payment of ${payment.payer_name} on invoices`}
      wide
      busy={allocate.busy}
      onClose={props.onClose}
      hint={t`Each is paid up to what is open, in the order chosen.`}
      commit={{
        label: t`Lay on invoices`,
        onCommit: () => void commit(),
        disabled: chosen.length === 0,
      }}
    >
      {data !== undefined && open.length === 0 ? (
        <Notice tone="info">{t`This payer has no open invoice in ${payment.currency}.`}</Notice>
      ) : null}
      {open.length === 0 ? null : (
        <table className="table inset">
          <thead>
            <tr>
              <th>{t`Invoice`}</th>
              <th>{t`Order`}</th>
              <th>{t`Due`}</th>
              <th className="n">{t`Still open`}</th>
            </tr>
          </thead>
          <tbody>
            {oldestFirst.map((row) => (
              <tr key={row.invoice_id}>
                <td>
                  <YesNo
                    label={row.number}
                    value={chosen.includes(row.invoice_id)}
                    onChange={(yes) =>
                      setChosen(
                        yes
                          ? [...chosen, row.invoice_id]
                          : chosen.filter((id) => id !== row.invoice_id),
                      )
                    }
                  />
                </td>
                <td className="soft">{row.order_number}</td>
                <td>{shown.day(row.due_on)}</td>
                <td className="n">{shown.money(row.open_minor, row.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <FailureNotice failure={allocate.failure} />
    </DialogFrame>
  );
}
