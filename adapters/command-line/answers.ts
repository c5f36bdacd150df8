import type { UserId } from "../../engine/base/ids.ts";
import { id as brand } from "../../engine/base/ids.ts";
import type { Instant } from "../../engine/base/instant.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import type { Task } from "../../engine/instance/state.ts";
import { tellerOf } from "../../engine/simulation/teller-of.ts";
import { timelineLines } from "../../engine/simulation/timeline-lines.ts";
import type { World } from "../../engine/simulation/world.ts";
import type { Host } from "../../engine/simulation/world-parts.ts";
import { printTimeline } from "../../engine/view/print-timeline.ts";
import type { Teller } from "../../engine/view/teller.ts";
import type { Opening } from "./dry-run-opening.ts";
import { type AskedField, readAnswer } from "./read-answer.ts";
import { standardInput } from "./standard-input.ts";
import type { Terminal } from "./terminal.ts";

/** Answers for the people of a dry run, asked at the terminal (`--answers ask`). */
export interface Answers {
  /** Before the clock moves: what happened is told, and open tasks may be answered. False: enough. */
  beforeMove(due: () => Instant | null): Promise<boolean>;
  end(): void;
}

interface Open {
  readonly host: Host;
  readonly task: Task;
}

/** Wrong answers to one question in a row; then the question is given up. */
const TRIES_MAX = 10;

/** Answers asked at the terminal, or read line by line from a pipe. `isTalk`: standard output is for programs. */
export function openAnswers(
  opening: Opening & { kind: "open" },
  { terminal, isTalk }: { readonly terminal: Terminal; readonly isTalk: boolean },
): Answers {
  const { world } = opening;
  const ask = asker(terminal);
  const tell = tellerOf(world, terminal.locale);
  let told = 0;

  function tellNews(): void {
    const lines = timelineLines(world, terminal.locale);
    const news = lines.slice(told);
    told = lines.length;
    if (news.length === 0) return;
    const text = `\n${printTimeline(news, { locale: terminal.locale, color: isTalk ? terminal.talkColor : terminal.color, columns: terminal.columns, zone: world.zone })}`;
    if (isTalk) terminal.say(text);
    else terminal.print(text);
  }

  return {
    async beforeMove(due) {
      for (;;) {
        tellNews();
        const open = openTasks(world);
        if (open.length === 0) return due() !== null;
        const choice = await ask(menu(open, due(), { terminal, tell, world }));
        if (choice === null || /^(q|й)$/i.test(choice.trim())) return false;
        if (choice.trim() === "") return due() !== null;
        const chosen = open[Number(choice) - 1];
        if (chosen) await answer(world, chosen, { terminal, tell, ask });
        else terminal.say(terminal.pick({ ru: "  Введите номер из списка.", en: "  Give a number of the list." }));
      }
    },
    end: tellNews,
  };
}

type Ask = (question: string) => Promise<string | null>;
interface Asking {
  readonly terminal: Terminal;
  readonly tell: Teller;
  readonly ask: Ask;
}

/** At a terminal people are asked line by line; a pipe is read once, line by line. */
function asker(terminal: Terminal): Ask {
  if (terminal.interactive) return (question) => terminal.ask(question);
  let lines: string[] | null = null;
  return async (question) => {
    lines ??= linesOf(await pipedText());
    const line = lines.shift() ?? null;
    terminal.say(`${question}${line ?? ""}`);
    return line;
  };
}

async function pipedText(): Promise<string> {
  let text = "";
  for await (const piece of standardInput()) text += piece;
  return text;
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function openTasks(world: World): readonly Open[] {
  return world.instances.flatMap((host) => Object.values(host.instance.tasks).map((task) => ({ host, task })));
}

function menu(
  open: readonly Open[],
  due: Instant | null,
  { terminal, tell, world }: { readonly terminal: Terminal; readonly tell: Teller; readonly world: World },
): string {
  const tasks = open.map(({ task }, index) => `  ${index + 1}. ${harmless(task.title)} — ${holders(task, tell)}`);
  const clock =
    due === null
      ? terminal.pick({ ru: "закончить", en: "end here" })
      : `${terminal.pick({ ru: "пусть идут часы: до", en: "let the clock run until" })} ${tell.value(world.timeText(due))}`;
  return [
    "",
    terminal.pick({ ru: "Открытые задания:", en: "Open tasks:" }),
    ...tasks,
    `  Enter — ${clock}; q — ${terminal.pick({ ru: "выход", en: "quit" })}`,
    terminal.pick({ ru: "Какое выполнить? ", en: "Which one? " }),
  ].join("\n");
}

function holders(task: Task, tell: Teller): string {
  return task.assignee !== null ? tell.person(task.assignee) : tell.people(task.candidates);
}

async function answer(world: World, { host, task }: Open, asking: Asking): Promise<void> {
  const { terminal } = asking;
  for (const fact of task.facts) terminal.say(`  ${harmless(fact.title)}: ${harmless(fact.text)}`);
  if (task.instructions !== null) terminal.say(`  ${harmless(task.instructions)}`);
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const by = await who(task, asking);
    const outcome = by === null ? null : await outcomeOf(task, asking);
    const form = outcome === null ? null : await fields(world, { host, task }, outcome, asking);
    if (by === null || outcome === null || form === null) return;
    const comment = await asking.ask(
      terminal.pick({ ru: "Комментарий (можно пусто): ", en: "Comment (may be empty): " }),
    );
    const result = world.command(host.id, by, {
      kind: "complete",
      task: task.id,
      outcome,
      form,
      comment: comment?.trim() || null,
    });
    if (result?.kind !== "rejected") return;
    terminal.say(`  ✗ ${terminal.pick(result.reason)} ${terminal.pick(result.remedy)}`);
    for (const [name, note] of Object.entries(result.fields)) terminal.say(`    ${name}: ${terminal.pick(note)}`);
  }
}

async function who(task: Task, { terminal, tell, ask }: Asking): Promise<UserId | null> {
  const users = task.assignee !== null ? [task.assignee] : task.candidates;
  if (users.length <= 1) return users[0] ?? null;
  const list = users.map((user, index) => `  ${index + 1}. ${tell.person(user)} (${user})`).join("\n");
  const answered = await ask(`${list}\n${terminal.pick({ ru: "Кто? ", en: "Who? " })}`);
  if (answered === null) return null;
  return (
    users[Number(answered) - 1] ?? users.find((user) => user === answered.trim()) ?? brand<UserId>(answered.trim())
  );
}

async function outcomeOf(task: Task, { terminal, ask }: Asking): Promise<string | null> {
  const only = task.outcomes.length === 1 ? task.outcomes[0] : undefined;
  if (only) return only.name;
  const list = task.outcomes.map(({ title }, index) => `  ${index + 1}. ${harmless(title)}`).join("\n");
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const answered = await ask(`${list}\n${terminal.pick({ ru: "Решение? ", en: "Decision? " })}`);
    if (answered === null) return null;
    const found =
      task.outcomes[Number(answered) - 1] ??
      task.outcomes.find(({ name, title }) => [name, title].some((word) => isSameWord(word, answered)));
    if (found) return found.name;
    terminal.say(terminal.pick({ ru: "  Введите номер из списка.", en: "  Give a number of the list." }));
  }
  return null;
}

function isSameWord(word: string, typed: string): boolean {
  return word.toLocaleLowerCase("ru") === typed.trim().toLocaleLowerCase("ru");
}

/** The form's fields one by one; Enter keeps what stands there. Those an outcome needs are marked. */
async function fields(
  world: World,
  { host, task }: Open,
  outcome: string,
  { terminal, tell, ask }: Asking,
): Promise<ValueMap | null> {
  const needs = task.outcomes.find((one) => one.name === outcome)?.needs ?? [];
  const step = host.definition.steps.get(task.step);
  const declared =
    step?.kind === "userTask" || step?.kind === "approval"
      ? [...step.form, ...host.definition.inputs]
      : host.definition.inputs;
  const form: Record<string, Value> = {};
  for (const field of task.form) {
    const asked: AskedField = { ...field, declared: declared.find((one) => one.name === field.name) ?? null };
    const isNeeded = field.required || needs.includes(field.name);
    for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
      const shown = field.value === null ? "" : ` [${tell.value(field.value)}]`;
      const answered = await ask(
        `  ${harmless(field.title)}${isNeeded ? " *" : ""}${shown}${hint(field.type, terminal)}: `,
      );
      if (answered === null) return null;
      const read = readAnswer(answered.trim(), asked, { people: world.people, lists: world.startFacts.lists });
      if ("value" in read && read.value === undefined && isNeeded && field.value === null) {
        terminal.say(terminal.pick({ ru: "    ✗ Без этого поля нельзя", en: "    ✗ This field is needed" }));
        continue;
      }
      if ("value" in read) {
        if (read.value !== undefined) form[field.name] = read.value;
        break;
      }
      terminal.say(`    ✗ ${terminal.pick(read.wrong)}`);
    }
  }
  return form;
}

function hint(type: string, terminal: Terminal): string {
  const hints: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
    user: { ru: "сотрудник", en: "a person" },
    users: { ru: "сотрудники через запятую", en: "people, by commas" },
    date: { ru: "дата", en: "a date" },
    money: { ru: "сумма и валюта", en: "amount and currency" },
    boolean: { ru: "да или нет", en: "yes or no" },
    files: { ru: "имена файлов через запятую", en: "file names, by commas" },
    record: { ru: "запись, например company/7", en: "a record, such as company/7" },
  };
  const words = hints[type];
  return words ? ` (${terminal.pick(words)})` : "";
}
