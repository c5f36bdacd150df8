import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lineEdits } from "../../../adapters/workshop/line-edits.ts";
import { unifiedPatch } from "../../../adapters/workshop/unified-patch.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ordo-patch-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the difference of two texts", () => {
  const lines = fc.array(fc.constantFrom("a\n", "b\n", "c\n", "d\n"), { maxLength: 40 });

  test("leads from one to the other, and back", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const edits = lineEdits(before, after);
        expect(edits.filter(({ kind }) => kind !== "added").map(({ text }) => text)).toEqual(before);
        expect(edits.filter(({ kind }) => kind !== "removed").map(({ text }) => text)).toEqual(after);
      }),
    );
  });

  test("one changed line is one removed and one added", () => {
    const edits = lineEdits(["a\n", "b\n", "c\n"], ["a\n", "x\n", "c\n"]);
    expect(edits.map(({ kind }) => kind)).toEqual(["same", "removed", "added", "same"]);
  });
});

describe("a patch", () => {
  test("git applies it: changed, new and removed files, names in Russian, no line end at the end", () => {
    const long = Array.from({ length: 60 }, (_, at) => `line ${at}`).join("\n");
    const changes = [
      {
        path: "p/process.yaml",
        before: `${long}\n`,
        after: `${long.replace("line 5\n", "").replace("line 40", "сорок")}\n`,
      },
      { path: "p/scenarios/отказ клиента.yaml", before: null, after: "scenario: Отказ\nthen: []" },
      { path: "p/templates/old.md", before: "gone\n", after: null },
      { path: "p/same.md", before: "x", after: "x" },
    ];
    for (const { path, before } of changes) {
      if (before === null) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), before);
    }
    execFileSync("git", ["init", "-q"], { cwd: folder });
    execFileSync("git", ["apply", "-"], { cwd: folder, input: unifiedPatch(changes) });
    for (const { path, after } of changes)
      if (after === null) expect(() => readFileSync(join(folder, path))).toThrow();
      else expect(readFileSync(join(folder, path), "utf8")).toBe(after);
  });

  test("nothing changed: nothing is written", () => {
    expect(unifiedPatch([{ path: "a", before: "x\n", after: "x\n" }])).toBe("");
  });
});
