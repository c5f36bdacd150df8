import { expect, test } from "vitest";
import { type LinkParts, leavingLink, plainLink } from "../../../../adapters/notifier/outgoing/message-link.ts";
import type { MessageRow } from "../../../../adapters/notifier/outgoing/message-tables.ts";
import { taskAt } from "../../../../adapters/task-address.ts";
import { deskBench, LATER, NEVER, taskParcel } from "./desk-bench.ts";

const ROW = {
  ...{
    key: "k",
    kind: "task",
    recipient: "head-1",
    channel: "email",
    address: "a@b.example",
    task: "i/step#1/seat:1@5",
  },
  ...{ instance: "i", process: "p" },
} as MessageRow;

const OURS: LinkParts = {
  pattern: null,
  links: {
    open: (task) => `https://ordo.example/tasks/${encodeURIComponent(task)}`,
    decide: async (task, person) => `https://ordo.example/decide/${person}-${task.length}`,
  },
};
const PLAIN = "https://ordo.example/tasks/i%2Fstep%231%2Fseat%3A1%405";
const LIVE = { kind: "live" } as const;

test("a letter about his task to somebody of ours carries a link by which he decides", async () => {
  const link = await leavingLink(ROW, { parts: OURS, mode: LIVE, isPrivate: true });
  expect(link).toBe("https://ordo.example/decide/head-1-17");
});

test("whatever may reach anybody else opens the task for who signs in", async () => {
  const of = (row: MessageRow, mode: Parameters<typeof leavingLink>[1]["mode"], isPrivate = true) =>
    leavingLink(row, { parts: OURS, mode, isPrivate });
  expect(await of(ROW, LIVE, false)).toBe(PLAIN);
  expect(await of(ROW, { kind: "redirect", to: "tester@b.example" })).toBe(PLAIN);
  expect(await of({ ...ROW, kind: "notice" }, LIVE)).toBe(PLAIN);
  expect(await of({ ...ROW, recipient: "lead/101" }, LIVE)).toBe(PLAIN);
  expect(await of({ ...ROW, task: null }, LIVE)).toBeNull();
  expect(await of({ ...ROW, channel: "sms" }, LIVE, false)).toBeNull();
  expect(plainLink(ROW, OURS)).toBe(PLAIN);
});

test("a company's own pattern comes before ours; without an address nothing opens", async () => {
  const parts = { ...OURS, pattern: "https://portal.example/{instance}?task={task}" };
  const link = await leavingLink(ROW, { parts, mode: LIVE, isPrivate: true });
  // As our own addresses have it: `/` and `#` do not survive every proxy, encoded or not.
  expect(link).toBe("https://portal.example/i?task=i~step!1~seat%3A1%405");
  expect(taskAt(decodeURIComponent(link?.split("task=")[1] ?? ""))).toBe(ROW.task);
  expect(plainLink({ ...ROW, task: null }, parts)).toBeNull();
  expect(plainLink(ROW, { pattern: null, links: null })).toBeNull();
});

test("where no secret can be made the letter leaves all the same", async () => {
  const decide = async (): Promise<string> => Promise.reject(new Error("the store is away"));
  const parts = { pattern: null, links: { open: OURS.links?.open ?? String, decide } };
  expect(await leavingLink(ROW, { parts, mode: LIVE, isPrivate: true })).toBe(PLAIN);
});

test("the secret is made as the letter leaves, anew for each, and stands in nothing that is kept or logged", async () => {
  let count = 0;
  const decide = async (): Promise<string> => {
    count += 1;
    return `https://ordo.example/decide/secret-${count}`;
  };
  const bench = await deskBench({}, { links: { open: () => PLAIN, decide } });
  bench.channel.isPrivate = true;
  bench.channel.answers.push(LATER);
  const parcel = taskParcel("k", "t-1");
  const letter = { ...parcel, message: { ...parcel.message, to: "head-1" } };
  await bench.desk.send(letter, NEVER);
  bench.clock.jump(3_600_000);
  await bench.watch.look();
  expect(bench.channel.handed.map(({ link }) => link)).toEqual(
    [1, 2].map((n) => `https://ordo.example/decide/secret-${n}`),
  );
  const kept = [await bench.row("k"), bench.logged, await bench.review.list({}, { limit: 10, after: null })];
  expect(JSON.stringify(kept)).not.toContain("secret");
  await bench.close();
});
