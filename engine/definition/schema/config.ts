import type { Text } from "../problem.ts";
import { choice, key, listOf, map, mapOf, ref, type Schema, TEXT, words } from "./schema.ts";

const PORT: Schema = { type: "integer", minimum: 0, maximum: 65_535 };
const COUNT: Schema = { type: "integer", minimum: 1, maximum: 10_000 };
const WHOLE: Schema = { type: "integer", minimum: 0 };
const DURATION: Schema = ref("lengthOfTime");

/** A text that holds a secret: the environment gives it. */
function secret(expects: Text): Schema {
  return { type: "string", pattern: "\\S", "x-expects": expects };
}

const STORE: Schema = map(
  {
    kind: key(
      "sqlite — один файл, ничего не ставить; postgres — несколько рабочих процессов на нескольких машинах.",
      "sqlite: one file, nothing to install; postgres: several workers on several machines.",
      "postgres",
      words("sqlite", "postgres"),
    ),
    file: key("Файл базы SQLite; без него — ordo.db рядом с ordo.yaml.", "The SQLite file.", "ordo.db", TEXT),
    url: key(
      "Адрес PostgreSQL из окружения.",
      "Where PostgreSQL is, from the environment.",
      "${DATABASE_URL}",
      secret({ ru: "адрес из окружения: ${DATABASE_URL}", en: "an address from the environment: ${DATABASE_URL}" }),
    ),
    pool: key("Сколько соединений держит один процесс.", "Connections that one process keeps.", 10, {
      type: "integer",
      minimum: 2,
      maximum: 200,
    }),
  },
  ["kind"],
);

const RATE: Schema = map(
  {
    count: key("Сколько вызовов.", "How many calls.", 2, COUNT),
    per: key("За какое время.", "In what time.", "PT1S", DURATION),
  },
  ["count", "per"],
);

const SCHEDULER: Schema = choice(
  { ru: "local или { kind: bullmq, url: ${REDIS_URL} }", en: "local, or { kind: bullmq, url: ${REDIS_URL} }" },
  { when: "text", then: words("local", "bullmq") },
  {
    when: "map",
    then: map(
      {
        kind: key("local или bullmq.", "local or bullmq.", "bullmq", words("local", "bullmq")),
        url: key(
          "Адрес Redis из окружения.",
          "Where Redis is, from the environment.",
          "${REDIS_URL}",
          secret({ ru: "адрес из окружения: ${REDIS_URL}", en: "an address from the environment: ${REDIS_URL}" }),
        ),
        prefix: key("Начало ключей в Redis.", "Beginning of the keys in Redis.", "ordo", {
          type: "string",
          pattern: "^[\\w{}-]{1,64}$",
          "x-expects": { ru: "латинские буквы, цифры, _ и -", en: "Latin letters, digits, _ and -" },
        }),
        rates: key(
          "Сколько вызовов в секунду выдержит другая сторона: очередь — предел.",
          "How many calls the other side bears: queue and limit.",
          { crm: { count: 2, per: "PT1S" } },
          map(
            Object.fromEntries(
              ["crm", "mail", "http", "message", "document"].map((lane) => [
                lane,
                key("Предел этой очереди.", "The limit of this queue.", { count: 2, per: "PT1S" }, RATE),
              ]),
            ),
          ),
        ),
      },
      ["kind"],
    ),
  },
);

const WORKER: Schema = map({
  name: key("Имя рабочего процесса для людей.", "The worker's name for people.", "server-1", TEXT),
  concurrency: key("Сколько вызовов наружу идёт сразу.", "How many outside calls run at once.", 16, {
    type: "integer",
    minimum: 1,
    maximum: 1_000,
  }),
  lease: key(
    "Сколько рабочий процесс считается живым без вестей: от 5 секунд до 10 минут.",
    "How long a worker counts as alive without being heard of: 5 seconds to 10 minutes.",
    "PT30S",
    DURATION,
  ),
  stopWithin: key(
    "Сколько при остановке ждать начатого: до 10 минут.",
    "How long a stop waits for what is under way: up to 10 minutes.",
    "PT30S",
    DURATION,
  ),
});

const REGISTRY: Schema = map({
  key: key(
    "Ключ цепочки реестров из окружения.",
    "The key of the registries' chain, from the environment.",
    "${ORDO_REGISTRY_KEY}",
    secret({ ru: "ключ из окружения: ${ORDO_REGISTRY_KEY}", en: "a key from the environment: ${ORDO_REGISTRY_KEY}" }),
  ),
  keyFile: key("Файл с ключом, вне базы.", "A file with the key, outside the database.", "registry.key", TEXT),
  seals: key(
    "Папка, куда раз в день пишутся число строк и голова цепочки.",
    "Folder to which count and head of the chain are written daily.",
    "seals",
    TEXT,
  ),
});

const RETENTION_OF_PROCESS: Schema = map({
  ended: key(
    "Через сколько завершённый процесс уходит в архив; без ключа — как у всех.",
    "When an ended instance goes to the archive; as all others without it.",
    "P30D",
    DURATION,
  ),
  removed: key(
    "Через сколько после конца процесс удаляется совсем: история, сообщения, файлы. Строки реестров остаются.",
    "How long after its end an instance is removed: history, messages, files. Registry rows stay.",
    "P3Y",
    DURATION,
  ),
});

const RETENTION: Schema = map({
  processes: key(
    "Сколько хранить завершённое, по процессам. Без срока removed процесс не удаляется никогда.",
    "How long what has ended is kept, process by process. Without removed it is never removed.",
    { "discount-approval": { ended: "P30D", removed: "P3Y" } },
    mapOf(RETENTION_OF_PROCESS),
  ),
  ended: key(
    "Через сколько завершённый процесс уходит в архив.",
    "When an ended instance goes to the archive.",
    "P90D",
    DURATION,
  ),
  inbox: key(
    "Сколько помнить пришедшее, чтобы не принять дважды.",
    "How long what came in is remembered, so that it is not taken twice.",
    "P90D",
    DURATION,
  ),
  messages: key(
    "Сколько хранить сообщение, которого ещё никто не ждёт.",
    "How long a message is kept that nobody waits for yet.",
    "P14D",
    DURATION,
  ),
  sent: key(
    "Сколько хранить тексты и адреса сообщений, которые отправлены, отклонены или выброшены. Без ключа — год.",
    "How long texts and addresses of messages are kept that were sent, refused or dropped. A year without it.",
    "P1Y",
    DURATION,
  ),
  letters: key(
    "Сколько хранить пришедшие письма; потом от письма остаётся только номер. Без ключа — 3 года.",
    "How long letters that came in are kept; afterwards only a letter's id is left. 3 years without it.",
    "P3Y",
    DURATION,
  ),
});

const LEVEL = words("debug", "info", "warn", "error");

const LOG: Schema = choice(
  {
    ru: "debug, info, warn, error или { level: info, file: … }",
    en: "debug, info, warn, error or { level: info, file: … }",
  },
  { when: "text", then: LEVEL },
  {
    when: "map",
    then: map({
      level: key("С какой важности писать.", "From which level on.", "info", LEVEL),
      file: key(
        "Файл журнала; без него — поток ошибок.",
        "The log's file; without it standard error.",
        "ordo.log",
        TEXT,
      ),
    }),
  },
);

const LIMITS: Schema = map({
  valueKb: key(
    "Сколько килобайт может занимать одна переменная или ответ; больше — ссылкой на файл.",
    "How many kilobytes one variable or result may take; larger ones are file references.",
    256,
    { type: "integer", minimum: 1, maximum: 256 },
  ),
  historyEvents: key(
    "Сколько событий может быть в истории одного процесса.",
    "How many events one instance's history may hold.",
    20_000,
    { type: "integer", minimum: 100, maximum: 1_000_000 },
  ),
});

/** `ordo.yaml` */
export const CONFIG: Schema = map({
  ordo: key("Версия языка.", "Version of the language.", 1, { enum: [1] }),
  catalog: key("Файл словаря компании.", "The company's vocabulary.", "catalog.yaml", TEXT),
  directory: key(
    "Люди: файл или откуда их брать.",
    "People: a file, or where they come from.",
    "processes/sample/directory.yaml",
    ref("config-directory"),
  ),
  records: key("Файл с записями для проб.", "The file of sample records.", "processes/sample/records.yaml", TEXT),
  processes: key(
    "Папка процессов или список папок.",
    "Folder of processes, or a list of them.",
    "processes",
    choice(
      { ru: "папка или список папок", en: "a folder or a list of folders" },
      { when: "text", then: TEXT },
      { when: "list", then: listOf(TEXT, 1) },
    ),
  ),
  source: key(
    "Где пишут процессы: folder — в папке (консоль предлагает правку патчем), store — в базе (черновики в консоли). Без ключа folder.",
    "Where processes are written: folder, in the folder (the console proposes changes as a patch), or store, in the database (drafts of the console). folder without the key.",
    "folder",
    words("folder", "store"),
  ),
  calendars: key("Папка календарей.", "Folder of calendars.", "calendars", TEXT),
  locale: key("Язык.", "Language.", "ru", words("ru", "en")),
  users: key(
    "Кто из сотрудников — пользователь операционной системы.",
    "Which user an operating system's user is.",
    { anna: "head-1" },
    mapOf(TEXT),
  ),
  store: key("Где лежат процессы.", "Where instances lie.", { kind: "sqlite", file: "ordo.db" }, ref("store")),
  scheduler: key(
    "Кто будит по времени и раздаёт работу.",
    "Who rings at the time and hands out work.",
    "local",
    SCHEDULER,
  ),
  worker: key("Рабочий процесс.", "The worker.", { concurrency: 16, lease: "PT30S" }, ref("worker")),
  files: key("Папка для документов и вложений.", "Folder of documents and attachments.", "files", TEXT),
  http: key(
    "Куда процессы обращаются по HTTP.",
    "Whom processes call over HTTP.",
    { allow: ["api.example.com"] },
    ref("config-http"),
  ),
  bitrix24: key(
    "Портал Bitrix24: как с ним связаться.",
    "The Bitrix24 portal: how to reach it.",
    { webhook: "${BITRIX24_WEBHOOK}" },
    ref("config-bitrix24"),
  ),
  crm: key("Где ведутся записи CRM.", "Where records are kept.", "local", ref("config-crm")),
  mail: key("Почтовые ящики, которые читает Ordo.", "Mailboxes that are read.", {}, ref("config-mail")),
  channels: key("Чем уходят сообщения.", "By what way messages leave.", {}, ref("config-channels")),
  outgoing: key("Уходят ли сообщения и сколько.", "Whether messages leave, and how many.", {}, ref("config-outgoing")),
  alerts: key(
    "Кого и как оповещать о сбоях; правила под своими именами.",
    "Whom incidents alert, and how; rules under names of their own.",
    { duty: { to: ["administrators"], channels: ["email", "sms"] } },
    ref("config-alerts"),
  ),
  heartbeat: key(
    "Адрес, который вызывается, пока всё работает: его служба заметит тишину.",
    "An address that is called while everything works: its service notices silence.",
    { url: "${HEARTBEAT_URL}" },
    ref("config-heartbeat"),
  ),
  documents: key("Как делаются документы.", "How documents are made.", {}, ref("config-documents")),
  inbound: key(
    "Что можно вызвать снаружи по HTTP.",
    "What others may call over HTTP.",
    { port: 8480 },
    ref("config-inbound"),
  ),
  accounts: key(
    "Учётные записи: сколько живут сеансы и ссылки.",
    "Accounts: how long sessions and links hold.",
    { sessionIdle: "PT12H" },
    ref("config-accounts"),
  ),
  service: key(
    "Где слушают консоль и API (ordo serve).",
    "Where console and API listen (ordo serve).",
    { port: 8400 },
    ref("config-service"),
  ),
  metrics: key(
    "Показатели для Prometheus, /healthz и /readyz; без ключа не слушает.",
    "Metrics for Prometheus, /healthz and /readyz; without the key nothing listens.",
    { port: 9464 },
    ref("metrics"),
  ),
  registry: key(
    "Реестры: чем сцеплены строки.",
    "Registries: what chains their rows.",
    { key: "${ORDO_REGISTRY_KEY}" },
    ref("registryKey"),
  ),
  retention: key("Сколько что хранить.", "How long things are kept.", { ended: "P90D" }, ref("retention")),
  backup: key(
    "Ежедневная резервная копия: база, файлы, печати реестров. С SQLite она есть и без этого раздела; backup: off — не делать.",
    "The daily backup: database, files, heads of the registries. With SQLite it is made without this section too; backup: off makes none.",
    { at: "03:30", keep: 14 },
    ref("config-backup"),
  ),
  log: key("Журнал.", "The log.", "info", LOG),
  limits: key("Пределы.", "Limits.", { valueKb: 256 }, ref("limits")),
});

/** What `ordo.yaml` refers to. */
export const CONFIG_DEFS: Readonly<Record<string, Schema>> = {
  config: CONFIG,
  lengthOfTime: choice(
    { ru: "длительность: PT30S, PT1H, P7D или { days: 7 }", en: "a length of time: PT30S, PT1H, P7D or { days: 7 }" },
    {
      when: "text",
      then: { type: "string", pattern: "^P(?=\\d|T)(?:\\d+[YMWD])*(?:T(?=\\d)(?:\\d+(?:[.,]\\d+)?[HMS])+)?$" },
    },
    {
      when: "map",
      then: {
        ...map({
          days: key("Дни.", "Days.", 7, WHOLE),
          hours: key("Часы.", "Hours.", 1, WHOLE),
          minutes: key("Минуты.", "Minutes.", 10, WHOLE),
          seconds: key("Секунды.", "Seconds.", 30, WHOLE),
        }),
        minProperties: 1,
      },
    },
  ),
  store: STORE,
  worker: WORKER,
  metrics: map(
    {
      host: key("На каком адресе.", "On which address.", "127.0.0.1", TEXT),
      port: key("На каком порту.", "On which port.", 9464, PORT),
    },
    ["port"],
  ),
  registryKey: REGISTRY,
  retention: RETENTION,
  limits: LIMITS,
};
