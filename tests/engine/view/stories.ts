import { instant } from "../../../engine/base/instant.ts";
import { isMap } from "../../../engine/base/value.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import { printWhy } from "../../../engine/view/print-why.ts";
import { type Why, why } from "../../../engine/view/why.ts";
import { definitionOf } from "../../support/definition-of.ts";
import { FIRM, Play } from "../../support/play.ts";
import { companyWith, shownIn, shownOfPlay, user } from "../../support/shown.ts";

const FRAME = "process: under-test\ntitle: Отпуск\ncalendar: ru-office\n";

/** A played instance of a small process. */
export function played(steps: string, requester: string | null = "user-1"): Play {
  const play = new Play(definitionOf(`${FRAME}do:\n${steps}`));
  play.start({}, requester);
  return play;
}

/** Asks about a played instance. */
export function askPlay(play: Play, task: string | null = null, asker: string | null = null): Why {
  const by = asker === null ? null : user(asker);
  return why(shownOfPlay(play), { people: play.people, now: play.now, task, user: by });
}

/** As people read it, on a page of 100 columns without colors. */
export function page(found: Why, locale: "ru" | "en", color = false): string {
  return printWhy(found, { locale, color, columns: 100, zone: "Europe/Moscow" });
}

/** The firm with somebody away. */
export function awayFirm(name: string, substitute: string): typeof FIRM {
  const users = Object.fromEntries(
    Object.entries(FIRM.users).map(([id, person]) =>
      id === name ? [id, { ...person, absent: [{ from: "2026-11-16", to: "2026-11-30", substitute }] }] : [id, person],
    ),
  );
  return readDirectory({ ...FIRM, users });
}

/** An invoice of more than a million, sent by a manager: his manager decides, then the executive director. */
export function invoice() {
  const { world, definition, catalog } = companyWith("invoice-approval", "2026-11-24T10:00:00+03:00");
  const input = {
    kind: "прочее",
    number: "785",
    supplier: "company/50",
    deal: "deal/212",
    amount: { amount: "2270000.00", currency: "RUB" },
    files: [{ name: "счёт-785.pdf" }],
  };
  world.start(definition, input, user("manager-4"));
  return { world, shown: () => shownIn(world, catalog) };
}

/** A new lead that nobody takes. */
export function lead() {
  const { world, catalog } = companyWith("lead-distribution", "2026-11-20T10:00:00+03:00");
  const change = world.book.create("lead", { title: "Кофемашина", stage: "NEW", phone: "+79110000000" });
  world.changed(change, null);
  return { world, shown: () => shownIn(world, catalog) };
}

export function at(text: string) {
  return instant(Date.parse(text));
}

/** Every text of an answer, in one language: for claims about words. */
export function words(value: unknown, locale: "ru" | "en"): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => words(one, locale));
  if (typeof value !== "object" || value === null) return [];
  const text =
    isMap(value as never) && "ru" in value && "en" in value ? (value as Record<string, unknown>)[locale] : null;
  return typeof text === "string" ? [text] : Object.values(value).flatMap((one) => words(one, locale));
}
