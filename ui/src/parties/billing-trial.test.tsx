// @vitest-environment jsdom

import { i18n } from "@lingui/core";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { BackendProvider, BooksProvider } from "../backend/hooks.tsx";
import type { BillingTested, Tried } from "../bindings/commands.ts";
import { BillingTrial } from "./billing-trial.tsx";
import { emptyCustomer, type TypedCustomer } from "./customer-form.ts";

vi.mock("@tanstack/react-router", () => ({
  Link: (props: { children: string }) => <a href="#/">{props.children}</a>,
}));

interface Sent {
  command: string;
  payload: unknown;
}

function tried(n: number, verdict: Tried["verdict"]): Tried {
  return { invoice_id: `${n}`, invoice_number: `FA26-0000${n}`, verdict };
}

const TYPED: TypedCustomer = {
  ...emptyCustomer("EUR", "IT", "en"),
  rhythm: "month",
  rhythmDay: 20,
  grouping: "customer",
  required: ["cig"],
};

function books(answer: BillingTested | null): Sent[] {
  const sent: Sent[] = [];
  const error = { kind: "refused", code: "billing_day", params: { day: 31 }, message: "" };
  vi.stubGlobal("fetch", async (_address: string, init: { body: string }) => {
    sent.push(JSON.parse(init.body) as Sent);
    return { json: async () => ({ id: "", ...(answer === null ? { error } : { answer }) }) };
  });
  render(
    <BooksProvider>
      <BackendProvider actor="elena">
        <BillingTrial customer="ROSSI" typed={TYPED} />
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

it("what is typed is tried, and it is said what would be as it was, elsewhere and blocked", async () => {
  const missing = [{ reference: "cig" as const, line_n: null, shipment_number: null, found: null }];
  const sent = books({
    rows: [
      tried(1, { kind: "same" }),
      tried(2, { kind: "otherwise", documents: 1, with: ["FA26-00003"] }),
      tried(3, { kind: "otherwise", documents: 2, with: ["FA26-00002"] }),
      tried(4, { kind: "blocked", missing }),
    ],
    n_differences: 3,
  });
  expect(sent).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Try on past invoices" }));
  const found = await screen.findByTestId("tried");
  const said = [...found.querySelectorAll("p")].map((line) => line.textContent);
  expect(said).toEqual(["As they were: 1 of 4", "On other documents: 2", "Blocked: 1"]);
  const listed = [...found.querySelectorAll("li")].map((line) => line.textContent);
  expect(listed).toEqual([
    "FA26-00002 on 1 document, with FA26-00003",
    "FA26-00003 on 2 documents, with FA26-00002",
    "FA26-00004 lacks CIG",
  ]);
  expect(sent[0]?.payload).toEqual({
    customer: "ROSSI",
    billing: {
      rhythm: { every: "month", day: 20 },
      grouping: "customer",
      channel: "paper",
      recipients: [],
    },
    required_references: ["cig"],
  });
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByTestId("tried")).toBeNull());
});

it("a profile that cannot be is refused in words, and nothing is told of documents", async () => {
  books(null);
  await userEvent.click(screen.getByRole("button", { name: "Try on past invoices" }));
  await screen.findByTestId("failure");
  expect(screen.queryByTestId("tried")).toBeNull();
});
