/** Which of the two databases. */
export type DatabaseKind = "sqlite" | "postgres";

/** One step of the schema forward. A released one never changes: what comes later is a migration of its own. */
export interface Migration {
  /** From 1, without gaps. */
  readonly number: number;
  readonly name: string;
  /** The statements, in order; one transaction runs them all. */
  statements(kind: DatabaseKind): readonly string[];
}
