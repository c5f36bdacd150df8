import { LIMITS } from "../../engine/definition/file-kind.ts";
import { completionsAt } from "../../engine/definition/language-service/completions-at.ts";
import { hoverAt } from "../../engine/definition/language-service/hover-at.ts";
import type { CompletionItem } from "../../engine/definition/language-service/item.ts";
import type { BesideProcess, LanguageWorld } from "../../engine/definition/language-service/names-at.ts";
import { processFileKind } from "./process-file.ts";
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

/** Where in which file of the process. */
export interface PlaceInFile {
  /** Inside the process's folder. */
  readonly path: string;
  /** In UTF-16 units. */
  readonly position: number;
}

/** More proposals than anybody reads. */
const ITEMS_MAX = 200;

/** What may be written at a position of a file. */
export function workComplete(place: WorkPlace, of: PlaceInFile): readonly ShownCompletion[] {
  const { locale } = place;
  const at = worldOf(place, of.path);
  if (at === null) return [];
  return completionsAt(at.text, bounded(of.position, at.text), at.world, at.beside)
    .slice(0, ITEMS_MAX)
    .map(({ detail, documentation, ...item }) => ({
      ...item,
      detail: detail?.[locale] ?? null,
      documentation: documentation?.[locale] ?? null,
    }));
}

/** What stands at a position of a file; null where there is nothing to say. */
export function workHover(place: WorkPlace, of: PlaceInFile): ShownHover | null {
  const { locale } = place;
  const at = worldOf(place, of.path);
  const hover = at === null ? null : hoverAt(at.text, bounded(of.position, at.text), at.world, at.beside);
  if (hover === null) return null;
  const { title, documentation, from, to } = hover;
  return { title: title[locale], documentation: documentation?.[locale] ?? null, from, to };
}

interface At {
  readonly text: string;
  readonly world: LanguageWorld;
  readonly beside: BesideProcess | null;
}

/**
 * Null where no schema speaks of such a file, or it is larger than any of its kind: nothing is proposed for what is
 * refused anyway.
 */
function worldOf({ folder, loader, source }: WorkPlace, path: string): At | null {
  const world = loader.languageWorld(folder);
  const textOf = (inside: string): string | undefined =>
    [...loader.texts].find(([known]) => pathInside(known, folder) === inside)?.[1];
  const process = textOf("process.yaml");
  if (process === undefined || process.length > LIMITS.process.bytesMax) return null;
  if (path === "process.yaml") return { text: process, world, beside: null };
  const kind = kindOf(path);
  if (kind === null) return null;
  const file = source.readFile(`${folder}/${path}`, LIMITS[kind].bytesMax);
  const read = loader.reader.textOf(file, kind);
  return "problem" in read ? null : { text: read.text, world, beside: { kind, process } };
}

function kindOf(path: string): BesideProcess["kind"] | null {
  const kind = /\.ya?ml$/i.test(path) ? processFileKind(path) : null;
  return kind === "scenario" ? "scenario" : kind === "decision" ? "table" : null;
}

function bounded(position: number, text: string): number {
  return Math.max(0, Math.min(position, text.length));
}
