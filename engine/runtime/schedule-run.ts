import type { Instant } from "../base/instant.ts";
import type { Definition, ScheduleStart } from "../definition/model.ts";
import type { ScheduleRow } from "../ports/starts.ts";
import { nextRun } from "./next-run.ts";

/** The first run of a scheduled start after an instant: `cron` in the calendar's zone, `every` counted from the one before. */
export function runAfter({ calendar }: Definition, start: ScheduleStart, from: Instant): Instant | null {
  if (start.cron !== null) return nextRun(start.cron, calendar.zone, from);
  if (start.every?.kind !== "fixed") return null;
  const at = calendar.add(from, start.every.duration);
  // A duration of nothing would fire for ever at one instant.
  return at > from ? at : null;
}

/** The rows that the scheduled starts of a process have from now on. */
export function schedulesOf(definition: Definition, now: Instant): readonly ScheduleRow[] {
  return definition.starts.flatMap((start) => {
    const dueAt = start.kind === "schedule" ? runAfter(definition, start, now) : null;
    return dueAt === null ? [] : [{ process: definition.process, start: start.index, dueAt }];
  });
}
