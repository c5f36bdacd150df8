import { instant } from "../../../engine/base/instant.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Metrics } from "../../../engine/ports/metrics.ts";
import type { Notifier, Parcel, Posted } from "../../../engine/ports/notifier.ts";
import type { Trouble } from "../../adapter.ts";
import type { SqlSession } from "../../sql-database.ts";
import type { Channel, Delivered } from "../channel.ts";
import { ChannelTroubles } from "./channel-troubles.ts";
import { reasonCode, settlementOf } from "./delivery-settlement.ts";
import { leavingLink, plainLink, type TaskLinks } from "./message-link.ts";
import { outgoingOf, rowOf } from "./message-row.ts";
import type { MessageShelf } from "./message-shelf.ts";
import type { MessageRow } from "./message-tables.ts";
import type { OutgoingConfig } from "./outgoing-config.ts";
import { countedOut, type LimitReached } from "./outgoing-limits.ts";
import type { OutgoingSwitches } from "./outgoing-switches.ts";
import { delayTrouble, failureTrouble, limitTrouble, uncertainTrouble } from "./outgoing-troubles.ts";
import { openingAfter } from "./quiet-time.ts";

/** What the desk is made of. */
export interface DeskParts {
  readonly shelf: MessageShelf;
  readonly switches: OutgoingSwitches;
  /** By the names under which processes know them: `portal`, `email`, `sms`. */
  readonly channels: ReadonlyMap<string, Channel>;
  readonly config: OutgoingConfig;
  /** Where tasks open by links of ours. @default nowhere */
  readonly links?: TaskLinks | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly raise: (trouble: Trouble) => Promise<void>;
  readonly settle: (trouble: Trouble["id"]) => Promise<void>;
}

/** After so many tries, about a quarter of an hour, people are told; a restart of a server is over by then. */
const TRIES_QUIET = 6;

/** It is ours, and its channel is to be called now. */
interface Ready {
  readonly ready: MessageRow;
}

/** What is done with a message now. */
type Plan = Pick<MessageRow, "status" | "reason" | "not_before"> & { readonly limit: LimitReached | null };

/**
 * Lets messages out, each once: kept under its key before its channel is called, held while its channel is on hold or too
 * many leave, made to wait through quiet hours, redirected while people try things out. A message that the desk took over
 * counts as sent for its step; bringing it out is then the desk's own.
 */
export class OutgoingDesk implements Notifier {
  readonly isKeyed = true;
  readonly parts: DeskParts;
  readonly #troubles: ChannelTroubles;

  constructor(parts: DeskParts) {
    this.parts = parts;
    this.#troubles = new ChannelTroubles(parts);
  }

  reach({ channel, address }: Parcel["route"]): Parcel["route"] | null {
    const usual = this.parts.channels.get(channel)?.addressOf(address) ?? null;
    return usual === null ? null : { channel, address: usual };
  }

  async send(parcel: Parcel, signal: AbortSignal): Promise<Posted> {
    try {
      const taken = await this.#take(parcel);
      return "ready" in taken ? await this.deliver(taken.ready, signal) : taken;
    } catch (error) {
      // The shelf could not be reached: what it kept is found by its key when the same is asked for again.
      return { kind: "unknown", message: error instanceof Error ? error.message : String(error), keyed: true };
    }
  }

  async untell(task: string): Promise<void> {
    const { shelf, clock, channels } = this.parts;
    const { db } = shelf.database;
    const at = clock.now();
    await db
      .updateTable("message")
      .set({ status: "dropped", reason: "TASK_CLOSED" })
      .where("task", "=", task)
      .where("status", "in", ["held", "waiting"])
      .execute();
    await db
      .updateTable("message")
      .set({ withdrawn_at: at })
      .where("task", "=", task)
      .where("withdrawn_at", "is", null)
      .execute();
    for (const channel of channels.values()) await channel.untell(task);
  }

  /**
   * Tries a message whose time has come: the desk's own, or one that a person released. Looks anew whether it may leave.
   */
  async tryAgain(row: MessageRow, signal: AbortSignal): Promise<void> {
    const plan = await this.#plan(row, null);
    const claimed = await this.#changed(row, { ...plan, attempt: row.attempt });
    if (claimed?.status === "sending") await this.deliver(claimed, signal);
  }

  /**
   * Hands a message that stands as `sending` to its channel, and writes what came of it.
   *
   * @returns what its step is told
   */
  async deliver(row: MessageRow, signal: AbortSignal): Promise<Posted> {
    const { shelf, switches, channels, config, clock, metrics, logger } = this.parts;
    const { mode } = await switches.of(row.channel);
    const channel = channels.get(row.channel);
    const parts = { pattern: config.link, links: this.parts.links ?? null };
    const isPrivate = channel?.isPrivate === true;
    const link = await leavingLink(row, { parts, mode, isPrivate });
    const outgoing = outgoingOf(row, mode, link);
    const delivered = channel === undefined ? NO_CHANNEL : await guardedDelivery(channel, outgoing, signal);
    const at = clock.now();
    const change = settlementOf(row, delivered, { at, config, tracks: channel?.tracks === true });
    const sentTo = outgoing.meantFor === null ? null : outgoing.route.address;
    const isOurs = await shelf.change(row, { ...change, sent_to: sentTo });
    // Given up as uncertain meanwhile: a late "yes" ends the doubt.
    if (!isOurs && delivered.kind === "done") {
      const isLate = await shelf.change({ ...row, status: "uncertain" }, { ...change, sent_to: sentTo });
      if (isLate) await this.parts.settle(uncertainTrouble(row).id);
    }
    const settled = { ...row, ...change };
    metrics.count("ordo_messages_total", { channel: row.channel, outcome: settled.status });
    const { process, instance, step } = row;
    const told = { channel: row.channel, kind: row.kind, process, instance, step, status: settled.status };
    if (settled.status === "sent") logger.info("message sent", told);
    else logger.warn("message not sent", { ...told, code: reasonCode(delivered) });
    return this.#tell(settled, delivered);
  }

  /** What the step is told; what concerns nobody but us is raised. */
  async #tell(row: MessageRow, delivered: Delivered): Promise<Posted> {
    const { raise, settle, clock } = this.parts;
    const asked = row.accepted === 0;
    if (delivered.kind === "done") {
      await this.#troubles.over(row.channel);
      if (row.doubted === 1) await settle(uncertainTrouble(row).id);
      return done(row);
    }
    if (delivered.kind === "unknown") await this.#troubles.see(row.channel, delivered);
    if (row.status === "uncertain" && (!asked || this.#asks(row) || row.tries > 1)) await raise(uncertainTrouble(row));
    if (row.status === "refused" && asked && delivered.kind === "refused") return refusedAs(delivered);
    if (row.status === "uncertain" && asked) return { kind: "unknown", message: delivered.message, keyed: false };
    if (row.status === "waiting" && row.tries === TRIES_QUIET)
      await this.#troubles.raise(row.channel, delayTrouble(row));
    if (row.status === "refused") await raise(failureTrouble(row, clock.now()));
    return done(row);
  }

  /** Keeps a parcel, or finds it kept: the message to hand to its channel now, or what its step is told at once. */
  async #take(parcel: Parcel): Promise<Ready | Posted> {
    const { shelf, clock } = this.parts;
    const known = await shelf.find(parcel.key);
    if (known !== null) return this.#again(known, parcel);
    const at = clock.now();
    const unkept = rowOf(parcel, at, {
      ...{ status: "sending", reason: null, accepted: 0, tries: 0, not_before: null, claimed_at: null },
    });
    const refused = this.#refusal(unkept);
    if (refused !== null) {
      const { code: reason, message: detail } = refused;
      await shelf.database.transaction((session) =>
        shelf.add({ ...unkept, status: "refused", reason, detail }, session),
      );
      return refusedAs(refused);
    }
    const kept = await shelf.database
      .transaction(async (session) => {
        const plan = await this.#plan(unkept, session);
        const row = { ...unkept, ...begun(unkept, plan, at) };
        // Two at once: the other's row stands, and what was counted for ours is undone with the transaction.
        if (!(await shelf.add(row, session))) throw new AlreadyKept();
        return { row, limit: plan.limit };
      })
      .catch((error: unknown) => {
        if (error instanceof AlreadyKept) return null;
        throw error;
      });
    if (kept === null) {
      const other = await shelf.find(parcel.key);
      if (other === null) return { kind: "unknown", message: "the message was kept by somebody else", keyed: true };
      return this.#again(other, parcel);
    }
    if (kept.limit !== null) await this.#overLimit(kept.row, kept.limit);
    if (kept.row.status === "sending") return { ready: kept.row };
    this.#note(kept.row);
    return done(kept.row);
  }

  /** The key was used before. */
  async #again(row: MessageRow, parcel: Parcel): Promise<Ready | Posted> {
    const { channels, raise, shelf } = this.parts;
    // Taken over, gone, or dropped by a person: the step is told the same as the first time.
    if (row.accepted === 1 || row.status === "sent" || row.status === "dropped") return done(row);
    if (row.status === "sending" || row.status === "uncertain") {
      const isKeyed = channels.get(row.channel)?.isKeyed === true;
      if (!isKeyed) {
        const isNew = parcel.attempt > row.attempt;
        if (!isNew || this.#asks(row)) {
          const reason = row.reason ?? "INTERRUPTED";
          await shelf.change(row, { status: "uncertain", reason, doubted: 1 });
          if (isNew) await raise(uncertainTrouble({ ...row, reason }));
          return { kind: "unknown", message: "nobody knows whether it was sent the last time", keyed: false };
        }
      }
    }
    // What was refused goes by the way that is asked for now; what may have arrived goes where it went.
    const sent = row.status === "refused" ? { ...row, ...parcel.route } : row;
    const plan = await this.#plan(sent, null);
    const next = await this.#changed(sent, { ...plan, attempt: parcel.attempt });
    if (next === null) return { kind: "unknown", message: "another worker is sending it", keyed: true };
    if (next.status === "sending") return { ready: next };
    this.#note(next);
    return done(next);
  }

  async #changed(row: MessageRow, plan: Plan & { readonly attempt: number }): Promise<MessageRow | null> {
    const { shelf, clock, channels } = this.parts;
    const isDoubted = (row.status === "sending" || row.status === "uncertain") && !channels.get(row.channel)?.isKeyed;
    const { channel, address } = row;
    const doubted = isDoubted ? 1 : row.doubted;
    const change = { ...begun(row, plan, clock.now()), attempt: plan.attempt, channel, address, doubted };
    return (await shelf.change(row, change)) ? { ...row, ...change } : null;
  }

  /**
   * May it leave now? Never once its task closed, which may have happened while a channel was trying. Then a hold comes
   * first, then quiet hours, then the limits, against which only new messages count.
   *
   * @param session the transaction that keeps a new message; null: it was counted before
   */
  async #plan(row: MessageRow, session: SqlSession | null): Promise<Plan> {
    const { switches, config, clock, shelf } = this.parts;
    const at = clock.now();
    const { channel, process, zone } = row;
    if (row.withdrawn_at !== null) return { status: "dropped", reason: "TASK_CLOSED", not_before: null, limit: null };
    const { mode } = await (session === null ? switches.of(channel) : switches.of(channel, session));
    if (mode.kind === "hold" && row.released === 0)
      return { status: "held", reason: "HOLD", not_before: null, limit: null };
    if (session !== null) {
      const limit = await countedOut(session, shelf.database, { channel, process, at }, config.limits);
      if (limit !== null) return { status: "held", reason: "LIMIT", not_before: null, limit };
    }
    const quiet = config.quiet[channel];
    const isFree = row.released === 2 || isUrgent(row, config);
    const opening = quiet === undefined || isFree ? at : openingAfter(quiet, at, zone);
    if (opening > at) return { status: "waiting", reason: "QUIET", not_before: opening, limit: null };
    return { status: "sending", reason: null, not_before: null, limit: null };
  }

  /** Is it people who decide about what may have gone out, before it is sent again? */
  #asks({ channel }: MessageRow): boolean {
    return this.parts.config.uncertain[channel] !== "retry";
  }

  /** What its channel would refuse by itself is refused while its step is there to hear it, hold or not. */
  #refusal(row: MessageRow): Extract<Delivered, { kind: "refused" }> | null {
    const { channels, config, links = null } = this.parts;
    return (
      channels
        .get(row.channel)
        ?.refusal?.(outgoingOf(row, { kind: "live" }, plainLink(row, { pattern: config.link, links }))) ?? null
    );
  }

  async #overLimit(row: MessageRow, limit: LimitReached): Promise<void> {
    this.parts.metrics.count("ordo_messages_over_limit_total", { channel: row.channel, process: row.process });
    await this.parts.raise(limitTrouble(row, limit));
  }

  #note({ channel, kind, process, instance, step, status, reason }: MessageRow): void {
    this.parts.metrics.count("ordo_messages_total", { channel, outcome: status });
    this.parts.logger.info("message kept back", { channel, kind, process, instance, step, status, reason });
  }
}

/** Another transaction kept the same key first. */
class AlreadyKept extends Error {
  override readonly name = "AlreadyKept";
}

const NO_CHANNEL: Delivered = {
  kind: "unknown",
  message: "ordo.yaml no longer names this channel",
  keyed: true,
  trouble: {
    code: "CHANNEL_MISSING",
    message: {
      ru: "Сообщения ждут канала, которого в ordo.yaml больше нет",
      en: "Messages wait for a channel that ordo.yaml no longer names",
    },
    remedy: {
      ru: "Верните канал в channels: или выбросьте сообщения: ordo messages --waiting",
      en: "Put the channel back into channels:, or drop the messages: ordo messages --waiting",
    },
  },
};

function begun(row: MessageRow, plan: Plan, at: number) {
  const { status, reason, not_before } = plan;
  if (status !== "sending")
    return { status, reason, not_before, accepted: 1, tries: row.tries, claimed_at: row.claimed_at };
  return {
    ...{ status, reason, not_before, accepted: row.accepted, tries: row.tries + 1, claimed_at: at },
    trying_since: row.trying_since ?? at,
  };
}

function isUrgent({ kind }: MessageRow, { urgent }: OutgoingConfig): boolean {
  return kind === "task" ? urgent.includes("task") : urgent.includes("notice");
}

/** Channels answer rather than throw; one that throws all the same leaves it open whether it went out. */
export async function guardedDelivery(
  channel: Channel,
  outgoing: Parameters<Channel["deliver"]>[0],
  signal: AbortSignal,
): Promise<Delivered> {
  try {
    return await channel.deliver(outgoing, signal);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "unknown", message, keyed: channel.isKeyed };
  }
}

/** A refusal as its step is told: of the address it means that nobody is reached. */
function refusedAs(refused: Extract<Delivered, { kind: "refused" }>): Posted {
  const { kind, code, message } = refused;
  return refused.unreachable === true ? { kind: "unreachable" } : { kind, code, message };
}

/** It went, or will: when it was sent, else when it was taken over. */
function done({ channel, address, sent_at, created_at }: MessageRow): Posted {
  return { kind: "done", route: { channel, address }, at: instant(sent_at ?? created_at) };
}
