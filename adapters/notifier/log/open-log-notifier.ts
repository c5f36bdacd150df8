import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Notifier } from "../../../engine/ports/notifier.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import { MessageReview, type ReviewedMessage } from "../outgoing/message-review.ts";
import { MessageShelf } from "../outgoing/message-shelf.ts";
import type { MessageTables } from "../outgoing/message-tables.ts";
import { OutgoingDesk } from "../outgoing/outgoing-desk.ts";
import { OutgoingSwitches } from "../outgoing/outgoing-switches.ts";
import { openLogChannel } from "./open-log-channel.ts";

/** Every channel is the log, nothing is held and nothing waits: what an engine has that is told of no channels. */
export interface LogNotifier extends Notifier {
  /** Newest first. @param of.instance only of this instance; @param of.to only to this person or record */
  messages(
    of: { readonly instance?: string; readonly to?: string },
    limit: number,
  ): Promise<readonly ReviewedMessage[]>;
}

/** @param parts.database migrated already */
export function openLogNotifier(parts: {
  readonly database: SqlDatabase<MessageTables>;
  readonly clock: Clock;
  readonly logger: Logger;
}): LogNotifier {
  const { database, clock, logger } = parts;
  const channels = new Map(["portal", "email", "sms"].map((name) => [name, openLogChannel()] as const));
  const modes = new Map([...channels.keys()].map((name) => [name, { kind: "live" }] as const));
  const [shelf, switches] = [new MessageShelf(database), new OutgoingSwitches(database, modes)];
  const config = {
    ...{ modes, quiet: {}, urgent: [], limits: { process: {}, channel: {} }, tryForMs: 0, uncertain: {}, link: null },
  };
  const metrics = { count: () => {}, observe: () => {}, gauge: () => {} };
  const desk = new OutgoingDesk({
    shelf,
    switches,
    channels,
    config,
    clock,
    logger,
    metrics,
    raise: async () => {},
    settle: async () => {},
  });
  const review = new MessageReview({ shelf, switches, channels, config, clock, settle: async () => {} });
  return {
    isKeyed: desk.isKeyed,
    send: (parcel, signal) => desk.send(parcel, signal),
    reach: (route) => desk.reach(route),
    untell: (task) => desk.untell(task),
    messages: async (of, limit) => (await review.list(of, { limit, after: null })).messages,
  };
}
