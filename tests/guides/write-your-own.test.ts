import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { folderWith } from "../support/command-line.ts";
import { startMessenger } from "../support/servers/messenger-bot.ts";
import { ROOT } from "../support/source-files.ts";

/*
 * The guide as somebody does it who reads it for the first time: its files are written where it says, its commands run in
 * its order.
 */
const GUIDE = readFileSync(join(ROOT, "docs/reference/adapters/write-your-own.md"), "utf8");
const BLOCKS = [...GUIDE.matchAll(/```(ts|sh|yaml)\n([\s\S]*?)```/g)].map(([, kind = "", text = ""]) => ({
  kind,
  text,
}));
const TOKEN = "canary-bot-token-2";

test("the guide's code is the example that the contract runs on", () => {
  const example = readFileSync(join(ROOT, "docs/examples/messenger/messenger.ts"), "utf8");
  expect(BLOCKS.filter(({ kind }) => kind === "ts")).toEqual([{ kind: "ts", text: example }]);
});

test("the files it names are there", () => {
  const named = [...GUIDE.matchAll(/`((?:adapters|engine|tests|docs)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
  const own = new Set(["adapters/messenger.ts"]);
  expect(named.filter((path) => !own.has(path) && !existsSync(join(ROOT, path.replace(/…?\/?$/, ""))))).toEqual([]);
  expect(named.length).toBeGreaterThan(15);
});

test("done from the first line to the last, it brings a message to a person's messenger", {
  timeout: 90_000,
}, async () => {
  const bot = await startMessenger(TOKEN);
  const folder = folderWith({});
  const env = { PATH: process.env["PATH"] ?? "", LANG: "C", TZ: "UTC", BOT_URL: bot.url, BOT_TOKEN: TOKEN };
  const serving: ChildProcess[] = [];
  const talk: string[] = [];
  try {
    for (const { kind, text: written } of BLOCKS) {
      if (kind === "ts") {
        mkdirSync(join(folder, "adapters"));
        writeFileSync(join(folder, "adapters/messenger.ts"), written);
      } else if (kind === "yaml") appendFileSync(join(folder, "ordo.yaml"), `${written}\nservice: { port: 0 }\n`);
      else for (const line of written.trim().split("\n")) await run(line);
    }
    await vi.waitUntil(() => bot.got.length > 0, { timeout: 20_000, interval: 100 });
    expect(bot.got[0]).toMatchObject({ chat: "4711", text: expect.stringContaining("Purchase of Coffee") });
    expect(talk.join("\n")).toContain("✓ The messenger answered 200");
    expect(talk.join("\n")).not.toContain(TOKEN);
  } finally {
    for (const child of serving) {
      child.kill();
      await once(child, "exit");
    }
    await bot.close();
  }

  async function run(command: string): Promise<void> {
    const [name, ...argv] = command.split(" ");
    // The contract's own run is a test of its own: tests/adapters/notifier/module.
    if (name === "npm") return expect(existsSync(join(ROOT, argv.at(-1) ?? ""))).toBe(true);
    expect(name).toBe("ordo");
    if (argv.at(-1) === "&") {
      const child = spawn(process.execPath, [join(ROOT, "cli.ts"), ...argv.slice(0, -1)], { cwd: folder, env });
      serving.push(child);
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => talk.push(chunk));
      await vi.waitUntil(() => talk.join("").includes('"msg":"working"'), { timeout: 20_000, interval: 50 });
      return;
    }
    // Not waited for in one piece: the messenger answers from this very process.
    const child = spawn(process.execPath, [join(ROOT, "cli.ts"), ...argv], { cwd: folder, env });
    const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    talk.push(out, said);
    expect([command, code, code === 0 ? "" : out + said]).toEqual([command, 0, ""]);
  }
});
