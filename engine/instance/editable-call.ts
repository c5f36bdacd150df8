import { isList, isMap, isTagged, type Value, type ValueMap } from "../base/value.ts";
import type { HistoryEvent } from "./event.ts";
import { INCIDENT_CODES } from "./incident-codes.ts";
import type { Incident, Note } from "./state.ts";

/** The call that an incident stopped, and what it was given; or why nothing else can be given to it. */
export type EditableCall =
  | { readonly kind: "editable"; readonly operation: string; readonly input: ValueMap }
  | { readonly kind: "fixed"; readonly reason: Note };

/**
 * Can the step's call be tried with another input? Only where it certainly did not take place: its last attempt was
 * refused, and none before it ended without an answer while the other side did not know our key.
 */
export function editableCall(history: readonly HistoryEvent[], incident: Incident): EditableCall {
  const { activation } = incident;
  const asked = history.flatMap((event) =>
    event.kind === "callRequested" && event.activation === activation && event.purpose.kind === "step" ? [event] : [],
  );
  const last = asked.at(-1);
  if (activation === null || last === undefined)
    return { kind: "fixed", reason: wasMessage(history, incident) ? MESSAGE : NO_CALL };
  const own = Object.hasOwn(OWN_OPERATIONS, last.operation) ? OWN_OPERATIONS[last.operation] : undefined;
  if (own !== undefined) return { kind: "fixed", reason: own };
  const calls = new Set<string>(asked.map(({ call }) => call));
  const answers = history.flatMap((event) =>
    event.kind === "callEnded" && calls.has(event.call) ? [event.outcome] : [],
  );
  const isCertain = answers.every(
    (outcome) => outcome.kind !== "unknown" || outcome.keyed || outcome.postpone === true,
  );
  if (answers.at(-1)?.kind !== "refused" || !isCertain) return { kind: "fixed", reason: UNCERTAIN };
  return { kind: "editable", operation: last.operation, input: last.input };
}

function wasMessage(history: readonly HistoryEvent[], { activation }: Incident): boolean {
  return history.some(
    (event) => event.kind === "messageRequested" && activation !== null && event.activation === activation,
  );
}

/**
 * May the incident have come of a call's answer? Not where the interpreter itself raised it: an expression, a table,
 * nobody to ask. For who only shows the button; {@link editableCall} says it for certain.
 */
export function mayBeOfCall(code: string): boolean {
  return !(code in INCIDENT_CODES) && !/^(?:EXPRESSION|DECISION)_/.test(code);
}

/**
 * What is wrong with an edited input, by name: names that the call was not given, and values of the engine's own kinds
 * (`$type`) where it was given none. Empty: nothing.
 */
export function editTroubles(before: ValueMap, edited: ValueMap): Readonly<Record<string, Note>> {
  const wrong: Record<string, Note> = {};
  for (const name of Object.keys(edited)) if (!Object.hasOwn(before, name)) wrong[name] = UNKNOWN_NAME;
  for (const [name, value] of Object.entries(before)) {
    const next = edited[name];
    if (next === undefined) wrong[name] = MISSING;
    else if (!isAlike(value, next)) wrong[name] = OTHER_KIND;
  }
  return wrong;
}

/** Values of the engine's own kinds stay of their kind; anything else may be any plain value. */
function isAlike(before: Value, after: Value): boolean {
  if (isTagged(after)) return isTagged(before) && before.$type === after.$type;
  if (isList(after))
    return after.every((one, at) => isAlike(isList(before) ? (before[at] ?? before[0] ?? null) : null, one));
  if (!isMap(after)) return true;
  return Object.entries(after).every(
    ([name, one]) => !name.startsWith("$") && isAlike(isMap(before) ? (before[name] ?? null) : null, one),
  );
}

/** What the engine asks itself for: its input is no request to another system. */
const OWN_OPERATIONS: Readonly<Record<string, Note>> = {
  "document.render": {
    ru: "Документ составляется из того, что решили люди: его данные не меняют. Исправьте шаблон и переведите процесс на новую версию.",
    en: "A document is made of what people decided: its data are not changed. Correct the template, and migrate the instance.",
  },
  "process.run": {
    ru: "Данные для другого процесса взяты из этого: здесь их не меняют, иначе два процесса разойдутся. Исправьте процесс и переведите этот на новую версию.",
    en: "The other process is given what this one holds: changed here, the two would differ. Correct the process, and migrate this instance.",
  },
  "event.emit": {
    ru: "Событие говорит о том, что случилось в этом процессе: его не меняют. Исправьте процесс и переведите этот на новую версию.",
    en: "The event tells what happened in this instance: it is not changed. Correct the process, and migrate this instance.",
  },
};

const MESSAGE: Note = {
  ru: "Не принято сообщение: исправьте адрес у человека или в карточке клиента и повторите.",
  en: "A message was not taken: correct the address of the person or in the client's record, and retry.",
};
const NO_CALL: Note = {
  ru: "Сбой случился не на вызове внешней системы: менять нечего.",
  en: "No call to the outside has failed here: there is nothing to edit.",
};
const UNCERTAIN: Note = {
  ru: "Неизвестно, выполнена ли операция: с другими данными она могла бы выполниться дважды.",
  en: "Nobody knows whether it took place: with another input it could be done twice.",
};
const UNKNOWN_NAME: Note = { ru: "У вызова нет такого поля.", en: "The call has no such field." };
const MISSING: Note = { ru: "Поле пропало: оставьте прежнее значение.", en: "The field is gone: keep its value." };
const OTHER_KIND: Note = {
  ru: "Значение другого вида, чем было.",
  en: "The value is of another kind than before.",
};
