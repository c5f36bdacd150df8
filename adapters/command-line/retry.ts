import { type InstanceId, id, type ProcessId } from "../../engine/base/ids.ts";
import type { IncidentRow } from "../../engine/ports/store.ts";
import type { ActOutcome } from "../../engine/runtime/use-cases.ts";
import { wrongUse } from "../complaint.ts";
import { act, refuse } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { unknownProcess } from "./known-process.ts";
import { type Operating, operate, printJson } from "./operate.ts";
import { actJson, sayRefusal } from "./refusal.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo retry [instance] [incident]` */
export interface RetryOptions extends OperatingOptions {
  /** Every open incident of this code. */
  readonly code?: string;
  /** Only of this process. */
  readonly process?: string;
}

/** Incidents retried by one command; more are retried by the next. */
const RETRIES_MAX = 1000;

/**
 * Tries again what incidents stopped: one, all of an instance, or all of a code. 1 where any retry was refused, or there
 * was nothing to retry.
 */
export function retry(
  { instance, incident }: { readonly instance: string | undefined; readonly incident: string | undefined },
  options: RetryOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (instance === undefined && options.code === undefined) {
    throw wrongUse(
      { ru: "Что повторить?", en: "Retry what?" },
      {
        ru: "Назовите процесс (ordo retry <процесс> [сбой]) или код: ordo retry --code CALL_FAILED",
        en: "Name an instance (ordo retry <instance> [incident]) or a code: ordo retry --code CALL_FAILED",
      },
    );
  }
  return operate(options, terminal, async (operating) => {
    const shown = instance === undefined ? null : await instanceNamed(instance, operating);
    if (shown !== null && isRefusal(shown)) return refuse(shown, operating);
    const unknown = await unknownProcess(options.process, operating);
    if (unknown !== null) return refuse(unknown, operating);
    const owner = shown?.row.id;
    const found =
      incident !== undefined && owner !== undefined
        ? [{ id: incident, instance: owner }]
        : await openIncidents(operating, owner);
    return retryAll(found, operating);
  });
}

type Stopped = Pick<IncidentRow, "id" | "instance">;

async function openIncidents(
  { engine, options }: Operating<RetryOptions>,
  instance: InstanceId | undefined,
): Promise<readonly Stopped[]> {
  const { rows } = await engine.incidents({
    ...(instance === undefined ? {} : { instance }),
    ...(options.process === undefined ? {} : { process: id<ProcessId>(options.process) }),
    ...(options.code === undefined ? {} : { code: options.code }),
    limit: RETRIES_MAX,
  });
  return rows.filter(({ resolution }) => resolution === "retry");
}

async function retryAll(found: readonly Stopped[], operating: Operating<RetryOptions>): Promise<ExitCode> {
  const { options, terminal } = operating;
  const results: { readonly incident: string; readonly owner: string; readonly outcome: ActOutcome }[] = [];
  for (const { id: incident, instance } of found) {
    if (instance === null) continue;
    const outcome = await act(operating, { kind: "retry", incident }, instance);
    results.push({ incident, owner: instance, outcome });
  }
  const refused = results.filter(({ outcome }) => outcome.kind === "rejected").length;
  if (options.json) {
    const retried = results.map(({ incident, owner, outcome }) => ({
      incident,
      ...actJson(outcome, terminal),
      instance: owner,
    }));
    printJson(terminal, { retried });
  } else {
    for (const { outcome } of results) if (outcome.kind === "rejected") sayRefusal(outcome, terminal);
    terminal.print(summary(results.length - refused, results.length, terminal));
  }
  return refused > 0 || results.length === 0 ? 1 : 0;
}

function summary(done: number, all: number, terminal: Terminal): string {
  if (all === 0)
    return terminal.pick({
      ru: "Повторять нечего: таких открытых сбоев нет.",
      en: "Nothing to retry: there are no such open incidents.",
    });
  return terminal.pick({ ru: `Повторено: ${done} из ${all}.`, en: `Retried: ${done} of ${all}.` });
}
