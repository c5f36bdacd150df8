import { createHmac } from "node:crypto";
import { readInbound } from "../../../adapters/inbound/config.ts";
import { openInbound } from "../../../adapters/inbound/open-inbound.ts";
import { type InboundServer, serveInbound } from "../../../adapters/inbound/serve-inbound.ts";
import type { InboundRoute } from "../../../adapters/inbound-route.ts";
import { type FeedTables, OccurrenceFeed } from "../../../adapters/occurrence-feed.ts";
import { Section } from "../../../adapters/section.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import { migrate } from "../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import { instant } from "../../../engine/base/instant.ts";
import { isoText } from "../../../engine/calendar/iso-text.ts";
import type { Occurrence } from "../../../engine/runtime/occurrence.ts";
import { TestClock } from "../../support/test-clock.ts";

/** A key of the sender's, and the old one that is being exchanged. */
export const SECRET = `whsec_${Buffer.alloc(32, "new").toString("base64")}`;
export const OLD_SECRET = `whsec_${Buffer.alloc(32, "old").toString("base64")}`;
export const NOW = instant(1_764_580_000_000);

/** A log line, as a test reads it. */
export interface Said {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The messages of an `inbound:` section, served on a free port over a database of its own. */
export interface InboundBench {
  readonly url: string;
  readonly server: InboundServer;
  readonly clock: TestClock;
  readonly said: readonly Said[];
  readonly counted: readonly string[];
  /** What the engine would fetch. */
  taken(): Promise<readonly Occurrence[]>;
  close(): Promise<void>;
}

/** Opens the bench. @param inbound what stands under `inbound:`, its port excepted */
export async function openBench(
  inbound: Readonly<Record<string, unknown>>,
  more: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly routes?: readonly InboundRoute[];
    readonly requestMs?: number;
    readonly stopMs?: number;
  } = {},
): Promise<InboundBench> {
  const clock = new TestClock(NOW);
  const database = openSqlite(":memory:", clock);
  await migrate({ database, clock, logger: null }, MIGRATIONS);
  const feed = new OccurrenceFeed(withTables<FeedTables>(database));
  const said: Said[] = [];
  const counted: string[] = [];
  const say = (message: string, fields: Said["fields"] = {}): void => void said.push({ message, fields });
  const logger = { debug: say, info: say, warn: say, error: say };
  const environment = { SECRET, OLD_SECRET, ...more.environment };
  const root = new Section({ inbound: { port: 0, ...inbound } }, { environment, folder: "." });
  const nowText = () => ({ $type: "date and time", value: isoText(clock.now(), "Europe/Moscow") }) as const;
  try {
    const { routes } = await openInbound(root, { clock, feed, logger, nowText });
    const config = readInbound(root);
    const server = await serveInbound({
      host: "127.0.0.1",
      port: 0,
      trustProxy: config?.trustProxy ?? false,
      routes: [...routes, ...(more.routes ?? [])],
      logger,
      metrics: {
        count: (name, labels) => void counted.push(`${name} ${labels?.["route"]} ${labels?.["status"]}`),
        observe: () => {},
        gauge: () => {},
      },
      ...(more.requestMs === undefined ? {} : { requestMs: more.requestMs }),
      ...(more.stopMs === undefined ? {} : { stopMs: more.stopMs }),
    });
    return {
      url: `http://127.0.0.1:${server.port}`,
      ...{ server, clock, said, counted },
      taken: () => feed.changes(1_000),
      async close() {
        await server.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The headers of a webhook that is as it should be. */
export function signedHeaders(
  body: string | Uint8Array,
  of: { readonly id?: string; readonly at?: number; readonly secret?: string; readonly type?: string } = {},
): Record<string, string> {
  const { id = "msg_1", at = NOW / 1000, secret = SECRET, type = "application/json" } = of;
  const key = Buffer.from(secret.slice(6), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest("base64");
  return {
    "content-type": type,
    "webhook-id": id,
    "webhook-timestamp": String(at),
    "webhook-signature": `v1,${signature}`,
  };
}
