import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LoaderPool } from "../../../adapters/command-line/loader-pool.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import type { Document } from "../../../engine/definition/node.ts";
import { asWritten } from "../../../engine/expression/as-written.ts";
import type { BundleFile, CalendarRow } from "../../../engine/ports/versions.ts";
import { bundleOf, compileBundle } from "../../../engine/runtime/compile-bundle.ts";

const POOL = new LoaderPool(folderSource());
const FOLDERS = POOL.source.find(["processes"]).folders.filter((path) => !path.includes("sample"));

function text(path: string): BundleFile {
  return { path, text: readFileSync(path, "utf8") };
}

function documentAt(path: string): Document {
  const { document } = readDocument(path, text(path).text, "process");
  if (document === null) throw new Error(path);
  return document;
}

const OFFICE: CalendarRow = { name: "ru-office", digest: "1", ...text("calendars/ru-office.yaml") };

/** The bundle of a shipped process, as it comes out of JSON. */
function shipped(path: string) {
  const { folder, definition } = POOL.common.load(path);
  if (definition === null) throw new Error(path);
  const bundle = bundleOf({
    definition,
    main: text(folder.process.path),
    files: [...folder.decisions, ...folder.templates].map((file) => text(file.path)),
    catalog: folder.catalog === null ? null : text(folder.catalog),
    neighbors: folder.neighbors.map((name) => documentAt(`processes/${name}/process.yaml`)),
  });
  return { definition, bundle: JSON.parse(JSON.stringify(bundle)) as typeof bundle };
}

test.each(FOLDERS)("%s is the same definition when it is compiled again from its bundle", (path) => {
  const { definition, bundle } = shipped(path);
  const { definition: again } = compileBundle(bundle, OFFICE);
  expect(again.digest).toBe(definition.digest);
  const { steps, ...rest } = again;
  const { steps: own, ...ownRest } = definition;
  expect([...steps.keys()]).toEqual([...own.keys()]);
  expect(asWritten({ ...rest, calendar: null })).toBe(asWritten({ ...ownRest, calendar: null }));
});

test("a bundle holds only the neighbors that a run names", () => {
  for (const path of FOLDERS) {
    const { definition, bundle } = shipped(path);
    const runs = [...definition.steps.values()].flatMap((step) => (step.kind === "run" ? [step.process] : []));
    expect(bundle.neighbors).toHaveLength(new Set(runs).size);
  }
});

test("departments come from the catalog; a version whose calendar is not deployed says so", () => {
  const { bundle } = shipped("processes/lead-distribution");
  expect(compileBundle(bundle, OFFICE).departments).toMatchObject({ lead: expect.any(String) });
  expect(() => compileBundle(bundle, null)).toThrow("ru-office");
});

test("an instance stays pinned to its digest, whatever a later product would compute", () => {
  const { bundle } = shipped("processes/lead-distribution");
  expect(compileBundle({ ...bundle, digest: "of-old" }, OFFICE).definition.digest).toBe("of-old");
});
