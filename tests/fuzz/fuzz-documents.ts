import type { Catalog } from "../../engine/definition/catalog.ts";
import { readCatalog } from "../../engine/definition/catalog-read.ts";
import { compileProcess } from "../../engine/definition/compile.ts";
import { readDocument } from "../../engine/definition/document.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { ruOffice } from "../support/definition-of.ts";
import { filesUnder, textOfFile } from "../support/source-files.ts";
import { mutated } from "./mutate.ts";
import { Random } from "./random.ts";

/** A document that broke a law. */
export interface Broken {
  readonly run: number;
  readonly seed: number;
  readonly why: string;
  readonly text: string;
}

export interface FuzzReport {
  readonly runs: number;
  readonly accepted: number;
  readonly refused: number;
  /** The slowest document, in milliseconds: to be looked at, never asserted on. */
  readonly slowestMs: number;
  readonly broken: readonly Broken[];
}

/** Stops after so many: the first ones are what to mend. */
const BROKEN_MAX = 20;

/**
 * Reads and compiles mutated files: each is accepted, or refused with at least one problem that has a position; nothing
 * throws. Document `run` of a seed is always the same.
 */
export function fuzzDocuments(seed: number, runs: number, progress: (done: number) => void = () => {}): FuzzReport {
  const bases = filesUnder("processes", /^process\.yaml$/).map(textOfFile);
  const catalog = catalogOf();
  const broken: Broken[] = [];
  let [accepted, slowestMs] = [0, 0];
  for (let run = 0; run < runs && broken.length < BROKEN_MAX; run++) {
    const random = new Random(seed + run * 7919);
    const text = mutated(random.of(bases), random);
    const begun = performance.now();
    const why = lawBroken(text, catalog);
    slowestMs = Math.max(slowestMs, performance.now() - begun);
    if (why === "accepted") accepted++;
    else if (why !== null) broken.push({ run, seed, why, text });
    if (run % 1000 === 999) progress(run + 1);
  }
  return { runs, accepted, refused: runs - accepted - broken.length, slowestMs, broken };
}

/** `accepted`, null for refused properly, or what went wrong. */
function lawBroken(text: string, catalog: Catalog): string | null {
  try {
    const { document, problems } = readDocument("processes/fuzz/process.yaml", text, "process");
    if (document === null) return positioned(problems, text);
    const compiled = compileProcess({
      document,
      files: [],
      catalog,
      calendars: () => ruOffice(),
      processes: [],
      directory: null,
    });
    const all = [...problems, ...compiled.problems];
    if (compiled.definition !== null && !all.some((problem) => problem.severity === "error")) return "accepted";
    return positioned(all, text);
  } catch (error) {
    return error instanceof Error ? `threw ${error.stack}` : `threw ${String(error)}`;
  }
}

function positioned(problems: readonly Problem[], text: string): string | null {
  if (problems.length === 0) return "refused without a problem";
  const lines = text.split(/\r\n|\r|\n/).length + 1;
  const lost = problems.find(
    ({ place }) =>
      !(place.line >= 1 && place.column >= 1 && place.line <= lines && place.start >= 0 && place.end >= place.start),
  );
  return lost ? `a problem without a place: ${JSON.stringify(lost)}` : null;
}

function catalogOf(): Catalog {
  const { document } = readDocument("catalog.yaml", textOfFile("catalog.yaml"), "catalog");
  if (document === null) throw new Error("catalog.yaml is not readable");
  return readCatalog(document);
}
