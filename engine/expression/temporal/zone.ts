import { isSteadyZone, steadyOffset } from "../../base/steady-zone.ts";
import { two } from "./civil.ts";

/** A fixed offset (`+03:00`, `Z`) or a zone of the IANA database (`Europe/Moscow`). */
export type Zone =
  | { readonly kind: "offset"; readonly seconds: number }
  | { readonly kind: "named"; readonly name: string };

const DAY_SECONDS = 86_400;
/** Beyond these seconds since the epoch, the last rule of a zone is taken: `Intl` knows no further. */
const INTL_SECONDS_MAX = 8_000_000_000_000;
/** Offsets of ISO 8601 in use reach from -12:00 to +14:00; XML Schema allows 14, `java.time` 18. */
const OFFSET_SECONDS_MAX = 18 * 3600;

/** Reads `Z`, `+03:00`, `-01:00:30` or `@Europe/Moscow`; undefined where it is none of these. */
export function readZone(text: string): Zone | undefined {
  if (text === "Z" || text === "z") return { kind: "offset", seconds: 0 };
  if (text.startsWith("@")) return namedZone(text.slice(1));
  const match = OFFSET.exec(text);
  if (!match) return undefined;
  const [minutes, rest] = [Number(match[3]), Number(match[4] ?? 0)];
  const seconds = Number(match[2]) * 3600 + minutes * 60 + rest;
  if (minutes > 59 || rest > 59 || seconds > OFFSET_SECONDS_MAX) return undefined;
  return { kind: "offset", seconds: match[1] === "-" ? 0 - seconds : seconds };
}

const OFFSET = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/;
const ZONE_NAME = /^[A-Za-z][\w+/-]{0,63}$/;

/** The zone of that name, or undefined where there is none. */
export function namedZone(name: string): Zone | undefined {
  if (!ZONE_NAME.test(name) || !(isSteadyZone(name) || formatter(name))) return undefined;
  return { kind: "named", name };
}

/** `Z`, `+03:00`, `@Europe/Moscow` */
export function zoneText(zone: Zone): string {
  if (zone.kind === "named") return `@${zone.name}`;
  if (zone.seconds === 0) return "Z";
  const size = Math.abs(zone.seconds);
  const rest = size % 60;
  const minutes = Math.floor(size / 60) % 60;
  const text = `${zone.seconds < 0 ? "-" : "+"}${two(Math.floor(size / 3600))}:${two(minutes)}`;
  return rest === 0 ? text : `${text}:${two(rest)}`;
}

/** Seconds east of Greenwich at an instant, given in seconds since the epoch. */
export function offsetAtInstant(zone: Zone, seconds: number): number {
  if (zone.kind === "offset") return zone.seconds;
  const steady = steadyOffset(zone.name, seconds * 1000);
  if (steady !== null) return steady / 1000;
  const within = Math.max(-INTL_SECONDS_MAX, Math.min(INTL_SECONDS_MAX, seconds));
  const parts = formatter(zone.name)?.formatToParts(Math.floor(within) * 1000) ?? [];
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const offset = readZone(name.slice("GMT".length));
  return offset?.kind === "offset" ? offset.seconds : 0;
}

/**
 * Seconds east of Greenwich of a local time, given in seconds as if it were UTC. Where the clock is put back, the
 * earlier of the two instants is meant; where it is put forward, the time before the gap counts on.
 */
export function offsetAtLocal(zone: Zone, localSeconds: number): number {
  if (zone.kind === "offset") return zone.seconds;
  const before = offsetAtInstant(zone, localSeconds - DAY_SECONDS);
  if (offsetAtInstant(zone, localSeconds - before) === before) return before;
  const after = offsetAtInstant(zone, localSeconds + DAY_SECONDS);
  return offsetAtInstant(zone, localSeconds - after) === after ? after : before;
}

/** One formatter a zone: making one costs more than a thousand uses. Only zones that exist are kept. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(name: string): Intl.DateTimeFormat | null {
  const known = formatters.get(name);
  if (known) return known;
  try {
    const made = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
    formatters.set(name, made);
    return made;
  } catch {
    // `Intl` says in no other way that it does not know a zone.
    return null;
  }
}
