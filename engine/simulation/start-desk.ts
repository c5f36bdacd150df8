import type { InstanceId } from "../base/ids.ts";
import { type Admission, admit } from "../runtime/admission.ts";
import type { StartRequest } from "../runtime/start-request.ts";

/** Keys in use, `once` values used up and starts that wait, of all processes. A store keeps the same in tables. */
export class StartDesk {
  readonly #live = new Map<string, InstanceId>();
  readonly #keyOf = new Map<InstanceId, string>();
  readonly #once = new Set<string>();
  readonly #waiting = new Map<string, readonly StartRequest[]>();
  readonly #seen = new Set<string>();

  /** True the first time: an event that is delivered again starts nothing new. */
  isNew(occurrence: string): boolean {
    if (this.#seen.has(occurrence)) return false;
    this.#seen.add(occurrence);
    return true;
  }

  /** What becomes of the request; where it waits, it is in the queue already. */
  admit(request: StartRequest): Admission {
    const key = slot(request.process, request.key);
    const admission = admit(request, {
      live: key === null ? null : (this.#live.get(key) ?? null),
      startedOnce: request.once !== null && this.#once.has(`${request.process} ${request.once}`),
      waiting: key === null ? [] : (this.#waiting.get(key) ?? []),
    });
    if (admission.kind === "waits" && key !== null) this.#waiting.set(key, admission.waiting);
    if (request.once !== null && (admission.kind === "start" || admission.kind === "waits"))
      this.#once.add(`${request.process} ${request.once}`);
    return admission;
  }

  liveWith(process: string, key: string | null): InstanceId | null {
    const at = slot(process, key);
    return at === null ? null : (this.#live.get(at) ?? null);
  }

  started(process: string, key: string | null, instance: InstanceId): void {
    const at = slot(process, key);
    if (at === null) return;
    this.#live.set(at, instance);
    this.#keyOf.set(instance, at);
  }

  /** The instance ended (or its start was refused): the start that waited longest for its key, or null. */
  next(process: string, key: string | null, instance: InstanceId | null): StartRequest | null {
    const at = (instance === null ? undefined : this.#keyOf.get(instance)) ?? slot(process, key);
    if (at === null) return null;
    if (instance === null || this.#live.get(at) === instance) this.#live.delete(at);
    const [first, ...rest] = this.#waiting.get(at) ?? [];
    this.#waiting.set(at, rest);
    return first ?? null;
  }
}

function slot(process: string, key: string | null): string | null {
  return key === null ? null : `${process} ${key}`;
}
