// One of a customer's addresses.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { Address, ShipTo } from "../bindings/commands.ts";
import { Choice } from "../kit/choice.tsx";

export function AddressChoice(props: {
  customerId: string;
  value: number;
  onChange: (shipTo: ShipTo) => void;
}): ReactNode {
  const { customerId } = props;
  const { data } = useRead("parties.customer", { customer_id: customerId });
  const addresses = data?.customer.identity.addresses ?? [];
  const options = addresses.map((address, n) => ({ id: n.toString(), text: addressText(address) }));
  return (
    <Choice
      label={t`At the address`}
      options={options}
      value={options[props.value]?.id ?? null}
      placeholder={t`No address yet`}
      disabled={options.length === 0}
      onChange={(n) => props.onChange({ customer_id: customerId, address_n: Number(n) })}
    />
  );
}

function addressText(address: Address): string {
  const place = `${address.street}, ${address.postcode} ${address.city}`;
  return address.name === null ? place : `${address.name}, ${place}`;
}
