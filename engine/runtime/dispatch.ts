import { id as brand, type CommandId, type InstanceId, type StepId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import { isMap, isRecord, refOf, type Value, type ValueMap } from "../base/value.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import type { CommandBody } from "../instance/command.ts";
import type { Effect } from "../instance/effects.ts";
import type { Instance } from "../instance/state.ts";
import type { Urgency } from "../ports/operations.ts";
import type { Leased, OutboxEntry } from "../ports/outbox.ts";
import type { Fence } from "../ports/store.ts";
import type { Arrivals } from "./arrivals.ts";
import type { EngineOptions, EnginePorts } from "./engine-ports.ts";
import { findRows } from "./find-rows.ts";
import type { InstanceDesk } from "./instance-desk.ts";
import type { Library } from "./library.ts";
import { plainEvent } from "./occurrence.ts";
import type { StartDesk } from "./start-desk.ts";
import { takeIn } from "./take-in.ts";

/** What remains to be written about an entry after its work. */
export type Done =
  /** The move that took its outcome has deleted it. */
  | { readonly kind: "moved" }
  /** Its work is over: delete it, put what follows. */
  | { readonly kind: "finished"; readonly next: readonly OutboxEntry[] }
  /** Its outcome waits until the instance resumes. */
  | { readonly kind: "parked"; readonly command: CommandBody }
  /** Nothing happened outside: it is handed back, and nobody is told. */
  | { readonly kind: "postponed"; readonly dueAt: Instant }
  /** It waits for another instance to end: nothing more to do until then. */
  | { readonly kind: "awaits" };

const MOVED: Done = { kind: "moved" };
const FINISHED: Done = { kind: "finished", next: [] };

/** Who does it: the lease that the entry is held with, and a signal for when that is over. */
interface Holder {
  readonly fence: Fence;
  readonly signal: AbortSignal;
}

type CallEffect = Effect & { kind: "call" };
type OutsideEffect = Extract<Effect, { kind: "call" | "send" }>;

/** Does entries of the outbox: the only way from a committed effect to the outside, and back as a command. */
export class Dispatch {
  readonly #ports: EnginePorts;
  readonly #library: Library;
  readonly #desk: InstanceDesk;
  readonly #starts: StartDesk;
  readonly #arrivals: Arrivals;
  readonly #charactersMax: number;

  constructor(of: {
    readonly ports: EnginePorts;
    readonly library: Library;
    readonly desk: InstanceDesk;
    readonly starts: StartDesk;
    readonly arrivals: Arrivals;
    readonly options: Pick<EngineOptions, "valueCharacters">;
  }) {
    this.#ports = of.ports;
    this.#library = of.library;
    this.#desk = of.desk;
    this.#starts = of.starts;
    this.#arrivals = of.arrivals;
    this.#charactersMax = of.options.valueCharacters;
  }

  /**
   * Does the work of an entry that this worker holds. Throws where it cannot be done now (no database): the entry is
   * handed back and comes again.
   */
  async work({ entry, uncertain }: Leased, holder: Holder): Promise<Done> {
    const { work, instance } = entry;
    switch (work.kind) {
      case "arrival":
        return { kind: "finished", next: await this.#arrivals.arrive(work.occurrence, work.at) };
      case "hear":
        return { kind: "finished", next: await this.#arrivals.hearKept(work) };
      case "untell":
        await this.#ports.operations.untell(work.task);
        return FINISHED;
      case "withdraw":
        return this.#withdraw(work.call);
      case "ended":
        return this.#ended(instance as InstanceId, work);
      case "command":
        return this.#command(entry, instance as InstanceId, work.body);
      case "effect":
        return this.#effect(entry, { effect: work.effect, uncertain }, holder);
    }
  }

  /** Brings an outcome to its instance. */
  async report(instance: InstanceId, body: CommandBody & { kind: "reportCall" }): Promise<Done> {
    const id = brand<CommandId>(`report:${body.call}:${body.attempt}`);
    const settled = await this.#desk.handle({ id, instance, by: null, body, inbox: [], done: [] });
    if (settled.kind !== "answered" || settled.answer.kind === "accepted") return MOVED;
    if (settled.answer.code === "INSTANCE_SUSPENDED") return { kind: "parked", command: body };
    // Nobody waits for it any more.
    return FINISHED;
  }

  async #effect(
    entry: OutboxEntry,
    { effect, uncertain }: { readonly effect: OutsideEffect; readonly uncertain: boolean },
    holder: Holder,
  ): Promise<Done> {
    const instance = await this.#asking(entry.instance as InstanceId, effect);
    if (instance === null) return FINISHED;
    if (effect.kind === "call" && effect.operation === "process.run") return this.#run(instance, effect);
    const begun = this.#ports.clock.now();
    const outcome = await this.#outcome(entry, instance, { effect, uncertain }, holder);
    if (outcome === null) return MOVED;
    const dueAt = this.#postponedTo(instance, effect, outcome);
    if (dueAt !== null) return { kind: "postponed", dueAt };
    this.#measure(effect, { outcome, begun });
    const body = {
      kind: "reportCall",
      call: effect.call,
      attempt: effect.attempt,
      outcome: bounded(counted(outcome), this.#charactersMax),
    } as const;
    return this.report(instance.id, body);
  }

  #measure(
    effect: OutsideEffect,
    { outcome, begun }: { readonly outcome: CallOutcome; readonly begun: Instant },
  ): void {
    const { metrics, clock } = this.#ports;
    const operation = effect.kind === "send" ? "message.send" : effect.operation;
    metrics?.count("ordo_calls_total", { operation, outcome: outcome.kind });
    metrics?.observe("ordo_call_seconds", (clock.now() - begun) / 1000, { operation });
  }

  /**
   * When a call that changed nothing is done again without counting; null: it counts. What waits for its turn at a limit,
   * or for a CRM that is away for some minutes, is no failure of the step.
   */
  #postponedTo(instance: Instance, effect: OutsideEffect, outcome: CallOutcome): Instant | null {
    if (outcome.kind !== "unknown" || outcome.postpone !== true) return null;
    const now = this.#ports.clock.now();
    const since = instance.calls[effect.call]?.requestedAt ?? now;
    if (now - since >= POSTPONED_MS_MAX) return null;
    const pause = Math.min(outcome.retryAfterMs ?? POSTPONED_MS, POSTPONED_MS_MAX);
    return instant(now + Math.round(pause * (0.75 + this.#ports.random() / 2)));
  }

  /** The instance, if it still waits for the call. What we remember of it may be old: then it is read. */
  async #asking(id: InstanceId, effect: OutsideEffect): Promise<Instance | null> {
    const known = await this.#desk.known(id);
    if (known !== null && isWaitedFor(known, effect)) return known;
    const instance = await this.#desk.current(id);
    return instance !== null && isWaitedFor(instance, effect) ? instance : null;
  }

  /** Null: the lease was lost before anything was sent. */
  async #outcome(
    entry: OutboxEntry,
    instance: Instance,
    { effect, uncertain }: { readonly effect: OutsideEffect; readonly uncertain: boolean },
    { fence, signal }: Holder,
  ): Promise<CallOutcome | null> {
    const operation = effect.kind === "send" ? "message.send" : effect.operation;
    const own = effect.kind === "call" ? await this.#own(instance, effect) : null;
    if (own !== null) return own;
    const keyed = this.#ports.operations.isKeyed(operation);
    if (!keyed) {
      if (uncertain) return { kind: "unknown", message: `${operation}: the worker that sent it died`, keyed };
      // By the lease it was taken with: a worker that lost it and entered anew may hold the same entry a second time.
      if (!(await this.#ports.store.outbox.begin(fence, [entry.id]))) return null;
    }
    return this.#outside(instance, effect, { keyed, signal });
  }

  async #outside(
    instance: Instance,
    effect: OutsideEffect,
    { keyed, signal }: { readonly keyed: boolean; readonly signal: AbortSignal },
  ): Promise<CallOutcome> {
    const { clock, operations } = this.#ports;
    const about = { process: instance.process, instance: instance.id, step: stepOf(instance, effect) };
    const urgency = urgencyOf(instance);
    const timeoutMs = effect.kind === "call" ? effect.timeoutMs : SEND_TIMEOUT_MS;
    const stop = new AbortController();
    const given = stop.signal;
    const end = (): void => stop.abort(OVER);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    const late = clock.sleep(timeoutMs, given).then((): CallOutcome => {
      end();
      const message = signal.aborted ? "the worker is stopping" : `no answer within ${timeoutMs / 1000} s`;
      return { kind: "unknown", message, keyed };
    });
    try {
      const { requester } = instance;
      const ofDeleted =
        effect.kind === "call" && effect.operation === "records.load" && (await this.#isOfDeleted(instance));
      const answer =
        effect.kind === "send"
          ? operations.send(
              { message: effect.message, key: effect.key, attempt: effect.attempt, ...about, urgency },
              given,
            )
          : operations.perform({ ...effect, ...about, requester, ofDeleted, urgency }, given);
      const first = await Promise.race([answer, late]);
      if (first.kind !== "unknown" || !given.aborted) return first;
      // Told that the time is up, an adapter may know that nothing happened.
      return await Promise.race([answer, clock.sleep(LAST_WORD_MS).then(() => first)]);
    } catch (error) {
      // An adapter of ours threw where it should have answered: nobody knows whether it happened.
      return { kind: "unknown", message: error instanceof Error ? error.message : String(error), keyed };
    } finally {
      signal.removeEventListener("abort", end);
      end();
    }
  }

  /** Did the deletion of a record start it? Then the record is still read, as it was last. */
  async #isOfDeleted({ id }: Instance): Promise<boolean> {
    const [started] = await this.#ports.store.instances.history(id);
    return started?.kind === "instanceStarted" && String(started.cause?.["event"] ?? "").endsWith(".deleted");
  }

  /** What the engine does itself. Null: it is for the outside. */
  async #own(instance: Instance, effect: CallEffect): Promise<CallOutcome | null> {
    switch (effect.operation) {
      case "registry.find":
        return findRows(this.#ports.store.registries, effect.input, await this.#zoneOf(instance));
      case "event.emit":
        return this.#emit(instance, effect);
      default:
        return null;
    }
  }

  async #zoneOf({ digest }: Instance): Promise<string> {
    return (await this.#library.of(digest)).definition.calendar.zone;
  }

  async #emit(instance: Instance, effect: CallEffect): Promise<CallOutcome> {
    const now = this.#ports.clock.now();
    const at = { $type: "date and time", value: isoText(now, await this.#zoneOf(instance)) } as const;
    const cause = { process: instance.process, instance: instance.id, step: stepOf(instance, effect) ?? "" };
    const fields = effect.input["with"] ?? null;
    const circumstances = { id: `emit:${effect.key}`, at, actor: null, cause };
    const occurrence = plainEvent(String(effect.input["event"]), isMap(fields) ? fields : {}, circumstances);
    await takeIn(this.#ports, [occurrence]);
    return { kind: "done", output: null };
  }

  async #run(instance: Instance, effect: CallEffect): Promise<Done> {
    const { process, with: input = null, key = null } = effect.input;
    const isAwaited = effect.input["await"] === true;
    const { call, attempt } = effect;
    const answer = (outcome: CallOutcome): Promise<Done> =>
      this.report(instance.id, { kind: "reportCall", call, attempt, outcome });
    const compiled = await this.#library.currentOf(String(process));
    if (compiled === null)
      return answer({ kind: "refused", code: "PROCESS_NOT_FOUND", message: `There is no process ${String(process)}` });
    const started = await this.#starts.run(compiled, {
      input: referencesIn(isMap(input) ? input : {}),
      key: textOf(key),
      requester: instance.requester,
      cause: { process: instance.process, instance: instance.id, step: stepOf(instance, effect) ?? "" },
      call: effect.call,
    });
    if (started.kind === "rejected")
      return answer({
        kind: "refused",
        code: started.answer.code,
        message: `${String(process)}: ${started.answer.code}`,
      });
    const child = "instance" in started ? started.instance : null;
    if (!isAwaited || child === null) return answer({ kind: "done", output: { instance: child } });
    await this.#ports.store.starts.awaitEnd(child, { instance: instance.id, call, attempt });
    // It may have ended before anybody was there to be told.
    const ended = await this.#outputOf(child);
    return ended === null ? { kind: "awaits" } : answer(ended);
  }

  async #outputOf(child: InstanceId): Promise<CallOutcome | null> {
    const found = await this.#desk.current(child);
    if (found === null || found.endedAt === null) return null;
    return { kind: "done", output: { instance: child, status: found.status, output: found.output } };
  }

  /** The instance ended: who waits for it is told, the start that waits for its key begins. */
  async #ended(id: InstanceId, of: { readonly process: string; readonly key: string | null }): Promise<Done> {
    const { starts } = this.#ports.store;
    const outcome = await this.#outputOf(id);
    const later: OutboxEntry[] = [];
    const parents = outcome === null ? [] : await starts.awaiting(id);
    for (const { instance, call, attempt } of parents) {
      const body = { kind: "reportCall", call, attempt, outcome: outcome as CallOutcome } as const;
      const done = await this.report(instance, body);
      if (done.kind === "parked") later.push(this.#held(`${call}:${attempt}`, instance, body));
    }
    if (parents.length > 0) await starts.forgetAwaiting(id);
    if (of.key !== null) await this.#starts.beginNext(of.process, of.key);
    return { kind: "finished", next: later };
  }

  #held(id: string, instance: InstanceId, body: CommandBody): OutboxEntry {
    const dueAt = this.#ports.clock.now();
    return { id: `held:${id}`, instance, lane: "engine", priority: 0, dueAt, work: { kind: "command", body } };
  }

  async #withdraw(call: string): Promise<Done> {
    const child = await this.#ports.store.starts.childOf(brand(call));
    if (child === null) return FINISHED;
    const id = brand<CommandId>(`withdraw:${call}`);
    await this.#desk.handle({ id, instance: child, by: null, body: CANCEL, inbox: [], done: [] });
    return FINISHED;
  }

  async #command(entry: OutboxEntry, instance: InstanceId, body: CommandBody): Promise<Done> {
    if (body.kind === "reportCall") return this.report(instance, body);
    const inbox = entry.id.replace(/^held:/, "");
    const id = brand<CommandId>(inbox);
    const settled = await this.#desk.handle({ id, instance, by: null, body, inbox: [inbox], done: [entry.id] });
    const isHeld =
      settled.kind === "answered" && settled.answer.kind === "rejected" && settled.answer.code === "INSTANCE_SUSPENDED";
    return isHeld ? { kind: "parked", command: body } : FINISHED;
  }
}

/** Somebody asked for it, unless it was started together with many others. */
function urgencyOf({ isBulk, requester }: Instance): Urgency {
  if (isBulk) return "bulk";
  return requester === null ? "process" : "person";
}

function isWaitedFor(instance: Instance, { call: id, attempt }: OutsideEffect): boolean {
  const call = instance.calls[id];
  return call !== undefined && !call.withdrawn && !call.resting && call.attempt === attempt;
}

/** Why an operation's signal is aborted: one for all, for making an error each time costs more than the call. */
const OVER = new Error("The call is over, or the worker stops");

/** A message's own limit, in milliseconds: a mail server may think for a while. */
const SEND_TIMEOUT_MS = 60_000;
/** So long after its time is up an adapter may still say what came of it. Milliseconds. */
const LAST_WORD_MS = 250;
/** A call that changed nothing is done again after so long, where the other side does not say when … Milliseconds. */
const POSTPONED_MS = 15_000;
/** … and so long without counting as an attempt: longer than a restart of the other side, shorter than an outage that people should hear of. */
const POSTPONED_MS_MAX = 10 * 60_000;
const CANCEL: CommandBody = { kind: "cancel", reason: null };

/** As it is written down: that it might have waited longer is nobody's matter any more. */
function counted(outcome: CallOutcome): CallOutcome {
  if (outcome.kind !== "unknown") return outcome;
  const { postpone: _, ...told } = outcome;
  return told;
}

/** What is larger belongs into a file. */
function bounded(outcome: CallOutcome, max: number): CallOutcome {
  if (outcome.kind !== "done" || JSON.stringify(outcome.output).length <= max) return outcome;
  const message = `The result is larger than ${max / 1024} KB: ask for less (select, limit) or for a file`;
  return { kind: "refused", code: "RESULT_TOO_LARGE", message };
}

function stepOf(instance: Instance, effect: OutsideEffect): StepId | null {
  const activation = instance.calls[effect.call]?.activation ?? null;
  return activation === null ? null : (instance.activations[activation]?.step ?? null);
}

/** Records go to the child as references: it loads them itself. */
function referencesIn(input: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, isRecord(value) ? value.ref : value]));
}

function textOf(value: Value): string | null {
  if (value === null) return null;
  return refOf(value) ?? (typeof value === "string" ? value : JSON.stringify(value));
}
