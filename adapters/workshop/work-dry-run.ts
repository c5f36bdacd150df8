import { diagramSvg } from "../../engine/diagram/diagram-svg.ts";
import { pathOf, statusOf } from "../../engine/simulation/dry-run-result.ts";
import { runToRest } from "../../engine/simulation/run-to-rest.ts";
import { tellerOf } from "../../engine/simulation/teller-of.ts";
import { waitingFor } from "../../engine/view/waiting-for.ts";
import { openDryRun } from "../command-line/dry-run-opening.ts";
import { LoaderPool } from "../command-line/loader-pool.ts";
import { decideAtOnce } from "./dry-run-decisions.ts";
import { type ShownEffects, shownEffects } from "./dry-run-effects.ts";
import { quietTerminal } from "./quiet-terminal.ts";
import { type ShownProblem, shownProblems } from "./work-check.ts";
import type { WorkPlace } from "./work-place.ts";
import { type ShownLine, shownTimeline } from "./work-scenarios.ts";

/** What a dry run came to. */
export interface ShownDryRun extends ShownEffects {
  readonly status: "completed" | "waiting" | "failed" | "canceled" | "notStarted";
  /** Why nothing started. */
  readonly refusal: string | null;
  readonly timeline: readonly ShownLine[];
  /** What it waits for at the end, in words. */
  readonly waits: readonly string[];
  readonly problems: readonly ShownProblem[];
  /** The diagram with the steps it has been at; null: nothing started. */
  readonly picture: string | null;
}

/** How a dry run is to go. */
export interface DryRunOrder {
  readonly with: "input" | "event" | "nothing";
  /** An ISO 8601 instant; null: now. */
  readonly at: string | null;
  /** `none`: nobody answers, and ladders climb; `first`: everybody decides at once by the first outcome. */
  readonly answers: "none" | "first";
  readonly scheme: "auto" | "light" | "dark";
}

/** Files of the process's folder that a dry run reads its start from: they are laid there, and never saved. */
export const DRY_RUN_FILES = { input: "dry-run.input.json", event: "dry-run.event.json" } as const;

/** Runs a process on the company's sample data, as `ordo dry-run` does. */
export async function workDryRun(place: WorkPlace, start: DryRunOrder): Promise<ShownDryRun> {
  const { folder, source, locale } = place;
  const file = start.with === "nothing" ? {} : { [start.with]: `${folder}/${DRY_RUN_FILES[start.with]}` };
  const options = { ...file, ...(start.at === null ? {} : { at: start.at }) };
  const opening = openDryRun(folder, options, { pool: new LoaderPool(source), terminal: quietTerminal(locale) });
  if (opening.kind === "problems") {
    const problems = opening.problems.filter(({ severity }) => severity === "error");
    return {
      ...{ status: "notStarted", refusal: null, timeline: [], waits: [], picture: null },
      ...{ messages: [], writes: [], rows: [] },
      problems: shownProblems(problems, place),
    };
  }
  const { world, definition, refusal } = opening;
  if (refusal === null) await runToRest(world, start.answers === "first" ? decideAtOnce(world) : async () => true);
  const main = opening.main();
  const current = main === null ? [] : Object.values(main.instance.activations).map(({ step }) => step);
  const overlay = { visited: pathOf(main), current };
  const look = { locale, scheme: start.scheme, directory: world.people, overlay };
  return {
    ...shownEffects(world, locale),
    status: statusOf(main),
    refusal,
    picture: main === null ? null : await diagramSvg(definition, look),
    timeline: shownTimeline(world, locale),
    waits: main === null ? [] : waitingFor(main, tellerOf(world, locale)),
    problems: [],
  };
}
