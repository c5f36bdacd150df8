import { expect, test } from "vitest";
import { type InstanceId, id, type ProcessId } from "../../../engine/base/ids.ts";
import { type Instant, instant } from "../../../engine/base/instant.ts";
import type { Counts, InstanceRow } from "../../../engine/ports/queries.ts";
import type { Store } from "../../../engine/ports/store.ts";
import { sentinel } from "../../../engine/runtime/sentinel.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const START = instant(Date.UTC(2026, 10, 23, 9));
const FENCE = { worker: "w", epoch: 1 };
const CALM: Counts = {
  instances: {},
  tasks: 0,
  overdueTasks: 0,
  timers: 0,
  lateTimers: 0,
  latestTimerMs: 0,
  outbox: {},
  incidents: 0,
  unsealed: 0,
};

function row(name: string, revision: number): InstanceRow {
  return { id: id<InstanceId>(name), process: id<ProcessId>("p"), revision } as InstanceRow;
}

/** A sentinel whose store shows these parts of the instances, one a look, and these counts. */
function watching(looks: readonly (readonly InstanceRow[])[], counts: Counts = CALM) {
  const raised: string[] = [];
  const left = [...looks];
  const store = {
    workers: { hold: async () => true },
    queries: {
      sleepless: async () => left.shift() ?? [],
      counts: async () => counts,
      raise: async ({ code, instance }: { code: string; instance: string | null }) =>
        void raised.push(`${code} ${instance ?? ""}`.trim()),
    },
  } as unknown as Store;
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const duty = sentinel({ store, logger }, { recoveryMs: 10_000 });
  const clock = new VirtualClock(START);
  const look = async (at: Instant = clock.now()): Promise<void> => duty.run(FENCE, at);
  return { raised, look };
}

test("an instance found twice without a wake-up at one revision is an incident; one that moved between is not", async () => {
  const { raised, look } = watching([
    [row("still", 3), row("moves", 3)],
    [row("still", 3), row("moves", 4)],
  ]);
  await look();
  expect(raised).toEqual([]);
  await look();
  expect(raised).toEqual(["NO_WAKE_UP still"]);
});

test("of so many instances that each look sees only a part, one is found again when its part comes round", async () => {
  const { raised, look } = watching([[row("still", 3)], [], [], [row("still", 3)]]);
  for (let times = 0; times < 4; times++) await look();
  expect(raised).toEqual(["NO_WAKE_UP still"]);
});

test("timers that are late at the first look are told once as downtime, at the next as an incident of a working engine", async () => {
  const { raised, look } = watching([], { ...CALM, lateTimers: 7, latestTimerMs: 3_600_000 });
  await look(START);
  expect(raised).toEqual(["DOWNTIME"]);
  await look(instant(START + 60_000));
  expect(raised).toEqual(["DOWNTIME", "TIMER_LATE"]);
});
