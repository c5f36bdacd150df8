import type { ListMapping } from "../../../adapters/crm/bitrix24/mapping.ts";
import { letterOperations } from "../../../adapters/mail-source/letter-operations.ts";
import type { LetterTables } from "../../../adapters/mail-source/letter-tables.ts";
import { Letters } from "../../../adapters/mail-source/letters.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import { isoText } from "../../../engine/calendar/iso-text.ts";
import type { RecordsData } from "../../../engine/record/record-change.ts";
import { numberIn, typeOf } from "../../../engine/record/record-reference.ts";
import { createFakePortal, type FakePortal } from "../../support/bitrix24/fake-portal.ts";
import type { EntityName } from "../../support/bitrix24/fake-stages.ts";
import { portalOfCatalog } from "../../support/catalog-portal.ts";
import { exampleCatalog } from "../../support/example-company.ts";
import { openPortalCrm, toldBy } from "../../support/portal-crm.ts";
import { callOf, NOW, type OpenBench, ZONE } from "./bench.ts";
import { CLOCK, type OpenDatabase } from "./local-bench.ts";

const NEVER = new AbortController().signal;
const SOMEBODY = { urgency: "process", signal: NEVER } as const;

/** The records of a Bitrix24 portal; what people do there is looked at when the bench is asked what was told. */
export function portalBench(openDatabase: OpenDatabase): OpenBench {
  return async (data, catalog) => {
    const database = await openDatabase();
    const fake = createFakePortal({ clock: CLOCK, rate: null });
    const records = portalOfCatalog(fake, catalog ?? exampleCatalog(), ["Jura", "Nivona", "Melitta"]);
    const users = { "manager-1": 11, "manager-2": 12 };
    const lists = putLists(fake, data.lists);
    const crm = await openPortalCrm({ fake, database, records, lists, users, catalog, clock: CLOCK });
    await crm.put(data.records);
    for (const type of crm.book.types) await crm.marks.putScan(type, { behind: 0, until: 0, isDone: true });
    await crm.observer.observe(Object.keys(data.records), SOMEBODY);
    await toldBy(crm);
    const look = (ref: string) => crm.port.look(ref);
    const nowText = () => ({ $type: "date and time", value: isoText(NOW, ZONE) }) as const;
    const letters = new Letters({ database: withTables<LetterTables>(database), feed: crm.feed, look, nowText });
    const mail = letterOperations({ letters, look, locale: "en" });
    return {
      perform: (operation, input, more) =>
        (operation.startsWith("mail.") ? mail : crm.port).perform(callOf(operation, input, more), NEVER),
      told: async () =>
        (await toldBy(crm)).map(({ name, event }) => ({
          name,
          record: event["record"] as never,
          previous: event["previous"] as never,
          changed: event["changed"] as never,
        })),
      remove: async (ref) => {
        fake.person(1).delete(typeOf(ref) as EntityName, numberIn(ref) ?? 0);
        await crm.observer.observe([ref], SOMEBODY);
      },
      close: () => database.close(),
    };
  };
}

/** Each list of the data as a universal list of the portal: the first column is the element's name. */
function putLists(fake: FakePortal, lists: RecordsData["lists"]): Readonly<Record<string, ListMapping>> {
  const mapped = Object.entries(lists).map(([name, rows], at) => {
    const iblock = 40 + at;
    fake.world.addList({ id: iblock, code: name, name, fields: [] });
    for (const row of rows) {
      const id = fake.world.nextId("listElement", 6_000);
      const element = { id, listId: iblock, code: `row-${id}`, createdBy: 1, createdAt: 0, values: {} };
      fake.world.listElements.set(id, { ...element, name: String(row["value"]) });
    }
    return [name, { iblock, columns: { value: "NAME" } }] as const;
  });
  return Object.fromEntries(mapped);
}
