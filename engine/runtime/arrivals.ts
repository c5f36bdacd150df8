import { id as brand, type CommandId, type InstanceId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import type { Value } from "../base/value.ts";
import { ExpressionError, incidentText } from "../expression/index.ts";
import type { CommandBody } from "../instance/command.ts";
import type { OutboxEntry } from "../ports/outbox.ts";
import type { SubscriptionRow } from "../ports/store.ts";
import { deliveriesTo } from "./deliveries.ts";
import type { EngineOptions, EnginePorts } from "./engine-ports.ts";
import type { InstanceDesk } from "./instance-desk.ts";
import type { Compiled, Library } from "./library.ts";
import { type Meeting, meetStarts } from "./meet-starts.ts";
import type { Occurrence } from "./occurrence.ts";
import type { StartDesk } from "./start-desk.ts";
import { requestOf } from "./start-request.ts";
import type { Surroundings } from "./surroundings.ts";

/** Elements one start makes instances for: more is a filter that says nothing. */
const ELEMENTS_MAX = 100_000;

/**
 * What arrives from outside: first those who wait for it hear it, then it starts what it meets (language §2). An arrival
 * is worked on at least once; every delivery and every start of it has an inbox id of its own, so that it happens once.
 */
export class Arrivals {
  readonly #ports: EnginePorts;
  readonly #library: Library;
  readonly #surroundings: Surroundings;
  readonly #desk: InstanceDesk;
  readonly #starts: StartDesk;
  readonly #keptMs: number;

  constructor(of: {
    readonly ports: EnginePorts;
    readonly library: Library;
    readonly surroundings: Surroundings;
    readonly desk: InstanceDesk;
    readonly starts: StartDesk;
    readonly options: Pick<EngineOptions, "messagesKeptMs">;
  }) {
    this.#ports = of.ports;
    this.#library = of.library;
    this.#surroundings = of.surroundings;
    this.#desk = of.desk;
    this.#starts = of.starts;
    this.#keptMs = of.options.messagesKeptMs;
  }

  /** Works on an arrival; what it leaves for later (a delivery to a suspended instance). */
  async arrive(occurrence: Occurrence, at: Instant): Promise<readonly OutboxEntry[]> {
    const { heard, later } = await this.#deliver(occurrence, at);
    const { current } = await this.#library.inForce();
    let isMet = false;
    for (const compiled of current.values()) isMet = (await this.#meet(compiled, occurrence)) || isMet;
    if (occurrence.kind !== "message" || heard || isMet) return later;
    await this.#ports.store.starts.keepMessage(occurrence, instant(at + this.#keptMs));
    // Who began to wait in between looked for kept messages before this one was kept, or is found here.
    return [...later, ...(await this.hearKept(occurrence))];
  }

  /** A step has begun to wait for a message that may be here already. */
  async hearKept(subscription: {
    readonly name: string;
    readonly key: string | null;
  }): Promise<readonly OutboxEntry[]> {
    const { starts } = this.#ports.store;
    const kept = await starts.keptMessages(subscription.name, subscription.key, this.#ports.clock.now());
    for (const message of kept) {
      const { heard, later } = await this.#deliver(message, this.#ports.clock.now());
      if (!heard) continue;
      await starts.dropMessage(message.id);
      return later;
    }
    return [];
  }

  /** Tells the living who wait for it. A message is for one instance, an event for all. */
  async #deliver(occurrence: Occurrence, at: Instant): Promise<Delivered> {
    if (occurrence.kind !== "event" && occurrence.kind !== "message") return UNHEARD;
    const { starts } = this.#ports.store;
    if (occurrence.kind === "message" && (await starts.handled(heardBy(occurrence)))) return HEARD;
    const record = occurrence.kind === "event" ? occurrence.record : null;
    const key = occurrence.kind === "message" ? occurrence.key : null;
    const waiting = await starts.subscribers({ names: [occurrence.name], record, key });
    const instances = new Set(waiting.filter((row) => isOpenAt(row, at)).map((row) => row.instance));
    const isLookedAt = record !== null && waiting.some((row) => row.kind === "holds");
    const current: Value = isLookedAt ? await this.#ports.operations.look(record) : null;
    let all = UNHEARD;
    for (const instance of instances) {
      const delivered = await this.#deliverTo(instance, occurrence, current);
      all = { heard: all.heard || delivered.heard, later: [...all.later, ...delivered.later] };
      if (occurrence.kind === "message" && all.heard) break;
    }
    return all;
  }

  async #deliverTo(
    id: InstanceId,
    occurrence: Occurrence & { kind: "event" | "message" },
    current: Value,
  ): Promise<Delivered> {
    const instance = await this.#desk.current(id);
    const later: OutboxEntry[] = [];
    let heard = false;
    for (const { activation, event } of instance === null ? [] : deliveriesTo(instance, occurrence, current)) {
      // A message has one inbox id for whoever hears it: it is never heard twice, whatever crashes in between.
      const inbox = occurrence.kind === "message" ? heardBy(occurrence) : `${occurrence.id}>${activation}`;
      const body: CommandBody = { kind: "deliver", activation, event };
      const command = { id: brand<CommandId>(inbox), instance: id, by: null, body };
      const settled = await this.#desk.handle({ ...command, inbox: [inbox], done: [] });
      const refusal = settled.kind === "answered" && settled.answer.kind === "rejected" ? settled.answer.code : null;
      if (refusal === "INSTANCE_SUSPENDED") later.push(heldEntry(inbox, id, body, this.#ports.clock.now()));
      heard ||= refusal === null || refusal === "INSTANCE_SUSPENDED";
    }
    return { heard, later };
  }

  /** Starts what the occurrence meets; true where it met something. */
  async #meet(compiled: Compiled, occurrence: Occurrence): Promise<boolean> {
    const { definition } = compiled;
    const meetings = meetStarts(definition, occurrence, await this.#surroundings.startFacts());
    for (const meeting of meetings) {
      const id = `${occurrence.id}/${definition.process}/${meeting.start.index}`;
      if (meeting.kind === "incident") await this.#starts.report(definition.process, meeting.code, meeting.message, id);
      else await this.#startEach(compiled, meeting, { occurrence, id });
    }
    return meetings.length > 0;
  }

  async #startEach(
    compiled: Compiled,
    meeting: Meeting & { kind: "met" },
    { occurrence, id }: { readonly occurrence: Occurrence; readonly id: string },
  ): Promise<void> {
    const elements = await this.#elementsOf(meeting);
    for (const [index, element] of elements.slice(0, ELEMENTS_MAX).entries()) {
      // Found records are named by their reference: what is found the second time may stand in another order.
      const inbox = element === undefined ? id : `${id}/${typeof element === "string" ? element : index}`;
      const of = { occurrence, element };
      try {
        const request = requestOf(compiled.definition, meeting.start, of, await this.#surroundings.startFacts());
        const started = await this.#starts.admit(compiled, request, inbox);
        if (started.kind === "rejected")
          await this.#starts.report(compiled.definition.process, started.answer.code, started.answer.reason, inbox);
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        await this.#starts.report(compiled.definition.process, error.code, incidentText(error), inbox);
      }
    }
  }

  async #elementsOf(meeting: Meeting & { kind: "met" }): Promise<readonly (Value | undefined)[]> {
    if (meeting.find === null) return meeting.elements ?? [undefined];
    return this.#ports.operations.find(meeting.find.type, meeting.find.filter);
  }
}

interface Delivered {
  readonly heard: boolean;
  /** Deliveries that a suspended instance gets when it resumes. */
  readonly later: readonly OutboxEntry[];
}

const UNHEARD: Delivered = { heard: false, later: [] };
const HEARD: Delivered = { heard: true, later: [] };

function heardBy(message: Occurrence & { kind: "message" }): string {
  return `${message.id}>heard`;
}

/** Who began to wait after it had happened did not hear it; for `holds` what counts is how the record stands now. */
function isOpenAt(row: SubscriptionRow, at: Instant): boolean {
  return row.kind !== "event" || row.since <= at + SKEW_MS_MAX;
}

/** Clocks of workers may be apart by so much (more is refused at the start): rather heard a moment early than never. */
const SKEW_MS_MAX = 5_000;

function heldEntry(id: string, instance: InstanceId, body: CommandBody, now: Instant): OutboxEntry {
  return { id: `held:${id}`, instance, lane: "engine", priority: 0, dueAt: now, work: { kind: "command", body } };
}
