import { afterEach, describe, expect, test } from "vitest";
import type { InstanceId, TimerId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Alarm, Offer, Scheduler } from "../../engine/ports/scheduler.ts";
import { Ear } from "../support/ear.ts";

/** One scheduler with the clock it lives by. */
export interface SchedulerWorld {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  /** Lets so many milliseconds pass; a world in real time passes by itself and returns at once. */
  pass(ms: number): Promise<void>;
}

/** An alarm that is due so many milliseconds from now. */
export function alarmIn(world: Pick<SchedulerWorld, "clock">, ms: number, timer: string): Alarm {
  return { timer: timer as TimerId, instance: "lead/1" as InstanceId, dueAt: instant(world.clock.now() + ms) };
}

/** An offer of the lane that has no limits. */
export function offerOf(entry: string, more: Partial<Offer> = {}): Offer {
  return { entry, lane: "engine", priority: 0, ...more };
}

/**
 * What every scheduler does. Adapters add what only they can: outages, forgetfulness, jumps of the clock.
 *
 * @param begin makes a scheduler that is not started, in a world of its own
 */
export function schedulerContract(title: string, begin: () => Promise<SchedulerWorld>): void {
  describe(title, () => {
    const ends: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const end of ends.splice(0)) await end();
    });

    async function started(): Promise<SchedulerWorld & { readonly ear: Ear }> {
      const world = await begin();
      const ear = new Ear(world.clock);
      ends.push(() => world.scheduler.stop());
      await world.scheduler.start(ear);
      return { ...world, ear };
    }

    test("an alarm rings at or after its time, never before", async () => {
      const { scheduler, ear, ...world } = await started();
      const alarms = [900, 30, 700, 120, 301].map((ms) => alarmIn(world, ms, `lead/1/wait#1/timer:${ms}`));
      await scheduler.wake(alarms);
      await world.pass(1_000);
      await ear.heard(...alarms.map(({ timer }) => timer));
      for (const { timer, dueAt } of alarms) expect(ear.firstHeard(timer)).toBeGreaterThanOrEqual(dueAt);
    });

    test("an alarm whose time is past rings at once", async () => {
      const { scheduler, ear, ...world } = await started();
      await scheduler.wake([alarmIn(world, -86_400_000, "yesterday"), alarmIn(world, 0, "now")]);
      await world.pass(10);
      await ear.heard("yesterday", "now");
    });

    test("armed again for the same time, an alarm is one", async () => {
      const { scheduler, ear, ...world } = await started();
      const alarm = alarmIn(world, 2_500, "again");
      for (let time = 0; time < 5; time++) await scheduler.wake([alarm]);
      await scheduler.wake([alarm, alarm, alarmIn(world, 2_600, "fence")]);
      await world.pass(2_600);
      await ear.heard("again", "fence");
      expect(ear.times("again")).toBe(1);
    });

    test("an alarm that is called off keeps no other from ringing", async () => {
      const { scheduler, ear, ...world } = await started();
      await scheduler.wake([alarmIn(world, 200, "off"), alarmIn(world, 210, "on")]);
      await scheduler.unwake(["off" as TimerId, "never armed" as TimerId]);
      await world.pass(300);
      await ear.heard("on");
    });

    test("an alarm that rang can be armed anew", async () => {
      const { scheduler, ear, ...world } = await started();
      await scheduler.wake([alarmIn(world, 20, "daily")]);
      await world.pass(20);
      await ear.heard("daily");
      await scheduler.wake([alarmIn(world, 700, "daily")]);
      await world.pass(700);
      await ear.heardTimes("daily", 2);
    });

    test("thousands due at the same moment ring in few calls", async () => {
      const { scheduler, ear, ...world } = await started();
      const alarms = Array.from({ length: 3_500 }, (_, n) => ({ ...alarmIn(world, 0, `lead/${n}/task:a`) }));
      const dueAt = instant(world.clock.now() + 1_500);
      await scheduler.wake(alarms.map((alarm) => ({ ...alarm, dueAt })));
      await world.pass(1_500);
      await ear.heard(...alarms.map(({ timer }) => timer));
      expect(Math.max(...ear.calls)).toBeLessThanOrEqual(1_000);
      expect(ear.calls.length).toBeLessThan(20);
    });

    test("what is offered comes, each of it, in calls that the store can do in one go", async () => {
      const { scheduler, ear, ...world } = await started();
      const entries = Array.from({ length: 1_000 }, (_, n) => `lead/1/call#${n}:1`);
      await scheduler.offer(entries.map((entry) => offerOf(entry)));
      await scheduler.offer([offerOf("letter", { lane: "mail", priority: 5 }), offerOf("odd:id", { lane: "crm" })]);
      await world.pass(10);
      await ear.heard(...entries, "letter", "odd:id");
      expect(ear.calls.length).toBeLessThan(500);
    });

    test("a handler that rejects is called again", async () => {
      const { scheduler, ear, ...world } = await started();
      ear.failNext(2);
      await scheduler.wake([alarmIn(world, 5, "heard at last")]);
      await scheduler.offer([offerOf("entry:1")]);
      await world.pass(60_000);
      await ear.heard("heard at last", "entry:1");
      expect(ear.failed).toBe(2);
    });

    test("the end waits for handlers that run, and then nothing rings any more", async () => {
      const { scheduler, ear, ...world } = await started();
      const release = ear.holdNext();
      await scheduler.offer([offerOf("slow:1")]);
      await world.pass(10);
      await ear.called();
      let ended = false;
      const end = scheduler.stop().then(() => {
        ended = true;
      });
      await world.pass(1);
      expect(ended).toBe(false);
      release();
      await world.pass(5_000);
      await end;
      expect(ear.times("slow:1")).toBe(1);
      const calls = ear.calls.length;
      await scheduler.wake([alarmIn(world, 0, "too late")]);
      await scheduler.offer([offerOf("too late")]);
      await world.pass(1_000);
      expect(ear.calls.length).toBe(calls);
    });

    test("it knows that it is well", async () => {
      const { scheduler } = await started();
      expect(await scheduler.health()).toEqual({ ok: true });
    });
  });
}
