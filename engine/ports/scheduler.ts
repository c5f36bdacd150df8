import type { InstanceId, TimerId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Lane } from "./outbox.ts";

/** A timer's alarm: only ids, never business data. */
export interface Alarm {
  readonly timer: TimerId;
  readonly instance: InstanceId;
  readonly dueAt: Instant;
}

/** An entry of the outbox that can be done now. */
export interface Offer {
  readonly entry: string;
  readonly lane: Lane;
  /** Smaller goes first. */
  readonly priority: number;
}

/** What rings and what is offered; a handler that rejects is called again later. */
export interface Rings {
  /** These timers are due: never early, perhaps twice, perhaps not at all. */
  timers(timers: readonly TimerId[]): Promise<void>;
  /** These entries of the outbox wait. */
  entries(entries: readonly string[]): Promise<void>;
}

/**
 * An alarm clock and a doorbell. It may forget everything: recovery tells it again from the store. It may ring twice; it
 * must not ring early. Nothing of it needs to be durable.
 */
export interface Scheduler {
  /** How far ahead alarms are taken; later ones stay in the store. Milliseconds. */
  readonly horizonMs: number;
  /** True: offered entries come back to whichever worker is free, and the one that offers must not keep them. */
  readonly shared: boolean;
  /** Lanes that it hands out only so fast: their entries are left to it while it works. */
  readonly limited: readonly Lane[];
  start(rings: Rings): Promise<void>;
  /** Arms alarms; one that is armed already for the same time stays one. Resolves when they are (or could not be: it never rejects). */
  wake(alarms: readonly Alarm[]): Promise<void>;
  /** Best effort: an alarm that still rings is harmless. */
  unwake(timers: readonly TimerId[]): Promise<void>;
  offer(offers: readonly Offer[]): Promise<void>;
  /** Is it in working order? Otherwise what is wrong, for `doctor` and the log. */
  health(): Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: string }>;
  /** Takes nothing more, waits for handlers that run. */
  stop(): Promise<void>;
}
