import type { Needs } from "../adapter.ts";
import { readBitrix24 } from "../bitrix24/config.ts";
import { openPortal, type PortalOptions } from "../bitrix24/open-portal.ts";
import type { Portal } from "../bitrix24/portal.ts";
import { systemClock } from "../clock/system-clock.ts";
import { couldNotRun } from "../complaint.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { storeConfig } from "../engine/store-config.ts";
import { timeOrderedIds } from "../ids/time-ordered-ids.ts";
import { openDatabase } from "../store/open-store.ts";

/**
 * The portal of `ordo.yaml` for a command that only reads: by its webhook, where there is one; else by the app, whose
 * tokens are in the database.
 *
 * @throws {Complaint} where no portal is named
 */
export async function withPortal<T>(
  configuration: Configuration,
  options: PortalOptions,
  work: (portal: Portal) => Promise<T>,
): Promise<T> {
  const config = readBitrix24(configuration.root.section("bitrix24"));
  if (config === null) throw noPortal();
  const clock = systemClock(() => 0);
  const isByWebhook = config.webhook !== null;
  const database = isByWebhook ? null : (await openDatabase(storeConfig(configuration), { clock })).database;
  const quiet = (): void => {};
  const needs = {
    ...{ database: database ?? NO_DATABASE, clock, ids: timeOrderedIds(clock), redis: null },
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    metrics: { count: quiet, observe: quiet, gauge: quiet },
    raise: async () => {},
    settle: async () => {},
    locale: configuration.locale,
  };
  try {
    const portal = await openPortal(isByWebhook ? { ...config, app: null } : config, needs, options);
    try {
      return await work(portal);
    } finally {
      await portal.close();
    }
  } finally {
    await database?.close();
  }
}

/** A webhook needs none. */
const NO_DATABASE: Needs["database"] = {
  kind: "sqlite",
  db: null,
  transaction: async () => {
    throw new Error("a webhook needs no database");
  },
};

function noPortal() {
  return couldNotRun(
    { ru: "В ordo.yaml не назван портал.", en: "ordo.yaml names no portal." },
    {
      ru: "Напишите раздел bitrix24: { webhook: ${BITRIX24_WEBHOOK} } и задайте переменную окружения.",
      en: "Write the section bitrix24: { webhook: ${BITRIX24_WEBHOOK} } and set the environment variable.",
    },
  );
}
