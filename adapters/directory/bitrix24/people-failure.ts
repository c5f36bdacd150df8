import type { Text } from "../../../engine/definition/problem.ts";
import type { Trouble } from "../../adapter.ts";
import { remedyOf } from "../../bitrix24/portal-trouble.ts";
import { type Complaint, couldNotRun } from "../../complaint.ts";
import type { PeopleReading } from "./read-portal-people.ts";

/** Why people could not be read. */
export interface ReadingFailure {
  /** The portal's code, its status where it gives none, or `unsteady`, `PEOPLE_VANISHED`, `database`. */
  readonly code: string;
  /** For the log: no personal data. */
  readonly message: string;
  readonly remedy: Text;
}

const SCOPES: Text = {
  ru: "Добавьте вебхуку или приложению права user и department",
  en: "Give the webhook or app the scopes user and department",
};
const LOOK: Text = {
  ru: "Проверьте связь с порталом: ordo doctor",
  en: "Check the connection to the portal: ordo doctor",
};

/** A failed reading in a word. */
export function failureOf(read: Exclude<PeopleReading, { readonly kind: "people" }>): ReadingFailure {
  if (read.kind === "unsteady")
    return { code: "unsteady", message: "the list of people changed each time it was read", remedy: LOOK };
  const { method, answer } = read;
  const remedy = remedyOf(answer) ?? LOOK;
  if (answer.kind === "unknown") return { code: answer.code, message: `${method}: ${answer.message}`, remedy };
  const code = answer.code === "" ? String(answer.status) : answer.code;
  return { code, message: `${method}: ${code}`, remedy: code === "insufficient_scope" ? SCOPES : remedy };
}

/** More people are gone than a company loses between two looks. */
export function vanishedFailure(vanished: number): ReadingFailure {
  return {
    code: "PEOPLE_VANISHED",
    message: `${vanished} people are no longer shown`,
    remedy: {
      ru: "Проверьте, видит ли владелец вебхука всех сотрудников. Кто ушёл, того увольняют в портале, а не удаляют",
      en: "See whether the webhook's owner still sees everybody. Who left is dismissed in the portal, not removed",
    },
  };
}

/** The engine's own database did not take the people, or did not give them. */
export function databaseFailure(error: unknown): ReadingFailure {
  return { code: "database", message: error instanceof Error ? error.message : String(error), remedy: LOOK };
}

/** An incident: people stay as they were, and that may be wrong by now. @param readAt of the last good reading */
export function troubleOf(failure: ReadingFailure, readAt: number): Trouble {
  const since = new Date(readAt).toISOString().slice(0, 10);
  return {
    id: `directory:bitrix24:${failure.code}:${readAt}`,
    adapter: "directory/bitrix24",
    code: failure.code,
    message: {
      ru: `Люди не обновляются из портала: остаются прочитанные ${since}. ${failure.message}`,
      en: `People are no longer read from the portal: those of ${since} stay. ${failure.message}`,
    },
    remedy: failure.remedy,
  };
}

/** Nobody was ever read: nothing can be decided by anybody. */
export function noPeopleYet(failure: ReadingFailure): Complaint {
  return couldNotRun(
    {
      ru: `Портал не сообщает, кто в нём работает, и раньше не сообщал: ${failure.message}`,
      en: `The portal does not tell who works there, and never did: ${failure.message}`,
    },
    failure.remedy,
  );
}
