import type { Text } from "../../engine/definition/problem.ts";
import type { Deployed } from "../../engine/runtime/versions-desk.ts";
import { wrongUse } from "../complaint.ts";
import { readProcessesSource } from "../workshop/config.ts";
import { configured } from "./configured.ts";
import { deploymentOf } from "./deployment.ts";
import { refuse } from "./give-command.ts";
import { isRefusal } from "./known-instance.ts";
import { type Operating, operate, printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import { changesOf, deployCommand, type PlanOptions, planJson, planText, withRetired } from "./plan.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

export interface DeployOptions extends PlanOptions {
  /** Digest (or its beginning, at least 8 characters) of the plan that was shown: only that is applied. */
  readonly plan?: string;
  /** Where the store is the source of processes: the files of the folder are put in force all the same, for taking them over. */
  readonly fromFolder?: boolean;
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
  if (readProcessesSource(configuration.root) === "store" && options.fromFolder !== true) throw notFromFolder();
  const files = await deploymentOf(paths, configuration, { terminal, ...options });
  if (files === null) return 1;
  return operate({ ...options, begins: true }, terminal, async (operating: Operating<DeployOptions>) => {
    const { engine } = operating;
    const deployment = await withRetired(files, operating);
    if (isRefusal(deployment)) return refuse(deployment, operating);
    const made = await engine.plan(deployment);
    const isShown = options.plan !== undefined && made.digest.startsWith(options.plan);
    if (options.plan !== undefined && !isShown) return told({ kind: "changed", plan: made }, paths, operating);
    if (!isShown && options.json !== true) terminal.print(planText(made, terminal));
    const user = options.as === undefined ? operating.signedIn : (await operatorOf(operating)).user;
    return told(await engine.deploy(deployment, { plan: made.digest, by: user }), paths, operating);
  });
}

function told(deployed: Deployed, paths: readonly string[], { options, terminal }: Operating<DeployOptions>): ExitCode {
  if (options.json === true) {
    printJson(terminal, { ...deployed, plan: planJson(deployed.plan) });
    return deployed.kind === "deployed" ? 0 : 1;
  }
  if (deployed.kind === "changed") {
    const command = deployCommand(deployed.plan, paths, options);
    terminal.print(planText(deployed.plan, terminal));
    terminal.say(
      terminal.pick({
        ru: `\nЭто уже не тот план, который показали: изменились файлы или кто-то развернул своё. Ничего не сделано.\nПрименить новый: ${command}`,
        en: `\nThis is not the plan that was shown any more: files changed, or somebody deployed. Nothing was done.\nTo apply the new one: ${command}`,
      }),
    );
    return 1;
  }
  terminal.say(terminal.pick(changesOf(deployed.plan) === 0 ? NOTHING_NEW : doneText(deployed)));
  return 0;
}

const NOTHING_NEW = { ru: "Развёрнуто то же самое: менять нечего.", en: "The same is deployed already." };

function doneText({ plan, replanned }: Deployed & { kind: "deployed" }): Text {
  const count = (change: string): number => plan.processes.filter((one) => one.change === change).length;
  const parts = [
    { count: count("new"), ru: "новых", en: "new" },
    { count: count("changed"), ru: "изменённых", en: "changed" },
    { count: count("retired"), ru: "снятых", en: "retired" },
    { count: count("unchanged"), ru: "без изменений", en: "unchanged" },
  ].filter((part) => part.count > 0);
  const list = (locale: "ru" | "en"): string => parts.map((part) => `${part[locale]} ${part.count}`).join(", ");
  const moved = replanned > 0;
  return {
    ru: `Развёрнуто. Процессов: ${list("ru")}.${moved ? ` Сроки пересчитаны у идущих: ${replanned}.` : ""}`,
    en: `Deployed. Processes: ${list("en")}.${moved ? ` Timers replanned in running instances: ${replanned}.` : ""}`,
  };
}

/** There is one source of truth: what lies in a folder is not it. */
function notFromFolder(): Error {
  return wrongUse(
    {
      ru: "Исходник процессов — база (source: store): папка не развёртывается.",
      en: "The source of processes is the database (source: store): the folder is not deployed.",
    },
    {
      ru: "Разворачивайте черновики в консоли. Перенести файлы папки в базу: ordo deploy --from-folder",
      en: "Deploy the drafts in the console. To take the folder's files over: ordo deploy --from-folder",
    },
  );
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
