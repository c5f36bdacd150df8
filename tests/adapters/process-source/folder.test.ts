import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Complaint } from "../../../adapters/complaint.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { folderWith } from "../../support/command-line.ts";
import { ROOT } from "../../support/source-files.ts";

const source = folderSource();
const PROCESS = "process: a\n";

describe("finding processes", () => {
  test("a folder stands for every process under it, sorted, whatever the depth", () => {
    const root = folderWith({ "b/process.yaml": PROCESS, "a/deep/er/process.yaml": PROCESS, "a/notes.yaml": "x: 1" });
    expect(source.find([root])).toEqual({ folders: [join(root, "a/deep/er"), join(root, "b")], others: [] });
  });

  test("a process.yaml stands for its folder, once; other files are handed back", () => {
    const root = folderWith({ "a/process.yaml": PROCESS, "directory.yaml": "users: {}" });
    const found = source.find([root, join(root, "a"), join(root, "a/process.yaml"), join(root, "directory.yaml")]);
    expect(found).toEqual({ folders: [join(root, "a")], others: [join(root, "directory.yaml")] });
  });

  test("dependencies, built files and hidden folders are not searched", () => {
    const root = folderWith({
      "node_modules/x/process.yaml": PROCESS,
      ".git/process.yaml": PROCESS,
      "dist/process.yaml": PROCESS,
    });
    expect(source.find([root]).folders).toEqual([]);
  });

  test("a loop of links ends, and what a link leads to is found once", () => {
    const root = folderWith({ "a/process.yaml": PROCESS });
    symlinkSync(root, join(root, "a/loop"));
    symlinkSync(join(root, "a"), join(root, "twin"));
    symlinkSync(join(root, "nowhere"), join(root, "broken"));
    expect(source.find([root]).folders).toEqual([join(root, "a")]);
  });

  test("a path that does not exist is said so", () => {
    expect(() => source.find(["no/such/folder"])).toThrow(Complaint);
    expect(() => source.find(["no/such/folder"])).toThrow("No such file or folder: no/such/folder");
  });

  test("a process is located by id, by folder and by file", () => {
    for (const name of [
      "lead-distribution",
      "processes/lead-distribution",
      "processes/lead-distribution/process.yaml",
    ]) {
      expect(source.locate(name)).toBe("processes/lead-distribution");
    }
    for (const name of ["", "nothing-here", "processes", "../..", "x".repeat(5000), "a\0b"])
      expect(source.locate(name)).toBeNull();
  });
});

describe("reading a process", () => {
  test("what lies beside it comes with it, sorted; hidden files and folders do not", () => {
    const root = folderWith({
      "catalog.yaml": "records: {}",
      "calendars/own.yaml": "zone: UTC",
      "p/one/process.yaml": PROCESS,
      "p/one/decisions/b.csv": "",
      "p/one/decisions/a.yaml": "",
      "p/one/decisions/.hidden.csv": "",
      "p/one/templates/letter.md": "",
      "p/one/scenarios/s.yaml": "",
      "p/two/process.yaml": PROCESS,
      "p/sample/records.yaml": "",
    });
    const folder = source.read(join(root, "p/one"));
    expect(folder.decisions.map(({ path }) => path)).toEqual([
      join(root, "p/one/decisions/a.yaml"),
      join(root, "p/one/decisions/b.csv"),
    ]);
    expect(folder.templates.map(({ path }) => path)).toEqual([join(root, "p/one/templates/letter.md")]);
    expect(folder.scenarios).toEqual([join(root, "p/one/scenarios/s.yaml")]);
    expect(folder.catalog).toBe(join(root, "catalog.yaml"));
    expect(folder.calendars["own"]).toBe(join(root, "calendars/own.yaml"));
    expect(folder.calendars["ru-office"]).toBe(join(ROOT, "calendars/ru-office.yaml"));
    expect(folder.neighbors).toEqual(["one", "two"]);
  });

  test("a file over the limit is measured, not read", () => {
    const root = folderWith({ "big.yaml": "x".repeat(1000) });
    expect(source.readFile(join(root, "big.yaml"), 999)).toEqual({
      path: join(root, "big.yaml"),
      size: 1000,
      bytes: null,
    });
    expect(source.readFile(join(root, "big.yaml"), 1000).bytes).toHaveLength(1000);
  });

  test("a folder, a pipe and a broken link are no files", () => {
    const root = folderWith({});
    mkdirSync(join(root, "folder"));
    symlinkSync(join(root, "loop"), join(root, "loop"));
    execFileSync("mkfifo", [join(root, "pipe")]);
    expect(() => source.readFile(join(root, "folder"), 100)).toThrow("This is a folder");
    expect(() => source.readFile(join(root, "pipe"), 100)).toThrow("not a regular file");
    expect(() => source.readFile(join(root, "loop"), 100)).toThrow("Links lead in a circle");
    expect(() => source.readFile(join(root, "nothing"), 100)).toThrow("No such file");
    expect(() => source.readFile(join(root, "x".repeat(5000)), 100)).toThrow("The path is too long");
  });
});
