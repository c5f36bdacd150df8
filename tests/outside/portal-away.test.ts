import { expect, test } from "vitest";
import { type CommandId, id, type UserId } from "../../engine/base/ids.ts";
import { type CompanyAtWork, companyAtWork } from "./company-at-work.ts";
import { BEGINNING } from "./nine-processes.ts";
import { type PortalCompany, portalCompany } from "./portal-company.ts";

/*
 * A portal that is away: for some minutes nobody needs to know; for longer people are told, and nothing is lost.
 */
const SQLITE = { kind: "sqlite", file: ":memory:" } as const;
const STEP_MS = 30_000;

/** A lead is handed over while the portal refuses every connection. */
async function handedOver(crm: PortalCompany): Promise<{ readonly at: CompanyAtWork; readonly lead: string }> {
  const at = await companyAtWork(crm, SQLITE, BEGINNING);
  await at.settle();
  const lead = await at.screen.create("lead", { title: "Звонок", phone: "+79110000110" }, "secretary");
  await at.settle();
  const task = await at.task("lead-distribution", "assign", "head-1");
  crm.fake.faults.next("refused", { times: Number.MAX_SAFE_INTEGER });
  await at.complete(task, "head-1", "done", { manager: "manager-1" });
  return { at, lead };
}

async function minutes(at: CompanyAtWork, count: number): Promise<void> {
  for (let passed = 0; passed < count * 60_000; passed += STEP_MS) {
    at.clock.jump(STEP_MS);
    await at.engine.runToRest();
  }
}

const incidents = async (at: CompanyAtWork) => (await at.engine.useCases.incidents({ limit: 10 })).rows;

test("five minutes without the portal are no incident: the write is done when it is back", async () => {
  const crm = await portalCompany(BEGINNING);
  const { at, lead } = await handedOver(crm);
  await minutes(at, 5);
  expect(await incidents(at)).toEqual([]);
  crm.fake.faults.clear();
  await minutes(at, 1);
  await at.settle();
  expect(await at.look(lead)).toMatchObject({ responsible: "manager-1" });
  await at.close();
});

test("an hour without it is one, which says so; retried when it is back, the write is done", async () => {
  const crm = await portalCompany(BEGINNING);
  const { at, lead } = await handedOver(crm);
  await minutes(at, 60);
  const [incident] = await incidents(at);
  expect(incident).toMatchObject({ process: "lead-distribution", step: "hand-over", code: "UNCERTAIN" });
  crm.fake.faults.clear();
  await at.engine.useCases.act({
    id: id<CommandId>("retry"),
    by: id<UserId>("admin-1"),
    ...(incident?.instance ? { instance: incident.instance } : {}),
    body: { kind: "retry", incident: incident?.id ?? "" },
  });
  await at.settle();
  expect(await at.look(lead)).toMatchObject({ responsible: "manager-1" });
  await at.close();
});
