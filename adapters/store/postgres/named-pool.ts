import type { PostgresPool, PostgresPoolClient } from "kysely";
import pg from "pg";
import type { Logger } from "../../../engine/ports/logger.ts";
import { fitValue } from "../fit-text.ts";
import { unavailable } from "./postgres-error.ts";

/** Statements that keep a name, so that the server plans each once per connection; the rest are planned every time. */
const NAMES_MAX = 400;

/** Making a connection. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Nothing of ours takes that long: the other side is gone without a word. The connection is cut then. */
const ANSWER_TIMEOUT_MS = 60_000;

/**
 * A worker that freezes in the middle of a transaction (a paused machine answers keep-alives for ever) would keep its
 * locks, and nobody could take over what it holds. Milliseconds.
 */
const FROZEN_TIMEOUT_MS = 10_000;

/** Everything is found by key. Plans made while tables are empty must not scan them when they are large. */
const PLANS_BY_KEY = "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off";

/** A connection out of the pool. */
export interface Client {
  query<Row>(text: string, parameters: readonly unknown[]): Promise<pg.QueryResult<Row & pg.QueryResultRow>>;
  /** Gives it back; `true`: throws it away. */
  release(destroy?: boolean): void;
}

/** Connections to PostgreSQL: statements get names, queries may be sent without waiting for the one before. */
export class NamedPool {
  readonly #pool: pg.Pool;
  readonly #names = new Map<string, string>();
  readonly #clients = new WeakMap<pg.PoolClient, Client>();

  constructor(url: string, poolSize: number, logger: Logger | null) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      pipeline: true,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      application_name: "ordo",
      types: { getTypeParser: typeParserOf },
      onConnect: async (client) => {
        // A connection that breaks while nobody asks must not end the process; who asks next learns of it.
        client.on("error", (error) => logger?.warn("a connection to PostgreSQL broke", { reason: error.message }));
        await client.query(`${PLANS_BY_KEY}; set idle_in_transaction_session_timeout = ${FROZEN_TIMEOUT_MS}`);
      },
    });
    this.#pool.on("error", () => {});
  }

  /** @throws {StoreUnavailable} */
  async connect(): Promise<Client> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw unavailable(error);
    });
    const known = this.#clients.get(client);
    if (known) return known;
    const made: Client = {
      query: async (text, parameters) => {
        try {
          const name = this.#nameOf(text);
          const values = parameters.map(fitValue);
          return await client.query({ text, values, ...(name === undefined ? {} : { name }) });
        } catch (error) {
          throw unavailable(error);
        }
      },
      release: (destroy) => client.release(destroy),
    };
    this.#clients.set(client, made);
    return made;
  }

  /** The same for Kysely, which asks for no more than this of a client. */
  forKysely(): PostgresPool {
    return {
      connect: async () => {
        const { query, release } = await this.connect();
        // Kysely's type also takes a cursor, for streaming, which nobody uses.
        return { query: query as unknown as PostgresPoolClient["query"], release };
      },
      end: () => this.end(),
      options: {},
    };
  }

  async end(): Promise<void> {
    if (!this.#pool.ended && !this.#pool.ending) await this.#pool.end();
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= NAMES_MAX) return known;
    const name = `ordo-${this.#names.size + 1}`;
    this.#names.set(text, name);
    return name;
  }
}

/** Whole numbers of 64 bits as numbers: ours stay below 2^53. */
function typeParserOf(oid: number, format?: "text" | "binary"): (text: string) => unknown {
  return oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as "text");
}
