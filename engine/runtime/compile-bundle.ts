import { InvariantError } from "../base/assert.ts";
import type { Calendar } from "../calendar/calendar.ts";
import type { CalendarData } from "../calendar/calendar-data.ts";
import { createCalendar } from "../calendar/create-calendar.ts";
import type { Catalog } from "../definition/catalog.ts";
import { readCatalog } from "../definition/catalog-read.ts";
import { compileAgain } from "../definition/compile-again.ts";
import type { ProcessSignature } from "../definition/compiler.ts";
import { readDocument } from "../definition/document.ts";
import type { FileKind } from "../definition/file-kind.ts";
import type { Definition } from "../definition/model.ts";
import type { Document } from "../definition/node.ts";
import { signatureOf } from "../definition/process-signature.ts";
import { valueOfNode } from "../definition/value-of-node.ts";
import type { Bundle, BundleFile, CalendarRow } from "../ports/versions.ts";
import { departmentsOf } from "./departments-of.ts";
import type { Compiled } from "./library.ts";

/** A process as it was read and found sound. */
export interface Readings {
  readonly definition: Definition;
  /** `process.yaml` */
  readonly main: BundleFile;
  /** `decisions/*` and `templates/*` */
  readonly files: readonly BundleFile[];
  readonly catalog: BundleFile | null;
  /** `process.yaml` of the processes beside it; those that no `run` names are left out. */
  readonly neighbors: readonly Document[];
}

/** Everything that the definition was compiled from, as plain texts: what a deploy stores. */
export function bundleOf({ definition, main, files, catalog, neighbors }: Readings): Bundle {
  const named = new Set([...definition.steps.values()].flatMap((step) => (step.kind === "run" ? [step.process] : [])));
  named.delete(definition.process);
  const wanted = neighbors.filter((one) => named.has((signatureOf(one)?.id ?? "") as Definition["process"]));
  return {
    process: definition.process,
    digest: definition.digest,
    main: plain(main),
    files: files.map(plain).sort((one, other) => (one.path < other.path ? -1 : 1)),
    catalog: catalog === null ? null : plain(catalog),
    calendar: definition.calendar.id,
    neighbors: wanted.map(plain),
  };
}

/**
 * A deployed version as a definition, with the calendar that is in force now. It was checked when it was deployed: nothing
 * is checked again, people least of all (who left since does not stop what runs).
 *
 * @throws {InvariantError} where a text of the bundle cannot be read, or its calendar is not deployed
 */
export function compileBundle(bundle: Bundle, calendar: CalendarRow | null): Compiled {
  const inForce = calendar === null ? null : compileCalendar(calendar);
  const catalog = bundle.catalog === null ? null : catalogOf(bundle.catalog);
  const definition = compileAgain({
    document: documentOf(bundle.main, "process"),
    files: bundle.files,
    catalog,
    calendars: (id) => (id === bundle.calendar ? inForce : null),
    processes: bundle.neighbors.flatMap(signatureIn),
    directory: null,
  });
  if (definition === null) throw new InvariantError(`The calendar ${bundle.calendar} of ${bundle.process} is missing`);
  // Instances are pinned to the digest that was deployed, however a later product would compute it.
  return {
    definition: Object.freeze({ ...definition, digest: bundle.digest }),
    catalog,
    departments: departmentsOf(catalog),
  };
}

/** A deployed calendar. @throws {InvariantError} where its text cannot be read */
export function compileCalendar({ name, path, text }: CalendarRow): Calendar {
  const { root } = documentOf({ path, text }, "calendar");
  return createCalendar(valueOfNode(root) as unknown as CalendarData, name);
}

function plain({ path, text }: BundleFile): BundleFile {
  return { path, text };
}

function catalogOf(file: BundleFile): Catalog {
  return readCatalog(documentOf(file, "catalog"));
}

function signatureIn(file: BundleFile): readonly ProcessSignature[] {
  const signature = signatureOf(documentOf(file, "process"));
  return signature === null ? [] : [signature];
}

function documentOf(file: BundleFile, kind: FileKind): Document {
  const { document } = readDocument(file.path, file.text, kind);
  if (document === null) throw new InvariantError(`${file.path} is in a bundle and cannot be read`);
  return document;
}
