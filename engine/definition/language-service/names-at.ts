import type { ProcessSource } from "../compile.ts";
import { OPERATIONS } from "../operations.ts";
import type { Text } from "../problem.ts";
import { baseName } from "../table-places.ts";
import { same } from "./item.ts";
import { placeAt, siblingsOf, type YamlPlace } from "./place-at.ts";

/** Everything a process can name, besides itself. */
export type LanguageWorld = Omit<ProcessSource, "document"> & {
  /** Of the process's file, with `/`. */
  readonly path: string;
};

/** A file beside a `process.yaml`, of which more is known than its own text. */
export interface BesideProcess {
  readonly kind: "scenario" | "table";
  /** Text of the `process.yaml`. */
  readonly process: string;
}

/** Something that can be named at a place. */
export interface Name {
  readonly name: string;
  readonly detail: Text | null;
}

/** The ids that may stand as the value at a place: steps, people, tables, what the catalog has. None where any text may. */
export function namesAt(
  place: YamlPlace,
  text: string,
  world: LanguageWorld,
  beside: BesideProcess | null = null,
): readonly Name[] {
  if (beside?.kind === "table") return [];
  const kinds = beside === null ? KINDS : kindsOfScenario(beside.process);
  const key = place.path.findLast((part) => typeof part === "string");
  const owner = place.path.slice(0, -1).findLast((part) => typeof part === "string");
  const kind = kinds[`${owner ?? ""}.${key ?? ""}`] ?? kinds[key ?? ""];
  return kind ? kind({ place, text, world }) : [];
}

/** What lines of a scenario name: steps of the process, people, other processes. */
function kindsOfScenario(process: string): Readonly<Record<string, Names>> {
  const own: Names = () => stepsIn(placeAt(process, 0), process);
  const people: Names = (at) => users(at).filter(({ name }) => name !== "requester" && name !== "assignee");
  const ofSteps = [...TASK_LINES, "task", "step"].map((word) => [word, own] as const);
  const ofPeople = ["by", "to", "for", "user", "assignee", "onBehalfOf"].map((word) => [word, people] as const);
  return { ...Object.fromEntries([...ofSteps, ...ofPeople]), group: groups, process: processes, type: events };
}

/** Lines that begin with the step whose task is meant. */
const TASK_LINES = ["complete", "claim", "unclaim", "delegate", "reassign", "recall", "answer", "ask-for-info"];

/** The parameters of the operation that a `call` names, under its `with`. */
export function parametersAt(place: YamlPlace, text: string): readonly Name[] {
  if (place.path.at(-1) !== "with") return [];
  const call = siblingsOf(place.scanned, place.path.slice(0, -1), text).get("call");
  const operation = OPERATIONS.find(({ name }) => name === call);
  return (operation?.parameters ?? []).map(({ name, required }) => ({
    name,
    detail: required ? { ru: "обязателен", en: "required" } : { ru: "можно не указывать", en: "may be left out" },
  }));
}

interface At {
  readonly place: YamlPlace;
  readonly text: string;
  readonly world: LanguageWorld;
}

type Names = (at: At) => readonly Name[];

const titled = (all: Readonly<Record<string, { readonly title: string }>> | undefined): readonly Name[] =>
  Object.entries(all ?? {}).map(([name, { title }]) => ({ name, detail: same(title) }));

const steps: Names = ({ place, text }) => stepsIn(place, text);
const targets: Names = (at) => [
  { name: "continue", detail: { ru: "следующий шаг", en: "the next step" } },
  { name: "end", detail: { ru: "конец процесса", en: "the end of the process" } },
  { name: "exit", detail: { ru: "выйти из блока", en: "leave the block" } },
  ...steps(at),
];
const groups: Names = ({ world }) => titled(world.directory?.groups);
const departments: Names = ({ world }) => titled(world.directory?.departments);
const users: Names = ({ world }) => [
  { name: "requester", detail: { ru: "кто запустил процесс", en: "who started the process" } },
  { name: "assignee", detail: { ru: "у кого задание", en: "who has the task" } },
  ...Object.values(world.directory?.users ?? {}).map(({ id, name, position }) => ({
    name: id,
    detail: same(position === null ? name : `${name}, ${position}`),
  })),
];
const operations: Names = () => OPERATIONS.map(({ name, title }) => ({ name, detail: title }));
const recordTypes: Names = ({ world }) => titled(world.catalog?.records);
const registries: Names = ({ world }) => titled(world.catalog?.registries);
const lists: Names = ({ world }) => [
  ...titled(world.catalog?.lists).map(({ name, detail }) => ({ name: `list:${name}`, detail })),
  { name: "mailboxes", detail: { ru: "почтовые ящики", en: "mailboxes" } },
];
const mailboxes: Names = ({ world }) => titled(world.catalog?.mailboxes);
const templates: Names = ({ world }) => filesIn(world, "templates");
const documents: Names = (at) => [
  { name: "approval-sheet", detail: { ru: "лист согласования", en: "the approval sheet" } },
  ...templates(at),
];
const tables: Names = ({ place, world, text }) => [
  ...keysUnder(place, text, "decisions"),
  ...filesIn(world, "decisions"),
];
const ladders: Names = ({ place, text }) => keysUnder(place, text, "ladders");
const inputs: Names = ({ place, text }) => keysUnder(place, text, "input");
const processes: Names = ({ world }) => world.processes.map(({ id, title }) => ({ name: id, detail: same(title) }));
const events: Names = ({ world }) =>
  Object.entries(world.catalog?.records ?? {})
    .flatMap(([type, { title }]) =>
      ["created", "updated", "deleted"].map((what) => ({ name: `crm.${type}.${what}`, detail: same(title) })),
    )
    .concat({ name: "mail.received", detail: { ru: "пришло письмо", en: "a letter came" } });
const parameters: Readonly<Record<string, Names>> = { of: recordTypes, registry: registries };

/** By key, or by the key above and the key. */
const KINDS: Readonly<Record<string, Names>> = {
  ...parameters,
  then: targets,
  "rework.from": steps,
  call: operations,
  candidateGroups: groups,
  group: groups,
  each: groups,
  nextOf: groups,
  headOf: departments,
  department: departments,
  user: users,
  managerOf: users,
  assignee: users,
  approvers: users,
  candidateUsers: users,
  notBy: users,
  veto: users,
  to: users,
  notify: users,
  record: registries,
  decision: tables,
  template: templates,
  document: documents,
  from: lists,
  "notify.from": mailboxes,
  run: processes,
  edit: inputs,
  escalation: ladders,
  event: events,
  find: recordTypes,
};

/** Steps of the file by their ids, with what they are called. */
function stepsIn({ scanned }: YamlPlace, text: string): readonly Name[] {
  const ids = scanned.entries.filter(
    ({ path }) => path.at(-1) === "id" && typeof path.at(-2) === "number" && path.includes("do"),
  );
  return ids.flatMap(({ path, valueFrom, valueTo }): Name[] => {
    const name = text.slice(valueFrom, valueTo).trim();
    const keys = siblingsOf(scanned, path.slice(0, -1), text);
    const title =
      keys.get("title") ??
      keys.get("userTask") ??
      keys.get("approval") ??
      [...keys.keys()].find((key) => key !== "id" && key !== "if") ??
      "";
    return name === "" ? [] : [{ name, detail: same(title) }];
  });
}

function keysUnder({ scanned }: YamlPlace, text: string, section: string): readonly Name[] {
  return [...siblingsOf(scanned, [section], text).keys()].map((name) => {
    const title = siblingsOf(scanned, [section, name], text).get("title");
    return { name, detail: title === undefined ? null : same(title) };
  });
}

function filesIn(world: LanguageWorld, folder: string): readonly Name[] {
  const own = world.files.filter(({ path }) => path.includes(`/${folder}/`) || path.startsWith(`${folder}/`));
  return [...new Set(own.map(({ path }) => baseName(path)))].map((name) => ({
    name,
    detail: same(`${folder}/${name}`),
  }));
}
