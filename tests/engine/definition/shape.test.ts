import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { readDocument } from "../../../engine/definition/document.ts";
import { type FileKind, LIMITS } from "../../../engine/definition/file-kind.ts";
import { type Rendered, renderForEditor } from "../../../engine/definition/schema/render.ts";
import type { Schema } from "../../../engine/definition/schema/schema.ts";
import { DEFS } from "../../../engine/definition/schema/schemas.ts";
import { checkShape } from "../../../engine/definition/shape.ts";
import { whereBeside } from "../../support/beside.ts";
import { filesUnder, ROOT, textOfFile } from "../../support/source-files.ts";

function found(text: string, kind: FileKind): readonly string[] {
  const { document, problems } = readDocument("x.yaml", text, kind);
  const all = [...problems, ...(document === null ? [] : checkShape(document, kind))];
  return all.map(({ code, place, message }) => `${code} ${place.line}:${place.column} ${message.ru}`);
}

describe("the shipped files have their shape", () => {
  const FILES: readonly (readonly [string, FileKind])[] = [
    ...filesUnder("processes", /^process\.yaml$/).map((path) => [path, "process"] as const),
    ...filesUnder("processes", /\.yaml$/)
      .filter((path) => path.includes("/scenarios/"))
      .map((path) => [path, "scenario"] as const),
    ["catalog.yaml", "catalog"],
    ["ordo.yaml", "config"],
    ["processes/sample/records.yaml", "records"],
    ["processes/sample/directory.yaml", "directory"],
    ...filesUnder("calendars", /\.yaml$/).map((path) => [path, "calendar"] as const),
  ];

  test.each(FILES)("%s", (path, kind) => {
    expect(found(textOfFile(path), kind)).toEqual([]);
  });
});

const SKETCHES = join(ROOT, "../shared/design/processes");
whereBeside(SKETCHES, "the sketches of the language have the shape of a process", () => {
  test.each(existsSync(SKETCHES) ? readdirSync(SKETCHES) : [])("%s", (file) => {
    expect(found(readFileSync(join(SKETCHES, file), "utf8"), "process")).toEqual([]);
  });
});

const LANGUAGE = join(ROOT, "../shared/design/language.md");
whereBeside(LANGUAGE, "the page of the language", () => {
  const blocks = existsSync(LANGUAGE)
    ? [...readFileSync(LANGUAGE, "utf8").matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? "")
    : [];

  test("its scenario has the shape of a scenario", () => {
    expect(found(blocks.find((block) => block.startsWith("scenario:")) ?? "", "scenario")).toEqual([]);
  });

  test("its sample data have the shapes of a directory and of records", () => {
    const data = blocks.find((block) => block.includes("directory.yaml —")) ?? "";
    const [directory = "", records = ""] = data.split("# records.yaml");
    expect(found(directory.slice(directory.indexOf("\n") + 1), "directory")).toEqual([]);
    expect(found(records.slice(records.indexOf("\n") + 1), "records")).toEqual([]);
  });
});

describe("what looks wrong but is not", () => {
  const HEAD = "process: x\ntitle: Проба\n";

  test.each([
    "do:\n  - { id: a, for: { each: x, in: items }, do: [ { id: b, raise: X } ] }\n",
    "do:\n  - { id: a, wait: { until: 2026-11-20 } }\n",
    "do:\n  - { id: a, wait: PT1.5H }\n",
    "do:\n  - { id: a, wait: { hours: 1, minutes: 30 } }\n",
    'do:\n  - { id: a, wait: { businessDays: "${ days }" } }\n',
    "do:\n  - { id: a, switch: [ { when: true, then: end }, { else: true, do: [ { id: b, raise: X } ] } ] }\n",
    "do:\n  - { id: a, listen: { message: paid, key: x }, timeout: { after: P1D, then: end } }\n",
    "do:\n  - { id: a, raise: { error: X, message: Нет } }\n",
    'do:\n  - id: a\n    try: [ { id: b, raise: X } ]\n    catch: [ { errors: "*", as: failure, retry: { attempts: 2 }, then: continue } ]\n',
    'do:\n  - { id: a, approval: Да, approvers: [["u-1"], { each: board }], complete: { percent: 60 }, veto: [{ group: g }] }\n',
    "do:\n  - { id: a, notify: [u-1, { group: g }], channels: all, text: Да }\n",
    'do:\n  - { id: a, userTask: Да, assignee: u-1, priority: 10, dueDate: "${ at }", facts: [x, { Сумма: y }] }\n',
  ])("%j", (text) => {
    expect(found(HEAD + text, "process")).toEqual([]);
  });

  test("lines of a scenario that are a word alone", () => {
    expect(
      found(
        "scenario: x\nwhen:\n  - cancel\n  - cancel: true\n    by: admin-1\n  - expect: { message: { to: u-1 } }\n",
        "scenario",
      ),
    ).toEqual([]);
  });
});

describe("the schemas explain every key", () => {
  interface Place {
    readonly path: string;
    readonly schema: Schema;
  }

  function keysIn(schema: Schema, path: string): readonly Place[] {
    const inner = [
      ...Object.entries(schema.properties ?? {}).map(([name, one]) => [`${path}.${name}`, one] as const),
      ...(schema["x-choice"] ?? []).map(({ then }) => [path, then] as const),
      ...(schema.items === undefined ? [] : [[`${path}[]`, schema.items] as const]),
      ...(typeof schema.additionalProperties === "object" ? [[`${path}.*`, schema.additionalProperties] as const] : []),
    ];
    const own = Object.entries(schema.properties ?? {}).map(([name, one]) => ({
      path: `${path}.${name}`,
      schema: one,
    }));
    return [...own, ...inner.flatMap(([at, one]) => keysIn(one, at))];
  }

  const KEYS = Object.entries(DEFS).flatMap(([name, schema]) => keysIn(schema, name));

  test("in Russian, in English and with an example", () => {
    const dumb = KEYS.filter(
      ({ schema }) => !schema.description || !schema["x-en"] || (schema.examples ?? []).length === 0,
    );
    expect(dumb.map(({ path }) => path)).toEqual([]);
  });

  test("no key is explained twice in different words for one map", () => {
    expect(new Set(KEYS.map(({ path }) => path)).size).toBeGreaterThan(200);
  });

  test("every example is valid where it stands", () => {
    const ajv = new Ajv({ strict: false });
    for (const name of Object.keys(DEFS)) ajv.addSchema({ $id: name, ...absolute(editorForm(name)) });
    const wrong = KEYS.flatMap(({ path, schema }) => {
      const choices = schema["x-choice"];
      const validate = ajv.compile(
        absolute(choices === undefined ? schema : { anyOf: choices.map(({ then }) => then) }),
      );
      return (schema.examples ?? []).every((example) => validate(example))
        ? []
        : [`${path}: ${JSON.stringify(validate.errors?.[0])}`];
    });
    expect(wrong).toEqual([]);
  });

  function editorForm(name: string): Rendered {
    const { $defs: _defs, ...rest } = renderForEditor(name, {});
    return rest;
  }

  function absolute(schema: object): object {
    return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"')) as object;
  }
});

describe("the published schema and the generated validators agree", () => {
  const ajv = new Ajv({ strict: false, allErrors: false });
  const validators = Object.fromEntries(
    (Object.keys(LIMITS) as FileKind[]).map((kind) => [kind, ajv.compile(renderForEditor(kind, {}))]),
  );

  test.each(filesUnder("tests/golden/problems", /\.yaml$/))("about %s", (path) => {
    const text = textOfFile(path);
    const kind = (/^# kind: (\w+)/.exec(text)?.[1] ?? "process") as FileKind;
    const { document, problems } = readDocument(path, text, kind);
    if (document === null || problems.length > 0) return;
    const finer = new Set(["double-braces", "number-form", "mixed-script"]);
    const own = checkShape(document, kind).filter(({ code }) => !finer.has(code));
    expect(validators[kind]?.(plain(document.root))).toBe(own.length === 0);
  });

  function plain(node: NonNullable<ReturnType<typeof readDocument>["document"]>["root"]): unknown {
    if (node.kind === "scalar") return node.value;
    return node.kind === "list"
      ? node.items.map(plain)
      : Object.fromEntries(node.entries.map(({ name, value }) => [name, plain(value)]));
  }
});
