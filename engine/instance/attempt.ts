import { incidentText } from "../expression/index.ts";
import type { Checkpoint, Run } from "./run.ts";
import type { Note } from "./state.ts";

/** Why a move cannot be made: the author's expression, an empty group… Becomes an incident. */
export interface StepProblem {
  readonly code: string;
  readonly message: Note;
  readonly remedy: Note;
  /** What an administrator can do: try again, or name somebody. */
  readonly resolution: "retry" | "assign";
  /** Of an approval. */
  readonly seat: number | null;
}

/** Thrown inside a move, caught by {@link attempt}. Never leaves the core. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";
  readonly problem: StepProblem;
  constructor(problem: StepProblem) {
    super(problem.message.en);
    this.problem = problem;
  }
}

/**
 * Makes a move wholly or not at all: where it fails for a reason of the process or its data, everything it wrote is
 * undone and `otherwise` gets the reason. Bugs of ours pass through.
 */
export function attempt(run: Run, move: () => void, otherwise: (problem: StepProblem) => void): void {
  const before: Checkpoint = run.checkpoint();
  try {
    move();
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    run.rollback(before);
    otherwise(problem);
  }
}

/** What can be done where an expression or a table does not take the data as they are: nobody edits those of an instance. */
export const CHECK_DATA: Note = {
  ru: "Если ошибка в данных компании (сотрудники, отделы, списки), исправьте их и повторите шаг. Если в процессе — разверните исправленную версию, переведите на неё этот процесс и повторите. Если в самой заявке — отмените процесс, и её подадут снова.",
  en: "If the company's data are wrong (people, departments, lists), mend them and retry the step. If the process is, deploy a mended version, move this instance to it, and retry. If the request itself is, cancel the instance: it is filed anew.",
};

/** An expression's or a decision's error says it in both languages (`code`, `says`); anything else is a bug. */
function problemOf(error: unknown): StepProblem | null {
  if (error instanceof StepFailure) return error.problem;
  if (!(error instanceof Error) || !("says" in error) || !("code" in error)) return null;
  return {
    code: String(error.code),
    message: incidentText(error as Error & { says: Note }),
    remedy: CHECK_DATA,
    resolution: "retry",
    seat: null,
  };
}
