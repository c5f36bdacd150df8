import type { InstanceId } from "../../../engine/base/ids.ts";
import { id } from "../../../engine/base/ids.ts";
import type { CommitResult } from "../../../engine/ports/store.ts";
import { fitText } from "../fit-text.ts";
import { type Looked, pairOf } from "./look.ts";
import type { Prepared } from "./prepare.ts";

/** A member of a group and what becomes of it. */
export interface Judged {
  readonly prepared: Prepared;
  readonly result: CommitResult;
}

/**
 * Which moves of a group stand, by what was looked up and by the moves of the group that stand before them. Pure.
 *
 * @param there instances whose history holds exactly this move already: an earlier attempt was committed unheard
 */
export function judge(moves: readonly Prepared[], looked: Looked, there: ReadonlySet<string>): readonly Judged[] {
  const group = new Group(looked);
  return moves.map((prepared) => {
    const { instance } = prepared.move;
    const bytes = looked.instances.get(instance)?.bytes ?? 0;
    if (there.has(instance)) return { prepared, result: { kind: "committed", historyBytes: bytes } };
    const refusal = group.refusalOf(prepared);
    if (refusal !== null) return { prepared, result: refusal };
    group.take(prepared);
    return { prepared, result: { kind: "committed", historyBytes: bytes + prepared.bytes } };
  });
}

/** A queue is changed by one move of a group: nobody has read this revision. */
const CHANGED = -1;

/** What was there, and what moves of the same group have taken since. */
class Group {
  readonly #looked: Looked;
  readonly #inbox: Map<string, { readonly instance: string | null; readonly sequence: number }>;
  readonly #keys: Map<string, string>;
  readonly #once: Set<string>;
  readonly #queues: Map<string, number>;
  readonly #turns: Map<string, string>;

  constructor(looked: Looked) {
    this.#looked = looked;
    this.#inbox = new Map(looked.inbox);
    this.#keys = new Map(looked.keys);
    this.#once = new Set(looked.once);
    this.#queues = new Map(looked.queues);
    this.#turns = new Map(looked.turns);
  }

  refusalOf({ move }: Prepared): CommitResult | null {
    const { fence, instance, expected } = move;
    if (fence !== null && this.#looked.fences.get(fence.worker) !== fence.epoch) return { kind: "fenced" };
    for (const one of move.inbox) {
      const before = this.#inbox.get(fitText(one));
      if (before) return { kind: "handledBefore", instance: nullable(before.instance), sequence: before.sequence };
    }
    if ((this.#looked.instances.get(instance)?.revision ?? 0) !== expected) return { kind: "conflict" };
    return this.#refusalOfReserves(move);
  }

  #refusalOfReserves({ reserves, after }: Prepared["move"]): CommitResult | null {
    const { key, once, waiting, turns } = reserves;
    const holder = key === null ? undefined : this.#keys.get(pairOf(after.process, key));
    if (holder !== undefined) return { kind: "keyTaken", instance: id<InstanceId>(holder) };
    if (once !== null && this.#once.has(pairOf(after.process, once))) return { kind: "onceTaken" };
    const queueKey = key ?? after.key ?? "";
    const revision = this.#queues.get(pairOf(after.process, queueKey)) ?? 0;
    if (waiting !== null && revision !== waiting.revision) return { kind: "conflict" };
    return turns.some(({ group, from }) => (this.#turns.get(fitText(group)) ?? null) !== from)
      ? { kind: "conflict" }
      : null;
  }

  take({ move: { instance, inbox, reserves, after } }: Prepared): void {
    for (const one of inbox) this.#inbox.set(fitText(one), { instance, sequence: after.sequence });
    const { key, once, waiting, turns } = reserves;
    if (key !== null) this.#keys.set(pairOf(after.process, key), instance);
    if (once !== null) this.#once.add(pairOf(after.process, once));
    if (waiting !== null) this.#queues.set(pairOf(after.process, key ?? after.key ?? ""), CHANGED);
    for (const { group, to } of turns) this.#turns.set(fitText(group), to);
  }
}

function nullable(instance: string | null): InstanceId | null {
  return instance === null ? null : id<InstanceId>(instance);
}
