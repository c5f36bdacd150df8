import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { complete } from "../../../adapters/command-line/complete.ts";
import { file } from "../../../adapters/command-line/file.ts";
import { incidents } from "../../../adapters/command-line/incidents.ts";
import { instances } from "../../../adapters/command-line/instances.ts";
import { registry } from "../../../adapters/command-line/registry.ts";
import { retry } from "../../../adapters/command-line/retry.ts";
import { show } from "../../../adapters/command-line/show.ts";
import { start } from "../../../adapters/command-line/start.ts";
import { tasks } from "../../../adapters/command-line/tasks.ts";
import type { ExitCode, Terminal } from "../../../adapters/command-line/terminal.ts";
import { versions } from "../../../adapters/command-line/versions.ts";
import { why } from "../../../adapters/command-line/why.ts";
import type { OperatingOptions } from "../../../adapters/command-line/with-engine.ts";
import { workers } from "../../../adapters/command-line/workers.ts";
import type { InstanceId, ProcessId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import { played } from "../../engine/view/stories.ts";
import { connectedTo, type FakeEngine } from "../../support/fake-engine.ts";
import { shownOfPlay } from "../../support/shown.ts";
import { recordedTerminal } from "./recorded-terminal.ts";

/*
 * `docs/reference/command-line-json.md` is written by hand; this holds it to what the commands print: every key on the
 * page is printed, and every key printed is on the page.
 */
const PAGE = readFileSync("docs/reference/command-line-json.md", "utf8");
const NOW = instant(Date.parse("2026-11-20T12:00:00+03:00"));
/** Keys of maps whose names are data. */
const DATA = new Set(["fields", "variables", "entry", "salts", "timers", "calls", "timeline", "output", "erased"]);

/** What the page says of a command: the block under its comment, as JSON. */
function documented(command: string): unknown {
  const block = PAGE.split(`// ordo ${command}\n`)[1]?.split(/\n(?:\/\/|```)/)[0];
  if (block === undefined) throw new Error(`The page says nothing of ordo ${command}`);
  return JSON.parse(block);
}

/** Paths of all keys: `tasks.id`. Elements of a list are one; what is empty or null on either side proves nothing. */
function keysOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => keysOf(one, path));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = path === "" ? key : `${path}.${key}`;
    return DATA.has(key) ? [own] : [own, ...keysOf(inner, own)];
  });
}

let fake: FakeEngine;
let openTask: string;

beforeAll(() => {
  const play = played(`
  - id: both
    fork:
      one: [ { id: ask, userTask: Подпишите, assignee: user-1, escalation: [ { after: { days: 1 }, action: remind } ] } ]
      two: [ { id: pause, wait: { hours: 1 } }, { id: save, call: crm.update, with: { record: lead/101, set: {} } } ]`);
  play.outside = () => ({ kind: "refused", code: "RECORD_NOT_FOUND", message: "нет" });
  play.ring();
  openTask = play.task("ask").id;
  const head = { registry: "approvals", count: 3, chain: "c", at: NOW };
  const says = { ru: "а", en: "a" };
  const finding = {
    kind: "removed",
    isBreach: true,
    registry: "approvals",
    number: 2,
    instance: null,
    sequence: null,
  } as const;
  fake = {
    shown: [shownOfPlay(play)],
    now: NOW,
    versions: [
      {
        process: "under-test" as ProcessId,
        number: 1,
        digest: "d",
        title: "t",
        deployedAt: NOW,
        deployedBy: null,
        current: true,
        live: 1,
      },
    ],
    workers: [
      { id: "w", name: "n", version: "1", epoch: 1, enteredAt: NOW, seenAt: NOW, expiresAt: NOW, endedAt: null },
    ],
    registries: [{ name: "approvals", title: "t", head, unsealed: 0 }],
    rows: [
      {
        registry: "approvals",
        instance: "i-1" as InstanceId,
        sequence: 5,
        process: "p" as ProcessId,
        step: "s",
        actor: null,
        at: NOW,
        entry: {},
        seal: null,
        salts: {},
        erased: [],
      },
    ],
    verification: {
      registry: "approvals",
      sealed: 3,
      unsealed: 0,
      erased: 0,
      breaches: 1,
      findings: [{ ...finding, says, remedy: says }],
    },
    answer: () => ({ kind: "rejected", code: "FORM_INVALID", reason: says, remedy: says, fields: { days: says } }),
  };
});

type Run = (options: OperatingOptions, terminal: Terminal) => Promise<ExitCode>;
const COMMANDS: Readonly<Record<string, Run>> = {
  tasks: (options, terminal) => tasks({ ...options, all: true }, terminal),
  instances,
  incidents,
  versions,
  workers,
  complete: (options, terminal) => complete(openTask, options, terminal),
  start: (options, terminal) => start("under-test", options, terminal),
  retry: (options, terminal) => retry({ instance: "i-1", incident: undefined }, options, terminal),
  show: (options, terminal) => show("i-1", options, terminal),
  file: async (options, terminal) => {
    const bytes = new TextEncoder().encode("план");
    const found = { reference: "file:letter/1", name: "план.pdf", type: "application/pdf", bytes };
    const shelf = { folder: "files", find: async () => found, put: async () => found.reference };
    return file("f-3fa9c1d2e4", { json: options.json ?? false, shelf }, terminal);
  },
  why: (options, terminal) => why("i-1", options, terminal),
  "registry list": (options, terminal) => registry({ action: "list", name: undefined }, options, terminal),
  "registry export": (options, terminal) => registry({ action: "export", name: "approvals" }, options, terminal),
  "registry verify": (options, terminal) => registry({ action: "verify", name: undefined }, options, terminal),
};

describe("what --json prints is what the page says", () => {
  for (const [name, run] of Object.entries(COMMANDS)) {
    test(`ordo ${name}`, async () => {
      const terminal = recordedTerminal();
      await run(connectedTo(fake, { json: true }), terminal);
      const printed = new Set(keysOf(JSON.parse(terminal.printed[0] ?? "null")));
      const said = new Set(keysOf(documented(name)));
      const isOf = (path: string, all: ReadonlySet<string>): boolean =>
        all.has(path) || ![...all].some((other) => other.startsWith(`${path.slice(0, path.lastIndexOf("."))}.`));
      expect([...said].filter((path) => !isOf(path, printed))).toEqual([]);
      expect([...printed].filter((path) => !isOf(path, said))).toEqual([]);
    });
  }
});
