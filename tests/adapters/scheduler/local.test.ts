import { describe, expect, test } from "vitest";
import { LocalScheduler } from "../../../adapters/scheduler/local/local-scheduler.ts";
import { instant } from "../../../engine/base/instant.ts";
import { alarmIn, offerOf, schedulerContract } from "../../contracts/scheduler.ts";
import { Ear } from "../../support/ear.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const START = Date.UTC(2026, 10, 23, 9);
const DAY_MS = 86_400_000;

schedulerContract("the local scheduler keeps the contract", async () => {
  const clock = new VirtualClock(START);
  return { scheduler: new LocalScheduler({ clock }), clock, pass: (ms) => clock.pass(ms) };
});

describe("the local alarm clock", () => {
  async function started(options: { readonly alarmsMax?: number } = {}) {
    const clock = new VirtualClock(START);
    const ear = new Ear(clock);
    const scheduler = new LocalScheduler({ clock, ...options });
    await scheduler.start(ear);
    return { clock, ear, scheduler };
  }

  test("an alarm beyond what the platform's timers can wait rings at its time, not at once", async () => {
    const { clock, ear, scheduler } = await started();
    await scheduler.wake([alarmIn({ clock }, 40 * DAY_MS, "in forty days")]);
    await clock.pass(DAY_MS / 24);
    clock.jump(40 * DAY_MS - DAY_MS / 24 - 60_000);
    await clock.pass(59_999);
    expect(ear.times("in forty days")).toBe(0);
    await clock.pass(1);
    expect(ear.times("in forty days")).toBe(1);
    await scheduler.stop();
  });

  test("a clock set back lets nothing ring early", async () => {
    const { clock, ear, scheduler } = await started();
    const alarm = alarmIn({ clock }, 10_000, "at ten");
    await scheduler.wake([alarm]);
    await clock.pass(5_000);
    clock.jump(-3_600_000);
    await clock.pass(3_600_000);
    expect(ear.times("at ten")).toBe(0);
    await clock.pass(65_000);
    expect(ear.firstHeard("at ten")).toBeGreaterThanOrEqual(alarm.dueAt);
    await scheduler.stop();
  });

  test("a clock set forward, or a machine that slept, is caught up with within a minute", async () => {
    const { clock, ear, scheduler } = await started();
    const alarms = [2, 5, 8].map((hours) => alarmIn({ clock }, hours * 3_600_000, `in ${hours} h`));
    await scheduler.wake(alarms);
    clock.jump(6 * 3_600_000);
    await clock.pass(60_000);
    expect(["in 2 h", "in 5 h", "in 8 h"].map((timer) => ear.times(timer))).toEqual([1, 1, 0]);
    await scheduler.stop();
  });

  test("an alarm set for another time rings at that one only", async () => {
    const { clock, ear, scheduler } = await started();
    await scheduler.wake([alarmIn({ clock }, 100, "moved")]);
    await scheduler.wake([alarmIn({ clock }, 500, "moved")]);
    await clock.pass(499);
    expect(ear.times("moved")).toBe(0);
    await clock.pass(1);
    expect(ear.times("moved")).toBe(1);
    await scheduler.stop();
  });

  test("a sooner alarm does not wait for a later one that came first", async () => {
    const { clock, ear, scheduler } = await started();
    await scheduler.wake([alarmIn({ clock }, 50_000, "later")]);
    await clock.pass(10);
    await scheduler.wake([alarmIn({ clock }, 20, "sooner")]);
    await clock.pass(20);
    expect(ear.times("sooner")).toBe(1);
    await scheduler.stop();
  });

  test("an alarm that was called off does not ring", async () => {
    const { clock, ear, scheduler } = await started();
    const { timer, ...alarm } = alarmIn({ clock }, 100, "off");
    await scheduler.wake([{ timer, ...alarm }]);
    await scheduler.unwake([timer]);
    await clock.pass(1_000);
    expect(ear.times("off")).toBe(0);
    await scheduler.stop();
  });

  test("beyond its bound it takes no alarms, and takes them again when others have rung", async () => {
    const { clock, ear, scheduler } = await started({ alarmsMax: 100 });
    const alarms = Array.from({ length: 150 }, (_, n) => alarmIn({ clock }, 1_000, `timer ${n}`));
    await scheduler.wake(alarms);
    await clock.pass(1_000);
    expect(alarms.filter(({ timer }) => ear.times(timer) === 1)).toHaveLength(100);
    await scheduler.wake(alarms.slice(100));
    await clock.pass(10);
    expect(alarms.filter(({ timer }) => ear.times(timer) === 1)).toHaveLength(150);
    await scheduler.stop();
  });

  test("a handler that hangs keeps no other alarm from ringing in time", async () => {
    const { clock, ear, scheduler } = await started();
    const release = ear.holdNext();
    await scheduler.wake([alarmIn({ clock }, 10, "hangs")]);
    await clock.pass(10);
    await ear.called();
    release();
    const other = alarmIn({ clock }, 20, "other");
    await scheduler.wake([other]);
    await clock.pass(20);
    expect(ear.firstHeard("other")).toBe(other.dueAt);
    await scheduler.stop();
  });

  test("entries offered together come in one call, the urgent first", async () => {
    const { clock, scheduler } = await started();
    const heard: string[] = [];
    await scheduler.start({ timers: async () => {}, entries: async (entries) => void heard.push(...entries) });
    await scheduler.offer([offerOf("c", { priority: 9 }), offerOf("a"), offerOf("b", { priority: 1 }), offerOf("a")]);
    await clock.pass(1);
    expect(heard).toEqual(["a", "b", "c"]);
    await scheduler.stop();
  });

  test("100,000 alarms set and called off in any order leave the others in order", async () => {
    const { clock, scheduler } = await started();
    const rung: string[] = [];
    await scheduler.start({ timers: async (timers) => void rung.push(...timers), entries: async () => {} });
    const due = (n: number): number => START + 1_000 + ((n * 7_919) % 100_003);
    const alarms = Array.from({ length: 100_000 }, (_, n) => ({
      ...alarmIn({ clock }, 0, `${n}`),
      dueAt: instant(due(n)),
    }));
    await scheduler.wake(alarms);
    await scheduler.unwake(alarms.filter((_, n) => n % 3 !== 0).map(({ timer }) => timer));
    clock.jump(200_000);
    await clock.pass(60_000);
    const expected = alarms.flatMap((_, n) => (n % 3 === 0 ? [due(n)] : [])).sort((a, b) => a - b);
    // Between batches others have their turn.
    for (let turns = 0; turns < 100 && rung.length < expected.length; turns++) await clock.pass(0);
    expect(rung.length).toBe(expected.length);
    expect(rung.every((timer, at) => due(Number(timer)) === expected[at])).toBe(true);
    await scheduler.stop();
  });
});
