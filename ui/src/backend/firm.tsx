// The firm whose books are open, for every screen inside the frame.

import { createContext, useContext } from "react";

import type { Firm } from "../bindings/commands.ts";

export const FirmContext = createContext<Firm | null>(null);

export function useFirm(): Firm {
  const firm = useContext(FirmContext);
  if (firm === null) throw new Error("this screen stands outside the frame");
  return firm;
}
