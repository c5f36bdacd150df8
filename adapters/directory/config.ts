import { choice, key, listOf, map, mapOf, ref, type Schema, TEXT } from "../../engine/definition/schema/schema.ts";
import type { Section } from "../section.ts";

/** Number of a department or a user in the portal. */
const NUMBER: Schema = { type: "integer", minimum: 1 };

/** `directory:` of `ordo.yaml`: the file of people, or where else they come from. */
export const DIRECTORY_SCHEMA: Schema = choice(
  {
    ru: "файл с людьми или { bitrix24: { … } }",
    en: "the file of people, or { bitrix24: { … } }",
  },
  { when: "text", then: TEXT },
  {
    when: "map",
    then: map(
      {
        bitrix24: key(
          "Люди и отделы портала, названного в bitrix24.",
          "People and departments of the portal that bitrix24 names.",
          { departments: { client: 5 }, administrators: ["admin-1"] },
          map({
            departments: key(
              "Как процессы называют отделы портала; остальные — department-<номер>.",
              "What processes call the portal's departments; the others are department-<number>.",
              { client: 5, sales: 7 },
              mapOf(NUMBER),
            ),
            groups: key(
              "Группы, которых портал не знает: из отделов и поимённо.",
              "Groups that the portal does not know: departments and single people.",
              { accountants: { title: "Бухгалтеры", departments: [9], members: ["user-17"] } },
              mapOf(
                map({
                  title: key("Название группы.", "What it is called.", "Бухгалтеры", TEXT),
                  departments: key(
                    "Номера отделов, все люди которых входят в группу; вложенные отделы называются отдельно.",
                    "Numbers of departments whose people belong to it; departments inside them are named apart.",
                    [9],
                    listOf(NUMBER),
                  ),
                  members: key("Кто ещё, по id.", "Who else, by id.", ["user-17"], listOf(TEXT)),
                }),
              ),
            ),
            administrators: key(
              "Администраторы. Портал называет их не всегда: о других узнаём, только когда они что-то меняют.",
              "Administrators. The portal does not always tell: others are learned of only when they change something.",
              ["admin-1"],
              listOf(TEXT),
            ),
            absences: key(
              "Файл вида directory.yaml с тем, чего портал не знает: кто отсутствует, кто замещает, пояс и язык. Что в нём сказано, важнее портала.",
              "A file in the shape of directory.yaml with what the portal does not know: who is away and who stands in, zone and language. What it says counts more than the portal.",
              "absences.yaml",
              TEXT,
            ),
            refresh: key(
              "Как часто спрашивать портал о людях.",
              "How often the portal is asked about people.",
              "PT5M",
              ref("lengthOfTime"),
            ),
          }),
        ),
      },
      ["bitrix24"],
    ),
  },
);

/** People from a file. */
export interface LocalDirectoryConfig {
  readonly file: string;
}

/** People from a portal. */
export interface Bitrix24DirectoryConfig {
  /** Id in the directory → number in the portal. */
  readonly departments: Readonly<Record<string, number>>;
  readonly groups: Readonly<Record<string, PortalGroup>>;
  /** User ids. */
  readonly administrators: readonly string[];
  /** A file laid over the portal's people; null: none. */
  readonly absences: string | null;
  /** Milliseconds between two looks at the portal. */
  readonly refreshMs: number;
}

export interface PortalGroup {
  readonly title: string;
  /** Numbers in the portal. */
  readonly departments: readonly number[];
  /** User ids. */
  readonly members: readonly string[];
}

/** Where people come from. */
export type DirectoryConfig =
  | { readonly kind: "none" }
  | { readonly kind: "local"; readonly config: LocalDirectoryConfig }
  | { readonly kind: "bitrix24"; readonly config: Bitrix24DirectoryConfig };

const DEFAULT_REFRESH_MS = 300_000;

/** @param root the whole of `ordo.yaml` */
export function readDirectoryConfig(root: Section): DirectoryConfig {
  const section = root.section("directory");
  if (section.names().includes("bitrix24"))
    return { kind: "bitrix24", config: readBitrix24Directory(section.section("bitrix24")) };
  const file = root.path("directory");
  return file === null ? { kind: "none" } : { kind: "local", config: { file } };
}

/** The section inside `directory.bitrix24`. */
export function readBitrix24Directory(section: Section): Bitrix24DirectoryConfig {
  const departments = section.section("departments");
  const groups = section.section("groups");
  return {
    departments: Object.fromEntries(departments.names().map((name) => [name, departments.number(name) ?? 0])),
    groups: Object.fromEntries(groups.names().map((name) => [name, groupOf(name, groups.section(name))])),
    administrators: section.list("administrators"),
    absences: section.path("absences"),
    refreshMs: section.ms("refresh") ?? DEFAULT_REFRESH_MS,
  };
}

function groupOf(name: string, section: Section): PortalGroup {
  const departments = section.raw("departments");
  return {
    title: section.text("title") ?? name,
    departments: Array.isArray(departments) ? departments.filter((one) => typeof one === "number") : [],
    members: section.list("members"),
  };
}
