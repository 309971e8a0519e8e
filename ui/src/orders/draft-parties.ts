// Who a draft goes to, is billed to and is paid by, found again, so that saving it anew keeps them.

import { useRead } from "../backend/hooks.tsx";
import type { Address, CustomerRow, OrderView, Place, ShipTo } from "../bindings/commands.ts";
import type { Party, TypedParties } from "./half-typed.ts";

export interface FoundParties {
  parties: TypedParties;
  /** Names that lead to no customer, or to several: they must be chosen again. */
  lost: readonly string[];
}

/** Nothing while it is still looked for. */
export function useDraftParties(order: OrderView): FoundParties | undefined {
  const { customer } = order;
  const own = useRead("parties.customer", { customer_id: customer.customer_id });
  const billTo = useNamed(order.bill_to_name);
  const payer = useNamed(order.payer_name);
  const receiver = useNamed(order.ship_to.name);
  const other = useRead(
    "parties.customer",
    { customer_id: receiver?.[0]?.customer_id ?? "" },
    { enabled: (receiver?.length ?? 0) > 0 },
  );
  if (own.data === undefined || billTo === undefined || payer === undefined) return undefined;
  if (receiver === undefined || (receiver.length > 0 && other.data === undefined)) return undefined;

  const record = own.data;
  const usualBillTo = record.bill_to?.name ?? customer.name;
  const usualPayer = record.payer?.name ?? order.bill_to_name;
  const lost: string[] = [];
  const party = (name: string, usual: string, found: readonly CustomerRow[]): Party | null => {
    if (name === usual) return null;
    const only = found.length === 1 ? found[0] : undefined;
    if (only === undefined) lost.push(name);
    return only ?? null;
  };
  const shipTo =
    addressOf(customer.customer_id, record.customer.identity.addresses, order.ship_to) ??
    (other.data === undefined
      ? null
      : addressOf(
          other.data.customer.customer_id,
          other.data.customer.identity.addresses,
          order.ship_to,
        ));
  if (shipTo === null) lost.push(order.ship_to.name);
  const usual = shipTo?.customer_id === customer.customer_id && shipTo.address_n === 0;
  return {
    parties: {
      shipTo: usual ? null : shipTo,
      billTo: party(order.bill_to_name, usualBillTo, billTo),
      payer: party(order.payer_name, usualPayer, payer),
    },
    lost,
  };
}

/** The customers of exactly this name. */
function useNamed(name: string): readonly CustomerRow[] | undefined {
  const { data } = useRead("parties.customers", { search: name, inactive_too: true, limit: 20 });
  return data?.rows.filter((row) => row.name === name);
}

/** Addresses are counted from 0; a customer without any has one all the same. */
function addressOf(customerId: string, addresses: readonly Address[], place: Place): ShipTo | null {
  if (addresses.length === 0) return { customer_id: customerId, address_n: 0 };
  const n = addresses.findIndex(
    (one) =>
      one.street === place.street && one.postcode === place.postcode && one.city === place.city,
  );
  return n < 0 ? null : { customer_id: customerId, address_n: n };
}
