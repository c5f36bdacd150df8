import type { DeployPlan } from "../../engine/runtime/deploy-plan.ts";
import { printPlan } from "../../engine/runtime/print-plan.ts";
import type { Deployed } from "../../engine/runtime/versions-desk.ts";
import { wrongUse } from "../complaint.ts";
import { configured } from "./configured.ts";
import { deploymentOf } from "./deployment.ts";
import { type Operating, operate, printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import { type PlanOptions, retiredOf } from "./plan.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

export interface DeployOptions extends PlanOptions {
  /** Digest (or its beginning, at least 8 characters) of the plan that was shown: only that is applied. */
  readonly plan?: string;
}

/** The beginning of a digest that people copy; shorter ones could mean another plan. */
const DIGEST_LENGTH_MIN = 8;

/**
 * `ordo deploy [paths…]`: puts the files in force. With `--plan` exactly the plan that was shown; without, the plan is
 * shown and applied in one go. Running instances stay on their versions. Exit 1 where the files have errors, or the plan
 * is not the one that was shown any more.
 */
export async function deploy(paths: readonly string[], options: DeployOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.plan !== undefined && options.plan.length < DIGEST_LENGTH_MIN) throw tooShort();
  const { configuration } = configured(terminal, { level: "warn" });
  const files = await deploymentOf(paths, configuration, terminal);
  if (files === null) return 1;
  return operate(options, terminal, async (operating: Operating<DeployOptions>) => {
    const { engine } = operating;
    const deployment = { ...files, retired: retiredOf(options) };
    const made = await engine.plan(deployment);
    const isShown = options.plan !== undefined && made.digest.startsWith(options.plan);
    if (options.plan !== undefined && !isShown) return told({ kind: "changed", plan: made }, operating);
    if (!isShown && options.json !== true) show(made, terminal);
    const user = options.as === undefined ? operating.signedIn : (await operatorOf(operating)).user;
    return told(await engine.deploy(deployment, { plan: made.digest, by: user }), operating);
  });
}

function told(deployed: Deployed, { options, terminal }: Operating<DeployOptions>): ExitCode {
  if (options.json === true) {
    printJson(terminal, deployed);
    return deployed.kind === "deployed" ? 0 : 1;
  }
  if (deployed.kind === "changed") {
    show(deployed.plan, terminal);
    terminal.say(
      terminal.pick({
        ru: `\nЭто уже не тот план, который показали: изменились файлы или кто-то развернул своё. Ничего не сделано.\nПрименить новый: ordo deploy --plan ${deployed.plan.digest.slice(0, 12)}`,
        en: `\nThis is not the plan that was shown any more: files changed, or somebody deployed. Nothing was done.\nTo apply the new one: ordo deploy --plan ${deployed.plan.digest.slice(0, 12)}`,
      }),
    );
    return 1;
  }
  const { processes } = deployed.plan;
  const count = processes.filter(({ change }) => change === "new" || change === "changed").length;
  terminal.say(
    terminal.pick({
      ru: `Развёрнуто: ${count}, без изменений: ${processes.length - count}. Идущих процессов, у которых пересчитаны сроки: ${deployed.replanned}.`,
      en: `Deployed: ${count} processes, ${processes.length - count} unchanged. Timers replanned in ${deployed.replanned} instances.`,
    }),
  );
  return 0;
}

function show(plan: DeployPlan, terminal: Terminal): void {
  terminal.print(printPlan(plan, { locale: terminal.locale, color: terminal.color }));
}

function tooShort(): Error {
  return wrongUse(
    {
      ru: `План называют хотя бы первыми ${DIGEST_LENGTH_MIN} знаками.`,
      en: `A plan is named by at least its first ${DIGEST_LENGTH_MIN} characters.`,
    },
    { ru: "Их печатает ordo plan.", en: "`ordo plan` prints them." },
  );
}
