import { datesAt } from "../calendar/dates-at.ts";
import type { Locale } from "../definition/problem.ts";
import type { Task } from "../instance/state.ts";
import { type ActsToday, actsToday } from "../people/acts-today.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { nameOf } from "../people/lookup.ts";
import type { Scene, Voice } from "./because.ts";
import { monthDayText } from "./print-timeline.ts";

/** Longest list of people named by name; the rest is counted. */
const NAMES_MAX = 8;

/** `Олег Рудаков`; of a substitute `Олег Рудаков (за: Виктор Маслов, до 3 декабря)`. */
export function actingText({ user, standsInFor }: ActsToday, people: DirectorySnapshot, locale: Locale): string {
  const name = nameOf(people, user);
  if (standsInFor === null) return name;
  const [absent, until] = [nameOf(people, standsInFor.user), monthDayText(standsInFor.until, locale)];
  return locale === "ru" ? `${name} (за: ${absent}, до ${until})` : `${name} (for ${absent}, until ${until})`;
}

/** Whom a task of the scene waits for at its moment. */
export function actsAt({ story, now, ru }: Scene, task: Task): readonly ActsToday[] {
  return actsToday(ru.tell.around.people, task, datesAt(now, story.definition.calendar));
}

/** Whom it waits for, in words: every page and answer that says so says it with these. */
export function waitedFor(scene: Scene, task: Task, { tell }: Voice): string {
  const acting = actsAt(scene, task);
  if (acting.length === 0) return "—";
  const shown = acting.slice(0, NAMES_MAX).map((one) => actingText(one, tell.around.people, tell.locale));
  const rest = acting.length - NAMES_MAX;
  return rest <= 0 ? shown.join(", ") : `${shown.join(", ")} ${tell.pick(`и ещё ${rest}`, `and ${rest} more`)}`;
}
