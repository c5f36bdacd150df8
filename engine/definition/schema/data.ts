import { ANYTHING, FLAG, key, listOf, map, mapOf, ref, type Schema, TEXT, words } from "./schema.ts";

const DAY: Schema = {
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}$",
  "x-expects": { ru: "день, например 2026-12-01", en: "a day, such as 2026-12-01" },
};
const TITLE = key("Название для людей.", "Name for people.", "Клиентский отдел", TEXT);
const ROWS: Schema = listOf(mapOf(ANYTHING));

/** `records.yaml`: the CRM's data in samples and scenarios. */
export const RECORDS: Schema = map({
  records: key(
    "Записи: тип/номер — поля.",
    "Records: type/number and fields.",
    { "lead/101": { title: "Кофемашина для офиса", stage: "NEW" } },
    {
      ...mapOf(ref("recordData"), ref("recordRef")),
      "x-expects": { ru: "записи: lead/101: { … }", en: "records: lead/101: { … }" },
    },
  ),
  lists: key(
    "Списки: имя — строки.",
    "Lists: name and rows.",
    { brands: [{ value: "Delmoka", discount: 10 }] },
    mapOf(ROWS),
  ),
});

/** `directory.yaml`: people, departments, groups. */
export const DIRECTORY: Schema = map({
  users: key(
    "Сотрудники: id — кто это.",
    "Users: id and who it is.",
    { "head-1": { name: "Анна Северова", department: "client" } },
    mapOf(ref("user"), ref("userId")),
  ),
  departments: key(
    "Отделы.",
    "Departments.",
    { client: { title: "Клиентский отдел", head: "head-1" } },
    mapOf(ref("department"), ref("id")),
  ),
  groups: key(
    "Группы.",
    "Groups.",
    { accountants: { title: "Бухгалтерия", members: ["accountant-1"] } },
    mapOf(ref("group"), ref("id")),
  ),
  administrators: key("Администраторы: id сотрудников.", "Administrators: ids of users.", ["admin-1"], listOf(TEXT)),
});

/** `catalog.yaml`: the company's vocabulary. */
export const CATALOG: Schema = map({
  records: key(
    "Типы записей CRM.",
    "Record types of the CRM.",
    { lead: { title: "Заявка", fields: {} } },
    mapOf(ref("recordType"), ref("name")),
  ),
  lists: key(
    "Списки значений.",
    "Lists of values.",
    { brands: { title: "Бренды" } },
    mapOf(ref("catalogList"), ref("id")),
  ),
  registries: key(
    "Реестры.",
    "Registries.",
    { "discount-changes": { title: "Изменения скидок", columns: { brand: { type: "text", title: "Бренд" } } } },
    mapOf(ref("registry"), ref("id")),
  ),
  mailboxes: key(
    "Почтовые ящики.",
    "Mailboxes.",
    { info: { title: "Общий", address: "info@company.example" } },
    mapOf(ref("mailbox")),
  ),
});

/** `calendars/*.yaml` */
export const CALENDAR: Schema = map(
  {
    title: TITLE,
    zone: key("Часовой пояс IANA.", "Time zone, IANA.", "Europe/Moscow", TEXT),
    hours: key(
      "Рабочие часы: дни недели — промежутки.",
      "Working hours: weekdays and openings.",
      { "mon-fri": ["09:00-13:00", "14:00-18:00"] },
      mapOf(
        listOf({
          type: "string",
          pattern: "^\\d{2}:\\d{2}-\\d{2}:\\d{2}$",
          "x-expects": {
            ru: 'промежуток в кавычках, например "09:00-18:00"',
            en: 'hours in quotes, such as "09:00-18:00"',
          },
        }),
      ),
    ),
    shortBy: key(
      "На сколько короче сокращённый день.",
      "How much shorter a short day is.",
      { hours: 1 },
      ref("duration"),
    ),
    daysOff: key("Нерабочие дни.", "Days off.", ["2026-01-01..2026-01-09"], listOf(TEXT)),
    working: key("Рабочие выходные (перенос).", "Working weekends (moved days).", ["2026-02-28"], listOf(TEXT)),
    short: key("Сокращённые дни.", "Short days.", ["2026-12-30"], listOf(TEXT)),
    holidays: key(
      "Праздники по закону: месяц-день, для годов без постановления.",
      "Fixed public holidays, month-day, for years without a decree.",
      ["01-01..01-08"],
      listOf(TEXT),
    ),
    decreed: key(
      "Годы, по которым есть постановление.",
      "Years whose decree is in the file.",
      [2026],
      listOf({ type: ["integer", "string"] }),
    ),
  },
  ["zone", "hours"],
);

/** What the files above refer to. */
export const DATA_DEFS: Readonly<Record<string, Schema>> = {
  records: RECORDS,
  directory: DIRECTORY,
  catalog: CATALOG,
  calendar: CALENDAR,
  table: { ...ref("decisionTable") },
  recordData: {
    ...mapOf(ANYTHING),
    "x-expects": { ru: "поля записи: { title: …, stage: … }", en: "fields of the record: { title: …, stage: … }" },
  },
  userId: {
    type: "string",
    pattern: "^[A-Za-z0-9][\\w.@-]*$",
    "x-expects": {
      ru: "id сотрудника латиницей без пробелов, например ivanov",
      en: "a user's id in Latin letters without spaces, such as ivanov",
    },
  },
  user: map({
    name: key("Имя и фамилия.", "Full name.", "Анна Северова", TEXT),
    position: key("Должность.", "Position.", "руководитель", TEXT),
    email: key("Почта.", "Mail.", "severova@company.example", TEXT),
    phone: key("Телефон, в кавычках.", "Telephone, in quotes.", "+79000000011", TEXT),
    department: key("Отдел.", "Department.", "client", TEXT),
    groups: key("Группы.", "Groups.", ["client"], listOf(TEXT)),
    manager: key("Начальник.", "Manager.", "exec-1", TEXT),
    locale: key("Язык.", "Language.", "ru", words("ru", "en")),
    timeZone: key("Часовой пояс.", "Time zone.", "Europe/Moscow", TEXT),
    channels: key(
      "Чем его извещать.",
      "How to reach him.",
      ["portal", "email"],
      listOf(words("portal", "email", "sms")),
    ),
    absent: key(
      "Когда отсутствует и кто замещает.",
      "When absent, and who stands in.",
      [{ from: "2026-12-01", to: "2026-12-14", substitute: "manager-1" }],
      listOf(ref("absence")),
    ),
    active: key("Работает ли ещё.", "Still employed?", true, FLAG),
  }),
  absence: map(
    {
      from: key("С какого дня.", "From which day.", "2026-12-01", DAY),
      to: key("По какой день.", "Up to which day.", "2026-12-14", DAY),
      substitute: key("Кто замещает.", "Who stands in.", "manager-1", TEXT),
    },
    ["from"],
  ),
  department: map({
    title: TITLE,
    head: key("Руководитель.", "The head.", "head-1", TEXT),
    parent: key("Вышестоящий отдел.", "Parent department.", "company", TEXT),
  }),
  group: map({ title: TITLE, members: key("Кто входит.", "Who belongs to it.", ["exec-1"], listOf(TEXT)) }),
  recordType: map({
    title: TITLE,
    department: key(
      "Отдел, чей руководитель отвечает, когда ответственного нет.",
      "The department whose head stands in where nobody is responsible.",
      "client",
      TEXT,
    ),
    fields: key("Поля.", "Fields.", { title: { type: "text", title: "Название" } }, ref("fields")),
    stages: key("Стадии.", "Stages.", { NEW: { title: "Новая", kind: "first" } }, ref("stages")),
    pipelines: key(
      "Воронки со своими стадиями.",
      "Pipelines with stages of their own.",
      { service: { title: "Сервис", stages: { NEW: { title: "Обращение", kind: "first" } } } },
      mapOf(ref("pipeline")),
    ),
  }),
  stages: mapOf(
    map(
      {
        title: TITLE,
        kind: key(
          "Чем стадия является для процессов.",
          "What the stage is for processes.",
          "open",
          words("first", "open", "won", "lost"),
        ),
      },
      ["kind"],
    ),
  ),
  pipeline: map(
    { title: TITLE, stages: key("Стадии.", "Stages.", { NEW: { title: "Новая", kind: "first" } }, ref("stages")) },
    ["stages"],
  ),
  catalogList: map({
    title: TITLE,
    columns: key("Столбцы.", "Columns.", { value: { type: "text", title: "Бренд" } }, ref("fields")),
    values: key("Строки.", "Rows.", [{ value: "Delmoka" }], ROWS),
  }),
  registry: map(
    {
      title: TITLE,
      columns: key("Столбцы.", "Columns.", { brand: { type: "text", title: "Бренд" } }, ref("fields")),
      readers: key(
        "Группы, которым реестр виден; без них — всем.",
        "Groups that may read it; without them everybody.",
        ["sales"],
        listOf(TEXT),
      ),
    },
    ["columns"],
  ),
  mailbox: map({
    title: TITLE,
    address: key("Адрес.", "Address.", "info@company.example", TEXT),
    responsible: key("Кто за него отвечает.", "Who is responsible for it.", "manager-1", ref("principal")),
  }),
};
