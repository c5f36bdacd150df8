import { isSteadyZone } from "../base/steady-zone.ts";
import { suggest } from "../base/suggest.ts";
import { isDate } from "./date-text.ts";
import type { DirectorySnapshot } from "./directory.ts";
import type { Says } from "./note.ts";
import { readDirectory } from "./read-directory.ts";

/** What is wrong with a directory file. `path` leads to the value: `["users", "head-1", "manager"]`. */
export interface DirectoryProblem {
  readonly path: readonly (string | number)[];
  /** At the key rather than at its value? */
  readonly atKey: boolean;
  readonly says: Says;
}

/**
 * All that is wrong with a directory file's plain data: unknown keys, values of the wrong type, references to nobody,
 * absences that end before they begin, departments that contain each other.
 */
export function directoryProblems(data: unknown): readonly DirectoryProblem[] {
  const problems: DirectoryProblem[] = [];
  const report: Report = (path, says, atKey = false) => void problems.push({ path, atKey, says });
  checkShape(data, [], SHAPE, report);
  if (problems.length === 0) checkReferences(readDirectory(data), report);
  return problems;
}

type Path = readonly (string | number)[];
type Report = (path: Path, says: Says, atKey?: boolean) => void;
type Shape =
  | "text"
  | "boolean"
  | "date"
  | { readonly list: Shape }
  | { readonly each: Shape }
  | { readonly keys: Readonly<Record<string, Shape>> };

const TEXTS: Shape = { list: "text" };
const SHAPE: Shape = {
  keys: {
    users: {
      each: {
        keys: {
          name: "text",
          position: "text",
          email: "text",
          phone: "text",
          department: "text",
          groups: TEXTS,
          manager: "text",
          locale: "text",
          timeZone: "text",
          absent: { list: { keys: { from: "date", to: "date", substitute: "text" } } },
          active: "boolean",
        },
      },
    },
    departments: { each: { keys: { title: "text", head: "text", parent: "text" } } },
    groups: { each: { keys: { title: "text", members: TEXTS } } },
    administrators: TEXTS,
  },
};

function checkShape(value: unknown, path: Path, shape: Shape, report: Report): void {
  if (value === null || value === undefined) return;
  if (shape === "text" || shape === "boolean" || shape === "date") return checkScalar(value, path, shape, report);
  if ("list" in shape) {
    if (!Array.isArray(value)) return report(path, { ru: "Здесь нужен список", en: "a list is needed here" });
    for (const [index, item] of value.entries()) checkShape(item, [...path, index], shape.list, report);
    return;
  }
  if (typeof value !== "object" || Array.isArray(value))
    return report(path, { ru: "Здесь нужны ключи", en: "keys are needed here" });
  for (const [key, item] of Object.entries(value)) {
    if ("each" in shape) checkShape(item, [...path, key], shape.each, report);
    else if (!Object.hasOwn(shape.keys, key)) report([...path, key], unknownKey(key, Object.keys(shape.keys)), true);
    else checkShape(item, [...path, key], shape.keys[key] ?? "text", report);
  }
}

function checkScalar(value: unknown, path: Path, shape: "text" | "boolean" | "date", report: Report): void {
  if (shape === "date" && !(typeof value === "string" && isDate(value))) {
    report(path, { ru: "Здесь нужна дата: пишите 2026-12-01", en: "a date is needed here: write 2026-12-01" });
  }
  if (shape === "text" && typeof value !== "string")
    report(path, { ru: "Здесь нужен текст", en: "text is needed here" });
  if (shape === "boolean" && typeof value !== "boolean")
    report(path, { ru: "Здесь нужно true или false", en: "true or false is needed here" });
}

function unknownKey(key: string, known: readonly string[]): Says {
  return { ru: `Нет ключа «${key}»; есть ${known.join(", ")}`, en: `no key "${key}"; there are ${known.join(", ")}` };
}

function checkReferences(directory: DirectorySnapshot, report: Report): void {
  const [users, departments] = [Object.keys(directory.users), Object.keys(directory.departments)];
  const user = (name: string | null, path: Path): void => {
    if (name !== null && !Object.hasOwn(directory.users, name))
      report(path, unknown(`Нет сотрудника «${name}»`, `There is no user "${name}"`, suggest(name, users)));
  };
  const department = (name: string | null, path: Path): void => {
    if (name !== null && !Object.hasOwn(directory.departments, name))
      report(path, unknown(`Нет отдела «${name}»`, `There is no department "${name}"`, suggest(name, departments)));
  };
  for (const person of Object.values(directory.users)) {
    user(person.manager, ["users", person.id, "manager"]);
    department(person.department, ["users", person.id, "department"]);
    if (isUnderHimself(directory, person.id)) report(["users", person.id, "manager"], MANAGERS_IN_A_CIRCLE);
    if (person.timeZone !== null && !isZone(person.timeZone))
      report(["users", person.id, "timeZone"], noZone(person.timeZone));
    if (person.email !== null && !EMAIL.test(person.email))
      report(["users", person.id, "email"], noAddress(person.email));
    for (const [index, group] of person.groups.entries()) {
      const meant = slipOfGroup(directory, group);
      if (meant !== null)
        report(
          ["users", person.id, "groups", index],
          unknown(`Нет группы «${group}»`, `There is no group "${group}"`, meant),
        );
    }
    for (const [index, absence] of person.absent.entries()) {
      user(absence.substitute, ["users", person.id, "absent", index, "substitute"]);
      if (absence.to < absence.from) report(["users", person.id, "absent", index, "to"], ENDS_EARLY);
    }
  }
  for (const { id, head, parent } of Object.values(directory.departments)) {
    user(head, ["departments", id, "head"]);
    department(parent, ["departments", id, "parent"]);
    if (isCircular(directory, id)) report(["departments", id, "parent"], IN_A_CIRCLE);
  }
  for (const { id, members } of Object.values(directory.groups)) {
    for (const [index, member] of members.entries()) user(member, ["groups", id, "members", index]);
  }
  for (const [index, name] of directory.administrators.entries()) user(name, ["administrators", index]);
}

function unknown(ru: string, en: string, meant: string | null): Says {
  return meant === null
    ? { ru, en }
    : { ru: `${ru}. Возможно, вы имели в виду «${meant}»?`, en: `${en}. Did you mean "${meant}"?` };
}

/** A group that one person alone names, one slip from a group that the file declares or others are in. */
function slipOfGroup({ groups, users }: DirectorySnapshot, name: string): string | null {
  const inIt = (group: string) => Object.values(users).filter((person) => person.groups.includes(group)).length;
  const members = groups[name]?.members ?? [];
  if (members.length > 0 || (groups[name]?.title ?? name) !== name || inIt(name) > 1) return null;
  const isDeclared = (group: string) => (groups[group]?.title ?? group) !== group;
  const known = Object.keys(groups).filter((group) => group !== name && (isDeclared(group) || inIt(group) > 1));
  const meant = suggest(name, known);
  return meant;
}

/** Does the chain of managers come back to the person? Bounded by the people there are. */
function isUnderHimself({ users }: DirectorySnapshot, person: string): boolean {
  const seen = new Set<string>();
  let above = users[person]?.manager ?? null;
  while (above !== null && above !== person && !seen.has(above)) {
    seen.add(above);
    above = users[above]?.manager ?? null;
  }
  return above === person;
}

/** Is it the name of a zone that this machine's calendar knows? */
function isZone(name: string): boolean {
  if (isSteadyZone(name)) return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const EMAIL = /^[^\s@]+@[^\s@]+$/u;

function noZone(name: string): Says {
  return {
    ru: `Нет часового пояса «${name}»: пишите Europe/Moscow`,
    en: `There is no time zone "${name}": write Europe/Moscow`,
  };
}

function noAddress(email: string): Says {
  return { ru: `«${email}» — не адрес почты`, en: `"${email}" is no mail address` };
}

const MANAGERS_IN_A_CIRCLE: Says = {
  ru: "Начальники подчинены друг другу по кругу",
  en: "Managers are under each other in a circle",
};
const ENDS_EARLY: Says = { ru: "Отсутствие кончается раньше, чем начинается", en: "the absence ends before it begins" };
const IN_A_CIRCLE: Says = {
  ru: "Отделы подчинены друг другу по кругу",
  en: "the departments are under each other in a circle",
};

/** Does the chain of parents come back to the department? Bounded by the departments there are. */
function isCircular(directory: DirectorySnapshot, department: string): boolean {
  const seen = new Set<string>();
  let above = directory.departments[department]?.parent ?? null;
  while (above !== null && above !== department && !seen.has(above)) {
    seen.add(above);
    above = directory.departments[above]?.parent ?? null;
  }
  return above === department;
}
