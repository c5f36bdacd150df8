import { Section } from "../../../../adapters/section.ts";
import messenger from "../../../../docs/examples/messenger/messenger.ts";
import type { ChannelBench } from "../../../contracts/channel/channel.contract.ts";
import { startMessenger } from "../../../support/servers/messenger-bot.ts";
import { smsOf } from "../sms/sms-bench.ts";

/** The bot's token, which must show nowhere. */
export const TOKEN = "canary-bot-token-1";

/** The channel of the guide with a messenger of its own. */
export async function messengerBench(): Promise<ChannelBench> {
  const server = await startMessenger(TOKEN);
  const settings = { url: "${URL}", token: "${TOKEN}", chats: { "head-1": "4711" } };
  const channel = messenger.open(new Section(settings, { environment: { URL: server.url, TOKEN }, folder: "." }));
  const faults = { later: "busy", no: "noChat", lostAfter: "dropAfter", lostBefore: "dropBefore" } as const;
  return {
    channel,
    message: (key, more) => smsOf(key, { ...more, route: { channel: "portal", address: "head-1" } }),
    received: () => server.got.map(({ text }) => text),
    fail: (how) => void server.faults.push(faults[how]),
    goAway: () => server.close(),
    addresses: [
      ["head-1", "head-1"],
      ["stranger", null],
      ["__proto__", null],
    ],
    close: () => server.close(),
  };
}
