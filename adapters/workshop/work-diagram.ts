import type { Definition } from "../../engine/definition/model.ts";
import { diagramSvg } from "../../engine/diagram/diagram-svg.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { Bundle, CalendarRow } from "../../engine/ports/versions.ts";
import { compileBundle } from "../../engine/runtime/compile-bundle.ts";
import type { WorkPlace } from "./work-place.ts";

/** How a diagram is drawn. */
export interface DiagramLook {
  readonly scheme: "auto" | "light" | "dark";
  readonly locale: "ru" | "en";
  /** Numbers in the corners of steps: what waits there now. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The picture of a deployed version, the one that `ordo diagram` draws. */
export function workVersionDiagram(
  of: { readonly bundle: Bundle; readonly calendar: CalendarRow | null; readonly people: DirectorySnapshot },
  look: DiagramLook,
): Promise<string> {
  return draw(compileBundle(of.bundle, of.calendar).definition, of.people, look);
}

/** The picture of files as they are now; null where they have errors. */
export async function workDiagram({ folder, loader }: WorkPlace, look: DiagramLook): Promise<string | null> {
  const { definition } = loader.load(folder);
  return definition === null ? null : draw(definition, loader.directoryFor(folder), look);
}

function draw(definition: Definition, people: DirectorySnapshot | null, look: DiagramLook): Promise<string> {
  const { counts, scheme, locale } = look;
  const overlay = Object.keys(counts).length === 0 ? {} : { overlay: { counts } };
  return diagramSvg(definition, { locale, scheme, ...overlay, ...(people === null ? {} : { directory: people }) });
}
