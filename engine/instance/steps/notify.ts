import type { UserId } from "../../base/ids.ts";
import { isMap, refOf, type Value, type ValueMap } from "../../base/value.ts";
import type { NotifyStep } from "../../definition/model.ts";
import { principalsIn } from "../../people/principal.ts";
import { begin, complete } from "../advance.ts";
import type { CallOutcome } from "../call-outcome.ts";
import { fail } from "../failure.ts";
import { send } from "../message.ts";
import type { Run } from "../run.ts";
import { contextAt, type Where } from "../scope.ts";
import { mapOf, readerOf, textOf, valueOf } from "../text.ts";
import { openUnreachable } from "../unreachable.ts";
import { noOne, resolveAll } from "../who.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** One message to a person, a group or a record's contact. Its words are made in each reader's own language and zone. */
export const notify: StepBehavior<NotifyStep> = {
  enter(run, step, at) {
    const context = contextAt(run, at);
    const to = recipients(run, valueOf(step.to, context, readerOf(run, null)));
    const words = to.map((one) => wordsFor(run, step, at, one.user));
    begin(run, step, at);
    to.forEach((one, index) => {
      const { subject, text, from, replyTo } = words[index] ?? wordsFor(run, step, at, one.user);
      send(
        run,
        at.id,
        {
          about: "notice",
          to: one.address,
          channels: step.channels,
          all: step.all,
          from,
          replyTo,
          subject,
          text,
          facts: [],
          task: null,
        },
        { kind: "notify" },
      );
    });
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

function recipients(run: Run, to: Value): readonly Recipient[] {
  const ref = refOf(to);
  if (ref !== null) return [{ address: ref, user: null }];
  const { principals, wrong } = principalsIn(to);
  const { users, vacancies } = wrong === undefined ? resolveAll(run, principals) : { users: [], vacancies: [] };
  if (users.length === 0) throw noOne(vacancies[0] ?? null, "retry", null);
  return users.map((user) => ({ address: user, user }));
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
