import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PERMISSION_WORDS } from "../../adapters/http/permission-words.ts";
import { grantOf, PERMISSIONS, type Permission } from "../../adapters/http/permissions.ts";
import type { GeneratedFiles } from "../generated-files.ts";

const ROOT = join(import.meta.dirname, "../..");
const BEGIN = "<!-- permissions -->";
const END = "<!-- /permissions -->";
const ROLES = ["person", "analyst", "operator", "administrator"] as const;
const HEADS = {
  ru: { permission: "Право", what: "Что можно", roles: ["каждый", "аналитик", "оператор", "администратор"] },
  en: {
    permission: "Permission",
    what: "What it allows",
    roles: ["everybody", "analyst", "operator", "administrator"],
  },
} as const;
const GRANTS = { ru: { any: "всё", own: "своё" }, en: { any: "all", own: "own" } } as const;

/** The guides of the API with their table of permissions as the code has them; the words around it are written by hand. */
export function generate(): GeneratedFiles {
  return Object.fromEntries(
    (["ru", "en"] as const).map((locale) => {
      const path = `docs/${locale}/api.md`;
      const [before = "", rest = ""] = readFileSync(join(ROOT, path), "utf8").split(BEGIN);
      const after = rest.includes(END) ? (rest.split(END)[1] ?? "") : rest;
      return [path, `${before}${BEGIN}\n\n${tableOf(locale)}\n\n${END}${after}`];
    }),
  );
}

function tableOf(locale: "ru" | "en"): string {
  const { permission, what, roles } = HEADS[locale];
  const rows = (Object.keys(PERMISSIONS) as Permission[]).map((name) => {
    const grants = ROLES.map((role) => {
      const grant = grantOf(name, [role]);
      return grant === null ? "" : GRANTS[locale][grant];
    });
    return [`\`${name}\``, PERMISSION_WORDS[name][locale], ...grants];
  });
  const heads = [permission, what, ...roles];
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
