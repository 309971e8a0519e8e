// Sends the document that one looks at to a printer, or opens it where there is none.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { PrintersAnswer, ShowDocument } from "../bindings/commands.ts";
import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { DecimalEntry } from "../kit/fields.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { useToast } from "../kit/toasts.tsx";

interface PrintProps {
  shape: ShowDocument;
  onClose: () => void;
}

/** The system's usual printer. */
const USUAL = "";

export function PrintDialog(props: PrintProps): ReactNode {
  const { document, kind = null } = props.shape;
  const { data, error } = useRead("documents.printers", { document, kind });
  if (data !== undefined) return <Ask {...props} printers={data} />;
  return (
    <DialogFrame
      title={t`Print ${document}`}
      busy={false}
      onClose={props.onClose}
      commit={{ label: t`Print`, onCommit: () => undefined, disabled: true }}
    >
      {error === null ? <Skeleton lines={2} /> : <ReadFailure error={error} />}
    </DialogFrame>
  );
}

function Ask(props: PrintProps & { printers: PrintersAnswer }): ReactNode {
  const { shape, printers } = props;
  const say = useToast();
  const print = useAct("documents.print");
  const { habit } = printers;
  const known = printers.printers.find((one) => one === habit.printer);
  const [printer, setPrinter] = useState<string>(known ?? USUAL);
  const [copies, setCopies] = useState<number | null>(habit.copies ?? 1);
  const hasQueue = printers.printers.length > 0;
  const { document, ...how } = shape;
  const commit = async (): Promise<void> => {
    const done = await print.run({
      documents: [document],
      ...how,
      // What is only opened says nothing of printers.
      printer: hasQueue && printer !== USUAL ? printer : null,
      copies: hasQueue ? copies : null,
    });
    if (done === null) return;
    say(hasQueue ? t`${document} sent to the printer` : t`${document} opened in the viewer`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Print ${document}`}
      busy={print.busy}
      onClose={props.onClose}
      commit={{
        label: hasQueue ? t`Print` : t`Open`,
        onCommit: () => void commit(),
        disabled: copies === null,
      }}
    >
      {hasQueue ? (
        <>
          <Choice<string>
            label={t`Printer`}
            options={[
              { id: USUAL, text: t`The usual one` },
              ...printers.printers.map((one) => ({ id: one, text: one })),
            ]}
            value={printer}
            onChange={setPrinter}
          />
          <DecimalEntry
            label={t`Copies`}
            name="copies"
            scale={0}
            value={copies}
            onChange={setCopies}
            required
          />
        </>
      ) : (
        <p>{t`No printer is set up on this computer. The document opens in the program that shows PDF files, which may print it.`}</p>
      )}
      <FailureNotice failure={print.failure} />
    </DialogFrame>
  );
}
