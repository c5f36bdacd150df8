import type { EnginePorts } from "./engine-ports.ts";
import type { Occurrence } from "./occurrence.ts";

/**
 * Takes in what happened outside, each id once, and offers what is new: where workers share a queue nobody would look for
 * it before recovery does.
 *
 * @returns for each whether it is new
 */
export async function takeIn(
  { store, scheduler, clock }: Pick<EnginePorts, "store" | "scheduler" | "clock">,
  occurrences: readonly Occurrence[],
): Promise<readonly boolean[]> {
  const at = clock.now();
  const fresh = await store.outbox.accept(occurrences.map((occurrence) => ({ occurrence, at })));
  const offers = occurrences
    .filter((_, index) => fresh[index])
    .map(({ id }) => ({ entry: `arrival/${id}`, lane: "engine" as const, priority: 0 }));
  if (scheduler.shared && offers.length > 0) void scheduler.offer(offers);
  return fresh;
}
