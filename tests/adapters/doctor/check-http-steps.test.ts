import { expect, test } from "vitest";
import { doctor } from "../../../adapters/command-line/doctor.ts";
import { checkHttpSteps } from "../../../adapters/doctor/check-http-steps.ts";
import { Secret } from "../../../adapters/secret.ts";
import { folderWith } from "../../support/command-line.ts";
import { definitionOf } from "../../support/definition-of.ts";
import { recordedTerminal } from "../command-line/recorded-terminal.ts";

const PROCESS = (url: string, header: string): string => `process: under-test
title: Доставка
calendar: ru-office
subject: Доставка
input:
  number: { type: text, required: true }
do:
  - id: order
    call: http.request
    with: { method: POST, url: "${url}", headers: { authorization: "${header}" } }
`;

const HTTP = {
  allow: ["api.delivery.example", "api.other.example"],
  privateAddresses: false,
  secrets: {
    delivery: { value: new Secret("Bearer canary-1"), hosts: ["api.delivery.example"] },
    unset: { value: null, hosts: ["api.delivery.example"] },
  },
};

const said = (url: string, header: string): readonly string[] =>
  checkHttpSteps([definitionOf(PROCESS(url, header))], HTTP).map(({ says }) => says.en);

test("a step that http.request would refuse is named with its file and line before anybody runs it", () => {
  const where = "processes/under-test/process.yaml:8, order";
  const sound = "https://api.delivery.example/orders/{number}";
  expect(said(sound, "secret:delivery")).toEqual([]);
  expect(said("{number}", "secret:delivery")).toEqual([]);
  expect(said(sound, "secret:nope")).toEqual([`${where}: there is no http.secrets.nope`]);
  expect(said(sound, "secret:unset")).toEqual([`${where}: http.secrets.unset is not set`]);
  expect(said("https://api.other.example/x", "secret:delivery")).toEqual([
    `${where}: http.secrets.delivery is not for api.other.example`,
  ]);
  for (const url of ["https://api.nobody.example/x", "https://api.nobody.example/{number}"])
    expect(said(url, "x")).toEqual([`${where}: https://api.nobody.example is not in http.allow`]);
});

test("ordo doctor shows it and ends with 1", async () => {
  const folder = folderWith({
    "ordo.yaml": "http: { allow: [api.delivery.example] }\nprocesses: [processes]\n",
    "processes/under-test/process.yaml": PROCESS("https://api.nobody.example/x", "secret:nope"),
  });
  const terminal = recordedTerminal();
  const code = await doctor({ json: true, folder, environment: {} }, terminal);
  expect(code).toBe(1);
  const printed = terminal.printed.join("\n");
  expect(printed).toContain("https://api.nobody.example");
  expect(printed).toContain("http.secrets.nope");
});
