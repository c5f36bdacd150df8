import { timeOrderedIds } from "../../adapters/ids/time-ordered-ids.ts";
import { type CommandId, type InstanceId, id } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Alarm } from "../../engine/ports/scheduler.ts";
import type { Move } from "../../engine/ports/store.ts";
import { handleCommand } from "../../engine/runtime/handle-command.ts";
import { project } from "../../engine/runtime/project.ts";
import { FACTS } from "../sample.ts";
import type { BenchEngine } from "./bench-engine.ts";
import { ALARM } from "./bench-processes.ts";
import { inFlight } from "./in-flight.ts";

/** Moves that share a transaction, and how many of these are under way. */
const GROUP = 500;
const LANES = 2;

/**
 * Instances that wait for one moment: started by the interpreter, committed by the store and told to the scheduler as
 * the engine does it, but in large groups, so that a hundred thousand are there in time.
 */
export async function setAlarms(bench: BenchEngine, count: number, dueAt: number): Promise<void> {
  const ids = timeOrderedIds(bench.clock);
  const due = new Date(dueAt).toISOString();
  await inFlight(Math.ceil(count / GROUP), LANES, async (group) => {
    const length = Math.min(GROUP, count - group * GROUP);
    const moves = Array.from({ length }, () => startOf(bench, id(ids.next()), due));
    const results = await bench.store.instances.commit(moves);
    if (results.some(({ kind }) => kind !== "committed")) throw new Error("An alarm was not committed");
    await bench.scheduler.wake(moves.flatMap(alarmsOf));
  });
}

function startOf({ operations, clock }: BenchEngine, instance: InstanceId, due: string): Move {
  const command = id<CommandId>(`start:${instance}`);
  const body = { kind: "start", input: { due: { $type: "date and time", value: due } }, key: null } as const;
  const { events, instance: after } = handleCommand(
    { definition: ALARM, instance: null },
    { ...body, id: command, instance, by: null, requester: null, start: null, cause: null },
    { ...FACTS, now: clock.now() },
  );
  if (after === null || after.status !== "running") throw new Error("An alarm was due before it was set");
  return {
    ...{ instance, expected: 0, command, at: instant(clock.now()), events, after },
    rows: project(null, after, events, operations),
    ...{ inbox: [], done: [], fence: null, keeps: false },
    reserves: { key: null, once: null, waiting: null, turns: [] },
  };
}

function alarmsOf({ rows, instance }: Move): readonly Alarm[] {
  return rows.timers.put.map(({ id: timer, dueAt }) => ({ timer, instance, dueAt }));
}
