import { isMap, refOf, type Value } from "../base/value.ts";
import { datesAt } from "../calendar/dates-at.ts";
import { deputiesOf } from "../people/absence.ts";
import { principalsIn } from "../people/principal.ts";
import { resolvePrincipal } from "../people/resolve.ts";
import type { World } from "./world.ts";
import type { Host } from "./world-parts.ts";

/**
 * The people (or the record) that a scenario's `for`, `to` or `by` names today: a user id, `{ headOf: client }`, a list.
 * `requester` is who started the instance. Substitutes of the absent count too: whoever may act is meant.
 */
export function whoIsMeant(value: Value, world: World, main: Host | null): ReadonlySet<string> {
  const ref = refOf(value);
  if (ref !== null) return new Set([ref]);
  const { principals } = principalsIn(withRequester(value, main));
  const dateOf = datesAt(world.now, (main?.definition ?? world.options.definitions[0])?.calendar ?? NO_CALENDAR);
  const meant = new Set<string>();
  for (const principal of principals) {
    const { users } = resolvePrincipal(principal, world.people, { dateOf, lastTurn: () => null });
    const named = users.length === 0 && "user" in principal ? [principal.user] : users;
    for (const user of named) {
      meant.add(user);
      for (const deputy of deputiesOf(world.people, user, dateOf)) meant.add(deputy.user);
    }
  }
  return meant;
}

/** Who may act for this person's tasks, himself first: those of whom he is the substitute today. */
export function actsFor(user: string, world: World): ReadonlySet<string> {
  const calendar = world.options.definitions[0]?.calendar ?? NO_CALENDAR;
  const dateOf = datesAt(world.now, calendar);
  const all = Object.keys(world.people.users).filter((other) =>
    deputiesOf(world.people, other, dateOf).some((deputy) => deputy.user === user),
  );
  return new Set([user, ...all]);
}

/** Without any process there is nobody to ask the date for: absences then count in UTC. */
const NO_CALENDAR = {
  id: "utc",
  zone: "UTC",
  dateOf: (at: number) => new Date(at).toISOString().slice(0, 10),
} as unknown as Host["definition"]["calendar"];

function withRequester(value: Value, main: Host | null): Value {
  const requester = main?.instance.requester ?? null;
  if (value === "requester") return requester;
  if (Array.isArray(value)) return (value as readonly Value[]).map((one) => withRequester(one, main));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, inner === "requester" ? requester : inner]),
  );
}
