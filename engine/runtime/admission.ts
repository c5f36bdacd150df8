import type { InstanceId } from "../base/ids.ts";
import { mergeEvents } from "./occurrence.ts";
import type { StartRequest } from "./start-request.ts";

/** What the shell knows about the request's key and once value when it decides. */
export interface Standing {
  /** The live instance of this process with this key. */
  readonly live: InstanceId | null;
  /** Was an instance ever started for this `once` value? */
  readonly startedOnce: boolean;
  /** Starts that wait for the live instance to end, in order. */
  readonly waiting: readonly StartRequest[];
}

/** What becomes of a start. */
export type Admission =
  | { readonly kind: "start" }
  /** One is live already and answers for it. */
  | { readonly kind: "live"; readonly instance: InstanceId }
  /** `once` was used up: nothing new. */
  | { readonly kind: "before" }
  /** It waits for the live one to end; the queue as it is now. */
  | { readonly kind: "waits"; readonly waiting: readonly StartRequest[]; readonly merged: boolean };

/**
 * Whether a start that passed its `where` begins now, is answered, or waits (language §2, `key`, `whenLive`, `once`).
 * A waiting event meets an earlier one of the same record and start and becomes one with it, in the earlier one's place;
 * events of different records never meet.
 */
export function admit(request: StartRequest, standing: Standing): Admission {
  if (request.once !== null && standing.startedOnce) return { kind: "before" };
  if (request.key === null || (standing.live === null && standing.waiting.length === 0)) return { kind: "start" };
  if (request.whenLive === "answer" && standing.live !== null) return { kind: "live", instance: standing.live };
  const place = standing.waiting.findIndex((earlier) => isMergeable(earlier, request));
  const earlier = standing.waiting[place];
  if (!earlier) return { kind: "waits", waiting: [...standing.waiting, request], merged: false };
  return { kind: "waits", waiting: standing.waiting.with(place, merged(earlier, request)), merged: true };
}

function isMergeable(earlier: StartRequest, later: StartRequest): boolean {
  const [one, other] = [earlier.occurrence, later.occurrence];
  return (
    earlier.start === later.start &&
    one.kind === "event" &&
    other.kind === "event" &&
    one.record !== null &&
    one.record === other.record
  );
}

function merged(earlier: StartRequest, later: StartRequest): StartRequest {
  if (earlier.occurrence.kind !== "event" || later.occurrence.kind !== "event") return later;
  return { ...later, occurrence: mergeEvents(earlier.occurrence, later.occurrence) };
}
