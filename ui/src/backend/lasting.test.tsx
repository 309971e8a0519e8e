// @vitest-environment jsdom

import { act, cleanup, render, renderHook, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";

import { BackendProvider, BooksProvider } from "./hooks.tsx";
import { useIsRunning, useKept, useLasting } from "./lasting.tsx";

interface Sent {
  id: string;
  command: string;
}

/** The other process, which answers when it is told to. */
function otherSide(): { sent: Sent[]; answer: (response: unknown) => void } {
  const sent: Sent[] = [];
  const waiting: ((response: unknown) => void)[] = [];
  vi.stubGlobal("fetch", async (_address: string, init: { body: string }) => {
    sent.push(JSON.parse(init.body) as Sent);
    const response = await new Promise((resolve) => waiting.push(resolve));
    return { json: async () => response };
  });
  return { sent, answer: (response) => waiting.shift()?.(response) };
}

const ASK = { kind: "customers", path: "/a.csv" } as const;

function Window(props: { children: ReactNode }): ReactNode {
  return (
    <BooksProvider>
      <BackendProvider actor="sara">{props.children}</BackendProvider>
    </BooksProvider>
  );
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function useScreen() {
  const run = useLasting("import.run");
  const again = useLasting("import.run");
  const importing = useIsRunning("import.run");
  return { run, again, importing };
}

it("a double press imports once, and every screen sees it run", async () => {
  const { sent, answer } = otherSide();
  const { result } = renderHook(useScreen, { wrapper: Window });
  act(() => {
    result.current.run.run(ASK);
    result.current.run.run(ASK);
    result.current.again.run(ASK);
  });
  await waitFor(() => expect(result.current.importing).toBe(true));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(result.current.again.asked).toEqual(ASK);
  await act(async () => answer({ id: "", answer: { rows: 91 }, stale: [] }));
  await waitFor(() => expect(result.current.again.answer).toEqual({ rows: 91 }));
  expect(result.current.importing).toBe(false);
  expect(sent).toHaveLength(1);
});

it("why it was refused is there for who comes back, until it is asked again", async () => {
  const { sent, answer } = otherSide();
  const { result } = renderHook(useScreen, { wrapper: Window });
  act(() => result.current.run.run(ASK));
  await waitFor(() => expect(sent).toHaveLength(1));
  const error = { kind: "refused", code: "import_cancelled", params: null, message: "" };
  await act(async () => answer({ id: "", error, stale: [] }));
  await waitFor(() => expect(result.current.again.failure?.code).toBe("import_cancelled"));
  expect(result.current.run.busy).toBe(false);
  act(() => result.current.again.run(ASK));
  await waitFor(() => expect(result.current.run.busy).toBe(true));
  expect(result.current.run.failure).toBeNull();
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]?.id).not.toBe(sent[0]?.id);
});

function Page(): ReactNode {
  const [form, change] = useKept("form", { path: "", kind: "customers" });
  return (
    <button
      type="button"
      onClick={() => {
        change({ path: "/a.csv" });
        change({ kind: "stock" });
      }}
    >
      {form.kind} {form.path}
    </button>
  );
}

it("what was half typed is there again for who comes back", () => {
  const window = (onPage: boolean): ReactNode => <Window>{onPage ? <Page /> : null}</Window>;
  const { rerender } = render(window(true));
  act(() => screen.getByRole("button").click());
  expect(screen.getByRole("button").textContent).toBe("stock /a.csv");
  rerender(window(false));
  expect(screen.queryByRole("button")).toBeNull();
  rerender(window(true));
  expect(screen.getByRole("button").textContent).toBe("stock /a.csv");
});
