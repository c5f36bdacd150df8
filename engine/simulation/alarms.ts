import type { InstanceId, TimerId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { TimerPurpose } from "../instance/state.ts";

/** A timer of an instance on the virtual clock. */
export interface Alarm {
  readonly instance: InstanceId;
  readonly timer: TimerId;
  readonly dueAt: Instant;
  readonly purpose: TimerPurpose;
}

/** Timers by due time. Of those due at the same instant: waits and retries, then rungs in order, then timeouts. */
export class Alarms {
  readonly #set = new Map<TimerId, Alarm & { readonly order: number }>();
  #count = 0;

  wake(alarm: Alarm): void {
    this.#count += 1;
    this.#set.set(alarm.timer, { ...alarm, order: this.#count });
  }

  unwake(timer: TimerId): void {
    this.#set.delete(timer);
  }

  /** The first one due, leaving out those of instances that `sleeps` (a suspended one fires nothing). */
  first(sleeps: (instance: InstanceId) => boolean): Alarm | null {
    let best: (Alarm & { readonly order: number }) | null = null;
    for (const alarm of this.#set.values())
      if (!sleeps(alarm.instance) && (best === null || isBefore(alarm, best))) best = alarm;
    return best;
  }
}

function isBefore(one: Alarm & { readonly order: number }, other: Alarm & { readonly order: number }): boolean {
  const [a, b] = [one.dueAt - other.dueAt, rankOf(one.purpose) - rankOf(other.purpose)];
  return a !== 0 ? a < 0 : b !== 0 ? b < 0 : one.order < other.order;
}

/** Language §3, "Interruption": … then rungs in order, then `timeout`. */
function rankOf(purpose: TimerPurpose): number {
  if (purpose.kind === "rung") return 1000 + purpose.rung;
  return purpose.kind === "timeout" ? 1_000_000 : 0;
}
