import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkCharacters } from "../../../engine/definition/characters.ts";
import { LIMITS } from "../../../engine/definition/file-kind.ts";
import type { Node } from "../../../engine/definition/node.ts";
import { parseYaml } from "../../../engine/definition/parse-yaml.ts";
import { readPlainYaml } from "../../../engine/definition/plain-yaml/read-plain-yaml.ts";
import { makeTree } from "../../../engine/definition/tree.ts";
import { filesUnder, textOfFile } from "../../support/source-files.ts";

const LIMIT = LIMITS.records;
const FILES = ["processes", "calendars", "adapters"]
  .flatMap((folder) => filesUnder(folder, /\.ya?ml$/))
  .map(textOfFile);

/** What the library makes of a text: the tree, or null where it or our own reading of its tree has anything to say. */
function byLibrary(text: string): Node | null {
  const source = { path: "x.yaml", text };
  const { watch, yaml, complaints } = parseYaml(source, LIMIT);
  if (yaml?.contents == null || watch.problems.length > 0 || watch.masks.length > 0 || complaints.length > 0)
    return null;
  const tree = makeTree(yaml.contents, source, LIMIT);
  return tree.problems.length > 0 || tree.complexKeys.length > 0 ? null : tree.root;
}

/** A tree as plain data, with the places of every unit of every text. */
function shown(node: Node): unknown {
  const { kind, start, end } = node;
  if (node.kind === "list") return { kind, start, end, items: node.items.map(shown) };
  if (node.kind === "map")
    return { kind, start, end, entries: node.entries.map(({ name, key, value }) => [name, shown(key), shown(value)]) };
  const { value, source, style } = node;
  const offsets =
    typeof value === "string" ? Array.from({ length: value.length + 1 }, (_, index) => node.offsetOf(index)) : [];
  return { kind, start, end, value, source, style, offsets };
}

describe("the plain reader and the library", () => {
  test("the shipped files are plain, and both read them alike", () => {
    for (const text of FILES) {
      const plain = readPlainYaml(text, LIMIT);
      expect(plain).not.toBeNull();
      expect(plain && shown(plain)).toEqual(shown(byLibrary(text) as Node));
    }
  });

  test("what the plain reader gives for a damaged text is what the library gives, to the last offset", () => {
    const piece = fc.constantFrom(
      ..."\n|  | |:|: |- |-|#| #|{|}|[|]|,|\"|'|>|&a|*a|!|? |~|null|1.5|0x1|---|...|%|@|\\|\n\n|\n  |\n#c\n|\n    # c\n|: >-\n|<<: |a: b\n|é".split(
        "|",
      ),
      "|",
      ": |\n",
      "\t",
      "\r\n",
      "${ a }",
      "{{ a }}",
    );
    const edit = fc.record({ at: fc.nat(), remove: fc.nat(3), insert: fc.option(piece, { nil: "" }) });
    const window = fc.record({
      file: fc.constantFrom(...FILES),
      from: fc.nat(),
      lines: fc.integer({ min: 3, max: 30 }),
    });
    let read = 0;
    fc.assert(
      fc.property(window, fc.array(edit, { maxLength: 3 }), (part, edits) => {
        const text = edits.reduce(damaged, linesOf(part));
        const plain = checkCharacters({ path: "x.yaml", text }).masks.length > 0 ? null : readPlainYaml(text, LIMIT);
        if (plain === null) return;
        read += 1;
        const library = byLibrary(text);
        expect(library).not.toBeNull();
        expect(shown(plain)).toEqual(shown(library as Node));
      }),
      { numRuns: 3000, seed: 20261123 },
    );
    expect(read).toBeGreaterThan(300);
  });

  test.each([
    ["an empty text", ""],
    ["a lone text", "hello\n"],
    ["an anchor", "a: &x 1\n"],
    ["an alias", "a: *x\n"],
    ["a tag", "a: !x 1\n"],
    ["a second document", "a: 1\n---\nb: 2\n"],
    ["a tab", "a:\t1\n"],
    ["Windows line ends", "a: 1\r\n"],
    ["a duplicate key", "a: 1\na: 2\n"],
    ["a reserved key", "__proto__: 1\n"],
    ["an empty value", "a:\nb: 1\n"],
    ["a text over several lines", "a: one\n  two\n"],
    ["a second colon", "a: b: c\n"],
    ["an expression in brackets without quotes", "a: [${ b }]\n"],
    ["nesting beyond the limit", `${"[".repeat(5000)}${"]".repeat(5000)}`],
  ])("leaves %s to the library", (_, text) => {
    expect(readPlainYaml(text, LIMIT)).toBeNull();
  });
});

function linesOf({ file, from, lines }: { file: string; from: number; lines: number }): string {
  const all = file.split("\n");
  const part = all.slice(from % all.length, (from % all.length) + lines);
  const indent = Math.min(
    ...part.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length),
  );
  return `${part.map((line) => line.slice(Number.isFinite(indent) ? indent : 0)).join("\n")}\n`;
}

function damaged(text: string, { at, remove, insert }: { at: number; remove: number; insert: string }): string {
  const from = at % (text.length + 1);
  return text.slice(0, from) + insert + text.slice(from + remove);
}
