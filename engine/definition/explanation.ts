import type { Text } from "./problem.ts";

/** What `ordo explain <code>` prints: one per problem code, kept beside the check that finds it. */
export interface Explanation {
  readonly code: string;
  readonly severity: "error" | "warning";
  /** One line. */
  readonly title: Text;
  /** Why it is a problem, in a few sentences. */
  readonly why: Text;
  /** A YAML snippet that has the problem. */
  readonly wrong: string;
  /** The same, mended. */
  readonly right: string;
}
