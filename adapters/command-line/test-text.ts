import { pluralEn, pluralRu } from "../../engine/base/plural.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import type { Coverage, Part } from "../../engine/simulation/coverage.ts";
import { padTo } from "../../engine/view/display-width.ts";
import { failureText } from "./failure-text.ts";
import type { Terminal } from "./terminal.ts";
import type { Tested, TestRound } from "./test.ts";

/** What `ordo test` says to people: each process with its scenarios, then what failed and how it came to that, then the sum. */
export function testText({ tested, coverage }: TestRound, terminal: Terminal): string {
  const failed = tested.filter(({ failures }) => failures.length > 0);
  const blocks = [listing(tested, terminal), ...failed.filter(isTold).map((one) => failureText(one, terminal))];
  if (coverage.length > 0) blocks.push(coverageText(coverage, terminal));
  return [...blocks, summary(tested.length, failed.length, terminal)].join("\n\n");
}

/** Of a scenario that could not be played because of errors in files these have been printed already. */
function isTold({ failures }: Tested): boolean {
  return failures.some(({ about }) => about !== "check");
}

function listing(tested: readonly Tested[], terminal: Terminal): string {
  const groups = Map.groupBy(
    tested,
    (one) => one.stage?.definition.title ?? terminal.pick({ ru: "Не запущены", en: "Not played" }),
  );
  return [...groups]
    .map(([title, ofProcess]) => {
      const lines = ofProcess.map((one) => {
        const isFine = one.failures.length === 0;
        const mark = isFine ? paint(terminal, "32", "✓") : paint(terminal, "31", "✗");
        return `  ${mark} ${harmless(one.name)}`;
      });
      return [paint(terminal, "1", title), ...lines].join("\n");
    })
    .join("\n\n");
}

function coverageText(coverage: readonly Coverage[], terminal: Terminal): string {
  const words = [
    { key: "steps", title: terminal.pick({ ru: "шаги", en: "steps" }) },
    { key: "outcomes", title: terminal.pick({ ru: "исходы", en: "outcomes" }) },
    { key: "rungs", title: terminal.pick({ ru: "ступени", en: "rungs" }) },
    { key: "rules", title: terminal.pick({ ru: "правила", en: "rules" }) },
    { key: "cases", title: terminal.pick({ ru: "ветви", en: "cases" }) },
  ] as const;
  const wide = Math.max(...coverage.map(({ process }) => process.length), 10);
  const head = `${" ".repeat(wide + 4)}${words.map(({ title }) => padTo(title, 9)).join("")}`.trimEnd();
  const rows = coverage.map((one) =>
    `  ${padTo(one.process, wide + 2)}${words.map(({ key }) => figure(one[key], terminal)).join("")}`.trimEnd(),
  );
  const gaps = coverage.flatMap((one) =>
    words.flatMap(({ key, title }) =>
      one[key].missing.length === 0 ? [] : [`  ${one.process} — ${title}: ${one[key].missing.join(", ")}`],
    ),
  );
  const unseen =
    gaps.length === 0
      ? []
      : [
          "",
          paint(
            terminal,
            "33",
            terminal.pick({ ru: "Ни один сценарий не побывал здесь:", en: "No scenario has been here:" }),
          ),
          ...gaps,
        ];
  return [paint(terminal, "1", terminal.pick({ ru: "Покрытие", en: "Coverage" })), head, ...rows, ...unseen].join("\n");
}

function figure({ visited, total }: Part, terminal: Terminal): string {
  const text = padTo(total === 0 ? "  —" : `${visited}/${total}`, 9);
  return visited < total ? paint(terminal, "33", text) : text;
}

function summary(total: number, failed: number, terminal: Terminal): string {
  const count =
    terminal.locale === "ru"
      ? `${total} ${pluralRu(total, { one: "сценарий", few: "сценария", many: "сценариев" })}`
      : `${total} ${pluralEn(total, "scenario", "scenarios")}`;
  if (failed === 0)
    return paint(terminal, "32;1", terminal.pick({ ru: `${count}: все прошли`, en: `${count}: all passed` }));
  return paint(
    terminal,
    "31;1",
    terminal.pick({
      ru: `${count}: прошло ${total - failed}, не прошло ${failed}`,
      en: `${count}: ${total - failed} passed, ${failed} failed`,
    }),
  );
}

function paint(terminal: Terminal, ansi: string, text: string): string {
  return terminal.color ? `\u001b[${ansi}m${text}\u001b[0m` : text;
}
