// What an order says only sometimes: another receiver or payer, further references, a frame.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { AddressChoice } from "../actions/address-choice.tsx";
import { CustomerPicker } from "../actions/customer-picker.tsx";
import { useRead } from "../backend/hooks.tsx";
import type { References } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { YesNo } from "../kit/choice.tsx";
import { DateEntry, TextEntry } from "../kit/fields.tsx";
import { Panel } from "../kit/page.tsx";
import type { HalfTyped, Party, TypedParties } from "./half-typed.ts";

interface EntryMoreProps {
  typed: HalfTyped;
  onChange: (typed: HalfTyped) => void;
}

/** Whether the draft already says one of these. */
function saysMore({ parties, references, blanket }: HalfTyped): boolean {
  const { contract, project, buyer_reference, cig, cup } = references;
  const others = [contract, project, buyer_reference, cig, cup, ...Object.values(parties)];
  return blanket || others.some((one) => one !== null);
}

export function EntryMore(props: EntryMoreProps): ReactNode {
  const { typed, onChange } = props;
  const [open, setOpen] = useState(() => saysMore(typed));
  if (!open) {
    return (
      <div>
        <Button kind="quiet" small onPress={() => setOpen(true)} testId="more">
          {t`Another receiver or payer, further references…`}
        </Button>
      </div>
    );
  }
  return (
    <Panel title={t`Receiver, payer and references`}>
      <div className="panel-body stack">
        {typed.customer === null ? (
          <p className="dim">{t`Choose a customer first.`}</p>
        ) : (
          <EntryParties customer={typed.customer} typed={typed} onChange={onChange} />
        )}
        <EntryReferences typed={typed} onChange={onChange} />
        <div className="bar">
          <YesNo
            label={t`A frame order, called off later`}
            value={typed.blanket}
            onChange={(blanket) => onChange({ ...typed, blanket })}
          />
          <YesNo
            label={t`Discontinued products may be ordered`}
            value={typed.allowDiscontinued}
            onChange={(allowDiscontinued) => onChange({ ...typed, allowDiscontinued })}
          />
        </div>
      </div>
    </Panel>
  );
}

function EntryParties(props: EntryMoreProps & { customer: Party }): ReactNode {
  const { customer, typed, onChange } = props;
  const { parties } = typed;
  const set = (next: Partial<TypedParties>): void => {
    onChange({ ...typed, parties: { ...parties, ...next } });
  };
  const { data: own } = useRead("parties.customer", { customer_id: customer.customer_id });
  const receiverId = parties.shipTo?.customer_id ?? customer.customer_id;
  const { data: receiver } = useRead("parties.customer", { customer_id: receiverId });
  const usualBillTo = own?.bill_to ?? customer;
  const usualPayer = own?.payer ?? parties.billTo ?? usualBillTo;
  const asUsual = (party: Party | null): string =>
    party === null ? t`as in the customer's record` : t`for this order only`;
  return (
    <div className="form-row form-row-4">
      <CustomerPicker
        label={t`Ships to`}
        name="receiver"
        value={receiver === undefined ? customer : partyOf(receiver.customer)}
        onPick={({ customer_id }) => set({ shipTo: { customer_id, address_n: 0 } })}
      />
      <AddressChoice
        customerId={receiverId}
        value={parties.shipTo?.address_n ?? 0}
        onChange={(shipTo) => set({ shipTo })}
      />
      <CustomerPicker
        label={t`Bills to`}
        name="bill-to"
        value={parties.billTo ?? usualBillTo}
        hint={asUsual(parties.billTo)}
        onPick={(billTo) =>
          set({ billTo: billTo.customer_id === usualBillTo.customer_id ? null : billTo })
        }
      />
      <CustomerPicker
        label={t`Payer`}
        name="payer"
        value={parties.payer ?? usualPayer}
        hint={asUsual(parties.payer)}
        onPick={(payer) =>
          set({ payer: payer.customer_id === usualPayer.customer_id ? null : payer })
        }
      />
    </div>
  );
}

function partyOf(customer: {
  customer_id: string;
  code: string;
  identity: { name: string };
}): Party {
  const { customer_id, code, identity } = customer;
  return { customer_id, code, name: identity.name };
}

function EntryReferences(props: EntryMoreProps): ReactNode {
  const { typed, onChange } = props;
  const { references } = typed;
  const field = (
    key: Exclude<keyof References, "customer_po" | "po_date">,
    label: string,
  ): ReactNode => (
    <TextEntry
      label={label}
      name={key}
      value={references[key] ?? ""}
      onChange={(text) =>
        onChange({
          ...typed,
          references: { ...references, [key]: text.trim() === "" ? null : text },
        })
      }
    />
  );
  return (
    <div className="form-row">
      <DateEntry
        label={t`Ordered`}
        name="ordered"
        value={typed.orderedOn}
        onChange={(day) => {
          if (day !== null) onChange({ ...typed, orderedOn: day });
        }}
      />
      {field("contract", t`Contract`)}
      {field("project", t`Project`)}
      {field("buyer_reference", t`Buyer reference`)}
      {field("cig", "CIG")}
      {field("cup", "CUP")}
    </div>
  );
}
