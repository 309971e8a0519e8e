// Says why something was not done, in the words of the screens.

import type { ReactNode } from "react";

import { failureOf, type Failure } from "../lib/failure.ts";
import { sentence } from "../lib/refusals.ts";
import { Notice } from "./notice.tsx";
import { useShown } from "./setting.tsx";

export function FailureNotice(props: { failure: Failure | null }): ReactNode {
  const { locale } = useShown();
  if (props.failure === null) return null;
  return (
    <Notice tone={props.failure.kind === "fault" ? "danger" : "warn"}>
      <p data-testid="failure">{sentence(props.failure, locale)}</p>
    </Notice>
  );
}

/** A question that could not be answered. */
export function ReadFailure(props: { error: Error }): ReactNode {
  return <FailureNotice failure={failureOf(props.error)} />;
}
