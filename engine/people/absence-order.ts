import { id, type UserId } from "../base/ids.ts";
import type { DateOf } from "./absence.ts";
import { managerOf } from "./chart.ts";
import { isDate } from "./date-text.ts";
import type { Absence, DirectorySnapshot } from "./directory.ts";
import { isActive, nameOf, personOf } from "./lookup.ts";
import type { Says } from "./note.ts";

/** An absence that somebody wants entered. */
export interface AbsenceOrder {
  /** Who will be away. */
  readonly person: string;
  /** `2026-12-01`, first and last day included. */
  readonly from: string;
  readonly to: string;
  /** Who acts for him meanwhile; null: nobody. */
  readonly substitute: string | null;
}

/** Why it cannot be entered. `field`: which entry of the form is meant; null: the whole. */
export interface AbsenceProblem {
  readonly code:
    | "PERSON_UNKNOWN"
    | "ABSENCE_NOT_YOURS"
    | "ABSENCE_DATES"
    | "ABSENCE_PAST"
    | "ABSENCE_TOO_LONG"
    | "ABSENCE_OVERLAP"
    | "SUBSTITUTE_SELF"
    | "SUBSTITUTE_UNKNOWN"
    | "SUBSTITUTE_ABSENT"
    | "SUBSTITUTE_CIRCLE";
  readonly field: "person" | "from" | "to" | "substitute" | null;
  readonly reason: Says;
  readonly remedy: Says;
}

/** A chart of a company is at most this deep; what is deeper goes in circles. */
const LEVELS_MAX = 100;
/** Longest absence, in days: whoever is away longer has left, or the year was mistyped. */
const DAYS_MAX = 400;
const DAY_MS = 86_400_000;

/**
 * May `by` enter an absence for that person: himself, one of his heads up the chart, an administrator? A leaver may
 * nothing.
 */
export function mayEnterAbsence(directory: DirectorySnapshot, by: string, person: string): boolean {
  if (!isActive(directory, by)) return false;
  if (by === person || directory.administrators.includes(by)) return true;
  return headsAbove(directory, person).some((head) => head === by);
}

/** Everybody above a person, nearest first: his manager, that one's manager, and so on to the top. */
export function headsAbove(directory: DirectorySnapshot, person: string): readonly UserId[] {
  const above: UserId[] = [];
  for (let next = managerOf(directory, person); next !== null && above.length < LEVELS_MAX; ) {
    if (next === person || above.includes(next)) break;
    above.push(next);
    next = managerOf(directory, next);
  }
  return above;
}

/** Those for whom `by` may enter absences, himself first; for the list in a form. */
export function peopleUnder(directory: DirectorySnapshot, by: string): readonly UserId[] {
  const own = Object.keys(directory.users).filter((one) => isActive(directory, one));
  const rest = own.filter((one) => one !== by && mayEnterAbsence(directory, by, one));
  return (isActive(directory, by) ? [by, ...rest] : []).map((one) => id<UserId>(one));
}

/**
 * What is wrong with an absence, the first thing only; null: it can be entered.
 *
 * @param around.by who enters it
 * @param around.dateOf today's date in a zone (the absent person's)
 * @param around.mayAll his role in the installation lets him enter anybody's. @default no
 */
export function absenceProblem(
  order: AbsenceOrder,
  directory: DirectorySnapshot,
  around: { readonly by: string; readonly dateOf: DateOf; readonly mayAll?: boolean },
): AbsenceProblem | null {
  const person = personOf(directory, order.person);
  if (person?.active !== true) return problem("PERSON_UNKNOWN", "person", unknownPerson(order.person));
  if (around.mayAll !== true && !mayEnterAbsence(directory, around.by, order.person))
    return problem("ABSENCE_NOT_YOURS", null, NOT_YOURS);
  const wrongDay = (["from", "to"] as const).find((field) => !isDate(order[field]));
  if (wrongDay !== undefined) return problem("ABSENCE_DATES", wrongDay, NO_DATE);
  if (order.to < order.from) return problem("ABSENCE_DATES", "to", ENDS_EARLY);
  if (order.from < around.dateOf(person.timeZone)) return problem("ABSENCE_PAST", "from", IN_THE_PAST);
  if (daysFrom(order.from, order.to) > DAYS_MAX) return problem("ABSENCE_TOO_LONG", "to", TOO_LONG);
  const other = person.absent.find((one) => overlaps(one, order));
  if (other !== undefined) return problem("ABSENCE_OVERLAP", "from", overlapping(other));
  return order.substitute === null ? null : substituteProblem(order, order.substitute, directory);
}

function substituteProblem(
  order: AbsenceOrder,
  substitute: string,
  directory: DirectorySnapshot,
): AbsenceProblem | null {
  if (substitute === order.person) return problem("SUBSTITUTE_SELF", "substitute", HIMSELF);
  if (!isActive(directory, substitute)) return problem("SUBSTITUTE_UNKNOWN", "substitute", unknownPerson(substitute));
  const away = personOf(directory, substitute)?.absent.find((one) => overlaps(one, order));
  if (away === undefined) return null;
  const name = nameOf(directory, substitute);
  return leadsBack(directory, order, away)
    ? problem("SUBSTITUTE_CIRCLE", "substitute", circle(name, nameOf(directory, order.person)))
    : problem("SUBSTITUTE_ABSENT", "substitute", absentToo(name, away));
}

/** Does the chain of those who stand in for each other in that time come back to who will be away? */
function leadsBack(directory: DirectorySnapshot, order: AbsenceOrder, away: Absence): boolean {
  const seen = new Set<string>();
  let next = away.substitute;
  while (next !== null && next !== order.person && !seen.has(next)) {
    seen.add(next);
    next = personOf(directory, next)?.absent.find((one) => overlaps(one, order))?.substitute ?? null;
  }
  return next === order.person;
}

function overlaps(one: Pick<Absence, "from" | "to">, other: Pick<Absence, "from" | "to">): boolean {
  return one.from <= other.to && other.from <= one.to;
}

/** Days from the first to the last, both included. */
function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}

function problem(
  code: AbsenceProblem["code"],
  field: AbsenceProblem["field"],
  { reason, remedy }: Pick<AbsenceProblem, "reason" | "remedy">,
): AbsenceProblem {
  return { code, field, reason, remedy };
}

type Words = Pick<AbsenceProblem, "reason" | "remedy">;

function unknownPerson(user: string): Words {
  return {
    reason: {
      ru: `Сотрудника «${user}» в справочнике нет, или он больше не работает.`,
      en: `The directory has no "${user}", or he has left.`,
    },
    remedy: { ru: "Выберите того, кто работает.", en: "Choose somebody who works here." },
  };
}

const NOT_YOURS: Words = {
  reason: {
    ru: "Отсутствие записывает сам сотрудник, его руководитель или администратор.",
    en: "An absence is entered by the person, one of his heads, or an administrator.",
  },
  remedy: { ru: "Попросите кого-то из них.", en: "Ask one of them." },
};

const NO_DATE: Words = {
  reason: { ru: "Такого дня нет.", en: "There is no such day." },
  remedy: { ru: "Пишите так: 2026-12-01.", en: "Write it like this: 2026-12-01." },
};

const ENDS_EARLY: Words = {
  reason: { ru: "Отсутствие кончается раньше, чем начинается.", en: "The absence ends before it begins." },
  remedy: { ru: "Поменяйте дни местами.", en: "Swap the days." },
};

const IN_THE_PAST: Words = {
  reason: { ru: "Отсутствие не может начаться в прошлом.", en: "An absence cannot begin in the past." },
  remedy: {
    ru: "Начните с сегодняшнего дня: на прошедшие дни оно уже ни на что не повлияет.",
    en: "Let it begin today: on the days before it would change nothing any more.",
  },
};

const TOO_LONG: Words = {
  reason: { ru: `Отсутствие длиннее ${DAYS_MAX} дней.`, en: `The absence is longer than ${DAYS_MAX} days.` },
  remedy: {
    ru: "Проверьте год. Кто уволился, того увольняют, а не замещают.",
    en: "Check the year. Who has left is not substituted but marked as a leaver.",
  },
};

function overlapping({ from, to }: Absence): Words {
  return {
    reason: {
      ru: `На эти дни отсутствие уже записано: ${from} – ${to}.`,
      en: `An absence is there for these days already: ${from} to ${to}.`,
    },
    remedy: {
      ru: "Сначала уберите прежнее или выберите другие дни.",
      en: "Remove that one first, or take other days.",
    },
  };
}

const HIMSELF: Words = {
  reason: { ru: "Себя не замещают.", en: "Nobody stands in for himself." },
  remedy: { ru: "Выберите другого.", en: "Choose somebody else." },
};

function absentToo(name: string, { from, to }: Absence): Words {
  return {
    reason: {
      ru: `${name} в эти дни отсутствует сам: ${from} – ${to}.`,
      en: `${name} is away then, too: ${from} to ${to}.`,
    },
    remedy: { ru: "Выберите того, кто будет на месте.", en: "Choose somebody who will be there." },
  };
}

function circle(name: string, person: string): Words {
  return {
    reason: {
      ru: `${name} в эти дни отсутствует, и цепочка замещений приводит обратно: ${person}.`,
      en: `${name} is away then, and the chain of substitutes leads back to ${person}.`,
    },
    remedy: { ru: "Выберите того, кто будет на месте.", en: "Choose somebody who will be there." },
  };
}
