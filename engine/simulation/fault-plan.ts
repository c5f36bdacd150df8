import type { CallOutcome } from "../instance/call-outcome.ts";

/** A failure that a scenario asks for (language §6, `fail`). */
export interface Fault {
  /** `crm.update`, or `notify` for any message, or a channel (`sms`). */
  readonly operation: string;
  /** How often it fails before it works again. @default 1 */
  readonly times: number;
  readonly outcome: "refused" | "unknown";
  /** The code of a refusal; the words of an unknown outcome. */
  readonly error: string | null;
}

/** The failures still to come, by operation; those asked for first come first. */
export class FaultPlan {
  #left: { readonly fault: Fault; times: number }[] = [];

  add(fault: Fault): void {
    this.#left.push({ fault, times: fault.times });
  }

  /** The failure of this call, or null where it works. The call did not happen. */
  next(...names: readonly string[]): CallOutcome | null {
    const planned = this.#left.find(({ fault, times }) => times > 0 && names.includes(fault.operation));
    if (!planned) return null;
    planned.times -= 1;
    const { operation, outcome, error } = planned.fault;
    if (outcome === "refused")
      return { kind: "refused", code: error ?? "REFUSED", message: `${operation}: ${error ?? "refused"}` };
    // Not keyed: so that a scenario meets the step's own `onUncertain`, as with most outside systems.
    return { kind: "unknown", message: `${operation}: ${error ?? "no answer"}`, keyed: false };
  }
}
