// One customer: who it is, where goods go, and how it is billed.

import { t } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { BesideDocument } from "../actions/document-pane.tsx";
import { HoldDialog, HoldNotices } from "../actions/holds.tsx";
import { useFirm } from "../backend/firm.tsx";
import { useAct, useRead } from "../backend/hooks.tsx";
import { Button } from "../kit/button.tsx";
import { YesNo } from "../kit/choice.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { BillingTrial } from "./billing-trial.tsx";
import {
  AddressFields,
  BankFields,
  BillingFields,
  ContactFields,
  ProfileFields,
  WhoFields,
} from "./customer-fields.tsx";
import {
  emptyCustomer,
  savedCustomer,
  typedCustomer,
  type TypedCustomer,
} from "./customer-form.ts";
import { ProfilePanel } from "./profile-panel.tsx";

export function NewCustomer(): ReactNode {
  const firm = useFirm();
  const { locale } = useShown();
  return <CustomerForm start={emptyCustomer(firm.currency, firm.country, locale)} />;
}

export function CustomerPage(props: { customerId: string }): ReactNode {
  const { data, error } = useRead("parties.customer", { customer_id: props.customerId });
  if (error !== null) {
    return (
      <div className="page">
        <ReadFailure error={error} />
      </div>
    );
  }
  if (data === undefined) return <Skeleton lines={6} />;
  return <CustomerForm key={data.base} start={typedCustomer(data)} />;
}

function CustomerForm(props: { start: TypedCustomer }): ReactNode {
  const navigate = useNavigate();
  const say = useToast();
  const save = useAct("parties.save_customer");
  const [typed, setTyped] = useState(props.start);
  const [onPaper, setOnPaper] = useState(false);
  const look = (): void => setOnPaper(!onPaper);
  const set = (next: Partial<TypedCustomer>): void => setTyped({ ...typed, ...next });
  const isNew = typed.customerId === null;
  const missing = typed.code.trim() === "" || typed.name.trim() === "";
  const commit = async (): Promise<void> => {
    const saved = await save.run(savedCustomer(typed));
    if (saved === null) return;
    say(t`${saved.code} saved`);
    void navigate({ to: "/customers" });
  };
  return (
    <BesideDocument number={props.start.code} only="statement" shown={onPaper} onClose={look}>
      <div className="page">
        <PageHead
          title={isNew ? t`New customer` : typed.name}
          sub={t`How each is billed is agreed with them, and frozen on every order.`}
          actions={
            <>
              {isNew ? null : (
                <Button onPress={look} testId="show-document">{t`Statement of account`}</Button>
              )}
              {typed.customerId === null ? null : <Hold customerId={typed.customerId} />}
              <Button
                kind="primary"
                busy={save.busy}
                disabled={missing}
                onPress={() => void commit()}
                testId="save"
              >
                {t`Save customer`}
              </Button>
            </>
          }
        />
        <FailureNotice failure={save.failure} />
        {typed.customerId === null ? null : <Holds customerId={typed.customerId} />}
        <Panel title={t`Who it is`}>
          <div className="panel-body stack">
            <WhoFields typed={typed} onChange={set} />
            {isNew ? null : (
              <YesNo
                label={t`Active: orders may be entered`}
                value={typed.active}
                onChange={(active) => set({ active })}
              />
            )}
          </div>
        </Panel>
        <Panel title={t`Addresses; the first is where goods go unless an order says otherwise`}>
          <div className="panel-body">
            <AddressFields typed={typed} onChange={set} />
          </div>
        </Panel>
        <Panel title={t`How it is billed`}>
          <div className="panel-body stack">
            <BillingFields typed={typed} onChange={set} />
          </div>
        </Panel>
        <Panel title={t`When and how invoices are made`}>
          <div className="panel-body stack">
            <ProfileFields typed={typed} onChange={set} />
            {isNew ? null : <BillingTrial customer={props.start.code} typed={typed} />}
          </div>
        </Panel>
        {isNew ? null : (
          <ProfilePanel whose={{ customer: props.start.code }} title={t`Documents`} />
        )}
        <Panel title={t`People to talk to`}>
          <div className="panel-body">
            <ContactFields typed={typed} onChange={set} />
          </div>
        </Panel>
        <Panel title={t`Bank accounts`}>
          <div className="panel-body">
            <BankFields typed={typed} onChange={set} />
          </div>
        </Panel>
      </div>
    </BesideDocument>
  );
}

function Hold(props: { customerId: string }): ReactNode {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t`Hold…`}</Button>
      {asking ? (
        <HoldDialog orderId={null} customerId={props.customerId} onClose={() => setAsking(false)} />
      ) : null}
    </>
  );
}

function Holds(props: { customerId: string }): ReactNode {
  const { data } = useRead("orders.holds", { order_id: null });
  const holds = data?.rows.filter((hold) => hold.customer_id === props.customerId) ?? [];
  return <HoldNotices holds={holds} />;
}
