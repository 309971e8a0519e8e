// Who carries a request: the shell around the window, or the development server's command line.

import { invoke, isTauri } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { Request, Response } from "../bindings/commands.ts";

export interface Host {
  ask: (request: Request) => Promise<Response>;
  /** Hears that another program wrote; answers with the way to stop hearing. */
  onChanged: (heard: (topics: string[]) => void) => () => void;
}

const shell: Host = {
  ask: ({ id, command, actor, payload }) =>
    invoke<Response>("rpc", { id, name: command, actor, payload }),
  onChanged: (heard) => {
    const stop = listen<string[]>("changed", (event) => heard(event.payload));
    return () => void stop.then((off) => off());
  },
};

const commandLine: Host = {
  ask: async (request) => {
    const answer = await fetch("/rpc", { method: "POST", body: JSON.stringify(request) });
    return (await answer.json()) as Response;
  },
  onChanged: () => () => undefined,
};

export function findHost(): Host {
  return isTauri() ? shell : commandLine;
}

/** Whether the person can be asked for a file: a plain browser keeps its files to itself. */
export function canChooseFile(): boolean {
  return isTauri();
}

/** Asks for a file to read, or for one to write; null where the person chose none. */
export async function chooseFile(
  payload: { save: boolean; suggested: string | null } = { save: false, suggested: null },
): Promise<string | null> {
  const answer = await shell.ask({ id: "", command: "shell.choose_file", actor: null, payload });
  return typeof answer.answer === "string" ? answer.answer : null;
}
