import type { Channel, Delivered, OutgoingMessage } from "../../../adapters/notifier/channel.ts";
import type { ChannelModule } from "../../../adapters/notifier/module/channel-module.ts";

/*
 * Messages to staff through a messenger with a bot API: POST <url>/messages with { chat, text } and the bot's token, as
 * Telegram, MAX and their kind have it. In ordo.yaml:
 *
 *   channels:
 *     portal: { module: ./adapters/messenger.ts, with: { url: …, token: "${BOT_TOKEN}", chats: { head-1: "4711" } } }
 */
export default {
  open(settings) {
    const url = settings.text("url");
    const token = settings.secret("token");
    const chats = settings.texts("chats");
    if (url === null || token === null) throw new Error("`url` and `token` must be given");
    return {
      name: "messenger",
      // The bot API knows no keys: what may have arrived is not sent again without asking.
      isKeyed: false,
      addressOf: (user) => (Object.hasOwn(chats, user) ? user : null),
      preview: (message) => ({ text: textOf(message), length: [...textOf(message)].length, segments: null }),
      async deliver(message, signal) {
        // Nothing has gone out: it may be repeated.
        if (signal.aborted) return { kind: "unknown", message: "stopped before it began", keyed: true };
        const body = JSON.stringify({ chat: chats[message.route.address], text: textOf(message) });
        const headers = { authorization: `Bearer ${token.reveal()}`, "content-type": "application/json" };
        const limit = AbortSignal.any([signal, AbortSignal.timeout(15_000)]);
        try {
          const answer = await fetch(`${url}/messages`, {
            method: "POST",
            headers,
            body,
            signal: limit,
            redirect: "error",
          });
          return await outcomeOf(answer);
        } catch (error) {
          return { kind: "unknown", message: "the messenger did not answer", keyed: wasNeverSent(error) };
        }
      },
      // A message cannot be taken back from people's telephones.
      untell: async () => {},
      close: async () => {},
    } satisfies Channel;
  },

  async check(settings) {
    const answer = await fetch(`${settings.text("url")}/me`, {
      headers: { authorization: `Bearer ${settings.secret("token")?.reveal()}` },
      signal: AbortSignal.timeout(5_000),
    });
    const says = { ru: `Мессенджер ответил ${answer.status}`, en: `The messenger answered ${answer.status}` };
    const remedy = { ru: "Проверьте token и url", en: "Check token and url" };
    return [{ check: "messenger", status: answer.ok ? "ok" : "problem", says, remedy: answer.ok ? null : remedy }];
  },
} satisfies ChannelModule;

/** What people read: whom it was meant for where it was redirected, the text, what it is about, where it opens. */
function textOf({ message, meantFor, link }: OutgoingMessage): string {
  const facts = message.facts.map(({ title, text }) => `${title}: ${text}`);
  const lines = [meantFor === null ? null : `→ ${meantFor}`, message.subject, message.text, ...facts, link];
  return lines.filter((line) => line !== null && line !== "").join("\n");
}

async function outcomeOf(answer: Response): Promise<Delivered> {
  if (answer.ok) {
    const { id } = (await answer.json()) as { readonly id?: string };
    return { kind: "done", id: id ?? null };
  }
  await answer.body?.cancel();
  const message = `the messenger answered ${answer.status}`;
  if (answer.status === 429)
    return {
      kind: "unknown",
      message,
      keyed: true,
      retryAfterMs: 1000 * Number(answer.headers.get("retry-after") ?? 1),
    };
  if (answer.status === 401 || answer.status === 403)
    return { kind: "unknown", message, keyed: true, trouble: WRONG_TOKEN };
  if (answer.status >= 500) return { kind: "unknown", message, keyed: false };
  return { kind: "refused", code: `MESSENGER_${answer.status}`, message };
}

/** Stands in the way of every message: people must see to it, and the messages wait. */
const WRONG_TOKEN = {
  code: "MESSENGER_TOKEN",
  message: { ru: "Мессенджер не принял токен бота", en: "The messenger did not take the bot's token" },
  remedy: { ru: "Задайте новый BOT_TOKEN и перезапустите Ordo", en: "Set a new BOT_TOKEN and start Ordo again" },
};

/** Nobody listened, or there is no such host: the request did not leave. */
function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : null;
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN";
}
