import type { Clock } from "../../../engine/ports/clock.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { MailboxTables } from "./mailbox-tables.ts";

/** A watcher that is not heard of for so long is gone. Milliseconds. */
export const LEASE_MS = 30_000;

/**
 * Who watches a mailbox, where there are several workers: one of them. It saves connections, not correctness: letters
 * are taken in once whoever brings them. With SQLite one process works, and the lease is its own from the start.
 */
export class MailboxLease {
  readonly #database: SqlDatabase<MailboxTables>;
  readonly #clock: Clock;
  readonly #of: { readonly mailbox: string; readonly holder: string };

  constructor(
    database: SqlDatabase<MailboxTables>,
    clock: Clock,
    of: { readonly mailbox: string; readonly holder: string },
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#of = of;
  }

  /** Takes or renews it. False: somebody else has it. */
  async take(): Promise<boolean> {
    if (this.#database.kind === "sqlite") return true;
    const now = this.#clock.now();
    const mine = { holder: this.#of.holder, until: now + LEASE_MS };
    const taken = await this.#database.db
      .insertInto("mailbox_lease")
      .values({ mailbox: this.#of.mailbox, ...mine })
      .onConflict((conflict) =>
        conflict
          .column("mailbox")
          .doUpdateSet(mine)
          .where((where) =>
            where.or([where("mailbox_lease.holder", "=", mine.holder), where("mailbox_lease.until", "<=", now)]),
          ),
      )
      .executeTakeFirst();
    return Number(taken.numInsertedOrUpdatedRows ?? 0) > 0;
  }

  /** Keeps it until the signal; says so when it is lost. */
  async keep(signal: AbortSignal, lost: () => void): Promise<void> {
    if (this.#database.kind === "sqlite") return;
    for (;;) {
      await this.#clock.sleep(LEASE_MS / 3, signal);
      if (signal.aborted) return;
      if (await this.take().catch(() => false)) continue;
      lost();
      return;
    }
  }

  /** Another worker may have it at once. */
  async release(): Promise<void> {
    if (this.#database.kind === "sqlite") return;
    const { mailbox, holder } = this.#of;
    await this.#database.db
      .deleteFrom("mailbox_lease")
      .where("mailbox", "=", mailbox)
      .where("holder", "=", holder)
      .execute();
  }
}
