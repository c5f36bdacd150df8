import type { Compiler } from "./compiler.ts";
import { childOf, type Document, type MapNode, textOf } from "./node.ts";
import type { SourceText } from "./position.ts";
import type { TablePlace } from "./table-source-of.ts";

/** The files of `decisions/` beside a process: tables in YAML, already read, and CSV texts. */
export interface DecisionFiles {
  readonly tables: readonly Document[];
  readonly csv: readonly SourceText[];
}

/** Every table of a process: declared in it, or a file of `decisions/`. Its rules may stand in a CSV file beside. */
export function tablePlaces(compiler: Pick<Compiler, "document" | "decisions">): readonly TablePlace[] {
  const { document, decisions } = compiler;
  const declared = childOf(document.root, "decisions");
  const own = (declared?.kind === "map" ? declared.entries : []).flatMap((entry) =>
    entry.value.kind === "map" ? [placeOf(entry.name, document, { node: entry.value, files: decisions })] : [],
  );
  const beside = decisions.tables.flatMap((table) =>
    table.root.kind === "map" ? [placeOf(baseName(table.path), table, { node: table.root, files: decisions })] : [],
  );
  return [...own, ...beside.filter((one) => !own.some((other) => other.id === one.id))];
}

/** A file's name without folders and extension. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/u, "");
}

function placeOf(
  id: string,
  document: Document,
  from: { readonly node: MapNode; readonly files: DecisionFiles },
): TablePlace {
  const { node, files } = from;
  const file = textOf(childOf(node, "file"));
  const named = file?.slice(file.lastIndexOf("/") + 1);
  const hasRules = childOf(node, "rules") !== undefined || childOf(node, "table") !== undefined;
  const csv = files.csv.find((one) =>
    named === undefined ? !hasRules && baseName(one.path) === id : one.path.endsWith(`/${named}`) || one.path === named,
  );
  return { id, document, node, csv: csv ?? null };
}
