import type { InstanceId, UserId } from "../base/ids.ts";
import type { Value, ValueMap } from "../base/value.ts";
import type { Definition, FormStart } from "../definition/model.ts";
import { ExpressionError, incidentText } from "../expression/index.ts";
import type { Answer } from "../instance/command.ts";
import { matchesFilter } from "../record/record-filter.ts";
import { deliveriesTo } from "../runtime/deliveries.ts";
import { formFor, NOT_YOURS } from "../runtime/may-start.ts";
import { type Meeting, meetStarts } from "../runtime/meet-starts.ts";
import type { Occurrence } from "../runtime/occurrence.ts";
import { inputOf, requestByHand, requesterOf, requestOf, type StartRequest } from "../runtime/start-request.ts";
import { StartDesk } from "./start-desk.ts";
import type { World } from "./world.ts";
import type { Host } from "./world-parts.ts";

/** What a start came to. */
export type StartAnswer =
  | { readonly kind: "started"; readonly host: Host }
  /** A live instance has the key and answers for it. */
  | { readonly kind: "live"; readonly instance: InstanceId }
  /** `once` was used up. */
  | { readonly kind: "before" }
  | { readonly kind: "waits" }
  | { readonly kind: "rejected"; readonly code: string; readonly answer: Answer | null };

/** What arrives from outside, and which instances it wakes and starts. */
export interface Arrivals {
  /** An event or message: first those who wait for it, then those it starts. */
  arrive(occurrence: Occurrence): void;
  scheduled(definition: Definition, occurrence: Occurrence & { kind: "schedule" }): void;
  byHand(definition: Definition, occurrence: Occurrence & { kind: "form" }): StartAnswer;
  run(definition: Definition, order: RunOrder, awaited: ((child: Host) => void) | null): StartAnswer;
  ended(host: Host): void;
  /** A step waits for a message that may be here already. */
  subscribed(host: Host): void;
}

export interface RunOrder {
  readonly input: ValueMap;
  readonly key: string | null;
  readonly requester: UserId | null;
  readonly cause: ValueMap;
}

/** How long a message waits for somebody to listen, in milliseconds: the longest holidays and a few days. */
const MESSAGE_KEPT_MS = 14 * 24 * 3600 * 1000;

/** The arrivals of one world, with its own desk of keys and starts that wait. */
export function openArrivals(world: World): Arrivals {
  const desk = new StartDesk();
  const awaited = new Map<InstanceId, ((child: Host) => void)[]>();
  let buffered: { readonly message: Occurrence & { kind: "message" }; readonly until: number }[] = [];

  function arrive(occurrence: Occurrence): void {
    if (!desk.isNew(occurrence.id)) return;
    const wasHeard = deliver(occurrence);
    const isMet = world.options.definitions.map((definition) => meet(definition, occurrence)).includes(true);
    if (occurrence.kind === "message" && !wasHeard && !isMet)
      buffered.push({ message: occurrence, until: world.now + MESSAGE_KEPT_MS });
  }

  /** Tells the living who wait for it. A message is for one instance, an event for all. */
  function deliver(occurrence: Occurrence): boolean {
    const current: Value =
      occurrence.kind === "event" && occurrence.record !== null ? world.book.snapshot(occurrence.record) : null;
    let wasHeard = false;
    for (const host of [...world.live.values()]) {
      const deliveries = deliveriesTo(host.instance, occurrence, current);
      for (const { activation, event } of deliveries) {
        if (activation in host.instance.activations) world.handle(host, null, { kind: "deliver", activation, event });
      }
      wasHeard ||= deliveries.length > 0;
      if (occurrence.kind === "message" && wasHeard) return true;
    }
    return wasHeard;
  }

  /** Starts what the occurrence meets; true where it met something. */
  function meet(definition: Definition, occurrence: Occurrence): boolean {
    const meetings = meetStarts(definition, occurrence, world.startFacts);
    for (const meeting of meetings) {
      if (meeting.kind === "incident") report(definition, meeting.code, meeting.message);
      else for (const element of elementsOf(meeting)) accept(definition, { meeting, occurrence, element });
    }
    return meetings.length > 0;
  }

  function elementsOf(meeting: Meeting & { kind: "met" }): readonly (Value | undefined)[] {
    if (meeting.find === null) return meeting.elements ?? [undefined];
    const { type, filter } = meeting.find;
    return world.book.refsOf(type).filter((ref) => matchesFilter(world.book.snapshot(ref) ?? {}, filter));
  }

  function accept(
    definition: Definition,
    of: { readonly meeting: Meeting; readonly occurrence: Occurrence; readonly element: Value | undefined },
  ): void {
    guarded(definition, () => {
      const answer = admit(definition, requestOf(definition, of.meeting.start, of, world.startFacts));
      if (answer.kind === "rejected" && answer.answer?.kind === "rejected")
        report(definition, answer.code, answer.answer.reason);
    });
  }

  function admit(definition: Definition, request: StartRequest): StartAnswer {
    const admission = desk.admit(request);
    return admission.kind === "start" ? begin(definition, request) : admission;
  }

  function begin(definition: Definition, request: StartRequest): StartAnswer {
    const { occurrence, key, start } = request;
    const cause = occurrence.kind === "event" ? { event: occurrence.name, id: occurrence.id } : null;
    const input = inputOf(definition, request, world.startFacts);
    return launch(definition, { input, key, requester: requesterOf(occurrence), cause, start });
  }

  function launch(
    definition: Definition,
    order: Omit<RunOrder, "cause"> & { readonly cause: ValueMap | null; readonly start: number | null },
  ): StartAnswer {
    const { answer, host } = world.begin(definition, { kind: "start", ...order });
    if (host) {
      desk.started(definition.process, order.key, host.id);
      return { kind: "started", host };
    }
    next(definition, order.key, null);
    return { kind: "rejected", code: answer.kind === "rejected" ? answer.code : "REJECTED", answer };
  }

  /** The start that waited longest for the key begins. */
  function next(definition: Definition, key: string | null, ended: InstanceId | null): void {
    const request = desk.next(definition.process, key, ended);
    if (request) guarded(definition, () => void begin(definition, request));
  }

  /** A form that lacks what its key reads is refused by the instance's own check of the input, which names the field. */
  function formRequest(
    definition: Definition,
    occurrence: Occurrence & { kind: "form" },
    start: FormStart | null,
  ): StartRequest {
    try {
      return start
        ? requestOf(definition, start, { occurrence, element: undefined }, world.startFacts)
        : requestByHand(definition, occurrence, world.startFacts);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return {
        process: definition.process,
        start: start?.index ?? null,
        occurrence,
        element: undefined,
        key: null,
        once: null,
        whenLive: "answer",
      };
    }
  }

  function guarded(definition: Definition, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      report(definition, error.code, incidentText(error));
    }
  }

  function report(definition: Definition, code: string, message: { readonly ru: string; readonly en: string }): void {
    world.incidents.push({ at: world.now, process: definition.process, code, message });
  }

  return {
    arrive,
    scheduled: (definition, occurrence) => void meet(definition, occurrence),
    byHand(definition, occurrence) {
      const { allowed, start } = formFor(definition, occurrence.actor, world.startFacts);
      if (!allowed) return { kind: "rejected", code: "NOT_ALLOWED", answer: NOT_YOURS };
      return admit(definition, formRequest(definition, occurrence, start));
    },
    run(definition, order, hears) {
      const live = desk.liveWith(definition.process, order.key);
      const answer: StartAnswer =
        live === null ? launch(definition, { ...order, start: null }) : { kind: "live", instance: live };
      const child = answer.kind === "started" ? answer.host.id : live;
      if (hears && child !== null) awaited.set(child, [...(awaited.get(child) ?? []), hears]);
      return answer;
    },
    ended(host) {
      next(host.definition, null, host.id);
      for (const hear of awaited.get(host.id) ?? []) hear(host);
      awaited.delete(host.id);
    },
    subscribed(host) {
      buffered = buffered.filter(({ until }) => until >= world.now);
      const heard = buffered.find(({ message }) => deliveriesTo(host.instance, message, null).length > 0);
      if (!heard) return;
      buffered = buffered.filter((one) => one !== heard);
      world.later(() => void deliver(heard.message));
    },
  };
}
