import type { Clock } from "../ports/clock.ts";

interface Asked<Key, Found> {
  readonly key: Key;
  readonly resolve: (found: Found) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One question to the store for all who ask at the same time.
 *
 * @example const load = gathered(clock, (ids) => instances.load(ids)); await load(id)
 * @param askAll answers for all keys; a key missing from the answer resolves to undefined
 */
export function gathered<Key, Found>(
  clock: Clock,
  askAll: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Found>>,
): (key: Key) => Promise<Found | undefined> {
  let waiting: Asked<Key, Found | undefined>[] = [];
  return (key) => {
    const { promise, resolve, reject } = Promise.withResolvers<Found | undefined>();
    waiting.push({ key, resolve, reject });
    if (waiting.length === 1) void clock.sleep(0).then(answer);
    return promise;
  };

  async function answer(): Promise<void> {
    const asked = waiting;
    waiting = [];
    try {
      const found = await askAll([...new Set(asked.map(({ key }) => key))]);
      for (const { key, resolve } of asked) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
