import type { ErrorMeaning, Gateway, GatewayRequest } from "./gateway.ts";

/*
 * SMS.RU, by its pages for programmers: https://sms.ru/api/send, https://sms.ru/api/status, https://sms.ru/api/balance,
 * https://sms.ru/?panel=api&subpanel=cb (reports). It knows no id of the client's: a message whose answer was lost is
 * uncertain, but the same text to the same number within a minute is refused there (231).
 */

function request(path: string, form: Readonly<Record<string, string>>): GatewayRequest {
  return {
    method: "POST",
    url: `{url}/${path}`,
    headers: {},
    form: { api_id: "{key}", json: "1", ...form },
    json: null,
  };
}

const MEANINGS: Readonly<Record<string, ErrorMeaning>> = {
  // The account: key, money, sender's name, the day's limit, not confirmed, blocked.
  ...Object.fromEntries(
    ["200", "201", "204", "206", "300", "301", "302", "303", "304"].map((code) => [code, "trouble"]),
  ),
  ...Object.fromEntries(["220", "500"].map((code) => [code, "later"])),
  // The number: wrong, no way to it, abroad where that is turned off.
  ...Object.fromEntries(["202", "207", "214"].map((code) => [code, "unreachable"])),
  231: "duplicate",
};

/** SMS.RU */
export const SMS_RU: Gateway = {
  name: "sms-ru",
  send: request("sms/send", { to: "{phone}", msg: "{text}", from: "{from}" }),
  accepted: { paths: ["sms.{phone}.status_code"], values: ["100"] },
  idPaths: ["sms.{phone}.sms_id"],
  idForm: "{id}",
  errors: {
    paths: ["sms.{phone}.status_code", "status_code"],
    texts: ["sms.{phone}.status_text", "status_text"],
    meanings: MEANINGS,
    otherwise: "refused",
  },
  knowsId: null,
  clientId: "hex",
  status: {
    request: request("sms/status", { sms_id: "{id}" }),
    paths: ["sms.{id}.status_code"],
    states: {
      ...Object.fromEntries(["100", "101", "102"].map((code) => [code, "pending"])),
      ...Object.fromEntries(["103", "110"].map((code) => [code, "delivered"])),
      ...Object.fromEntries(["104", "105", "106", "107", "108", "150"].map((code) => [code, "undelivered"])),
      "-1": "unknown",
    },
  },
  balance: { request: request("my/balance", {}), paths: ["balance"] },
  reports: {
    kind: "lines",
    list: "data",
    id: "1",
    state: "2",
    only: { at: "0", value: "sms_status" },
    answer: "100",
  },
};
