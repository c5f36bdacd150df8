import { choice, key, listOf, map, type Schema, TEXT, words } from "../../engine/definition/schema/schema.ts";
import { CRM_MAIL_SCHEMA } from "./bitrix24/config.ts";
import { MODULE_SCHEMA } from "./module/config.ts";
import { SMS_KEYS } from "./sms/config.ts";
import { SMTP_SCHEMA } from "./smtp/config.ts";

/** The channels that processes know by name (`channels:` of a `notify`). */
export const CHANNELS = ["portal", "email", "sms"] as const;

/** What messages of a channel can be redirected to, to show how it is written: in a portal an id of the directory. */
export const REDIRECT_EXAMPLES: Readonly<Record<string, string>> = {
  portal: "head-1",
  email: "robot@example.com",
  sms: "+79000000001",
};

/** `channels:` of `ordo.yaml`: by what way messages leave. */
export const CHANNELS_SCHEMA: Schema = map({
  portal: key(
    "Портал, где работают сотрудники.",
    "The portal where people work.",
    "bitrix24",
    choice(
      {
        ru: "bitrix24 — уведомления портала; log — никуда не уходит, видно в ordo messages; { module: … } — свой",
        en: "bitrix24: notifications of the portal; log: goes nowhere, ordo messages shows it; { module: … }: your own",
      },
      { when: "text", then: words("log", "bitrix24") },
      { when: "map", then: MODULE_SCHEMA },
    ),
  ),
  email: key(
    "Почта.",
    "Mail.",
    {
      smtp: {
        host: "smtp.example.com",
        user: "robot@example.com",
        password: "${SMTP_PASSWORD}",
        from: "robot@example.com",
      },
    },
    choice(
      { ru: "log, { smtp: … } или { bitrix24: … }", en: "log, { smtp: … } or { bitrix24: … }" },
      { when: "text", then: words("log") },
      { when: { key: "module" }, then: MODULE_SCHEMA },
      {
        when: { key: "bitrix24" },
        then: map({
          bitrix24: key(
            "Письма уходят из CRM портала и видны в карточке. Только клиентам: у сотрудника карточки нет.",
            "Letters leave from the portal's CRM and are seen in the record. To clients alone: staff have no record.",
            { from: "Зерно и Пар <info@zernoipar.example>" },
            CRM_MAIL_SCHEMA,
          ),
        }),
      },
      {
        when: "map",
        then: map(
          {
            smtp: key(
              "Через почтовый сервер.",
              "Through a mail server.",
              { host: "smtp.example.com", from: "robot@example.com" },
              SMTP_SCHEMA,
            ),
          },
          ["smtp"],
        ),
      },
    ),
  ),
  sms: key(
    "SMS.",
    "Text messages.",
    { "sms-ru": { key: "${SMS_KEY}" } },
    choice(
      {
        ru: "log, { sms-ru: … }, { smsc: … } или { gateway: … }",
        en: "log, { sms-ru: … }, { smsc: … } or { gateway: … }",
      },
      { when: "text", then: words("log") },
      { when: { key: "module" }, then: MODULE_SCHEMA },
      { when: "map", then: { ...map(SMS_KEYS), minProperties: 1, maxProperties: 1 } },
    ),
  ),
});

const MODE: Schema = {
  type: "string",
  pattern: "^(?:live|hold|redirect:\\s*\\S+)$",
  "x-expects": { ru: "live, hold или redirect:<адрес>", en: "live, hold or redirect:<address>" },
};
const CLOCK: Schema = {
  type: "string",
  pattern: "^(?:[01]\\d|2[0-3]):[0-5]\\d$",
  "x-expects": { ru: "время: 21:00", en: "a time of day: 21:00" },
};
const COUNT: Schema = { type: "integer", minimum: 0, maximum: 1_000_000 };

const QUIET: Schema = choice(
  {
    ru: "{ calendar: ru-office } или { from: 21:00, to: 08:00 }",
    en: "{ calendar: ru-office } or { from: 21:00, to: 08:00 }",
  },
  {
    when: { key: "calendar" },
    then: map({
      calendar: key(
        "Тихо вне рабочих часов этого календаря.",
        "Silent outside the working hours of this calendar.",
        "ru-office",
        TEXT,
      ),
    }),
  },
  {
    when: "map",
    then: map(
      {
        from: key("С какого часа тихо.", "Silent from.", "21:00", CLOCK),
        to: key("До какого.", "Silent until.", "08:00", CLOCK),
        zone: key(
          "Где это время; у сотрудника с поясом в справочнике — его пояс.",
          "Where that time is; of a person with a zone in the directory it is his.",
          "Europe/Moscow",
          TEXT,
        ),
      },
      ["from", "to"],
    ),
  },
);

function byChannel(ru: string, en: string, example: string | number, schema: Schema): Schema {
  return map(Object.fromEntries(CHANNELS.map((channel) => [channel, key(ru, en, example, schema)])));
}

/** `outgoing:` of `ordo.yaml`: whether they leave, and how many. */
export const OUTGOING_SCHEMA: Schema = map({
  ...Object.fromEntries(
    CHANNELS.map((channel) => [
      channel,
      key(
        "live — уходят; hold — ждут проверки; redirect:<адрес> — всё на один адрес. Переключить на ходу: ordo outgoing.",
        "live: they leave; hold: they wait for review; redirect:<address>: all to one address. Switched by `ordo outgoing`.",
        "hold",
        MODE,
      ),
    ]),
  ),
  quiet: key(
    "Когда канал молчит: сообщения ждут открытия.",
    "When a channel is silent: messages wait for the opening.",
    { sms: { from: "21:00", to: "08:00" } },
    map(
      Object.fromEntries(
        CHANNELS.map((channel) => [
          channel,
          key("Тихое время канала.", "Its quiet time.", { calendar: "ru-office" }, QUIET),
        ]),
      ),
    ),
  ),
  urgent: key(
    "Какие сообщения уходят и в тихое время: task — о заданиях, notice — шаги notify и напоминания.",
    "Which leave in quiet time, too. task: about tasks; notice: of `notify` steps and reminders.",
    ["task"],
    listOf(words("task", "notice")),
  ),
  limits: key(
    "Сколько сообщений в час; остальные придерживаются, и поднимается сбой. Без ключа — sms 100 и email 300 на процесс, 500 и 2000 на канал.",
    "How many messages an hour; the rest are held and an incident is raised. Without it 100 by sms and 300 by email of a process, 500 and 2000 of a channel.",
    { process: { sms: 50 }, channel: { sms: 200 } },
    map({
      process: key("Одного процесса.", "Of one process.", { sms: 50 }, byChannel("В час.", "An hour.", 50, COUNT)),
      channel: key("Всего по каналу.", "Of a channel.", { sms: 200 }, byChannel("В час.", "An hour.", 200, COUNT)),
    }),
  ),
  tryFor: key(
    "Сколько пробовать, если сервер не принимает; потом — сбой для человека. Без ключа — сутки.",
    "How long to try where a server does not take it; then people see to it. A day without it.",
    "P1D",
    { $ref: "#/$defs/lengthOfTime" },
  ),
  uncertain: key(
    "Если неизвестно, ушло ли сообщение: ask — спросить человека, retry — отправить ещё раз. Без ключа — ask.",
    "Where nobody knows whether it went out. ask: people decide; retry: send it again. ask without it.",
    { email: "retry" },
    byChannel("ask или retry.", "ask or retry.", "ask", words("ask", "retry")),
  ),
  link: key(
    "Где открывается задание: {task} и {instance} подставятся. Без ключа — наша консоль, если задан service: address; в письмах исполнителю — страница, где можно решить.",
    "Where a task opens, with {task} and {instance}. Without the key our console, where service: address is set; in letters to whoever decides a page on which he can.",
    "https://ordo.example.com/tasks/{task}",
    TEXT,
  ),
});
