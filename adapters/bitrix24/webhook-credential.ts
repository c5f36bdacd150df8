import { couldNotRun } from "../complaint.ts";
import { isPrivateAddress } from "../http-client/address-guard.ts";
import type { Secret } from "../secret.ts";
import type { Access, Credential } from "./credential.ts";

/**
 * The address of an inbound webhook: `https://company.bitrix24.ru/rest/7/<code>/`. Its path is the secret.
 *
 * @throws {Complaint} it is none; the address itself is not shown
 */
export function webhookCredential(webhook: Secret): { readonly credential: Credential; readonly origin: string } {
  const url = URL.parse(webhook.reveal().trim());
  const [, user = "", code = ""] = /^\/rest\/(\d+)\/([\w-]+)(?:\/.*)?$/.exec(url?.pathname ?? "") ?? [];
  if (url === null || code === "" || url.username !== "" || !isSafe(url)) throw unreadable();
  const paths: Access["paths"] = { 2: `/rest/${user}/${code}/`, 3: `/rest/api/${user}/${code}/` };
  const access = { paths, token: null };
  return {
    origin: url.origin,
    credential: {
      kind: "webhook",
      access: async () => access,
      renewed: async () => ({ trouble: "PORTAL_TOKEN_REFUSED", reason: "expired_token", retryAfterMs: null }),
      changed: async () => null,
      moved: async () => {},
    },
  };
}

/** Unencrypted only to portals of the own network. */
function isSafe({ protocol, hostname }: URL): boolean {
  const isInside = hostname === "localhost" || isPrivateAddress(hostname);
  return protocol === "https:" || (protocol === "http:" && isInside);
}

function unreadable() {
  return couldNotRun(
    {
      ru: "bitrix24.webhook: это не адрес входящего вебхука (https://портал/rest/номер/код/).",
      en: "bitrix24.webhook: this is not the address of an inbound webhook (https://portal/rest/number/code/).",
    },
    {
      ru: "Скопируйте его целиком из Битрикс24 (Разработчикам → Другое → Входящий вебхук) в переменную окружения.",
      en: "Copy the whole of it from Bitrix24 (Developer resources → Other → Inbound webhook) into the environment variable.",
    },
  );
}
