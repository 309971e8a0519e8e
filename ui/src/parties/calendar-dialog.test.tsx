// @vitest-environment jsdom

import { i18n } from "@lingui/core";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { BackendProvider, BooksProvider } from "../backend/hooks.tsx";
import type { CalendarView, HolidaysView } from "../bindings/commands.ts";
import { CalendarDialog } from "./calendar-dialog.tsx";

interface Sent {
  command: string;
  payload: Record<string, unknown>;
}

const YEAR: CalendarView = {
  year: 2026,
  days: [{ on: "2026-12-25", name: "Natale" }],
  base: "f00",
};
const LAW: HolidaysView = {
  country: "IT",
  year: 2026,
  days: [
    { on: "2026-12-25", name: "Natale" },
    { on: "2026-12-26", name: "Santo Stefano" },
  ],
};

/** Stands where the firm has one closing day; of a country whose holidays are known, or not. */
function books(law: HolidaysView | null): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (_address: string, init: { body: string }) => {
    const asked = JSON.parse(init.body) as Sent;
    sent.push(asked);
    const error = { kind: "refused", code: "holidays_unknown", params: {}, message: "" };
    const heard =
      asked.command !== "firm.holidays"
        ? { answer: asked.command === "firm.calendar" ? YEAR : { year: 2026, n_days: 2 } }
        : law === null
          ? { error }
          : { answer: law };
    return { json: async () => ({ id: "", stale: [], ...heard }) };
  });
  render(
    <BooksProvider>
      <BackendProvider actor="dora">
        <CalendarDialog onClose={() => undefined} />
      </BackendProvider>
    </BooksProvider>,
  );
  return sent;
}

function saved(sent: readonly Sent[]): Record<string, unknown> | undefined {
  return sent.find((one) => one.command === "firm.set_calendar")?.payload;
}

beforeEach(() => i18n.loadAndActivate({ locale: "en", messages: {} }));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("takes over the holidays by law that are not there yet in one act", async () => {
  const sent = books(LAW);
  await userEvent.click(await screen.findByRole("button", { name: /1 holiday by law of IT/ }));
  await waitFor(() => {
    expect(saved(sent)).toEqual({ year: 2026, base: "f00", days: YEAR.days, holidays: true });
  });
});

it("offers none where they are not known, and saves no day that is half typed", async () => {
  const sent = books(null);
  await userEvent.click(await screen.findByRole("button", { name: "Closing day" }));
  const save = screen.getByRole("button", { name: "Save" });
  expect(screen.queryByTestId("take-holidays")).toBeNull();
  expect(save).toHaveProperty("disabled", true);
  await userEvent.type(screen.getAllByLabelText("Day")[1] as HTMLElement, "8/12/2026");
  await userEvent.type(screen.getAllByLabelText("Name")[1] as HTMLElement, "Immacolata");
  await userEvent.click(save);
  await waitFor(() => {
    const days = [...YEAR.days, { on: "2026-12-08", name: "Immacolata" }];
    expect(saved(sent)).toEqual({ year: 2026, base: "f00", days, holidays: false });
  });
});
