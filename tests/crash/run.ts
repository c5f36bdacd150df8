import { setTimeout as sleep } from "node:timers/promises";
import { Chance } from "../simulation/chance.ts";
import { Office } from "./office.ts";
import { planOf } from "./plan.ts";
import type { Receiver } from "./receiver.ts";
import type { Site } from "./site.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** How a run is asked for. */
export interface RunOrder {
  readonly seed: number;
  /** How long faults strike, in milliseconds. */
  readonly forMs: number;
  readonly say: (line: string) => void;
}

/** What happened and what held. */
export interface RunReport extends Verdict {
  /** Fault → how often. */
  readonly strikes: ReadonlyMap<string, number>;
  /** Milliseconds from a fault after which nobody answers to the next answer, ascending. */
  readonly outages: readonly number[];
  /** Milliseconds from the last fault to the end of the last instance. */
  readonly recoveryMs: number;
  readonly exitCodes: readonly (number | null)[];
  /** How long the workers took to stop in order. */
  readonly stopMs: number;
}

/** Everything must be over so long after the last fault. Milliseconds. */
const HEALED_MS_MAX = 180_000;
/** Seals are at most five seconds behind. */
const SEALED_MS = 7_000;
const LOOK_MS = 500;

/** Load and faults at once; then peace, in which everything must end; then the verdict. */
export async function runOn(site: Site, receiver: Receiver, order: RunOrder): Promise<RunReport> {
  const office = new Office(() => site.reach(), new Chance(order.seed, "office"));
  site.workers.start();
  const working = office.work();
  working.catch(() => {});
  const strikes = new Map<string, number>();
  const outages = await strikeFor(site, order, { strikes, office });
  order.say(`peace after ${total(strikes)} faults; ${office.orders.size} orders so far`);
  office.shut();
  const since = Date.now();
  await ended(office, order);
  const recoveryMs = Date.now() - since;
  office.leave();
  await working;
  await sleep(SEALED_MS);
  const stopping = Date.now();
  const exitCodes = await site.workers.stop();
  const stopMs = Date.now() - stopping;
  const assembled = await site.open();
  const verdict = await verdictOf(assembled, office, receiver);
  await assembled.close();
  const breaches = [
    ...verdict.breaches,
    ...site.damage().map((what) => `the database is damaged: ${what}`),
    ...exitCodes.flatMap((code) =>
      code === 0 ? [] : [`a worker that was told to stop ended with ${code ?? "kill -9"}`],
    ),
  ];
  order.say(`${office.unanswered} questions had no answer and were asked again`);
  return { ...verdict, breaches, strikes, outages, recoveryMs, exitCodes, stopMs };
}

async function strikeFor(
  site: Site,
  { seed, forMs, say }: RunOrder,
  of: { readonly strikes: Map<string, number>; readonly office: Office },
): Promise<readonly number[]> {
  const chance = new Chance(seed, "faults");
  const until = Date.now() + forMs;
  const struckAt: number[] = [];
  for (const { gapMs, fault } of planOf(site.faults, seed)) {
    await sleep(gapMs);
    if (Date.now() >= until) break;
    say(fault.name);
    of.strikes.set(fault.name, (of.strikes.get(fault.name) ?? 0) + 1);
    if (fault.isOutage === true) struckAt.push(Date.now());
    await fault.strike(chance);
  }
  const { answers } = of.office;
  return struckAt
    .flatMap((at) => {
      const next = answers.find((answer) => answer > at);
      return next === undefined ? [] : [next - at];
    })
    .sort((one, other) => one - other);
}

async function ended(office: Office, { say }: RunOrder): Promise<void> {
  for (const until = Date.now() + HEALED_MS_MAX; Date.now() < until; await sleep(LOOK_MS))
    if (await office.isDone()) return;
  say(`not everything ended within ${HEALED_MS_MAX / 1000} s`);
}

function total(strikes: ReadonlyMap<string, number>): number {
  return [...strikes.values()].reduce((sum, times) => sum + times, 0);
}
