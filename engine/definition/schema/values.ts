import { ANYTHING, choice, FLAG, key, listOf, map, mapOf, ref, type Schema, TEXT, words } from "./schema.ts";

/** Ids: kebab-case, ASCII. */
export const ID_PATTERN = "^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$";
/** Names of variables and fields: letters of any alphabet, digits and `_`, without spaces and hyphens. */
export const NAME_PATTERN = "^[\\p{L}_][\\p{L}\\p{N}_]*$";

/** Values that occur in many places. Each is a `$defs` entry; its name is how problems find its words. */
export const VALUE_DEFS: Readonly<Record<string, Schema>> = {
  text: { type: "string", pattern: "\\S" },
  flag: { type: "boolean" },
  id: {
    type: "string",
    pattern: ID_PATTERN,
    "x-expects": {
      ru: "id: латинские строчные буквы, цифры и дефис, например assign-manager",
      en: "an id: lower-case Latin letters, digits and hyphens, such as assign-manager",
    },
  },
  name: {
    type: "string",
    pattern: NAME_PATTERN,
    "x-expects": {
      ru: "имя: буквы, цифры и _, без пробелов и дефисов, например paidOn",
      en: "a name: letters, digits and _, without spaces and hyphens, such as paidOn",
    },
  },
  feel: {
    type: ["string", "number", "boolean"],
    "x-expects": {
      ru: 'выражение FEEL текстом, например approval.outcome = "approve"',
      en: 'a FEEL expression as text, such as approval.outcome = "approve"',
    },
  },
  then: {
    type: "string",
    pattern: "\\S",
    "x-expects": { ru: "continue, end, exit или id шага", en: "continue, end, exit or the id of a step" },
  },
  steps: {
    type: "array",
    items: { ...ref("step"), "x-apart": true },
    minItems: 1,
    "x-expects": { ru: "список шагов: каждый начинается с «- id:»", en: 'a list of steps: each begins with "- id:"' },
  },
  mapping: { ...mapOf(ANYTHING), "x-expects": { ru: "карта: имя — значение", en: "a map of name and value" } },
  duration: choice(
    {
      ru: "длительность: P1D, PT4H, { days: 1 } или { businessDays: 1 }",
      en: "a duration: P1D, PT4H, { days: 1 } or { businessDays: 1 }",
    },
    {
      when: "text",
      then: { type: "string", pattern: "^(?:P(?=\\d|T)(?:\\d+[YMWD])*(?:T(?:\\d+(?:[.,]\\d+)?[HMS])+)?|\\$\\{.*\\})$" },
    },
    { when: "map", then: { ...map(durationKeys()), minProperties: 1 } },
  ),
  amountOfTime: choice(
    { ru: "число или ${ выражение }", en: "a number or ${ an expression }" },
    { when: "number", then: { type: "number", minimum: 0 } },
    { when: "text", then: { type: "string", pattern: "^\\$\\{.*\\}$" } },
  ),
  when: choice(
    {
      ru: "срок: { businessDays: 1 } или момент ${ выражение }",
      en: "a duration such as { businessDays: 1 }, or an instant ${ expression }",
    },
    { when: "text", then: TEXT },
    { when: "map", then: ref("duration") },
  ),
  principal: choice(
    {
      ru: "человек: id, { user: … }, { group: … }, { headOf: … }, { managerOf: … } или ${ … }",
      en: "a person: an id, { user: … }, { group: … }, { headOf: … }, { managerOf: … } or ${ … }",
    },
    { when: "text", then: TEXT },
    { when: "map", then: { ...map(principalKeys()), minProperties: 1, maxProperties: 1 } },
  ),
  principals: choice(
    { ru: "человек или список людей", en: "a person or a list of people" },
    { when: "text", then: ref("principal") },
    { when: "map", then: ref("principal") },
    { when: "list", then: listOf(ref("principalsItem"), 1) },
  ),
  principalsItem: choice(
    { ru: "человек или список людей", en: "a person or a list of people" },
    { when: "text", then: ref("principal") },
    { when: "map", then: ref("principal") },
    { when: "list", then: listOf(ref("principal")) },
  ),
  names: choice(
    { ru: "слово или список слов", en: "a word or a list of words" },
    { when: "text", then: TEXT },
    { when: "list", then: listOf(TEXT, 1) },
  ),
  field: map(
    {
      type: key(
        "Тип значения.",
        "Type of the value.",
        "text",
        words(
          "text",
          "number",
          "money",
          "boolean",
          "date",
          "dateTime",
          "choice",
          "user",
          "users",
          "record",
          "records",
          "list",
          "map",
          "files",
          "letter",
          "principals",
        ),
      ),
      title: key("Название для людей.", "Name for people.", "Сумма счёта", TEXT),
      required: key("Обязательно ли заполнить.", "Must it be filled in?", true, FLAG),
      default: key(
        "Значение, если не заполнено: само значение или ${ выражение }.",
        "Value where none is given: a literal or ${ an expression }.",
        "${ letter.subject }",
        ANYTHING,
      ),
      help: key("Подсказка под полем.", "A hint under the field.", "Как в договоре", TEXT),
      of: key(
        "Чего именно: тип записи, тип элементов списка или { department: … } для сотрудника.",
        "Of what: a record type, the type of a list's elements, or { department: … } for a user.",
        "company",
        ref("fieldOf"),
      ),
      from: key(
        "Откуда варианты: `list:<список>` или `mailboxes`. У карты — из чего выбирают ключи.",
        "Where the choices come from: `list:<name>` or `mailboxes`. Of a map: what its keys are chosen from.",
        "list:brands",
        {
          type: "string",
          pattern: "^(?:list:\\S+|mailboxes)$",
          "x-expects": { ru: "list:<имя списка> или mailboxes", en: "list:<name of a list> or mailboxes" },
        },
      ),
      values: key(
        "Варианты выбора здесь же: значение — подпись, или список.",
        "The choices themselves: value and label, or a list.",
        { paid: "Оплачен" },
        ref("fieldValues"),
      ),
      include: key(
        "Связанные записи, которые загрузить вместе с этой.",
        "Related records to load with this one.",
        ["contact"],
        listOf(TEXT, 1),
      ),
      currency: key("Валюта суммы, код ISO 4217.", "Currency of an amount, ISO 4217.", "RUB", {
        type: "string",
        pattern: "^[A-Z]{3}$",
        "x-expects": {
          ru: "код валюты из трёх букв, например RUB",
          en: "a currency code of three letters, such as RUB",
        },
      }),
      min: key("Наименьшее значение.", "Smallest value.", 0, { type: "number" }),
      max: key("Наибольшее значение.", "Largest value.", 100, { type: "number" }),
      hidden: key("Не показывать людям.", "Not shown to people.", true, FLAG),
    },
    ["type"],
  ),
  fieldOf: choice(
    {
      ru: "тип записи, список типов или { department: … }, { group: … }",
      en: "a record type, a list of types, or { department: … }, { group: … }",
    },
    { when: "text", then: TEXT },
    { when: "list", then: listOf(TEXT, 1) },
    {
      when: "map",
      then: {
        ...map({
          department: key("Отдел, из которого выбирают.", "The department to choose from.", "client", TEXT),
          group: key("Группа, из которой выбирают.", "The group to choose from.", "sales", TEXT),
        }),
        minProperties: 1,
      },
    },
  ),
  fieldValues: choice(
    { ru: "карта «значение: подпись» или список значений", en: "a map of value and label, or a list of values" },
    { when: "map", then: { ...mapOf(TEXT), minProperties: 1 } },
    { when: "list", then: listOf(TEXT, 1) },
  ),
  fields: {
    ...mapOf(ref("field"), ref("name")),
    "x-expects": { ru: "поля: имя — { type: …, title: … }", en: "fields: name and { type: …, title: … }" },
  },
  retry: map({
    attempts: key("Сколько попыток всего, с первой.", "How many attempts in all, the first included.", 3, {
      type: "integer",
      minimum: 1,
      maximum: 100,
    }),
    backoff: key("Пауза перед второй попыткой.", "Pause before the second attempt.", { seconds: 10 }, ref("duration")),
    factor: key("Во сколько раз растёт пауза.", "By how much the pause grows.", 2, { type: "number", minimum: 1 }),
    max: key("Самая длинная пауза.", "Longest pause.", { minutes: 10 }, ref("duration")),
    attemptTimeout: key(
      "Сколько ждать ответа на одну попытку.",
      "How long one attempt may take.",
      "PT30S",
      ref("duration"),
    ),
  }),
  ladder: choice(
    { ru: "список ступеней или имя лестницы из ladders", en: "a list of rungs, or the name of a ladder of ladders" },
    { when: "text", then: TEXT },
    { when: "list", then: ref("rungs") },
  ),
  rungs: {
    ...listOf(ref("rung"), 1),
    "x-expects": { ru: "список ступеней: - { after: …, action: … }", en: "a list of rungs: - { after: …, action: … }" },
  },
  rung: map(
    {
      after: key(
        "Через сколько после открытия задания.",
        "How long after the task opened.",
        { businessDays: 1 },
        ref("duration"),
      ),
      action: key(
        "Что сделать: напомнить, сообщить, добавить исполнителей, передать, закончить с исходом.",
        "What to do: remind, tell somebody else, add candidates, move the task, end it with an outcome.",
        "remind",
        words("remind", "notify", "offer", "reassign", "outcome"),
      ),
      to: key("Кому.", "To whom.", { managerOf: "assignee" }, ref("principals")),
      message: key("Свой текст сообщения.", "A message of your own.", "Заявка ждёт решения второй день", TEXT),
      outcome: key(
        "С каким исходом закончить (для action: outcome).",
        "The outcome to end with (of action: outcome).",
        "reject",
        TEXT,
      ),
      repeat: key(
        "Повторять через такой срок; для reassign — `until-top`: вверх по подчинению.",
        "Repeat after this time; for reassign `until-top`: up the organisation chart.",
        { businessDays: 1 },
        ref("repeat"),
      ),
    },
    ["after", "action"],
  ),
  repeat: choice(
    { ru: "длительность или until-top", en: "a duration or until-top" },
    {
      when: "text",
      then: {
        type: "string",
        pattern: "^(?:until-top|P(?=\\d|T)(?:\\d+[YMWD])*(?:T(?:\\d+(?:[.,]\\d+)?[HMS])+)?|\\$\\{.*\\})$",
      },
    },
    { when: "map", then: ref("duration") },
  ),
  outcomes: {
    ...mapOf(ref("outcome"), ref("name")),
    minProperties: 1,
    "x-expects": { ru: "исходы: слово — надпись на кнопке", en: "outcomes: word and label of the button" },
  },
  outcome: choice(
    {
      ru: "надпись на кнопке или { title: …, done: …, needs: […] }",
      en: "the label of the button, or { title: …, done: …, needs: […] }",
    },
    { when: "text", then: TEXT },
    {
      when: "map",
      then: map(
        {
          title: key("Надпись на кнопке.", "Label of the button.", "Согласовать", TEXT),
          done: key("Слово в листе согласования.", "The word on the approval sheet.", "Согласовано", TEXT),
          needs: key(
            "Поля формы, обязательные для этого исхода.",
            "Form fields required for this outcome.",
            ["paidOn"],
            listOf(TEXT, 1),
          ),
          if: key("Когда этот исход предлагают.", "When this outcome is offered.", "amount.amount > 0", ref("feel")),
        },
        ["title"],
      ),
    },
  ),
};

function durationKeys(): Readonly<Record<string, Schema>> {
  const amount = ref("amountOfTime");
  return {
    businessDays: key("Рабочие дни по календарю процесса.", "Business days of the process's calendar.", 1, amount),
    businessHours: key("Рабочие часы по календарю процесса.", "Business hours of the process's calendar.", 4, amount),
    days: key("Календарные дни.", "Calendar days.", 1, amount),
    hours: key("Часы.", "Hours.", 4, amount),
    minutes: key("Минуты.", "Minutes.", 30, amount),
    seconds: key("Секунды.", "Seconds.", 30, amount),
    weeks: key("Недели.", "Weeks.", 2, amount),
    months: key("Месяцы.", "Months.", 1, amount),
    years: key("Годы.", "Years.", 1, amount),
  };
}

function principalKeys(): Readonly<Record<string, Schema>> {
  return {
    user: key("Сотрудник по id.", "A user by id.", "manager-1", TEXT),
    group: key("Любой из группы.", "Anybody of the group.", "executive-director", TEXT),
    headOf: key("Руководитель отдела.", "The head of the department.", "client", TEXT),
    managerOf: key("Начальник сотрудника.", "The manager of the user.", "assignee", TEXT),
    nextOf: key("Следующий по очереди в группе.", "The next of the group in turn.", "sales-queue", TEXT),
    each: key(
      "Каждый из группы, по месту на человека (в согласовании).",
      "Every member of the group, a seat each (in an approval).",
      "board",
      TEXT,
    ),
  };
}
