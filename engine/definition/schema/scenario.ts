import { BY, INSTANCE, LINES, type LineKeys, REJECTED, SET } from "./scenario-lines.ts";
import { ANYTHING, choice, key, listOf, map, mapOf, ref, type Schema, TEXT, words } from "./schema.ts";

/** The words a line of `when` begins with. */
export const LINE_KEYWORDS: readonly string[] = Object.keys(LINES);

/** The whole of a scenario file. */
export const SCENARIO: Schema = map(
  {
    scenario: key(
      "Что рассказывает этот сценарий, одной фразой.",
      "What the scenario tells, in a sentence.",
      "Руководитель молчит рабочий день — заявка у исполнительного директора",
      TEXT,
    ),
    process: key(
      "Какой процесс; не нужно в его папке scenarios/.",
      "Which process; not needed in its own scenarios/.",
      "lead-distribution",
      TEXT,
    ),
    given: key(
      "С чего начинаем: время, записи, люди.",
      "Where it begins: time, records, people.",
      { now: "2026-11-20T10:00:00+03:00" },
      ref("given"),
    ),
    start: key(
      "Чем процесс запускается.",
      "What starts the process.",
      { event: { type: "crm.lead.created", record: "lead/101" } },
      ref("scenarioStart"),
    ),
    when: key("Что происходит, по порядку.", "What happens, in order.", [{ wait: { businessDays: 1 } }], {
      ...listOf({ ...ref("line"), "x-apart": true }),
      "x-expects": { ru: "список строк: - complete: шаг", en: "a list of lines: - complete: step" },
    }),
    then: key("Что должно получиться.", "What must come of it.", { status: "completed" }, ref("outcomeClaims")),
  },
  ["scenario"],
);

/** Lines that need nothing but their word: `- cancel`. */
const BARE_LINES: readonly string[] = ["cancel", "suspend", "resume", "retry"];

/** What may be claimed at any moment (`expect`) and in the end (`then`). */
const CLAIMS: Readonly<Record<string, Schema>> = {
  status: key(
    "Состояние процесса.",
    "Status of the instance.",
    "completed",
    words("running", "waiting", "suspended", "completed", "failed", "canceled"),
  ),
  path: key(
    "Шаги по порядку; `…` пропускает любое число.",
    "Steps in order; `…` skips any number.",
    ["acknowledge", "…"],
    listOf(TEXT),
  ),
  messages: key(
    "Сообщения, каждое должно найтись; [] — ни одного.",
    "Messages, each must be found; [] for none.",
    [{ to: "lead/101", channel: "sms" }],
    listOf(ref("messageClaim")),
  ),
  records: key("Записи.", "Records.", { "lead/101": { responsible: "manager-1" } }, mapOf(ANYTHING, ref("recordRef"))),
  variables: key("Переменные.", "Variables.", { assign: { manager: "manager-1" } }, mapOf(ANYTHING)),
  registry: key("Строки реестров; [] — ни одной.", "Rows of registries; [] for none.", [], ANYTHING),
  incidents: key("Сбои; [] — ни одного.", "Incidents; [] for none.", [], listOf(ANYTHING)),
  instances: key(
    "Сколько запусков было, по процессам.",
    "How many were started, by process.",
    { "discount-guard": 0 },
    mapOf({ type: "integer", minimum: 0 }),
  ),
  tasks: key(
    "Задания, каждое должно найтись; [] — ни одного.",
    "Tasks, each must be found; [] for none.",
    [{ step: "assign", by: "head-1" }],
    listOf(mapOf(ANYTHING)),
  ),
  decisions: key(
    "Что решили таблицы.",
    "What tables decided.",
    [{ table: "route", matched: [2] }],
    listOf(mapOf(ANYTHING)),
  ),
  documents: key(
    "Составленные документы.",
    "Documents rendered.",
    [{ template: "approval-sheet" }],
    listOf(mapOf(ANYTHING)),
  ),
  output: key("Что отдал процесс.", "What the process gave.", { result: "approve" }, mapOf(ANYTHING)),
};

/** What a scenario file refers to. */
export const SCENARIO_DEFS: Readonly<Record<string, Schema>> = {
  scenario: SCENARIO,
  instant: {
    type: "string",
    pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2})$",
    "x-expects": {
      ru: "момент со смещением, например 2026-11-20T10:00:00+03:00",
      en: "an instant with its offset, such as 2026-11-20T10:00:00+03:00",
    },
  },
  recordRef: {
    type: "string",
    pattern: "^[A-Za-z][\\w-]*/[^\\s/]+$",
    "x-expects": { ru: "запись: тип/номер, например lead/101", en: "a record: type/number, such as lead/101" },
  },
  stepName: {
    type: "string",
    pattern: "^[a-z][a-z0-9-]*(?:#[0-9]+)?$",
    "x-expects": { ru: "id шага, например assign или assign#2", en: "the id of a step, such as assign or assign#2" },
  },
  given: map({
    now: key(
      "Время на часах в начале.",
      "Time on the clock at the start.",
      "2026-11-20T10:00:00+03:00",
      ref("instant"),
    ),
    records: key(
      "Записи CRM: файл или сами записи.",
      "Records of the CRM: a file, or the records themselves.",
      "../../sample/records.yaml",
      ref("fileOrRecords"),
    ),
    lists: key(
      "Списки: имя — строки.",
      "Lists: name and rows.",
      { brands: [{ value: "Delmoka" }] },
      mapOf(listOf(mapOf(ANYTHING))),
    ),
    directory: key(
      "Люди: файл или сами данные.",
      "People: a file, or the data itself.",
      "../../sample/directory.yaml",
      ref("fileOrDirectory"),
    ),
    processes: key(
      "Какие процессы работают вместе; `all` — все.",
      "Which processes run together; `all`.",
      ["lead-distribution"],
      ref("names"),
    ),
    registry: key(
      "Строки реестров до начала.",
      "Rows of registries before the start.",
      { "discount-changes": [{ brand: "Delmoka" }] },
      mapOf(listOf(mapOf(ANYTHING))),
    ),
  }),
  fileOrRecords: choice(
    { ru: "файл или записи: lead/101: { … }", en: "a file, or records: lead/101: { … }" },
    { when: "text", then: TEXT },
    { when: { key: "records" }, then: ref("records") },
    { when: { key: "lists" }, then: ref("records") },
    { when: "map", then: mapOf(ref("recordData"), ref("recordRef")) },
    { when: "list", then: listOf(ref("fileOrRecords"), 1) },
  ),
  fileOrDirectory: choice(
    { ru: "файл или { users, groups, departments }", en: "a file, or { users, groups, departments }" },
    { when: "text", then: TEXT },
    { when: "map", then: ref("directory") },
    { when: "list", then: listOf(ref("fileOrDirectory"), 1) },
  ),
  scenarioStart: map({
    event: key("Событие.", "An event.", { type: "crm.lead.created", record: "lead/101" }, ref("scenarioEvent")),
    input: key(
      "Заполненная форма запуска.",
      "The start form, filled in.",
      { brand: "Delmoka", discount: 8 },
      ref("mapping"),
    ),
    message: key("Сообщение.", "A message.", { name: "order-paid" }, ref("scenarioMessage")),
    update: key("Изменение записи.", "A record changes.", "lead/101", ref("recordRef")),
    create: key("Новая запись.", "A new record.", "deal/299", ref("recordRef")),
    delete: key("Удаление записи.", "A record is deleted.", "deal/201", ref("recordRef")),
    by: BY,
    set: SET,
    with: key("Что в событии или сообщении.", "What the event or message carries.", { paid: true }, ref("mapping")),
    rejected: REJECTED,
  }),
  scenarioEvent: choice(
    { ru: "{ type: событие, record: запись }", en: "{ type: event, record: record }" },
    { when: "text", then: TEXT },
    {
      when: "map",
      then: map(
        {
          type: key("Тип события.", "Type of the event.", "crm.lead.created", TEXT),
          record: key("Запись.", "The record.", "lead/101", ref("recordRef")),
          previous: key("Прежние значения полей.", "Former values of fields.", { stage: "NEW" }, ref("mapping")),
          changed: key("Какие поля изменились.", "Which fields changed.", ["stage"], listOf(TEXT)),
          actor: key("Кто изменил.", "Who did it.", "manager-1", ANYTHING),
          at: key("Когда.", "When.", "2026-11-20T10:00:00+03:00", ref("instant")),
          cause: key("Какой шаг это записал.", "Which step wrote it.", { process: "discount-guard" }, ANYTHING),
          letter: key(
            "Письмо.",
            "The letter.",
            { from: "klient@example.com", subject: "Нужна машина" },
            ref("mapping"),
          ),
          with: key(
            "Что ещё в событии.",
            "What else it carries.",
            { letter: { from: "klient@example.com" } },
            ref("mapping"),
          ),
          by: BY,
        },
        ["type"],
      ),
    },
  ),
  scenarioMessage: choice(
    { ru: "{ name: имя, key: ключ, with: … }", en: "{ name: name, key: key, with: … }" },
    { when: "text", then: TEXT },
    {
      when: "map",
      then: map(
        {
          name: key("Имя сообщения.", "Name of the message.", "order-paid", TEXT),
          key: key("Ключ, по которому оно найдёт процесс.", "The key by which it finds the instance.", "57", ANYTHING),
          with: key("Что в сообщении.", "What it carries.", { paid: true }, ref("mapping")),
          by: BY,
        },
        ["name"],
      ),
    },
  ),
  expectation: {
    ...map({
      task: key("Открыто задание этого шага.", "The task of this step is open.", "assign", ref("stepName")),
      for: key("У кого оно.", "Who has it.", { headOf: "client" }, ref("principals")),
      assignee: key("Кто его взял.", "Who has claimed it.", "manager-1", TEXT),
      candidates: key("Кому оно предложено.", "Whom it is offered to.", ["manager-1"], listOf(TEXT)),
      title: key("Как оно называется.", "Its title.", "/№ 101/", TEXT),
      message: key(
        "Отправлено сообщение.",
        "A message was sent.",
        { to: { group: "executive-director" } },
        ref("messageClaim"),
      ),
      incident: key("Случился сбой.", "There is an incident.", { code: "NO_ASSIGNEE" }, ANYTHING),
      ...CLAIMS,
      process: INSTANCE,
      never: key("Такого быть не должно.", "This must not be.", [{ task: "assign" }], listOf(ref("expectation"))),
    }),
    minProperties: 1,
  },
  messageClaim: map({
    to: key("Кому.", "To whom.", "lead/101", ref("principals")),
    channel: key("Каким каналом.", "By which channel.", "sms", TEXT),
    kind: key("Уведомление или задание.", "Notice or task.", "notice", words("notice", "task")),
    subject: key("Тема; /…/ — регулярное выражение.", "Subject; /…/ is a regular expression.", "/принята/", TEXT),
    text: key("Текст; /…/ — регулярное выражение.", "Text; /…/ is a regular expression.", "/Номер 101/", TEXT),
    address: key("Адрес.", "The address.", "+79110000101", TEXT),
    at: key("Когда.", "When.", "2026-11-20T10:00:00+03:00", TEXT),
    from: key("От кого.", "From whom.", "info", TEXT),
    step: key("Какого шага.", "Of which step.", "acknowledge", ref("stepName")),
  }),
  outcomeClaims: map({
    ...CLAIMS,
    never: key(
      "Чего не было ни разу.",
      "What never was.",
      [{ task: "assign", for: { group: "director" } }],
      listOf(ref("expectation")),
    ),
  }),
  ...Object.fromEntries(Object.entries(LINES).map(([word, line]) => [`line-${word}`, lineSchema(word, line)])),
  line: {
    "x-choice": [
      ...linesInOrder().map((word) => ({ when: { key: word }, then: ref(`line-${word}`) })),
      { when: "text", then: words(...BARE_LINES) },
    ],
    "x-expects": {
      ru: `строка сценария: одно из слов ${LINE_KEYWORDS.join(", ")}`,
      en: `a line of a scenario: one of ${LINE_KEYWORDS.join(", ")}`,
    },
  },
};

function lineSchema(word: string, line: LineKeys): Schema {
  return {
    ...map({ [word]: key(line.ru, line.en, line.example, line.value), ...line.keys }, [word]),
    description: line.ru,
    "x-en": line.en,
  };
}

/** Words that are also keys of other lines (`comment`, `message`) decide last. */
function linesInOrder(): readonly string[] {
  const late = ["comment", "message"];
  return [...LINE_KEYWORDS.filter((word) => !late.includes(word)), ...late];
}
