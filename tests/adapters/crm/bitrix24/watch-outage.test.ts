import { expect, test } from "vitest";
import { toldBy } from "../../../support/portal-crm.ts";
import { known, sampleCrm } from "./sample-crm.ts";

const TABLES = ["bitrix24_mark", "bitrix24_event", "bitrix24_write"];

test("a database that is away for a while does not end a watch: afterwards it finds what happened meanwhile", async () => {
  const crm = await sampleCrm();
  await known(crm);
  const { schema } = crm.database.db;
  for (const table of TABLES) await schema.alterTable(table).renameTo(`${table}_away`).execute();
  await crm.watch.look();
  await crm.watch.start();
  crm.fake.person(11).update("company", 7, { ufCrmCity: "Псков" });
  await turns(50);
  expect(await toldBy(crm)).toEqual([]);
  for (const table of TABLES) await schema.alterTable(`${table}_away`).renameTo(table).execute();
  let told: Awaited<ReturnType<typeof toldBy>> = [];
  for (let round = 0; told.length === 0 && round < 200; round += 1) {
    await turns(5);
    told = await toldBy(crm);
  }
  expect(told).toMatchObject([{ name: "crm.company.updated", event: { record: { city: "Псков" } } }]);
  await crm.watch.stop();
  await crm.end();
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
