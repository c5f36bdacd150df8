import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { readDocument } from "../../../engine/definition/document.ts";
import type { FileKind } from "../../../engine/definition/file-kind.ts";
import type { Node, ScalarNode } from "../../../engine/definition/node.ts";
import { checkShape } from "../../../engine/definition/shape.ts";
import { filesUnder, textOfFile } from "../../support/source-files.ts";

const SHIPPED: readonly (readonly [path: string, kind: FileKind])[] = [
  ...filesUnder("processes", /^process\.yaml$/).map((path) => [path, "process"] as const),
  ...filesUnder("processes", /\.yaml$/)
    .filter((path) => path.includes("/scenarios/"))
    .slice(0, 10)
    .map((path) => [path, "scenario"] as const),
];

function scalarsOf(node: Node): readonly ScalarNode[] {
  if (node.kind === "scalar") return [node];
  return node.kind === "list"
    ? node.items.flatMap(scalarsOf)
    : node.entries.flatMap(({ key, value }) => [key, ...scalarsOf(value)]);
}

describe("a position in a value is a position in the file", () => {
  const STYLES = {
    plain: (text: string) => `a: ${text}\n`,
    single: (text: string) => `a: '${text.replaceAll("'", "''")}'\n`,
    double: (text: string) => `a: ${JSON.stringify(text)}\n`,
    literal: (text: string) => `a: |-\n${text.replace(/^/gm, "    ")}\n`,
    folded: (text: string) => `a: >-\n${text.replace(/^/gm, "    ")}\n`,
    "plain over lines": (text: string) => `a: ${text.replaceAll(" ", "\n   ")}\n`,
    "double over lines": (text: string) => `a: "${text.replaceAll(" ", "\n   ")}"\n`,
    "single over lines": (text: string) => `a: '${text.replaceAll(" ", "\n   ")}'\n`,
  };
  const word = fc.stringMatching(/^[a-zа-яё0-9${}.=<]{1,8}$/u).filter((text) => !/^[${}\d=<.]|[{}]$|\{\{/.test(text));
  const sentence = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));

  test.each(Object.entries(STYLES))("%s", (_style, write) => {
    fc.assert(
      fc.property(sentence, (text) => {
        const { document, problems } = readDocument("x.yaml", write(text), "process");
        fc.pre(problems.length === 0);
        const [, scalar] = scalarsOf(document?.root ?? fail());
        if (scalar === undefined || typeof scalar.value !== "string") return;
        for (const [index, character] of [...scalar.value].entries())
          if (character !== " ") expect(write(text)[scalar.offsetOf(index)]).toBe(character);
        expect(scalar.offsetOf(scalar.value.length)).toBeLessThanOrEqual(scalar.end);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  function fail(): never {
    throw new Error("no document");
  }

  test.each([
    ['a: "x\\ty\\u0041z"', ["x", "\\", "y", "\\", "z"]],
    ['a: "\\U0001F600b"', ["\\", "\\", "b"]],
    ['a: "x\\\n   y"', ["x", "y"]],
    ["a: 'it''s'", ["i", "t", "'", "s"]],
    ["a: |\n  x\n    y\n", ["x", "\n", " ", " ", "y", "\n"]],
    ["a: te\u200Bll", ["t", "e", "l", "l"]],
  ])("escapes and indentation: %j", (text, shown) => {
    const { document } = readDocument("x.yaml", text, "process");
    const [, scalar] = scalarsOf(document?.root ?? fail());
    const value = typeof scalar?.value === "string" ? scalar.value : "";
    expect(Array.from({ length: value.length }, (_, index) => text[scalar?.offsetOf(index) ?? 0])).toEqual(shown);
  });

  test("every value of the shipped files stands where its node says", () => {
    for (const [path, kind] of SHIPPED) {
      const text = textOfFile(path);
      const { document } = readDocument(path, text, kind);
      for (const scalar of document === null ? [] : scalarsOf(document.root)) {
        const quoted = scalar.style === "single" || scalar.style === "double";
        if (scalar.style === "plain" || quoted)
          expect(text.slice(scalar.start + (quoted ? 1 : 0), scalar.end - (quoted ? 1 : 0))).toBe(scalar.source);
        if (typeof scalar.value !== "string") continue;
        for (const [index, character] of scalar.value.split("").entries())
          if (/\S/.test(character)) expect(text[scalar.offsetOf(index)]).toBe(character);
      }
    }
  });
});

describe("what is read is what the YAML library reads", () => {
  test("values of the shipped files", () => {
    for (const [path, kind] of SHIPPED) {
      const text = textOfFile(path);
      const { document } = readDocument(path, text, kind);
      expect(document === null ? null : plain(document.root)).toEqual(parseDocument(text).toJS());
    }
  });

  function plain(node: Node): unknown {
    if (node.kind === "scalar") return node.value;
    return node.kind === "list"
      ? node.items.map(plain)
      : Object.fromEntries(node.entries.map(({ name, value }) => [name, plain(value)]));
  }
});

describe("whatever the file holds, it is read or refused with a position", () => {
  const PIECES = [
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "? ",
    "\n",
    "\n  ",
    "\t",
    '"',
    "'",
    "&a ",
    "*a ",
    "!t ",
    "|\n",
    ">-\n",
    "#",
    " #",
    ",",
    "${ ",
    " }",
    "{{ ",
    " }}",
    "@",
    "%",
    "`",
    "a",
    "id",
    "да",
    "~",
    "1",
    "---\n",
    "...\n",
    "<<",
    "__proto__",
    "\u200B",
    "\u0000",
    "\r",
    "\uFEFF",
    "\u2028",
  ];
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(""));

  function holds(content: string, kind: FileKind): void {
    const { document, problems } = readDocument("x.yaml", content, kind);
    const all = [...problems, ...(document === null ? [] : checkShape(document, kind))];
    if (document === null) expect(problems.some(({ severity }) => severity === "error")).toBe(true);
    for (const { place, message, remedy } of all) {
      expect(place.start).toBeGreaterThanOrEqual(0);
      expect(place.end).toBeLessThanOrEqual(content.length);
      expect(place.line).toBeGreaterThanOrEqual(1);
      expect(place.column).toBeGreaterThanOrEqual(1);
      expect(message.ru.length * message.en.length * remedy.ru.length * remedy.en.length).toBeGreaterThan(0);
    }
  }

  test("texts made of YAML's own pieces", () => {
    fc.assert(
      fc.property(text, (content) => holds(content, "process")),
      { seed: 2, numRuns: 2_000 },
    );
  });

  test("arbitrary texts", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (content) => holds(content, "scenario")),
      { seed: 3, numRuns: 500 },
    );
  });

  test("arbitrary bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { document, problems } = readDocument("x.yaml", bytes, "records");
        expect(document !== null || problems.length > 0).toBe(true);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test("shipped files with a piece put in, taken out or doubled", () => {
    const shipped = SHIPPED.map(([path, kind]) => ({ content: textOfFile(path), kind }));
    const change = fc.record({
      file: fc.nat(shipped.length - 1),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(12),
      piece: fc.constantFrom(...PIECES, ""),
    });
    fc.assert(
      fc.property(change, ({ file, at, length, piece }) => {
        const { content, kind } = shipped[file] ?? { content: "", kind: "process" as const };
        const start = Math.floor(at * content.length);
        holds(content.slice(0, start) + piece + content.slice(start + length), kind);
      }),
      { seed: 4, numRuns: 400 },
    );
  });
});
