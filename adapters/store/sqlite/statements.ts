import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { Answer } from "../database.ts";
import { fitValue } from "../fit-text.ts";

/** Kept prepared: more than all statements that the product has; queries put together by filters come and go. */
const STATEMENTS_MAX = 500;

/** Prepared statements by their text, so that each is prepared once. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #kept = new Map<string, Prepared>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  run<Row>(text: string, parameters: readonly unknown[]): Answer<Row> {
    const { statement, reads } = this.prepared(text);
    const values = parameters.map(fitValue) as readonly SQLInputValue[];
    if (reads) return { rows: statement.all(...values) as Row[], changes: 0 };
    return { rows: [], changes: Number(statement.run(...values).changes) };
  }

  prepared(text: string): Prepared {
    const kept = this.#kept.get(text);
    if (kept) return kept;
    const statement = this.#database.prepare(steadyLimit(text));
    const made = { statement, reads: statement.columns().length > 0 };
    if (this.#kept.size >= STATEMENTS_MAX) this.#forgetOldest();
    this.#kept.set(text, made);
    return made;
  }

  #forgetOldest(): void {
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}

/**
 * SQLite looks at the value of a bare parameter behind LIMIT while it plans, and so plans the statement again at every run
 * where it is bound anew: that takes several times as long as to run it. With a sign it is an expression like any other.
 */
function steadyLimit(text: string): string {
  return text.replace(/\blimit (?=\?)/gi, "limit +");
}

export interface Prepared {
  readonly statement: StatementSync;
  /** Does it return rows? */
  readonly reads: boolean;
}
