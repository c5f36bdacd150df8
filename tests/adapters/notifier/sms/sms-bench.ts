import type { Channel, OutgoingMessage } from "../../../../adapters/notifier/channel.ts";
import { readSms } from "../../../../adapters/notifier/sms/config.ts";
import { openSmsChannel } from "../../../../adapters/notifier/sms/open-sms-channel.ts";
import { Section } from "../../../../adapters/section.ts";
import { parcelOf } from "../outgoing/desk-bench.ts";

/** The key that must show nowhere. */
export const KEY = "canary-sms-key-1";
/** The secret of reports. */
export const REPORTS = "canary-reports-1";

/** A gateway as `ordo.yaml` describes one. */
export const DESCRIBED = (url: string) => ({
  name: "my-gateway",
  send: {
    url: `${url}/api/send`,
    headers: { authorization: "Bearer {token}" },
    json: { to: "{phonePlus}", text: "{text}", ref: "{clientId}" },
  },
  accepted: { at: "result", values: ["ok"] },
  id: "data.id",
  errors: { at: ["error.code"], text: "error.message", trouble: [401, 402], later: [500], duplicate: [9] },
  knowsId: "repeat",
  status: {
    url: `${url}/api/status`,
    method: "GET",
    headers: { authorization: "Bearer {token}" },
    form: { id: "{id}" },
    at: "state",
    delivered: ["delivered"],
    undelivered: ["failed"],
    pending: ["sent"],
  },
  reports: { kind: "json", list: "items", id: "id", state: "state", answer: "ok" },
  secrets: { token: "${TOKEN}" },
  reportsSecret: "${REPORTS}",
});

/** A channel by what stands under `channels: sms:`. */
export function smsChannel(section: Readonly<Record<string, unknown>>, locale: "ru" | "en" = "ru"): Channel {
  const environment = { TOKEN: KEY, KEY, REPORTS };
  const config = readSms(new Section(section, { environment, folder: "." }));
  if (config === null) throw new Error("no gateway");
  return openSmsChannel(config, locale);
}

/** A message by SMS. */
export function smsOf(
  key: string,
  more: Partial<Omit<OutgoingMessage, "message">> & { readonly message?: Partial<OutgoingMessage["message"]> } = {},
): OutgoingMessage {
  return {
    ...parcelOf(key),
    link: null,
    meantFor: null,
    tries: 1,
    ...more,
    message: { ...parcelOf(key).message, ...more.message },
  };
}
