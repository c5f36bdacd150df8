import { id as brand } from "../base/ids.ts";
import type { EnginePorts } from "./engine-ports.ts";
import { gathered } from "./gathered.ts";

/** Where so many start at the same time, the next are near. */
const BUSY_MIN = 8;
/** For each number given out so many more are reserved then. */
const SPARE_EACH = 7;
/** A spare number is given out within this time or never, so that numbers rise with the starts. Milliseconds. */
const SPARE_MS = 1_000;

/**
 * Numbers of instances, one reservation for all that start at the same time; where many do, for those that follow at
 * once too. Numbers nobody came for are gaps.
 */
export function instanceNumbers(ports: Pick<EnginePorts, "clock" | "store">): (process: string) => Promise<number> {
  const askers = new Map<string, (key: symbol) => Promise<number | undefined>>();
  return async (process) => {
    let ask = askers.get(process);
    if (!ask) {
      ask = gathered(ports.clock, numbersOf(process, ports));
      askers.set(process, ask);
    }
    return (await ask(Symbol(process))) as number;
  };
}

function numbersOf(process: string, { clock, store }: Pick<EnginePorts, "clock" | "store">) {
  let spare = { next: 0, end: 0, until: 0 };
  return async (keys: readonly symbol[]): Promise<ReadonlyMap<symbol, number>> => {
    const count = keys.length;
    if (spare.end - spare.next < count || clock.now() >= spare.until) {
      // Taken away first: who asks meanwhile reserves for himself.
      spare = { next: 0, end: 0, until: 0 };
      const reserved = count < BUSY_MIN ? count : count * (1 + SPARE_EACH);
      const first = await store.instances.reserveNumbers(brand(process), reserved);
      spare = { next: first + count, end: first + reserved, until: clock.now() + SPARE_MS };
      return numbered(keys, first);
    }
    const first = spare.next;
    spare = { ...spare, next: first + count };
    return numbered(keys, first);
  };
}

function numbered(keys: readonly symbol[], first: number): ReadonlyMap<symbol, number> {
  return new Map(keys.map((key, index) => [key, first + index]));
}
