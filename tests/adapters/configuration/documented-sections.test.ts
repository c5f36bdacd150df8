import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfiguration } from "../../../adapters/configuration/load-configuration.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { folderWith } from "../../support/command-line.ts";
import { ROOT } from "../../support/source-files.ts";

/** Pages whose examples of `ordo.yaml` are read as they stand. */
const PAGES = [
  "reference/adapters/inbound",
  "reference/adapters/http",
  "reference/adapters/files-folder",
  "reference/adapters/accounts",
  "ru/operating",
  "ru/settings",
  "ru/own-channel",
  "reference/adapters/write-your-own",
];
const SECTIONS = /^(?:inbound|http|files|channels|accounts):/;
/** Every variable is set, each to what a key of Standard Webhooks looks like. */
const SET = new Proxy({}, { get: () => `whsec_${Buffer.alloc(32).toString("base64")}` });

const examples = PAGES.flatMap((page) => {
  const text = readFileSync(join(ROOT, "docs", `${page}.md`), "utf8");
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, yaml = ""]) =>
    SECTIONS.test(yaml) ? [{ page, yaml }] : [],
  );
});

test("every page has its example", () => {
  expect([...new Set(examples.map(({ page }) => page))]).toEqual(PAGES);
});

test.each(examples)("the example in $page is a sound configuration", ({ yaml }) => {
  const { problems, configuration } = loadConfiguration(folderSource(), SET, folderWith({ "ordo.yaml": yaml }));
  expect(problems).toEqual([]);
  expect(configuration).not.toBeNull();
});
