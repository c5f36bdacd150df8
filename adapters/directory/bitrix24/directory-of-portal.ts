import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import type { Bitrix24DirectoryConfig } from "../config.ts";
import type { PortalPeople } from "./portal-people.ts";

/** What a directory is made of. */
export interface DirectoryParts {
  readonly portal: PortalPeople;
  readonly users: PortalUsers;
  readonly config: Pick<Bitrix24DirectoryConfig, "departments" | "groups" | "administrators">;
  /** Numbers of those who were seen to be administrators. */
  readonly administrators: readonly number[];
  /** Data in the shape of `directory.yaml`, laid over; null: none. */
  readonly over: unknown;
  /** Of people whose language nobody says. */
  readonly locale: "ru" | "en";
}

/**
 * The directory of a portal's people, in the words of `directory.yaml`. Managers are not written down: the head of a
 * person's first department is asked, and above a head or a vacancy the departments above (`engine/people`).
 *
 * `unknown`: ids that the configuration or the file laid over names and the portal does not show.
 */
export function directoryOfPortal(parts: DirectoryParts): {
  readonly directory: DirectorySnapshot;
  readonly unknown: readonly string[];
} {
  const { portal, users, config, locale } = parts;
  const departmentId = departmentIds(config.departments);
  const people = portal.users.flatMap((person) => {
    const user = users.idOf(person.number);
    if (user === null) return [];
    const { number: _, departments, ...rest } = person;
    const inGroups = Object.entries(config.groups).filter(([, group]) =>
      group.departments.some((one) => departments.includes(one)),
    );
    const groups = inGroups.map(([name]) => name);
    return [[user, { ...rest, locale, department: first(departments, departmentId), groups }] as const];
  });
  const data: Sections = {
    users: Object.fromEntries(people),
    departments: Object.fromEntries(
      portal.departments.map(({ number, title, head, parent }) => [
        departmentId(number),
        {
          title: title ?? departmentId(number),
          head: head === null ? null : users.idOf(head),
          parent: parent === null ? null : departmentId(parent),
        },
      ]),
    ),
    groups: Object.fromEntries(
      Object.entries(config.groups).map(([name, { title, members }]) => [name, { title, members }]),
    ),
  };
  const seen = parts.administrators.map((number) => users.idOf(number)).filter((user) => user !== null);
  const over = sectionsOf(parts.over);
  const directory = readDirectory({
    users: laidOver(data["users"], over["users"], false),
    departments: laidOver(data["departments"], over["departments"], false),
    groups: laidOver(data["groups"], over["groups"], true),
    administrators: [...new Set([...config.administrators, ...seen, ...listOf(parts.over, "administrators")])],
  });
  return { directory, unknown: unknownIn(directory, { ...parts, named: over }) };
}

type Entries = Readonly<Record<string, unknown>>;
type Sections = Readonly<Record<string, Entries>>;

/** Id of a department by its number. */
function departmentIds(named: Readonly<Record<string, number>>): (number: number) => string {
  const names = new Map(Object.entries(named).map(([name, number]) => [number, name]));
  return (number) => names.get(number) ?? `department-${number}`;
}

function first(departments: readonly number[], idOf: (number: number) => string): string | null {
  const [number] = departments;
  return number === undefined ? null : idOf(number);
}

/** Keys that the upper one says are its; what only the upper one names is there only where `adds`. */
function laidOver(under: Entries | undefined, over: Entries | undefined, adds: boolean): Entries {
  const all = new Map(Object.entries(under ?? {}));
  for (const [name, said] of Object.entries(over ?? {}))
    if (all.has(name) || adds) all.set(name, { ...mapOf(all.get(name)), ...mapOf(said) });
  return Object.fromEntries(all);
}

/** Whom the configuration or the upper file names and nobody knows: a slip of the pen, or hidden by the portal. */
function unknownIn(
  directory: DirectorySnapshot,
  { config, named }: DirectoryParts & { readonly named: Sections },
): readonly string[] {
  const people = [
    ...Object.keys(named["users"] ?? {}),
    ...Object.values(directory.users).flatMap(({ absent }) => absent.map(({ substitute }) => substitute)),
    ...Object.values(directory.groups).flatMap(({ members }) => members),
    ...directory.administrators,
  ].filter((user) => user !== null && !Object.hasOwn(directory.users, user));
  const departments = [...Object.keys(config.departments), ...Object.keys(named["departments"] ?? {})].filter(
    (department) => !Object.hasOwn(directory.departments, department),
  );
  return [...new Set([...people, ...departments])].filter((name) => name !== null).sort();
}

function sectionsOf(data: unknown): Sections {
  return Object.fromEntries(Object.entries(mapOf(data)).map(([name, value]) => [name, mapOf(value)]));
}

function listOf(data: unknown, name: string): readonly string[] {
  const value = mapOf(data)[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function mapOf(value: unknown): Entries {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Entries) : {};
}
