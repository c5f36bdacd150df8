import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { doctor } from "../../../adapters/command-line/doctor.ts";
import { folderWith } from "../../support/command-line.ts";
import { recordedTerminal } from "../command-line/recorded-terminal.ts";

const SMTP = "host: 127.0.0.1, port: 9, tls: none";
const CATALOG = "records: {}\nmailboxes: { sales: { title: Sales } }\n";

/** Problems that doctor names, each once. */
async function problems(config: string, more: Readonly<Record<string, string>> = {}) {
  const folder = folderWith({ "ordo.yaml": config, ...more });
  mkdirSync(join(folder, "processes"), { recursive: true });
  const before = readdirSync(folder).sort();
  const terminal = recordedTerminal([], "en");
  const code = await doctor({ json: true, folder, environment: { PW: "secret" } }, terminal);
  expect(readdirSync(folder).sort()).toEqual(before);
  const { checks } = JSON.parse(terminal.printed.join("\n")) as {
    checks: readonly { status: string; message: string }[];
  };
  const found = checks.filter(({ status }) => status === "problem").map(({ message }) => message);
  expect(code).toBe(found.length > 0 ? 1 : 0);
  expect(new Set(found).size).toBe(found.length);
  return found;
}

describe("ordo doctor, of what ordo serve would refuse to start with", () => {
  test.each([
    ["outgoing: { quiet: { sms: { calendar: ru-offfice } } }\n", "There is no calendar ru-offfice"],
    ["outgoing: { quiet: { sms: { from: '21:00', to: '08:00', zone: Moscow } } }\n", "There is no time zone Moscow"],
    ["channels: { portal: bitrix24 }\n", "no portal is named"],
    [`channels: { email: { smtp: { ${SMTP}, from: infoo } } }\n`, '"infoo" is neither an address nor a mailbox'],
    [
      `channels: { email: { smtp: { ${SMTP}, from: a@b.example } } }\noutgoing: { email: "redirect:zzz" }\n`,
      "redirect:zzz",
    ],
    ["directory: { bitrix24: {} }\n", "no portal is named"],
    [
      "catalog: catalog.yaml\nmail: { imap: { mailboxes: { salez: { host: localhost, user: a, password: '${PW}' } } } }\n",
      'The mailbox "salez"',
    ],
  ])("%s", async (config, says) => {
    const found = await problems(config, { "catalog.yaml": CATALOG });
    expect(found.filter((message) => message.includes(says))).toHaveLength(1);
  });

  test("a sound configuration opens", async () => {
    expect(await problems("channels: { sms: log, email: log }\noutgoing: { email: hold }\n")).toEqual([]);
  });
});
