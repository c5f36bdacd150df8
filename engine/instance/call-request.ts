import { type ActivationId, id as brand, type CallId } from "../base/ids.ts";
import type { ValueMap } from "../base/value.ts";
import type { Run } from "./run.ts";
import { toReferences } from "./scope.ts";

/** Limit of one attempt where the file says nothing. Milliseconds. */
const ATTEMPT_TIMEOUT_MS = 30_000;

/**
 * Asks for a step's own call. Its key is derived from the visit alone: every attempt, and a retry after an incident, is the
 * same to the outside.
 */
export function requestCall(
  run: Run,
  id: ActivationId,
  wanted: {
    readonly operation: string;
    readonly input: ValueMap;
    readonly attemptTimeoutMs?: number;
    readonly key?: string;
  },
): void {
  const call = brand<CallId>(`${id}/call@${run.instance.sequence + 1}`);
  run.emit({
    kind: "callRequested",
    step: run.activation(id).step,
    activation: id,
    call,
    operation: wanted.operation,
    input: toReferences(wanted.input) as ValueMap,
    key: wanted.key ?? `${id}/call`,
    attempt: 1,
    attemptTimeoutMs: wanted.attemptTimeoutMs ?? ATTEMPT_TIMEOUT_MS,
    purpose: { kind: "step" },
  });
}
