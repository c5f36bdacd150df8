import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { assemble } from "../../adapters/engine/assemble.ts";
import { Chance } from "../simulation/chance.ts";
import { ROOT } from "../support/source-files.ts";
import { writeCommitting } from "./company.ts";
import { configurationOf, QUIET } from "./company-engine.ts";

/** How often and by which chance. */
export interface KillOrder {
  readonly kills: number;
  readonly seed: number;
  readonly onKill?: (kill: number, acknowledged: number) => void;
}

/** What was lost, and figures. */
export interface KillReport {
  /** Starts that the engine acknowledged before a kill. */
  readonly acknowledged: number;
  /** Acknowledged and not there afterwards, or a file that is not sound. */
  readonly breaches: readonly string[];
  /** Instances in the end; those that nobody was told of any more included. */
  readonly instances: number;
  /** Milliseconds from the start of a process to its first acknowledged commit, ascending. */
  readonly startMs: readonly number[];
}

/** Where the processes keep their compiled code for the next: each would compile the engine for as long as it lives. */
const COMPILED = join(ROOT, "node_modules/.cache/ordo-crash");
/** The longest that a process commits before it is killed, in milliseconds. */
const LIFE_MS_MAX = 250;
/** Killed while it starts, perhaps while it mends what the last kill left: that often, within so many milliseconds. */
const AT_START = 0.15;
const START_MS_MAX = 900;
/** Everything that was started is over so long after the last kill. Milliseconds. */
const REST_MS_MAX = 60_000;
const LOOK_MS = 250;

/**
 * Kills a process with an embedded engine again and again at random moments, and opens its file each time: what was
 * acknowledged is there, the file is sound, and the work goes on.
 */
export async function killEmbedded({ kills, seed, onKill }: KillOrder): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), "ordo-kill-"));
  writeCommitting(folder);
  const chance = new Chance(seed, "kills");
  const all: string[] = [];
  const breaches: string[] = [];
  const startMs: number[] = [];
  for (let kill = 1; kill <= kills; kill++) {
    const life = await liveAndDie(folder, kill, chance);
    all.push(...life.acknowledged);
    if (life.startMs !== null) startMs.push(life.startMs);
    breaches.push(...life.trouble, ...lookedAt(folder, life.acknowledged).map((what) => `after kill ${kill}: ${what}`));
    onKill?.(kill, all.length);
  }
  const left = await workToTheEnd(folder);
  breaches.push(...left, ...lookedAt(folder, all).map((what) => `in the end: ${what}`));
  const instances = count(folder);
  rmSync(folder, { recursive: true });
  return { acknowledged: all.length, breaches, instances, startMs: startMs.sort((one, other) => one - other) };
}

interface Life {
  readonly acknowledged: readonly string[];
  /** Null: it was killed before its first commit. */
  readonly startMs: number | null;
  readonly trouble: readonly string[];
}

async function liveAndDie(folder: string, kill: number, chance: Chance): Promise<Life> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, "committing.ts"), folder, `life-${kill}`], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  });
  const guard = (): void => void child.kill("SIGKILL");
  process.once("exit", guard);
  const acknowledged: string[] = [];
  let says = "";
  child.stderr.on("data", (data) => {
    says += String(data);
  });
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, "line").then(() => performance.now() - begun);
  lines.on("line", (line) => acknowledged.push(line));
  const isAtStart = chance.happens(AT_START);
  const [startMax, lifeMs] = [chance.below(START_MS_MAX), chance.below(LIFE_MS_MAX)];
  const gone = Promise.all([once(child, "exit"), once(lines, "close")]);
  if (isAtStart) await Promise.race([sleep(startMax), gone]);
  else if (await Promise.race([first.then(() => true), gone.then(() => false)])) await sleep(lifeMs);
  const trouble = diedBefore(child) ? [`life ${kill} ended by itself: ${says}`] : [];
  child.kill("SIGKILL");
  await gone;
  process.off("exit", guard);
  return { acknowledged, startMs: acknowledged.length === 0 ? null : await first, trouble };
}

function diedBefore({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** The file as the next process finds it. */
function lookedAt(folder: string, acknowledged: readonly string[]): readonly string[] {
  return withDatabase(folder, (database) => {
    const sound = String(database.prepare("pragma integrity_check").get()?.["integrity_check"]);
    if (acknowledged.length === 0) return sound === "ok" ? [] : [sound];
    const stored = database.prepare(
      `select (select count(*) from instance where id = ?1) as instances,
              (select count(*) from history where instance = ?1 and first = 1) as histories`,
    );
    const lost = acknowledged.filter((id) => {
      const found = stored.get(id);
      return found?.["instances"] !== 1 || found["histories"] !== 1;
    });
    return [...(sound === "ok" ? [] : [sound]), ...lost.map((id) => `${id} was acknowledged and is lost`)];
  });
}

function count(folder: string): number {
  return withDatabase(folder, (database) =>
    Number(database.prepare("select count(*) as n from instance").get()?.["n"]),
  );
}

function withDatabase<Result>(folder: string, use: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(join(folder, "ordo.db"));
  try {
    return use(database);
  } finally {
    database.close();
  }
}

/** Whoever comes last does what all the dead left. */
async function workToTheEnd(folder: string): Promise<readonly string[]> {
  const { engine, store, close } = await assemble(configurationOf(folder, {}), QUIET);
  await engine.worker.start();
  try {
    for (const until = performance.now() + REST_MS_MAX; performance.now() < until; await sleep(LOOK_MS)) {
      const running = await store.queries.instances({ status: ["running"] }, { limit: 1 });
      if (running.rows.length === 0) return [];
    }
    return ["not everything that was started came to its end"];
  } finally {
    await engine.worker.stop();
    await close();
  }
}
