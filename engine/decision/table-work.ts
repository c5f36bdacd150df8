import type { CellFault } from "./cell-test.ts";
import type { Feel } from "./feel.ts";
import type { EntryWork } from "./output-entry.ts";
import type { PersonReference } from "./table-model.ts";
import type { Cell, TableProblem, TableSource } from "./table-source.ts";

/** What a table is compiled against. */
export interface TableOptions {
  readonly feel: Feel;
  /** The values of a choice's list (`list:brands`, `mailboxes`), or null where they are not known to the file. */
  domainOf(from: string): readonly string[] | null;
  /**
   * `ordo`: cells as the process language has them (literal words, bare dates). `dmn`: every cell is FEEL, a null
   * input is an ordinary value, and no rule matching gives null, as DMN 1.5 has it.
   * @default "ordo"
   */
  readonly dialect?: "ordo" | "dmn";
}

/** What compiling leaves behind on its way; shared by columns and outputs. */
export interface TableWork {
  readonly source: TableSource;
  readonly options: TableOptions;
  readonly problems: TableProblem[];
  readonly people: PersonReference[];
  readonly names: Set<string>;
}

/** Reports what is wrong with a cell. */
export function reporter(
  work: TableWork,
  at: { readonly rule: number | null; readonly column: string | null },
): (cell: Cell, fault: CellFault, severity?: "error" | "warning") => void {
  return (cell, fault, severity = "error") => {
    const start = cell.offsetOf(fault.from);
    work.problems.push({
      code: fault.code,
      severity,
      ...at,
      start,
      end: Math.max(start + 1, cell.offsetOf(Math.max(fault.from, fault.to - 1)) + 1),
      message: fault.message,
      remedy: fault.remedy,
    });
  };
}

/** What output cells need, for one rule (null: a default). */
export function entryWork(work: TableWork, column: string, rule: number | null): EntryWork {
  return {
    table: work.source.id,
    feel: work.options.feel,
    isFeelOnly: work.options.dialect === "dmn",
    people: work.people,
    report: reporter(work, { rule, column }),
  };
}
