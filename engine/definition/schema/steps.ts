import { choice, key, listOf, map, ref, type Schema, TEXT, words } from "./schema.ts";
import { type KindKeys, listenKeys, RETRY, STEP_KINDS } from "./step-kinds.ts";

/** Keys that every step may have. */
export const COMMON_KEYS: Readonly<Record<string, Schema>> = {
  id: key(
    "Имя шага в истории и тестах: латиницей через дефис, одно на процесс. Результат шага — переменная с этим именем в camelCase.",
    "Name of the step in history and tests: kebab-case, unique in the process. Its result is the variable of this name in camelCase.",
    "assign-manager",
    ref("id"),
  ),
  title: key("Название для людей, на любом языке.", "Name for people, in any language.", "Назначить менеджера", TEXT),
  if: key(
    "Выполнять, только если верно (FEEL без ${ }). Пропущенный шаг даёт null.",
    "Do it only if this holds (FEEL without ${ }). A skipped step leaves null.",
    'approval.outcome = "approve"',
    ref("feel"),
  ),
  then: key(
    "Куда дальше: continue, end (конец процесса), exit (из блока) или id шага этого списка или внешнего.",
    "Where to go on: continue, end (of the process), exit (of the block), or a step of this list or an enclosing one.",
    "end",
    ref("then"),
  ),
  timeout: key(
    "Предел времени на весь шаг и что делать, когда он вышел.",
    "Time limit of the whole step, and what then.",
    { after: { days: 3 }, then: "end" },
    ref("timeout"),
  ),
};

const TIMEOUT: Schema = map(
  {
    after: key("Через сколько.", "After how long.", { businessDays: 3 }, ref("duration")),
    then: key("Куда перейти.", "Where to go.", "end", ref("then")),
    do: key("Какие шаги выполнить.", "Which steps to do.", [{ id: "late", raise: "TOO_LONG" }], ref("steps")),
    outcome: key(
      "С каким исходом закончить задание: так часы решают за человека.",
      "The outcome to end the task with: the clock decides for the person.",
      "reject",
      TEXT,
    ),
  },
  ["after"],
);

/** The words that say what kind of step it is. */
export const STEP_KEYWORDS: readonly string[] = Object.keys(STEP_KINDS);

/** The schema of each kind of step, `step-<keyword>`, and what they refer to. */
export const STEP_DEFS: Readonly<Record<string, Schema>> = {
  timeout: TIMEOUT,
  channels: choice(
    { ru: "список каналов или all", en: "a list of channels or all" },
    { when: "text", then: words("all") },
    { when: "list", then: listOf(words("portal", "email", "sms"), 1) },
  ),
  case: {
    ...map({
      when: key("Условие (FEEL без ${ }).", "The condition (FEEL without ${ }).", 'ask.outcome = "take"', ref("feel")),
      else: key("Случай для всех остальных; последний.", "The case for all others; the last.", true, {
        enum: [true],
        "x-expects": { ru: "else: true", en: "else: true" },
      }),
      do: key("Шаги случая.", "Steps of the case.", [{ id: "self", set: { manager: "${ ask.by }" } }], ref("steps")),
      then: key("Куда дальше.", "Where to go on.", "hand-over", ref("then")),
    }),
    "x-expects": { ru: "случай: - when: условие", en: "a case: - when: condition" },
  },
  catch: map(
    {
      errors: key('Коды ошибок или "*" — любая.', 'Codes of errors, or "*" for any.', ["UNCERTAIN"], ref("names")),
      as: key("Имя переменной с ошибкой.", "Name of the variable with the error.", "failure", ref("name")),
      retry: RETRY,
      do: key(
        "Шаги вместо неудавшихся.",
        "Steps instead of those that failed.",
        [{ id: "tell-admin", notify: { group: "admins" }, text: "Не вышло" }],
        ref("steps"),
      ),
      then: key("Куда дальше.", "Where to go on.", "continue", ref("then")),
    },
    ["errors"],
  ),
  awaited: {
    ...map({
      event: key("Событие или список событий.", "An event or a list of events.", "crm.lead.updated", ref("names")),
      message: key("Сообщение по имени.", "A message by name.", "payment-received", TEXT),
      ...listenKeys(),
    }),
    minProperties: 1,
  },
  listenFor: choice(
    {
      ru: "событие, список событий, { message: имя } или { of: …, holds: … }",
      en: "an event, a list of events, { message: name } or { of: …, holds: … }",
    },
    { when: "text", then: TEXT },
    { when: "list", then: listOf(TEXT, 1) },
    { when: "map", then: ref("awaited") },
  ),
  waitFor: choice(
    { ru: "длительность или { until: момент }", en: "a duration, or { until: instant }" },
    {
      when: { key: "until" },
      then: map(
        {
          until: key(
            "До какого момента: текст ISO 8601 или ${ выражение }.",
            "Until when: ISO 8601 text or ${ an expression }.",
            "${ deal.closesOn }",
            TEXT,
          ),
        },
        ["until"],
      ),
    },
    { when: "text", then: ref("duration") },
    { when: "map", then: ref("duration") },
  ),
  raised: choice(
    { ru: "код ошибки или { error: код, message: текст }", en: "a code, or { error: code, message: text }" },
    { when: "text", then: TEXT },
    {
      when: "map",
      then: map(
        {
          error: key("Код ошибки.", "Code of the error.", "NO_SUPPLIER", TEXT),
          message: key("Что случилось, для людей.", "What happened, for people.", "У счёта нет поставщика", TEXT),
        },
        ["error"],
      ),
    },
  ),
  ...Object.fromEntries(
    Object.entries(STEP_KINDS).map(([keyword, kind]) => [`step-${keyword}`, stepSchema(keyword, kind)]),
  ),
  step: {
    "x-choice": ["for", ...STEP_KEYWORDS.filter((keyword) => keyword !== "for")].map((keyword) => ({
      when: { key: keyword },
      then: ref(`step-${keyword}`),
    })),
    "x-expects": {
      ru: `шаг: id и одно из слов ${STEP_KEYWORDS.join(", ")}`,
      en: `a step: an id and one of ${STEP_KEYWORDS.join(", ")}`,
    },
  },
};

function stepSchema(keyword: string, kind: KindKeys): Schema {
  const own = { [keyword]: key(kind.ru, kind.en, kind.example, kind.value), ...kind.keys };
  return {
    ...map({ ...pick("id", "title"), ...own, ...pick("if", "then", "timeout") }, [
      "id",
      keyword,
      ...(kind.required ?? []),
    ]),
    description: kind.ru,
    "x-en": kind.en,
  };
}

function pick(...names: readonly string[]): Readonly<Record<string, Schema>> {
  return Object.fromEntries(names.map((name) => [name, COMMON_KEYS[name] ?? {}]));
}
