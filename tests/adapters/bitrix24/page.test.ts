import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readBitrix24 } from "../../../adapters/bitrix24/config.ts";
import { loadConfiguration } from "../../../adapters/configuration/load-configuration.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { Section } from "../../../adapters/section.ts";
import { folderWith } from "../../support/command-line.ts";
import { ROOT } from "../../support/source-files.ts";

const PAGE = readFileSync(join(ROOT, "docs/reference/adapters/bitrix24.md"), "utf8");
const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? [];
const environment = {
  BITRIX24_WEBHOOK: "https://company.bitrix24.ru/rest/7/s3cr3tc0de/",
  BITRIX24_SECRET: "app-secret",
  BITRIX24_APP_TOKEN: "app-token",
};

test("the example of the page is a sound configuration", () => {
  const folder = folderWith({ "ordo.yaml": example });
  const { configuration, problems } = loadConfiguration(folderSource(), environment, folder);
  expect(problems).toEqual([]);
  expect(configuration).not.toBeNull();
});

test("and says what it seems to say", () => {
  const root = new Section(parse(example), { environment, folder: "." });
  expect(readBitrix24(root.section("bitrix24"))).toMatchObject({
    app: { clientId: "local.5f0c8a7d1e2b33.12345678" },
    outboundToken: null,
    users: { "manager-1": 17 },
    rate: { perSecond: 2, burst: 50 },
  });
  expect(readBitrix24(new Section({ users: {} }, { environment, folder: "." }))).toBeNull();
});

test("every trouble that the client knows stands on the page", () => {
  const names =
    readFileSync(join(ROOT, "adapters/bitrix24/portal-trouble.ts"), "utf8").match(/^ {2}[A-Z_]+(?=: \{$)/gm) ?? [];
  expect(names.length).toBeGreaterThan(15);
  expect(names.map((name) => name.trim()).filter((name) => !PAGE.includes(name))).toEqual([]);
});
