import type { Text } from "../../../engine/definition/problem.ts";
import { type Complaint, couldNotRun } from "../../complaint.ts";
import { filled, type GatewayRequest } from "./gateway.ts";
import type { SmsConfig } from "./open-sms-channel.ts";

/** What templates may name beside `from` and the secrets, by the part of the description they stand in. */
const KNOWN = {
  send: ["phone", "phonePlus", "text", "clientId"],
  // Of a delivery that is asked for later the gateway's own id is all there is.
  status: ["id"],
  balance: [],
} as const;
const RESERVED: ReadonlySet<string> = new Set([...KNOWN.send, "id", "from"]);

/**
 * The same description of a gateway, once it is certain that nothing in it would leave as an empty text: no name in
 * braces that stands for nothing, no secret without a value, no address that is none.
 *
 * @throws {Complaint} what is wrong, and where
 */
export function soundGateway(config: SmsConfig): SmsConfig {
  const { gateway, values, secrets } = config;
  for (const [name, secret] of Object.entries(secrets)) {
    if (RESERVED.has(name))
      throw unsound("secrets", {
        ru: `имя ${name} занято: назовите секрет иначе`,
        en: `the name ${name} is taken: call the secret something else`,
      });
    if (secret === null)
      throw unsound("secrets", { ru: `у секрета ${name} нет значения`, en: `the secret ${name} has no value` });
  }
  const from = (values["from"] ?? "") === "" ? [] : ["from"];
  const sending = [...KNOWN.send, ...from, ...Object.keys(secrets)];
  soundRequest("send", gateway.send, sending);
  for (const path of [...gateway.accepted.paths, ...gateway.idPaths, ...gateway.errors.paths, ...gateway.errors.texts])
    soundTemplate("send", path, [...KNOWN.send]);
  for (const part of ["status", "balance"] as const) {
    const described = gateway[part];
    if (described === null) continue;
    soundRequest(part, described.request, [...KNOWN[part], ...from, ...Object.keys(secrets)]);
    for (const path of described.paths) soundTemplate(part, path, KNOWN[part]);
  }
  return config;
}

/** @throws {Complaint} an address that is none: `channels: sms: url` of a ready-made gateway, or one that is described */
export function soundUrl(part: string, url: string): void {
  const { protocol } = URL.canParse(url) ? new URL(url) : { protocol: "" };
  if (protocol === "https:" || protocol === "http:") return;
  throw unsound(part, {
    ru: `url — не адрес: «${url}»; он начинается с https://`,
    en: `url is no address: "${url}"; it begins with https://`,
  });
}

function soundRequest(part: keyof typeof KNOWN, request: GatewayRequest, known: readonly string[]): void {
  for (const template of templatesOf(request)) soundTemplate(part, template, known);
  soundUrl(part, filled(request.url, Object.fromEntries(known.map((name) => [name, "x"]))));
}

/** Whatever stands in braces is meant as a name: `{телефон}` and `{ phone }` would leave as they are written. */
function soundTemplate(part: keyof typeof KNOWN, template: string, known: readonly string[]): void {
  for (const [, name = ""] of template.matchAll(/\{([^{}]*)\}/gu)) {
    if (known.includes(name)) continue;
    const names = known.map((one) => `{${one}}`).join(", ");
    const isUnset = name === "from";
    throw unsound(part, {
      ru: isUnset
        ? "{from} ничего не значит: ключа from нет"
        : `{${name}} ничего не значит; здесь есть: ${names || "ничего"}`,
      en: isUnset
        ? "{from} stands for nothing: there is no key `from`"
        : `{${name}} stands for nothing; there is: ${names || "nothing"}`,
    });
  }
}

function templatesOf({ url, headers, form, json }: GatewayRequest): readonly string[] {
  return [url, ...Object.values(headers), ...Object.values(form ?? {}), ...textsIn(json)];
}

function textsIn(json: unknown): readonly string[] {
  if (typeof json === "string") return [json];
  return typeof json === "object" && json !== null ? Object.values(json).flatMap(textsIn) : [];
}

function unsound(part: string, why: Text): Complaint {
  return couldNotRun(
    {
      ru: `SMS-шлюз описан неверно, ${part}: ${why.ru}`,
      en: `The SMS gateway is described wrongly, ${part}: ${why.en}`,
    },
    { ru: `Исправьте channels: sms в ordo.yaml`, en: `Mend channels: sms in ordo.yaml` },
  );
}
