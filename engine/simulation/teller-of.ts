import type { Locale } from "../definition/problem.ts";
import type { Surroundings } from "../view/story.ts";
import { Teller } from "../view/teller.ts";
import type { World } from "./world.ts";

/** A teller of what happens in a world: it knows every record, message and write. */
export function tellerOf(world: World, locale: Locale): Teller {
  return new Teller(surroundingsOf(world), locale);
}

function surroundingsOf(world: World): Surroundings {
  return {
    get people() {
      return world.people;
    },
    zone: world.zone,
    catalog: world.options.catalog,
    get lists() {
      return world.startFacts.lists;
    },
    snapshot: (ref) => world.book.snapshot(ref),
    sent: ({ instance, at, message: { to, text } }) =>
      world.messages.find((one) => one.instance === instance && one.to === to && one.text === text && one.at >= at) ??
      null,
    written: (call) => world.writes.get(call) ?? null,
    isTold: (id) => world.happenings.some(({ occurrence }) => occurrence.id === id),
  };
}
