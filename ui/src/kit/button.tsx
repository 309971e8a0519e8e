// The one button: it says what it does, shows that it is at work, and cannot be pressed twice.

import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";

export interface ButtonProps {
  children: ReactNode;
  onPress?: () => void;
  kind?: "plain" | "primary" | "quiet" | "danger" | "why";
  small?: boolean;
  busy?: boolean;
  disabled?: boolean;
  type?: "button" | "submit";
  /** The shortcut that does the same. */
  keys?: string;
  label?: string;
  testId?: string;
  autoFocus?: boolean;
}

export function Button(props: ButtonProps): ReactNode {
  const kind = props.kind ?? "plain";
  const classes = [
    "btn",
    kind === "plain" ? "" : `btn-${kind}`,
    props.small === true ? "btn-small" : "",
  ];
  return (
    <AriaButton
      className={classes.filter(Boolean).join(" ")}
      type={props.type ?? "button"}
      isPending={props.busy === true}
      isDisabled={props.disabled === true}
      autoFocus={props.autoFocus === true}
      {...(props.onPress === undefined ? {} : { onPress: props.onPress })}
      {...(props.label === undefined ? {} : { "aria-label": props.label })}
      {...(props.testId === undefined ? {} : { "data-testid": props.testId })}
    >
      {props.busy === true ? <span className="spinner" aria-hidden="true" /> : null}
      {props.children}
      {props.keys === undefined ? null : <kbd aria-hidden="true">{props.keys}</kbd>}
    </AriaButton>
  );
}
