import type { Clock } from "../../../engine/ports/clock.ts";
import type { Watch } from "../../adapter.ts";

/** Asks for people from time to time, as long as a worker works. @param parts.refresh never throws */
export function peopleWatch(parts: {
  readonly refresh: (signal: AbortSignal) => Promise<void>;
  readonly everyMs: number;
  readonly clock: Clock;
}): Watch {
  const stopping = new AbortController();
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    const { signal } = stopping;
    while (!signal.aborted) {
      await parts.refresh(signal);
      await parts.clock.sleep(parts.everyMs, signal);
    }
  }

  return {
    name: "bitrix24 people",
    start: async () => {
      working ??= work();
    },
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}
