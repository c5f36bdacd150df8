import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLocalDirectory } from "../../../../adapters/directory/local/open-local-directory.ts";
import { instant } from "../../../../engine/base/instant.ts";
import type { Logger } from "../../../../engine/ports/logger.ts";

let folder = "";
let path = "";
let now = 0;
let log: string[] = [];
const clock = { now: () => instant(now), sleep: async () => {} };
const line = (message: string): void => void log.push(message);
const logger: Logger = { debug: line, info: line, warn: line, error: line };
const people = (...names: readonly string[]): string =>
  `users:\n${names.map((name) => `  ${name}: { name: ${name} }\n`).join("")}`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ordo-people-"));
  path = join(folder, "directory.yaml");
  now = 1_000_000;
  log = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("people are the same frozen object until the file changes", async () => {
  writeFileSync(path, people("anna"));
  const directory = openLocalDirectory(path, { clock, logger });
  const first = await directory.snapshot();
  now += 5_000;
  expect(await directory.snapshot()).toBe(first);
  expect(Object.isFrozen(first.users["anna"])).toBe(true);
  writeFileSync(path, people("anna", "oleg"));
  now += 1_000;
  expect(Object.keys((await directory.snapshot()).users)).toEqual(["anna", "oleg"]);
});

test("the file is looked at once a second at most", async () => {
  writeFileSync(path, people("anna"));
  const directory = openLocalDirectory(path, { clock, logger });
  writeFileSync(path, people("anna", "oleg"));
  now += 999;
  expect(Object.keys((await directory.snapshot()).users)).toEqual(["anna"]);
  now += 1;
  expect(Object.keys((await directory.snapshot()).users)).toEqual(["anna", "oleg"]);
});

test.each([
  ["no YAML", "users: [\n"],
  ["a wrong key", "users:\n  anna: { nmae: Анна }\n"],
  ["a manager who is nobody", "users:\n  anna: { name: Анна, manager: nobody }\n"],
])(
  "a new file that is wrong (%s) keeps the people before, says so once, and names nobody in the log",
  async (_, text) => {
    writeFileSync(path, people("anna"));
    const directory = openLocalDirectory(path, { clock, logger });
    const before = await directory.snapshot();
    writeFileSync(path, text);
    for (let look = 0; look < 3; look += 1) {
      now += 1_000;
      expect(await directory.snapshot()).toBe(before);
    }
    expect(log).toEqual(["directory file is wrong, the people before stay"]);
    writeFileSync(path, people("anna", "oleg"));
    now += 1_000;
    expect(Object.keys((await directory.snapshot()).users)).toEqual(["anna", "oleg"]);
  },
);

test("a file that is removed keeps the people before", async () => {
  writeFileSync(path, people("anna"));
  const directory = openLocalDirectory(path, { clock, logger });
  rmSync(path);
  now += 1_000;
  expect(Object.keys((await directory.snapshot()).users)).toEqual(["anna"]);
});

test("at the start a file that is wrong or missing is a complaint with a remedy", () => {
  expect(() => openLocalDirectory(path, { clock, logger })).toThrow(expect.objectContaining({ name: "Complaint" }));
  writeFileSync(path, "users: 5\n");
  expect(() => openLocalDirectory(path, { clock, logger })).toThrow(expect.objectContaining({ exitCode: 3 }));
});
