import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Complaint } from "../../../adapters/complaint.ts";
import { type HostOrder, holdHost, openHost } from "../../../adapters/host/open-host.ts";
import { socketPath } from "../../../adapters/host/socket-path.ts";

let folder: string;
let database: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ordo-host-"));
  database = join(folder, "ordo.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Opens nothing: answers who it is, and counts how many have it open. */
function order(name: string, more: Partial<HostOrder> = {}): HostOrder {
  return {
    database,
    version: "1.0.0",
    command: name,
    async open() {
      open.push(name);
      expect(open).toHaveLength(1);
      return { handlers: { who: async () => name }, close: async () => void open.splice(0) };
    },
    ...more,
  };
}
const open: string[] = [];

const who = (host: { call: (use: string, args: readonly unknown[], locale: "ru") => Promise<unknown> }) =>
  host.call("who", [], "ru");

describe("a command", () => {
  test("opens the database itself where nobody holds it, and leaves nothing behind", async () => {
    const host = await openHost(order("ordo tasks"));
    expect([host.holds, await who(host)]).toEqual([true, "ordo tasks"]);
    await host.close();
    expect([open, existsSync(`${database}.lock.json`)]).toEqual([[], false]);
  });

  test("hands its use case to the process that holds it", async () => {
    const held = await holdHost(order("ordo serve"));
    const host = await openHost(order("ordo tasks"));
    expect([host.holds, await who(host)]).toEqual([false, "ordo serve"]);
    await host.close();
    await held.close();
    expect(existsSync(socketPath(database))).toBe(false);
  });

  test("opens it itself when the holder goes away under it", async () => {
    const held = await holdHost(order("ordo serve"));
    const host = await openHost(order("ordo tasks"));
    await held.close();
    expect([await who(host), host.holds]).toEqual(["ordo tasks", true]);
    await host.close();
  });

  test("opens it once when the holder goes away under several use cases", async () => {
    const held = await holdHost(order("ordo serve"));
    const host = await openHost(order("ordo tasks"));
    await held.close();
    expect(await Promise.all([who(host), who(host), who(host)])).toEqual(["ordo tasks", "ordo tasks", "ordo tasks"]);
    await host.close();
    expect(open).toEqual([]);
  });

  test("waits for a short one that has the database and does not listen", async () => {
    const first = await openHost(order("ordo start"));
    const second = await openHost(order("ordo tasks", { sleep: async () => await first.close() }));
    expect(await who(second)).toBe("ordo tasks");
    await second.close();
  });

  test("gives up in time, naming who has it and what to do", async () => {
    const first = await openHost(order("ordo backup"));
    let waited = 0;
    const sleep = async (ms: number): Promise<void> => {
      waited += ms;
    };
    const error: unknown = await openHost(order("ordo tasks", { patienceMs: 2_000, sleep })).catch((one) => one);
    expect(error).toBeInstanceOf(Complaint);
    expect((error as Complaint).says.en).toContain(`ordo backup, process ${process.pid}`);
    expect((error as Complaint).exitCode).toBe(3);
    expect(waited).toBeGreaterThanOrEqual(2_000);
    expect(waited).toBeLessThan(2_500);
    await first.close();
  });

  test("that cannot open the store leaves the database free", async () => {
    const broken = order("ordo tasks", { open: () => Promise.reject(new Error("no such table")) });
    await expect(openHost(broken)).rejects.toThrow("no such table");
    await expect(holdHost(broken)).rejects.toThrow("no such table");
    const host = await openHost(order("ordo tasks"));
    await host.close();
  });

  test("refuses to serve where another process serves", async () => {
    const held = await holdHost(order("ordo serve"));
    const again = holdHost(order("ordo worker", { patienceMs: 0 }));
    await expect(again).rejects.toThrow(/is taken: ordo serve/);
    await held.close();
  });

  test("of many at once never opens the database twice", async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, async (_, at) => {
        const host = await openHost(order(`command ${at}`));
        const answer = await who(host);
        await host.close();
        return answer;
      }),
    );
    expect(results).toHaveLength(12);
    expect(open).toEqual([]);
  });
});
