// On which days of a year the firm is closed, and the holidays by law that it may take over.

import { plural, t } from "@lingui/core/macro";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { CalendarView, ClosingDay } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { DateEntry, TextEntry } from "../kit/fields.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { Rows } from "../kit/rows.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { freshId } from "../lib/id.ts";

interface TypedDay {
  key: string;
  on: string | null;
  name: string;
}

export function CalendarDialog(props: { onClose: () => void }): ReactNode {
  const { today } = useShown();
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const { data, error } = useRead("firm.calendar", { year });
  const turn = (by: number): void => setYear(year + by);
  if (data === undefined) {
    return (
      <DialogFrame
        title={t`Closing days of ${year}`}
        busy={false}
        onClose={props.onClose}
        commit={{ label: t`Save`, onCommit: props.onClose, disabled: true }}
      >
        {error === null ? <Skeleton /> : <ReadFailure error={error} />}
      </DialogFrame>
    );
  }
  return (
    <YearDialog
      key={`${data.year} ${data.base ?? ""}`}
      calendar={data}
      onTurn={turn}
      onClose={props.onClose}
    />
  );
}

function typedDays(days: readonly ClosingDay[]): readonly TypedDay[] {
  return days.map((day) => ({ key: day.on, ...day }));
}

/** The days that are whole; nothing where one is half typed. */
function wholeDays(days: readonly TypedDay[]): ClosingDay[] | null {
  const whole: ClosingDay[] = [];
  for (const { on, name } of days) {
    if (on === null || name.trim() === "") return null;
    whole.push({ on, name });
  }
  return whole;
}

function addHolidays(n: number, country: string): string {
  return plural(n, {
    one: `Add # holiday by law of ${country}`,
    other: `Add # holidays by law of ${country}`,
  });
}

function YearDialog(props: {
  calendar: CalendarView;
  onTurn: (by: number) => void;
  onClose: () => void;
}): ReactNode {
  const { year, base } = props.calendar;
  const say = useToast();
  const law = useRead("firm.holidays", { year });
  const set = useAct("firm.set_calendar");
  const [days, setDays] = useState(() => typedDays(props.calendar.days));
  const whole = wholeDays(days);
  const missing = (law.data?.days ?? []).filter((one) => days.every((day) => day.on !== one.on));
  const commit = async (holidays: boolean): Promise<void> => {
    if (whole === null) return;
    const saved = await set.run({ year, base, days: whole, holidays });
    if (saved === null) return;
    say(t`Calendar of ${year} saved`);
    if (!holidays) props.onClose();
  };
  return (
    <DialogFrame
      title={t`Closing days of ${year}`}
      busy={set.busy}
      onClose={props.onClose}
      hint={t`Last working days and clocks leap over them, as over Saturdays and Sundays.`}
      commit={{ label: t`Save`, onCommit: () => void commit(false), disabled: whole === null }}
    >
      <div className="bar">
        <Button small label={t`The year before`} onPress={() => props.onTurn(-1)}>
          <ChevronLeft size={14} aria-hidden="true" />
        </Button>
        <span className="strong num">{year}</span>
        <Button small label={t`The year after`} onPress={() => props.onTurn(1)}>
          <ChevronRight size={14} aria-hidden="true" />
        </Button>
        {law.data === undefined || missing.length === 0 ? null : (
          <Button
            small
            busy={set.busy}
            disabled={whole === null}
            onPress={() => void commit(true)}
            testId="take-holidays"
          >
            {addHolidays(missing.length, law.data.country)}
          </Button>
        )}
      </div>
      {days.length === 0 ? (
        <p className="soft">{t`No closing days: every day from Monday to Friday is a working day.`}</p>
      ) : null}
      <Rows
        rows={days}
        onChange={setDays}
        fresh={() => ({ key: freshId(), on: null, name: "" })}
        add={t`Closing day`}
        remove={t`Remove this day`}
        tracks="9rem 1fr"
        renderRow={(row, change) => (
          <>
            <DateEntry label={t`Day`} value={row.on} onChange={(on) => change({ on })} />
            <TextEntry label={t`Name`} value={row.name} onChange={(name) => change({ name })} />
          </>
        )}
      />
      <FailureNotice failure={set.failure} />
    </DialogFrame>
  );
}
