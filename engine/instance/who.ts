import type { UserId } from "../base/ids.ts";
import type { Value } from "../base/value.ts";
import { datesAt } from "../calendar/dates-at.ts";
import type { Template } from "../definition/model.ts";
import { type DateOf, deputiesOf, isAbsent } from "../people/absence.ts";
import type { Principal } from "../people/directory.ts";
import { isActive } from "../people/lookup.ts";
import { principalsIn } from "../people/principal.ts";
import { resolvePrincipal } from "../people/resolve.ts";
import { StepFailure } from "./attempt.ts";
import type { Run } from "./run.ts";
import { contextAt, type Where } from "./scope.ts";
import type { Note } from "./state.ts";
import { readerOf, valueOf } from "./text.ts";

/** Who came out. */
export interface Resolved {
  readonly users: readonly UserId[];
  /** Why somebody named is not there: an empty group, a vacancy. */
  readonly vacancies: readonly Note[];
  /** A turn of `nextOf` that was taken. */
  readonly turn: { readonly group: string; readonly user: UserId } | null;
}

/** Today's date in a zone, for absences. */
export function today(run: Run): DateOf {
  return datesAt(run.now, run.definition.calendar);
}

/** The principals that a template of the file names (users, groups, heads…), nobody asked yet. */
export function principalsOf(run: Run, template: Template, where: Where): readonly Principal[] {
  const value = valueOf(template, contextAt(run, where), readerOf(run, null));
  const { principals, wrong } = principalsIn(value);
  if (wrong === undefined) return principals;
  throw new StepFailure({
    code: "NOT_A_PERSON",
    message: {
      ru: `Ожидался сотрудник, группа или руководитель, а здесь ${shown(wrong)}.`,
      en: `A person, a group or a head was expected, but here is ${shown(wrong)}.`,
    },
    remedy: {
      ru: "Назовите, кто решает, или исправьте справочник сотрудников и повторите шаг.",
      en: "Name who decides, or mend the directory of people and retry the step.",
    },
    resolution: "assign",
    seat: null,
  });
}

function shown(value: Value): string {
  return JSON.stringify(value).slice(0, 80);
}

/** Who is meant today, each once, in order; and who is not there. What nobody means is the caller's to say. */
export function resolveAll(
  run: Run,
  principals: readonly Principal[],
  excluded: ReadonlySet<string> = new Set(),
): Resolved {
  const users: UserId[] = [];
  const vacancies: Note[] = [];
  let turn: Resolved["turn"] = null;
  for (const principal of principals) {
    const found = resolvePrincipal(principal, run.facts.people, {
      dateOf: today(run),
      lastTurn: (group) => run.facts.turns[group] ?? null,
      excluded,
    });
    if (found.vacancy !== null) vacancies.push(found.vacancy);
    turn = found.turn ?? turn;
    for (const user of found.users) if (!users.includes(user)) users.push(user);
  }
  return { users, turn, vacancies };
}

/** Everybody whom `notBy` strikes out: the people themselves, every member of a group. */
export function excludedBy(run: Run, template: Template | null, where: Where): ReadonlySet<UserId> {
  if (template === null) return new Set();
  return new Set(resolveAll(run, principalsOf(run, template, where)).users);
}

/** Those to be told: each person, and for an absent one also the substitute who is at work. */
export function toBeTold(run: Run, users: readonly UserId[]): readonly UserId[] {
  const told: UserId[] = [];
  for (const user of users) {
    const deputies = isAbsent(run.facts.people, user, today(run)) ? deputiesOf(run.facts.people, user, today(run)) : [];
    for (const one of [user, ...deputies.filter((deputy) => deputy.isPresent).map((deputy) => deputy.user)]) {
      if (!told.includes(one) && isActive(run.facts.people, one)) told.push(one);
    }
  }
  return told;
}

/** The absent person this user may stand in for among these, or null. */
export function standsInFor(run: Run, user: UserId, people: readonly UserId[]): UserId | null {
  return (
    people.find((one) => deputiesOf(run.facts.people, one, today(run)).some((deputy) => deputy.user === user)) ?? null
  );
}

/** Nobody is left: an incident with a rescue task, never an endless wait, never an automatic approval. */
export function noOne(why: Note | null, resolution: "retry" | "assign", seat: number | null): StepFailure {
  return new StepFailure({
    code: "NOBODY_LEFT",
    message: {
      ru: `Некому поручить${why ? `: ${why.ru}` : ""}.`,
      en: `There is nobody to ask${why ? `: ${why.en}` : ""}.`,
    },
    remedy: {
      ru: "Администратор называет, кто решает, или дополняет справочник и повторяет шаг.",
      en: "An administrator names who decides, or completes the directory and retries the step.",
    },
    resolution,
    seat,
  });
}
