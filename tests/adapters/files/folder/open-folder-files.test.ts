import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openFolderFiles } from "../../../../adapters/files/folder/open-folder-files.ts";
import { filesContract } from "../../../contracts/files/files.contract.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ordo-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const page = (text: string) => ({ name: "Лист.html", type: "text/html", bytes: new TextEncoder().encode(text) });
const paths = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

filesContract(async () => {
  const own = mkdtempSync(join(tmpdir(), "ordo-files-"));
  return { open: () => openFolderFiles(own), end: async () => rmSync(own, { recursive: true, force: true }) };
});

test("equal contents under many keys, put at the same time, lie there once and leave no drafts", async () => {
  const files = openFolderFiles(folder);
  await Promise.all(Array.from({ length: 10 }, (_, at) => files.put(`call-${at}`, page("same"))));
  expect(paths().filter((path) => path.includes("content"))).toHaveLength(1);
  expect(paths().filter((path) => path.endsWith(".part"))).toEqual([]);
});

test("no key leads out of the folder", async () => {
  const files = openFolderFiles(join(folder, "inside"));
  for (const key of ["../../out", "/etc/passwd", "a/../../b", "нож\u0000", "CON", "x".repeat(1_999)])
    expect(await files.get(await files.put(key, page(key)))).toEqual(page(key));
  expect(paths().every((path) => path.startsWith(join(folder, "inside")))).toBe(true);
});

test("a damaged file is an error, not other content", async () => {
  const files = openFolderFiles(folder);
  await files.put("call-1", page("one"));
  writeFileSync(paths().find((path) => path.includes("content")) ?? "", "two");
  await expect(files.get("file:call-1")).rejects.toThrow("damaged");
});
