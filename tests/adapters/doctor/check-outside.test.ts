import { expect, test } from "vitest";
import { doctor } from "../../../adapters/command-line/doctor.ts";
import { usedOutside } from "../../../adapters/doctor/used-outside.ts";
import { folderWith } from "../../support/command-line.ts";
import { definitionOf } from "../../support/definition-of.ts";
import { freePort } from "../../support/servers/server-process.ts";
import { recordedTerminal } from "../command-line/recorded-terminal.ts";

test("ordo doctor looks at the portal that ordo.yaml names, and does not show its secret", async () => {
  const folder = folderWith({ "ordo.yaml": 'bitrix24: { webhook: "${BITRIX24_WEBHOOK}" }\n' });
  const webhook = `http://127.0.0.1:${await freePort()}/rest/1/s3cr3tc0de/`;
  const terminal = recordedTerminal();
  const code = await doctor({ json: true, folder, environment: { BITRIX24_WEBHOOK: webhook } }, terminal);
  const printed = terminal.printed.join("\n");
  const { checks } = JSON.parse(printed) as {
    readonly checks: readonly { readonly check: string; readonly status: string; readonly message: string }[];
  };
  const portal = checks.find(({ check }) => check === "portal");
  expect([code, portal?.status]).toEqual([1, "problem"]);
  expect(portal?.message).toContain("ECONNREFUSED");
  expect(printed).not.toContain("s3cr3tc0de");
});

test("a webhook that is none is told as such", async () => {
  const folder = folderWith({ "ordo.yaml": 'bitrix24: { webhook: "${BITRIX24_WEBHOOK}" }\n' });
  const terminal = recordedTerminal();
  await doctor({ json: true, folder, environment: { BITRIX24_WEBHOOK: "https://company.bitrix24.ru/" } }, terminal);
  expect(terminal.printed.join("\n")).toContain("bitrix24.webhook");
});

test("what processes use of the world is read from them", () => {
  const definition = definitionOf(`process: under-test
title: Заявка
calendar: ru-office
subject: Заявка
input:
  lead: { type: record, of: lead, required: false }
start:
  - event: crm.company.updated
do:
  - id: note
    call: crm.note
    with: { record: deal/101, text: готово }
`);
  expect(usedOutside([definition], null)).toEqual({
    operations: ["crm.note"],
    records: ["company", "deal", "lead", "готово"],
  });
});
