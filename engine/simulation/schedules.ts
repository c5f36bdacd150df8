import type { Instant } from "../base/instant.ts";
import type { Definition, ScheduleStart } from "../definition/model.ts";
import { runAfter } from "../runtime/schedule-run.ts";

/** The next run of a scheduled start. */
export interface Run {
  readonly definition: Definition;
  readonly start: ScheduleStart;
  readonly at: Instant;
}

/** The scheduled starts of all processes on the virtual clock. */
export class Schedules {
  #runs: readonly Run[];

  constructor(definitions: readonly Definition[], now: Instant) {
    this.#runs = definitions.flatMap((definition) =>
      definition.starts.flatMap((start) => (start.kind === "schedule" ? (after(definition, start, now) ?? []) : [])),
    );
  }

  first(): Run | null {
    return this.#runs.reduce<Run | null>((best, run) => (best === null || run.at < best.at ? run : best), null);
  }

  /** It ran: its next time takes its place. */
  taken(run: Run): void {
    const next = after(run.definition, run.start, run.at);
    this.#runs = this.#runs.flatMap((one) => (one === run ? (next ?? []) : [one]));
  }
}

function after(definition: Definition, start: ScheduleStart, from: Instant): Run | null {
  const at = runAfter(definition, start, from);
  return at === null ? null : { definition, start, at };
}
