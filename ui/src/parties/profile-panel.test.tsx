// @vitest-environment jsdom

import { i18n } from "@lingui/core";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { BackendProvider, BooksProvider } from "../backend/hooks.tsx";
import type { LayerView, ProfileView, TrialAnswer } from "../bindings/commands.ts";
import { ProfilePanel } from "./profile-panel.tsx";

interface Sent {
  command: string;
  payload: Record<string, unknown>;
}

function layer(of: LayerView["of"], fields: string[]): LayerView {
  return { of, version: 1, on: "2026-03-10", base: null, fields, overrides: "{}" };
}

const OURS = layer({}, ["copies"]);
const THEIRS = layer({ customer: "ROSSI" }, ["labels", "logo"]);
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

/** Stands where the books are, in which ROSSI has this of its own. */
function books(own: LayerView | null): Sent[] {
  const shown: ProfileView = {
    base: "plain",
    group: "chains",
    layers: own === null ? [OURS] : [OURS, own],
    own,
    seen: "f00",
    profile: "{}",
    hash: "00",
  };
  const answers: Record<string, unknown> = {
    "documents.profile": shown,
    "documents.test_profile": TRIAL,
  };
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (_address: string, init: { body: string }) => {
    const asked = JSON.parse(init.body) as Sent;
    sent.push(asked);
    return { json: async () => ({ id: "", answer: answers[asked.command] ?? {}, stale: [] }) };
  });
  render(
    <BooksProvider>
      <BackendProvider actor="elena">
        <ProfilePanel customer="ROSSI" />
      </BackendProvider>
    </BooksProvider>,
  );
  return sent;
}

beforeEach(() => i18n.loadAndActivate({ locale: "en", messages: {} }));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("says what is their own and what comes from whom, and takes their own away", async () => {
  const sent = books(THEIRS);
  await screen.findByText("labels, logo");
  expect(screen.getByText("copies").previousSibling?.textContent).toBe("The firm");
  expect(screen.getByText("chains").previousSibling?.textContent).toBe("Group");
  await userEvent.click(screen.getByRole("button", { name: "Back to inherited" }));
  await waitFor(() => {
    const asked = sent.find(({ command }) => command === "documents.inherit_profile");
    expect(asked?.payload).toEqual({ customer: "ROSSI", seen: "f00" });
  });
});

it("who has nothing of their own has nothing to give back", async () => {
  books(null);
  await screen.findByText("nothing");
  const back = screen.getByRole<HTMLButtonElement>("button", { name: "Back to inherited" });
  expect(back.disabled).toBe(true);
});

it("a test lists what would differ, and not what stays the same", async () => {
  const sent = books(THEIRS);
  await userEvent.click(await screen.findByRole("button", { name: "Test…" }));
  await userEvent.type(screen.getByLabelText("From the file"), "/tmp/new.json");
  await userEvent.click(screen.getByRole("button", { name: "Test" }));
  await screen.findByText("Differences: 2, among documents: 3");
  expect(screen.queryByText("FA26-00001")).toBeNull();
  expect(screen.getByText("FA26-00002").parentElement?.textContent).toContain("pages: 2");
  expect(screen.getByText("FA26-00003").parentElement?.textContent).toContain("too wide");
  const asked = sent.find(({ command }) => command === "documents.test_profile");
  expect(asked?.payload).toEqual({ customer: "ROSSI", path: "/tmp/new.json" });
});
