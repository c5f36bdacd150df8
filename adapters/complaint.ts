import type { Text } from "../engine/definition/problem.ts";

/**
 * Something that keeps a command from doing its work, said to the person who gave it: what is wrong and what to do.
 * Exit code 2 for wrong use (a path that does not exist, flags that do not go together), 3 where the command was right
 * but could not run (a file that may not be read).
 */
export class Complaint extends Error {
  override readonly name = "Complaint";
  readonly says: Text;
  readonly remedy: Text;
  readonly exitCode: 2 | 3;

  constructor(says: Text, remedy: Text, exitCode: 2 | 3) {
    super(says.en);
    this.says = says;
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/** The person asked for something that cannot be meant: exit code 2. */
export function wrongUse(says: Text, remedy: Text): Complaint {
  return new Complaint(says, remedy, 2);
}

/** The wish is fine, the world is not: exit code 3. */
export function couldNotRun(says: Text, remedy: Text): Complaint {
  return new Complaint(says, remedy, 3);
}
