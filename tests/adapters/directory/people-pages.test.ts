import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfiguration } from "../../../adapters/configuration/load-configuration.ts";
import { readDirectoryConfig } from "../../../adapters/directory/config.ts";
import { readPartOfPeople, readPeople } from "../../../adapters/directory/people-file.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { folderWith } from "../../support/command-line.ts";
import { ROOT } from "../../support/source-files.ts";

const environment = { BITRIX24_WEBHOOK: "https://company.bitrix24.ru/rest/7/s3cr3tc0de/" };

/** Examples of a page in their order. */
function examplesOf(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = ""]) => example);
}

test.each([
  ["docs/reference/adapters/directory-local.md", "local"],
  ["docs/reference/adapters/directory-bitrix24.md", "bitrix24"],
  ["docs/reference/adapters/notifier-bitrix24.md", "none"],
  ["docs/ru/portal-people.md", "bitrix24"],
])("the first example of %s is a sound configuration", (page, kind) => {
  const [example = ""] = examplesOf(page);
  const folder = folderWith({ "ordo.yaml": example, "directory.yaml": "users: {}\n", "absences.yaml": "users: {}\n" });
  const { configuration, problems } = loadConfiguration(folderSource(), environment, folder);
  expect(problems).toEqual([]);
  expect(configuration && readDirectoryConfig(configuration.root).kind).toBe(kind);
});

test.each(["docs/reference/adapters/directory-bitrix24.md", "docs/ru/portal-people.md"])(
  "the file of absences in %s can be laid over people, and ordo check finds nothing wrong with it",
  (page) => {
    const [, example = ""] = examplesOf(page);
    const path = join(folderWith({ "absences.yaml": example }), "absences.yaml");
    expect(readPartOfPeople(path)).toHaveProperty("data");
    expect(readPeople(path)).toHaveProperty("data");
  },
);

test("a file of absences that is not there is found before anything starts", () => {
  const [example = ""] = examplesOf("docs/reference/adapters/directory-bitrix24.md");
  const folder = folderWith({ "ordo.yaml": example });
  const { problems } = loadConfiguration(folderSource(), environment, folder);
  expect(problems.map(({ code }) => code)).toEqual(["config-path"]);
});
