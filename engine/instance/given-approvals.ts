import type { ActivationId, StepId, UserId } from "../base/ids.ts";
import type { Value, ValueMap } from "../base/value.ts";
import type { ApprovalStep, Step } from "../definition/model.ts";
import { asWritten } from "../expression/as-written.ts";
import type { Principal } from "../people/directory.ts";
import { nameOf } from "../people/lookup.ts";
import type { Run } from "./run.ts";
import { contextAt, toReferences } from "./scope.ts";
import { seatsFor } from "./seats.ts";
import type { Decision, Note, Seat } from "./state.ts";
import { excludedBy, principalsOf, resolveAll } from "./who.ts";
import { tried, wouldBe } from "./would-be.ts";

/**
 * Why what people have decided would not hold under another definition: an approval is given by certain people, on
 * certain facts, in certain words. Approvals that are over count as those under way: the process goes on upon them.
 *
 * Both definitions are asked the same question now, with the same data and directory, so that only what the definitions
 * say differently makes a difference. Of each step the last visit counts; what a rework or recall took back does not.
 */
export function givenRefusals(old: Run, run: Run): readonly Note[] {
  return lastVisits(old.instance.sheet).flatMap((lines) => {
    const [first] = lines;
    if (!first) return [];
    const [before, step] = [old.definition.steps.get(first.step), run.definition.steps.get(first.step)];
    if (!before || !step) return [];
    const given: Given = { old, run, lines, id: first.step, activation: first.activation };
    const words = wordRefusals(given, before, step);
    if (before.kind !== "approval" || step.kind !== "approval") return words;
    return [...words, ...approvalRefusals(given, before, step)];
  });
}

/**
 * Approvals under way in which nobody has decided yet and that the new definition would put before others: their tasks
 * stay as they were opened, and those decide who were asked.
 */
export function keptApprovals(old: Run, run: Run): readonly Note[] {
  const { activations, sheet } = old.instance;
  return Object.values(activations).flatMap(({ id: activation, step: id }): readonly Note[] => {
    const [before, step] = [old.definition.steps.get(id), run.definition.steps.get(id)];
    if (before?.kind !== "approval" || step?.kind !== "approval") return [];
    if (sheet.some((line) => line.activation === activation && line.counts)) return [];
    const given: Given = { old, run, lines: [], id, activation };
    if (approverRefusals(given, questionOf(given, before, step)).length === 0) return [];
    return [
      {
        ru: `Согласование «${id}» уже идёт: согласуют те, кого спросили, а не те, кого назвала бы новая версия.`,
        en: `Approval "${id}" is under way: those decide who were asked, not those whom the new version would ask.`,
      },
    ];
  });
}

interface Given {
  readonly old: Run;
  readonly run: Run;
  /** Decisions of one visit that count. */
  readonly lines: readonly Decision[];
  readonly id: StepId;
  readonly activation: ActivationId;
}

/** The decisions that count, visit by visit; of a step that was visited again only the last time. */
function lastVisits(sheet: readonly Decision[]): readonly (readonly Decision[])[] {
  const counting = sheet.filter(({ counts, purpose }) => counts && (purpose === "seat" || purpose === "work"));
  const last = new Map(counting.map((line) => [line.step, line.activation]));
  const visits = Map.groupBy(
    counting.filter((line) => last.get(line.step) === line.activation),
    (line) => line.activation,
  );
  return [...visits.values()];
}

/** Words that were chosen and are not there any more, or that agree where they did not. */
function wordRefusals({ id, lines }: Given, before: Step, step: Step): readonly Note[] {
  if (!("outcomes" in before) || !("outcomes" in step)) return [];
  const words = [...new Set(lines.map(({ outcome }) => outcome))];
  const gone = words.filter((word) => !step.outcomes.some(({ name }) => name === word));
  const turned = words.filter(
    (word) =>
      step.kind === "approval" &&
      !gone.includes(word) &&
      (before.outcomes[0]?.name === word) !== (step.outcomes[0]?.name === word),
  );
  return [
    ...gone.map((word) => ({
      ru: `Шаг «${id}»: выбран исход «${word}», в новой версии такого исхода нет.`,
      en: `Step "${id}": the outcome "${word}" was chosen, the new version has no such outcome.`,
    })),
    ...turned.map((word) => ({
      ru: `Шаг «${id}»: выбран исход «${word}», в новой версии он значит другое (согласен или нет).`,
      en: `Step "${id}": the outcome "${word}" was chosen, in the new version it means the opposite.`,
    })),
  ];
}

function approvalRefusals(given: Given, before: ApprovalStep, step: ApprovalStep): readonly Note[] {
  const { id } = given;
  const asked = questionOf(given, before, step);
  const rule = [before.complete, before.veto];
  return [
    ...approverRefusals(given, asked),
    ...(asWritten(rule) === asWritten([step.complete, step.veto])
      ? []
      : [
          {
            ru: `Согласование «${id}»: в новой версии другое правило, сколько и чьих голосов нужно.`,
            en: `Approval "${id}": the new version counts the votes by another rule.`,
          },
        ]),
    ...excludedRefusals(given, asked),
    ...factRefusals(given, asked),
  ];
}

interface Question {
  readonly before: ApprovalStep;
  readonly step: ApprovalStep;
  readonly scope: string;
  /** What decisions and `set` steps come to under each definition. */
  readonly olds: ValueMap;
  readonly news: ValueMap;
}

function questionOf({ old, run, activation }: Given, before: ApprovalStep, step: ApprovalStep): Question {
  const scope = old.instance.activations[activation]?.scope ?? "";
  return { before, step, scope, olds: wouldBe(old, run, scope), news: wouldBe(run, old, scope) };
}

function approverRefusals({ old, run, id }: Given, { before, step, scope, olds, news }: Question): readonly Note[] {
  const mine = tried(old, () => seatsFor(old, principalsOf(old, before.approvers, { scope, lets: olds })));
  const theirs = tried(run, () => seatsFor(run, principalsOf(run, step.approvers, { scope, lets: news })));
  if ("problem" in theirs) {
    if ("problem" in mine && asWritten(before.approvers) === asWritten(step.approvers)) return [];
    const { ru, en } = theirs.problem.message;
    return [
      {
        ru: `Согласование «${id}»: кто согласует по новой версии, выяснить не удалось. ${ru}`,
        en: `Approval "${id}": who approves by the new version cannot be worked out. ${en}`,
      },
    ];
  }
  const seats = "problem" in mine ? [] : mine.value;
  if (seats.length === theirs.value.length && seats.every((seat, index) => isSame(old, run, seat, theirs.value[index])))
    return [];
  const [was, is] = [seats.map((seat) => shown(old, seat)), theirs.value.map((seat) => shown(run, seat))];
  return [
    {
      ru: `Согласование «${id}»: по новой версии согласуют другие: ${is.join(", ")} (было: ${was.join(", ")}).`,
      en: `Approval "${id}": by the new version others approve: ${is.join(", ")} (was: ${was.join(", ")}).`,
    },
  ];
}

/** The same post, or the same people in it. */
function isSame(old: Run, run: Run, seat: Seat, other: Seat | undefined): boolean {
  if (!other) return false;
  if (asWritten(seat.principal) === asWritten(other.principal)) return true;
  const [mine, theirs] = [resolveAll(old, [seat.principal]).users, resolveAll(run, [other.principal]).users];
  return mine.length > 0 && asWritten([...mine].sort()) === asWritten([...theirs].sort());
}

function shown(run: Run, { principal }: Seat): string {
  const names = resolveAll(run, [principal]).users.map((user) => nameOf(run.facts.people, user));
  return names.length > 0 ? names.join(" / ") : wordOf(principal);
}

function wordOf(principal: Principal): string {
  return Object.values(principal)[0] ?? "";
}

/** Four eyes that the new version adds, and who has decided already. */
function excludedRefusals(
  { old, run, id, lines }: Given,
  { before, step, scope, olds, news }: Question,
): readonly Note[] {
  const deciders = [...new Set(lines.flatMap(({ by, onBehalfOf }) => [by, onBehalfOf]))];
  const struck = newlyExcluded(
    { run: old, step: before, where: { scope, lets: olds } },
    { run, step, where: { scope, lets: news } },
  );
  return deciders
    .filter((user): user is UserId => user !== null && struck.has(user))
    .map((user) => nameOf(run.facts.people, user))
    .map((name) => ({
      ru: `Согласование «${id}»: решил ${name}, а новая версия его исключает (notBy).`,
      en: `Approval "${id}": ${name} has decided, and the new version strikes him out (notBy).`,
    }));
}

interface Eyes {
  readonly run: Run;
  readonly step: Pick<ApprovalStep, "notBy">;
  readonly where: { readonly scope: string; readonly lets: ValueMap };
}

/** Whom the new definition strikes out and the old one does not. Where it cannot be worked out now, nobody. */
export function newlyExcluded(old: Eyes, next: Eyes): ReadonlySet<UserId> {
  if (asWritten(old.step.notBy) === asWritten(next.step.notBy)) return new Set();
  const of = ({ run, step, where }: Eyes): ReadonlySet<UserId> => {
    const found = tried(run, () => excludedBy(run, step.notBy, where));
    return "problem" in found ? new Set() : found.value;
  };
  const before = of(old);
  return new Set([...of(next)].filter((user) => !before.has(user)));
}

/** What the approvers saw beside the buttons. A fact that was added or dropped changes nothing that they saw. */
function factRefusals({ old, run, id }: Given, { before, step, scope, olds, news }: Question): readonly Note[] {
  return before.facts.flatMap((fact) => {
    const other =
      step.facts.find(({ title }) => title === fact.title) ??
      step.facts.find(({ expression }) => expression.text === fact.expression.text);
    if (!other) return [];
    const mine = valueOf(old, () => fact.expression.evaluate(contextAt(old, { scope, lets: olds })));
    const theirs = valueOf(run, () => other.expression.evaluate(contextAt(run, { scope, lets: news })));
    if (mine === theirs) return [];
    return [
      {
        ru: `Согласование «${id}»: «${fact.title}» по новой версии выходит ${theirs}, а согласовано было с ${mine}.`,
        en: `Approval "${id}": "${fact.title}" comes to ${theirs} by the new version; it was approved with ${mine}.`,
      },
    ];
  });
}

/** Longest value shown in a reason, in UTF-16 units. */
const SHOWN_MAX = 200;

function valueOf(run: Run, evaluate: () => Value): string {
  const found = tried(run, evaluate);
  return "problem" in found ? `(${found.problem.code})` : JSON.stringify(toReferences(found.value)).slice(0, SHOWN_MAX);
}
