import { isoText } from "../../engine/calendar/iso-text.ts";
import { sameValue } from "../../engine/runtime/same-value.ts";
import { RecordBook } from "../../engine/simulation/record-book.ts";
import { tellerOf } from "../../engine/simulation/teller-of.ts";
import type { World } from "../../engine/simulation/world.ts";

/** A message that would have gone out. */
export interface ShownMessage {
  readonly at: string;
  /** In words: a person, or the client behind a record. */
  readonly to: string;
  readonly channel: string;
  readonly address: string;
  readonly subject: string | null;
  readonly text: string;
}

/** A record that would have been written. */
export interface ShownWrite {
  readonly ref: string;
  readonly title: string;
  readonly change: "created" | "updated" | "deleted";
  readonly fields: readonly { readonly title: string; readonly before: string; readonly after: string }[];
}

/** A row that would stand in a registry. */
export interface ShownRow {
  readonly registry: string;
  readonly cells: readonly { readonly title: string; readonly value: string }[];
}

/** What of a dry run would have left the engine, in words. */
export interface ShownEffects {
  readonly messages: readonly ShownMessage[];
  readonly writes: readonly ShownWrite[];
  readonly rows: readonly ShownRow[];
}

/** Of each kind that is handed out; more is read by nobody. */
const SHOWN_MAX = 100;
/** Nobody writes these: they are the record itself. */
const FIXED: ReadonlySet<string> = new Set(["id", "type", "ref", "stageKind"]);

/** Messages, writes of records and rows of registries that a world has seen. */
export function shownEffects(world: World, locale: "ru" | "en"): ShownEffects {
  const tell = tellerOf(world, locale);
  const { zone, options, registry } = world;
  const titles = options.catalog?.registries ?? {};
  const rows = [...registry].flatMap(([name, own]) =>
    own.map((row): ShownRow => {
      const columns = (Object.hasOwn(titles, name) ? titles[name]?.columns : null) ?? {};
      const cells = Object.entries(row).flatMap(([key, value]) => {
        const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
        return column === undefined ? [] : [{ title: column.title, value: tell.value(value, column) }];
      });
      return { registry: (Object.hasOwn(titles, name) ? titles[name]?.title : null) ?? name, cells };
    }),
  );
  return {
    messages: world.messages.slice(0, SHOWN_MAX).map(({ at, to, channel, address, subject, text }) => ({
      ...{ at: isoText(at, zone), to: tell.addressee(to), channel, address, subject, text },
    })),
    writes: writesOf(world, locale).slice(0, SHOWN_MAX),
    rows: rows.slice(0, SHOWN_MAX),
  };
}

function writesOf(world: World, locale: "ru" | "en"): readonly ShownWrite[] {
  const { book, options } = world;
  const tell = tellerOf(world, locale);
  const given = new RecordBook(options.records, options.catalog);
  const refs = [...new Set([...given.refs(), ...book.refs()])];
  return refs.flatMap((ref): ShownWrite[] => {
    const [before, after] = [given.snapshot(ref), book.snapshot(ref)];
    const type = ref.slice(0, ref.indexOf("/"));
    const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
    const fields = names.flatMap((name) => {
      const [old, now] = [before?.[name] ?? null, after?.[name] ?? null];
      if (FIXED.has(name) || sameValue(old, now)) return [];
      const field = tell.field(type, name);
      const words = (value: typeof old): string =>
        tell.value(value, field ?? { type: "text", from: null, values: null, name }, type);
      return [{ title: field?.title ?? name, before: words(old), after: words(now) }];
    });
    const change = before === null ? "created" : after === null ? "deleted" : "updated";
    return change === "updated" && fields.length === 0 ? [] : [{ ref, title: tell.record(ref), change, fields }];
  });
}
