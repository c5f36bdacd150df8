import type { UserId } from "../../engine/base/ids.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import type { CallOutcome } from "../../engine/instance/call-outcome.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { Call, Operations, Sending } from "../../engine/ports/operations.ts";
import type { Lane } from "../../engine/ports/outbox.ts";
import type { RecordChange, RecordsData } from "../../engine/record/record-change.ts";
import { matchesFilter } from "../../engine/record/record-filter.ts";
import { RecordRefusal } from "../../engine/record/record-refusal.ts";
import { type Cause, type Occurrence, plainEvent, recordEvent } from "../../engine/runtime/occurrence.ts";
import { LetterBox } from "../../engine/simulation/letter-box.ts";
import { operate } from "../../engine/simulation/operations.ts";
import { RecordBook } from "../../engine/simulation/record-book.ts";
import type { Chance } from "./chance.ts";
import type { Stage } from "./stage.ts";

/** What the other side does wrong (shares of 1). */
export interface OutsideFaults {
  /** Not done, and nobody knows. */
  readonly unanswered: number;
  /** Done, and nobody knows. */
  readonly lostAnswer: number;
  /** What was taken in comes again. */
  readonly redelivered: number;
}

/** What came of one idempotency key on the other side. */
interface Kept {
  readonly outcome: CallOutcome;
  readonly operation: string;
}

const LISTS_ZONE = "Europe/Moscow";

/**
 * The world outside the engine: a CRM that recognizes keys, a post office, people's mailboxes. It outlives every crash
 * of a worker, and counts.
 */
export class Outside {
  readonly book: RecordBook;
  readonly letters = new LetterBox();
  /** Key → how often it was asked. */
  readonly asked = new Map<string, number>();
  /** Key → what came of it: done once. */
  readonly done = new Map<string, Kept>();
  /** Key → how often it was done, of operations that know no keys. */
  readonly unkeyed = new Map<string, number>();
  readonly #isUnkeyed: (operation: string) => boolean;
  readonly #lists: RecordsData["lists"];
  readonly #stage: Stage;
  readonly #chance: Chance;
  readonly #faults: () => OutsideFaults;
  readonly #news: Occurrence[] = [];
  readonly #listeners: (() => void)[] = [];
  #count = 0;

  constructor(of: {
    readonly stage: Stage;
    readonly chance: Chance;
    readonly faults: () => OutsideFaults;
    readonly records: RecordsData;
    readonly catalog: Catalog;
    readonly people: DirectorySnapshot;
    readonly isUnkeyed: (operation: string) => boolean;
  }) {
    this.#isUnkeyed = of.isUnkeyed;
    this.#stage = of.stage;
    this.#chance = of.chance;
    this.#faults = of.faults;
    this.book = new RecordBook(of.records, of.catalog);
    const own = Object.entries(of.catalog.lists).map(([name, list]) => [name, list.values] as const);
    this.#lists = { ...Object.fromEntries(own), ...of.records.lists };
  }

  /** Called with every lead that is made, by whom ever. */
  onLead: (ref: string, title: string) => void = () => {};

  /** Somebody changes a record in the CRM; what it refuses (a stage of another pipeline) he leaves as it is. */
  edit(ref: string, set: ValueMap, actor: UserId): void {
    if (!this.book.has(ref)) return;
    const change = unlessRefused(() => this.book.update(ref, set));
    if (change) this.#tell(change, null, actor);
  }

  create(type: string, set: ValueMap, actor: UserId | null): string {
    const change = this.book.create(type, set);
    this.#tell(change, null, actor);
    return change.ref;
  }

  letter(given: ValueMap): void {
    const at = this.#timeText();
    const letter = this.letters.receive(given, at, this.book);
    const id = `mail:${String(given["messageId"])}`;
    this.#announce(plainEvent("mail.received", { letter }, { id, at, actor: null, cause: null }));
  }

  /** The port, for any worker. */
  readonly operations: Operations = {
    laneOf: (operation): Lane => (operation.startsWith("crm") || operation.startsWith("records") ? "crm" : "engine"),
    isKeyed: (operation) => !this.#isUnkeyed(operation),
    perform: (call) => this.#answered(call.key, call.operation, () => this.#perform(call)),
    send: (sending) => this.#answered(sending.key, "message.send", () => this.#send(sending)),
    untell: async () => {},
    lists: async () => this.#lists,
    look: async (record) => this.book.snapshot(record),
    find: async (type, filter) =>
      this.book.refsOf(type).filter((ref) => matchesFilter(this.book.snapshot(ref) ?? {}, filter)),
    changes: async (limit) => this.#news.slice(0, limit),
    acknowledge: async (ids) => {
      for (const id of ids) {
        if (this.#chance.happens(this.#faults().redelivered)) continue;
        const at = this.#news.findIndex((one) => one.id === id);
        if (at >= 0) this.#news.splice(at, 1);
      }
    },
    onChange: (listener) => void this.#listeners.push(listener),
    close: async () => {},
  };

  get hasNews(): boolean {
    return this.#news.length > 0;
  }

  async #answered(key: string, operation: string, work: () => CallOutcome): Promise<CallOutcome> {
    this.asked.set(key, (this.asked.get(key) ?? 0) + 1);
    const faults = this.#faults();
    const keyed = !this.#isUnkeyed(operation);
    if (this.#chance.happens(faults.unanswered)) return { kind: "unknown", message: "no answer", keyed };
    const outcome = keyed ? this.#once(key, operation, work) : this.#again(key, work);
    if (this.#chance.happens(faults.lostAnswer)) return { kind: "unknown", message: "the answer was lost", keyed };
    return outcome;
  }

  /** The same key is the same request: what came of it the first time is answered again. Reading is read again. */
  #once(key: string, operation: string, work: () => CallOutcome): CallOutcome {
    if (READING.test(operation)) return work();
    const outcome = this.done.get(key)?.outcome ?? work();
    this.done.set(key, { outcome, operation });
    return outcome;
  }

  #again(key: string, work: () => CallOutcome): CallOutcome {
    this.unkeyed.set(key, (this.unkeyed.get(key) ?? 0) + 1);
    return work();
  }

  #perform(call: Call): CallOutcome {
    const cause: Cause = { process: call.process, instance: call.instance, step: call.step ?? "" };
    if (call.operation === "document.render") return { kind: "done", output: { file: `file:${call.key}` } };
    return operate(call.operation, call.input, {
      book: this.book,
      letters: this.letters,
      registry: new Map(),
      ofDeleted: call.ofDeleted,
      locale: "ru",
      changed: (change) => this.#tell(change, cause, null, `written:${call.key}`),
    });
  }

  #send({ message }: Sending): CallOutcome {
    const [channel = "email"] = message.channels;
    const output = {
      status: "sent",
      channel,
      address: `${message.to}@example`,
      at: this.#timeText(),
      responsible: null,
    };
    return { kind: "done", output };
  }

  #tell(change: RecordChange, cause: Cause | null, actor: UserId | null, id = `edit:${++this.#count}`): void {
    this.#announce(recordEvent(change, { id, at: this.#timeText(), actor, cause }));
    if (change.change === "created" && change.type === "lead") this.onLead(change.ref, String(change.record["title"]));
  }

  #announce(occurrence: Occurrence): void {
    this.#news.push(occurrence);
    for (const listener of this.#listeners) listener();
  }

  #timeText(): Value & { readonly $type: "date and time"; readonly value: string } {
    return { $type: "date and time", value: isoText(this.#stage.now, LISTS_ZONE) };
  }
}

const READING = /^(records\.load|crm\.(look|get|find|sum|reach)|registry\.find)$/;

function unlessRefused<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RecordRefusal) return null;
    throw error;
  }
}
