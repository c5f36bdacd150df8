import { StoreUnavailable } from "../base/unavailable.ts";
import type { Clock } from "../ports/clock.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { CommitResult, Instances, Move } from "../ports/store.ts";

/** Fewer moves than this are not parted: a transaction costs as much as they do. */
const SHARE_MIN = 25;

interface Waiting {
  readonly move: Move;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers the moves of many instances that are ready at the same time into one transaction: the largest lever there is
 * on a store that must sync to disk. Nobody is answered before the transaction is durable.
 */
export class GroupCommit {
  readonly #instances: Instances;
  readonly #clock: Clock;
  readonly #metrics: Metrics | undefined;
  readonly #limits: { readonly groupMax: number; readonly groupsAtOnce: number };
  #queue: Waiting[] = [];
  #writing = 0;
  #gathering = false;

  constructor(
    of: { readonly instances: Instances; readonly clock: Clock; readonly metrics?: Metrics | undefined },
    limits: { readonly groupMax: number; readonly groupsAtOnce: number },
  ) {
    this.#instances = of.instances;
    this.#clock = of.clock;
    this.#metrics = of.metrics;
    this.#limits = limits;
  }

  /** Resolves when the move is durable, or was refused by a guard. @throws {StoreUnavailable} */
  commit(move: Move): Promise<CommitResult> {
    const { promise, resolve, reject } = Promise.withResolvers<CommitResult>();
    this.#queue.push({ move, resolve, reject });
    void this.#gather();
    return promise;
  }

  /** Lets everybody who is ready in this turn come along. */
  async #gather(): Promise<void> {
    if (this.#gathering || this.#writing >= this.#limits.groupsAtOnce) return;
    this.#gathering = true;
    await this.#clock.sleep(0);
    this.#gathering = false;
    const group = this.#queue.splice(0, this.#share());
    if (group.length > 0) await this.#write(group);
    if (this.#queue.length > 0) void this.#gather();
  }

  /**
   * Where several can write, a group leaves some for the next: while the database writes one, what follows from the
   * other is decided here.
   */
  #share(): number {
    const { groupMax, groupsAtOnce } = this.#limits;
    const even = Math.ceil(this.#queue.length / (groupsAtOnce - this.#writing));
    return Math.min(groupMax, Math.max(SHARE_MIN, even));
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    this.#writing += 1;
    try {
      if (this.#queue.length > 0) void this.#gather();
      const begun = this.#clock.now();
      const results = await this.#instances.commit(group.map(({ move }) => move));
      this.#metrics?.observe("ordo_commit_seconds", (this.#clock.now() - begun) / 1000);
      this.#metrics?.observe("ordo_commit_moves", group.length);
      group.forEach(({ resolve }, index) => resolve(results[index] as CommitResult));
    } catch (error) {
      if (error instanceof StoreUnavailable || group.length === 1) for (const { reject } of group) reject(error);
      // One member that cannot be stored at all must not take the others with it. Those that are there already say so.
      else for (const one of group) await this.#write([one]);
    } finally {
      this.#writing -= 1;
    }
  }
}
