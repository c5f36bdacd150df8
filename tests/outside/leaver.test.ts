import { afterEach, describe, expect, test } from "vitest";
import type { StoreConfig } from "../../adapters/store/open-store.ts";
import { type CommandId, id, type UserId } from "../../engine/base/ids.ts";
import type { TaskRow } from "../../engine/ports/store.ts";
import { companyDates } from "../../engine/runtime/company-dates.ts";
import { Leaving } from "../../engine/runtime/leaving.ts";
import { whoDecides } from "../../engine/view/who-decides.ts";
import { sharedPostgres } from "../support/servers/postgres.ts";
import { type CompanyAtWork, companyAtWork } from "./company-at-work.ts";
import { localCompany } from "./local-company.ts";
import { BEGINNING } from "./nine-processes.ts";

/*
 * Absences and leavers in the sample company: what becomes of tasks that are open already, under four eyes, on both
 * databases.
 */
const postgres = await sharedPostgres();
const reason = postgres.skip === undefined ? "" : ` (skipped: ${postgres.skip})`;
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const user = (name: string): UserId => id<UserId>(name);
const ADMIN = user("admin-1");
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function company(kind: "sqlite" | "postgres" = "sqlite"): Promise<{ at: CompanyAtWork; leaving: Leaving }> {
  let config: StoreConfig = { kind: "sqlite", file: ":memory:" };
  if (kind === "postgres") {
    if (postgres.skip !== undefined) throw new Error(postgres.skip);
    const { url, drop } = await postgres.freshDatabase();
    ends.push(drop);
    config = { kind: "postgres", url, poolSize: 4 };
  }
  const at = await companyAtWork(localCompany(), config, BEGINNING);
  ends.push(() => at.close());
  const { store, engine, outside, clock } = at;
  const leaving = new Leaving({
    ...{ store, useCases: engine.useCases, people: outside.people, leavers: outside.leavers, clock, logger: silent },
    dateOf: () => companyDates(engine.library, clock),
  });
  return { at, leaving };
}

async function discount(at: CompanyAtWork, by: string, percent = 10): Promise<void> {
  const company = `company/${percent % 2 === 0 ? 8 : 9}`;
  await at.start("discount-approval", by, { company, brand: "Vaporetta", discount: percent, justification: "Давний" });
}

async function open(at: CompanyAtWork, actor: string): Promise<readonly TaskRow[]> {
  return (await at.engine.useCases.tasks({ actor: user(actor), limit: 100 })).rows;
}

describe.each(["sqlite", "postgres"] as const)("somebody leaves, on %s", (kind) => {
  const law = test.skipIf(kind === "postgres" && postgres.skip !== undefined);

  law(
    `his tasks move up, with the reason in the history; a preview says so first${kind === "postgres" ? reason : ""}`,
    async () => {
      const { at, leaving } = await company(kind);
      await discount(at, "manager-4");
      const [task] = await open(at, "head-2");
      const plan = await leaving.plan(user("head-2"));
      expect(plan.tasks).toMatchObject([{ task: task?.id, kind: "moves", to: "exec-1", reason: "head" }]);
      expect(await open(at, "head-2")).toHaveLength(1);

      const left = await leaving.leave(user("head-2"), ADMIN);
      expect(left).toMatchObject({ settled: true, tasks: [{ kind: "moved", to: "exec-1" }] });
      expect([await open(at, "head-2"), await open(at, "exec-1")]).toMatchObject([[], [{ id: task?.id }]]);
      const shown = await at.engine.useCases.show(task?.instance ?? "");
      const moved = shown?.history.filter((event) => event.kind === "taskReassigned");
      expect(moved).toMatchObject([
        {
          by: "admin-1",
          from: "head-2",
          to: "exec-1",
          override: true,
          note: { ru: expect.stringContaining("Виктор Маслов больше не работает") },
        },
      ]);

      const before = shown?.history.length;
      expect(await leaving.leave(user("head-2"), ADMIN)).toMatchObject({ settled: true, tasks: [] });
      expect((await at.engine.useCases.show(task?.instance ?? ""))?.history).toHaveLength(before ?? 0);
      await at.complete(await at.task("discount-approval", "approval", "exec-1"), "exec-1", "approve");
    },
  );

  law("nobody chooses him again: the next request goes to where the chart leads without him", async () => {
    const { at, leaving } = await company(kind);
    await leaving.leave(user("manager-1"), ADMIN);
    const { users } = await at.engine.useCases.people();
    expect(users["manager-1"]?.active).toBe(false);
    const order = { id: id<CommandId>("s-1"), process: id("discount-approval"), by: user("manager-1") };
    const input = { company: "company/8", brand: "Vaporetta", discount: 3, justification: "Давний" };
    expect(await at.engine.useCases.start({ ...order, process: id("discount-approval"), input })).toMatchObject({
      kind: "rejected",
    });
  });
});

describe("who gets a leaver's task", () => {
  test("first who stands in for him today", async () => {
    const { at, leaving } = await company();
    await discount(at, "manager-4");
    const away = { person: "head-2", from: "2026-11-20", to: "2026-11-27", substitute: "manager-5" };
    expect(await at.outside.absences.enter(away, "head-2")).toMatchObject({ kind: "entered" });
    expect(await leaving.leave(user("head-2"), ADMIN)).toMatchObject({
      tasks: [{ kind: "moved", to: "manager-5", reason: "substitute" }],
    });
  });

  test("never whom four eyes strike out: the next one up, even where the substitute is the requester", async () => {
    const { at, leaving } = await company();
    await discount(at, "manager-4");
    const away = { person: "head-2", from: "2026-11-20", to: "2026-11-27", substitute: "manager-4" };
    await at.outside.absences.enter(away, "head-2");
    expect(await leaving.leave(user("head-2"), ADMIN)).toMatchObject({
      tasks: [{ kind: "moved", to: "exec-1", reason: "head" }],
    });
  });

  test("back to who delegated it to him", async () => {
    const { at, leaving } = await company();
    await discount(at, "manager-4");
    const task = await at.task("discount-approval", "approval", "head-2");
    const body = { kind: "delegate", task: task.id, to: user("manager-5") } as const;
    await at.engine.useCases.act({ id: id<CommandId>("d-1"), by: user("head-2"), body });
    expect(await leaving.leave(user("manager-5"), ADMIN)).toMatchObject({
      tasks: [{ kind: "moved", to: "head-2", reason: "delegator" }],
    });
  });

  test("whoever may not decide the matter does not choose who does: it stays, and an incident says so", async () => {
    const { at, leaving } = await company();
    await discount(at, "manager-4");
    const left = await leaving.leave(user("head-2"), user("manager-4"));
    expect(left).toMatchObject({ settled: false, tasks: [{ kind: "stays" }] });
    const incidents = async () => (await at.engine.useCases.incidents({ code: "LEAVER_TASK_STAYS", limit: 10 })).rows;
    expect(await incidents()).toMatchObject([{ instance: left.tasks[0]?.instance, resolution: "none" }]);
    await leaving.resume();
    expect(await incidents()).toHaveLength(1);
    expect(await leaving.leave(user("head-2"), ADMIN)).toMatchObject({ settled: true, tasks: [{ kind: "moved" }] });
    expect(await incidents()).toEqual([]);
  });

  test("by somebody whom the directory does not make an administrator it is an administrator's command, with him beside", async () => {
    const { at, leaving } = await company();
    await discount(at, "manager-4");
    const { tasks } = await leaving.leave(user("head-2"), user("secretary"));
    const shown = await at.engine.useCases.show(tasks[0]?.instance ?? "");
    const moved = shown?.history.find((event) => event.kind === "taskReassigned");
    expect(moved).toMatchObject({ by: "admin-1", to: "exec-1" });
    expect(JSON.stringify(moved)).toContain("secretary");
  });

  test("of a suspended instance it waits, and moves when that goes on", async () => {
    const { at, leaving } = await company();
    await discount(at, "manager-4");
    const { instance } = await at.task("discount-approval", "approval", "head-2");
    const act = (kind: "suspend" | "resume") =>
      at.engine.useCases.act({
        id: id<CommandId>(kind),
        by: ADMIN,
        instance,
        body: kind === "suspend" ? { kind, reason: null } : { kind },
      });
    await act("suspend");
    expect(await leaving.leave(user("head-2"), ADMIN)).toMatchObject({ settled: false, tasks: [{ kind: "waits" }] });
    await act("resume");
    await leaving.resume();
    expect(await open(at, "exec-1")).toHaveLength(1);
  });
});

describe("an absence that begins while tasks are open", () => {
  test("the task stays with who is away; the substitute sees it among his and may decide it", async () => {
    const { at } = await company();
    await discount(at, "manager-4");
    expect(await open(at, "manager-5")).toEqual([]);
    const away = { person: "head-2", from: "2026-11-20", to: "2026-11-27", substitute: "manager-5" };
    await at.outside.absences.enter(away, "head-2");
    const [task] = await open(at, "manager-5");
    expect(task).toMatchObject({ assignee: "head-2", actors: ["head-2"] });
    if (task === undefined) throw new Error("no task");
    await at.complete(task, "manager-5", "approve");
    const shown = await at.engine.useCases.show(task.instance);
    expect(shown?.instance.sheet).toMatchObject([{ by: "manager-5", onBehalfOf: "head-2" }]);
  });

  test("who decides for whom today, and what waits for people without a substitute", async () => {
    const { at } = await company();
    await discount(at, "manager-4");
    await at.outside.absences.enter(
      { person: "head-2", from: "2026-11-20", to: "2026-11-27", substitute: null },
      "head-2",
    );
    await at.outside.absences.enter(
      { person: "head-1", from: "2026-11-20", to: "2026-11-21", substitute: "manager-2" },
      ADMIN,
    );
    const { rows } = await at.engine.useCases.tasks({ limit: 100 });
    const people = await at.engine.useCases.people();
    const today = whoDecides(people, await companyDates(at.engine.library, at.clock), rows);
    expect(today.away).toEqual([
      { user: "head-1", from: "2026-11-20", until: "2026-11-21", substitute: "manager-2", acts: "manager-2" },
      { user: "head-2", from: "2026-11-20", until: "2026-11-27", substitute: null, acts: null },
    ]);
    expect(today.waiting).toMatchObject([{ away: ["head-2"], until: "2026-11-27" }]);
    await at.clock.pass(8 * 86_400_000);
    expect(whoDecides(people, await companyDates(at.engine.library, at.clock), rows)).toEqual({
      away: [],
      waiting: [],
    });
  });
});
