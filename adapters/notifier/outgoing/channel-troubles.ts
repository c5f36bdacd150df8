import type { Trouble } from "../../adapter.ts";
import type { Delivered } from "../channel.ts";
import type { DeskParts } from "./outgoing-desk.ts";
import { modeText } from "./outgoing-mode.ts";
import { channelTrouble, channelTroubleIds, oddTrouble } from "./outgoing-troubles.ts";

/** What the troubles of a channel need. */
type Parts = Pick<DeskParts, "shelf" | "switches" | "clock" | "logger" | "raise" | "settle">;

/** So many messages one after the other whose answer was not the other side's own: the rest are held. */
const ODD_IN_A_ROW = 3;

/** Troubles that stand in the way of a whole channel, and are over as soon as a message leaves by it. */
export class ChannelTroubles {
  readonly #parts: Parts;
  /** Channel → codes by id of what may stand open; a channel that is not in it was not looked at since the start. */
  readonly #open = new Map<string, Map<Trouble["id"], string>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What a try that left it open says of the whole channel. */
  async see(channel: string, { trouble, odd, keyed }: Extract<Delivered, { kind: "unknown" }>): Promise<void> {
    if (trouble !== undefined) await this.raise(channel, channelTrouble(channel, trouble));
    if (odd === undefined || keyed) return;
    const { shelf, switches, clock, logger } = this.#parts;
    const { mode } = await switches.of(channel);
    if (mode.kind === "hold") return;
    const last = await shelf.lastReasons(channel, await switches.switchedAt(channel), ODD_IN_A_ROW);
    if (last.length < ODD_IN_A_ROW || last.some((reason) => reason !== "ODD_ANSWER")) return;
    await switches.switch(channel, { mode: "hold", reason: odd.code, by: null, at: clock.now() });
    logger.warn("channel held", { channel, code: odd.code });
    const back = `ordo outgoing ${channel} ${modeText(mode)}`;
    await this.raise(
      channel,
      oddTrouble(channel, {
        ...odd,
        remedy: {
          ru: `${odd.remedy.ru}. Канал придержан; потом: ${back}, придержанные: ordo messages --held --channel ${channel}`,
          en: `${odd.remedy.en}. The channel is on hold; then: ${back}, what is held: ordo messages --held --channel ${channel}`,
        },
      }),
    );
  }

  /** One trouble of a kind: another code takes the place of the one before. */
  async raise(channel: string, trouble: Trouble): Promise<void> {
    const open = this.#open.get(channel) ?? new Map<Trouble["id"], string>();
    const before = open.get(trouble.id);
    if (before !== undefined && before !== trouble.code) await this.#parts.settle(trouble.id);
    await this.#parts.raise(trouble);
    this.#open.set(channel, open.set(trouble.id, trouble.code));
  }

  /** A message left: nothing stands in the way any more. */
  async over(channel: string): Promise<void> {
    if (this.#open.get(channel)?.size === 0) return;
    this.#open.set(channel, new Map());
    for (const id of channelTroubleIds(channel)) await this.#parts.settle(id);
  }
}
