import { id as brand, type CallId, type InstanceId, type StepId, type UserId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import type { Tagged, ValueMap } from "../base/value.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Definition, ScheduleStart } from "../definition/model.ts";
import type { Answer, CommandBody, Facts } from "../instance/command.ts";
import type { Effect } from "../instance/effects.ts";
import type { HistoryEvent } from "../instance/event.ts";
import { evolve } from "../instance/evolve.ts";
import type { Instance } from "../instance/state.ts";
import type { Absence, DirectorySnapshot } from "../people/directory.ts";
import type { RecordChange } from "../record/record-change.ts";
import { departmentsOf } from "../runtime/departments-of.ts";
import { type Handled, handleCommand } from "../runtime/handle-command.ts";
import { type Cause, type Circumstances, type Occurrence, plainEvent, recordEvent } from "../runtime/occurrence.ts";
import type { StartFacts } from "../runtime/start-context.ts";
import { type Alarm, Alarms } from "./alarms.ts";
import { type Arrivals, openArrivals, type StartAnswer } from "./arrivals.ts";
import type { RenderedDocument } from "./attach-document.ts";
import { dispatch } from "./dispatch.ts";
import { FaultPlan } from "./fault-plan.ts";
import { LetterBox } from "./letter-box.ts";
import type { SentMessage } from "./message-log.ts";
import { RecordBook } from "./record-book.ts";
import { sameState } from "./same-state.ts";
import { Schedules } from "./schedules.ts";
import type { Host, Moment, ProcessIncident, WorldOptions } from "./world-parts.ts";

/** More automatic work than this between two waits is two processes that start each other without end. */
const JOBS_MAX = 100_000;
/** Timers fired by one move of the clock: a reminder an hour for ten years. More is a timer that fires without moving on. */
const TIMERS_MAX = 100_000;

/**
 * A company in memory on a virtual clock: the engine's own interpreter with records, people, mail and registries of a
 * dry run or a scenario. One loop: a command is handled, committed, its effects are done, and come back as commands.
 */
export class World {
  readonly options: WorldOptions;
  readonly book: RecordBook;
  readonly letters = new LetterBox();
  readonly faults = new FaultPlan();
  readonly hosts = new Map<InstanceId, Host>();
  /** The instances that have not ended, in the order they were started. */
  readonly live = new Map<InstanceId, Host>();
  /** Every event of every instance, in the order of the commits. */
  readonly log: { readonly host: Host; readonly event: HistoryEvent }[] = [];
  /** What people did outside the processes, and after how many events of {@link log}. */
  readonly happenings: { readonly at: Instant; readonly after: number; readonly occurrence: Occurrence }[] = [];
  readonly messages: SentMessage[] = [];
  /** What came of every message that was sent, by its key. */
  readonly sent = new Map<string, ValueMap>();
  readonly registry = new Map<string, ValueMap[]>();
  readonly incidents: ProcessIncident[] = [];
  /** What `document` steps rendered, in order. */
  readonly documents: RenderedDocument[] = [];
  /** What the calls of ours changed in the CRM; a call that is not here wrote nothing. */
  readonly writes = new Map<CallId, RecordChange>();
  /** Children that a waiting step started, by its call. */
  readonly children = new Map<CallId, InstanceId>();
  readonly #alarms = new Alarms();
  readonly #schedules: Schedules;
  readonly #arrivals: Arrivals;
  readonly #turns = new Map<string, UserId>();
  readonly #lists: Facts["lists"];
  readonly #numbers = new Map<string, number>();
  /** Work that follows what was committed, in order. */
  readonly #jobs: (() => void)[] = [];
  #people: DirectorySnapshot;
  #now: Instant;
  #count = 0;

  constructor(options: WorldOptions) {
    this.options = options;
    this.#now = options.now;
    this.#people = options.people;
    this.book = new RecordBook(options.records, options.catalog);
    const own = Object.entries(options.catalog?.lists ?? {}).map(([name, list]) => [name, list.values] as const);
    this.#lists = { ...Object.fromEntries(own), ...options.records.lists };
    this.#schedules = new Schedules(options.schedules ? options.definitions : [], options.now);
    this.#arrivals = openArrivals(this);
    const at = this.timeText(options.now);
    for (const [name, rows] of Object.entries(options.registry ?? {}))
      this.registry.set(
        name,
        rows.map((row) => ({ at, ...row })),
      );
  }

  get now(): Instant {
    return this.#now;
  }

  get people(): DirectorySnapshot {
    return this.#people;
  }

  /** The zone in which this company shows time: that of its first process's calendar. */
  get zone(): string {
    return this.options.definitions[0]?.calendar.zone ?? "UTC";
  }

  /** What starts may know. */
  get startFacts(): StartFacts {
    return { now: this.#now, people: this.#people, lists: this.#lists, locale: this.options.locale };
  }

  get moment(): Moment {
    return { events: this.log.length, happenings: this.happenings.length };
  }

  /** The instances in the order they were started. */
  get instances(): readonly Host[] {
    return [...this.hosts.values()];
  }

  // ── what happens from outside ─────────────────────────────────────────────────────────────────

  /** Somebody fills in the start form, or starts the process by hand. */
  start(definition: Definition, input: ValueMap, by: UserId | null): StartAnswer {
    const answer = this.#arrivals.byHand(definition, { kind: "form", id: this.#newId("form"), input, actor: by });
    this.settle();
    return answer;
  }

  /** A scheduled start is due now. */
  schedule(definition: Definition, start: ScheduleStart): void {
    const id = `${definition.process}/${start.index}@${this.#now}`;
    this.#arrivals.scheduled(definition, {
      kind: "schedule",
      id,
      process: definition.process,
      start: start.index,
      at: this.timeText(this.#now),
    });
    this.settle();
  }

  /** An event or a message arrives. The same id twice is one event, delivered again. */
  occur(occurrence: Occurrence): void {
    this.#note(occurrence);
    this.#raise(occurrence);
    this.settle();
  }

  /** The circumstances of something that a person (or nobody we know) did now. */
  circumstances(actor: UserId | null, cause: Cause | null = null, id: string = this.#newId("event")): Circumstances {
    return { id, at: this.timeText(this.#now), actor, cause };
  }

  /** Somebody changes a record in the CRM. */
  changed(change: RecordChange, actor: UserId | null): void {
    const occurrence = recordEvent(change, this.circumstances(actor));
    this.#note(occurrence);
    this.#raise(occurrence);
    this.settle();
  }

  /** A step of ours wrote a record: its event follows once the step's outcome is committed. */
  wrote(change: RecordChange, cause: Cause): void {
    this.#raise(recordEvent(change, this.circumstances(null, cause)));
  }

  /** A step of ours raised an event. */
  emitted(name: string, fields: ValueMap, cause: Cause): void {
    this.#raise(plainEvent(name, fields, this.circumstances(null, cause)));
  }

  absent(user: UserId, absence: Absence): void {
    const person = this.#people.users[user];
    if (!person) return;
    this.#people = {
      ...this.#people,
      users: { ...this.#people.users, [user]: { ...person, absent: [...person.absent, absence] } },
    };
  }

  /** A person's command, or one of the engine (`by` null). Everything automatic that follows runs. */
  command(instance: InstanceId, by: UserId | null, body: CommandBody): Answer | null {
    const host = this.hosts.get(instance);
    const answer = host ? this.handle(host, by, body) : null;
    this.settle();
    return answer;
  }

  // ── the clock ─────────────────────────────────────────────────────────────────────────────────

  /** When the next timer (or schedule) is due; null: nothing is. */
  nextDue(): Instant | null {
    const alarm = this.#alarms.first((id) => this.#sleeps(id));
    const schedule = this.#schedules.first();
    if (alarm === null || schedule === null) return alarm?.dueAt ?? schedule?.at ?? null;
    return instant(Math.min(alarm.dueAt, schedule.at));
  }

  /** Moves the clock to an instant and fires all that is due up to and including it, each at its own time. */
  advanceTo(at: Instant): void {
    for (let fired = 0; fired < TIMERS_MAX; fired++) {
      const due = this.nextDue();
      if (due === null || due > at) break;
      if (due > this.#now) this.#now = due;
      this.#fireFirst();
      this.settle();
    }
    if (at > this.#now) this.#now = at;
  }

  // ── the loop ──────────────────────────────────────────────────────────────────────────────────

  /** Does everything automatic until all instances wait. */
  settle(): void {
    for (let done = 0; this.#jobs.length > 0; done++) {
      if (done >= JOBS_MAX) return this.#runaway();
      this.#jobs.shift()?.();
    }
  }

  /**
   * Handles one command of a living instance and commits what follows. What comes for a suspended one (answers, events)
   * is kept and comes again when it resumes.
   */
  handle(host: Host, by: UserId | null, body: CommandBody): Answer {
    if (host.instance.status === "suspended" && (body.kind === "reportCall" || body.kind === "deliver"))
      host.held.push(body);
    const handled = handleCommand(
      host,
      { id: brand(this.#newId(body.kind)), instance: host.id, by, ...body },
      this.#facts(0),
    );
    this.#commit(host, handled);
    return handled.answer;
  }

  /** Handles the command that makes an instance; null host where it was rejected. */
  begin(
    definition: Definition,
    body: CommandBody & { kind: "start" },
  ): { readonly answer: Answer; readonly host: Host | null } {
    const number = (this.#numbers.get(definition.process) ?? 0) + 1;
    const id = brand<InstanceId>(`${definition.process}/${number}`);
    const command = {
      id: brand<HistoryEvent["command"]>(this.#newId("start")),
      instance: id,
      by: body.requester,
      ...body,
    };
    const handled = handleCommand({ definition, instance: null }, command, this.#facts(number));
    if (handled.answer.kind === "rejected" || handled.instance === null) return { answer: handled.answer, host: null };
    const host: Host = { id, definition, instance: handled.instance, history: [], held: [] };
    this.#numbers.set(definition.process, number);
    this.hosts.set(id, host);
    this.live.set(id, host);
    this.#commit(host, handled);
    return { answer: handled.answer, host };
  }

  /** The instance ended: whoever waits for its key or its end goes on. */
  ended(host: Host): void {
    this.#arrivals.ended(host);
  }

  /** A step starts another process; `awaited` hears of its end. */
  run(
    definition: Definition,
    order: {
      readonly input: ValueMap;
      readonly key: string | null;
      readonly requester: UserId | null;
      readonly cause: ValueMap;
    },
    awaited: ((child: Host) => void) | null,
  ): StartAnswer {
    return this.#arrivals.run(definition, order, awaited);
  }

  timeText(at: Instant): Tagged {
    return { $type: "date and time", value: isoText(at, this.zone) };
  }

  /** The step behind a call or an activation, by the activation's id. */
  stepOf(activation: string | null, host: Host): StepId | null {
    if (activation === null) return null;
    return brand<StepId>(activation.slice(host.id.length + 1).replace(/#.*$/, ""));
  }

  /** Does it after all that was asked for before. */
  later(work: () => void): void {
    this.#jobs.push(work);
  }

  #note(occurrence: Occurrence): void {
    this.happenings.push({ at: this.#now, after: this.log.length, occurrence });
  }

  #raise(occurrence: Occurrence): void {
    this.later(() => this.#arrivals.arrive(occurrence));
  }

  #commit(host: Host, handled: Handled): void {
    if (handled.instance === null) return;
    host.instance = handled.instance;
    if (handled.instance.endedAt !== null) this.live.delete(host.id);
    host.history.push(...handled.events);
    for (const event of handled.events) {
      this.log.push({ host, event });
      this.#project(host, event);
    }
    for (const effect of handled.effects) this.later(() => this.#perform(host, effect));
    if (this.options.verify) this.#verify(host);
  }

  /** What a store would write beside the history, in the same commit. */
  #project(host: Host, event: HistoryEvent): void {
    if (event.kind === "taskOpened" && event.turn) this.#turns.set(event.turn.group, event.turn.user);
    if (event.kind === "registryAppended") {
      const rows = this.registry.get(event.registry) ?? [];
      rows.push({
        ...event.entry,
        at: this.timeText(event.at),
        process: host.definition.process,
        instance: host.id,
        step: event.step,
        actor: event.actor,
      });
      this.registry.set(event.registry, rows);
    }
    if (event.kind === "instanceResumed")
      for (const body of host.held.splice(0)) this.later(() => void this.handle(host, null, body));
    if (event.kind === "stepEntered" && event.subscription?.kind === "message") this.#arrivals.subscribed(host);
  }

  #perform(host: Host, effect: Effect): void {
    switch (effect.kind) {
      case "wake": {
        const timer = host.instance.timers[effect.timer];
        if (timer)
          this.#alarms.wake({ instance: host.id, timer: effect.timer, dueAt: effect.dueAt, purpose: timer.purpose });
        return;
      }
      case "unwake":
        return this.#alarms.unwake(effect.timer);
      default:
        return dispatch(this, host, effect);
    }
  }

  #fireFirst(): void {
    const alarm: Alarm | null = this.#alarms.first((id) => this.#sleeps(id));
    const schedule = this.#schedules.first();
    if (schedule !== null && (alarm === null || schedule.at < alarm.dueAt)) {
      this.#schedules.taken(schedule);
      this.schedule(schedule.definition, schedule.start);
      return;
    }
    if (alarm === null) return;
    this.#alarms.unwake(alarm.timer);
    const host = this.hosts.get(alarm.instance);
    if (host) this.handle(host, null, { kind: "fireTimer", timer: alarm.timer });
  }

  /** A suspended instance fires nothing; its timers wait for its return. */
  #sleeps(id: InstanceId): boolean {
    return this.hosts.get(id)?.instance.status === "suspended";
  }

  #facts(number: number): Facts {
    return {
      now: this.#now,
      people: this.#people,
      lists: this.#lists,
      turns: Object.fromEntries(this.#turns),
      number,
      locale: this.options.locale,
      departments: departmentsOf(this.options.catalog),
    };
  }

  #verify(host: Host): void {
    const replayed = host.history.reduce<Instance | null>(evolve, null);
    sameState(replayed, host.instance, host.id);
  }

  #runaway(): void {
    this.#jobs.length = 0;
    this.incidents.push({
      at: this.#now,
      process: this.options.definitions[0]?.process ?? "",
      code: "TOO_MANY_EVENTS",
      message: {
        ru: `Процессы запускают друг друга без конца: больше ${JOBS_MAX} действий без ожидания.`,
        en: `The processes start each other without end: more than ${JOBS_MAX} actions without a wait.`,
      },
    });
  }

  #newId(kind: string): string {
    this.#count += 1;
    return `${kind}-${this.#count}`;
  }
}
