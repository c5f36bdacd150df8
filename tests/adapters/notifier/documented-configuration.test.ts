import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfiguration } from "../../../adapters/configuration/load-configuration.ts";
import { readSms } from "../../../adapters/notifier/sms/config.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { folderWith } from "../../support/command-line.ts";

const ENVIRONMENT = {
  ...{ SMTP_PASSWORD: "a", SALES_PASSWORD: "b", SMS_KEY: "c", SMS_PASSWORD: "d", SMS_TOKEN: "e" },
  SMS_REPORTS_SECRET: "f",
};

const load = (yaml: string) => loadConfiguration(folderSource(), ENVIRONMENT, folderWith({ "ordo.yaml": yaml }));

const EXAMPLES = ["outgoing", "notifier-smtp", "notifier-sms", "notifier-log"].flatMap((page) => {
  const text = readFileSync(join("docs/reference/adapters", `${page}.md`), "utf8");
  return [...text.matchAll(/```yaml\n(.*?)```/gs)].map((found, at) => [`${page} ${at + 1}`, found[1] ?? ""] as const);
});

describe("configuration as the pages show it", () => {
  test("is there", () => expect(EXAMPLES.length).toBeGreaterThanOrEqual(5));

  test.each(EXAMPLES)("%s is sound", (_name, yaml) => {
    expect(load(yaml).problems).toEqual([]);
  });

  test("the described gateway is read to the last key", () => {
    const [, yaml = ""] = EXAMPLES.find(([name]) => name === "notifier-sms 2") ?? [];
    const section = load(yaml).configuration?.root.section("channels").section("sms");
    expect(section === undefined ? null : readSms(section)?.gateway).toMatchObject({
      ...{ name: "my-gateway", knowsId: "repeat", idPaths: ["data.id"] },
      errors: {
        meanings: { "401": "trouble", "402": "trouble", "500": "later", "9": "duplicate" },
        otherwise: "refused",
      },
      status: { states: { delivered: "delivered", failed: "undelivered", sent: "pending" } },
      reports: { kind: "json", answer: "ok" },
    });
  });

  test.each([
    ["outgoing: { sms: sometimes }", "sms"],
    ["outgoing: { quiet: { sms: { from: 9, to: 8 } } }", "from"],
    ["outgoing: { limits: { process: { fax: 1 } } }", "fax"],
    ["channels: { sms: { sms-ru: { key: x }, smsc: { key: y } } }", "sms"],
    ["channels: { email: { smtp: { host: x } } }", "from"],
    ["channels: { sms: { sms-ru: {} } }", "key"],
  ])("%s is a problem (%s)", (yaml) => {
    expect(load(yaml).problems.filter(({ severity }) => severity === "error").length).toBeGreaterThan(0);
  });
});
