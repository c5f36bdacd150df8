import type { Compiler } from "../compiler.ts";
import type { Explanation } from "../explanation.ts";
import type { Range } from "../make-problem.ts";
import type { Start } from "../model.ts";
import type { SourceText } from "../position.ts";
import type { Edit, Text } from "../problem.ts";

/** Everything known of a process when the checks run: its document, what the compiler saw and made. */
export interface Subject extends Compiler {
  readonly starts: readonly Start[];
  readonly files: readonly SourceText[];
}

/** One rule that finds problems, and the words about it. One a file; `index.ts` lists them in reading order. */
export interface Check {
  readonly explanation: Explanation;
  find(subject: Subject): Iterable<Finding>;
}

/** A problem of a check; code and severity are the check's. */
export interface Finding {
  /** The file, where it is not the process itself. */
  readonly source?: SourceText;
  readonly at: Range;
  readonly message: Text;
  readonly remedy: Text;
  readonly related?: readonly { readonly at: Range; readonly message: Text }[];
  readonly fix?: readonly Edit[];
}
