import { expect, test } from "vitest";
import type { Channel, OutgoingMessage } from "../../../adapters/notifier/channel.ts";

/** A channel with its other side. */
export interface ChannelBench {
  readonly channel: Channel;
  /** A message that it can send. */
  message(key: string, more?: { readonly tries?: number; readonly text?: string }): OutgoingMessage;
  /** Texts as people got them; null: nobody gets anything. */
  readonly received: (() => readonly string[]) | null;
  /** What goes wrong with the next message; absent: nothing can. */
  readonly fail?: (how: "later" | "no" | "lostAfter" | "lostBefore") => void;
  /** Ends the other side: nothing answers any more. */
  readonly goAway?: () => Promise<void>;
  /** Addresses as people write them, with what becomes of them; the last two are none. */
  readonly addresses: readonly (readonly [given: string, usual: string | null])[];
  close(): Promise<void>;
}

/** What every channel promises to the desk. @param secrets that must show in no outcome */
export function channelContract(open: () => Promise<ChannelBench>, secrets: readonly string[]): void {
  const NEVER = new AbortController().signal;
  const using = async (work: (bench: ChannelBench) => Promise<void>): Promise<void> => {
    const bench = await open();
    try {
      await work(bench);
    } finally {
      await bench.close();
    }
  };

  test("a message arrives with its text, and is done", () =>
    using(async ({ channel, message, received }) => {
      expect(await channel.deliver(message("k"), NEVER)).toMatchObject({ kind: "done" });
      if (received !== null) expect(received()).toEqual([expect.stringContaining("Номер 1")]);
    }));

  test("what is refused or put off is an outcome, and nothing arrives", () =>
    using(async ({ channel, message, received, fail }) => {
      if (fail === undefined) return;
      fail("no");
      const no = await channel.deliver(message("k"), NEVER);
      fail("later");
      const later = await channel.deliver(message("l"), NEVER);
      expect(no).toMatchObject({ kind: "refused", code: expect.stringMatching(/^[A-Z][A-Z0-9_]+$/) });
      expect(later).toMatchObject({ kind: "unknown", keyed: true });
      expect(received?.()).toEqual([]);
    }));

  test("a lost answer is told as it is: repeated only where the other side knows the key, and then it arrives once", () =>
    using(async ({ channel, message, received, fail }) => {
      if (fail === undefined) return;
      fail("lostAfter");
      expect(await channel.deliver(message("k"), NEVER)).toMatchObject({ kind: "unknown", keyed: channel.isKeyed });
      expect(received?.()).toHaveLength(1);
      if (!channel.isKeyed) return;
      expect(await channel.deliver(message("k", { tries: 2 }), NEVER)).toMatchObject({ kind: "done" });
      expect(received?.()).toHaveLength(1);
    }));

  test("an aborted signal before it begins: nothing leaves, and it may be repeated", () =>
    using(async ({ channel, message, received }) => {
      if (received === null) return;
      expect(await channel.deliver(message("k"), AbortSignal.abort())).toMatchObject({ kind: "unknown", keyed: true });
      expect(received()).toEqual([]);
    }));

  test("nothing is ever thrown, and no secret is told, when nobody answers", () =>
    using(async ({ channel, message, goAway }) => {
      if (goAway === undefined) return;
      await goAway();
      const told = JSON.stringify(await channel.deliver(message("k"), NEVER));
      expect(told).toContain('"unknown"');
      for (const secret of secrets) expect(told).not.toContain(secret);
    }));

  test("addresses have one usual form, and what is none reaches nobody", () =>
    using(async ({ channel, addresses }) => {
      for (const [given, usual] of addresses) expect([given, channel.addressOf(given)]).toEqual([given, usual]);
      for (const [, usual] of addresses) if (usual !== null) expect(channel.addressOf(usual)).toBe(usual);
    }));

  test("what will leave is shown to the letter before it does", () =>
    using(async ({ channel, message, received }) => {
      const { text, length } = channel.preview(message("k"));
      expect(text).toContain("Номер 1");
      expect(length).toBeGreaterThanOrEqual([...text].length);
      await channel.deliver(message("k"), NEVER);
      if (received !== null) expect(received()[0]?.trimEnd()).toBe(text);
    }));

  test("taking back what nobody was told of does nothing", () =>
    using(async ({ channel }) => {
      await channel.untell("t-404");
    }));
}
