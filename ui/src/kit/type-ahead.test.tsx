// @vitest-environment jsdom

import { i18n } from "@lingui/core";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { TypeAhead, type Found } from "./type-ahead.tsx";

const R40: Found = { id: "1", code: "R40", text: "Gear unit R40" };
const R40L: Found = { id: "2", code: "R40L", text: "Gear unit R40 long" };

function field(found: Found[], searching: boolean, onPick: (found: Found) => void) {
  return (
    <TypeAhead
      label="Product"
      shown=""
      found={found}
      searching={searching}
      onType={() => undefined}
      onPick={onPick}
    />
  );
}

beforeEach(() => i18n.loadAndActivate({ locale: "en", messages: {} }));
afterEach(cleanup);

it("the best match is taken by Enter, another one by the arrows", async () => {
  const onPick = vi.fn<(found: Found) => void>();
  render(field([R40, R40L], false, onPick));
  await userEvent.type(screen.getByRole("combobox"), "r40{Enter}");
  expect(onPick).toHaveBeenLastCalledWith(R40);
  await userEvent.type(screen.getByRole("combobox"), "r40{ArrowDown}{Enter}");
  expect(onPick).toHaveBeenLastCalledWith(R40L);
});

it("a Tab before the answer takes the best match when it comes", async () => {
  const onPick = vi.fn<(found: Found) => void>();
  const { rerender } = render(field([], true, onPick));
  await userEvent.type(screen.getByRole("combobox"), "r40");
  await userEvent.tab();
  expect(onPick).not.toHaveBeenCalled();
  rerender(field([R40], false, onPick));
  expect(onPick).toHaveBeenCalledExactlyOnceWith(R40);
});

it("leaving the field without a choice chooses nothing", async () => {
  const onPick = vi.fn<(found: Found) => void>();
  render(field([R40], false, onPick));
  await userEvent.type(screen.getByRole("combobox"), "r40{Escape}");
  await userEvent.tab();
  expect(onPick).not.toHaveBeenCalled();
});
