import { FLAG, key, listOf, map, mapOf, type Schema, TEXT } from "../../engine/definition/schema/schema.ts";
import type { Secret } from "../secret.ts";
import type { Section } from "../section.ts";

/** What `http.request` may do. */
export interface HttpConfig {
  /** Hosts that may be called: `api.example.com`, `*.example.com`, `api.example.com:8443`. Empty: none. */
  readonly allow: readonly string[];
  /** May these lie in private networks? */
  readonly privateAddresses: boolean;
  /** Name → what a process writes as `secret:<name>` in a header. */
  readonly secrets: Readonly<Record<string, BoundSecret>>;
}

/** A secret and the hosts that get it, written as in `allow`. */
export interface BoundSecret {
  /** Null: it is not set. */
  readonly value: Secret | null;
  readonly hosts: readonly string[];
}

const HOST: Schema = {
  type: "string",
  pattern: "^(?:\\*\\.)?[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?(?::\\d{1,5})?$",
  "x-expects": {
    ru: "имя узла без https:// и пути: api.example.com или *.example.com",
    en: "a host without https:// and path: api.example.com or *.example.com",
  },
};

/** `http:` of `ordo.yaml`: whom processes may call. */
export const HTTP_SCHEMA: Schema = map({
  allow: key(
    "Куда можно обращаться шагом http.request; без списка — никуда.",
    "Hosts that `http.request` may call; without the list none.",
    ["api.example.com"],
    listOf(HOST),
  ),
  privateAddresses: key(
    "Могут ли эти узлы быть во внутренней сети (10.…, 192.168.…, localhost); без ключа — нет.",
    "May these hosts lie in a private network (10.…, 192.168.…, localhost)? Without the key they may not.",
    false,
    FLAG,
  ),
  secrets: key(
    'Ключи для заголовков: процесс пишет "secret:имя", а значение получает только названный узел.',
    'Keys for headers: a process writes "secret:name", and only the hosts named here get the value.',
    { delivery: { value: "Bearer ${DELIVERY_TOKEN}", hosts: ["api.delivery.example"] } },
    mapOf(
      map(
        {
          value: key(
            "Значение заголовка из окружения.",
            "The header's value, from the environment.",
            "Bearer ${DELIVERY_TOKEN}",
            TEXT,
          ),
          hosts: key(
            "Каким узлам оно отправляется; только по https, кроме внутренней сети.",
            "Hosts that it is sent to; over https alone, private networks excepted.",
            ["api.delivery.example"],
            listOf(HOST, 1),
          ),
        },
        ["value", "hosts"],
      ),
      {
        type: "string",
        pattern: "^[A-Za-z0-9][\\w.-]{0,63}$",
        "x-expects": { ru: "имя латинскими буквами", en: "a name of Latin letters" },
      },
    ),
  ),
});

/** The section as configuration. */
export function readHttp(section: Section): HttpConfig {
  const secrets = section.section("secrets");
  return {
    allow: section.list("allow"),
    privateAddresses: section.truth("privateAddresses"),
    secrets: Object.fromEntries(
      secrets.names().map((name) => {
        const secret = secrets.section(name);
        return [name, { value: secret.secret("value"), hosts: secret.list("hosts") }];
      }),
    ),
  };
}
