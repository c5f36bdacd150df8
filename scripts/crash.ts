import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { killEmbedded } from "../tests/crash/kill-embedded.ts";
import { postgresSite } from "../tests/crash/postgres-site.ts";
import { startReceiver } from "../tests/crash/receiver.ts";
import { type RunReport, runOn } from "../tests/crash/run.ts";
import { sqliteSite } from "../tests/crash/sqlite-site.ts";
import { Chance } from "../tests/simulation/chance.ts";

/*
 * Real crashes: `npm run crash -- --minutes 5 [--store sqlite|postgres|both] [--seed 17]`, or `--kills 200` of one
 * embedded engine. Real workers, servers and
 * disks under load are killed, paused, wiped, filled and cut off, then left in peace; what must hold is looked at.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    store: { type: "string", default: "both" },
    seed: { type: "string" },
    kills: { type: "string" },
    quiet: { type: "boolean", default: false },
  },
});

const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const stores = (["sqlite", "postgres"] as const).filter((store) => values.store === "both" || values.store === store);
process.exit((await (values.kills === undefined ? crashAll() : killed(Number(values.kills)))) ? 0 : 1);

async function crashAll(): Promise<boolean> {
  let isSound = true;
  for (const store of stores) isSound = (await crash(store)) && isSound;
  return isSound;
}

async function killed(kills: number): Promise<boolean> {
  print(`${kills} × kill -9 of an embedded engine that commits, seed ${seed}`);
  const onKill = (kill: number, acknowledged: number): void => {
    if (kill % 10 === 0 && !values.quiet) process.stderr.write(`${kill} kills, ${acknowledged} commits acknowledged\n`);
  };
  const { acknowledged, breaches, instances, startMs } = await killEmbedded({ kills, seed, onKill });
  print(`  ${acknowledged} acknowledged before a kill, ${instances} instances in the end`);
  print(`  from the start of a process to its first commit: ${at(startMs, 0.5)} median, ${at(startMs, 1)} most`);
  if (breaches.length === 0) print("  ✓ all are there, the file is sound, everything ended");
  for (const breach of breaches) print(`  ✗ ${breach}`);
  return breaches.length === 0;
}

async function crash(store: "sqlite" | "postgres"): Promise<boolean> {
  const receiver = await startReceiver(new Chance(seed, "receiver"));
  const site = store === "sqlite" ? await sqliteSite(receiver.port) : await postgresSite(receiver.port);
  if (site.skip !== undefined) {
    print(`${store}: skipped, ${site.skip}`);
    return true;
  }
  print(`\n${site.about}, ${values.minutes} min, seed ${seed}`);
  for (const reason of site.skipped) print(`  left out: ${reason}`);
  const begun = performance.now();
  const say = (line: string): void => {
    const seconds = ((performance.now() - begun) / 1000).toFixed(1).padStart(7);
    if (!values.quiet) process.stderr.write(`${seconds} s  ${line}\n`);
  };
  const report = await runOn(site, receiver, { seed, forMs: Number(values.minutes) * 60_000, say });
  await site.end();
  await receiver.close();
  summarize(report, receiver.figures, site.workers);
  const isSound = report.breaches.length === 0;
  if (isSound) rmSync(site.folder, { recursive: true });
  else
    print(`Logs: ${site.folder}\nAgain: npm run crash -- --store ${store} --minutes ${values.minutes} --seed ${seed}`);
  return isSound;
}

function summarize(
  report: RunReport,
  received: Readonly<Record<"requests" | "repeated" | "unanswered" | "unwell", number>>,
  workers: { readonly started: number; readonly failed: number },
): void {
  const { strikes, outages, lateness } = report;
  print("What was done to it");
  for (const [name, times] of [...strikes].sort(([, one], [, other]) => other - one)) print(`  ${times} × ${name}`);
  print(`  ${received.unanswered} answers lost and ${received.unwell} × 503 by the receiver`);
  print("What came of it");
  print(`  ${report.instances} instances, ${report.events} events, ${received.requests} requests`);
  print(`  ${received.repeated} calls were repeated with their key`);
  print(
    `  worker processes: ${workers.started} started, ${workers.failed} ended by themselves; told to stop, they ended with ${report.exitCodes.join(", ")} within ${at([report.stopMs], 1)}`,
  );
  print(
    `  timers late by: ${at(lateness, 0.5)} median, ${at(lateness, 0.99)} p99, ${at(lateness, 1)} most (outages included)`,
  );
  if (outages.length > 0)
    print(`  without an answer after a crash: ${at(outages, 0.5)} median, ${at(outages, 1)} most`);
  print(`  everything ended ${(report.recoveryMs / 1000).toFixed(1)} s after the last fault`);
  for (const law of report.held) print(`  ✓ ${law}`);
  for (const breach of report.breaches) print(`  ✗ ${breach}`);
}

function at(sorted: readonly number[], share: number): string {
  const ms = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
