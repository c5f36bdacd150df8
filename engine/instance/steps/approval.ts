import type { UserId } from "../../base/ids.ts";
import { isTagged } from "../../base/value.ts";
import type { ApprovalStep, Template } from "../../definition/model.ts";
import { withAdded } from "../added-approvers.ts";
import { begin, complete } from "../advance.ts";
import { StepFailure } from "../attempt.ts";
import { openThroughGate } from "../gate.ts";
import { incidentAt } from "../incident.ts";
import { closeTask, openTasksInside } from "../interruption.ts";
import { reworkLadder } from "../ladder-of.ts";
import { notice } from "../message.ts";
import { editFields, openTask, titleFor } from "../open-task.ts";
import type { Run } from "../run.ts";
import { contextAt, type Where } from "../scope.ts";
import { judge, openSeat, openSeats, seatsFor, skipAsked } from "../seats.ts";
import { decisionsOf } from "../sheet.ts";
import type { Activation, Needed } from "../state.ts";
import { TIME_IS_OVER, writeDecisionOfClock } from "../task-completion.ts";
import { taskWords } from "../task-words.ts";
import { readerOf, valueOf } from "../text.ts";
import { visitsOf } from "../visit-counts.ts";
import { excludedBy, noOne, principalsOf } from "../who.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** A decision by several people, in an order, with a completion rule. */
export const approval: StepBehavior<ApprovalStep> = {
  enter(run, step, at) {
    if (!run.instance.activations[at.id]?.approval) {
      const seats = seatsFor(run, principalsOf(run, step.approvers, at));
      const needed = neededOf(run, step, at, seats.length);
      const all = withAdded(run, { step: step.id, parent: at.parent, lane: at.lane }, seats);
      const veto = step.veto === null ? [] : principalsOf(run, step.veto, at);
      begin(run, step, at, { seats: all, needed, veto, round: roundOf(run, step) });
    }
    openThroughGate(run, at.id);
  },
  open(run, step, at) {
    openSeats(run, step, at.id);
    settle(run, step, at);
  },
  decidedInTime(run, step, at, outcome) {
    const task = Object.values(run.instance.tasks).find((open) => open.activation === at.id && open.purpose === "seat");
    if (task) writeDecisionOfClock(run, task, outcome, TIME_IS_OVER);
    if (outcome === "rework" && step.rework !== null) return sendBack(run, step, at);
    finish(run, step, at, outcome);
  },
  taskCompleted(run, step, at, task, form) {
    if (task.purpose === "info") return;
    if (task.purpose === "rework") return reworked(run, step, at);
    if (task.purpose === "rescue") {
      openSeat(run, step, at.id, task.seat ?? 1, {
        users: [form["assignee"] as UserId],
        excluded: [...excludedBy(run, step.notBy, at)],
        named: true,
      });
      return;
    }
    settle(run, step, at);
  },
};

/** Every earlier visit was a round before this one. */
function roundOf(run: Run, step: ApprovalStep): number {
  return visitsOf(run.instance.visits, step.id) + 1;
}

/** How many must agree, its number worked out now. */
function neededOf(run: Run, step: ApprovalStep, where: Where, seats: number): Needed {
  const number = (template: Template): number => {
    const found = valueOf(template, contextAt(run, where), readerOf(run, null));
    return typeof found === "number" ? found : isTagged(found) ? Number(found.value) : Number.NaN;
  };
  const { complete: rule } = step;
  if (rule.kind === "all") return { kind: "all" };
  if (rule.kind === "percent") return percentOf(number(rule.percent));
  const count = rule.kind === "any" ? 1 : number(rule.count);
  if (!(Number.isInteger(count) && count >= 1 && count <= seats)) throw wrongQuorum(String(count), seats);
  return { kind: "count", count };
}

function percentOf(percent: number): Needed {
  if (!(percent > 0 && percent <= 100)) throw wrongQuorum(`${percent} %`, 0);
  return { kind: "percent", percent };
}

function wrongQuorum(needed: string, seats: number): StepFailure {
  return new StepFailure({
    code: "QUORUM_IMPOSSIBLE",
    message: {
      ru: `Нужно согласие ${needed}, а согласующих ${seats}.`,
      en: `${needed} must agree, but there are ${seats} approvers.`,
    },
    remedy: {
      ru: "Исправьте кворум или список согласующих и повторите шаг.",
      en: "Mend the quorum or the list of approvers, then retry the step.",
    },
    resolution: "retry",
    seat: null,
  });
}

/** After every decision: send back, go on to the next seat, or end. */
function settle(run: Run, step: ApprovalStep, at: Activation): void {
  if (!run.isLive(at.id)) return;
  const live = run.activation(at.id);
  const last = live.approval?.seats.find(
    (seat) => seat.status === "decided" && seat.outcome === "rework" && step.rework !== null,
  );
  if (last) return sendBack(run, step, live);
  skipAsked(run, at.id);
  const verdict = judge(run, run.activation(at.id));
  if (verdict.kind === "open") {
    // The next seat opens through the gate: an enclosing `holds` may have come true meanwhile.
    if (isNextDue(run, run.activation(at.id))) openThroughGate(run, at.id);
    return;
  }
  // Told without a throw: what was skipped on the way stays on the sheet.
  if (verdict.kind === "nobody") return stuck(run, at, noOne(null, "assign", null));
  if (verdict.kind === "unreachable") return stuck(run, at, wrongQuorum(String(verdict.needed), verdict.seats));
  finish(run, step, live, verdict.outcome);
}

/** The approval as a whole cannot go on; said once. */
function stuck(run: Run, at: Activation, { problem }: StepFailure): void {
  const isKnown = Object.values(run.instance.incidents).some(
    (one) => one.activation === at.id && one.code === problem.code,
  );
  if (!isKnown) incidentAt(run, at.id, problem);
}

/** Nobody is being asked, nobody is being looked for, and somebody is still to be asked. */
function isNextDue(run: Run, at: Activation): boolean {
  const seats = at.approval?.seats ?? [];
  const isStuck = Object.values(run.instance.incidents).some((one) => one.activation === at.id && one.seat !== null);
  return !isStuck && seats.some((seat) => seat.status === "waiting") && !seats.some((seat) => seat.status === "open");
}

function finish(run: Run, step: ApprovalStep, at: Activation, outcome: string): void {
  for (const task of openTasksInside(run, at.id)) closeTask(run, task, "decided");
  const done = step.outcomes.find((one) => one.name === outcome)?.done ?? outcome;
  const { requester } = run.instance;
  if (requester !== null)
    notice(run, at.id, [requester], {
      subject: `${done}: ${titleFor(run, at.id)}`,
      text: () => `${titleFor(run, at.id)}\n${done}`,
      about: "task",
      task: null,
    });
  complete(run, at.id, { outcome, decisions: decisionsOf(run, at.id) });
}

/** Back to the requester, with the inputs to change; the other tasks close. */
function sendBack(run: Run, step: ApprovalStep, at: Activation): void {
  const { requester } = run.instance;
  const open = openTasksInside(run, at.id);
  // A retry of some incident comes by here again: he has been asked.
  if (open.some((task) => task.purpose === "rework")) return;
  for (const task of open) closeTask(run, task, "rework");
  const form = editFields(run, step.rework?.edit ?? []);
  openTask(run, {
    activation: at.id,
    purpose: "rework",
    title: `${taskWords(run).rework}: ${titleFor(run, at.id)}`,
    assignee: requester,
    candidates: requester === null ? run.facts.people.administrators.map((user) => user as UserId) : [],
    form,
    instructions: run.instance.sheet.at(-1)?.comment ?? null,
    outcomes: [{ name: "done", title: taskWords(run).sendAgain, done: taskWords(run).reworked, needs: [] }],
    ladder: reworkLadder(step),
  });
}

function reworked(run: Run, step: ApprovalStep, at: Activation): void {
  const then = step.rework === null ? step.then : ({ kind: "step", step: step.rework.from } as const);
  complete(run, at.id, { outcome: "rework", decisions: [] }, { closed: "rework", then });
}
