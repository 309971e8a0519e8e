// What goes on while its screen is not looked at: acts that take long, and what was half typed.

import { useIsMutating, useMutationState, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { failureOf, type Failure } from "../lib/failure.ts";
import type { Sample } from "../lib/pace.ts";
import { call, type Answer, type Command, type Payload } from "./door.ts";
import { refresh, useActor } from "./hooks.tsx";

/** The last time that a long act was asked for, and how it went. */
export interface Lasting<C extends Command> {
  /** Does nothing while it runs already. */
  run: (payload: Payload<C>) => void;
  busy: boolean;
  asked: Payload<C> | null;
  answer: Answer<C> | null;
  failure: Failure | null;
  forget: () => void;
}

/** An act that outlives its screen: who comes back finds it running, or its result. */
export function useLasting<C extends Command>(command: C): Lasting<C> {
  const actor = useActor();
  const client = useQueryClient();
  const acts = client.getMutationCache();
  const mutationKey = [command];
  const states = useMutationState({ filters: { mutationKey }, select: (act) => act.state });
  const last = states.at(-1);

  const forget = (): void => {
    for (const act of acts.findAll({ mutationKey })) acts.remove(act);
  };
  const run = (payload: Payload<C>): void => {
    if (client.isMutating({ mutationKey }) > 0) return;
    forget();
    const act = acts.build<Answer<C>, Error, Payload<C>, unknown>(client, {
      mutationKey,
      mutationFn: async (asked) => {
        const heard = await call(command, asked, actor);
        refresh(client, heard.stale);
        return heard.answer;
      },
      gcTime: Infinity,
      networkMode: "always",
    });
    // A no stays on the act, where the screen finds it.
    act.execute(payload).catch(() => undefined);
  };
  return {
    run,
    busy: last?.status === "pending",
    asked: (last?.variables as Payload<C> | undefined) ?? null,
    answer: last?.status === "success" ? (last.data as Answer<C>) : null,
    failure: last?.status === "error" ? failureOf(last.error) : null,
    forget,
  };
}

/** Whether a long act runs, whichever screen asked for it. */
export function useIsRunning(command: Command): boolean {
  return useIsMutating({ mutationKey: [command] }) > 0;
}

/** A form as it was left, for as long as the window is open. */
export function useKept<Form extends object>(
  name: string,
  fresh: Form,
): [Form, (part: Partial<Form>) => void] {
  const client = useQueryClient();
  const key = ["kept", name];
  const [form, setForm] = useState<Form>(() => client.getQueryData<Form>(key) ?? fresh);
  const change = (part: Partial<Form>): void => {
    client.setQueryDefaults(key, { gcTime: Infinity });
    const next = { ...(client.getQueryData<Form>(key) ?? fresh), ...part };
    client.setQueryData<Form>(key, next);
    setForm(next);
  };
  return [form, change];
}

const LOOKS_EVERY_MS = 400;
/** By then it has begun, and what is told is not of the one before. */
const LOOKS_FIRST_MS = 120;
const KEEPS_SAMPLES = 16;

/** How far the import has come that runs, looked at a few times a second. */
export function useImportProgress(running: boolean): readonly Sample[] {
  return useProgress("import.progress", running, rowsOf);
}

/** How far the documents have come that are laid out one after the other. */
export function useDocumentsProgress(running: boolean): readonly Sample[] {
  return useProgress("documents.progress", running, documentsOf);
}

const documentsOf = (told: Answer<"documents.progress">): Counts => [told.documents, told.in_all];
const rowsOf = (told: Answer<"import.progress">): Counts => [told.rows, told.rows_in_all];

/** How many are done, and of how many. */
type Counts = readonly [number, number];

function useProgress<C extends "import.progress" | "documents.progress">(
  command: C,
  running: boolean,
  countsOf: (told: Answer<C>) => Counts,
): readonly Sample[] {
  const actor = useActor();
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    if (!running) return;
    let timer: number | undefined;
    let left = false;
    const look = async (): Promise<void> => {
      try {
        const { answer } = await call(command, {} as Payload<C>, actor);
        const [rows, rowsInAll] = countsOf(answer);
        const sample = { at: Date.now(), rows, rowsInAll };
        if (!left) setSamples((known) => [...known.slice(1 - KEEPS_SAMPLES), sample]);
      } catch {
        // What runs says itself when the books cannot be reached.
      }
      if (!left) timer = window.setTimeout(() => void look(), LOOKS_EVERY_MS);
    };
    timer = window.setTimeout(() => void look(), LOOKS_FIRST_MS);
    return () => {
      left = true;
      window.clearTimeout(timer);
      setSamples([]);
    };
  }, [command, running, actor, countsOf]);
  return samples;
}
