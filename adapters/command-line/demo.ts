import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { pluralEn, pluralRu } from "../../engine/base/plural.ts";
import { printProblems } from "../../engine/definition/print-problems.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { runScenario, type ScenarioRun } from "../../engine/simulation/run-scenario.ts";
import { tellerOf } from "../../engine/simulation/teller-of.ts";
import { timelineLines } from "../../engine/simulation/timeline-lines.ts";
import { wrap } from "../../engine/view/display-width.ts";
import { heading, legend, type PrintTimelineOptions, paint, printTimeline } from "../../engine/view/print-timeline.ts";
import { withoutRepeats } from "../../engine/view/timeline-line.ts";
import { waitingFor } from "../../engine/view/waiting-for.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { productFolder } from "../product-folder.ts";
import { LoaderPool } from "./loader-pool.ts";
import { type LoadedScenario, loadScenario } from "./scenario-file.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** One story of each shipped process: the one that shows best what the process is for. */
const STORIES: readonly { readonly process: string; readonly scenario: string }[] = [
  { process: "mail-intake", scenario: "letter-becomes-lead" },
  { process: "lead-distribution", scenario: "head-silent" },
  { process: "company-total", scenario: "two-currencies" },
  { process: "holding-links", scenario: "company-joins" },
  { process: "category-sync", scenario: "category-changed" },
  { process: "discount-defaults", scenario: "company-discount-changed" },
  { process: "discount-guard", scenario: "put-back" },
  { process: "discount-approval", scenario: "rework-changes-approvers" },
  { process: "invoice-approval", scenario: "responsible-then-paid" },
];

/** Plays one story of each shipped process and prints a timeline that a manager understands. */
export async function demo(terminal: Terminal): Promise<ExitCode> {
  const startedAt = performance.now();
  const pool = new LoaderPool(folderSource());
  const zone = "Europe/Moscow";
  const options: PrintTimelineOptions = {
    locale: terminal.locale,
    color: terminal.color,
    columns: terminal.columns,
    zone,
  };
  terminal.print(intro(terminal, options));
  const runs: ScenarioRun[] = [];
  for (const [index, story] of STORIES.entries()) {
    const loaded = loadScenario(fileOf(story), { pool });
    if (!loaded.scenario || !loaded.stage) return broken(loaded, pool, terminal);
    const run = runScenario(loaded.scenario, loaded.stage);
    terminal.print(storyText(index + 1, loaded, run, options));
    runs.push(run);
  }
  terminal.print(closing(runs, performance.now() - startedAt, terminal, options));
  return runs.every(({ failures }) => failures.length === 0) ? 0 : 1;
}

function fileOf({ process, scenario }: { readonly process: string; readonly scenario: string }): string {
  const path = join(productFolder(), "processes", process, "scenarios", `${scenario}.yaml`);
  const shown = relative(".", path);
  return (existsSync(shown) ? shown : path).replaceAll("\\", "/");
}

function intro(terminal: Terminal, options: PrintTimelineOptions): string {
  const title = terminal.pick({
    ru: "Девять процессов компании «Зерно и Пар»",
    en: "Nine processes of the company “Zerno i Par”",
  });
  const words = terminal.pick({
    ru: "Компания вымышлена: продаёт и обслуживает кофемашины. Ниже — по одному случаю из каждого её процесса: что произошло, кого и о чём попросил процесс, кто что решил и что записано. Процессы описаны в YAML, исполняет их тот же движок, что и в работе; часы виртуальные, письма и SMS никуда не уходят.",
    en: "The company is invented: it sells and services coffee machines. Below is one story of each of its processes: what happened, whom the process asked for what, who decided what, and what was written down. The processes are written in YAML and run by the very engine; the clock is virtual, no mail or SMS leaves this machine.",
  });
  const width = Math.min(options.columns, 100) - 2;
  return ["", heading(title, "", options), ...wrap(words, width), "", ...legend(options, width), ""].join("\n");
}

function storyText(
  number: number,
  { scenario, stage }: LoadedScenario,
  { world, main, failures }: ScenarioRun,
  options: PrintTimelineOptions,
): string {
  const title = `${number}. ${stage?.definition.title ?? ""}`;
  const waits = main ? waitingFor(main, tellerOf(world, options.locale)) : [];
  const wait = options.locale === "ru" ? "Дальше процесс ждёт" : "From here it waits for";
  return [
    heading(title, scenario?.name ?? "", options),
    printTimeline(withoutRepeats(timelineLines(world, options.locale), tellerOf(world, options.locale)), options),
    ...(waits.length === 0
      ? []
      : [
          "",
          ...wrap(`${wait}: ${waits.join("; ")}`, Math.min(options.columns, 110) - 2).map((line) =>
            paint("33", line, options),
          ),
        ]),
    ...failures.map((failure) => paint("31", `✗ ${failure.says[options.locale]}`, options)),
    "",
    "",
  ].join("\n");
}

function closing(runs: readonly ScenarioRun[], ms: number, terminal: Terminal, options: PrintTimelineOptions): string {
  const worlds = runs.map(({ world }) => world);
  const events = worlds.flatMap((world) => world.log.map(({ event }) => event));
  const count = (kind: string): number => events.filter((event) => event.kind === kind).length;
  const figures = [
    counted(
      worlds.reduce((sum, world) => sum + world.hosts.size, 0),
      { one: "запуск процесса", few: "запуска процессов", many: "запусков процессов" },
      ["process run", "process runs"],
      terminal,
    ),
    counted(
      count("taskCompleted"),
      { one: "решение людей", few: "решения людей", many: "решений людей" },
      ["decision of people", "decisions of people"],
      terminal,
    ),
    counted(
      worlds.reduce((sum, world) => sum + world.messages.length, 0),
      { one: "сообщение", few: "сообщения", many: "сообщений" },
      ["message", "messages"],
      terminal,
    ),
    counted(
      worlds.reduce((sum, world) => sum + world.writes.size, 0),
      { one: "запись в CRM", few: "записи в CRM", many: "записей в CRM" },
      ["write to the CRM", "writes to the CRM"],
      terminal,
    ),
    counted(
      count("registryAppended"),
      { one: "строка реестров", few: "строки реестров", many: "строк реестров" },
      ["row of registries", "rows of registries"],
      terminal,
    ),
  ];
  const seconds = (ms / 1000).toFixed(1);
  const next: readonly (readonly [command: string, words: Text])[] = [
    ["ordo test --coverage", { ru: "все истории этих процессов", en: "all stories of these processes" }],
    [
      "ordo dry-run lead-distribution --scenario …",
      { ru: "одна история со всеми подробностями", en: "one story with all details" },
    ],
    ["ordo check processes", { ru: "проверить файлы процессов", en: "check the process files" }],
  ];
  return [
    heading(terminal.pick({ ru: "Итог", en: "In sum" }), "", options),
    `${figures.join(" · ")} — ${terminal.pick({ ru: `за ${seconds.replace(".", ",")} с`, en: `in ${seconds} s` })}`,
    "",
    terminal.pick({ ru: "Что посмотреть дальше:", en: "What to look at next:" }),
    ...next.map(([command, words]) => `  ${paint("1", command.padEnd(44), options)} ${terminal.pick(words)}`),
    "",
  ].join("\n");
}

function counted(
  count: number,
  ru: Parameters<typeof pluralRu>[1],
  en: readonly [string, string],
  terminal: Terminal,
): string {
  return `${count} ${terminal.locale === "ru" ? pluralRu(count, ru) : pluralEn(count, ...en)}`;
}

function broken({ problems }: LoadedScenario, pool: LoaderPool, terminal: Terminal): ExitCode {
  terminal.say(printProblems(problems, pool.texts, { locale: terminal.locale, color: terminal.talkColor }));
  return 1;
}
