import { setTimeout as sleep } from "node:timers/promises";
import {
  id as brand,
  type CommandId,
  type InstanceId,
  type ProcessId,
  type TaskId,
  type UserId,
} from "../../engine/base/ids.ts";
import { messageCalled } from "../../engine/runtime/occurrence.ts";
import type { UseCases } from "../../engine/runtime/use-cases.ts";
import type { Chance } from "../simulation/chance.ts";
import { PAID } from "./company.ts";

/** Orders that may be under way at once. */
const LIVE_MAX = 120;
/** Orders started at once. */
const BATCH = 6;
/** Tasks looked at at once. */
const TASKS_MAX = 200;
/** People look and start again so often; a payment comes within so long. Milliseconds. */
const LOOK_MS = 250;
const PAID_MS_MAX = 9_000;
/** An answer that does not come by then is not waited for, and how long until the same is asked again. Milliseconds. */
const ANSWER_MS_MAX = 10_000;
const AGAIN_MS = 200;
/** A command that the engine does not answer for so long is lost: no fault lasts longer. */
const TRIES_MAX = 600;

const ORDER = brand<ProcessId>("crash-order");
const CLERK = brand<UserId>("clerk-1");

/** A command that the engine acknowledged: it must be in the history of that instance for ever. */
export interface Acknowledged {
  readonly command: string;
  readonly instance: InstanceId;
}

/**
 * People and the outside world: starts orders, pays for them, completes tasks. Who gets no answer asks again with the
 * same id, as a browser or a webhook does, until there is one.
 */
export class Office {
  readonly acknowledged: Acknowledged[] = [];
  /** Numbers of orders that were acknowledged, with their instance. */
  readonly orders = new Map<number, InstanceId>();
  /** What was answered and should not have been. */
  readonly strange: string[] = [];
  /** When answers came, milliseconds of the wall clock: what outages are measured by. */
  readonly answers: number[] = [];
  /** Questions that got no answer and were asked again. */
  unanswered = 0;
  readonly #reach: () => Promise<UseCases>;
  readonly #chance: Chance;
  readonly #handled = new Set<TaskId>();
  readonly #errands = new Set<Promise<void>>();
  #isOpen = true;
  /** False when the last start was answered. */
  #isStarting = true;
  #isOver = false;
  #numbers = 0;

  /** @param reach the use cases, over whichever way is open now; may fail */
  constructor(reach: () => Promise<UseCases>, chance: Chance) {
    this.#reach = reach;
    this.#chance = chance;
  }

  /** Works until {@link Office.leave}. */
  async work(): Promise<void> {
    await Promise.all([this.#starting(), this.#completing()]);
    await Promise.all(this.#errands);
  }

  /** Starts nothing new. */
  shut(): void {
    this.#isOpen = false;
  }

  leave(): void {
    this.#isOver = true;
  }

  /** Are all orders and parts over? */
  async isDone(): Promise<boolean> {
    // A start that has no answer yet is perhaps no instance yet.
    if (this.#isStarting || this.#errands.size > 0) return false;
    const { rows } = await this.asked((use) => use.instances({ status: ["running", "suspended"] }, { limit: 1 }));
    return rows.length === 0;
  }

  /** Asks until there is an answer. */
  async asked<Answer>(question: (useCases: UseCases) => Promise<Answer>): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      try {
        const answer = await within(ANSWER_MS_MAX, this.#reach().then(question));
        this.answers.push(Date.now());
        return answer;
      } catch (error) {
        this.unanswered += 1;
        if (tries >= TRIES_MAX) throw error;
        await sleep(AGAIN_MS);
      }
    }
  }

  async #starting(): Promise<void> {
    while (this.#isOpen) {
      const { rows } = await this.asked((use) =>
        use.instances({ process: ORDER, status: ["running"] }, { limit: LIVE_MAX }),
      );
      const room = Math.min(BATCH, LIVE_MAX - rows.length);
      await Promise.all(Array.from({ length: room }, () => this.#startOne()));
      await sleep(LOOK_MS);
    }
    this.#isStarting = false;
  }

  async #startOne(): Promise<void> {
    const number = ++this.#numbers;
    const id = brand<CommandId>(`start-${number}`);
    const order = { id, process: ORDER, input: { number }, by: CLERK };
    const outcome = await this.asked((use) => use.start(order));
    if (outcome.kind !== "started" && outcome.kind !== "live") {
      this.strange.push(`start of order ${number}: ${JSON.stringify(outcome)}`);
      return;
    }
    this.orders.set(number, outcome.instance);
    const errand = this.#pay(number);
    this.#errands.add(errand);
    void errand.finally(() => this.#errands.delete(errand));
  }

  /** Pays once, and says it twice. It may well come before anybody listens. */
  async #pay(number: number): Promise<void> {
    await sleep(this.#chance.below(PAID_MS_MAX));
    const at = { $type: "date and time", value: new Date().toISOString() } as const;
    const message = messageCalled(
      PAID,
      { key: String(number), fields: {} },
      {
        ...{ id: `paid-${number}`, at, actor: null, cause: null },
      },
    );
    for (let times = 0; times < 2; times++) await this.asked((use) => use.occur(message));
  }

  async #completing(): Promise<void> {
    while (!this.#isOver) {
      const { rows } = await this.asked((use) => use.tasks({ limit: TASKS_MAX }));
      const open = rows.filter(({ id }) => !this.#handled.has(id));
      await Promise.all(open.map(({ id, instance }) => this.#complete(id, instance)));
      await sleep(LOOK_MS);
    }
  }

  async #complete(task: TaskId, instance: InstanceId): Promise<void> {
    this.#handled.add(task);
    const id = brand<CommandId>(`complete-${task}`);
    const body = { kind: "complete", task, outcome: "done", form: {}, comment: null } as const;
    const outcome = await this.asked((use) => use.act({ id, by: CLERK, instance, body }));
    if (outcome.kind === "accepted") this.acknowledged.push({ command: id, instance });
    else this.strange.push(`completing ${task}: ${outcome.code} ${outcome.reason.en}`);
  }
}

async function within<Answer>(ms: number, answer: Promise<Answer>): Promise<Answer> {
  const stop = new AbortController();
  const late = sleep(ms, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  late.catch(() => {});
  answer.catch(() => {});
  try {
    return await Promise.race([answer, late]);
  } finally {
    stop.abort();
  }
}
