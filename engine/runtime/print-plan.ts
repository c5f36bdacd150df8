import type { Instant } from "../base/instant.ts";
import { pluralEn, pluralRu } from "../base/plural.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Locale } from "../definition/problem.ts";
import { harmless } from "../definition/show-line.ts";
import {
  type DefinitionDifference,
  isSameMeaning,
  type NamedChange,
  type StepAspect,
  type StepChange,
  type TableChange,
} from "./compare-definitions.ts";
import type { CalendarPlan, DeployPlan, InstancePlan, ProcessPlan } from "./deploy-plan.ts";

export interface PrintPlanOptions {
  readonly locale: Locale;
  readonly color: boolean;
}

/** Examples named of each group of instances or timers; the rest is counted. */
const EXAMPLES_MAX = 3;
/** Groups shown of a process or calendar, the largest first. */
const GROUPS_MAX = 20;
/** Rules shown of a table, on each side. */
const RULES_MAX = 20;

const GREEN = 32;
const RED = 31;
const YELLOW = 33;
const BOLD = 1;
const DIM = 2;

/**
 * A plan as text for people: what changes, where running instances stand, which timers move. Instances that stand alike are
 * one line with a count and first examples, so that thousands of them still fit a page.
 */
export function printPlan(plan: DeployPlan, options: PrintPlanOptions): string {
  const page = new Page(options);
  const changed = plan.processes.filter(({ change }) => change !== "unchanged");
  for (const process of changed) printProcess(page, process);
  const calendars = plan.calendars.filter(({ change }) => change !== "unchanged");
  for (const calendar of calendars) printCalendar(page, calendar);
  const same = plan.processes.length - changed.length + plan.calendars.length - calendars.length;
  if (changed.length + calendars.length === 0) page.line(0, page.say("Изменений нет.", "Nothing would change."));
  else if (same > 0) page.line(0, page.say(`Без изменений: ${same}.`, `Unchanged: ${same}.`), DIM);
  page.line(0, page.say(`План ${plan.digest.slice(0, 12)}`, `Plan ${plan.digest.slice(0, 12)}`), DIM);
  return `${page.lines.join("\n")}\n`;
}

class Page {
  readonly lines: string[] = [];
  readonly #options: PrintPlanOptions;

  constructor(options: PrintPlanOptions) {
    this.#options = options;
  }

  say(ru: string, en: string): string {
    return this.#options.locale === "ru" ? ru : en;
  }

  get locale(): Locale {
    return this.#options.locale;
  }

  /** A line at a depth; texts of people lose what could steer a terminal. */
  line(depth: number, text: string, style?: number): void {
    const bare = harmless(text);
    const shown = style !== undefined && this.#options.color ? `\u001B[${style}m${bare}\u001B[0m` : bare;
    this.lines.push(`${"  ".repeat(depth)}${shown}`);
  }

  gap(): void {
    if (this.lines.length > 0) this.lines.push("");
  }
}

// ── processes ───────────────────────────────────────────────────────────────────────────────────

function printProcess(page: Page, plan: ProcessPlan): void {
  page.gap();
  const [sign, style, word] = headOf(page, plan.change);
  page.line(0, `${sign} ${plan.process} — ${plan.title} (${word})`, style);
  if (plan.difference !== null) printDifference(page, plan.difference);
  if (plan.change === "retired" && plan.live > 0)
    page.line(1, page.say(`Идут и дойдут по своей версии: ${plan.live}.`, `Running on to their end: ${plan.live}.`));
  if (plan.instances.length > 0) printInstances(page, plan.instances);
}

function headOf(page: Page, change: ProcessPlan["change"]): readonly [string, number, string] {
  switch (change) {
    case "new":
      return ["+", GREEN, page.say("новый", "new")];
    case "retired":
      return ["-", RED, page.say("больше не запускается", "starts no more")];
    case "changed":
    case "unchanged":
      return ["~", YELLOW, page.say("изменён", "changed")];
  }
}

function printDifference(page: Page, difference: DefinitionDifference): void {
  const { steps, tables, inputs, starts, templates, rest } = difference;
  for (const step of steps) printStep(page, step);
  for (const table of tables) printTable(page, table);
  printNamed(page, page.say("поле запуска", "input"), inputs);
  printNamed(page, page.say("шаблон", "template"), templates);
  for (const start of starts.added) page.line(1, `+ ${page.say("запуск", "start")} ${start}`, GREEN);
  for (const start of starts.removed) page.line(1, `- ${page.say("запуск", "start")} ${start}`, RED);
  for (const part of rest) page.line(1, `~ ${page.say(...PARTS[part])}`, YELLOW);
  if (isSameMeaning(difference))
    page.line(
      1,
      page.say("отличия только в том, что на ход не влияет", "nothing that a step, table or start shows"),
      DIM,
    );
}

const PARTS: Readonly<Record<DefinitionDifference["rest"][number], readonly [string, string]>> = {
  title: ["название", "title"],
  subject: ["тема", "subject"],
  calendar: ["календарь", "calendar"],
  output: ["результат", "output"],
};

const SIGNS = { added: ["+", GREEN], removed: ["-", RED], changed: ["~", YELLOW] } as const;

function printNamed(page: Page, what: string, changes: readonly NamedChange[]): void {
  for (const { name, change } of changes) {
    const [sign, style] = SIGNS[change];
    page.line(1, `${sign} ${what} ${name}`, style);
  }
}

function printStep(page: Page, { step, title, change, what }: StepChange): void {
  const [sign, style] = SIGNS[change];
  const aspects = what.length === 0 ? "" : `: ${what.map((aspect) => page.say(...WORDS[aspect])).join(", ")}`;
  page.line(1, `${sign} ${page.say("шаг", "step")} ${step}${title === "" ? "" : ` «${title}»`}${aspects}`, style);
}

const WORDS: Readonly<Record<StepAspect, readonly [string, string]>> = {
  kind: ["вид шага", "kind"],
  title: ["название", "title"],
  condition: ["условие", "condition"],
  order: ["место или порядок", "place or order"],
  next: ["куда дальше", "where to go on"],
  people: ["люди", "people"],
  form: ["форма", "form"],
  outcomes: ["исходы", "outcomes"],
  facts: ["сведения", "facts"],
  agreement: ["правило согласия", "rule of agreement"],
  rights: ["права", "rights"],
  rework: ["доработка", "rework"],
  ladder: ["лестница эскалации", "escalation ladder"],
  timeout: ["срок шага", "timeout"],
  dates: ["сроки и важность", "dates and priority"],
  wait: ["чего ждёт", "what it waits for"],
  content: ["содержание", "content"],
};

function printTable(page: Page, { table, change, added, removed, shape }: TableChange): void {
  const [sign, style] = SIGNS[change];
  const more = shape ? page.say(" (колонки, порядок или правило выбора)", " (columns, order or hit policy)") : "";
  page.line(1, `${sign} ${page.say("таблица", "table")} ${table}${more}`, style);
  if (change !== "changed") return;
  printRules(page, "-", removed, RED);
  printRules(page, "+", added, GREEN);
}

function printRules(page: Page, sign: string, rules: readonly string[], style: number): void {
  for (const rule of rules.slice(0, RULES_MAX)) page.line(2, `${sign} ${rule}`, style);
  if (rules.length > RULES_MAX) page.line(2, `${sign} ${andMore(page, rules.length - RULES_MAX)}`, style);
}

// ── instances ───────────────────────────────────────────────────────────────────────────────────

function printInstances(page: Page, instances: readonly InstancePlan[]): void {
  const refused = instances.filter(({ migration }) => migration.kind === "refused").length;
  const count = instances.length;
  page.line(
    1,
    page.say(
      `${count} ${pluralRu(count, INSTANCES)} на своей версии и останутся на ней; перевести можно: ${count - refused}, нельзя: ${refused}`,
      `${count} ${pluralEn(count, "instance runs", "instances run")} on, each on its version; could migrate: ${count - refused}, could not: ${refused}`,
    ),
    BOLD,
  );
  const groups = [...Map.groupBy(instances, (one) => standing(page, one))].sort(
    ([, one], [, other]) => other.length - one.length,
  );
  for (const [where, group] of groups.slice(0, GROUPS_MAX)) printGroup(page, where, group);
  if (groups.length > GROUPS_MAX) page.line(2, andMore(page, groups.length - GROUPS_MAX), DIM);
}

const INSTANCES = { one: "процесс идёт", few: "процесса идут", many: "процессов идут" };

/** What instances that stand alike have in common. */
function standing(page: Page, { at, status }: InstancePlan): string {
  const steps = [...new Set(at.map(({ step }) => step))].join(", ");
  const held = status === "suspended" ? page.say(", приостановлен", ", suspended") : "";
  return `${steps === "" ? page.say("начинается", "beginning") : steps}${held}`;
}

function printGroup(page: Page, where: string, group: readonly InstancePlan[]): void {
  page.line(2, `${group.length} — ${where}`);
  const outcomes = [...Map.groupBy(group, (one) => outcomeOf(page, one))].sort(
    ([, one], [, other]) => other.length - one.length,
  );
  for (const [outcome, alike] of outcomes.slice(0, GROUPS_MAX)) {
    const goes = alike[0]?.migration.kind === "goes";
    page.line(3, `${goes ? "→" : "×"} ${alike.length} — ${outcome}`, goes ? GREEN : RED);
    for (const one of alike.slice(0, EXAMPLES_MAX)) page.line(4, exampleOf(page, one), DIM);
    if (alike.length > EXAMPLES_MAX) page.line(4, andMore(page, alike.length - EXAMPLES_MAX), DIM);
  }
  if (outcomes.length > GROUPS_MAX) page.line(3, andMore(page, outcomes.length - GROUPS_MAX), DIM);
}

function outcomeOf(page: Page, { migration }: InstancePlan): string {
  if (migration.kind === "refused") return migration.reasons.map((reason) => page.say(reason.ru, reason.en)).join(" ");
  const notes = migration.notes.map((note) => ` (${page.say(note.ru, note.en).replace(/\.$/u, "")})`).join("");
  const count = migration.timers.length;
  if (count === 0) return page.say("можно перевести", "could migrate") + notes;
  return (
    page.say(
      `можно перевести; ${pluralRu(count, MOVES)} ${count} ${pluralRu(count, DUES)}`,
      `could migrate, ${count} ${pluralEn(count, "timer", "timers")} would move`,
    ) + notes
  );
}

const MOVES = { one: "сдвинется", few: "сдвинутся", many: "сдвинутся" };
const DUES = { one: "срок", few: "срока", many: "сроков" };

function exampleOf(page: Page, { number, subject, at }: InstancePlan): string {
  const tasks = at.flatMap((step) => step.tasks).map(({ assignee, candidates }) => holder(page, assignee, candidates));
  return `№ ${number} ${subject}${tasks.length > 0 ? ` — ${tasks.join("; ")}` : ""}`;
}

function holder(page: Page, assignee: string | null, candidates: number): string {
  if (assignee !== null) return assignee;
  return page.say(`может взять: ${candidates}`, `may be taken by ${candidates}`);
}

// ── calendars ───────────────────────────────────────────────────────────────────────────────────

function printCalendar(page: Page, { name, change, zone, timers }: CalendarPlan): void {
  page.gap();
  const isNew = change === "new";
  const head = page.say(`календарь ${name}`, `calendar ${name}`);
  page.line(
    0,
    isNew ? `+ ${head} (${page.say("новый", "new")})` : `~ ${head} (${page.say("изменён", "changed")})`,
    isNew ? GREEN : YELLOW,
  );
  if (isNew) return;
  const all = timers.flatMap(({ process, number, moved }) => moved.map((one) => ({ process, number, ...one })));
  page.line(
    1,
    page.say(
      all.length === 0 ? "Открытые сроки не сдвинутся" : `Сдвинутся открытые сроки: ${all.length}`,
      all.length === 0 ? "No open timer would move" : `Open timers that would move: ${all.length}`,
    ),
    BOLD,
  );
  const groups = [...Map.groupBy(all, ({ process, step }) => `${process} / ${step ?? "—"}`)].sort(
    ([, one], [, other]) => other.length - one.length,
  );
  for (const [where, group] of groups.slice(0, GROUPS_MAX)) {
    page.line(2, `${group.length} — ${where}`);
    for (const { number, from, to } of group.slice(0, EXAMPLES_MAX))
      page.line(3, `№ ${number}: ${clock(page, from, zone)} → ${clock(page, to, zone)}`, DIM);
    if (group.length > EXAMPLES_MAX) page.line(3, andMore(page, group.length - EXAMPLES_MAX), DIM);
  }
  if (groups.length > GROUPS_MAX) page.line(2, andMore(page, groups.length - GROUPS_MAX), DIM);
}

/** `25.11.2026 10:00`, in English `2026-11-25 10:00`. */
function clock(page: Page, at: Instant, zone: string): string {
  const [date = "", time = ""] = isoText(at, zone).slice(0, 16).split("T");
  return `${page.say(date.split("-").reverse().join("."), date)} ${time}`;
}

function andMore(page: Page, count: number): string {
  return page.say(`и ещё ${count}`, `and ${count} more`);
}
