import { FLAG, key, map, type Schema, TEXT } from "../../engine/definition/schema/schema.ts";
import type { Section } from "../section.ts";

/** Where the API and the console listen. */
export interface ServiceConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** How people reach it from outside: `https://ordo.example.ru`, without a slash at its end; null: at host and port. */
  readonly address: string | null;
  /** Believe `X-Forwarded-For` and `X-Forwarded-Proto` of the proxy in front. */
  readonly trustProxy: boolean;
}

/** Port of the console where none is named. */
export const SERVICE_PORT = 8400;

/** `service:` of `ordo.yaml`. */
export const SERVICE_SCHEMA: Schema = map({
  host: key(
    "На каком адресе слушают консоль и API; без ключа — только эта машина (127.0.0.1).",
    "On which address console and API listen; without the key this machine alone (127.0.0.1).",
    "127.0.0.1",
    TEXT,
  ),
  port: key("На каком порту; без ключа 8400.", "On which port; 8400 without the key.", 8400, {
    type: "integer",
    minimum: 0,
    maximum: 65_535,
  }),
  address: key(
    "Как консоль открывают люди: с неё начинаются ссылки в письмах. Без https входят только с этой же машины.",
    "How people reach the console: links in letters begin with it. Without https one signs in from this machine only.",
    "https://ordo.example.ru",
    {
      type: "string",
      pattern: "^https?://[^/\\s]+$",
      "x-expects": {
        ru: "адрес без пути: https://ordo.example.ru",
        en: "an address without a path: https://ordo.example.ru",
      },
    },
  ),
  trustProxy: key(
    "Перед Ordo стоит свой прокси: адрес и протокол брать из X-Forwarded-For и X-Forwarded-Proto.",
    "A proxy of your own stands in front: address and protocol come from X-Forwarded-For and X-Forwarded-Proto.",
    true,
    FLAG,
  ),
});

/** The section as configuration; all of it may be left out. @param root the whole of `ordo.yaml` */
export function readService(root: Section): ServiceConfig {
  const service = root.section("service");
  return {
    host: service.text("host") ?? "127.0.0.1",
    port: service.number("port") ?? SERVICE_PORT,
    address: service.text("address"),
    trustProxy: service.truth("trustProxy"),
  };
}
