// A dialog for one decision, and the side panel for what one may want to look behind.

import { t } from "@lingui/core/macro";
import { X } from "lucide-react";
import type { FormEvent, ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

import { Button } from "./button.tsx";

interface DialogFrameProps {
  title: string;
  wide?: boolean;
  busy: boolean;
  onClose: () => void;
  /** The one thing that the dialog is for. */
  commit: { label: string; onCommit: () => void; disabled?: boolean };
  hint?: string;
  children: ReactNode;
}

export function DialogFrame(props: DialogFrameProps): ReactNode {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!props.busy && props.commit.disabled !== true) props.commit.onCommit();
  };
  return (
    <ModalOverlay
      className="veil"
      isOpen
      isDismissable={false}
      onOpenChange={(open) => !open && props.onClose()}
    >
      <Modal className={props.wide === true ? "dialog dialog-wide" : "dialog"}>
        <Dialog style={{ outline: "none" }}>
          <form onSubmit={submit}>
            <div className="dialog-head">
              <Heading slot="title" level={2}>
                {props.title}
              </Heading>
            </div>
            <div className="dialog-body">{props.children}</div>
            <div className="dialog-foot">
              {props.hint === undefined ? null : <span className="hint">{props.hint}</span>}
              <Button onPress={props.onClose}>{t`Not now`}</Button>
              <Button
                kind="primary"
                type="submit"
                busy={props.busy}
                disabled={props.commit.disabled ?? false}
                testId="commit"
              >
                {props.commit.label}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export function SidePanel(props: {
  title: string;
  sub?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <ModalOverlay
      className="side-veil"
      isOpen
      isDismissable
      onOpenChange={(open) => !open && props.onClose()}
    >
      <Modal className="side">
        <Dialog style={{ outline: "none" }}>
          <div className="side-head">
            <div>
              <Heading slot="title" level={2}>
                {props.title}
              </Heading>
              <div className="soft">{props.sub}</div>
            </div>
            <Button kind="quiet" small label={t`Close`} onPress={props.onClose}>
              <X size={16} aria-hidden="true" />
            </Button>
          </div>
          <div className="side-body">{props.children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
