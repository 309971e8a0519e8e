// The catalogues, as the build hands them over.

declare module "*.po" {
  import type { Messages } from "@lingui/core";

  export const messages: Messages;
}
