// @vitest-environment jsdom

import { i18n } from "@lingui/core";
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { BackendProvider, BooksProvider } from "../backend/hooks.tsx";
import type { FieldView, LayerView, ProfileView, TrialAnswer } from "../bindings/commands.ts";
import { PLAIN } from "../lib/layout-fixture.ts";
import type { Whose } from "./layout-place.ts";
import { ProfilePanel } from "./profile-panel.tsx";

interface Sent {
  command: string;
  payload: Record<string, unknown>;
}

function layer(of: LayerView["of"], fields: LayerView["fields"]): LayerView {
  return { of, version: 1, on: "2026-03-10", base: null, fields, overrides: "{}" };
}

const OURS = layer({}, ["copies"]);
const THEIRS = layer({ customer: "ROSSI" }, ["file_name", "before"]);
const TRIAL: TrialAnswer = {
  rows: [
    { number: "FA26-00001", paper: "invoice", verdict: { kind: "same" } },
    {
      number: "FA26-00002",
      paper: "invoice",
      verdict: { kind: "otherwise", pages_before: 1, pages: 2 },
    },
    { number: "FA26-00003", paper: "invoice", verdict: { kind: "refused", why: "too wide" } },
  ],
  n_differences: 2,
  cancelled: false,
};

function shown(own: LayerView | null): ProfileView {
  const layers = own === null ? [OURS] : [OURS, own];
  const from = (field: FieldView["field"]): FieldView => ({
    field,
    from: layers.filter((one) => one.fields.includes(field)).map((one) => one.of),
  });
  return {
    base: "plain",
    base_from: null,
    group: "chains",
    layers,
    own,
    kinds: ["delivery_note"],
    seen: "f00",
    profile: {
      ...PLAIN,
      address: "left",
      columns: [],
      before: { it: "Buongiorno." },
      after: {},
      file_name: "Rossi {number}",
    },
    fields: [from("copies"), from("file_name"), from("before"), from("paper")],
    hash: "00",
  };
}

/** Stands where the books are, in which ROSSI has this of its own. A test ends when it is let. */
function books(own: LayerView | null, whose: Whose = { customer: "ROSSI" }) {
  const sent: Sent[] = [];
  let end: (trial: TrialAnswer) => void = () => undefined;
  const trial = new Promise<TrialAnswer>((resolve) => {
    end = resolve;
  });
  const answers: Record<string, unknown> = {
    "documents.profile": shown(own),
    "documents.places": { kinds: [], groups: [], customers: [], n_customers: 0 },
    "documents.progress": { documents: 120, in_all: 1200 },
  };
  vi.stubGlobal("fetch", async (_address: string, init: { body: string }) => {
    const asked = JSON.parse(init.body) as Sent;
    sent.push(asked);
    const answer =
      asked.command === "documents.test_profile" ? await trial : (answers[asked.command] ?? {});
    return { json: async () => ({ id: "", answer, stale: [] }) };
  });
  render(
    <BooksProvider>
      <BackendProvider actor="elena">
        <ProfilePanel whose={whose} title="Documents" />
      </BackendProvider>
    </BooksProvider>,
  );
  return { sent, end };
}

function payloadOf(sent: readonly Sent[], command: string): unknown {
  return sent.findLast((one) => one.command === command)?.payload;
}

async function row(name: string): Promise<HTMLElement> {
  return (await screen.findByText(name, { selector: "th" })).closest("tr") as HTMLElement;
}

beforeEach(() => i18n.loadAndActivate({ locale: "en", messages: {} }));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("says in words what is set here, what comes from whom, and takes away what is set here", async () => {
  const { sent } = books(THEIRS);
  const copies = await row("Copies");
  within(copies).getByText("2");
  within(copies).getByText("the firm");
  within(await row("Text above the lines")).getByText("Italian: Buongiorno.");
  within(await row("Name of the file")).getByText("set here");
  expect(screen.queryByText("Paper", { selector: "th" })).toBeNull();
  await userEvent.click(screen.getByText("All choices"));
  within(await row("Paper")).getByText("the program");

  await userEvent.click(screen.getByText("Back to inherited"));
  await waitFor(() =>
    expect(payloadOf(sent, "documents.set_profile")).toEqual({
      customer: "ROSSI",
      seen: "f00",
      base: "",
      overrides: "{}",
    }),
  );
});

it("who has nothing of their own has nothing to give back", async () => {
  books(null);
  await row("Copies");
  const back = screen.getByRole<HTMLButtonElement>("button", { name: "Back to inherited" });
  expect(back.disabled).toBe(true);
});

it("what is set for a kind of documents is asked for and set for that kind", async () => {
  const { sent } = books(null, { group: "chains" });
  await row("Copies");
  expect(screen.queryByRole("button", { name: /Group/ })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: /Documents/ }));
  await userEvent.click(await screen.findByRole("option", { name: /Delivery note.*set here/ }));
  const place = { group: "chains", kind: "delivery_note" };
  await waitFor(() => expect(payloadOf(sent, "documents.profile")).toEqual(place));
  await userEvent.click(screen.getByRole("button", { name: /Layout/ }));
  await userEvent.click(await screen.findByRole("option", { name: /Dense/ }));
  await waitFor(() =>
    expect(payloadOf(sent, "documents.set_profile")).toEqual({
      ...place,
      seen: "f00",
      base: "dense_technical",
    }),
  );
});

it("a test tells how far it is, can be ended, and lists only what would differ", async () => {
  const { sent, end } = books(THEIRS);
  await userEvent.click(await screen.findByTestId("test-profile"));
  await userEvent.click(screen.getByLabelText("From the file"));
  await userEvent.paste("/tmp/new.json");
  await userEvent.click(screen.getByTestId("commit"));
  await screen.findByText(/120 of 1,200 documents/);
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("10");
  await userEvent.click(screen.getByTestId("cancel"));
  await waitFor(() => expect(payloadOf(sent, "documents.cancel")).toEqual({}));
  // Who closes the dialog and comes back finds it still at work, and then what came of it.
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await userEvent.click(screen.getByTestId("test-profile"));
  await screen.findByRole("progressbar");
  end({ ...TRIAL, cancelled: true });
  const tried = await screen.findByTestId("tried");
  expect(tried.textContent).toBe("Differences: 2, among documents: 3 · ended before the last");
  expect(screen.queryByRole("progressbar")).toBeNull();
  expect(screen.queryByText("FA26-00001")).toBeNull();
  expect(screen.getByText("FA26-00002").parentElement?.textContent).toContain("on 2 pages");
  expect(screen.getByText("FA26-00003").parentElement?.textContent).toContain("too wide");
  const payload = { customer: "ROSSI", path: "/tmp/new.json" };
  expect(payloadOf(sent, "documents.test_profile")).toEqual(payload);
});
