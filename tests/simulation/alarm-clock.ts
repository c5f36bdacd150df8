import type { TimerId } from "../../engine/base/ids.ts";
import type { Alarm, Offer, Rings, Scheduler } from "../../engine/ports/scheduler.ts";
import type { Chance } from "./chance.ts";
import { Actor, type Stage } from "./stage.ts";

/** How unreliable it is (shares of 1). */
export interface Forgetting {
  /** An alarm or an offer is forgotten. */
  readonly forget: number;
  readonly twice: number;
  /** It rings late, by up to ten minutes. */
  readonly late: number;
}

/**
 * A scheduler on the stage's clock. `shared`: what is offered goes to any of the workers that are alive, as a queue does.
 */
export class AlarmClock {
  readonly #stage: Stage;
  readonly #chance: Chance;
  readonly #how: () => Forgetting;
  readonly #now: () => number;
  readonly #ringer = new Actor("alarm clock");
  readonly #armed = new Map<string, number>();
  readonly #listeners = new Map<Actor, Rings>();

  /** @param of.now the clock on the wall, which may jump */
  constructor(of: {
    readonly stage: Stage;
    readonly chance: Chance;
    readonly how: () => Forgetting;
    readonly now: () => number;
  }) {
    this.#stage = of.stage;
    this.#chance = of.chance;
    this.#how = of.how;
    this.#now = of.now;
  }

  /** Everything it knew is gone. */
  amnesia(): void {
    this.#stage.note("the scheduler forgets everything");
    this.#armed.clear();
  }

  /** The scheduler as one worker sees it. */
  of(actor: Actor, shared: boolean): Scheduler {
    return {
      horizonMs: 3_600_000,
      shared,
      limited: [],
      start: async (rings) => void this.#listeners.set(actor, rings),
      wake: async (alarms) => {
        for (const alarm of alarms) this.#arm(alarm, shared ? null : actor);
      },
      unwake: async (timers) => {
        for (const timer of timers) this.#armed.delete(timer);
      },
      offer: async (offers) => {
        if (shared) for (const offer of offers) this.#offer(offer);
      },
      health: async () => ({ ok: true }),
      stop: async () => void this.#listeners.delete(actor),
    };
  }

  #arm({ timer, dueAt }: Alarm, own: Actor | null): void {
    if (this.#armed.get(timer) === dueAt || this.#chance.happens(this.#how().forget)) return;
    this.#armed.set(timer, dueAt);
    void this.#ringLater(timer, dueAt, own);
  }

  async #ringLater(timer: TimerId, dueAt: number, own: Actor | null): Promise<void> {
    const late = this.#chance.happens(this.#how().late) ? this.#chance.below(600_000) : 0;
    await this.#stage.sleep(this.#ringer, Math.max(1, dueAt + late - this.#now()));
    if (this.#armed.get(timer) !== dueAt) return;
    this.#armed.delete(timer);
    const times = this.#chance.happens(this.#how().twice) ? 2 : 1;
    for (let ring = 0; ring < times; ring++) void this.#someone(own)?.timers([timer]);
  }

  #offer({ entry }: Offer): void {
    if (this.#chance.happens(this.#how().forget)) return;
    const times = this.#chance.happens(this.#how().twice) ? 2 : 1;
    for (let ring = 0; ring < times; ring++)
      void this.#stage.sleep(this.#ringer, 1).then(() => this.#someone(null)?.entries([entry]));
  }

  #someone(own: Actor | null): Rings | undefined {
    for (const actor of [...this.#listeners.keys()]) if (actor.dead) this.#listeners.delete(actor);
    if (own !== null) return this.#listeners.get(own);
    const all = [...this.#listeners.values()];
    return all.length === 0 ? undefined : this.#chance.pick(all);
  }
}
