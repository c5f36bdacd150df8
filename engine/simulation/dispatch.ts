import type { CallId, InstanceId, TaskId } from "../base/ids.ts";
import { isMap, isRecord, refOf, type Value, type ValueMap } from "../base/value.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import type { Effect } from "../instance/effects.ts";
import { contactOf, responsibleOf, routesTo, sendResult } from "../message/routes.ts";
import type { Cause } from "../runtime/occurrence.ts";
import { attachDocument } from "./attach-document.ts";
import { operate } from "./operations.ts";
import type { World } from "./world.ts";
import type { Host } from "./world-parts.ts";

type OutsideEffect = Exclude<Effect, { kind: "wake" | "unwake" }>;

/** Does an effect, and brings its outcome back as a command. */
export function dispatch(world: World, host: Host, effect: OutsideEffect): void {
  switch (effect.kind) {
    case "call":
      return call(world, host, effect);
    case "send":
      return report(world, host, effect, send(world, host, effect));
    case "withdraw":
      return withdraw(world, effect.call);
    case "untell":
      return untell(world, effect.task);
    case "ended":
      return world.ended(host);
  }
}

/** Is the call still wanted? One that was closed in the same commit was withdrawn before it was sent. */
function isWanted(host: Host, call: CallId): boolean {
  return call in host.instance.calls;
}

function call(world: World, host: Host, effect: Effect & { kind: "call" }): void {
  if (!isWanted(host, effect.call)) return;
  const fault = world.faults.next(effect.operation, ...(ALSO[effect.operation] ?? []));
  if (fault) return report(world, host, effect, fault);
  if (effect.operation === "process.run") return runChild(world, host, effect);
  report(world, host, effect, perform(world, host, effect));
}

/** Other names under which a scenario may let an operation fail: the step's word; a look is a reading. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  "crm.look": ["crm.get"],
  "event.emit": ["emit"],
  "document.render": ["document"],
  "process.run": ["run"],
};

function perform(world: World, host: Host, effect: Effect & { kind: "call" }): CallOutcome {
  const cause = causeOf(world, host, effect.call);
  switch (effect.operation) {
    case "event.emit": {
      const fields = effect.input["with"] ?? null;
      world.emitted(String(effect.input["event"]), isMap(fields) ? fields : {}, cause);
      return { kind: "done", output: null };
    }
    case "document.render":
      return attachDocument(world, host, effect);
    default:
      return operate(effect.operation, effect.input, {
        book: world.book,
        letters: world.letters,
        registry: world.registry,
        ofDeleted: isOfDeleted(host),
        locale: world.options.locale,
        changed: (change) => {
          world.writes.set(effect.call, change);
          world.wrote(change, cause);
        },
      });
  }
}

function isOfDeleted(host: Host): boolean {
  const started = host.history.find((event) => event.kind === "instanceStarted");
  return String(started?.cause?.["event"] ?? "").endsWith(".deleted");
}

function send(world: World, host: Host, effect: Effect & { kind: "send" }): CallOutcome {
  const { message } = effect;
  // The same key is the same message: sent once, however often a step is retried.
  const before = world.sent.get(effect.key);
  if (before) return { kind: "done", output: before };
  const record = world.book.snapshot(message.to);
  const contact = contactOf(record);
  const routes = routesTo(message, {
    people: world.people,
    record,
    contact: typeof contact === "string" ? world.book.snapshot(contact) : contact,
  });
  const fault = world.faults.next("notify", "message.send", ...routes.slice(0, 1).map((route) => route.channel));
  if (fault) return fault;
  const step = world.stepOf(host.instance.calls[effect.call]?.activation ?? null, host);
  for (const route of message.all ? routes : routes.slice(0, 1)) {
    const { about: kind, to, from, subject, text, task } = message;
    world.messages.push({
      at: world.now,
      kind,
      to,
      ...route,
      from,
      subject,
      text,
      instance: host.id,
      step,
      task,
      withdrawnAt: null,
    });
  }
  const result = sendResult(routes[0] ?? null, world.timeText(world.now), responsibleOf(record));
  if (routes.length > 0) world.sent.set(effect.key, result);
  return { kind: "done", output: result };
}

/** The outcome goes the way of everything that happens: as a command. */
function report(
  world: World,
  host: Host,
  effect: { readonly call: CallId; readonly attempt: number },
  outcome: CallOutcome,
): void {
  world.handle(host, null, { kind: "reportCall", call: effect.call, attempt: effect.attempt, outcome });
}

function runChild(world: World, host: Host, effect: Effect & { kind: "call" }): void {
  const { process, with: input = null, key = null } = effect.input;
  const isAwaited = effect.input["await"] === true;
  const definition = world.options.definitionOf(String(process));
  if (!definition)
    return report(world, host, effect, {
      kind: "refused",
      code: "PROCESS_NOT_FOUND",
      message: `There is no process ${String(process)}`,
    });
  const hear = (child: Host): void => {
    const { status, output } = child.instance;
    if (isWanted(host, effect.call))
      report(world, host, effect, { kind: "done", output: { instance: child.id, status, output } });
  };
  const order = {
    input: referencesIn(isMap(input) ? input : {}),
    key: textOf(key),
    requester: host.instance.requester,
    cause: causeOf(world, host, effect.call),
  };
  const answer = world.run(definition, order, isAwaited ? hear : null);
  if (answer.kind === "rejected")
    return report(world, host, effect, {
      kind: "refused",
      code: answer.code,
      message: `${definition.process}: ${answer.code}`,
    });
  const child: InstanceId | null =
    answer.kind === "started" ? answer.host.id : answer.kind === "live" ? answer.instance : null;
  if (!isAwaited) return report(world, host, effect, { kind: "done", output: { instance: child } });
  if (answer.kind === "started") world.children.set(effect.call, answer.host.id);
}

/** Nobody waits for the call any more: a child it started is canceled; anything else was never sent. */
function withdraw(world: World, call: CallId): void {
  const child = world.hosts.get(world.children.get(call) ?? ("" as InstanceId));
  world.children.delete(call);
  if (child && child.instance.endedAt === null) world.handle(child, null, { kind: "cancel", reason: null });
}

/** The task closed: what told people of it is taken back. */
function untell(world: World, task: TaskId): void {
  world.messages.forEach((message, index) => {
    if (message.task === task && message.withdrawnAt === null)
      world.messages[index] = { ...message, withdrawnAt: world.now };
  });
}

function causeOf(world: World, host: Host, call: CallId): Cause {
  const step = world.stepOf(host.instance.calls[call]?.activation ?? null, host);
  return { process: host.definition.process, instance: host.id, step: step ?? "" };
}

/** Records go to the child as references: it loads them itself. */
function referencesIn(input: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, isRecord(value) ? value.ref : value]));
}

function textOf(value: Value): string | null {
  if (value === null) return null;
  return refOf(value) ?? (typeof value === "string" ? value : JSON.stringify(value));
}
