import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { folderWith, lastingFolder } from "../support/command-line.ts";
import { ROOT } from "../support/source-files.ts";

const LEFT_OUT = new Set(["node_modules", ".git", "dist", "coverage"]);
const QUIET = { npm_config_update_notifier: "false", npm_config_audit: "false", npm_config_fund: "false" };

/** Says that it is Node 20, before the command looks. */
const OLD_NODE = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });';

/** A copy of the project, packed as it would be published, and installed in an empty folder. */
describe("the published package", () => {
  let installed = "";
  const made: string[] = [];

  beforeAll(() => {
    const project = lastingFolder({});
    made.push(project);
    for (const name of readdirSync(ROOT))
      if (!LEFT_OUT.has(name)) cpSync(join(ROOT, name), join(project, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));
    npm(["pack", "--silent"], project);
    expect(JSON.parse(readFileSync(join(project, "package.json"), "utf8"))).toMatchObject({ private: true });
    const tarball = readdirSync(project).find((name) => name.endsWith(".tgz")) ?? "";
    const empty = lastingFolder({ "package.json": '{ "name": "empty", "private": true }\n' });
    made.push(empty);
    npm(["install", "--offline", "--silent", join(project, tarball)], empty);
    installed = join(empty, "node_modules/ordo");
  }, 120_000);

  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });

  test("brings the built command and nothing of the workshop: no private root, no Node, no dependency", () => {
    const manifest: Readonly<Record<string, unknown>> = JSON.parse(
      readFileSync(join(installed, "package.json"), "utf8"),
    );
    expect(Object.keys(manifest).sort()).toEqual([
      "bin",
      "description",
      "engines",
      "files",
      "license",
      "name",
      "version",
    ]);
    expect(readdirSync(join(installed, "..")).filter((name) => !name.startsWith("."))).toEqual(["ordo"]);
    for (const name of ["engine", "tests", "cli.ts"]) expect(existsSync(join(installed, name))).toBe(false);
    expect(existsSync(join(installed, "dist/LICENSES.txt"))).toBe(true);
  });

  test("runs: --version, init, check, test and a diagram", () => {
    const folder = folderWith({});
    const version = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")).version;
    expect(run(["--version"], folder)).toMatchObject({ status: 0, stdout: `${version}\n` });
    expect(run(["init", "."], folder).status).toBe(0);
    expect(run(["check", "--strict"], folder).stdout).toBe("1 file checked: no problems.\n");
    expect(run(["test"], folder).status).toBe(0);
    expect(run(["diagram", "purchase-request"], folder).stdout).toContain("<svg");
  });

  test("operates: deploy, start, tasks, complete, doctor, backup", () => {
    const folder = folderWith({});
    expect(run(["init", "."], folder).status).toBe(0);
    expect(run(["deploy"], folder)).toMatchObject({ status: 0, stderr: expect.stringContaining("Deployed") });
    const input = ["--set", "what=Coffee", "--set", "amount=85000"];
    expect(run(["start", "purchase-request", ...input, "--as", "clerk-1"], folder).status).toBe(0);
    expect(run(["tasks"], folder).stdout).toContain("Purchase of Coffee for 85,000");
    expect(run(["complete", "purchase-request/1", "--outcome", "approve"], folder).status).toBe(0);
    expect(run(["why", "purchase-request/1"], folder).stdout).toContain("Olga Frost");
    expect(run(["backup"], folder).status).toBe(0);
    expect(run(["doctor"], folder).status).toBe(0);
  });

  test("listens to webhooks and prints PDF with what it brings: no browser, no font of the machine", async () => {
    const key = Buffer.alloc(32, 7);
    const folder = folderWith({ "processes/paid/process.yaml": PAID, "processes/paid/templates/receipt.md": RECEIPT });
    expect(run(["init", "."], folder).status).toBe(0);
    const messages = 'messages: { payment-received: { secret: "${PAY}", key: order } }';
    appendFileSync(join(folder, "ordo.yaml"), `\nservice: { port: 0 }\ninbound: { port: 0, ${messages} }\n`);
    const env = { LANG: "C", PAY: `whsec_${key.toString("base64")}` };
    expect(run(["deploy"], folder, env).status).toBe(0);
    const serving = spawn(process.execPath, [join(installed, "dist/cli.js"), "serve"], { cwd: folder, env });
    try {
      const port = /"port":(\d+)/.exec(await said(serving.stderr, '"working"'))?.[1];
      const body = '{"order":"A-17"}';
      const at = Math.floor(Date.now() / 1000);
      const answer = await fetch(`http://127.0.0.1:${port}/messages/payment-received`, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/json",
          "webhook-id": "msg_1",
          "webhook-timestamp": String(at),
          "webhook-signature": `v1,${createHmac("sha256", key).update(`msg_1.${at}.${body}`).digest("base64")}`,
        },
      });
      expect(answer.status).toBe(200);
      await vi.waitUntil(() => run(["show", "paid/1"], folder, env).stdout.includes("completed"), WAIT);
    } finally {
      serving.kill();
      await once(serving, "exit");
    }
    const content = join(folder, "files/content");
    const [pdf = ""] = readdirSync(content, { recursive: true, encoding: "utf8" }).filter((name) =>
      /[0-9a-f]{62}$/.test(name),
    );
    expect(readFileSync(join(content, pdf), "latin1").slice(0, 8)).toBe("%PDF-1.7");
  }, 60_000);

  test("reads letters in a thread that it brings, and speaks IMAP", async () => {
    const folder = folderWith({ "processes/letters/process.yaml": LETTERS });
    expect(run(["init", "."], folder).status).toBe(0);
    appendFileSync(join(folder, "catalog.yaml"), "\nmailboxes: { info: { title: Info, address: info@x.example } }\n");
    const settings = `${readFileSync(join(folder, "ordo.yaml"), "utf8")}\nservice: { port: 0 }\n`;
    writeFileSync(join(folder, "ordo.yaml"), `${settings}\nmail: { local: { folder: inbox, poll: PT1S } }\n`);
    mkdirSync(join(folder, "inbox/info"), { recursive: true });
    writeFileSync(join(folder, "inbox/info/1.eml"), "From: a@b.example\r\nSubject: Coffee\r\n\r\nHow much?");
    expect(run(["deploy"], folder).status).toBe(0);
    const serving = spawn(process.execPath, [join(installed, "dist/cli.js"), "serve"], {
      cwd: folder,
      stdio: "ignore",
    });
    try {
      await vi.waitUntil(() => run(["show", "letters/1"], folder).stdout.includes("Coffee from a@b.example"), WAIT);
    } finally {
      serving.kill();
      await once(serving, "exit");
    }
    const nobody = `{ host: 127.0.0.1, port: 1, tls: none, user: a, password: "\${P}" }`;
    writeFileSync(join(folder, "ordo.yaml"), `${settings}\nmail: { imap: { mailboxes: { info: ${nobody} } } }\n`);
    expect(run(["doctor"], folder, { LANG: "C", P: "secret" }).stdout).toContain("does not answer (ECONNREFUSED)");
  }, 60_000);

  test.each([
    ["C", "Node 24.21 or newer is needed, this is Node 20.20.2"],
    ["ru_RU.UTF-8", "нужен Node 24.21 или новее, а это Node 20.20.2"],
  ])("says under an older Node what is needed (LANG=%s), and exits 3", (lang, says) => {
    const folder = folderWith({ "old.cjs": OLD_NODE });
    const ended = spawnSync(
      process.execPath,
      ["--require", join(folder, "old.cjs"), join(installed, "dist/cli.js"), "check"],
      { encoding: "utf8", env: { LANG: lang } },
    );
    expect(ended).toMatchObject({ status: 3, stdout: "", stderr: expect.stringContaining(says) });
  });

  function run(argv: readonly string[], folder: string, env: Readonly<Record<string, string>> = { LANG: "C" }) {
    return spawnSync(process.execPath, [join(installed, "dist/cli.js"), ...argv], {
      cwd: folder,
      encoding: "utf8",
      env,
    });
  }
});

/** Ends when the stream has said it. */
async function said(stream: Readable, words: string): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes(words)) return text;
  }
  throw new Error(text);
}

const WAIT = { timeout: 20_000, interval: 100 };

const LETTERS = `process: letters
title: Letters
input:
  letter: { type: letter, title: Letter, required: true }
subject: "\${ letter.subject } from \${ letter.from }"
start:
  - event: mail.received
    once: \${ letter.messageId }
do:
  - { id: rest, wait: { seconds: 1 } }
`;

const PAID = `process: paid
title: Payment received
input:
  order: { type: text, title: Order, required: true }
start:
  - message: payment-received
    with: { order: "\${ event.order }" }
do:
  - id: receipt
    document: receipt
    format: pdf
`;

const RECEIPT = "---\nsubject: Receipt for ${ order }\n---\nСпасибо!\n";

function npm(argv: readonly string[], folder: string): void {
  execFileSync("npm", argv, {
    cwd: folder,
    env: { ...process.env, ...QUIET },
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}
