import { ANYTHING, choice, FLAG, key, listOf, map, mapOf, ref, type Schema, TEXT, words } from "./schema.ts";

/** The whole of `process.yaml`. */
export const PROCESS: Schema = map(
  {
    ordo: key(
      "Версия языка; необязательна, первая строка файла.",
      "Version of the language; optional, the first line.",
      1,
      { enum: [1], "x-expects": { ru: "версия языка 1", en: "version 1 of the language" } },
    ),
    process: key(
      "Имя процесса: латиницей через дефис, как его папка.",
      "Name of the process: kebab-case, like its folder.",
      "discount-approval",
      ref("id"),
    ),
    title: key("Название процесса для людей.", "Name of the process for people.", "Согласование скидки", TEXT),
    calendar: key(
      "Производственный календарь: файл из calendars/ без .yaml.",
      "The business calendar: a file of calendars/ without .yaml.",
      "ru-office",
      TEXT,
    ),
    subject: key(
      "Как назвать один запуск процесса, с ${ выражениями }.",
      "The human name of an instance, with ${ expressions }.",
      "Скидка ${ discount } % на ${ brand }",
      TEXT,
    ),
    input: key(
      "Входные данные: из них форма запуска и типы переменных.",
      "Input: checks starts, draws the start form, types the variables.",
      { discount: { type: "number", title: "Скидка, %", required: true } },
      ref("fields"),
    ),
    start: key(
      "Чем процесс запускается: любым из списка.",
      "What starts the process: any of the list.",
      [{ form: { candidateGroups: ["sales"] } }],
      listOf(ref("start"), 1),
    ),
    decisions: key(
      "Таблицы решений: имя — таблица.",
      "Decision tables: name and table.",
      {
        "discount-limit": {
          inputs: { discount: { type: "number" } },
          outputs: { limit: { type: "number" } },
          rules: [{ when: { discount: "<= 5" }, then: { limit: 10 } }],
        },
      },
      ref("decisions"),
    ),
    ladders: key(
      "Лестницы эскалации с именами.",
      "Escalation ladders with names.",
      { upwards: [{ after: { businessDays: 1 }, action: "remind" }] },
      ref("ladders"),
    ),
    output: key(
      "Что получит тот, кто запустил: имя — значение.",
      "What the caller gets.",
      { result: "${ approval.outcome }" },
      ref("mapping"),
    ),
    do: key(
      "Шаги по порядку.",
      "Steps in order.",
      [{ id: "tell", notify: "${ requester }", text: "Готово" }],
      ref("steps"),
    ),
  },
  ["process", "title", "do"],
);

const START_COMMON: Readonly<Record<string, Schema>> = {
  with: key(
    "Откуда взять входные данные: имя — значение.",
    "Where the input comes from.",
    { company: "${ event.record }" },
    ref("mapping"),
  ),
  each: key(
    "Запустить по одному на каждый элемент (он — each).",
    "One instance per element (it is `each`).",
    { find: "company" },
    ref("startEach"),
  ),
  key: key(
    "Деловой ключ: не больше одного живого запуска с таким ключом.",
    "Business key: at most one live instance.",
    "${ company.ref }",
    TEXT,
  ),
  once: key("Один запуск навсегда для этого значения.", "One instance ever for this value.", "${ lead.ref }", TEXT),
  whenLive: key(
    "Если такой ещё идёт: ответить им или запустить снова после него.",
    "Where one is live: answer with it, or start again after it.",
    "again",
    words("answer", "again"),
  ),
};

const WHERE = key(
  "Какие события подходят (FEEL без ${ }).",
  "Which events fit (FEEL without ${ }).",
  'list contains(event.changed, "company")',
  ref("feel"),
);

/** What a process file refers to, steps and common values aside. */
export const PROCESS_DEFS: Readonly<Record<string, Schema>> = {
  process: PROCESS,
  start: choice(
    {
      ru: "запуск: - form, - event, - message или - schedule",
      en: "a start: - form, - event, - message or - schedule",
    },
    { when: { key: "form" }, then: ref("start-form") },
    { when: { key: "event" }, then: ref("start-event") },
    { when: { key: "message" }, then: ref("start-message") },
    { when: { key: "schedule" }, then: ref("start-schedule") },
  ),
  "start-form": map(
    {
      form: key(
        "Запускает человек, заполнив форму.",
        "Started by a person who fills in the form.",
        { candidateGroups: ["sales"] },
        ref("startForm"),
      ),
      ...START_COMMON,
    },
    ["form"],
  ),
  "start-event": map(
    {
      event: key(
        "Запускает событие или любое из списка.",
        "Started by an event, or any of a list.",
        "crm.lead.created",
        ref("names"),
      ),
      where: WHERE,
      self: key(
        "Запускать ли и от записей, сделанных самим процессом.",
        "Do writes of the process itself start it too?",
        false,
        FLAG,
      ),
      ...START_COMMON,
    },
    ["event"],
  ),
  "start-message": map(
    {
      message: key(
        "Запускает сообщение по имени (вызов API, вебхук).",
        "Started by a message by name (API call, webhook).",
        "order-paid",
        TEXT,
      ),
      where: WHERE,
      ...START_COMMON,
    },
    ["message"],
  ),
  "start-schedule": map(
    {
      schedule: key(
        "Запускает расписание.",
        "Started by a schedule.",
        { cron: "0 5 * * *" },
        {
          ...map({
            cron: key("Расписание cron в поясе календаря.", "Cron in the calendar's zone.", "0 5 * * *", TEXT),
            every: key("Через равные промежутки.", "At equal intervals.", { hours: 1 }, ref("duration")),
          }),
          minProperties: 1,
          maxProperties: 1,
        },
      ),
      ...START_COMMON,
    },
    ["schedule"],
  ),
  startForm: {
    ...map({
      candidateGroups: key("Группы, которым видна форма.", "Groups that see the form.", ["sales"], ref("names")),
      candidateUsers: key("Люди, которым видна форма.", "Users who see the form.", ["manager-1"], ref("principals")),
    }),
    "x-expects": { ru: "{ candidateGroups: [группа] }", en: "{ candidateGroups: [group] }" },
  },
  startEach: choice(
    { ru: "${ список } или { find: тип, filter: … }", en: "${ list } or { find: type, filter: … }" },
    { when: "text", then: TEXT },
    {
      when: "map",
      then: map(
        {
          find: key("Тип записей.", "Type of the records.", "deal", TEXT),
          filter: key(
            "Какие из них: поле — значение.",
            "Which of them: field and value.",
            { company: "${ event.record }" },
            ref("mapping"),
          ),
        },
        ["find"],
      ),
    },
  ),
  ladders: {
    ...mapOf(ref("rungs"), ref("id")),
    "x-expects": { ru: "лестницы: имя — список ступеней", en: "ladders: name and list of rungs" },
  },
  decisions: {
    ...mapOf(ref("decisionTable"), ref("id")),
    "x-expects": { ru: "таблицы: имя — { inputs, outputs, rules }", en: "tables: name and { inputs, outputs, rules }" },
  },
  decisionTable: map(
    {
      title: key("Название таблицы для людей.", "Name of the table for people.", "Кто согласует скидку", TEXT),
      hitPolicy: key(
        "Сколько правил могут подойти и какое побеждает.",
        "How many rules may match, and which wins.",
        "unique",
        words(
          "unique",
          "any",
          "priority",
          "first",
          "rule order",
          "output order",
          "collect",
          "collect sum",
          "collect min",
          "collect max",
          "collect count",
        ),
      ),
      inputs: key(
        "Столбцы слева: что проверяется.",
        "Columns on the left: what is tested.",
        { discount: { type: "number", domain: "[0..100]" } },
        {
          ...mapOf(ref("tableInput")),
          "x-expects": { ru: "входы: имя — { type: … }", en: "inputs: name and { type: … }" },
        },
      ),
      outputs: key(
        "Столбцы справа: что получается.",
        "Columns on the right: what comes out.",
        { approvers: { type: "principals" } },
        {
          ...mapOf(ref("tableOutput")),
          minProperties: 1,
          "x-expects": { ru: "выходы: имя — { type: … }", en: "outputs: name and { type: … }" },
        },
      ),
      rules: key(
        "Правила списком.",
        "The rules as a list.",
        [{ when: { discount: "<= 5" }, then: { approvers: [{ managerOf: "requester" }] } }],
        listOf(ref("rule"), 1),
      ),
      table: key(
        "Правила сеткой: | столбец | столбец |.",
        "The rules as a text grid: | column | column |.",
        "| Скидка | approvers |\n| <= 5 | manager of requester |",
        TEXT,
      ),
      file: key("Правила в файле CSV из decisions/.", "The rules in a CSV file of decisions/.", "route.csv", TEXT),
    },
    ["outputs"],
  ),
  tableInput: map({
    title: key("Заголовок столбца.", "Heading of the column.", "Скидка, %", TEXT),
    expression: key(
      "Что проверять, если не переменная с именем столбца (FEEL без ${ }).",
      "What is tested, if not the variable called like the column (FEEL without ${ }).",
      "requester.position",
      ref("feel"),
    ),
    type: key(
      "Тип значения.",
      "Type of the value.",
      "number",
      words("text", "number", "money", "boolean", "date", "dateTime", "choice", "user", "record", "list", "map"),
    ),
    of: key("Тип записи.", "Record type.", "company", ref("fieldOf")),
    from: key(
      "Откуда варианты: `list:<список>` или `mailboxes`.",
      "Where the choices come from.",
      "list:positions",
      TEXT,
    ),
    values: key("Варианты здесь же.", "The choices themselves.", ["товар", "услуги"], ref("fieldValues")),
    currency: key("Валюта суммы.", "Currency of the amount.", "RUB", { type: "string", pattern: "^[A-Z]{3}$" }),
    domain: key(
      "Какие значения возможны: проверка FEEL или список.",
      "Which values are possible: a unary test or a list.",
      "[0..100]",
      ref("domain"),
    ),
  }),
  domain: choice(
    {
      ru: "проверка FEEL, например >= 0 или [0..100], или список значений",
      en: "a unary test such as >= 0 or [0..100], or a list of values",
    },
    { when: "text", then: TEXT },
    { when: "list", then: listOf(ANYTHING, 1) },
  ),
  tableOutput: map({
    title: key("Заголовок столбца.", "Heading of the column.", "Согласующие", TEXT),
    type: key(
      "Тип значения.",
      "Type of the value.",
      "principals",
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
        "list",
        "map",
        "principals",
      ),
    ),
    of: key("Тип записи или элементов.", "Type of the record or the elements.", "company", ref("fieldOf")),
    from: key(
      "Откуда варианты: `list:<список>` или `mailboxes`.",
      "Where the choices come from.",
      "list:positions",
      TEXT,
    ),
    values: key(
      "Возможные значения, лучшее первым (для priority и output order).",
      "Possible values, best first (for priority and output order).",
      ["high", "low"],
      listOf(ANYTHING, 1),
    ),
    currency: key("Валюта суммы.", "Currency of the amount.", "RUB", { type: "string", pattern: "^[A-Z]{3}$" }),
    default: key("Значение, если ни одно правило не подошло.", "Value where no rule matches.", "обычный", ANYTHING),
  }),
  rule: {
    ...map(
      {
        when: key(
          "Проверки: вход — условие; вход, которого нет, не проверяется.",
          "Tests: input and test; an input left out is not tested.",
          { discount: "(5..15]" },
          ref("mapping"),
        ),
        then: key(
          "Результат: выход — значение.",
          "Result: output and value.",
          { approvers: [{ headOf: "sales" }] },
          ref("mapping"),
        ),
      },
      ["then"],
    ),
    "x-expects": { ru: "правило: - { when: …, then: … }", en: "a rule: - { when: …, then: … }" },
  },
};
