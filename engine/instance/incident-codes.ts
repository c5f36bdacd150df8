import type { Note } from "./state.ts";

/**
 * Incidents that the interpreter itself raises, and what they mean. Beside them stand the codes of expressions
 * (`EXPRESSION_…`), of decision tables (`DECISION_…`), those that a `raise` names, and those of adapters.
 */
export const INCIDENT_CODES = {
  NOBODY_LEFT: {
    ru: "Некому поручить: группа пуста, должность вакантна или все исключены. Администраторы получают задание назвать, кто решает.",
    en: "Nobody to ask: an empty group, a vacancy, or everybody excluded. The administrators get a task to name who decides.",
  },
  NO_ONE_TO_ESCALATE: {
    ru: "Ступень эскалации никого не нашла. Задание осталось у исполнителя, лестница идёт дальше.",
    en: "A rung found nobody. The task stays with its assignee, the ladder goes on.",
  },
  NOT_A_PERSON: {
    ru: "На месте сотрудника или группы стоит что-то другое.",
    en: "Something else stands where a person or group is wanted.",
  },
  NO_OUTCOME_LEFT: {
    ru: "У задания не осталось ни одного исхода: условия if отвергли все.",
    en: "The task has no outcome left: the conditions (if) turned down all of them.",
  },
  QUORUM_IMPOSSIBLE: { ru: "Согласий нужно больше, чем согласующих.", en: "More must agree than are asked." },
  UNREACHABLE: {
    ru: "Получателю нельзя отправить ни по одному каналу.",
    en: "The recipient can be reached by none of the channels.",
  },
  UNCERTAIN: {
    ru: "После последней попытки неизвестно, выполнена ли операция.",
    en: "After the last attempt nobody knows whether the operation took place.",
  },
  RECORD_NOT_LOADED: {
    ru: "Карточку из входных данных не удалось прочитать.",
    en: "A record of the input could not be read.",
  },
  SUBJECT_FAILED: {
    ru: "Название процесса (subject) не получилось; процесс идёт под общим названием.",
    en: "The instance's subject could not be made; the process goes on under its title.",
  },
  OUTPUT_FAILED: {
    ru: "Результат процесса (output) не вычислился; повтор завершит процесс.",
    en: "The output could not be worked out; a retry ends the process.",
  },
  DURATION_INVALID: { ru: "Срок из выражения не годится.", en: "A duration out of an expression is of no use." },
  NOT_AN_INSTANT: { ru: "На месте даты стоит что-то другое.", en: "Something else stands where a date is wanted." },
  NOT_A_LIST: { ru: "Цикл for идёт не по списку.", en: "A for runs over something that is no list." },
  NOT_A_RECORD: { ru: "Ждать можно только изменения карточки.", en: "Only a record can be waited for." },
  TOO_MANY_ITEMS: { ru: "В списке цикла слишком много элементов.", en: "The list of a loop has too many elements." },
  TOO_MANY_STEPS: {
    ru: "Процесс делает шаг за шагом и никогда не ждёт: это цикл.",
    en: "Step follows step without a wait: a cycle.",
  },
  CHILD_FAILED: { ru: "Запущенный процесс завершился ошибкой.", en: "The process that was run has failed." },
  CHILD_CANCELED: { ru: "Запущенный процесс отменили.", en: "The process that was run was canceled." },
} as const satisfies Readonly<Record<string, Note>>;
