import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { Bundle, CalendarRow } from "../../engine/ports/versions.ts";
import type { ShownProblem } from "./work-check.ts";
import type { WorkedDeployment } from "./work-deployment.ts";
import type { DiagramLook } from "./work-diagram.ts";
import type { DryRunOrder, ShownDryRun } from "./work-dry-run.ts";
import type { PlaceInFile, ShownCompletion, ShownHover } from "./work-language.ts";
import type { ShownRound } from "./work-scenarios.ts";
import type { SurveyedProcess, WorkFile } from "./work-survey.ts";
import type { ShownTable } from "./work-tables.ts";
import type { Trial } from "./work-trial.ts";
import type { Changes, Workspace } from "./workspace.ts";

/** One process, with what was changed and not saved. */
export interface OfProcess {
  readonly process: string;
  readonly changes: Changes;
}

/** What the workshop is asked, and what it answers: all of it plain data. */
export interface Works {
  survey: { readonly asked: object; readonly answer: readonly SurveyedProcess[] };
  files: {
    readonly asked: OfProcess;
    readonly answer: { readonly folder: string; readonly files: readonly WorkFile[] };
  };
  check: { readonly asked: OfProcess; readonly answer: readonly ShownProblem[] };
  complete: { readonly asked: OfProcess & PlaceInFile; readonly answer: readonly ShownCompletion[] };
  hover: { readonly asked: OfProcess & PlaceInFile; readonly answer: ShownHover | null };
  tables: { readonly asked: OfProcess; readonly answer: readonly ShownTable[] };
  /** `path`: the only scenario to play; null: all, with coverage. */
  scenarios: { readonly asked: OfProcess & { readonly path: string | null }; readonly answer: ShownRound };
  dryRun: { readonly asked: OfProcess & DryRunOrder; readonly answer: ShownDryRun };
  /** What a dry run asks for. Null: the files have errors. */
  trial: { readonly asked: OfProcess; readonly answer: Trial | null };
  /** Null: the files have errors. */
  diagram: { readonly asked: OfProcess & { readonly look: DiagramLook }; readonly answer: string | null };
  versionDiagram: {
    readonly asked: {
      readonly bundle: Bundle;
      readonly calendar: CalendarRow | null;
      readonly people: DirectorySnapshot;
      readonly look: DiagramLook;
    };
    readonly answer: string;
  };
  /** What the saved files would deploy. `processes`: null: all. */
  deployment: { readonly asked: { readonly processes: readonly string[] | null }; readonly answer: WorkedDeployment };
  patch: { readonly asked: OfProcess; readonly answer: string };
}

export type WorkKind = keyof Works;

/** One order as it goes into the thread. */
export interface WorkOrder<Kind extends WorkKind = WorkKind> {
  readonly kind: Kind;
  readonly workspace: Workspace;
  readonly locale: "ru" | "en";
  readonly asked: Works[Kind]["asked"];
}

/** A text in both languages, as complaints have it. */
interface Says {
  readonly ru: string;
  readonly en: string;
}

/** What comes back. */
export type WorkAnswer<Kind extends WorkKind = WorkKind> =
  | { readonly kind: "done"; readonly answer: Works[Kind]["answer"] }
  /** There is no such process. */
  | { readonly kind: "unknown" }
  /** It cannot be done as asked. */
  | { readonly kind: "complaint"; readonly says: Says; readonly remedy: Says }
  /** A newer order of the same kind took its place before it began. */
  | { readonly kind: "outdated" }
  /** Too many wait. */
  | { readonly kind: "busy" }
  /** It took too long, or too much memory. */
  | { readonly kind: "tooMuch" }
  /** Our mistake. */
  | { readonly kind: "failed"; readonly error: string };
