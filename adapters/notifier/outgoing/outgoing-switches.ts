import type { Instant } from "../../../engine/base/instant.ts";
import { type SqlDatabase, type SqlSession, singly } from "../../sql-database.ts";
import type { MessageTables } from "./message-tables.ts";
import { modeOf, type OutgoingMode } from "./outgoing-mode.ts";

/** How one channel stands. */
export interface ChannelState {
  readonly channel: string;
  readonly mode: OutgoingMode;
  /** What `ordo.yaml` says. */
  readonly configured: OutgoingMode;
  /** Who switched it, when and why; null: nobody did, `ordo.yaml` is in force. */
  readonly switched: { readonly by: string | null; readonly at: number; readonly reason: string | null } | null;
}

/** What lets messages out, channel by channel: `ordo.yaml` says how it starts, a switch holds until the next one. */
export class OutgoingSwitches {
  readonly #database: SqlDatabase<MessageTables>;
  readonly #configured: ReadonlyMap<string, OutgoingMode>;

  constructor(database: SqlDatabase<MessageTables>, configured: ReadonlyMap<string, OutgoingMode>) {
    this.#database = database;
    this.#configured = configured;
  }

  /** @param session a transaction that is about to let a message out; absent: by itself */
  async of(channel: string, session: SqlSession = singly(this.#database)): Promise<ChannelState> {
    const configured = this.#configured.get(channel) ?? { kind: "live" };
    const { rows } = await session.run(
      this.#database.db
        .selectFrom("outgoing_switch")
        .selectAll()
        .where("channel", "=", channel)
        .orderBy("position", "desc")
        .limit(1),
    );
    const [last] = rows;
    const mode = last === undefined || last.mode === "configured" ? null : modeOf(last.mode);
    if (last === undefined || mode === null) return { channel, mode: configured, configured, switched: null };
    const { actor, at, reason } = last;
    return { channel, mode, configured, switched: { by: actor, at, reason } };
  }

  /** When a channel was switched last, whoever did it and to what; 0: never. */
  async switchedAt(channel: string): Promise<number> {
    const row = await this.#database.db
      .selectFrom("outgoing_switch")
      .select("at")
      .where("channel", "=", channel)
      .orderBy("position", "desc")
      .limit(1)
      .executeTakeFirst();
    return Number(row?.at ?? 0);
  }

  /** How all stand, in the order of `ordo.yaml`. */
  all(): Promise<readonly ChannelState[]> {
    return Promise.all([...this.#configured.keys()].map((channel) => this.of(channel)));
  }

  /**
   * Switches a channel, from the next message on.
   *
   * @param to.mode null: back to what `ordo.yaml` says
   */
  async switch(
    channel: string,
    to: {
      readonly mode: string | null;
      readonly reason: string | null;
      readonly by: string | null;
      readonly at: Instant;
    },
  ): Promise<ChannelState> {
    const { db } = this.#database;
    await this.#database.transaction(async (session) => {
      const { rows } = await session.run(
        db
          .selectFrom("outgoing_switch")
          .select(["position", "mode", "reason"])
          .where("channel", "=", channel)
          .orderBy("position", "desc")
          .limit(1),
      );
      const position = Number(rows[0]?.position ?? 0) + 1;
      const mode = to.mode ?? "configured";
      // Switched to the same once more without a word: what was said before still holds.
      const reason = to.reason ?? (rows[0]?.mode === mode ? rows[0].reason : null);
      const row = { channel, position, mode, reason, actor: to.by, at: to.at };
      await session.run(db.insertInto("outgoing_switch").values(row));
    });
    return this.of(channel);
  }
}
