// The one door: every question and every act goes through `call`, typed by the command table.

import type { Commands } from "../bindings/commands.ts";
import { isRecord, Refused } from "../lib/failure.ts";
import { freshId } from "../lib/id.ts";
import { findHost, type Host } from "./host.ts";

export type Command = keyof Commands;
export type Payload<C extends Command> = Commands[C]["payload"];
export type Answer<C extends Command> = Commands[C]["answer"];

export interface Heard<C extends Command> {
  answer: Answer<C>;
  stale: readonly string[];
}

const host: Host = findHost();

/** Asks; a no is thrown as `Refused`. The same `id` asks the same thing again, never twice. */
export async function call<C extends Command>(
  command: C,
  payload: Payload<C>,
  actor: string | null,
  id: string = freshId(),
): Promise<Heard<C>> {
  const response = await host.ask({ id, command, actor, payload });
  if (response.error !== undefined && response.error !== null) {
    const { kind, code, params, message } = response.error;
    throw new Refused({ kind, code, params: isRecord(params) ? params : {}, message });
  }
  return { answer: response.answer as Answer<C>, stale: response.stale ?? [] };
}

/** Hears that another program wrote to the same books. */
export function onChanged(heard: (topics: string[]) => void): () => void {
  return host.onChanged(heard);
}
