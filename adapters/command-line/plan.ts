import { id, type ProcessId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { DeployPlan } from "../../engine/runtime/deploy-plan.ts";
import { printPlan } from "../../engine/runtime/print-plan.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import type { Deployment } from "../../engine/runtime/versions-desk.ts";
import { configured } from "./configured.ts";
import { deploymentOf } from "./deployment.ts";
import { refuse } from "./give-command.ts";
import { isRefusal } from "./known-instance.ts";
import { unknownProcess } from "./known-process.ts";
import { type Operating, operate, printJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo plan [paths…]`: what a deploy would change, and for which running instances. Nothing is written. */
export async function plan(paths: readonly string[], options: PlanOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration } = configured(terminal, { level: "warn" });
  const files = await deploymentOf(paths, configuration, { terminal, ...options });
  if (files === null) return 1;
  return operate({ ...options, begins: true }, terminal, async (operating: Operating<PlanOptions>) => {
    const deployment = await withRetired(files, operating);
    if (isRefusal(deployment)) return refuse(deployment, operating);
    const made = await operating.engine.plan(deployment);
    if (options.json === true) {
      printJson(terminal, planJson(made));
      return 0;
    }
    terminal.print(planText(made, terminal));
    if (changesOf(made) === 0) return 0;
    const command = deployCommand(made, paths, options);
    terminal.say(terminal.pick({ ru: `\nПрименить ровно его: ${command}`, en: `\nTo apply exactly this: ${command}` }));
    return 0;
  });
}

export interface PlanOptions extends OperatingOptions {
  /** Processes that no new instance may start any more. */
  readonly retire?: readonly string[];
}

/**
 * What is deployed with what `--retire` names taken out: its file may still lie there. Refused where a process that is
 * named is neither in force nor among the files.
 */
export async function withRetired(
  { bundles, calendars }: Deployment,
  operating: Operating<PlanOptions>,
): Promise<Deployment | Refusal> {
  const retired = new Set(operating.options.retire ?? []);
  for (const process of retired) {
    const unknown = await unknownProcess(process, operating);
    if (unknown !== null) return unknown;
  }
  return {
    bundles: bundles.filter(({ bundle }) => !retired.has(bundle.process)),
    calendars,
    retired: [...retired].map((process) => id<ProcessId>(process)),
  };
}

/** How many processes and calendars a plan changes. */
export function changesOf({ processes, calendars }: DeployPlan): number {
  return [...processes, ...calendars].filter(({ change }) => change !== "unchanged").length;
}

/** A plan as a page, without the empty line at its end. */
export function planText(made: DeployPlan, { locale, color }: Terminal): string {
  return printPlan(made, { locale, color }).trimEnd();
}

/** The command that applies exactly this plan: of the same files. */
export function deployCommand(made: DeployPlan, paths: readonly string[], { retire = [] }: PlanOptions): string {
  const files = paths.map((path) => ` ${path}`).join("");
  const retired = retire.map((process) => ` --retire ${process}`).join("");
  return `ordo deploy${files}${retired} --plan ${made.digest.slice(0, 12)}`;
}

/** A plan as one documented object: instants as ISO 8601 in UTC. */
export function planJson(made: DeployPlan): unknown {
  return JSON.parse(JSON.stringify(made), (key, value: unknown) =>
    typeof value === "number" && INSTANTS.has(key) ? isoText(instant(value), "UTC") : value,
  );
}

/** Where a plan holds instants: since when a step is open, when a task is due, from when to when a timer moves. */
const INSTANTS: ReadonlySet<string> = new Set(["since", "dueAt", "from", "to"]);
