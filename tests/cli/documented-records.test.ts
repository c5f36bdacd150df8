import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ordo } from "../support/command-line.ts";
import { companyFolder, removeFolder } from "../support/operated-company.ts";
import { ROOT } from "../support/source-files.ts";

/* What `--json` prints about records is what `docs/reference/command-line-json.md` says: the same keys, both ways. */
const PAGE = readFileSync(join(ROOT, "docs/reference/command-line-json.md"), "utf8");
/** Keys whose maps are data. */
const DATA = new Set(["records", "rows", "before", "after", "filter", "notes", "wrong", "history", "refused"]);

function documented(command: string): unknown {
  const block = PAGE.split(`// ordo ${command}\n`)[1]?.split(/\n(?:\/\/|```)/)[0];
  if (block === undefined) throw new Error(`The page says nothing of ordo ${command}`);
  return JSON.parse(block);
}

function keysOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => keysOf(one, path));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = path === "" ? key : `${path}.${key}`;
    return DATA.has(key) ? [own] : [own, ...keysOf(inner, own)];
  });
}

describe("what --json prints of records is what the page says", () => {
  let folder = "";
  beforeAll(() => {
    folder = companyFolder();
    ordo(["deploy"], { in: folder });
    ordo(["record", "export", "contact", "--out", "contacts.csv"], { in: folder });
  });
  afterAll(() => removeFolder(folder));

  const COMMANDS: readonly (readonly [command: string, argv: readonly string[]])[] = [
    ["record", ["record", "lead/101"]],
    ["record import FILE", ["record", "import", "contacts.csv"]],
    ["list", ["list"]],
    ["list brands", ["list", "brands"]],
    ["list brands Bravante --set discount=6", ["list", "brands", "Bravante", "--set", "discount=6"]],
    [
      "start PROCESS --each RECORDS --preview",
      [
        "start",
        "discount-approval",
        "--each",
        "company",
        "--set",
        "brand=Bravante",
        "--set",
        "discount=5",
        "--set",
        "justification=x",
        "--as",
        "manager-1",
        "--preview",
      ],
    ],
    [
      "start PROCESS --each RECORDS",
      [
        "start",
        "discount-approval",
        "--each",
        "company id=7",
        "--set",
        "brand=Bravante",
        "--set",
        "discount=12",
        "--set",
        "justification=x",
        "--as",
        "manager-1",
      ],
    ],
  ];
  for (const [command, argv] of COMMANDS)
    test(`ordo ${command}`, () => {
      const { out, talk } = ordo([...argv, "--json"], { in: folder });
      expect(out, talk).toMatch(/^\{/);
      expect(new Set(keysOf(JSON.parse(out)))).toEqual(new Set(keysOf(documented(command))));
    });
});
