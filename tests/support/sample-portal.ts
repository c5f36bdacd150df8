import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readBitrix24 } from "../../adapters/bitrix24/config.ts";
import { type Bitrix24CrmConfig, readBitrix24Crm } from "../../adapters/crm/bitrix24/config.ts";
import { Section } from "../../adapters/section.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import { readCatalog } from "../../engine/definition/catalog-read.ts";
import { readDocument } from "../../engine/definition/document.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import type { FakePortalOptions } from "./bitrix24/fake-options.ts";
import { createFakePortal, type FakePortal } from "./bitrix24/fake-portal.ts";
import { ROOT } from "./source-files.ts";

const BRANDS = ["Bravante", "Cremolux", "Delmoka", "Kaffelund", "Montelira", "Nordbrew", "Vaporetta"];
const DISCOUNTS = [5, 7, 10, 5, 12, 8, 3];
const LIST = 42;

/** `ordo.yaml` of the example with a portal, read: where everything of the sample company stands there. */
export function sampleMapping(): {
  readonly crm: Bitrix24CrmConfig;
  readonly users: Readonly<Record<string, number>>;
  /** The service account. */
  readonly nobody: number | null;
} {
  const data: unknown = parse(readFileSync(join(ROOT, "docs/examples/bitrix24/ordo.yaml"), "utf8"));
  const environment = { BITRIX24_WEBHOOK: "https://portal.example/rest/1/code/" };
  const root = new Section(data, { environment, folder: ROOT });
  const { users = {}, nobody = null } = readBitrix24(root.section("bitrix24")) ?? {};
  return { crm: readBitrix24Crm(root.section("crm").section("bitrix24")), users, nobody };
}

/** The vocabulary of the sample company. */
export function sampleCatalog(): Catalog {
  const { document } = readDocument("catalog.yaml", readFileSync(join(ROOT, "catalog.yaml"), "utf8"), "catalog");
  if (document === null) throw new Error("catalog.yaml is not readable");
  return readCatalog(document);
}

/** The records and lists of the sample company. */
export function sampleRecords(): RecordsData {
  return parse(readFileSync(join(ROOT, "processes/sample/records.yaml"), "utf8")) as RecordsData;
}

/** A portal as the sample company has set it up: pipelines, fields, people, the list of brands. No records. */
export function samplePortal(clock: Clock, options: Partial<FakePortalOptions> = {}): FakePortal {
  const portal = createFakePortal({ clock, rate: null, ...options });
  const { crm, world } = portal;
  const [WON, LOSE] = ["S", "F"] as const;
  const line = (id: number, codes: readonly string[]) => [
    ...codes.map((code) => ({ id: `C${id}:${code}`, name: code })),
    { id: `C${id}:WON`, name: "Won", semantics: WON },
    { id: `C${id}:LOSE`, name: "Lost", semantics: LOSE },
  ];
  crm.addPipeline("deal", { id: 1, name: "Service", stages: line(1, ["NEW", "PREPARATION", "EXECUTING"]) });
  crm.addPipeline("deal", { id: 2, name: "Rent", stages: line(2, ["NEW", "PREPARATION"]) });
  const mailboxes = Object.keys(sampleCatalog().mailboxes);
  const optionsOf = (values: readonly string[], from: number) =>
    values.map((VALUE, at) => ({ ID: String(from + at), VALUE }));
  const categories = ["A — ключевая", "B — постоянная", "C — разовая"];
  crm.addField("lead", { name: "UF_CRM_MAILBOX", type: "enumeration", items: optionsOf(mailboxes, 20) });
  crm.addField("lead", { name: "UF_CRM_FILES", type: "file", multiple: true });
  crm.addField("company", { name: "UF_CRM_CATEGORY", type: "enumeration", items: optionsOf(categories, 40) });
  crm.addField("company", { name: "UF_CRM_LINKED", type: "crm", multiple: true, settings: { COMPANY: "Y" } });
  crm.addField("company", { name: "UF_CRM_TOTAL", type: "money", multiple: true });
  crm.addField("company", { name: "UF_CRM_CITY", type: "string" });
  crm.addField("deal", { name: "UF_CRM_DEAL_CATEGORY", type: "enumeration", items: optionsOf(categories, 60) });
  for (const brand of BRANDS) {
    crm.addField("company", { name: `UF_CRM_DISCOUNT_${brand.toUpperCase()}`, type: "double" });
    crm.addField("deal", { name: `UF_CRM_DEAL_${brand.toUpperCase()}`, type: "double" });
  }
  const kinds = optionsOf(["товар", "услуги", "прочее"], 80);
  crm.addField("invoice", { name: "UF_CRM_SMART_INVOICE_KIND", type: "enumeration", items: kinds });
  crm.addField("invoice", { name: "UF_CRM_SMART_INVOICE_FILES", type: "file", multiple: true });
  crm.addField("invoice", { name: "UF_CRM_SMART_INVOICE_ORDER", type: "file", multiple: true });
  crm.addField("invoice", { name: "UF_CRM_SMART_INVOICE_PAID", type: "date" });
  crm.addParent("invoice", 2);
  world.addList({
    ...{ id: LIST, code: "brands", name: "Brands" },
    fields: [{ id: "PROPERTY_118", name: "Discount", type: "N" }],
  });
  for (const [at, name] of BRANDS.entries()) {
    const id = world.nextId("listElement", 6_000);
    const values = { PROPERTY_118: { [String(9_000 + at)]: String(DISCOUNTS[at]) } };
    world.listElements.set(id, { ...{ id, listId: LIST, code: name, createdBy: 1, createdAt: 0 }, name, values });
  }
  const { users, nobody } = sampleMapping();
  if (nobody !== null) world.addUser({ id: nobody, name: "Ordo", admin: true });
  for (const [id, number] of Object.entries(users))
    if (number !== 1) world.addUser({ id: number, name: id, admin: id === "admin-1" });
  return portal;
}
