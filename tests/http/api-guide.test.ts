import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROUTES } from "../../adapters/http/routes/index.ts";
import { id, type UserId } from "../../engine/base/ids.ts";
import { type ServedCompany, servedCompany } from "../support/served-company.ts";
import { textOfFile } from "../support/source-files.ts";

let company: ServedCompany;
let shell: Readonly<Record<string, string>>;
beforeAll(async () => {
  company = await servedCompany();
  const ORDO = await company.listen();
  const manager = await company.person("manager-1");
  const made = await company.assembled.accounts.createToken({
    ...{ user: id<UserId>(manager.user), by: null, name: "guide" },
    scopes: ["task.read", "process.start", "instance.read", "record.read", "record.edit"],
  });
  if (made.kind === "rejected") throw new Error(made.reason.en);
  shell = { ORDO, TOKEN: made.secret, PATH: process.env["PATH"] ?? "", LC_ALL: "C.UTF-8" };
});
afterAll(() => company.close());

/** What each example of the guide must come to, in its order. */
const COMES_TO = [
  /^\{"rows":\[.*"next":/,
  /^\{"rows":\[\{.*"next":/,
  /"outcome":"(?:started|live)","instance":"/,
  /^304$/,
  /"position":"(?:manager|управляющий зала)"/,
  /"code":"FORM_INVALID"/,
  /^retry: 2000/,
  /"openapi": ?"3\.1\.0"/,
];

function run(script: string): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  return new Promise((done) => {
    const child = spawn("sh", ["-c", script], { env: shell });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk) => (out += String(chunk)));
    child.stderr.on("data", (chunk) => (err += String(chunk)));
    child.on("close", (code) => done({ code, out, err }));
  });
}

describe.each(["docs/en/api.md", "docs/ru/api.md"])("%s", (path) => {
  const text = textOfFile(path);
  const examples = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, script]) => script ?? "");

  test("its examples come to what they say", async () => {
    expect(examples).toHaveLength(COMES_TO.length);
    for (const [at, script] of examples.entries()) {
      const { code, out, err } = await run(script);
      expect([script, code, out.trim(), at === 6 ? "" : err]).toEqual([
        script,
        0,
        expect.stringMatching(COMES_TO[at] ?? /$^/),
        "",
      ]);
    }
  });

  test("names addresses that are served", () => {
    const known = new Set(ROUTES.map((route) => route.path.split("/").slice(0, 3).join("/")));
    const named = [...text.matchAll(/(?:\$ORDO|GET )(\/api\/[a-z.]+)/g)].map(([, one]) => one ?? "");
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((one) => !known.has(one))).toEqual([]);
  });
});
