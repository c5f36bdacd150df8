import { type ActivationId, id as brand, type CallId } from "../base/ids.ts";
import type { ValueMap } from "../base/value.ts";
import { stepOf } from "./places.ts";
import { Rejected } from "./reject.ts";
import type { Run } from "./run.ts";
import type { Incident } from "./state.ts";

/** The call of a step that was refused, as it is asked again with another input. */
export interface EditedCall {
  readonly activation: ActivationId;
  readonly operation: string;
  readonly attemptTimeoutMs: number;
  readonly input: ValueMap;
}

/**
 * What an edited retry asks for. Only a call that was refused can be given something else: where nobody knows whether it
 * took place, another input could do the thing twice.
 *
 * @throws {Rejected} `NOT_EDITABLE`
 */
export function editedCall(run: Run, { activation, code, step }: Incident, input: ValueMap): EditedCall {
  const found = step === null ? null : stepOf(run.definition, step);
  const isRefused = code !== "UNCERTAIN" && activation !== null && run.isLive(activation);
  if (!isRefused || found?.kind !== "call") throw new Rejected("NOT_EDITABLE");
  return { activation, operation: found.operation, attemptTimeoutMs: found.retry.attemptTimeoutMs, input };
}

/**
 * Asks for it. Its key is its own, because it is another request to the outside; every later attempt and retry of the
 * visit goes on with this input under this key.
 */
export function requestEdited(run: Run, { activation, ...wanted }: EditedCall): void {
  const at = `${activation}/call@${run.instance.sequence + 1}`;
  run.emit({
    kind: "callRequested",
    step: run.activation(activation).step,
    activation,
    call: brand<CallId>(at),
    ...wanted,
    key: at,
    attempt: 1,
    purpose: { kind: "step" },
    edited: true,
  });
}
