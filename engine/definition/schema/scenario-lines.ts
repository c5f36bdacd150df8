import { ANYTHING, type Json, key, ref, type Schema, TEXT, words } from "./schema.ts";

export const BY = key("Кто это делает: id сотрудника.", "Who does it: a user's id.", "head-1", TEXT);
export const SET = key("Новые значения полей.", "New values of fields.", { stage: "IN_PROGRESS" }, ref("mapping"));
export const REJECTED = key(
  "Ожидаем отказ с этим кодом.",
  "The command must be rejected with this code.",
  "TASK_NOT_OPEN",
  words(
    "TASK_NOT_OPEN",
    "NOT_ALLOWED",
    "EXCLUDED",
    "ALREADY_CLAIMED",
    "COMMENT_REQUIRED",
    "FORM_INVALID",
    "UNKNOWN_OUTCOME",
    "NOT_PERMITTED_HERE",
    "TOO_LATE",
    "INSTANCE_NOT_FOUND",
    "INSTANCE_ENDED",
    "INSTANCE_SUSPENDED",
  ),
);
const COMMENT = key("Комментарий.", "A comment.", "Проверил, всё верно", TEXT);
export const INSTANCE = key(
  "Какого процесса это задание, если идут несколько.",
  "Which process the task belongs to, where several run.",
  "discount-approval",
  TEXT,
);
const TO = key("Кому.", "To whom.", "manager-1", ref("principals"));

/** A line of a scenario: its first word's explanation and value, and the keys beside it. */
export interface LineKeys {
  readonly ru: string;
  readonly en: string;
  readonly example: Json;
  readonly value: Schema;
  readonly keys?: Readonly<Record<string, Schema>>;
}

const ON_TASK: Readonly<Record<string, Schema>> = { by: BY, comment: COMMENT, rejected: REJECTED, process: INSTANCE };

/** What a line of `when` can be, by its first word. */
export const LINES: Readonly<Record<string, LineKeys>> = {
  wait: {
    ru: "Переставить часы вперёд на столько.",
    en: "Move the clock on.",
    example: { businessDays: 1 },
    value: ref("duration"),
  },
  until: {
    ru: "Переставить часы вперёд до момента.",
    en: "Move the clock on to this instant.",
    example: "2026-11-23T10:00:00+03:00",
    value: ref("instant"),
  },
  complete: {
    ru: "Выполнить задание этого шага.",
    en: "Complete the task of this step.",
    example: "assign",
    value: ref("stepName"),
    keys: {
      outcome: key("Исход.", "The outcome.", "approve", TEXT),
      with: key("Поля формы.", "Fields of the form.", { manager: "manager-1" }, ref("mapping")),
      ...ON_TASK,
    },
  },
  claim: { ru: "Взять задание.", en: "Claim the task.", example: "assign", value: ref("stepName"), keys: ON_TASK },
  unclaim: {
    ru: "Вернуть задание в очередь.",
    en: "Put the task back.",
    example: "assign",
    value: ref("stepName"),
    keys: ON_TASK,
  },
  delegate: {
    ru: "Поручить задание другому.",
    en: "Delegate the task.",
    example: "approval",
    value: ref("stepName"),
    keys: { to: TO, ...ON_TASK },
  },
  reassign: {
    ru: "Передать задание другому.",
    en: "Reassign the task.",
    example: "approval",
    value: ref("stepName"),
    keys: { to: TO, ...ON_TASK },
  },
  "add-approver": {
    ru: "Добавить согласующего после своего места.",
    en: "Add an approver after one's own seat.",
    example: "approval",
    value: ref("stepName"),
    keys: { to: TO, ...ON_TASK },
  },
  "ask-for-info": {
    ru: "Спросить, не решая.",
    en: "Ask without deciding.",
    example: "approval",
    value: ref("stepName"),
    keys: { to: TO, ...ON_TASK },
  },
  answer: {
    ru: "Ответить на вопрос.",
    en: "Answer the question.",
    example: "approval",
    value: ref("stepName"),
    keys: ON_TASK,
  },
  recall: {
    ru: "Отменить своё решение.",
    en: "Recall one's own decision.",
    example: "approval",
    value: ref("stepName"),
    keys: ON_TASK,
  },
  withdraw: {
    ru: "Отозвать свой процесс.",
    en: "Withdraw one's own process.",
    example: "approval",
    value: ref("stepName"),
    keys: ON_TASK,
  },
  comment: {
    ru: "Прокомментировать задание.",
    en: "Comment on the task.",
    example: "approval",
    value: ref("stepName"),
    keys: { text: COMMENT, by: BY, rejected: REJECTED, process: INSTANCE },
  },
  update: {
    ru: "Кто-то меняет запись в CRM.",
    en: "Somebody changes a record in the CRM.",
    example: "lead/101",
    value: ref("recordRef"),
    keys: { by: BY, set: SET },
  },
  create: {
    ru: "Кто-то создаёт запись в CRM.",
    en: "Somebody creates a record in the CRM.",
    example: "deal/299",
    value: ref("recordRef"),
    keys: { by: BY, set: SET },
  },
  delete: {
    ru: "Кто-то удаляет запись из CRM.",
    en: "Somebody deletes a record of the CRM.",
    example: "deal/201",
    value: ref("recordRef"),
    keys: { by: BY },
  },
  event: {
    ru: "Происходит событие.",
    en: "An event happens.",
    example: { type: "crm.lead.created", record: "lead/101" },
    value: ref("scenarioEvent"),
    keys: {
      by: BY,
      with: key("Что в событии.", "What the event carries.", { letter: { from: "a@b.example" } }, ref("mapping")),
      record: key("Запись.", "The record.", "lead/101", ref("recordRef")),
    },
  },
  message: {
    ru: "Приходит сообщение.",
    en: "A message arrives.",
    example: { name: "order-paid", key: "57" },
    value: ref("scenarioMessage"),
    keys: {
      by: BY,
      key: key("Ключ.", "The key.", "57", TEXT),
      with: key("Что в сообщении.", "What it carries.", { paid: true }, ref("mapping")),
    },
  },
  fail: {
    ru: "Операция не удастся.",
    en: "The operation will fail.",
    example: "crm.update",
    value: TEXT,
    keys: {
      times: key("Сколько раз подряд.", "How many times.", 2, { type: "integer", minimum: 1 }),
      error: key("Код ошибки.", "The code.", "ACCESS_DENIED", TEXT),
      outcome: key(
        "Отказ или неясно, произошло ли.",
        "Refused, or nobody knows.",
        "unknown",
        words("refused", "unknown"),
      ),
      message: key("Текст ошибки.", "Its text.", "Нет доступа", TEXT),
    },
  },
  absent: {
    ru: "Сотрудник отсутствует.",
    en: "The user is absent.",
    example: "head-1",
    value: TEXT,
    keys: {
      from: key("С какого дня.", "From which day.", "2026-11-20", TEXT),
      to: key("По какой день.", "Up to which day.", "2026-11-27", TEXT),
      substitute: key("Кто замещает.", "Who stands in.", "manager-1", TEXT),
    },
  },
  cancel: {
    ru: "Отменить процесс.",
    en: "Cancel the instance.",
    example: true,
    value: ANYTHING,
    keys: { by: BY, comment: COMMENT, rejected: REJECTED, process: INSTANCE },
  },
  suspend: {
    ru: "Остановить процесс.",
    en: "Suspend the instance.",
    example: true,
    value: ANYTHING,
    keys: { by: BY, rejected: REJECTED, process: INSTANCE },
  },
  resume: {
    ru: "Пустить процесс дальше.",
    en: "Resume the instance.",
    example: true,
    value: ANYTHING,
    keys: { by: BY, rejected: REJECTED, process: INSTANCE },
  },
  retry: {
    ru: "Повторить то, на чём случился сбой.",
    en: "Retry what the incident stopped.",
    example: true,
    value: ANYTHING,
    keys: { by: BY, rejected: REJECTED, process: INSTANCE },
  },
  expect: {
    ru: "Так должно быть сейчас.",
    en: "This must hold now.",
    example: { task: "assign", for: { headOf: "client" } },
    value: ref("expectation"),
  },
};
