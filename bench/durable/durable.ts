import type { Row } from "../row.ts";
import type { Slept } from "./contender.ts";
import { diskSyncMicros } from "./disk-sync.ts";
import * as lineUp from "./line-up.ts";
import { installPeers } from "./peers-installed.ts";
import { type Race, race } from "./race.ts";
import { heldRow, latenessRow, missingRow, rateRow, ratioRow, sleeperRow } from "./rows.ts";
import { firstLine, type OnStage, openStage, type Stage } from "./stage.ts";

/** How thoroughly to measure. */
export interface DurableOptions {
  /** Few and short rounds, for trying: its figures mean little. */
  readonly quick: boolean;
  /** Leaves our engine out: what the others and the minimal loops do here. */
  readonly peersOnly: boolean;
}

interface Size {
  readonly rounds: number;
  /** How long one turn of one contender takes. */
  readonly turnSeconds: number;
  readonly timers: number;
  readonly sleepers: number;
  /** Ended and sleeping instances of a store that is not empty. */
  readonly filled: readonly [ended: number, sleeping: number];
}

const FULL: Size = { rounds: 5, turnSeconds: 1.5, timers: 100_000, sleepers: 5_000, filled: [1_000_000, 100_000] };
const QUICK: Size = { rounds: 3, turnSeconds: 0.4, timers: 10_000, sleepers: 500, filled: [20_000, 2_000] };
const IN_FLIGHT = 50;
/** Started and asleep at the least of the rates seen (openworkflow: 200/s), before the first is due. */
const ASLEEP_PER_SECOND_MIN = 150;
const PEERS = [lineUp.DBOS, lineUp.RESTATE, lineUp.OPENWORKFLOW];
const LOOPS = [lineUp.BULLMQ, lineUp.SQLITE_LOOP, lineUp.POSTGRES_LOOP];
const OURS = [lineUp.OURS_SQLITE, lineUp.OURS_POSTGRES, lineUp.OURS_BULLMQ];
const FILLED = { ...lineUp.OURS_POSTGRES, name: `${lineUp.OURS_POSTGRES.name}, a full store` };
const SLEEPING = { ...lineUp.OURS_BULLMQ, name: `${lineUp.OURS_BULLMQ.name}, many asleep` };

/** Peers, minimal loops and our engine side by side: durable steps, timers, sleepers. One run, the same servers. */
export async function durable(options: DurableOptions): Promise<readonly Row[]> {
  installPeers();
  const size = options.quick ? QUICK : FULL;
  const stage = await openStage();
  try {
    const all = await bringAll(stage, [...PEERS, ...LOOPS, ...(options.peersOnly ? [] : OURS)]);
    const filled = options.peersOnly ? [] : [await bringFilled(stage, FILLED, size.filled)];
    return [
      diskRow(),
      ...(await steps([...all, ...filled], size, options)),
      ...(await timers(all, size, options)),
      ...(await lateness(all)),
      ...(await sleepers(all, size)),
      ...(options.peersOnly ? [] : await memory(stage, size)),
    ];
  } finally {
    await stage.clear();
  }
}

async function bringAll(stage: Stage, entries: readonly lineUp.Entry[]): Promise<readonly OnStage[]> {
  const all: OnStage[] = [];
  for (const entry of entries) all.push(await stage.bring(entry));
  return all;
}

/** A contender with a database of its own, under a name of its own, that is filled first. */
async function bringFilled(stage: Stage, entry: lineUp.Entry, filled: readonly [number, number]): Promise<OnStage> {
  const brought = await stage.bring(entry);
  try {
    await brought.contender?.fill(...filled);
    return brought;
  } catch (error) {
    return { entry, missing: firstLine(error) };
  }
}

/** Sleeping instances must cost neither the worker nor Redis any memory: what the first tenth and the rest of them add. */
async function memory(stage: Stage, { filled: [most] }: Size): Promise<readonly Row[]> {
  const brought = await bringFilled(stage, SLEEPING, [0, most / 10]);
  const { contender } = brought;
  if (contender === undefined) return [missingRow("memory of sleeping instances", SLEEPING, brought.missing)];
  const before = [await contender.heldBytes(), await stage.redisBytes()] as const;
  await contender.fill(0, most - most / 10);
  const after = [await contender.heldBytes(), await stage.redisBytes()] as const;
  const counts = { from: most / 10, to: most };
  return [
    heldRow("memory of the worker", SLEEPING, { ...counts, before: before[0], after: after[0] }),
    heldRow("memory of Redis", SLEEPING, { ...counts, before: before[1], after: after[1] }),
  ];
}

function diskRow(): Row {
  const micros = `${diskSyncMicros().toFixed(0)} µs`;
  return { what: "the disk makes 8 KB durable", measured: micros, ratio: "", target: "", holds: null };
}

/** Instances of five durable service steps each. */
async function steps(all: readonly OnStage[], size: Size, { peersOnly }: DurableOptions): Promise<readonly Row[]> {
  const rates = await race({
    contenders: all,
    rounds: size.rounds,
    first: 60,
    run: (contender, count) => contender.runInstances(count, IN_FLIGHT),
    count: (perSecond) => Math.max(IN_FLIGHT, Math.round(perSecond * size.turnSeconds)),
  });
  const against = (ours: string, other: lineUp.Entry, floor: number, target: number): Row =>
    ratioRow("five durable steps", rates, { ours, other: other.name, floor, target });
  const { OURS_POSTGRES: postgres, OURS_SQLITE: sqlite, OURS_BULLMQ: bullmq } = lineUp;
  const goals = peersOnly
    ? []
    : [
        against(postgres.name, lineUp.DBOS, 3, 6),
        against(postgres.name, lineUp.RESTATE, 2, 4),
        against(postgres.name, lineUp.OPENWORKFLOW, 3, 6),
        against(sqlite.name, lineUp.DBOS, 6, 12),
        against(postgres.name, lineUp.POSTGRES_LOOP, 0.2, 0.35),
        against(sqlite.name, lineUp.SQLITE_LOOP, 0.2, 0.35),
        against(bullmq.name, lineUp.BULLMQ, 0.3, 0.5),
        against(FILLED.name, postgres, 0.7, 0.95),
      ];
  return [...all.map(({ entry }) => rateRow("instances of five durable steps", rates, entry, lineUp.DBOS)), ...goals];
}

/** Everybody's next morning: all timers due at one moment. */
async function timers(all: readonly OnStage[], size: Size, { peersOnly }: DurableOptions): Promise<readonly Row[]> {
  const takesPart = [...LOOPS, lineUp.OURS_SQLITE, lineUp.OURS_POSTGRES];
  const contenders = all.filter(({ entry }) => takesPart.includes(entry));
  const draining: Race = {
    contenders,
    rounds: size.rounds,
    first: 1_000,
    run: (contender, count) => contender.drainTimers(count),
    count: () => size.timers,
  };
  const rates = await race(draining);
  const what = `${size.timers.toLocaleString("en").replaceAll(",", " ")} timers due at once`;
  const against = (ours: lineUp.Entry, floor: number, target: number): Row =>
    ratioRow(what, rates, { ours: ours.name, other: lineUp.BULLMQ.name, floor, target });
  const goals = peersOnly ? [] : [against(lineUp.OURS_SQLITE, 3, 8), against(lineUp.OURS_POSTGRES, 2, 4)];
  return [...contenders.map(({ entry }) => rateRow(what, rates, entry, lineUp.BULLMQ)), ...goals];
}

/** How late timers are when they come one by one, and at 500 a second. */
async function lateness(all: readonly OnStage[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const on of all.filter(({ entry }) => [lineUp.BULLMQ, ...OURS].includes(entry))) {
    // BullMQ is there for comparison; what is asked is asked of us.
    const goal = on.entry !== lineUp.BULLMQ;
    const sparse = await sleep(on, { count: 100, leadMs: 1_500, spreadMs: 5_000 });
    rows.push(latenessRow("sparse timers", on.entry, sparse, goal ? { floorMs: 100, targetMs: 20 } : null));
    const dense = await sleep(on, { count: 2_500, leadMs: 8_000, spreadMs: 5_000 });
    rows.push(latenessRow("500 timers/s", on.entry, dense, goal ? { floorMs: 1_000, targetMs: 200 } : null));
  }
  return rows;
}

/** What engines do with many instances asleep until the same moment. */
async function sleepers(all: readonly OnStage[], { sleepers: count }: Size): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const leadMs = 2_000 + (count / ASLEEP_PER_SECOND_MIN) * 1_000;
  for (const on of all.filter(({ entry }) => [...PEERS, ...OURS].includes(entry))) {
    const slept = await sleep(on, { count, leadMs, spreadMs: 0 });
    rows.push(
      "missing" in slept
        ? missingRow(`${count} sleepers`, on.entry, slept.missing)
        : sleeperRow(count, on.entry, slept),
    );
  }
  return rows;
}

async function sleep(
  { contender, missing }: OnStage,
  { count, leadMs, spreadMs }: { readonly count: number; readonly leadMs: number; readonly spreadMs: number },
): Promise<Slept | { readonly missing: string }> {
  if (contender === undefined) return { missing };
  try {
    return await contender.sleepers({ count, dueAt: Math.round(Date.now() + leadMs), spreadMs });
  } catch (error) {
    return { missing: firstLine(error) };
  }
}
