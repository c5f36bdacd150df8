import { harmless } from "../../engine/definition/show-line.ts";
import type { Failure } from "../../engine/simulation/claims.ts";
import { tellerOf } from "../../engine/simulation/teller-of.ts";
import { timelineLines } from "../../engine/simulation/timeline-lines.ts";
import type { World } from "../../engine/simulation/world.ts";
import type { Moment } from "../../engine/simulation/world-parts.ts";
import { padTo, wrap } from "../../engine/view/display-width.ts";
import { paint, printTimeline } from "../../engine/view/print-timeline.ts";
import { withoutRepeats } from "../../engine/view/timeline-line.ts";
import { flowText } from "./flow-text.ts";
import type { Terminal } from "./terminal.ts";
import type { Tested } from "./test.ts";

/** A scenario that does not hold: each claim with what was expected, what happened, and the timeline up to there. */
export function failureText({ file, name, failures, run }: Tested, terminal: Terminal): string {
  const title = `${paint("31;1", "✗", terminal)} ${paint("1", harmless(name), terminal)}`;
  const claims = (ones: readonly Failure[]) => ones.map((one) => claimText(file, one, terminal));
  if (run === null) return [title, ...claims(failures)].join("\n");
  const { world } = run;
  // Claims that failed at one moment share their timeline; a later one shows what came since.
  const groups = Map.groupBy(failures, ({ moment = world.moment }) => `${moment.events}/${moment.happenings}`);
  let told = 0;
  const parts = [...groups.values()].flatMap((ones) => {
    const until = ones[0]?.moment ?? world.moment;
    const timeline = timelineBetween(world, { told, until }, terminal);
    told = timelineLines(world, terminal.locale, until).length;
    return [...claims(ones), ...timeline];
  });
  const nothing = terminal.pick({ ru: "Ничего не запустилось.", en: "Nothing was started." });
  return [title, ...parts, ...(world.log.length === 0 ? [`  ${nothing}`] : [])].join("\n").trimEnd();
}

/** The rows of one claim. */
function claimText(file: string, { line, says, expected, actual, about }: Failure, terminal: Terminal): string {
  const width = widthOf(terminal);
  const rows = [`  ${paint("1", `${file}:${line}`, terminal)}  ${harmless(terminal.pick(says))}`];
  if (expected !== null || actual !== null) {
    rows.push(...row(terminal.pick({ ru: "ожидалось", en: "expected" }), `${about}: ${flowText(expected)}`, width));
    rows.push(...row(terminal.pick({ ru: "случилось", en: "happened" }), flowText(actual), width));
  }
  return rows.join("\n");
}

function timelineBetween(
  world: World,
  { told, until }: { readonly told: number; readonly until: Moment },
  terminal: Terminal,
): readonly string[] {
  const { locale, color } = terminal;
  const lines = timelineLines(world, locale, until).slice(told);
  if (lines.length === 0) return [];
  const look = { locale, color, columns: widthOf(terminal) - 2, zone: world.zone };
  return ["", indented(printTimeline(withoutRepeats(lines, tellerOf(world, locale)), look)), ""];
}

/** Beyond this, lines are hard to follow. */
function widthOf({ columns }: Terminal): number {
  return Math.min(columns, 110);
}

function row(word: string, text: string, width: number): readonly string[] {
  const [first = "", ...rest] = wrap(harmless(text), width - 16);
  return [`    ${padTo(word, 10)}  ${first}`, ...rest.map((line) => `${" ".repeat(16)}${line}`)];
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}
