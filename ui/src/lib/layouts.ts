// What the layouts that come with the program are called.

import { t } from "@lingui/core/macro";

export type LayoutCode =
  "plain" | "italian_ddt" | "german_window" | "dense_technical" | "letter_english";

export const ALL_LAYOUTS: readonly LayoutCode[] = [
  "plain",
  "italian_ddt",
  "german_window",
  "dense_technical",
  "letter_english",
];

export function layoutName(layout: LayoutCode): string {
  switch (layout) {
    case "plain":
      return t`Plain`;
    case "italian_ddt":
      return t`Italian, grouped by delivery note`;
    case "german_window":
      return t`German, for the window of an envelope`;
    case "dense_technical":
      return t`Dense, with the customer's codes`;
    case "letter_english":
      return t`English, on Letter paper`;
  }
}
