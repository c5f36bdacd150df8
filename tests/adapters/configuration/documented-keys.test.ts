import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ADAPTER_SCHEMAS } from "../../../adapters/configuration/adapter-schemas.ts";
import type { Schema } from "../../../engine/definition/schema/schema.ts";
import { ROOT } from "../../support/source-files.ts";

const PAGE = readFileSync(join(ROOT, "docs/reference/language.md"), "utf8");
const CONFIG = PAGE.slice(PAGE.indexOf("## Настройки (ordo.yaml)"));

/** Every key of a schema, in all of its alternatives. */
function keysOf(schema: Schema): readonly string[] {
  const { properties = {}, additionalProperties, items, "x-choice": choices = [] } = schema;
  const inner = [
    ...Object.values(properties),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
    ...(items === undefined ? [] : [items]),
    ...choices.map(({ then }) => then),
  ];
  return [...Object.keys(properties), ...inner.flatMap(keysOf)];
}

describe("the reference of ordo.yaml", () => {
  test.each(Object.keys(ADAPTER_SCHEMAS))("explains every key of %s", (name) => {
    const missing = keysOf(ADAPTER_SCHEMAS[name] ?? {}).filter(
      (key) => !new RegExp(`^\\| \`${key}\``, "m").test(CONFIG),
    );
    expect(missing).toEqual([]);
  });

  test("has no empty table", () => {
    expect(PAGE).not.toMatch(/\| --- \|\n(?!\|)/);
  });
});
