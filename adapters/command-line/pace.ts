import { setTimeout as sleep } from "node:timers/promises";
import { wrongUse } from "../complaint.ts";

/** Starts asked for at once where nothing limits them. */
const COUNT_MAX = 25;
/** How long one step may take at a pace, so that it goes evenly. Milliseconds. */
const STEP_MS = 500;

/** How fast a batch goes. */
export interface Pace {
  /** Starts of one step. */
  readonly count: number;
  /** Waits until so many may have been done. Ends early where it is told to stop. */
  after(done: number, signal: AbortSignal): Promise<void>;
}

/** `5/s`, `100/m` as starts a minute. @throws {Complaint} for anything else */
export function perMinuteOf(text: string): number {
  const found = /^(\d{1,6})\s*\/\s*(s|m|с|м)$/i.exec(text.trim());
  const count = Number(found?.[1] ?? 0);
  if (found && count > 0) return /[sс]/i.test(found[2] ?? "") ? count * 60 : count;
  throw wrongUse(
    { ru: `--rate ${text}: это не скорость.`, en: `--rate ${text} is no rate.` },
    {
      ru: "Например: --rate 5/s (в секунду) или --rate 100/m (в минуту).",
      en: "For example: --rate 5/s or --rate 100/m.",
    },
  );
}

/**
 * A pace from now on: never more than it allows since it began, whatever the single steps take.
 *
 * @param perMinute null: as fast as it goes
 * @param now milliseconds that never go back. @default the machine's
 */
export function paceOf(
  perMinute: number | null,
  now: () => number = () => performance.now(),
  pause: (ms: number, signal: AbortSignal) => Promise<unknown> = paused,
): Pace {
  if (perMinute === null) return { count: COUNT_MAX, after: async () => {} };
  const begun = now();
  const msEach = 60_000 / perMinute;
  let all = 0;
  return {
    count: Math.max(1, Math.min(COUNT_MAX, Math.floor(STEP_MS / msEach))),
    async after(done, signal) {
      all += done;
      const wait = begun + all * msEach - now();
      if (wait > 0 && !signal.aborted) await pause(wait, signal);
    },
  };
}

async function paused(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
