import type { Row } from "../row.ts";
import type { Slept } from "./contender.ts";
import type { Entry } from "./line-up.ts";
import { isMeasured, type Rates, ratioOf, type Spread, spreadOf } from "./race.ts";

const NO_TARGET = { target: "", holds: null } as const;

/** What one contender does, with its promise beside it, as a multiple of a named other. */
export function rateRow(what: string, rates: Rates, entry: Entry, beside: Entry): Row {
  const measured = rates.get(entry.name);
  if (!isMeasured(measured)) return missingRow(what, entry, measured?.missing ?? "not measured");
  const ratio = entry === beside ? null : ratioOf(rates, entry.name, beside.name);
  return {
    what: `${what}: ${entry.name} [${entry.durability}]`,
    measured: perSecond(spreadOf(measured)),
    ratio: ratio === null ? "" : `${times(ratio)} ${beside.name}`,
    ...NO_TARGET,
  };
}

/** A contender that could not be measured, and why. */
export function missingRow(what: string, entry: Entry, reason: string): Row {
  return { what: `${what}: ${entry.name}`, measured: "not measured", ratio: reason, ...NO_TARGET };
}

/** What was asked of us against another. */
export function ratioRow(
  what: string,
  rates: Rates,
  goal: { readonly ours: string; readonly other: string; readonly floor: number; readonly target: number },
): Row {
  const ratio = ratioOf(rates, goal.ours, goal.other);
  const rate = rates.get(goal.ours);
  return {
    what: `${what}: ${goal.ours} against ${goal.other}`,
    measured: isMeasured(rate) ? perSecond(spreadOf(rate)) : "not measured",
    ratio: ratio === null ? "" : times(ratio),
    target: `≥ ${goal.target} × (floor ${goal.floor} ×)`,
    holds: ratio !== null && ratio.median >= goal.target,
    aboveFloor: ratio !== null && ratio.median >= goal.floor,
  };
}

/** How late timers were. */
export function latenessRow(
  what: string,
  entry: Entry,
  slept: Slept | { readonly missing: string },
  goal: { readonly floorMs: number; readonly targetMs: number } | null,
): Row {
  const known = "missing" in slept ? null : slept;
  const p99 = known === null ? Number.POSITIVE_INFINITY : percentile(known.lateMs, 0.99);
  const isEarly = (known?.lateMs[0] ?? 0) < 0;
  const isWhole = known?.unfinished === 0;
  return {
    what: `lateness of ${what}: ${entry.name}`,
    measured: known === null ? "not measured" : `p50 ${percentile(known.lateMs, 0.5)} ms, p99 ${p99} ms`,
    ratio: "missing" in slept ? slept.missing : isEarly ? "SOME WERE EARLY" : isWhole ? "" : "SOME NEVER WOKE",
    ...(goal === null
      ? NO_TARGET
      : {
          target: `p99 ≤ ${goal.targetMs} ms (floor ${goal.floorMs} ms)`,
          holds: p99 <= goal.targetMs && !isEarly && isWhole,
          aboveFloor: p99 <= goal.floorMs && !isEarly && isWhole,
        }),
  };
}

/** What became of many that slept until the same moment. */
export function sleeperRow(count: number, entry: Entry, slept: Slept): Row {
  const [started, finished] = [count / slept.startSeconds, (count - slept.unfinished) / slept.finishSeconds];
  const left = slept.unfinished === 0 ? "" : `; ${rounded(slept.unfinished)} NOT DONE a minute after`;
  return {
    what: `${count} sleepers due at once: ${entry.name} [${entry.durability}]`,
    measured: `${rounded(started)} /s started, ${rounded(finished)} /s finished`,
    ratio: `late p50 ${percentile(slept.lateMs, 0.5)} ms, p99 ${percentile(slept.lateMs, 0.99)} ms; ${rounded(slept.bytesEach)} B each in its processes${left}`,
    ...NO_TARGET,
  };
}

/** What a process holds with few and with many asleep: flat means that the many cost next to nothing each. */
export function heldRow(
  what: string,
  entry: Entry,
  held: { readonly from: number; readonly to: number; readonly before: number; readonly after: number },
): Row {
  const each = Math.max(0, held.after - held.before) / (held.to - held.from);
  const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return {
    what: `${what}: ${entry.name}`,
    measured: `${mib(held.before)} with ${rounded(held.from)}, ${mib(held.after)} with ${rounded(held.to)}`,
    ratio: `${each.toFixed(1)} B for each more`,
    target: "≤ 8 B (floor 500 B)",
    holds: each <= 8,
    aboveFloor: each <= 500,
  };
}

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function perSecond({ median, least, most }: Spread): string {
  return `${rounded(median)} /s (${rounded(least)}–${rounded(most)})`;
}

function times({ median, least, most }: Spread): string {
  return `${digits(median)} (${digits(least)}–${digits(most)}) ×`;
}

function digits(value: number): string {
  return value.toFixed(value < 1 ? 2 : 1);
}

function rounded(value: number): string {
  return Math.round(value).toLocaleString("en").replaceAll(",", " ");
}
