import { describe, expect, test } from "vitest";
import { readDocument } from "../../../engine/definition/document.ts";
import type { FileKind } from "../../../engine/definition/file-kind.ts";
import { childOf, type Node, textOf } from "../../../engine/definition/node.ts";

function codesOf(content: string | Uint8Array, kind: FileKind = "process"): readonly string[] {
  const { problems } = readDocument("x.yaml", content, kind);
  return problems.map(({ code, place }) => `${code} ${place.line}:${place.column}`);
}

function rootOf(content: string | Uint8Array, kind: FileKind = "process"): Node {
  const { document, problems } = readDocument("x.yaml", content, kind);
  expect(problems).toEqual([]);
  if (document === null) throw new Error("no document");
  return document.root;
}

describe("hostile input is a problem with a position", () => {
  const nested = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);
  type Case = readonly [name: string, content: string | Uint8Array, found: readonly string[], kind?: FileKind];
  const CASES: readonly Case[] = [
    ["an empty file", "", ["empty-file 1:1"]],
    ["white space alone", " \n\n", ["empty-file 1:1"]],
    ["50 MB", "x".repeat(50_000_000), ["file-too-large 1:1"]],
    ["50 MB of bytes that are not UTF-8", new Uint8Array(50_000_000).fill(0xff), ["file-too-large 1:1"]],
    ["10,000 levels of brackets", nested("[", "]", 10_000), ["too-deep 1:64"]],
    ["100,000 levels of braces, never closed", "{a: ".repeat(50_000), ["too-deep 1:253"]],
    ["10,000 dashes", "- ".repeat(10_000), ["too-deep 1:129"]],
    ["10,000 question marks", "? ".repeat(10_000), ["explicit-key 1:1"]],
    [
      "1,000 levels of indentation",
      Array.from({ length: 300 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
      ["too-deep 65:65"],
    ],
    ["50,000 keys", Array.from({ length: 50_000 }, (_, n) => `k${n}: 1`).join("\n"), ["file-too-large 1:1"]],
    ["3,000 keys", Array.from({ length: 3_000 }, (_, n) => `k${n}: 1`).join("\n"), ["too-many-keys 2001:1"]],
    [
      "50,000 keys of a records file",
      Array.from({ length: 50_000 }, (_, n) => `k${n}: 1`).join("\n"),
      ["too-many-keys 20001:1"],
      "records",
    ],
    [
      "20,000 keys in braces",
      `{${Array.from({ length: 20_000 }, (_, n) => `k${n}: 1`).join(",")}}`,
      ["too-many-items 1:16891"],
    ],
    ["10,000 lines", "a\n".repeat(10_000), ["too-many-lines 5001:1"]],
    ["a byte that is not UTF-8", new Uint8Array([0x61, 0x3a, 0x20, 0x0a, 0xff]), ["not-utf8 2:1"]],
    ["a cut sequence", new Uint8Array([0xd1, 0x8f, 0x3a, 0x20, 0xe2, 0x82]), ["not-utf8 1:4"]],
    ["an overlong sequence", new Uint8Array([0x61, 0xc0, 0xaf]), ["not-utf8 1:2"]],
    ["a surrogate in UTF-8", new Uint8Array([0x61, 0xed, 0xa0, 0x80]), ["not-utf8 1:2"]],
    ["Windows-1251", new Uint8Array([0x74, 0x3a, 0x20, 0xd1, 0xea, 0xe8, 0xe4]), ["not-utf8 1:4"]],
    ["a NUL", "a: 1\u0000", ["control-character 1:5"]],
    ["half a surrogate pair", "a: \uD800x", ["control-character 1:4"]],
    ["a bidirectional override", "a: \u202Ex", ["bidi-control 1:4"]],
    ["a zero-width space", "a: x\u200By", ["invisible-character 1:5"]],
    ["an anchor and an alias", "a: &x [1]\nb: *x", ["anchor 1:4", "alias 2:4"]],
    ["a tag", "a: !foo x", ["tag 1:4"]],
    ["a merge key", "<<: { a: 1 }\nb: 2", ["merge-key 1:1"]],
    ["a duplicate key", "a: 1\nb: 2\na: 3", ["duplicate-key 3:1"]],
    [
      "a key into every object",
      "a: 1\n__proto__: 2\nb: { constructor: 1, prototype: 2 }",
      ["reserved-key 2:1", "reserved-key 3:6", "reserved-key 3:22"],
    ],
    ["a quoted key into every object", '"__proto__": { admin: true }', ["reserved-key 1:1"]],
    ["a second document", "a: 1\n---\nb: 2", ["several-documents 2:1"]],
    ["a directive", "%YAML 1.1\n---\na: 1", ["directive 1:1"]],
    ["a quadratic run of commas", `[${",".repeat(5_000)}]`, ["too-many-items 1:2001"]],
    ["60,000 opening quotes", 'a: "'.repeat(60_000), ["text-after-quote 1:9"]],
  ];

  test.each(CASES.map(([name, ...rest]) => ({ name, rest })))("$name", ({ rest: [content, found, kind] }) => {
    expect(codesOf(content, kind)).toEqual(found);
  });

  test("no key of the author reaches a prototype", () => {
    readDocument("x.yaml", "__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }", "process");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("the number of problems of one file is bounded", () => {
    expect(codesOf(`[${"*a, ".repeat(50_000)}]`, "records").length).toBeLessThanOrEqual(100);
    expect(codesOf("\u0001".repeat(100_000)).length).toBeLessThanOrEqual(100);
  });
});

describe("one cause is one problem, and all causes are found at once", () => {
  const CASES: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
    ["an expression in braces", "a: { b: ${ x } }\nc: 1", ["expression-in-flow 1:9"]],
    ["two expressions in brackets", "a: [${ x }, ${ y }]\nc: 1", ["expression-in-flow 1:5", "expression-in-flow 1:13"]],
    ["an expression that holds a context", "a: [${ { k: 1 } }]", ["expression-in-flow 1:5"]],
    ["an expression that holds a brace in a text", 'a: { b: ${ "}" } }', ["expression-in-flow 1:9"]],
    ["double braces", "a: {{ x }}\nb: {{ y }}", ["double-braces 1:4", "double-braces 2:4"]],
    ["double braces in braces", "a: { b: {{ x }}, c: {{ y }} }", ["double-braces 1:9", "double-braces 1:21"]],
    ["colons in text", "a: b: c\nd: e: f", ["colon-in-text 1:5", "colon-in-text 2:5"]],
    ["a colon in an item of a list", "- a: b: c", ["colon-in-text 1:7"]],
    ["text after quotes", "a: \"b\" c\nd: 'e' f", ["text-after-quote 1:8", "text-after-quote 2:8"]],
    ["reserved characters", "a: @b\nc: `d`\ne: %f", ["reserved-start 1:4", "reserved-start 2:4", "reserved-start 3:4"]],
    ["a quote that never closes", 'a: "b\nc: 1\nd: 2', ["quote-not-closed 1:4"]],
    ["a bracket that never closes", "a: [b\nc: 1\nd: 2", ["bracket-not-closed 1:4"]],
    ["a bracket closed by a brace", "a: [b}\nc: 1", ["bracket-not-closed 1:6"]],
    ["a key under a value", "a: b\n  c: d\ne: f", ["wrong-indentation 2:3"]],
    ["a key between two columns", "a:\n    b: 1\n  c: 2", ["wrong-indentation 3:3"]],
    ["a missing space", "a: 1\nb:2", ["missing-space 2:1"]],
    ["a missing colon", "a: 1\nb", ["missing-colon 2:1"]],
    ["tabs", "a:\n\tb: 1\n\tc: 2", ["tab-indentation 2:1", "tab-indentation 3:1"]],
    [
      "different mistakes",
      "a: {{ x }}\nb: c: d\ne: { f: ${ g } }",
      ["double-braces 1:4", "colon-in-text 2:5", "expression-in-flow 3:9"],
    ],
  ];

  test.each(CASES)("%s", (_name, text, found) => {
    expect(codesOf(text)).toEqual(found);
  });

  test.each([
    "a: { b: ${ x } }\nc: 1",
    "a: {{ x }}\nc: 1",
    "a: b: d\nc: 1",
    "a: @b\nc: 1",
    "a: *b\nc: 1",
    'a: "b" d\nc: 1',
  ])("the rest of the file is read all the same: %j", (text) => {
    const { document } = readDocument("x.yaml", text, "process");
    expect(childOf(document?.root, "c")).toMatchObject({ value: 1 });
  });

  test("what was stepped over keeps the author's characters", () => {
    const { document } = readDocument("x.yaml", "a: { b: ${ {k: 1}, x } }\nc: d: *e", "process");
    expect(textOf(childOf(childOf(document?.root, "a"), "b"))).toBe("${ {k: 1}, x }");
    expect(textOf(childOf(document?.root, "c"))).toBe("d: *e");
  });
});

describe("what is only unusual is read", () => {
  test("a byte order mark, and columns do not count it", () => {
    expect(rootOf("\uFEFFa: 1")).toMatchObject({ kind: "map" });
    expect(codesOf("\uFEFFa: 1\na: 2\n\uFEFF")).toContain("duplicate-key 2:1");
    expect(codesOf("\uFEFF__proto__: 1")).toEqual(["reserved-key 1:1"]);
  });

  test("carriage returns before line feeds", () => {
    expect(childOf(rootOf("a:\r\n  b: 1\r\nc: |\r\n  x\r\n  y\r\n"), "c")).toMatchObject({ value: "x\ny\n" });
  });

  test("tabs inside text, in blank lines, before comments and in block scalars", () => {
    rootOf("a: x\ty\n\t\nb: 1\t# c\nc: |\n  \tx\n");
  });

  test("one document start, and a document end", () => {
    rootOf("---\na: 1\n...\n");
  });

  test("an emoji joined of several, and a no-break space in text", () => {
    rootOf("a: 👩‍💼 100\u00A0000 ₽");
  });

  test("YAML 1.1 words are text, numbers are decimal", () => {
    const root = rootOf("a: yes\nb: no\nc: on\nd: да\ne: 1:30\nf: 2026-01-01\ng: 1_000\nh: 12345678901234567890");
    for (const name of ["a", "b", "c", "d", "e", "f", "g"])
      expect(typeof (childOf(root, name) as { value: unknown }).value).toBe("string");
    expect(childOf(root, "h")).toMatchObject({ source: "12345678901234567890" });
  });

  test("a text with brackets, colons without spaces and quotes inside", () => {
    const root = rootOf(
      'a: (5..15] и "кавычки"\nb: https://x.example/a#b\nc: a = "b" and c != "d"\nd: { holds: record.stageKind != "first" }',
    );
    expect(textOf(childOf(root, "b"))).toBe("https://x.example/a#b");
  });
});
