import { IANAZone } from "luxon";
import { type Instant, instant } from "../base/instant.ts";
import { isSteadyZone, steadyOffset } from "../base/steady-zone.ts";
import { DAY_MS } from "./day.ts";

/** Local time as milliseconds since 1970-01-01T00:00 on the wall clock of a zone. Not an instant. */
export type LocalMs = number;

/** The wall clock of one zone. */
export interface Zone {
  readonly name: string;
  toLocal(at: Instant): LocalMs;
  /**
   * The instant of a local time. One that the clocks skip (02:30 in a spring gap) is as much later as the gap is long
   * (03:30); one that comes twice (02:30 in autumn) is the first.
   */
  toInstant(local: LocalMs): Instant;
}

/** Is this an IANA zone that this machine knows: `Europe/Moscow`? */
export function isZone(name: string): boolean {
  return isSteadyZone(name) || IANAZone.isValidZone(name);
}

/** The zone of that name, which must be one ({@link isZone}). Offsets are remembered by week: asking the zone data is slow. */
export function createZone(name: string): Zone {
  let zone: IANAZone | null = null;
  const known = new Map<number, WeekOffset>();
  const rawOffset = (at: number): number => {
    const steady = steadyOffset(name, at);
    if (steady !== null) return steady;
    zone ??= IANAZone.create(name);
    return Math.round(zone.offset(at) * 60_000);
  };

  function offsetAt(at: number): number {
    const index = Math.floor(at / WEEK_MS);
    let week = known.get(index);
    if (week === undefined) {
      week = weekOffset(index, rawOffset);
      if (known.size >= WEEKS_KNOWN_MAX) known.clear();
      known.set(index, week);
    }
    if (typeof week === "number") return week;
    return at < week.changesAt ? week.before : week.after;
  }

  return {
    name,
    toLocal: (at) => at + offsetAt(at),
    toInstant: (local) => instantOf(local, offsetAt),
  };
}

/** Offset of a week in milliseconds, or the two of a week in which the clocks change. No zone changes them twice in one. */
type WeekOffset = number | { readonly changesAt: number; readonly before: number; readonly after: number };

const WEEK_MS = 7 * DAY_MS;

/** About 100 years of weeks; then the memory starts anew. */
const WEEKS_KNOWN_MAX = 5000;

function weekOffset(index: number, rawOffset: (at: number) => number): WeekOffset {
  let [low, high] = [index * WEEK_MS, (index + 1) * WEEK_MS - 1];
  const [before, after] = [rawOffset(low), rawOffset(high)];
  if (before === after) return before;
  // Halving a week of milliseconds takes 30 rounds.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (rawOffset(middle) === before) low = middle;
    else high = middle;
  }
  return { changesAt: high, before, after };
}

function instantOf(local: LocalMs, offsetAt: (at: number) => number): Instant {
  const before = offsetAt(local - DAY_MS);
  const after = offsetAt(local + DAY_MS);
  const first = local - before;
  if (before === after || offsetAt(first) === before) return instant(first);
  const second = local - after;
  // Neither fits: the clocks skip this local time, and the old offset lands as far behind the gap.
  return instant(offsetAt(second) === after ? second : first);
}
