import type { Needs, Opened } from "../adapter.ts";
import { type Complaint, couldNotRun } from "../complaint.ts";
import type { Section } from "../section.ts";
import { type InboundConfig, readInbound } from "./config.ts";
import { messageRoute } from "./message-route.ts";
import { keyBytes } from "./webhook-signature.ts";

/**
 * The messages that webhooks may bring, as routes; none where `inbound:` is not written.
 *
 * @param root the whole of `ordo.yaml`
 * @throws {Complaint} where a secret is missing or is none: an endpoint without one does not exist
 */
export async function openInbound(
  root: Section,
  needs: Pick<Needs, "clock" | "feed" | "logger" | "nowText">,
): Promise<Opened<null>> {
  const config = readInbound(root);
  const routes = Object.entries(config?.messages ?? {}).map(([name, message]) => {
    const keys = message.secrets.flatMap((secret) => keyBytes(secret.reveal()) ?? []);
    if (keys.length === 0 || keys.length < message.secrets.length) throw unsound(name);
    return messageRoute(name, { message, keys }, needs);
  });
  return { port: null, watches: [], routes, close: async () => {} };
}

/** Messages whose secret is missing or is none. */
export function withoutSoundSecret({ messages }: InboundConfig): readonly string[] {
  return Object.entries(messages).flatMap(([name, { secrets }]) =>
    secrets.length > 0 && secrets.every((secret) => keyBytes(secret.reveal()) !== null) ? [] : [name],
  );
}

/** What is said about a secret that is none. It is never shown. */
export function unsound(name: string): Complaint {
  return couldNotRun(
    {
      ru: `inbound.messages.${name}.secret: ключ не задан или непохож на ключ Standard Webhooks.`,
      en: `inbound.messages.${name}.secret: the key is not set, or is no key of Standard Webhooks.`,
    },
    {
      ru: 'Ключ выглядит так: whsec_ и 24–64 байта в base64. Сделать новый: echo "whsec_$(openssl rand -base64 32)"',
      en: 'A key is whsec_ and 24 to 64 bytes in base64. To make one: echo "whsec_$(openssl rand -base64 32)"',
    },
  );
}
