import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { PortalUsers } from "../../../adapters/bitrix24/portal-users.ts";
import { type CatalogPullOptions, catalogPull } from "../../../adapters/command-line/catalog-pull.ts";
import { check } from "../../../adapters/command-line/check.ts";
import { withPortal } from "../../../adapters/command-line/portal-of-command.ts";
import { Reader } from "../../../adapters/command-line/reader.ts";
import type { ExitCode } from "../../../adapters/command-line/terminal.ts";
import { loadConfiguration } from "../../../adapters/configuration/load-configuration.ts";
import { readBitrix24Crm } from "../../../adapters/crm/bitrix24/config.ts";
import { SchemaBook } from "../../../adapters/crm/bitrix24/schema-book.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { instant } from "../../../engine/base/instant.ts";
import { createFakePortal, type FakePortal } from "../../support/bitrix24/fake-portal.ts";
import { folderWith } from "../../support/command-line.ts";
import { TestClock } from "../../support/test-clock.ts";
import { recordedTerminal } from "./recorded-terminal.ts";

const CONFIG = `# Настройки компании
bitrix24: { webhook: "\${HOOK}" }   # из окружения
crm:
  bitrix24:
    records: {}
locale: ru
`;

let fake: FakePortal;
let folder: string;

beforeEach(() => {
  fake = createFakePortal({ clock: new TestClock(instant(Date.UTC(2026, 10, 20))), rate: null });
  const { crm, world } = fake;
  crm.addField("company", { name: "UF_CRM_100", type: "double", title: "Скидка по бренду, %" });
  crm.addField("company", { name: "UF_CRM_101", type: "double", title: "Скидка по бренду, %" });
  crm.addField("company", { name: "UF_CRM_102", type: "money", title: "Сумма сделок" });
  crm.addField("deal", {
    ...{ name: "UF_CRM_200", type: "enumeration", title: "Категория" },
    items: [
      { ID: "41", VALUE: "A — ключевая" },
      { ID: "42", VALUE: "B — постоянная" },
    ],
  });
  crm.addField("deal", { name: "UF_CRM_201", type: "file", title: "Договор", multiple: true });
  crm.addPipeline("deal", {
    ...{ id: 1, name: "Сервис и ремонт" },
    stages: [
      { id: "C1:NEW", name: "Обращение" },
      { id: "C1:UC_KN8KFI", name: "Диагностика" },
      { id: "C1:WON", name: "Выполнена", semantics: "S" },
      { id: "C1:LOSE", name: "Отказ", semantics: "F" },
    ],
  });
  crm.addType(1038, "Аренда кофемашин");
  world.addList({
    ...{ id: 42, code: "", name: "Бренды и скидки" },
    fields: [
      { id: "NAME", name: "Название", type: "NAME" },
      { id: "PROPERTY_118", name: "Скидка", type: "N" },
    ],
  });
  addElement(1, "Bravante", 5);
  folder = folderWith({ "ordo.yaml": CONFIG });
});

/** A row of the portal's list of brands. */
function addElement(id: number, name: string, discount: number): void {
  fake.world.listElements.set(id, {
    ...{ id, listId: 42, code: name, createdBy: 1, createdAt: 0, name },
    values: { PROPERTY_118: { [String(3_000 + id)]: String(discount) } },
  });
}

const read = (file: string): string => readFileSync(join(folder, file), "utf8");

async function pull(
  options: Partial<CatalogPullOptions> = {},
): Promise<{ readonly code: ExitCode; readonly lines: readonly string[]; readonly said: readonly string[] }> {
  const terminal = recordedTerminal([], "ru");
  const environment = { HOOK: fake.webhook };
  const code = await catalogPull({ folder, environment, portal: { fetch: fake.fetch }, ...options }, terminal);
  return { code, lines: terminal.printed.flatMap((text) => text.split("\n")), said: terminal.said };
}

test("without a mapping both are drafted and shown, and nothing is written", async () => {
  writeFileSync(join(folder, "ordo.yaml"), 'bitrix24: { webhook: "${HOOK}" }\n');
  const { code, lines } = await pull();
  expect(code).toBe(0);
  for (const line of [
    '      skidkaPoBrendu: { type: number, title: "Скидка по бренду, %" }',
    '      skidkaPoBrendu2: { type: number, title: "Скидка по бренду, %" }',
    "      kategoriya: { type: choice, title: Категория, values: { A — ключевая: A — ключевая, B — постоянная: B — постоянная } }",
    "      dogovor: { type: files, title: Договор }",
    "          DIAGNOSTIKA: { title: Диагностика, kind: open }",
    "          WON: { title: Выполнена, kind: won }",
    "          amount: { field: opportunity, currency: currencyId } # «Сумма»",
    "          skidkaPoBrendu: UF_CRM_100 # «Скидка по бренду, %»",
    "          servisIRemont: { id: 1, stages: { DIAGNOSTIKA: UC_KN8KFI } }",
    "        entity: { spa: 1038 }",
    "        list: 42",
  ])
    expect(lines).toContain(line);
  expect(() => read("catalog.yaml")).toThrow();
});

test("fields without a label are called by the end of their code, standard ones by titles of ours", async () => {
  writeFileSync(join(folder, "ordo.yaml"), 'bitrix24: { webhook: "${HOOK}" }\n');
  for (const name of ["UF_CRM_SMART_INVOICE_BANK_DETAILS", "UF_CRM_SMART_INVOICE_PAID_AT", "UF_CRM_1721000111"])
    fake.crm.addField("company", { name, type: "string", title: name });
  const { lines } = await pull();
  for (const line of [
    "          bankDetails: UF_CRM_SMART_INVOICE_BANK_DETAILS # «UF_CRM_SMART_INVOICE_BANK_DETAILS»",
    "          paidAt: UF_CRM_SMART_INVOICE_PAID_AT # «UF_CRM_SMART_INVOICE_PAID_AT»",
    "          field1721000111: UF_CRM_1721000111 # «UF_CRM_1721000111»",
    "          responsible: assignedById # «Ответственный»",
  ])
    expect(lines).toContain(line);
});

test("a webhook that the portal refuses is a refusal, not silence", async () => {
  const refused = async () => Response.json({ error: "INVALID_CREDENTIALS", error_description: "no" }, { status: 401 });
  await expect(pull({ portal: { fetch: refused } })).rejects.toMatchObject({
    says: { ru: expect.stringMatching(/^Портал отказал: .*INVALID_CREDENTIALS/) },
    remedy: { ru: expect.stringContaining("создайте новый") },
  });
});

test("the same portal gives the same draft", async () => {
  const first = await pull({ json: true });
  expect((await pull({ json: true })).lines).toEqual(first.lines);
});

test("what is written is sound, keeps every comment, agrees with the portal, and is written once", async () => {
  const first = await pull({ write: true });
  // On standard error: what is printed may be read as YAML.
  expect(first.said.filter((line) => line.startsWith("Записано:")).length).toBe(2);
  expect(first.lines.filter((line) => line.startsWith("Записано:"))).toEqual([]);
  const [config, catalog] = [read("ordo.yaml"), read("catalog.yaml")];
  expect(config).toMatch(/^# Настройки компании\n/);
  expect(config).toContain('bitrix24: { webhook: "${HOOK}" } # из окружения');
  expect(await check([join(folder, "catalog.yaml"), join(folder, "ordo.yaml")], {}, recordedTerminal())).toBe(0);
  const again = await pull({ write: true, check: true });
  expect(again).toMatchObject({ code: 0, lines: ["Словарь и портал сходятся."] });
  expect([read("ordo.yaml"), read("catalog.yaml")]).toEqual([config, catalog]);
});

test("the CRM adapter finds nothing wrong with the mapping and the catalogue that were drafted", async () => {
  await pull({ write: true });
  const { configuration } = loadConfiguration(folderSource(), { HOOK: fake.webhook }, folder);
  if (configuration === null) throw new Error("the configuration is wrong");
  const { records } = readBitrix24Crm(configuration.root.section("crm").section("bitrix24"));
  const catalog = new Reader(folderSource()).catalog(join(folder, "catalog.yaml")).value;
  const problems = await withPortal(configuration, { fetch: fake.fetch }, (portal) =>
    new SchemaBook({ portal, records, catalog, users: new PortalUsers({}), clock: { now: () => instant(0) } }).problems(
      {
        ...{ urgency: "person", signal: new AbortController().signal },
      },
    ),
  );
  expect(problems).toEqual([]);
});

test("every way in which a portal can leave the catalogue is told, and --check fails", async () => {
  await pull({ write: true });
  const { crm, world } = fake;
  const company = crm.fieldsOf(4);
  const at = (upper: string): number => company.findIndex((field) => field.upper === upper);
  company.splice(at("UF_CRM_101"), 1);
  const total = company[at("UF_CRM_102")];
  if (total !== undefined) company[at("UF_CRM_102")] = { ...total, title: "Сумма выигранных" };
  const discount = company[at("UF_CRM_100")];
  if (discount !== undefined) company[at("UF_CRM_100")] = { ...discount, type: "file" };
  const deal = crm.fieldsOf(2);
  const category = deal.findIndex((field) => field.upper === "UF_CRM_200");
  const choice = deal[category];
  if (choice !== undefined)
    deal[category] = {
      ...choice,
      items: [
        { ID: "41", VALUE: "A — ключевая" },
        { ID: "43", VALUE: "C — разовая" },
      ],
    };
  crm.addField("deal", { name: "UF_CRM_203", type: "datetime", title: "Дата отгрузки" });
  crm.addStatuses("DEAL_STAGE_1", [{ id: "C1:UC_PAUSE", name: "Ждём запчасти", sort: 25 }], 1);
  const lost = crm.statuses.findIndex(({ STATUS_ID }) => STATUS_ID === "C1:LOSE");
  crm.statuses.splice(lost, 1);
  const won = crm.statuses.findIndex(({ STATUS_ID }) => STATUS_ID === "WON");
  const status = crm.statuses[won];
  if (status !== undefined) crm.statuses[won] = { ...status, SEMANTICS: "F" };
  crm.addPipeline("deal", { id: 2, name: "Аренда", stages: [{ id: "C2:NEW", name: "Запрос" }] });
  world.lists.delete(42);
  const { code, lines } = await pull({ check: true });
  expect(code).toBe(1);
  expect(lines).toEqual([
    "~ company.skidkaPoBrendu (UF_CRM_100): у поля другой тип: number → files",
    "- company.skidkaPoBrendu2 (UF_CRM_101): поля больше нет",
    "~ company.summaSdelok (UF_CRM_102): поле переименовано: Сумма сделок → Сумма выигранных",
    "+ deal.dataOtgruzki (UF_CRM_203): новое поле: Дата отгрузки (dateTime)",
    "+ deal.kategoriya (UF_CRM_200): новый вариант: C — разовая",
    "- deal.kategoriya (UF_CRM_200): варианта больше нет",
    "~ deal.general.WON (WON): стадия значит другое: won → lost",
    "+ deal.servisIRemont.ZHDYOM_ZAPCHASTI (UC_PAUSE): новая стадия: Ждём запчасти (open)",
    "- deal.servisIRemont.LOSE: стадии больше нет",
    "+ deal.arenda (2): новая воронка: Аренда",
    "- brendy-i-skidki (42): списка больше нет",
  ]);
});

test("--write brings what is new, leaves what is gone to people, and the rest of the files alone", async () => {
  await pull({ write: true });
  writeFileSync(
    join(folder, "catalog.yaml"),
    read("catalog.yaml").replace("\n  company:", "\n  # наша гордость\n  company:"),
  );
  const company = fake.crm.fieldsOf(4);
  const total = company.findIndex((field) => field.upper === "UF_CRM_102");
  const field = company[total];
  if (field !== undefined) company[total] = { ...field, title: "Сумма выигранных" };
  company.splice(
    company.findIndex(({ upper }) => upper === "UF_CRM_101"),
    1,
  );
  fake.crm.addField("deal", { name: "UF_CRM_203", type: "datetime", title: "Дата отгрузки" });
  fake.crm.addStatuses("DEAL_STAGE_1", [{ id: "C1:UC_PAUSE", name: "Ждём запчасти", sort: 25 }], 1);
  await pull({ write: true });
  const [config, catalog] = [read("ordo.yaml"), read("catalog.yaml")];
  expect(catalog).toContain("  # наша гордость\n");
  expect(catalog).toContain("dataOtgruzki: { type: dateTime, title: Дата отгрузки }");
  expect(catalog).toContain("summaSdelok: { type: money, title: Сумма выигранных }");
  expect(catalog).toContain("ZHDYOM_ZAPCHASTI: { title: Ждём запчасти, kind: open }");
  expect(config).toContain("dataOtgruzki: UF_CRM_203 # «Дата отгрузки»");
  expect(config).toContain("summaSdelok: UF_CRM_102 # «Сумма выигранных»");
  expect(config).toContain("ZHDYOM_ZAPCHASTI: UC_PAUSE");
  expect(config).toContain("skidkaPoBrendu2: UF_CRM_101");
  const { lines, code } = await pull({ check: true });
  expect({ lines, code }).toEqual({ code: 1, lines: ["- company.skidkaPoBrendu2 (UF_CRM_101): поля больше нет"] });
});

test("rows of a list stand in the catalogue; a new one is told, and written", async () => {
  await pull({ write: true });
  expect(read("catalog.yaml")).toContain("    values:\n      - { value: Bravante, skidka: 5 }\n");
  addElement(2, "Delmoka", 10);
  expect(await pull({ check: true })).toMatchObject({
    code: 1,
    lines: ["+ brendy-i-skidki (42): новый вариант: Delmoka"],
  });
  await pull({ write: true });
  expect(read("catalog.yaml")).toContain("      - { value: Delmoka, skidka: 10 }\n");
  expect((await pull({ check: true })).code).toBe(0);
});

test("a field that a comment names is left out on purpose", async () => {
  await pull({ write: true });
  writeFileSync(join(folder, "ordo.yaml"), `${read("ordo.yaml")}# dataOtgruzki: UF_CRM_203\n`);
  fake.crm.addField("deal", { name: "UF_CRM_203", type: "datetime", title: "Дата отгрузки" });
  expect(await pull({ check: true })).toMatchObject({ code: 0, lines: ["Словарь и портал сходятся."] });
});

test("names of ours stay ours: amounts, maps of fields and stages that are called otherwise", async () => {
  writeFileSync(
    join(folder, "ordo.yaml"),
    `${CONFIG.replace("records: {}", "records:")}`.replace(
      "    records:\n",
      `    records:
      company:
        entity: company
        fields:
          discounts: { keys: { Bravante: UF_CRM_100, Delmoka: UF_CRM_101 } }
          total: UF_CRM_102
      deal:
        entity: deal
        fields: { sum: { field: opportunity, currency: currencyId }, UF: UF_CRM_200 }
        pipelines: { main: 0, service: { id: 1, stages: { REPAIR: UC_KN8KFI } } }
`,
    ),
  );
  const { lines } = await pull();
  const own = lines.filter((line) => /company|deal/.test(line));
  expect(own).toEqual(["+ deal.dogovor (UF_CRM_201): новое поле: Договор (files)"]);
});

test("a kind that is turned off is left out and told; a scope that is missing is a complaint", async () => {
  fake.crm.fieldsOf(1).length = 0;
  const scopes = { HOOK: fake.webhookUrl(1, ["crm"]) };
  const { said } = await pull({ environment: scopes });
  expect(said).toContain("Пропущено: lists (insufficient_scope)");
  await expect(pull({ environment: { HOOK: fake.webhookUrl(1, ["user"]) } })).rejects.toMatchObject({
    name: "Complaint",
    exitCode: 3,
    remedy: { en: expect.stringContaining("missing scope") },
  });
});

test("without a portal, and with a catalogue that has errors, it says what to do and writes nothing", async () => {
  writeFileSync(join(folder, "catalog.yaml"), "records: { company: { fields: { x: { type: nonsense } } } }\n");
  await expect(pull({ write: true })).rejects.toMatchObject({
    name: "Complaint",
    remedy: { en: expect.stringContaining("ordo check") },
  });
  writeFileSync(join(folder, "catalog.yaml"), "records: {}\n");
  writeFileSync(join(folder, "ordo.yaml"), "locale: ru\n");
  await expect(pull()).rejects.toMatchObject({ name: "Complaint", says: { en: "ordo.yaml names no portal." } });
});
