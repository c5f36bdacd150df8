import type { UserId } from "../../engine/base/ids.ts";
import { datesIn } from "../../engine/calendar/dates-at.ts";
import type { DateOf } from "../../engine/people/absence.ts";
import {
  type AbsenceOrder,
  type AbsenceProblem,
  absenceProblem,
  mayEnterAbsence,
  peopleUnder,
} from "../../engine/people/absence-order.ts";
import { personOf } from "../../engine/people/lookup.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Ids } from "../../engine/ports/ids.ts";
import type { KeptAbsences } from "./kept-absences.ts";
import type { EnteredAbsence, PeopleLedger } from "./people-ledger.ts";

/** What an order came to. */
export type AbsenceAnswer =
  | { readonly kind: "entered"; readonly absence: EnteredAbsence }
  | { readonly kind: "removed"; readonly absence: EnteredAbsence }
  | AbsenceRefusal;

/** Why not, as every refusal says it. */
export interface AbsenceRefusal extends Pick<AbsenceProblem, "reason" | "remedy"> {
  readonly kind: "rejected";
  readonly code: AbsenceProblem["code"] | "ABSENCE_UNKNOWN" | "ABSENCE_OVER" | "ABSENCE_BUSY";
  readonly fields: Readonly<Record<string, AbsenceProblem["reason"]>>;
}

/** An absence of the list: entered here, or written in the directory itself. */
export interface ListedAbsence extends AbsenceOrder {
  /** Null: it stands in the directory and is changed there. */
  readonly entered: EnteredAbsence | null;
}

/** Somebody else changed the absences so often while one was judged. */
const TRIES_MAX = 5;

/** Where people enter absences: theirs, a head those of his people, an administrator anybody's. */
export class AbsenceDesk {
  readonly #parts: {
    readonly ledger: PeopleLedger;
    readonly people: KeptAbsences;
    readonly clock: Clock;
    readonly ids: Ids;
    /** Of the company; a person's own zone comes first. */
    readonly zone: string;
  };

  constructor(parts: {
    readonly ledger: PeopleLedger;
    readonly people: KeptAbsences;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly zone: string;
  }) {
    this.#parts = parts;
  }

  /** Which date it is now, by zone; null is the company's. */
  dateOf(): DateOf {
    return datesIn(this.#parts.clock.now(), this.#parts.zone);
  }

  /** Those for whom `by` may enter absences, himself first. */
  async peopleOf(by: string): Promise<readonly UserId[]> {
    return peopleUnder(await this.#parts.people.snapshot(), by);
  }

  /**
   * Enters an absence, in force at once on this server and within seconds on the others.
   *
   * @param by who enters it, a user id
   * @param id of the request: the same twice is one absence. @default a new one
   * @param mayAll his role in the installation lets him enter anybody's. @default no
   */
  async enter(
    order: AbsenceOrder,
    by: string,
    id: string = this.#parts.ids.next(),
    mayAll = false,
  ): Promise<AbsenceAnswer> {
    const { ledger, people, clock } = this.#parts;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const known = await ledger.absence(id);
      if (known !== null) return { kind: "entered", absence: known };
      const { people: directory, revision } = await people.fresh();
      const found = absenceProblem(order, directory, { by, dateOf: this.dateOf(), mayAll });
      if (found !== null) return refused(found);
      const { person, from, to, substitute } = order;
      const absence = {
        ...{ id, person, from, to, substitute, enteredBy: by, enteredAt: clock.now() },
        ...{ removedBy: null, removedAt: null },
      };
      const isEntered = await ledger.enter(absence, revision);
      people.forget();
      if (isEntered) return { kind: "entered", absence };
    }
    return BUSY;
  }

  /**
   * Takes an absence back that has not ended: he is there again, or it was a mistake. Its history stays.
   *
   * @param mayAll his role in the installation lets him take back anybody's. @default no
   */
  async remove(id: string, by: string, mayAll = false): Promise<AbsenceAnswer> {
    const { ledger, people, clock } = this.#parts;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const absence = await ledger.absence(id);
      if (absence === null) return UNKNOWN;
      const { people: directory, revision } = await people.fresh();
      if (!mayAll && !mayEnterAbsence(directory, by, absence.person)) return NOT_YOURS;
      if (absence.removedAt !== null) return { kind: "removed", absence };
      const today = this.dateOf()(personOf(directory, absence.person)?.timeZone ?? null);
      if (absence.to < today) return OVER;
      const at = clock.now();
      const isRemoved = await ledger.remove(id, by, at, revision);
      people.forget();
      if (isRemoved) return { kind: "removed", absence: { ...absence, removedBy: by, removedAt: at } };
    }
    return BUSY;
  }

  /**
   * Absences that have not ended, of everybody or one, those of the directory's own too; the earliest first.
   *
   * @param wanted.all those that ended or were taken back, too
   */
  async list(wanted: { readonly person?: string; readonly all?: boolean } = {}): Promise<readonly ListedAbsence[]> {
    const { ledger, people } = this.#parts;
    const directory = await people.snapshot();
    const dateOf = this.dateOf();
    const named = wanted.person === undefined ? {} : { person: wanted.person };
    const entered = (await ledger.absences(named)).filter(
      ({ person, to, removedAt }) =>
        wanted.all === true || (removedAt === null && to >= dateOf(personOf(directory, person)?.timeZone ?? null)),
    );
    const own = Object.values(directory.users).flatMap((person) => {
      if (wanted.person !== undefined && person.id !== wanted.person) return [];
      const written = person.absent.filter((one) => !entered.some((other) => isSame(other, person.id, one)));
      const shown = written.filter(({ to }) => wanted.all === true || to >= dateOf(person.timeZone));
      return shown.map(({ from, to, substitute }) => ({ person: person.id, from, to, substitute, entered: null }));
    });
    const listed = entered.map((one) => ({
      ...{ person: one.person, from: one.from, to: one.to, substitute: one.substitute, entered: one },
    }));
    return [...own, ...listed].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  }
}

function isSame(entered: EnteredAbsence, person: string, one: Omit<AbsenceOrder, "person">): boolean {
  const { from, to, substitute, removedAt } = entered;
  return (
    removedAt === null &&
    entered.person === person &&
    from === one.from &&
    to === one.to &&
    substitute === one.substitute
  );
}

function sortKey({ from, person, entered }: ListedAbsence): string {
  return `${from} ${person} ${entered?.id ?? ""}`;
}

function refused({ code, field, reason, remedy }: AbsenceProblem): AbsenceRefusal {
  return { kind: "rejected", code, reason, remedy, fields: field === null ? {} : { [field]: reason } };
}

const NOT_YOURS: AbsenceRefusal = {
  ...{ kind: "rejected", code: "ABSENCE_NOT_YOURS", fields: {} },
  reason: {
    ru: "Отсутствие убирает сам сотрудник, его руководитель или администратор.",
    en: "An absence is removed by the person, one of his heads, or an administrator.",
  },
  remedy: { ru: "Попросите кого-то из них.", en: "Ask one of them." },
};

const UNKNOWN: AbsenceRefusal = {
  ...{ kind: "rejected", code: "ABSENCE_UNKNOWN", fields: {} },
  reason: {
    ru: "Такого отсутствия здесь не записано.",
    en: "No such absence was entered here.",
  },
  remedy: {
    ru: "Обновите список; отсутствия из справочника меняют там, где он ведётся.",
    en: "Refresh the list; absences of the directory are changed where it is kept.",
  },
};

const OVER: AbsenceRefusal = {
  ...{ kind: "rejected", code: "ABSENCE_OVER", fields: {} },
  reason: { ru: "Это отсутствие уже закончилось.", en: "That absence has ended." },
  remedy: {
    ru: "Делать ничего не нужно: оно остаётся в истории.",
    en: "Nothing needs doing: it stays in the history.",
  },
};

const BUSY: AbsenceRefusal = {
  ...{ kind: "rejected", code: "ABSENCE_BUSY", fields: {} },
  reason: {
    ru: "Отсутствия как раз меняют другие.",
    en: "Others are changing absences just now.",
  },
  remedy: { ru: "Повторите через минуту.", en: "Try again in a minute." },
};
