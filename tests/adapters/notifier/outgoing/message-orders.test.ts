import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type MessageOrder, messageOrder } from "../../../../adapters/engine/message-orders.ts";
import { id, type UserId } from "../../../../engine/base/ids.ts";
import { type DeskBench, deskBench, NEVER, parcelOf } from "./desk-bench.ts";

let bench: DeskBench;
beforeEach(async () => {
  bench = await deskBench({ modes: new Map([["sms", { kind: "hold" }]]) });
});
afterEach(() => bench.close());

const by = id<UserId>("admin-1");
const order = (given: MessageOrder) => messageOrder({ ...bench, port: bench.desk }, given, bench.clock);
const turn = (channel: string, mode: string | null) => order({ kind: "switch", channel, mode, reason: null, by });

describe("what people order", () => {
  test("a switch to what there is not, or to where the channel can send nothing, is refused", async () => {
    expect(await turn("fax", "hold")).toMatchObject({ kind: "rejected", code: "CHANNEL_UNKNOWN" });
    for (const mode of ["sometimes", "redirect:", "redirect:head-1", "", "live hold"])
      expect(await turn("sms", mode)).toMatchObject({ kind: "rejected", code: "MODE_UNKNOWN" });
    expect(await turn("sms", "redirect:+79000000009")).toMatchObject({
      channels: [{ mode: { kind: "redirect", to: "+79000000009" }, configured: { kind: "hold" }, switched: { by } }],
    });
    expect(await turn("sms", null)).toMatchObject({ channels: [{ mode: { kind: "hold" }, switched: null }] });
  });

  test("a decision is shown before it is made, to the number, and made for those alone", async () => {
    for (const key of ["a", "b", "c"]) await bench.desk.send(parcelOf(key), NEVER);
    const filter = { process: "lead-distribution" };
    expect(await order({ kind: "preview", decision: "release", filter, limit: 2 })).toMatchObject({
      messages: [{ key: "c", preview: { text: expect.stringContaining("Номер 1") } }, { key: "b" }],
      count: 3,
    });
    expect(await order({ kind: "decide", decision: "drop", filter: { keys: ["a"] }, by })).toEqual({
      kind: "decided",
      count: 1,
    });
    expect(await order({ kind: "decide", decision: "release", filter, by })).toEqual({ kind: "decided", count: 2 });
    expect(await order({ kind: "decide", decision: "release", filter: { keys: ["a", "b", "c"] }, by })).toEqual({
      kind: "decided",
      count: 0,
    });
  });

  test("a list goes on where its page ended, and shows what was asked for", async () => {
    for (const key of ["a", "b", "c"]) {
      bench.clock.jump(key === "b" ? 0 : 1_000);
      await bench.desk.send(parcelOf(key, { message: { to: key === "a" ? "lead/2" : "lead/1" } }), NEVER);
    }
    const first = await order({ kind: "list", filter: {}, limit: 2, after: null });
    if (first.kind !== "messages") throw new Error("no messages");
    const rest = await order({ kind: "list", filter: {}, limit: 2, after: first.next });
    expect([first, rest]).toMatchObject([
      { messages: [{ key: "c" }, { key: "b" }] },
      { messages: [{ key: "a" }], next: null },
    ]);
    expect(
      await order({ kind: "list", filter: { to: "lead/2", channel: "sms" }, limit: 9, after: null }),
    ).toMatchObject({
      messages: [{ key: "a", status: "held" }],
    });
    expect(await order({ kind: "list", filter: { instance: "i-2" }, limit: 9, after: null })).toMatchObject({
      messages: [],
    });
  });
});
