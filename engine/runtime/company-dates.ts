import { datesAt, datesIn } from "../calendar/dates-at.ts";
import type { DateOf } from "../people/absence.ts";
import type { Clock } from "../ports/clock.ts";
import type { Library } from "./library.ts";

/**
 * Which date it is now, by zone, where no process is asked: null is the zone of the calendar that processes in force are
 * written with (UTC where none is deployed).
 */
export async function companyDates(library: Library, clock: Clock): Promise<DateOf> {
  const [first] = (await library.inForce()).current.values();
  const now = clock.now();
  return first === undefined ? datesIn(now, "UTC") : datesAt(now, first.definition.calendar);
}

/** The zone of that calendar: months of registries and times on pages are told in it. `UTC` where nothing is deployed. */
export async function companyZone(library: Library): Promise<string> {
  const [first] = (await library.inForce()).current.values();
  return first?.definition.calendar.zone ?? "UTC";
}
