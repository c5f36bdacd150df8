import { assert, unreachable } from "../base/assert.ts";
import { type ActivationId, id as brand, type TaskId, type TimerId } from "../base/ids.ts";
import type { ValueMap } from "../base/value.ts";
import { remembered } from "./added-approvers.ts";
import type {
  Assignment,
  HistoryEvent,
  InstanceMigrated,
  StepCompleted,
  StepEntered,
  StepSkipped,
  TaskCompleted,
} from "./event.ts";
import { evolveApproval } from "./evolve-approval.ts";
import { evolveTask } from "./evolve-task.ts";
import { homeScope } from "./home-scope.ts";
import { newInstance } from "./new-instance.ts";
import type { Activation, Call, Decision, Instance, Scope } from "./state.ts";
import { withVisit } from "./visit-counts.ts";

/**
 * Applies one event. The only place where an instance changes (A2). Never refuses: an event already happened.
 *
 * Folding a history from null gives the stored instance (A4), so nothing here may depend on anything but the two
 * arguments.
 */
export function evolve(instance: Instance | null, event: HistoryEvent): Instance {
  if (event.kind === "instanceStarted") return newInstance(event);
  assert(instance !== null, `A history begins with instanceStarted, not with ${event.kind}`);
  const next = apply(instance, event);
  return { ...next, sequence: event.sequence, lastAt: event.at };
}

function apply(instance: Instance, event: Exclude<HistoryEvent, { kind: "instanceStarted" }>): Instance {
  switch (event.kind) {
    case "stepEntered":
      return entered(instance, event, event.at);
    case "stepSkipped":
      return skipped(instance, event);
    case "stepCompleted":
      return leave(stepEnded(instance, event), event.activation);
    case "taskOpened":
    case "taskClaimed":
    case "taskUnclaimed":
    case "taskDelegated":
    case "taskReassigned":
    case "taskOffered":
    case "commentAdded":
      return evolveTask(instance, event);
    case "taskCompleted":
      return evolveApproval(evolveTask(withInputs(instance, event), event), event);
    case "taskClosed":
      return evolveApproval(evolveTask(skippedSeat(instance, event), event), event);
    case "approverAdded":
      return evolveApproval(remembered(instance, event), event);
    case "rungFired":
    case "registryAppended":
    case "commandRejected":
      return instance;
    case "callRequested":
      return withCall(withEdit(instance, event), {
        ...callOf(event, event.at),
        operation: event.operation,
        input: event.input,
        attemptTimeoutMs: event.attemptTimeoutMs,
        message: null,
      });
    case "messageRequested":
      return withCall(instance, {
        ...callOf(event, event.at),
        operation: "message.send",
        input: {},
        attemptTimeoutMs: 0,
        message: event.message,
      });
    case "callEnded":
      return callEnded(instance, event);
    case "timerScheduled":
      return {
        ...instance,
        timers: {
          ...instance.timers,
          [event.timer]: {
            id: event.timer,
            dueAt: event.dueAt,
            purpose: event.purpose,
            activation: event.activation,
            task: event.task,
          },
        },
      };
    case "timerCanceled":
      return { ...instance, timers: without(instance.timers, event.timer) };
    case "timerFired":
      return { ...timedOut(instance, event.timer), timers: without(instance.timers, event.timer) };
    case "incidentRaised":
      return { ...instance, incidents: { ...instance.incidents, [event.incident.id]: event.incident } };
    case "incidentResolved":
      return { ...instance, incidents: without(instance.incidents, event.incident) };
    case "instanceSuspended":
      return { ...instance, status: "suspended", suspendedAt: event.at };
    case "instanceResumed":
      return { ...instance, status: "running", suspendedAt: null };
    case "instanceMigrated":
      return migrated(instance, event);
    case "instanceEnded":
      return { ...instance, status: event.status, endedAt: event.at, suspendedAt: null, output: event.output };
    default:
      return unreachable(event);
  }
}

/** What a task changed in the inputs, and the name that follows from them. */
function withInputs(instance: Instance, { variables, subject = instance.subject }: TaskCompleted): Instance {
  return { ...instance, subject, scopes: assigned(instance.scopes, variables) };
}

function migrated(instance: Instance, { digest, variables = [], lanes = {} }: InstanceMigrated): Instance {
  const activations: Record<ActivationId, Activation> = { ...instance.activations };
  for (const id of Object.keys(lanes) as ActivationId[]) {
    const live = activations[id];
    if (live) activations[id] = { ...live, lane: lanes[id] ?? live.lane };
  }
  return { ...instance, digest, activations, scopes: assigned(instance.scopes, variables) };
}

function entered(instance: Instance, event: StepEntered, at: Instance["lastAt"]): Instance {
  const activation: Activation = {
    id: event.activation,
    step: event.step,
    visit: event.visit,
    parent: event.parent,
    lane: event.lane,
    scope: event.scope,
    enteredAt: at,
    items: event.items,
    collects: event.collects,
    lanes: [],
    subscription: event.subscription,
    approval:
      event.seats === null ? null : { seats: event.seats, round: event.round, veto: event.veto, needed: event.needed },
    title: event.title,
  };
  const activations = { ...instance.activations, [event.activation]: activation };
  return {
    ...instance,
    activations: beginLane(activations, event.parent, event.lane),
    scopes: openScope(withoutEndedIterations(instance, event), event),
    visits: withVisit(instance.visits, event.step, event.visit),
  };
}

function skipped(instance: Instance, event: StepSkipped): Instance {
  const scopes = openScope(instance.scopes, event);
  return {
    ...instance,
    activations: beginLane(instance.activations, event.parent, event.lane),
    scopes:
      event.variable === null
        ? scopes
        : assigned(scopes, [{ scope: homeScope(scopes, event.scope), name: event.variable, value: null }]),
  };
}

/** Results are written down; decisions before a rework stay on the sheet and do not count. */
function stepEnded(instance: Instance, event: StepCompleted): Instance {
  const scopes = assigned(instance.scopes, event.variables);
  if (event.closed !== "rework") return { ...instance, scopes };
  const sheet = instance.sheet.map((line) =>
    line.activation === event.activation ? { ...line, counts: false } : line,
  );
  return { ...instance, scopes, sheet };
}

/** A step whose time is over does not wait any more for what it waited for, whatever runs in its place. */
function timedOut(instance: Instance, id: TimerId): Instance {
  const timer = instance.timers[id];
  const activation = timer?.activation == null ? undefined : instance.activations[timer.activation];
  if (timer?.purpose.kind !== "timeout" || !activation?.subscription) return instance;
  return {
    ...instance,
    activations: { ...instance.activations, [activation.id]: { ...activation, subscription: null } },
  };
}

function beginLane(
  activations: Instance["activations"],
  parent: ActivationId | null,
  lane: string,
): Instance["activations"] {
  const holder = parent === null ? undefined : activations[parent];
  if (!holder || holder.lanes.includes(lane)) return activations;
  return { ...activations, [holder.id]: { ...holder, lanes: [...holder.lanes, lane] } };
}

/**
 * Variables of an iteration go when the next one begins, unless `collect` will read them: a loop of thousands must not
 * carry thousands of scopes from event to event.
 */
function withoutEndedIterations(instance: Instance, event: StepEntered): Instance["scopes"] {
  const holder = event.parent === null ? undefined : instance.activations[event.parent];
  if (!holder?.items || holder.collects || event.scope in instance.scopes) return instance.scopes;
  const prefix = `${holder.id}:`;
  const live = new Set(Object.values(instance.activations).map((one) => one.scope));
  const ended = Object.keys(instance.scopes).filter((scope) => scope.startsWith(prefix) && !live.has(scope));
  return ended.length === 0 ? instance.scopes : withoutAll(instance.scopes, ended);
}

function withoutAll(scopes: Instance["scopes"], gone: readonly string[]): Instance["scopes"] {
  const left: Record<string, Scope> = { ...scopes };
  for (const scope of gone) delete left[scope];
  return left;
}

function openScope(scopes: Instance["scopes"], event: StepEntered | StepSkipped): Instance["scopes"] {
  if (event.scope in scopes) return scopes;
  return {
    ...scopes,
    [event.scope]: {
      parent: event.scopeParent,
      variables: event.lets ?? {},
      isHandler: event.lane.startsWith("catch:"),
    },
  };
}

function assigned(scopes: Instance["scopes"], assignments: readonly Assignment[]): Instance["scopes"] {
  if (assignments.length === 0) return scopes;
  const next: Record<string, Scope> = { ...scopes };
  for (const { scope, name, value } of assignments) {
    const old: Scope = next[scope] ?? { parent: null, variables: {}, isHandler: false };
    next[scope] = { ...old, variables: { ...old.variables, [name]: value } satisfies ValueMap };
  }
  return next;
}

/** A seat or task that fell away before anybody was asked stands on the sheet with its reason. */
function skippedSeat(instance: Instance, event: HistoryEvent & { kind: "taskClosed" }): Instance {
  if (event.reason !== "skipped" || event.note === null) return instance;
  const { step, activation, seat, at, note } = event;
  const round = instance.activations[activation]?.approval?.round ?? 1;
  const task = event.task ?? brand<TaskId>(`${activation}/skip:${event.sequence}`);
  const who = { by: null, onBehalfOf: null, comment: null, form: {} };
  const line: Decision = {
    ...{ purpose: "skip", task, activation, step, seat, round, ...who, outcome: "skipped" },
    ...{ at, openedAt: at, notes: [note], counts: false },
  };
  return { ...instance, sheet: [...instance.sheet, line] };
}

/** The visit is over: it and the scopes opened inside it go. */
function leave(instance: Instance, id: ActivationId): Instance {
  const activations = without(instance.activations, id);
  const prefix = `${id}:`;
  const inner = Object.keys(instance.scopes).filter((scope) => scope.startsWith(prefix));
  if (inner.length === 0) return { ...instance, activations };
  return { ...instance, activations, scopes: withoutAll(instance.scopes, inner) };
}

function withEdit(
  instance: Instance,
  { activation, edited, operation, input, key }: Extract<HistoryEvent, { kind: "callRequested" }>,
): Instance {
  const live = activation === null ? undefined : instance.activations[activation];
  if (edited !== true || live === undefined) return instance;
  const changed = { ...live, edited: { operation, input, key } };
  return { ...instance, activations: { ...instance.activations, [live.id]: changed } };
}

function callOf(
  event: Extract<HistoryEvent, { kind: "callRequested" | "messageRequested" }>,
  at: Instance["lastAt"],
): Pick<Call, "id" | "activation" | "key" | "attempt" | "requestedAt" | "purpose" | "resting" | "withdrawn"> {
  return {
    id: event.call,
    activation: event.activation,
    key: event.key,
    attempt: event.attempt,
    requestedAt: at,
    purpose: event.purpose,
    resting: false,
    withdrawn: false,
  };
}

/** A further attempt keeps the instant of the first. */
function withCall(instance: Instance, call: Call): Instance {
  const before = instance.calls[call.id];
  const kept = before ? { ...call, requestedAt: before.requestedAt } : call;
  return { ...instance, calls: { ...instance.calls, [call.id]: kept } };
}

function callEnded(instance: Instance, event: Extract<HistoryEvent, { kind: "callEnded" }>): Instance {
  const call = instance.calls[event.call];
  const loaded = event.variables.length > 0 || event.subject !== null;
  const base: Instance = loaded
    ? {
        ...instance,
        loading: false,
        subject: event.subject ?? instance.subject,
        scopes: assigned(instance.scopes, event.variables),
      }
    : instance;
  if (!call) return base;
  if (event.again) return { ...base, calls: { ...base.calls, [call.id]: { ...call, resting: true } } };
  // Between two attempts nothing is outside that could still answer.
  if (event.outcome.kind === "withdrawn" && !call.resting)
    return { ...base, calls: { ...base.calls, [call.id]: { ...call, withdrawn: true } } };
  return { ...base, calls: without(base.calls, call.id) };
}

/** The map without one key; the same map where it is not there. */
export function without<T>(map: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in map)) return map;
  const { [key]: _, ...rest } = map;
  return rest;
}
