import { basename } from "node:path";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { Coverage } from "../../engine/simulation/coverage.ts";
import { tellerOf } from "../../engine/simulation/teller-of.ts";
import { timelineLines } from "../../engine/simulation/timeline-lines.ts";
import type { World } from "../../engine/simulation/world.ts";
import { type Tone, withoutRepeats } from "../../engine/view/timeline-line.ts";
import { playAll, type Tested, testJson } from "../command-line/test.ts";
import { quietTerminal } from "./quiet-terminal.ts";
import { type ShownProblem, shownProblems } from "./work-check.ts";
import { pathInside, type WorkPlace } from "./work-place.ts";

/** A line of a timeline in words. */
export interface ShownLine {
  /** With the offset of the process's zone. */
  readonly at: string;
  readonly tone: Tone;
  readonly text: string;
  readonly details: readonly string[];
  /** Whose line it is (`title № 3`), where several run; null: it happened outside, or one runs. */
  readonly instance: string | null;
}

/** One scenario that was played, or why it was not. */
export interface ShownScenario {
  /** Inside the process's folder. */
  readonly path: string;
  readonly name: string;
  readonly status: "passed" | "failed";
  readonly failures: readonly {
    readonly line: number;
    readonly about: string;
    readonly expected: unknown;
    readonly actual: unknown;
    readonly message: string;
  }[];
  readonly timeline: readonly ShownLine[];
}

/** What `ordo test` says of a process. */
export interface ShownRound {
  readonly passed: number;
  readonly failed: number;
  readonly scenarios: readonly ShownScenario[];
  /** Of a round of all scenarios. */
  readonly coverage: Omit<Coverage, "process"> | null;
  readonly problems: readonly ShownProblem[];
}

/** Lines of one timeline that are handed out; the rest is not read by anybody. */
const LINES_MAX = 500;

/** Plays the scenarios of a process as `ordo test` does. @param path of the only one; null: all, with coverage */
export function workScenarios(place: WorkPlace, path: string | null): ShownRound {
  const { folder, source, locale } = place;
  const files = source.read(folder).scenarios.filter((file) => path === null || pathInside(file, folder) === path);
  if (files.length === 0) return { passed: 0, failed: 0, scenarios: [], coverage: null, problems: [] };
  const round = playAll(path === null ? [folder] : files, { coverage: path === null }, quietTerminal(locale));
  const { passed, failed, scenarios, coverage } = testJson(round, locale);
  const own = processOf(round.tested);
  const covered = own === null ? null : (coverage[own] ?? null);
  return {
    ...{ passed, failed, coverage: covered, problems: shownProblems(round.problems, place) },
    scenarios: scenarios.map((one, index) => {
      const run = round.tested[index]?.run ?? null;
      const { file, ...rest } = one;
      return {
        ...rest,
        path: pathInside(file, folder) ?? basename(file),
        timeline: run === null ? [] : shownTimeline(run.world, locale),
      };
    }),
  };
}

function processOf(tested: readonly Tested[]): string | null {
  return tested.flatMap(({ stage }) => stage?.definition.process ?? [])[0] ?? null;
}

/** What happened in a world, as people tell it. */
export function shownTimeline(world: World, locale: "ru" | "en"): readonly ShownLine[] {
  const lines = withoutRepeats(timelineLines(world, locale), tellerOf(world, locale)).slice(0, LINES_MAX);
  const isOne = world.instances.length <= 1;
  return lines.map(({ at, tone, text, details, host }) => ({
    ...{ at: isoText(at, world.zone), tone, text, details },
    instance: host === null || isOne ? null : `${host.definition.title} № ${host.instance.number}`,
  }));
}
