import { LIMITS } from "../../engine/definition/file-kind.ts";
import { completionsAt } from "../../engine/definition/language-service/completions-at.ts";
import { hoverAt } from "../../engine/definition/language-service/hover-at.ts";
import type { CompletionItem } from "../../engine/definition/language-service/item.ts";
import type { LanguageWorld } from "../../engine/definition/language-service/names-at.ts";
import { pathInside, type WorkPlace } from "./work-place.ts";

/** A proposal in one language. Offsets in UTF-16 units. */
export interface ShownCompletion {
  readonly label: string;
  readonly kind: CompletionItem["kind"];
  readonly insert: string;
  readonly detail: string | null;
  readonly documentation: string | null;
  readonly from: number;
  readonly to: number;
}

/** What a word is, in one language. */
export interface ShownHover {
  readonly title: string;
  readonly documentation: string | null;
  readonly from: number;
  readonly to: number;
}

/** More proposals than anybody reads. */
const ITEMS_MAX = 200;

/** What may be written at a position of `process.yaml`. */
export function workComplete(place: WorkPlace, position: number): readonly ShownCompletion[] {
  const { locale } = place;
  const at = worldOf(place);
  if (at === null) return [];
  return completionsAt(at.text, bounded(position, at.text), at.world)
    .slice(0, ITEMS_MAX)
    .map(({ detail, documentation, ...item }) => ({
      ...item,
      detail: detail?.[locale] ?? null,
      documentation: documentation?.[locale] ?? null,
    }));
}

/** What stands at a position of `process.yaml`; null where there is nothing to say. */
export function workHover(place: WorkPlace, position: number): ShownHover | null {
  const { locale } = place;
  const at = worldOf(place);
  const hover = at === null ? null : hoverAt(at.text, bounded(position, at.text), at.world);
  if (hover === null) return null;
  const { title, documentation, from, to } = hover;
  return { title: title[locale], documentation: documentation?.[locale] ?? null, from, to };
}

/** Null where the file is larger than any process: nothing is proposed for what is refused anyway. */
function worldOf({ folder, loader }: WorkPlace): { readonly text: string; readonly world: LanguageWorld } | null {
  const world = loader.languageWorld(folder);
  const text = [...loader.texts].find(([path]) => pathInside(path, folder) === "process.yaml")?.[1];
  return text === undefined || text.length > LIMITS.process.bytesMax ? null : { text, world };
}

function bounded(position: number, text: string): number {
  return Math.max(0, Math.min(position, text.length));
}
