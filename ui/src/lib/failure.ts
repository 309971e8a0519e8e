// A no from the other side, as a value that screens can show.

export interface Failure {
  kind: "refused" | "not_found" | "conflict" | "fault" | "usage";
  code: string;
  params: Readonly<Record<string, unknown>>;
  message: string;
}

/** Thrown by the door, caught by the hooks: the failure rides on it. */
export class Refused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "Refused";
    this.failure = failure;
  }
}

export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Refused) return thrown.failure;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: "fault", code: "unreachable", params: {}, message };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
