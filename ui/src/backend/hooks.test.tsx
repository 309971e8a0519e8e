// @vitest-environment jsdom

import { act, renderHook, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { BackendProvider, BooksProvider, useAct } from "./hooks.tsx";

interface Sent {
  id: string;
  command: string;
  actor: string | null;
}

/** Stands where the other process is: keeps what was sent, answers what it is told to. */
function otherSide(answers: (() => Promise<unknown>)[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (_address: string, init: { body: string }) => {
    sent.push(JSON.parse(init.body) as Sent);
    const answer = answers[sent.length - 1];
    return { json: answer ?? (async () => ({ id: "", answer: {}, stale: [] })) };
  });
  return sent;
}

function take() {
  return renderHook(() => useAct("attendance.take"), {
    wrapper: ({ children }) => (
      <BooksProvider>
        <BackendProvider actor="sara">{children}</BackendProvider>
      </BooksProvider>
    ),
  });
}

afterEach(() => vi.unstubAllGlobals());

it("a double press acts once", async () => {
  const sent = otherSide([]);
  const { result } = take();
  await act(async () => {
    await Promise.all([
      result.current.run({ order_id: "o" }),
      result.current.run({ order_id: "o" }),
    ]);
  });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ command: "attendance.take", actor: "sara" });
});

it("what never reached the books is tried again under the same id", async () => {
  const sent = otherSide([() => Promise.reject(new Error("gone"))]);
  const { result } = take();
  await act(async () => {
    await result.current.run({ order_id: "o" });
  });
  await waitFor(() => expect(result.current.failure?.code).toBe("unreachable"));
  await act(async () => {
    await result.current.run({ order_id: "o" });
  });
  expect(sent[1]?.id).toBe(sent[0]?.id);
  expect(result.current.failure).toBeNull();
});

it("after a refusal the next press is a new intent", async () => {
  const refusal = { kind: "refused", code: "held_already", params: null, message: "" };
  const sent = otherSide([async () => ({ id: "", error: refusal, stale: [] })]);
  const { result } = take();
  await act(async () => {
    expect(await result.current.run({ order_id: "o" })).toBeNull();
  });
  expect(result.current.failure).toMatchObject({ code: "held_already", params: {} });
  await act(async () => {
    await result.current.run({ order_id: "o" });
  });
  expect(sent[1]?.id).not.toBe(sent[0]?.id);
});
