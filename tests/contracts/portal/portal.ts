import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Trouble } from "../../../adapters/adapter.ts";
import type { OpenedPortal } from "../../../adapters/bitrix24/open-portal.ts";
import type { CallOptions, PortalAnswer, Row } from "../../../adapters/bitrix24/portal.ts";
import { remedyOf } from "../../../adapters/bitrix24/portal-trouble.ts";
import { FAULT_KINDS, type FaultKind } from "../../support/bitrix24/fake-faults.ts";
import type { FakePortal } from "../../support/bitrix24/fake-portal.ts";
import { FakeRandom } from "../../support/bitrix24/fake-random.ts";
import type { TestClock } from "../../support/test-clock.ts";

/** A portal of ours before a fake one. */
export interface PortalBench {
  readonly portal: OpenedPortal;
  readonly fake: FakePortal;
  readonly clock: TestClock;
  readonly logged: readonly string[];
  readonly troubles: readonly Trouble[];
  /** Texts that must never be seen in logs and messages. */
  readonly secrets: readonly string[];
  /** The same portal with fewer rights. */
  readonly limited: (scopes: readonly string[]) => Promise<OpenedPortal>;
  close(): Promise<void>;
}

const read: CallOptions = { effect: "read", urgency: "process", signal: new AbortController().signal };
const write: CallOptions = { ...read, effect: "write" };

/** Faults after which nothing can have been done, and it is known. */
const UNSENT: ReadonlySet<FaultKind> = new Set(["certificate", "dns", "refused"]);
/** Faults after which the work was done. */
const DONE: ReadonlySet<FaultKind> = new Set([
  ...(["dropped-after", "html-502-after", "html-504-after", "error-after"] as const),
  ...(["unexpected-answer", "slow"] as const),
]);

/** What a portal keeps, whatever lets it in. */
export function portalContract(open: () => Promise<PortalBench>): void {
  let bench: PortalBench;
  beforeEach(async () => {
    bench = await open();
  });
  afterEach(() => bench.close());

  const add = (title: string) => bench.portal.call("crm.item.add", { entityTypeId: 1, fields: { title } }, write);
  const titled = (title: string): number =>
    [...bench.fake.crm.records("lead").values()].filter((item) => item["title"] === title).length;

  test("reads, writes, lists and batches", async () => {
    const { portal } = bench;
    expect(await add("A")).toMatchObject({ kind: "done", result: { item: { id: 1, title: "A" } } });
    for (let place = 0; place < 3; place++) {
      const calls = Array.from({ length: 40 }, (_, of) => ({
        method: "crm.item.add",
        params: { entityTypeId: 1, fields: { title: `B & ${place}/${of} = «да»` } },
      }));
      const answers = await portal.batch(calls, write);
      expect(answers.every(({ kind }) => kind === "done")).toBe(true);
    }
    const items = (result: unknown) => (result as { readonly items: readonly Row[] }).items;
    const rows: Row[] = [];
    for await (const page of portal.rows("crm.item.list", { entityTypeId: 1 }, { rows: items, id: "id" }, read))
      rows.push(...page);
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 121 }, (_, place) => place + 1));
    expect(rows.at(-1)?.["title"]).toBe("B & 2/39 = «да»");
  });

  test("a command of a batch that fails without a code has failed", async () => {
    const answers = await bench.portal.batch(
      [
        { method: "crm.company.get", params: { id: 404 } },
        { method: "scope", params: {} },
      ],
      read,
    );
    expect(answers).toMatchObject([{ kind: "refused" }, { kind: "done" }]);
  });

  describe("a write that something happens to", () => {
    test.each(FAULT_KINDS)("%s: done once at most, and never called undone when it was done", async (kind) => {
      bench.fake.faults.next(kind);
      const answer = await add("A");
      expect(titled("A")).toBe(DONE.has(kind) ? 1 : 0);
      expect(answer).toMatchObject({ kind: "unknown", sent: !UNSENT.has(kind) });
      expect(remedyOf(answer as Exclude<PortalAnswer, { kind: "done" }>)).not.toBeNull();
    });

    test("1,000 writes with faults of every kind: none doubled, none told wrongly", async () => {
      const { fake } = bench;
      const rates = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0.03]));
      fake.faults.plan(rates, new FakeRandom(5));
      const told = { done: 0, unsent: 0, open: 0 };
      for (let place = 0; place < 1_000; place++) {
        const answer = await add(`W${place}`);
        const count = titled(`W${place}`);
        if (answer.kind === "done") {
          told.done += 1;
          expect(count).toBe(1);
        } else {
          expect(answer.kind).toBe("unknown");
          const isUnsent = answer.kind === "unknown" && !answer.sent;
          if (isUnsent) expect(count).toBe(0);
          else expect(count).toBeLessThanOrEqual(1);
          told[isUnsent ? "unsent" : "open"] += 1;
        }
      }
      expect(told.done).toBeGreaterThan(500);
      expect(told.unsent).toBeGreaterThan(20);
      expect(told.open).toBeGreaterThan(100);
    });
  });

  test("a renamed portal is followed", async () => {
    bench.fake.rename("firm.example");
    expect(await add("A")).toMatchObject({ kind: "done" });
    expect(titled("A")).toBe(1);
    expect(bench.portal.host()).toBe("firm.example");
    expect(bench.logged.join()).toContain("portal renamed");
  });

  test("a method that used up its time is closed until it is counted anew", async () => {
    const { fake, clock } = bench;
    await add("A");
    const change = () =>
      bench.portal.call("crm.item.update", { entityTypeId: 1, id: 1, fields: { title: "B" } }, write);
    for (let place = 0; place < 3; place++) expect(await change()).toMatchObject({ kind: "done" });
    const answer = await change();
    expect(answer).toMatchObject({ kind: "unknown", sent: false, code: "PORTAL_METHOD_BLOCKED" });
    const { length } = fake.requests;
    expect(await change()).toMatchObject({ code: "PORTAL_METHOD_BLOCKED" });
    expect(fake.requests).toHaveLength(length);
    const retryAfterMs = answer.kind === "unknown" ? (answer.retryAfterMs ?? 0) : 0;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(600_000);
    expect(await add("other methods work")).toMatchObject({ kind: "done" });
    clock.set(clock.now() + retryAfterMs);
    expect(await change()).toMatchObject({ kind: "done" });
  });

  test("a block by hand stops everything and is told to people", async () => {
    bench.fake.limits.overloaded = true;
    expect(await add("A")).toMatchObject({ sent: false, code: "PORTAL_OVERLOADED" });
    expect(await add("B")).toMatchObject({ sent: false, code: "PORTAL_OVERLOADED" });
    expect(bench.fake.requests).toHaveLength(1);
    expect(bench.troubles).toMatchObject([{ code: "PORTAL_OVERLOADED" }]);
  });

  test("a missing right has its code and a remedy", async () => {
    const portal = await bench.limited(["user"]);
    const answer = await portal.call("crm.item.list", { entityTypeId: 1 }, read);
    expect(answer).toMatchObject({ kind: "refused", code: "insufficient_scope", status: 403 });
    expect(answer.kind === "refused" && remedyOf(answer)?.en).toContain("ordo doctor");
  });

  test("no secret is ever said", async () => {
    const { fake } = bench;
    const said: unknown[] = [];
    for (const kind of FAULT_KINDS) {
      fake.faults.next(kind);
      said.push(await add(kind));
    }
    fake.rename("firm.example");
    said.push(await add("renamed"));
    const all = JSON.stringify([said, bench.logged, bench.troubles]);
    expect(bench.secrets.length).toBeGreaterThan(0);
    for (const secret of bench.secrets) expect(all).not.toContain(secret);
  });
}
