import { instant } from "../../base/instant.ts";
import { readCivil } from "../temporal/civil.ts";
import { temporalValue } from "../temporal/read-temporal.ts";
import { atInstant, type DateTimeParts, dateOfDateTime, epochMs, temporalText } from "../temporal/temporal.ts";
import type { Type } from "../type.ts";
import { temporalFrom } from "../value/equality.ts";
import type { Call } from "../value/function-value.ts";
import type { Inner, Num } from "../value/inner.ts";
import { integerOf } from "../value/number.ts";
import { show } from "../value/show.ts";
import { fail } from "../value/site.ts";
import { zoneOf } from "./date.ts";
import { type Builtin, builtin } from "./signature.ts";

/** The process's business calendar (language §3 "Durations"). A date stays a date; a date and time keeps to working time. */
export const CALENDAR_FUNCTIONS: readonly Builtin[] = [
  builtin(
    "add business days(date: date | date and time, days: number): any",
    (call) => addBusiness(call, "businessDays"),
    sameMoment,
  ),
  builtin("add business hours(date: date and time, hours: number): date and time", (call) =>
    addBusiness(call, "businessHours"),
  ),
  builtin("business days between(from: date | date and time, to: date | date and time): number", (call) => {
    const [from, to] = call.args.map((value) => dayText(value, call));
    return from !== undefined && to !== undefined ? call.context.calendar.workingDaysBetween(from, to) : null;
  }),
  builtin("is working day(date: date | date and time): boolean", (call) =>
    call.context.calendar.isWorkingDay(dayText(call.args[0] ?? null, call)),
  ),
  builtin("is working time(at: date and time): boolean", (call) => {
    const at = temporalFrom(call.args[0] ?? null);
    return at?.kind === "date and time" && call.context.calendar.isOpen(instant(msOf(at, call)));
  }),
];

function sameMoment([first]: readonly Type[]): Type {
  return first?.kind === "dateTime" ? first : first?.kind === "date" ? first : { kind: "any" };
}

/** The day of a date, or of an instant in the calendar's zone. */
function dayText(value: Inner, call: Call): string {
  const at = temporalFrom(value);
  if (at?.kind === "date and time") {
    return at.zone ? call.context.calendar.dateOf(instant(msOf(at, call))) : temporalText(dateOfDateTime(at));
  }
  return at ? temporalText(at) : "";
}

function msOf(at: DateTimeParts, { context }: Call): number {
  return epochMs(at, zoneOf(context.calendar.zone));
}

/** Further than this no business counts, and a calendar walks day by day. */
const COUNT_MAX = 10_000;

function addBusiness(call: Call, kind: "businessDays" | "businessHours"): Inner {
  const [from, by] = call.args as readonly [Inner, Num];
  const count = kind === "businessDays" ? integerOf(by) : typeof by === "number" ? by : null;
  if (count === null || Math.abs(count) > COUNT_MAX) {
    return fail(call.site, "EXPRESSION_DOMAIN", {
      ru: `Рабочее время считают целым числом до ${COUNT_MAX}, а здесь ${show(by)}.`,
      en: `Working time is counted in whole numbers up to ${COUNT_MAX}, not ${show(by)}.`,
    });
  }
  call.meter.step(call.site, Math.abs(Math.ceil(count)));
  const { calendar } = call.context;
  const at = temporalFrom(from);
  if (at?.kind === "date") {
    const date = readCivil(calendar.addWorkingDays(temporalText(at), count));
    return date && temporalValue({ kind: "date", ...date });
  }
  if (at?.kind !== "date and time") return null;
  const moved = calendar.add(instant(msOf(at, call)), { kind, count });
  return temporalValue(atInstant(BigInt(moved) * 1_000_000n, at.zone ?? zoneOf(calendar.zone)));
}
