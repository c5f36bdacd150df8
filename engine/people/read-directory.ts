import type { Absence, Department, DirectorySnapshot, Group, Person } from "./directory.ts";

/**
 * The snapshot of a `directory.yaml` (language §8) read as plain data, with every default filled in: a name is the id, a
 * locale `ru`, everybody works here, `groups` and `absent` are empty. A group that only its members name exists too. What
 * has the wrong type is left out; `directoryProblems` tells of it. An absence without `to` is one day.
 */
export function readDirectory(data: unknown): DirectorySnapshot {
  const file = mapOf(data);
  const users = readAll(file["users"], readPerson);
  const groups = readAll(file["groups"], readGroup);
  for (const group of Object.values(users).flatMap((person) => person.groups)) {
    if (!Object.hasOwn(groups, group)) groups[group] = { id: group, title: group, members: [] };
  }
  return {
    users,
    departments: readAll(file["departments"], readDepartment),
    groups,
    administrators: texts(file["administrators"]),
  };
}

type Plain = Readonly<Record<string, unknown>>;

/** Names that reach into a JavaScript object's own machinery; no id may be called so. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

function readAll<T>(data: unknown, read: (id: string, map: Plain) => T): Record<string, T> {
  const all = Object.entries(mapOf(data)).filter(([name]) => !RESERVED.has(name));
  return Object.fromEntries(all.map(([name, value]) => [name, read(name, mapOf(value))]));
}

function readPerson(id: string, map: Plain): Person {
  return {
    id,
    name: textOf(map["name"]) ?? id,
    position: textOf(map["position"]),
    email: textOf(map["email"]),
    phone: textOf(map["phone"]),
    department: textOf(map["department"]),
    groups: texts(map["groups"]),
    manager: textOf(map["manager"]),
    locale: textOf(map["locale"]) ?? "ru",
    timeZone: textOf(map["timeZone"]),
    absent: listOf(map["absent"]).flatMap(readAbsence),
    active: map["active"] !== false,
  };
}

function readAbsence(data: unknown): readonly Absence[] {
  const map = mapOf(data);
  const [from, to] = [textOf(map["from"]), textOf(map["to"])];
  if (from === null) return [];
  return [{ from, to: to ?? from, substitute: textOf(map["substitute"]) }];
}

function readDepartment(id: string, map: Plain): Department {
  return { id, title: textOf(map["title"]) ?? id, head: textOf(map["head"]), parent: textOf(map["parent"]) };
}

function readGroup(id: string, map: Plain): Group {
  return { id, title: textOf(map["title"]) ?? id, members: texts(map["members"]) };
}

function mapOf(value: unknown): Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Plain) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
