import { id, type ProcessId } from "../../engine/base/ids.ts";
import { printPlan } from "../../engine/runtime/print-plan.ts";
import { configured } from "./configured.ts";
import { deploymentOf } from "./deployment.ts";
import { type Operating, operate, printJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo plan [paths…]`: what a deploy would change, and for which running instances. Nothing is written. */
export async function plan(paths: readonly string[], options: PlanOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration } = configured(terminal, { level: "warn" });
  const deployment = await deploymentOf(paths, configuration, terminal);
  if (deployment === null) return 1;
  return operate(options, terminal, async ({ engine }: Operating<PlanOptions>) => {
    const made = await engine.plan({ ...deployment, retired: retiredOf(options) });
    if (options.json === true) {
      printJson(terminal, made);
      return 0;
    }
    terminal.print(printPlan(made, { locale: terminal.locale, color: terminal.color }));
    terminal.say(
      terminal.pick({
        ru: `\nПлан ${made.digest.slice(0, 12)}. Применить ровно его: ordo deploy --plan ${made.digest.slice(0, 12)}`,
        en: `\nPlan ${made.digest.slice(0, 12)}. To apply exactly this: ordo deploy --plan ${made.digest.slice(0, 12)}`,
      }),
    );
    return 0;
  });
}

export interface PlanOptions extends OperatingOptions {
  /** Processes that no new instance may start any more. */
  readonly retire?: readonly string[];
}

/** The processes that `--retire` names. */
export function retiredOf({ retire }: PlanOptions) {
  return (retire ?? []).map((process) => id<ProcessId>(process));
}
