import type { ActivationId, UserId } from "../../base/ids.ts";
import { isList, isMap, refOf, type Value, type ValueMap } from "../../base/value.ts";
import type { NotifyStep } from "../../definition/model.ts";
import { principalsIn } from "../../people/principal.ts";
import { begin, complete } from "../advance.ts";
import { attempt } from "../attempt.ts";
import type { CallOutcome } from "../call-outcome.ts";
import { fail } from "../failure.ts";
import { incidentAt } from "../incident.ts";
import { send } from "../message.ts";
import type { Run } from "../run.ts";
import { contextAt, type Where } from "../scope.ts";
import type { Note } from "../state.ts";
import { mapOf, readerOf, textOf, valueOf } from "../text.ts";
import { openUnreachable } from "../unreachable.ts";
import { noOne, resolveAll } from "../who.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** One message to a person, a group or a record's contact. Its words are made in each reader's own language and zone. */
export const notify: StepBehavior<NotifyStep> = {
  enter(run, step, at) {
    begin(run, step, at);
    attempt(
      run,
      () => sendTo(run, step, at, recipients(run, valueOf(step.to, contextAt(run, at), readerOf(run, null)))),
      (problem) => incidentAt(run, at.id, problem),
    );
  },
  taskCompleted(run, step, at, task, form) {
    if (task.purpose !== "rescue") return;
    const user = form["assignee"] as UserId;
    sendTo(run, step, at, [{ address: user, user }]);
  },
  callEnded(run, step, at, call, outcome) {
    const result = resultOf(outcome);
    const others = Object.values(run.instance.calls).filter(
      (one) => one.activation === at.id && one.purpose.kind === "notify" && !one.withdrawn,
    );
    if (result.status === "unreachable") {
      if (step.unreachable === "incident")
        return fail(run, at.id, { code: "UNREACHABLE", message: call.message?.to ?? "" });
      if (step.unreachable === "task") openUnreachable(run, at, call, result);
    }
    if (outcome.kind === "refused") return fail(run, at.id, { code: outcome.code, message: outcome.message });
    // A group is told when everybody in it is: the result is the last one's. One who could not be told waits for a retry.
    const isStuck = Object.values(run.instance.incidents).some((incident) => incident.activation === at.id);
    if (others.length === 0 && !isStuck)
      complete(run, at.id, { status: result.status, channel: result.channel, address: result.address, at: result.at });
  },
};

interface Recipient {
  /** A user id or a record's reference. */
  readonly address: string;
  readonly user: UserId | null;
}

/** Everybody once, in order: records' contacts, and who the people of the file are today. */
function recipients(run: Run, to: Value): readonly Recipient[] {
  const found = new Map<string, Recipient>();
  const vacancies: Note[] = [];
  for (const one of isList(to) ? to : [to]) {
    const ref = refOf(one);
    if (ref !== null) found.set(ref, { address: ref, user: null });
    const { principals, wrong } = principalsIn(ref === null ? one : []);
    const resolved = wrong === undefined ? resolveAll(run, principals) : { users: [], vacancies: [] };
    vacancies.push(...resolved.vacancies);
    for (const user of resolved.users) found.set(user, { address: user, user });
  }
  if (found.size === 0) throw noOne(vacancies[0] ?? null, "assign", null);
  return [...found.values()];
}

function sendTo(run: Run, step: NotifyStep, at: Where & { readonly id: ActivationId }, to: readonly Recipient[]): void {
  const messages = to.map((one) => ({ to: one.address, ...wordsFor(run, step, at, one.user) }));
  for (const { to: address, subject, text, from, replyTo } of messages) {
    const how = { channels: step.channels, all: step.all, from, replyTo, facts: [], task: null };
    send(run, at.id, { about: "notice", to: address, subject, text, ...how }, { kind: "notify" });
  }
}

function wordsFor(run: Run, step: NotifyStep, where: Where, user: UserId | null) {
  const reader = readerOf(run, user);
  const outer = contextAt(run, where);
  const template = step.template === null ? undefined : run.definition.templates[step.template];
  const lets: ValueMap = { ...where.lets, ...mapOf(step.with, outer, reader) };
  const context = contextAt(run, { ...where, lets });
  const subject = step.subject ?? template?.subject ?? null;
  const text = step.text ?? template?.body ?? null;
  const optional = (part: NotifyStep["from"]) => (part === null ? null : textOf(part, outer, reader));
  return {
    subject: subject === null ? null : textOf(subject, context, reader),
    text: text === null ? "" : textOf(text, context, reader),
    from: optional(step.from),
    replyTo: optional(step.replyTo),
  };
}

export interface Sent {
  readonly status: "sent" | "unreachable" | "uncertain";
  readonly channel: Value;
  readonly address: Value;
  readonly at: Value;
  /** The record's responsible person, for `unreachable: task`. */
  readonly responsible: Value;
}

function resultOf(outcome: CallOutcome): Sent {
  if (outcome.kind !== "done" || !isMap(outcome.output))
    return { status: "uncertain", channel: null, address: null, at: null, responsible: null };
  const { status, channel = null, address = null, at = null, responsible = null } = outcome.output;
  return { status: status === "unreachable" ? "unreachable" : "sent", channel, address, at, responsible };
}
