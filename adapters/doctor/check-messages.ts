import { existsSync } from "node:fs";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { storeConfig } from "../engine/store-config.ts";
import type { Finding } from "../finding.ts";
import { checkNotifier } from "../notifier/check-notifier.ts";
import { CHANNELS } from "../notifier/config.ts";
import type { MessageTables } from "../notifier/outgoing/message-tables.ts";
import type { OutgoingMode } from "../notifier/outgoing/outgoing-mode.ts";
import { OutgoingSwitches } from "../notifier/outgoing/outgoing-switches.ts";
import { withTables } from "../sql-database.ts";
import { openDatabase } from "../store/open-store.ts";

/** Do the channels answer, and does anything keep messages from leaving, in `ordo.yaml` or switched while running? */
export async function checkMessages(configuration: Configuration, clock: Clock): Promise<readonly Finding[]> {
  return await checkNotifier(configuration.root, await switchedChannels(configuration, clock));
}

/** How channels were switched while running; null where there is no database yet, or it does not know of it. */
async function switchedChannels(
  configuration: Configuration,
  clock: Clock,
): Promise<ReadonlyMap<string, OutgoingMode> | null> {
  const { store } = configuration;
  if (store.kind === "sqlite" && !existsSync(store.file)) return null;
  const { database } = await openDatabase(storeConfig(configuration), { clock });
  try {
    const switches = new OutgoingSwitches(withTables<MessageTables>(database), new Map());
    const states = await Promise.all(CHANNELS.map((channel) => switches.of(channel)));
    return new Map(states.flatMap(({ channel, mode, switched }) => (switched === null ? [] : [[channel, mode]])));
  } catch {
    // A schema of before: nothing was ever switched. A store that is away has a finding of its own.
    return null;
  } finally {
    await database.close();
  }
}
