import { type Duration, isDurationProblem, parseDuration } from "../base/duration.ts";
import { type Instant, instant } from "../base/instant.ts";
import { isTagged, type Value } from "../base/value.ts";
import type { DurationTemplate } from "../definition/model.ts";
import type { EvaluationContext } from "../expression/expression.ts";
import { instantOf } from "../expression/index.ts";
import { CHECK_DATA, StepFailure } from "./attempt.ts";
import type { Run } from "./run.ts";
import type { Counted } from "./state.ts";

/** A duration of the file; its numbers may be expressions. */
export function durationOf(template: DurationTemplate, context: EvaluationContext): Duration {
  if (template.kind === "fixed") return template.duration;
  const value = template.expression.evaluate(context);
  const parsed = parseDuration(
    template.unit === "iso" ? (isTagged(value) ? value.value : value) : { [template.unit]: numberOf(value) },
  );
  if (isDurationProblem(parsed)) {
    throw new StepFailure({
      code: "DURATION_INVALID",
      message: {
        ru: `Срок «${template.expression.text}» не годится: ${parsed.problem.ru}.`,
        en: `The duration "${template.expression.text}" is of no use: ${parsed.problem.en}.`,
      },
      remedy: CHECK_DATA,
      resolution: "retry",
      seat: null,
    });
  }
  return parsed;
}

function numberOf(value: Value): Value {
  return isTagged(value) && value.$type === "number" ? Number(value.value) : value;
}

/** The instant a duration after another one, on the process's calendar. */
export function after(run: Run, from: Instant, template: DurationTemplate, context: EvaluationContext): Instant {
  return run.definition.calendar.add(from, durationOf(template, context));
}

/** When a timer is due, and what it must remember of it: a number that an expression gave is nowhere else. */
export function countFrom(
  run: Run,
  from: Instant,
  template: DurationTemplate,
  context: EvaluationContext,
): { readonly dueAt: Instant; readonly remembered: { readonly counted?: Counted } } {
  const by = durationOf(template, context);
  const dueAt = run.definition.calendar.add(from, by);
  return { dueAt, remembered: template.kind === "fixed" ? {} : { counted: { from, by } } };
}

/** A date, a date and time, or text of one, as an instant (a date is its beginning in the calendar's zone). */
export function instantIn(run: Run, value: Value, what: string): Instant {
  const ms = instantOf(value, run.definition.calendar.zone);
  if (ms !== null) return instant(ms);
  throw new StepFailure({
    code: "NOT_AN_INSTANT",
    message: {
      ru: `«${what}» — не дата и не дата со временем: ${JSON.stringify(value)}.`,
      en: `"${what}" is neither a date nor a date and time: ${JSON.stringify(value)}.`,
    },
    remedy: {
      ru: "Нужна дата (2026-11-25) или дата со временем (2026-11-25T10:00:00+03:00).",
      en: "A date (2026-11-25) or a date and time (2026-11-25T10:00:00+03:00) is wanted.",
    },
    resolution: "retry",
    seat: null,
  });
}
