import type { UserId } from "../../engine/base/ids.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import { REDIRECT_EXAMPLES } from "../notifier/config.ts";
import type { OpenedNotifier } from "../notifier/open-notifier.ts";
import type { Decision, MessagesFilter, ReviewedMessage } from "../notifier/outgoing/message-review.ts";
import { modeOf } from "../notifier/outgoing/outgoing-mode.ts";
import type { ChannelState } from "../notifier/outgoing/outgoing-switches.ts";

/** What people do with messages on their way. Plain JSON: it crosses the socket beside a SQLite file. */
export type MessageOrder =
  | { readonly kind: "list"; readonly filter: MessagesFilter; readonly limit: number; readonly after: string | null }
  /** What a decision would reach: how many, and the first of them. */
  | { readonly kind: "preview"; readonly decision: Decision; readonly filter: MessagesFilter; readonly limit: number }
  | { readonly kind: "decide"; readonly decision: Decision; readonly filter: MessagesFilter; readonly by: UserId }
  | { readonly kind: "channels" }
  | {
      readonly kind: "switch";
      readonly channel: string;
      /** `live`, `hold`, `redirect:<address>`; null: what `ordo.yaml` says. */
      readonly mode: string | null;
      readonly reason: string | null;
      readonly by: UserId;
    };

export type MessageAnswer =
  | {
      readonly kind: "messages";
      readonly messages: readonly ReviewedMessage[];
      readonly next: string | null;
      /** Of a preview: all that the decision would reach. */
      readonly count: number | null;
    }
  | { readonly kind: "decided"; readonly count: number }
  | { readonly kind: "channels"; readonly channels: readonly ChannelState[] }
  | Refusal;

/** Does what a person wants of the messages. */
export async function messageOrder(
  { review, switches, port }: Pick<OpenedNotifier, "review" | "switches" | "port">,
  order: MessageOrder,
  clock: Clock,
): Promise<MessageAnswer> {
  switch (order.kind) {
    case "list": {
      const { messages, next } = await review.list(order.filter, order);
      return { kind: "messages", messages, next, count: null };
    }
    case "preview": {
      const { messages } = await review.reached(order.decision, order.filter, order.limit);
      return { kind: "messages", messages, next: null, count: await review.count(order.decision, order.filter) };
    }
    case "decide":
      return { kind: "decided", count: await review.decide(order.decision, order.filter, order.by) };
    case "channels":
      return { kind: "channels", channels: await switches.all() };
    case "switch": {
      const { channel, mode, reason, by } = order;
      if (!(await switches.all()).some((one) => one.channel === channel)) return noChannel(channel);
      const to = mode === null ? null : modeOf(mode);
      if (
        mode !== null &&
        (to === null || (to.kind === "redirect" && port.reach({ channel, address: to.to }) === null))
      )
        return noMode(channel, mode);
      return { kind: "channels", channels: [await switches.switch(channel, { mode, reason, by, at: clock.now() })] };
    }
  }
}

/** What a name that is no channel is told. */
export function noChannel(channel: string): Refusal {
  return {
    ...{ kind: "rejected", code: "CHANNEL_UNKNOWN", fields: {} },
    reason: { ru: `Нет канала ${channel}`, en: `There is no channel ${channel}` },
    remedy: { ru: "Какие есть: ordo outgoing", en: "Those that there are: ordo outgoing" },
  };
}

function noMode(channel: string, mode: string): Refusal {
  const example = `ordo outgoing ${channel} redirect:${REDIRECT_EXAMPLES[channel] ?? REDIRECT_EXAMPLES["email"]}`;
  return {
    ...{ kind: "rejected", code: "MODE_UNKNOWN", fields: {} },
    reason: {
      ru: `«${mode}» — не live, не hold и не redirect:<адрес, куда этот канал может отправить>`,
      en: `"${mode}" is neither live, hold nor redirect:<an address this channel can send to>`,
    },
    remedy: { ru: `Например: ${example}`, en: `For example: ${example}` },
  };
}
