import { InvariantError } from "../base/assert.ts";
import { id as brand, type CommandId, type InstanceId, type UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Answer, CommandBody } from "../instance/command.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Instance } from "../instance/state.ts";
import type { OutboxEntry } from "../ports/outbox.ts";
import type { CommitResult, Fence, IncidentRow, Move, Reserves } from "../ports/store.ts";
import type { EngineOptions, EnginePorts } from "./engine-ports.ts";
import { gathered } from "./gathered.ts";
import { GroupCommit } from "./group-commit.ts";
import { type Handled, handleCommand } from "./handle-command.ts";
import { instanceNumbers } from "./instance-numbers.ts";
import type { Compiled, Library } from "./library.ts";
import { project } from "./project.ts";
import { Recent } from "./recent.ts";
import type { Surroundings } from "./surroundings.ts";
import { TurnQueue } from "./turn-queue.ts";

/**
 * A conflict is decided again; so many in a row is a bug of ours, not traffic. (A hundred leads at once that take turns in
 * one group meet up to a hundred.)
 */
const TRIES_MAX = 1_000;
/** Snapshots kept in memory, of instances moved last. */
const RECENT_MAX = 5_000;

/** A command for an instance that exists. */
export interface Order {
  readonly id: CommandId;
  readonly instance: InstanceId;
  readonly by: UserId | null;
  /** Who really acts, where an administrator acts in the name of `by`. */
  readonly override?: UserId | null;
  /** As in `CommandHead`. */
  readonly operates?: true;
  /** A person waits for the answer: it is committed even where this process's worker has just lost its lease. */
  readonly asked?: boolean;
  readonly body: CommandBody;
  /** Inbox ids that must be new (`Move.inbox`). */
  readonly inbox: readonly string[];
  /** Outbox entries that the move finishes. */
  readonly done: readonly string[];
}

/** A start of an instance that does not exist yet. */
export interface StartOrder {
  readonly id: CommandId;
  readonly instance: InstanceId;
  readonly compiled: Compiled;
  readonly body: CommandBody & { kind: "start" };
  readonly inbox: readonly string[];
  readonly done: readonly string[];
  readonly once: string | null;
  readonly waiting: Reserves["waiting"];
  readonly override?: UserId | null;
  readonly asked?: boolean;
}

/** What became of it. */
export type Settled =
  /** Committed (or refused without anything to commit). */
  | { readonly kind: "answered"; readonly answer: Answer; readonly instance: Instance | null }
  /** Of a start that takes a waiting one from the queue: the queue is another by now, whoever read it reads it again. */
  | { readonly kind: "queueChanged" }
  | Exclude<CommitResult, { kind: "committed" | "conflict" | "fenced" }>;

/** This worker's lease is over: it must stop and drop everything it holds. */
export class Fenced extends Error {
  override readonly name = "Fenced";
}

/** What follows a commit: alarms to arm, entries to do. Hints: the store knows them too. */
export type AfterCommit = (moved: {
  readonly handled: Handled;
  readonly entries: readonly OutboxEntry[];
  /** True: the entries are leased to our worker already. */
  readonly kept: boolean;
}) => void;

/**
 * The one way to move an instance: load, decide, project, commit. Commands for one instance go one after the other in
 * this process; a conflict with another process is decided again on what that one left. `decide` is pure, so deciding
 * again is safe.
 */
export class InstanceDesk {
  readonly #ports: EnginePorts;
  readonly #library: Library;
  readonly #surroundings: Surroundings;
  readonly #commits: GroupCommit;
  readonly #turns = new TurnQueue<InstanceId>();
  readonly #recent = new Recent<InstanceId, Instance>(RECENT_MAX);
  readonly #load: (id: InstanceId) => Promise<Instance | undefined>;
  readonly #number: (process: string) => Promise<number>;
  readonly #afterCommit: AfterCommit;
  readonly #historyEvents: number;
  /** Who writes: the worker of this process while it holds its lease. */
  fence: Fence | null = null;
  /** Does this process do what its moves ask for itself? */
  keeps = false;
  /** Called when a commit says that our lease is over: a person's command may be the first to learn it. */
  onFenced: () => void = () => {};

  constructor(
    of: {
      readonly ports: EnginePorts;
      readonly library: Library;
      readonly surroundings: Surroundings;
      readonly options: EngineOptions;
    },
    afterCommit: AfterCommit,
  ) {
    this.#ports = of.ports;
    this.#library = of.library;
    this.#surroundings = of.surroundings;
    this.#afterCommit = afterCommit;
    this.#historyEvents = of.options.historyEvents;
    const { instances } = of.ports.store;
    const { clock, metrics } = of.ports;
    this.#commits = new GroupCommit({ instances, clock, metrics }, of.options);
    this.#load = gathered(of.ports.clock, (ids) => instances.load(ids));
    this.#number = instanceNumbers(of.ports);
  }

  /** Handles a command. @throws {Fenced} @throws {StoreUnavailable} */
  handle(order: Order): Promise<Settled> {
    return this.#turns.inTurn(order.instance, async () => {
      const settled = await this.#handle(order);
      this.#count(order.body.kind, settled);
      if (settled.kind === "answered" && settled.instance !== null && this.#isOverBound(settled))
        await this.#stopCircle(settled.instance);
      return settled;
    });
  }

  /** Starts an instance. @throws {Fenced} @throws {StoreUnavailable} */
  async start(order: StartOrder): Promise<Settled> {
    const settled = await this.#start(order);
    this.#count("start", settled);
    return settled;
  }

  async #start(order: StartOrder): Promise<Settled> {
    const { compiled, body } = order;
    const number = await this.#number(compiled.definition.process);
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const facts = await this.#surroundings.facts({ number, departments: compiled.departments });
      const who = { by: body.requester, ...overridden(order.override) };
      const command = { id: order.id, instance: order.instance, ...who, ...body };
      const handled = handleCommand({ definition: compiled.definition, instance: null }, command, facts);
      if (handled.instance === null || handled.answer.kind === "rejected")
        return { kind: "answered", answer: handled.answer, instance: null };
      const reserves = { key: body.key, once: order.once, waiting: order.waiting };
      const result = await this.#commit(null, handled, { ...order, reserves, turns: facts.turns });
      if (result !== null) return result;
      if (order.waiting !== null) return { kind: "queueChanged" };
    }
    throw new InvariantError(`Starting ${order.instance} met a conflict ${TRIES_MAX} times`);
  }

  /** What a command would come to now, decided by the same code; nothing is written. Null: there is no such instance. */
  async rehearse({
    instance: of,
    by,
    body,
    operates,
  }: Pick<Order, "instance" | "by" | "body" | "operates">): Promise<Answer | null> {
    const instance = await this.#load(of);
    if (!instance) return null;
    const { definition, departments } = await this.#library.of(instance.digest);
    const facts = await this.#surroundings.facts({ number: 0, departments });
    const head = {
      id: brand<CommandId>("rehearsal"),
      instance: of,
      by,
      ...operating(operates === true ? { operates } : {}),
    };
    return handleCommand({ definition, instance }, { ...head, ...body }, facts).answer;
  }

  /** Moves an instance to another version: decided with that one, knowing the one it runs on. */
  migrate(order: {
    readonly id: CommandId;
    readonly instance: InstanceId;
    readonly by: UserId | null;
    readonly to: Compiled;
    readonly operates?: true;
    readonly inbox: readonly string[];
  }): Promise<Settled> {
    return this.#turns.inTurn(order.instance, () => this.#migrate(order));
  }

  /** The instance as it is now, from memory where only we write. */
  async current(id: InstanceId): Promise<Instance | null> {
    const known = this.#ports.store.singleWriter ? this.#recent.get(id) : undefined;
    return known ?? (await this.#load(id)) ?? null;
  }

  /** The instance as it was when we moved it last, else as it is: for what never changes, and for hints. */
  async known(id: InstanceId): Promise<Instance | null> {
    return this.#recent.get(id) ?? (await this.#load(id)) ?? null;
  }

  /** The lease was lost, or somebody else wrote: nothing in memory is to be trusted. */
  forget(): void {
    this.#recent.clear();
    this.#surroundings.forget();
  }

  /** Each time the history has grown by the bound; between, somebody has looked and resumed the instance. */
  #isOverBound({ answer, instance }: Settled & { kind: "answered" }): boolean {
    const after = instance?.sequence ?? 0;
    const before = after - answer.events.length;
    return Math.floor(after / this.#historyEvents) > Math.floor(before / this.#historyEvents);
  }

  /** An instance whose history grows and grows turns in a circle: it stands still until somebody has looked. */
  async #stopCircle(instance: Instance): Promise<void> {
    if (instance.status !== "running") return;
    const id = brand<CommandId>(`circle:${instance.id}:${instance.sequence}`);
    const body = { kind: "suspend", reason: "HISTORY_TOO_LONG" } as const;
    await this.#handle({ id, instance: instance.id, by: null, body, inbox: [], done: [] });
    await this.#ports.store.queries.raise(tooLong(instance, this.#ports.clock.now()));
  }

  async #handle(order: Order): Promise<Settled> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const known = this.#recent.get(order.instance);
      const instance = known ?? (await this.#load(order.instance));
      if (!instance) return { kind: "answered", answer: NOT_FOUND, instance: null };
      const compiled = await this.#library.of(instance.digest);
      const facts = await this.#surroundings.facts({ number: 0, departments: compiled.departments });
      const { id, by, body, override } = order;
      const command = { id, instance: instance.id, by, ...overridden(override), ...operating(order), ...body };
      const handled = handleCommand({ definition: compiled.definition, instance }, command, facts);
      if (handled.answer.kind === "rejected" && known && !this.#ports.store.singleWriter) {
        // What we remember may be old: nobody is refused because of that.
        this.#recent.drop(instance.id);
        continue;
      }
      if (handled.events.length === 0) return { kind: "answered", answer: handled.answer, instance };
      const result = await this.#commit(instance, handled, {
        ...order,
        reserves: NOTHING_RESERVED,
        turns: facts.turns,
      });
      if (result !== null) return result;
    }
    throw new InvariantError(`${order.instance} met a conflict ${TRIES_MAX} times`);
  }

  async #migrate(order: Parameters<InstanceDesk["migrate"]>[0]): Promise<Settled> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const instance = await this.#load(order.instance);
      if (!instance) return { kind: "answered", answer: NOT_FOUND, instance: null };
      const { definition: previous } = await this.#library.of(instance.digest);
      const { definition, departments } = order.to;
      const facts = { ...(await this.#surroundings.facts({ number: 0, departments })), previous };
      const command = {
        kind: "migrate",
        from: instance.digest,
        id: order.id,
        instance: instance.id,
        by: order.by,
        ...operating(order),
      } as const;
      const handled = handleCommand({ definition, instance }, command, facts);
      if (handled.events.length === 0) return { kind: "answered", answer: handled.answer, instance };
      const result = await this.#commit(instance, handled, {
        ...{ id: order.id, inbox: order.inbox, done: [], reserves: NOTHING_RESERVED, turns: facts.turns },
      });
      if (result !== null) return result;
    }
    throw new InvariantError(`${order.instance} met a conflict ${TRIES_MAX} times`);
  }

  #count(kind: string, settled: Settled): void {
    const answer = settled.kind === "answered" ? settled.answer.kind : settled.kind;
    this.#ports.metrics?.count("ordo_commands_total", { kind, answer });
  }

  /** What a committed move tells who watches: timers and how late they fired, incidents. */
  #measure(before: Instance | null, { events }: Handled): void {
    const { metrics } = this.#ports;
    if (metrics === undefined) return;
    for (const event of events) {
      if (event.kind === "incidentRaised") metrics.count("ordo_incidents_total", { code: event.code });
      if (event.kind !== "timerFired") continue;
      metrics.count("ordo_timers_fired_total");
      const dueAt = before?.timers[event.timer]?.dueAt;
      if (dueAt !== undefined) metrics.observe("ordo_timer_lateness_seconds", (event.at - dueAt) / 1000);
    }
  }

  /** Null: a conflict, decide again. */
  async #commit(
    before: Instance | null,
    handled: Handled,
    order: Pick<Order, "id" | "inbox" | "done" | "asked"> & {
      readonly reserves: Omit<Reserves, "turns">;
      /** As the decision knew them. */
      readonly turns: Readonly<Record<string, UserId>>;
    },
  ): Promise<Settled | null> {
    const after = handled.instance as Instance;
    const rows = project(before, after, handled.events, this.#ports.operations);
    const turns = turnsIn(handled.events, order.turns);
    let move: Move = {
      instance: after.id,
      expected: before?.sequence ?? 0,
      command: order.id,
      at: handled.events.at(-1)?.at as Instant,
      events: handled.events,
      after,
      rows,
      inbox: order.inbox,
      done: order.done,
      reserves: { ...order.reserves, turns },
      fence: this.fence,
      keeps: this.keeps && this.fence !== null,
    };
    let result: CommitResult;
    try {
      result = await this.#commits.commit(move);
      // What a worker holds is another's now; what a person asks for is his own.
      if (result.kind === "fenced" && order.asked === true) {
        move = { ...move, fence: null, keeps: false };
        result = await this.#commits.commit(move);
      }
    } catch (error) {
      this.#recent.drop(after.id);
      throw error;
    }
    switch (result.kind) {
      case "committed":
        if (after.endedAt === null) this.#recent.put(after.id, after);
        else this.#recent.drop(after.id);
        this.#surroundings.tookTurns(turns);
        this.#measure(before, handled);
        this.#afterCommit({ handled, entries: rows.outbox.put, kept: move.keeps && this.fence === move.fence });
        return { kind: "answered", answer: handled.answer, instance: after };
      case "conflict":
        this.#ports.metrics?.count("ordo_conflicts_total");
        this.#recent.drop(after.id);
        this.#surroundings.forget();
        return null;
      case "fenced":
        if (move.fence === this.fence) this.onFenced();
        throw new Fenced();
      default:
        return result;
    }
  }
}

function overridden(override: UserId | null | undefined): { readonly override?: UserId | null } {
  return override === undefined ? {} : { override };
}

function operating({ operates }: Pick<Order, "operates">): { readonly operates?: true } {
  return operates === true ? { operates } : {};
}

function tooLong({ id, process, sequence }: Instance, at: Instant): IncidentRow {
  return {
    ...{ id: `circle:${id}`, instance: id, process, step: null, code: "HISTORY_TOO_LONG", resolution: "none", at },
    message: {
      ru: `История процесса выросла до ${sequence} событий: похоже, он ходит по кругу. Он приостановлен.`,
      en: `The instance's history has grown to ${sequence} events: it seems to turn in a circle. It is suspended.`,
    },
    remedy: {
      ru: "Посмотрите, где он ходит по кругу (ordo show), исправьте процесс, переведите (ordo migrate) и продолжите (ordo resume) или отмените (ordo cancel).",
      en: "See where it turns (ordo show), mend the process, move it (ordo migrate) and resume it (ordo resume), or cancel it (ordo cancel).",
    },
  };
}

const NOTHING_RESERVED = { key: null, once: null, waiting: null };

const NOT_FOUND: Answer = {
  kind: "rejected",
  code: "INSTANCE_NOT_FOUND",
  reason: { ru: "Такого процесса нет.", en: "There is no such instance." },
  remedy: { ru: "Проверьте номер: ordo instances.", en: "Check the id: ordo instances." },
  fields: {},
  events: [],
  instance: null,
};

/** The turns a move took, each from whom it was decided on; a group taken twice goes from the first to the last. */
function turnsIn(
  events: readonly HistoryEvent[],
  known: Readonly<Record<string, UserId>>,
): readonly { readonly group: string; readonly from: UserId | null; readonly to: UserId }[] {
  const taken = new Map<string, UserId>();
  for (const event of events)
    if (event.kind === "taskOpened" && event.turn) taken.set(event.turn.group, event.turn.user);
  return [...taken].map(([group, to]) => ({ group, from: known[group] ?? null, to }));
}
