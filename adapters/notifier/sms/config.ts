import {
  choice,
  FLAG,
  key,
  listOf,
  map,
  mapOf,
  type Schema,
  TEXT,
  words,
} from "../../../engine/definition/schema/schema.ts";
import type { Section } from "../../section.ts";
import type { ErrorMeaning, Gateway, GatewayRequest, ReportForm } from "./gateway.ts";
import { SMS_RU } from "./gateway-sms-ru.ts";
import { SMSC } from "./gateway-smsc.ts";
import type { SmsConfig } from "./open-sms-channel.ts";
import { soundGateway, soundUrl } from "./sound-gateway.ts";

/** Where the presets' gateways are. */
const URLS = { "sms-ru": "https://sms.ru", smsc: "https://smsc.ru" } as const;
/** Parts of a message that are paid for without a question. */
const SEGMENTS_MAX = 6;

const SHARED = {
  from: key(
    "Имя отправителя, согласованное со шлюзом.",
    "The sender's name, agreed with the gateway.",
    "ZernoiPar",
    TEXT,
  ),
  transliterate: key(
    "Русские буквы — латинскими (ICAO 9303): 160 знаков в SMS вместо 70.",
    "Russian letters in Latin ones (ICAO 9303): 160 characters in an SMS instead of 70.",
    false,
    FLAG,
  ),
  segments: key(
    "Больше стольких SMS в одном сообщении — отказ; без ключа 6.",
    "More SMS than these in one message are refused; 6 without it.",
    6,
    {
      type: "integer",
      minimum: 1,
      maximum: 255,
    },
  ),
  reports: key(
    "Секрет в конце адреса для отчётов о доставке; без него адреса нет.",
    "The secret at the end of the address for delivery reports; without it there is no such address.",
    "${SMS_REPORTS_SECRET}",
    TEXT,
  ),
  url: key("Другой адрес того же шлюза.", "Another address of the same gateway.", "https://sms.ru", TEXT),
};

const PRESET_KEY = key("Ключ API из окружения.", "The API key, from the environment.", "${SMS_KEY}", TEXT);
const PATHS = { ru: "путь в ответе: data.id", en: "a path in the answer: data.id" };
const AT: Schema = choice(PATHS, { when: "text", then: TEXT }, { when: "list", then: listOf(TEXT, 1) });
const CODES = listOf({ type: ["string", "integer"] });

const REQUEST = {
  method: key("GET или POST.", "GET or POST.", "POST", words("GET", "POST")),
  url: key(
    "Адрес; {phone}, {phonePlus}, {text}, {from}, {clientId}, {id} и имена из secrets подставятся.",
    "The address, with {phone}, {phonePlus}, {text}, {from}, {clientId}, {id} and the names of secrets.",
    "https://sms.example.com/send",
    TEXT,
  ),
  headers: key("Заголовки.", "Headers.", { authorization: "Bearer {token}" }, mapOf(TEXT)),
  form: key(
    "Поля формы или строки запроса.",
    "Fields of the form or the query.",
    { to: "{phone}", text: "{text}" },
    mapOf(TEXT),
  ),
  json: key("Тело JSON вместо формы.", "A body of JSON instead.", { to: "{phonePlus}", text: "{text}" }, {}),
};

const DESCRIBED: Schema = map(
  {
    name: key("Имя шлюза: латинские буквы и дефис.", "The gateway's name.", "my-gateway", {
      type: "string",
      pattern: "^[a-z][a-z0-9-]{0,31}$",
      "x-expects": { ru: "латинские буквы, цифры и -", en: "Latin letters, digits and -" },
    }),
    send: key("Как отправить.", "How to send.", { url: "https://sms.example.com/send" }, map(REQUEST, ["url"])),
    accepted: key(
      "Что значит «принято»; без ключа — в ответе есть id.",
      "What means that it was taken; without it: the answer has an id.",
      { at: "status", values: ["ok"] },
      map({ at: key("Где.", "Where.", "status", AT), values: key("Значения.", "Values.", ["ok"], CODES) }, [
        "at",
        "values",
      ]),
    ),
    id: key("Где в ответе id сообщения.", "Where the answer has the message's id.", "data.id", AT),
    errors: key(
      "Где в ответе код ошибки и что он значит.",
      "Where the answer has an error's code, and what it means.",
      { at: "error.code", trouble: [401, 402] },
      map(
        {
          at: key("Где код.", "Where the code is.", "error.code", AT),
          text: key("Где текст.", "Where its text is.", "error.message", AT),
          refused: key("Это сообщение не отправить.", "This message cannot be sent.", [7], CODES),
          unreachable: key("Номер негоден.", "The number will not do.", [8], CODES),
          later: key("Повторить позже.", "Try later.", [500], CODES),
          trouble: key("Ничего не отправить: ключ, деньги.", "Nothing can be sent: key, money.", [402], CODES),
          duplicate: key("Такое же только что было.", "The same came a moment ago.", [9], CODES),
          otherwise: key(
            "Остальные; без ключа refused.",
            "All others; refused without it.",
            "refused",
            words("refused", "unreachable", "later", "trouble", "duplicate"),
          ),
        },
        ["at"],
      ),
    ),
    knowsId: key(
      "repeat — то же {clientId} шлюз отправит один раз; ask — по нему можно спросить статус.",
      "repeat: the gateway sends the same {clientId} once; ask: the status can be asked for by it.",
      "repeat",
      words("repeat", "ask"),
    ),
    clientId: key(
      "Вид {clientId}: hex или number.",
      "What {clientId} is: hex or number.",
      "hex",
      words("hex", "number"),
    ),
    status: key(
      "Как спросить о доставке.",
      "How to ask for the delivery.",
      { url: "https://sms.example.com/status/{id}", method: "GET", at: "status", delivered: ["delivered"] },
      map(
        {
          ...REQUEST,
          at: key("Где состояние.", "Where the state is.", "status", AT),
          delivered: key("Доставлено.", "Delivered.", ["delivered"], CODES),
          undelivered: key("Не доставлено.", "Not delivered.", ["failed"], CODES),
          pending: key("Ещё неизвестно.", "Not known yet.", ["sent"], CODES),
          unknown: key("Шлюз такого не знает.", "The gateway has no such message.", ["not-found"], CODES),
        },
        ["url", "at"],
      ),
    ),
    balance: key(
      "Как спросить баланс (ordo doctor).",
      "How to ask for the balance (ordo doctor).",
      { url: "https://sms.example.com/balance", method: "GET", at: "balance" },
      map({ ...REQUEST, at: key("Где он.", "Where it is.", "balance", AT) }, ["url", "at"]),
    ),
    reports: key(
      "Как шлюз сообщает о доставке.",
      "How the gateway reports deliveries.",
      { kind: "json", id: "id", state: "status" },
      map(
        {
          kind: key("json или form.", "json or form.", "json", words("json", "form")),
          list: key("Где список; без ключа — весь ответ.", "Where the list is; without it the whole.", "items", TEXT),
          id: key("Где id.", "Where the id is.", "id", TEXT),
          state: key(
            "Где состояние (слова — из status).",
            "Where the state is (in the words of status).",
            "status",
            TEXT,
          ),
          answer: key("Что ответить.", "What is answered.", "ok", TEXT),
        },
        ["kind", "id", "state"],
      ),
    ),
    secrets: key(
      "Секреты для шаблонов, из окружения.",
      "Secrets for the templates, from the environment.",
      { token: "${SMS_TOKEN}" },
      mapOf(TEXT),
    ),
    from: SHARED.from,
    transliterate: SHARED.transliterate,
    segments: SHARED.segments,
    reportsSecret: SHARED.reports,
  },
  ["name", "send", "id"],
);

/** What stands under `channels: sms:` beside `log`. */
export const SMS_KEYS: Readonly<Record<string, Schema>> = {
  "sms-ru": key(
    "Через SMS.RU.",
    "Through SMS.RU.",
    { key: "${SMS_KEY}" },
    map({ key: PRESET_KEY, ...SHARED }, ["key"]),
  ),
  smsc: key(
    "Через SMSC.ru: ключ API или имя и пароль.",
    "Through SMSC.ru: an API key, or login and password.",
    { key: "${SMS_KEY}" },
    map({
      key: PRESET_KEY,
      login: key("Имя.", "The login.", "company", TEXT),
      password: key("Пароль из окружения.", "The password, from the environment.", "${SMS_PASSWORD}", TEXT),
      ...SHARED,
    }),
  ),
  gateway: key(
    "Через другой шлюз, описанный здесь.",
    "Through another gateway, described here.",
    {
      name: "my-gateway",
      send: { url: "https://sms.example.com/send", form: { to: "{phone}", text: "{text}" } },
      id: "id",
    },
    DESCRIBED,
  ),
};

/**
 * The section as configuration; null: it names no gateway.
 *
 * @throws {Complaint} an address that is none, or a name in braces that stands for nothing
 */
export function readSms(section: Section): SmsConfig | null {
  for (const preset of [SMS_RU, SMSC])
    if (section.has(preset.name)) return presetOf(section.section(preset.name), preset);
  return section.has("gateway") ? describedOf(section.section("gateway")) : null;
}

function presetOf(section: Section, gateway: Gateway): SmsConfig {
  const url = section.text("url") ?? URLS[gateway.name as keyof typeof URLS];
  soundUrl(gateway.name, url);
  return {
    ...usageOf(section),
    gateway,
    values: { url, login: section.text("login") ?? "", from: section.text("from") ?? "" },
    secrets: { key: section.secret("key"), password: section.secret("password") },
    reports: section.secret("reports"),
  };
}

function usageOf(section: Section) {
  return { transliterate: section.truth("transliterate"), segmentsMax: section.number("segments") ?? SEGMENTS_MAX };
}

function describedOf(section: Section): SmsConfig {
  const secrets = section.section("secrets");
  return soundGateway({
    ...usageOf(section),
    gateway: gatewayOf(section),
    values: { from: section.text("from") ?? "" },
    secrets: Object.fromEntries(secrets.names().map((name) => [name, secrets.secret(name)])),
    reports: section.secret("reportsSecret"),
  });
}

function gatewayOf(section: Section): Gateway {
  const [accepted, errors, status, balance] = ["accepted", "errors", "status", "balance"].map((name) =>
    section.section(name),
  ) as [Section, Section, Section, Section];
  const knowsId = section.text("knowsId");
  const otherwise = errors.text("otherwise");
  return {
    name: section.text("name") ?? "gateway",
    send: requestOf(section.section("send")),
    accepted: { paths: pathsOf(accepted, "at"), values: codesOf(accepted, "values") },
    idPaths: pathsOf(section, "id"),
    idForm: "{id}",
    errors: {
      paths: pathsOf(errors, "at"),
      texts: pathsOf(errors, "text"),
      meanings: Object.fromEntries(
        (["refused", "unreachable", "later", "trouble", "duplicate"] as const).flatMap((meaning) =>
          codesOf(errors, meaning).map((code) => [code, meaning] as const),
        ),
      ),
      otherwise: otherwise === null ? "refused" : (otherwise as ErrorMeaning),
    },
    knowsId: knowsId === "repeat" || knowsId === "ask" ? knowsId : null,
    clientId: section.text("clientId") === "number" ? "number" : "hex",
    status: section.has("status")
      ? {
          request: requestOf(status),
          paths: pathsOf(status, "at"),
          states: Object.fromEntries(
            (["delivered", "undelivered", "pending", "unknown"] as const).flatMap((state) =>
              codesOf(status, state).map((code) => [code, state] as const),
            ),
          ),
        }
      : null,
    balance: section.has("balance") ? { request: requestOf(balance), paths: pathsOf(balance, "at") } : null,
    reports: section.has("reports") ? reportsOf(section.section("reports")) : null,
  };
}

function reportsOf(section: Section): ReportForm {
  return {
    kind: section.text("kind") === "form" ? "form" : "json",
    list: section.text("list") ?? "",
    id: section.text("id") ?? "id",
    state: section.text("state") ?? "status",
    only: null,
    answer: section.text("answer") ?? "",
  };
}

function requestOf(section: Section): GatewayRequest {
  return {
    method: section.text("method") === "GET" ? "GET" : "POST",
    url: section.text("url") ?? "",
    headers: section.texts("headers"),
    form: section.has("form") ? section.texts("form") : null,
    json: section.raw("json") ?? null,
  };
}

function pathsOf(section: Section, name: string): readonly string[] {
  const one = section.text(name);
  return one === null ? section.list(name) : [one];
}

function codesOf(section: Section, name: string): readonly string[] {
  const list = section.raw(name);
  return Array.isArray(list) ? list.map(String) : [];
}
