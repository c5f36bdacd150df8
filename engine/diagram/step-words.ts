import { isMap, type Value } from "../base/value.ts";
import type { ApprovalStep, Awaited, CallStep, Ladder, SetStep, Step, UserTaskStep } from "../definition/model.ts";
import { stageWords } from "./condition-words.ts";
import type { Fact, RungWords } from "./graph.ts";
import type { Words } from "./words.ts";

/** The small line above a step's title: what it is, and on what terms. */
export function captionOf(step: Step, words: Words): string {
  const kind = words.say.kind[step.kind];
  const more = captionDetail(step, words);
  return more ? `${kind} · ${more}` : kind;
}

/** The lines under a step's title. */
export function factsOf(step: Step, words: Words): readonly Fact[] {
  const title = words.text(step.title).toLowerCase();
  // A title made from the step says some of it already.
  const own = ownFacts(step, words).filter(({ text }) => !title.includes(text.toLowerCase()));
  return [...own, ...timeoutFact(step, words)];
}

/** A ladder rung by rung; `step` gives the outcomes their words. */
export function rungsOf(ladder: Ladder, step: Step, words: Words): readonly RungWords[] {
  return ladder.map((rung) => {
    const what = rung.action === "outcome" ? outcomeWord(step, rung.outcome) : words.people(rung.to);
    const repeat =
      rung.repeat === "until-top"
        ? words.say.untilTop
        : rung.repeat
          ? words.say.repeat(words.duration(rung.repeat))
          : "";
    return {
      after: words.duration(rung.after),
      action: words.say.action(rung.action, what) + repeat,
      ends: rung.action === "outcome",
    };
  });
}

/** What a `listen` or an `until` waits for. */
export function awaitedWords(awaited: Awaited, words: Words): string {
  switch (awaited.kind) {
    case "holds":
      return stageWords(awaited.holds, words) ?? words.name(awaited.holds.text);
    case "event":
      return words.say.event(awaited.types.join(", "));
    case "message":
      return words.say.event(awaited.message);
  }
}

/** The people of a task who may take it. */
export function takersOf(step: UserTaskStep, words: Words): string {
  const groups = words.groups(step.candidateGroups);
  const parts = [words.people(step.assignee), words.people(step.candidateUsers), groups];
  return parts.filter((part) => part !== "").join(", ");
}

function captionDetail(step: Step, words: Words): string {
  const { say } = words;
  switch (step.kind) {
    case "approval":
      return step.order === "parallel" ? say.atOnce : say.inTurn;
    case "call":
      return step.operation;
    case "notify":
      return step.channels.join(", ");
    case "decision":
      return step.table;
    case "record":
      return step.registry;
    case "run":
      return step.process;
    case "emit":
      return step.event;
    case "for":
      return words.name(step.in.text);
    case "fork":
      return step.complete === "any" ? say.anyBranch : "";
    default:
      return "";
  }
}

function completion({ complete }: ApprovalStep, words: Words): string {
  const { say } = words;
  switch (complete.kind) {
    case "all":
      return "";
    case "any":
      return say.completeAny;
    case "quorum":
      return say.quorum(words.text(complete.count));
    case "percent":
      return say.percent(words.text(complete.percent));
  }
}

function ownFacts(step: Step, words: Words): readonly Fact[] {
  switch (step.kind) {
    case "userTask":
      return fact("person", takersOf(step, words));
    case "approval":
      return [...fact("person", words.people(step.approvers)), ...fact("arrow", completion(step, words))];
    case "notify":
      return [
        ...fact("person", words.people(step.to)),
        ...fact("text", words.text(step.subject ?? step.text) || (step.template ?? "")),
        ...(step.unreachable === "task" ? fact("arrow", words.say.unreachable) : []),
      ];
    case "set":
      return fact("text", assignmentsOf(step, words));
    case "call":
      return fact("text", changesOf(step));
    case "wait":
      return fact("clock", step.for ? words.duration(step.for) : words.text(step.until));
    case "listen":
      return fact("clock", awaitedWords(step.awaited, words));
    case "do":
      return step.until ? fact("clock", words.say.until(awaitedWords(step.until, words))) : [];
    case "raise":
      return fact("arrow", words.text(step.error));
    default:
      return [];
  }
}

function assignmentsOf({ values }: SetStep, words: Words): string {
  const all = values.map(({ name, value }) => {
    const text = words.text(value);
    return text.length > VALUE_LENGTH_MAX ? name : `${name}: ${text}`;
  });
  return all.slice(0, ASSIGNMENTS_MAX).join("; ");
}

/** Longer values say less than the name alone. */
const VALUE_LENGTH_MAX = 32;

/** More than these would make a box of a line. */
const ASSIGNMENTS_MAX = 3;

/** The fields that a call writes, with the values that are known: «stage: REJECTED, paidOn». */
function changesOf(step: CallStep): string {
  const set = step.with.find(({ name }) => name === "set")?.value;
  if (set?.kind === "literal" && isMap(set.value))
    return Object.entries(set.value)
      .map(([name, value]) => assignment(name, value))
      .join(", ");
  if (set?.kind !== "map") return "";
  return set.entries
    .map(({ name, value }) => assignment(name, value.kind === "literal" ? value.value : null))
    .join(", ");
}

function assignment(name: string, value: Value): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? `${name}: ${value}`
    : name;
}

function timeoutFact(step: Step, words: Words): readonly Fact[] {
  if (!step.timeout?.outcome) return [];
  const after = words.duration(step.timeout.after);
  return fact("clock", words.say.timeoutOutcome(after, outcomeWord(step, step.timeout.outcome)));
}

function outcomeWord(step: Step, outcome: string | null): string {
  const outcomes = step.kind === "userTask" || step.kind === "approval" ? step.outcomes : [];
  return outcomes.find(({ name }) => name === outcome)?.done ?? outcome ?? "";
}

function fact(icon: Fact["icon"], text: string): readonly Fact[] {
  return text === "" ? [] : [{ icon, text }];
}
