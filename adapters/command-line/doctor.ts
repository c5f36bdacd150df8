import type { Environment } from "../../engine/definition/config-variable.ts";
import { printProblems } from "../../engine/definition/print-problems.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { checkBackup } from "../backup/check-backup.ts";
import { readBackup } from "../backup/config.ts";
import { systemClock } from "../clock/system-clock.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { loadConfiguration } from "../configuration/load-configuration.ts";
import { checkFolders, checkHolder, checkRegistryKey, checkVersions } from "../doctor/check-machine.ts";
import { guarded } from "../doctor/guard-check.ts";
import { companyFiles } from "../engine/company-files.ts";
import { doubtful, type Finding, fine, wrong } from "../finding.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { readProcessesSource } from "../workshop/config.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** `ordo doctor`: language §7. */
export interface DoctorOptions {
  readonly json?: boolean;
  /** @default that of this process */
  readonly environment?: Environment;
  /** Where `ordo.yaml` is looked for. @default the working folder */
  readonly folder?: string;
}

/**
 * Looks at everything the engine needs: versions, configuration, secrets, folders, store, clock, Redis, workers,
 * calendars, directory, processes, registry key. Changes nothing. Exit code 1 where something is wrong; what is only
 * doubtful is shown.
 */
export async function doctor(options: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
  const source = folderSource();
  const { configuration, problems, texts } = loadConfiguration(
    source,
    options.environment ?? process.env,
    options.folder,
  );
  const findings = [...checkVersions(process.versions), configurationFinding(configuration, problems)];
  if (configuration !== null) findings.push(...(await lookAround(configuration, source)));
  const isWrong = findings.some(({ status }) => status === "problem");
  if (options.json) {
    const { problemsJson } = await import("../../engine/definition/problem-json.ts");
    const shown = problemsJson(1, problems, terminal.locale) as { readonly problems: unknown };
    const checks = findings.map((finding) => plain(finding, terminal));
    terminal.print(JSON.stringify({ ok: !isWrong, checks, problems: shown.problems }, null, 2));
  } else {
    for (const finding of findings) terminal.print(lineOf(finding, terminal));
    const { locale, color } = terminal;
    if (problems.length > 0) terminal.print(`\n${printProblems(problems, texts, { locale, color })}`);
  }
  return isWrong ? 1 : 0;
}

async function lookAround(configuration: Configuration, source: ReturnType<typeof folderSource>): Promise<Finding[]> {
  const [{ checkStore }, { checkRedis }, { checkCompany, definitionsOf }, { ProcessLoader }, outside] =
    await Promise.all([
      import("../doctor/check-store.ts"),
      import("../doctor/check-redis.ts"),
      import("../doctor/check-company.ts"),
      import("./process-loader.ts"),
      Promise.all([
        import("../doctor/check-outside.ts"),
        import("../doctor/used-outside.ts"),
        import("../doctor/check-http-steps.ts"),
      ]),
    ]);
  const [{ checkOutside }, { usedOutside }, { checkHttpSteps }] = outside;
  const machine = [
    ...(await guarded("folders", () => checkFolders(configuration))),
    ...(await guarded("lock-holder", () => checkHolder(configuration))),
    ...(await guarded("registry-key", () => checkRegistryKey(configuration))),
  ];
  const [{ findings, current, drafts }, redis] = await Promise.all([
    checkStore(configuration),
    guarded("redis", () => checkRedis(configuration)),
  ]);
  const backups = await guarded("backup", () => {
    const { root, store } = configuration;
    const database = store.kind === "sqlite" ? store.file : null;
    return checkBackup(readBackup(root, store.kind), { database, now: Date.now() });
  });
  const loader = new ProcessLoader(source, { directory: configuration.directory });
  // Where the store is the source, files on the disk are not what is meant to run.
  const isStore = readProcessesSource(configuration.root) === "store";
  const company = { source, loader, configuration, current: isStore ? null : current, now: Date.now() };
  const written = isStore
    ? await guarded("drift", async () => {
        const { checkDrafts } = await import("../doctor/check-drafts.ts");
        return checkDrafts(configuration, drafts, current);
      })
    : [];
  const world = await guarded("outside", async () => {
    const { catalog } = companyFiles(configuration);
    const used = usedOutside(definitionsOf(company), catalog);
    const needs = { clock: systemClock(), catalog, locale: configuration.locale, used };
    return await checkOutside({ configuration, needs });
  });
  const { checkAlerts, checkHeartbeat } = await import("../doctor/check-alerts.ts");
  const watched = [
    ...(await guarded("alerts", () => checkAlerts(configuration.root))),
    ...(await guarded("heartbeat", () => checkHeartbeat(configuration.root))),
  ];
  const steps = await guarded("http-steps", () => checkHttpSteps(definitionsOf(company), configuration.http));
  const files = await guarded("processes", () => checkCompany(company));
  return [...machine, ...findings, ...backups, ...redis, ...watched, ...world, ...steps, ...files, ...written];
}

function configurationFinding(configuration: Configuration | null, problems: readonly Problem[]): Finding {
  const check = "configuration";
  if (configuration === null)
    return wrong(
      check,
      {
        ru: "Настройки с ошибками: остальное не проверить",
        en: "The configuration has errors: the rest cannot be checked",
      },
      {
        ru: "Исправьте ordo.yaml или окружение, как сказано ниже",
        en: "Mend ordo.yaml or the environment as said below",
      },
    );
  if (configuration.file === null)
    return doubtful(
      check,
      { ru: "Файла ordo.yaml нет: всё по умолчанию", en: "There is no ordo.yaml: everything is the default" },
      { ru: "Создайте его; образец даёт ordo init", en: "Make one; `ordo init` has a sample" },
    );
  if (problems.length > 0)
    return doubtful(
      check,
      {
        ru: `Настройки с предупреждениями: ${configuration.file}`,
        en: `The configuration has warnings: ${configuration.file}`,
      },
      { ru: "Они ниже", en: "They stand below" },
    );
  return fine(check, `Настройки в порядке: ${configuration.file}`, `The configuration is sound: ${configuration.file}`);
}

const MARKS: Readonly<Record<Finding["status"], readonly [mark: string, ansi: string]>> = {
  ok: ["✓", "32"],
  warning: ["!", "33"],
  problem: ["✗", "31"],
  skipped: ["–", "2"],
};

function lineOf({ status, says, remedy }: Finding, { pick, color }: Terminal): string {
  const [mark, ansi] = MARKS[status];
  const shown = color ? `\u001b[${ansi}m${mark}\u001b[0m` : mark;
  return `${shown} ${pick(says)}${remedy === null ? "" : `\n    ${pick(remedy)}`}`;
}

function plain({ check, status, says, remedy }: Finding, { pick }: Terminal) {
  return { check, status, message: pick(says), remedy: remedy === null ? null : pick(remedy) };
}
