import Type, { type Static } from "typebox";
import type { ActsToday } from "../../engine/people/acts-today.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { actingText } from "../../engine/view/acting-text.ts";
import { NOBODY_OR_PERSON, named, namedOrNobody } from "./named-person.ts";

/** Somebody who is waited for today. */
export const WAITED_PERSON = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    standsInFor: NOBODY_OR_PERSON,
    text: Type.String({ description: "`Олег Рудаков (за: Виктор Маслов, до 3 декабря)`." }),
  },
  {
    $id: "WaitedPerson",
    description: "Who may act today: the holder, or, while he is away, his substitute (`standsInFor`: the absent one).",
  },
);

/** Those who are waited for, as every answer gives them out. */
export function waitedPeople(
  acting: readonly ActsToday[],
  { people, locale }: { readonly people: DirectorySnapshot; readonly locale: "ru" | "en" },
): Static<typeof WAITED_PERSON>[] {
  return acting.map((one) => ({
    ...named(people, one.user),
    standsInFor: namedOrNobody(people, one.standsInFor?.user ?? null),
    text: actingText(one, people, locale),
  }));
}
