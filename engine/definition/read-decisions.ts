import { readDocument } from "./document.ts";
import type { SourceText } from "./position.ts";
import type { Problem } from "./problem.ts";
import { checkShape } from "./shape.ts";
import type { DecisionFiles } from "./table-places.ts";

/** Reads the files of `decisions/`: tables in YAML are parsed and checked for their shape, CSV stays text. */
export function readDecisions(files: readonly SourceText[]): {
  readonly decisions: DecisionFiles;
  readonly problems: readonly Problem[];
} {
  const inFolder = files.filter((file) => /(?:^|\/)decisions\/[^/]+$/u.test(file.path));
  const problems: Problem[] = [];
  const tables = inFolder
    .filter((file) => /\.ya?ml$/u.test(file.path))
    .flatMap((file) => {
      const read = readDocument(file.path, file.text, "table");
      problems.push(...read.problems);
      if (!read.document) return [];
      problems.push(...checkShape(read.document, "table"));
      return [read.document];
    });
  return { decisions: { tables, csv: inFolder.filter((file) => file.path.endsWith(".csv")) }, problems };
}
