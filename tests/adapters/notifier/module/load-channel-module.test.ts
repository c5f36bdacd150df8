import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Complaint } from "../../../../adapters/complaint.ts";
import { checkModuleChannel, openModuleChannel } from "../../../../adapters/notifier/module/load-channel-module.ts";
import { Section } from "../../../../adapters/section.ts";
import { instant } from "../../../../engine/base/instant.ts";
import { channelContract } from "../../../contracts/channel/channel.contract.ts";
import { folderWith } from "../../../support/command-line.ts";
import { startMessenger } from "../../../support/servers/messenger-bot.ts";
import { ROOT } from "../../../support/source-files.ts";
import { TestClock } from "../../../support/test-clock.ts";
import { smsOf } from "../sms/sms-bench.ts";
import { messengerBench, TOKEN } from "./messenger-bench.ts";

describe("the channel of the guide", () => {
  channelContract(messengerBench, [TOKEN]);
});

const NEVER = new AbortController().signal;
const NEEDS = {
  clock: new TestClock(instant(0)),
  logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  locale: "en",
} as const;

function sectionOf(module: string, settings: object = {}, folder = ROOT): Section {
  return new Section({ module, with: settings }, { environment: { TOKEN }, folder });
}

const MESSENGER = "docs/examples/messenger/messenger.ts";

describe("a file that ordo.yaml names", () => {
  test("is a channel, with its settings and secrets", async () => {
    const server = await startMessenger(TOKEN);
    const settings = { url: server.url, token: "${TOKEN}", chats: { "head-1": "4711" } };
    const channel = openModuleChannel("portal", sectionOf(MESSENGER, settings), NEEDS);
    const message = smsOf("k", {
      route: { channel: "portal", address: "head-1" },
      link: "https://x.example/1",
      meantFor: "Ann",
    });
    expect([channel.name, channel.isKeyed, channel.addressOf("head-1")]).toEqual(["messenger", false, "head-1"]);
    expect(await channel.deliver(message, NEVER)).toEqual({ kind: "done", id: "m-1" });
    expect(server.got[0]?.chat).toBe("4711");
    expect(server.got[0]?.text).toMatch(/^→ Ann\n.*Номер 1\nhttps:\/\/x\.example\/1$/s);
    expect(await checkModuleChannel("portal", sectionOf(MESSENGER, settings), NEEDS)).toMatchObject([{ status: "ok" }]);
    const other = sectionOf(MESSENGER, { ...settings, token: "another" });
    expect(await checkModuleChannel("portal", other, NEEDS)).toMatchObject([{ status: "problem", check: "messenger" }]);
    const wrong = await openModuleChannel("portal", other, NEEDS).deliver(message, NEVER);
    expect(wrong).toMatchObject({ kind: "unknown", keyed: true, trouble: { code: "MESSENGER_TOKEN" } });
    await server.close();
    expect(await checkModuleChannel("portal", sectionOf(MESSENGER, settings), NEEDS)).toMatchObject([
      { status: "problem" },
    ]);
    await channel.close();
  });

  test.each([
    ["is not there", null, "no such file", "counted from the folder"],
    ["is no program", "export default {", "cannot be loaded", "Mend the error"],
    ["needs what is not there", "import x from 'no-such-package-1'; export default x;", "is missing", "npm install"],
    ["gives nothing", "export const x = 1;", "no function `open`", "write-your-own"],
    ["is no channel", "export default { open: () => ({ name: 'x' }) };", "lacks: deliver, untell", "object with all"],
    [
      "throws when it opens",
      "export default { open() { throw new Error('no url\\n at secret place'); } };",
      "failed: no url",
      "`with`",
    ],
    ["throws when it loads", "throw new Error('broken');", "cannot be loaded: broken", "Mend the error"],
  ])("and %s is told with a remedy of its own, by doctor too", async (_what, text, says, remedy) => {
    const folder = folderWith(text === null ? {} : { "own.ts": text });
    const open = () => openModuleChannel("sms", sectionOf("./own.ts", {}, folder), NEEDS);
    expect(open).toThrow(Complaint);
    expect(open).toThrow(/channels\.sms: .*own\.ts: /);
    expect(open).toThrow(says);
    expect(open).not.toThrow(/secret place/);
    const found = await checkModuleChannel("sms", sectionOf("./own.ts", {}, folder), NEEDS);
    expect(found).toMatchObject([{ status: "problem", remedy: { en: expect.stringContaining(remedy) } }]);
  });

  test("and throws while it sends leaves it open whether it went out", async () => {
    const text = `import { join } from "node:path";
type Text = string;
export default { open: (settings) => ({
  name: join("a", settings.text("b") as Text), isKeyed: true, addressOf: (one: Text) => one, preview: () => ({ text: "", length: 0, segments: null }),
  async deliver() { throw new Error("boom"); }, untell: () => Promise.reject(new Error("boom")), close: async () => {},
}) };`;
    const folder = folderWith({ "own.ts": text });
    const channel = openModuleChannel("sms", sectionOf("./own.ts", { b: "c" }, folder), NEEDS);
    expect(channel.name).toBe(join("a", "c"));
    expect(await channel.deliver(smsOf("k"), NEVER)).toEqual({ kind: "unknown", message: "boom", keyed: true });
    await channel.untell("t-1");
    expect(channel.addressOf("x")).toBe("x");
    expect(await checkModuleChannel("sms", sectionOf("./own.ts", { b: "c" }, folder), NEEDS)).toEqual([]);
  });

  test("and prints its secrets prints them masked: when it opens, is checked, sends, logs and asks", async () => {
    const text = `export default {
  check(settings) { throw new Error("check " + settings.secret("token").reveal()); },
  open(settings, { logger }) {
    const secret = settings.secret("token").reveal();
    if (settings.text("when") === "open") throw new Error("boom " + secret);
    logger.warn("log " + secret, { reason: encodeURIComponent(secret) });
    return {
      name: "own", isKeyed: true, addressOf: () => { throw new Error(secret); }, preview: () => { throw new Error(secret); },
      async deliver(message) {
        if (message.key === "throws") throw new Error("boom " + secret);
        const trouble = { code: "X", message: { ru: secret, en: secret }, remedy: { ru: secret, en: secret } };
        return { kind: "unknown", message: "said " + secret, keyed: true, trouble };
      },
      async newsOf() { return [{ id: "1", state: "undelivered", reason: secret }]; },
      async untell() {}, async close() {},
    };
  },
};`;
    const TOKEN = "s3cret/with a space";
    const folder = folderWith({ "own.ts": text });
    const sectionFor = (when: string) =>
      new Section({ module: "./own.ts", with: { token: "${TOKEN}", when } }, { environment: { TOKEN }, folder });
    const said: unknown[] = [];
    const log = (...given: readonly unknown[]): void => void said.push(...given);
    const needs = { ...NEEDS, logger: { debug: log, info: log, warn: log, error: log } };
    const thrown = (work: () => unknown): string => {
      try {
        work();
        return "nothing";
      } catch (error) {
        return String(error);
      }
    };
    said.push(thrown(() => openModuleChannel("sms", sectionFor("open"), needs)));
    expect(said[0]).toContain("boom ***");
    said.push(await checkModuleChannel("sms", sectionFor("later"), needs));
    const channel = openModuleChannel("sms", sectionFor("later"), needs);
    for (const key of ["throws", "says"]) said.push(await channel.deliver(smsOf(key), NEVER));
    said.push(await channel.newsOf?.(["1"], NEVER));
    said.push(
      thrown(() => channel.addressOf("x")),
      thrown(() => channel.preview(smsOf("k"))),
    );
    expect(JSON.stringify(said)).not.toMatch(/s3cret/);
    expect(JSON.stringify(said).match(/\*\*\*/g)?.length).toBeGreaterThanOrEqual(11);
  });
});
