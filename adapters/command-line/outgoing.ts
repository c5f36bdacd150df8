import { instant } from "../../engine/base/instant.ts";
import { relativeText } from "../../engine/view/moment.ts";
import { textTable } from "../../engine/view/text-table.ts";
import { noChannel } from "../engine/message-orders.ts";
import { reasonText } from "../notifier/outgoing/message-words.ts";
import { modeText } from "../notifier/outgoing/outgoing-mode.ts";
import type { ChannelState } from "../notifier/outgoing/outgoing-switches.ts";
import { refuse } from "./give-command.ts";
import { withMessages } from "./message-call.ts";
import { type Page, pageOf, printJson, rowJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo outgoing [channel] [mode]` */
export interface OutgoingOptions extends OperatingOptions {
  readonly reason?: string;
}

/** Whether messages leave, channel by channel; with a channel and a mode it is switched from the next message on. */
export function outgoing(
  of: { readonly channel: string | undefined; readonly mode: string | undefined },
  options: OutgoingOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withMessages(options, terminal, async (call, operating) => {
    const { channel, mode } = of;
    const isSwitched = channel !== undefined && mode !== undefined;
    const answer = isSwitched
      ? await call({
          ...{ kind: "switch", channel, mode: mode === "configured" ? null : mode, reason: options.reason ?? null },
          by: (await operatorOf(operating)).user,
        })
      : await call({ kind: "channels" });
    if (answer.kind === "rejected") return refuse(answer, operating);
    if (answer.kind !== "channels") return 3;
    if (channel !== undefined && !answer.channels.some((one) => one.channel === channel))
      return refuse(noChannel(channel), operating);
    const shown = answer.channels.filter((one) => channel === undefined || one.channel === channel);
    if (options.json) {
      printJson(terminal, { channels: shown.map(channelJson) });
      return 0;
    }
    const page = await pageOf(operating);
    terminal.print(tableOf(shown, page, terminal));
    if (isSwitched) terminal.say(terminal.pick(SWITCHED));
    return 0;
  });
}

const SWITCHED = {
  ru: "Переключено: действует со следующего сообщения. Придержанные ждут решения: ordo messages --held",
  en: "Switched, from the next message on. Those that are held wait for a decision: ordo messages --held",
};

function channelJson({ channel, mode, configured, switched }: ChannelState) {
  const by =
    switched === null ? null : { by: switched.by, at: new Date(switched.at).toISOString(), reason: switched.reason };
  return rowJson({ channel, mode: modeText(mode), configured: modeText(configured), switched: by });
}

function tableOf(states: readonly ChannelState[], page: Page, terminal: Terminal): string {
  const columns = [
    { title: terminal.pick({ ru: "КАНАЛ", en: "CHANNEL" }) },
    { title: terminal.pick({ ru: "СЕЙЧАС", en: "NOW" }) },
    { title: terminal.pick({ ru: "В ORDO.YAML", en: "IN ORDO.YAML" }) },
    { title: terminal.pick({ ru: "КТО И ПОЧЕМУ ПЕРЕКЛЮЧИЛ", en: "WHO SWITCHED IT, AND WHY" }), shrinks: true },
  ];
  const rows = states.map(({ channel, mode, configured, switched }) => [
    { text: channel, ansi: "1" },
    { text: modeText(mode), ansi: mode.kind === "live" ? "32" : "33" },
    { text: modeText(configured), ansi: "2" },
    { text: switched === null ? "" : whoText(switched, page), ansi: "2" },
  ]);
  return textTable(columns, rows, page);
}

function whoText({ by, at, reason }: NonNullable<ChannelState["switched"]>, page: Page): string {
  const who = by === null ? "Ordo" : (page.people.users[by]?.name ?? by);
  return [
    who,
    relativeText(instant(at), page.now, page.locale),
    ...(reason === null ? [] : [reasonText(reason, page.locale)]),
  ].join(", ");
}
