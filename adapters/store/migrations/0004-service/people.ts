/** Absences that people enter themselves. */
export const peopleStatements: readonly string[] = [];
