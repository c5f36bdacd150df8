import { afterEach, beforeEach, expect, test } from "vitest";
import { ForgetWatch } from "../../../adapters/engine/forget-watch.ts";
import type { LetterTables } from "../../../adapters/mail-source/letter-tables.ts";
import { Letters } from "../../../adapters/mail-source/letters.ts";
import { type FeedTables, OccurrenceFeed } from "../../../adapters/occurrence-feed.ts";
import { SentLetters, type SentLetterTables } from "../../../adapters/sent-letters.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import { type DeskBench, deskBench, NEVER, parcelOf } from "../notifier/outgoing/desk-bench.ts";

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

let bench: DeskBench;
beforeEach(async () => {
  bench = await deskBench();
});
afterEach(() => bench.close());

function lettersOf(): Letters {
  return new Letters({
    database: withTables<LetterTables>(bench.database),
    feed: new OccurrenceFeed(withTables<FeedTables>(bench.database)),
    look: async () => null,
    nowText: () => ({ $type: "date and time", value: new Date(bench.clock.now()).toISOString() }),
  });
}

test("settled messages go after their time, in batches; what is still open stays, however old", async () => {
  for (let number = 0; number < 5; number += 1) await bench.desk.send(parcelOf(`old-${number}`), NEVER);
  await bench.switches.switch("sms", { mode: "hold", reason: "проба", by: "admin-1", at: bench.clock.now() });
  await bench.desk.send(parcelOf("held"), NEVER);
  bench.clock.jump(YEAR_MS);
  await bench.desk.send(parcelOf("young"), NEVER);
  expect(await bench.shelf.forget(bench.clock.now() - YEAR_MS, 3)).toBe(0);
  bench.clock.jump(DAY_MS);
  expect(await bench.shelf.forget(bench.clock.now() - YEAR_MS, 3)).toBe(3);
  expect(await bench.shelf.forget(bench.clock.now() - YEAR_MS, 3)).toBe(2);
  expect(await bench.statuses()).toEqual(["held", "held"]);
});

test("a letter is emptied after its time; the same letter again years later starts nothing", async () => {
  const letters = lettersOf();
  const letter = { messageId: "<a@partner.example>", from: "anna@partner.example", subject: "Счёт", text: "Тайна" };
  expect(await letters.receive(letter, undefined, { print: "p-1" })).not.toBeNull();
  await letters.link(letter, "lead/1");
  bench.clock.jump(4 * YEAR_MS);
  expect(await letters.forget(bench.clock.now() - 3 * YEAR_MS, 500)).toBe(1);
  expect(await letters.forget(bench.clock.now() - 3 * YEAR_MS, 500)).toBe(0);
  expect(await letters.get(letter.messageId)).toEqual({ body: {}, folder: null, print: "p-1" });
  expect(await letters.lastOf("lead/1")).toBeNull();
  expect(await letters.receive(letter)).toBeNull();
});

test("the watch goes on until nothing is old, and is silent about what they said", async () => {
  const sent = new SentLetters(withTables<SentLetterTables>(bench.database));
  for (let number = 0; number < 501; number += 1)
    await sent.note({ id: `<${number}@zernoipar.example>`, record: "lead/1", at: bench.clock.now() });
  bench.clock.jump(DAY_MS);
  await sent.note({ id: "<young@zernoipar.example>", record: "lead/2", at: bench.clock.now() });
  const logged: unknown[] = [];
  const note = (message: string, fields?: unknown): void => void logged.push([message, fields]);
  const watch = new ForgetWatch({
    clock: bench.clock,
    logger: { debug: note, info: note, warn: note, error: note },
    kinds: [{ name: "sent letters", keptMs: DAY_MS / 2, forget: (before, limit) => sent.forget(before, limit) }],
  });
  await watch.look();
  expect(logged).toEqual([["forgotten after the time it is kept", { kind: "sent letters", count: 501 }]]);
  expect(await sent.among(["<0@zernoipar.example>", "<young@zernoipar.example>"])).toEqual(
    new Map([["<young@zernoipar.example>", "lead/2"]]),
  );
});
