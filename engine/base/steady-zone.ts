/*
 * The zones of one country whose clocks have stood still for years. The first question to `Intl` about any zone takes
 * 15 ms, more than a dry run needs for its work; the answer for these has been the same since 2017.
 */

/** The IANA data that the table was compared with: every instant from 2017 on (tests/engine/base/steady-zone.test.ts). */
export const STEADY_ZONE_DATA = "2026c";

/** 2017-01-01T00:00Z: the last of these clocks was set in 2016. */
const SINCE = Date.UTC(2017, 0, 1);

const HOUR_MS = 3_600_000;

/** Hours east of Greenwich. */
const STEADY: ReadonlyMap<string, number> = new Map([
  ["UTC", 0],
  ["Europe/Kaliningrad", 2],
  ["Europe/Moscow", 3],
  ["Europe/Samara", 4],
  ["Asia/Yekaterinburg", 5],
  ["Asia/Omsk", 6],
  ["Asia/Novosibirsk", 7],
  ["Asia/Krasnoyarsk", 7],
  ["Asia/Irkutsk", 8],
  ["Asia/Yakutsk", 9],
  ["Asia/Vladivostok", 10],
  ["Asia/Magadan", 11],
  ["Asia/Kamchatka", 12],
]);

let isTrusted = false;

/**
 * Says which IANA data this machine has (`process.versions.tz`). Only where it is that of the table is the table used:
 * with older or newer laws `Intl` is asked, as for every other zone.
 */
export function recognizeZoneData(version: string | undefined): void {
  isTrusted = version === STEADY_ZONE_DATA;
}

/** Milliseconds east of Greenwich; null where `Intl` has to be asked. */
export function steadyOffset(zone: string, at: number): number | null {
  if (!isTrusted || at < SINCE) return null;
  const hours = STEADY.get(zone);
  return hours === undefined ? null : hours * HOUR_MS;
}

/** Is this one of the zones that every machine knows? */
export function isSteadyZone(name: string): boolean {
  return STEADY.has(name);
}

/** Their names. */
export function steadyZones(): readonly string[] {
  return [...STEADY.keys()];
}
