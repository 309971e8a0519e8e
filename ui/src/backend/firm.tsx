// The firm whose books are open, for every screen inside the frame.

import { createContext, useContext } from "react";

import type { MemberView, OpenView } from "../bindings/commands.ts";

export interface Firm {
  name: string;
  currency: string;
  country: string;
  members: readonly MemberView[];
  /** False where this computer may only read. */
  writable: boolean;
}

export function firmOf(open: OpenView): Firm {
  const { identity, currency, members } = open.view;
  return {
    name: identity.name,
    country: identity.country,
    currency,
    members,
    writable: open.footing === "writer",
  };
}

export const FirmContext = createContext<Firm | null>(null);

export function useFirm(): Firm {
  const firm = useContext(FirmContext);
  if (firm === null) throw new Error("this screen stands outside the frame");
  return firm;
}
