import { id as brand } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import type { Note } from "../instance/state.ts";
import type { Fence } from "../ports/store.ts";
import type { EngineOptions, EnginePorts } from "./engine-ports.ts";
import type { Duty } from "./worker.ts";

/** It looks every so many recoveries. */
const EVERY = 6;
/** A timer later than this while a worker was healthy is an incident. Milliseconds. */
const LATE_MS = 60_000;
const FOUND_MAX = 100;
/** More suspects than this are forgotten and found again. */
const SUSPECTS_MAX = 10_000;

/**
 * Watches over the promises while the engine runs: an instance that nothing can wake, and a timer that is late although
 * a worker was there, become incidents; nobody has to notice by himself. After a time in which nobody worked it says so
 * once, and not for every timer.
 */
export function sentinel(
  { store, logger }: Pick<EnginePorts, "store" | "logger">,
  { recoveryMs }: Pick<EngineOptions, "recoveryMs">,
): Duty {
  const everyMs = EVERY * recoveryMs;
  const heldMs = 3 * everyMs;
  let lookedAt: Instant | null = null;
  /**
   * Instances found without a wake-up, and the revision they had: one look alone could have come between two moves. Kept
   * over looks, because of many instances each look sees only a part.
   */
  const suspects = new Map<string, number>();

  async function run(fence: Fence, now: Instant): Promise<void> {
    if (!(await store.workers.hold("sentinel", fence, now, instant(now + heldMs)))) return;
    const since = lookedAt;
    lookedAt = now;
    await watchSleepless(now);
    await watchTimers(now, since);
  }

  async function watchSleepless(now: Instant): Promise<void> {
    const found = await store.queries.sleepless(FOUND_MAX);
    for (const row of found.filter(({ id, revision }) => suspects.get(id) === revision)) {
      logger.error("instance without a wake-up", { instance: row.id });
      await store.queries.raise({
        id: `sleepless:${row.id}`,
        instance: row.id,
        process: row.process,
        step: null,
        code: "NO_WAKE_UP",
        message: NO_WAKE_UP.message,
        remedy: NO_WAKE_UP.remedy,
        resolution: "none",
        at: now,
      });
    }
    if (suspects.size > SUSPECTS_MAX) suspects.clear();
    for (const { id, revision } of found) suspects.set(id, revision);
  }

  async function watchTimers(now: Instant, since: Instant | null): Promise<void> {
    const counts = await store.queries.counts(now);
    if (counts.lateTimers === 0 || counts.latestTimerMs < LATE_MS) return;
    const wasHealthy = since !== null && now - since < 2 * everyMs;
    // Where nobody worked they are late for a reason that is told once.
    const [code, says] = wasHealthy ? (["TIMER_LATE", LATE] as const) : (["DOWNTIME", DOWNTIME] as const);
    logger.warn(wasHealthy ? "timers late" : "timers late after downtime", {
      timers: counts.lateTimers,
      latestMs: counts.latestTimerMs,
    });
    await store.queries.raise({
      id: `${code.toLowerCase()}:${Math.floor(now / DAY_MS)}`,
      instance: null,
      process: brand(""),
      step: null,
      code,
      message: says.message(counts.lateTimers, Math.round(counts.latestTimerMs / 60_000)),
      remedy: says.remedy,
      resolution: "none",
      at: now,
    });
  }

  return { name: "sentinel", everyMs, run };
}

const DAY_MS = 24 * 3600 * 1000;

const NO_WAKE_UP = {
  message: {
    ru: "Процесс никого и ничего не ждёт и сам не продолжится: так быть не должно.",
    en: "The instance waits for nobody and nothing and will not go on by itself: that must not be.",
  },
  remedy: {
    ru: "Посмотрите «ordo why», отмените процесс (ordo cancel) и запустите снова; сообщите разработчикам.",
    en: "See `ordo why`, cancel the instance (ordo cancel) and start it again; tell the developers.",
  },
};

const LATE = {
  message: (timers: number, minutes: number): Note => ({
    ru: `Сроки срабатывают с опозданием: ждут ${timers}, самый поздний опоздал на ${minutes} мин.`,
    en: `Timers fire late: ${timers} are waiting, the latest is ${minutes} min late.`,
  }),
  remedy: {
    ru: "Проверьте нагрузку и работников (ordo doctor, ordo workers).",
    en: "Look at the load and the workers (ordo doctor, ordo workers).",
  },
};

const DOWNTIME = {
  message: (timers: number, minutes: number): Note => ({
    ru: `Движок не работал; за это время наступило сроков: ${timers}, самый ранний — ${minutes} мин. назад. Они срабатывают сейчас.`,
    en: `The engine was not running; meanwhile ${timers} timers fell due, the first ${minutes} min ago. They fire now.`,
  }),
  remedy: {
    ru: "Ничего делать не нужно. Узнайте, почему движок стоял.",
    en: "Nothing needs doing. Find out why the engine stood still.",
  },
};
