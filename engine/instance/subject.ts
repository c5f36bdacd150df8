import type { ValueMap } from "../base/value.ts";
import { attempt, type StepProblem } from "./attempt.ts";
import type { Run } from "./run.ts";
import { contextAt } from "./scope.ts";
import { readerOf, textOf } from "./text.ts";

/** The human name; one that cannot be made is an incident that holds nothing up: the process has its title. */
export function subjectOf(
  run: Run,
  values: ValueMap,
): { readonly subject: string; readonly problem: StepProblem | null } {
  const { subject, title } = run.definition;
  if (subject === null) return { subject: title, problem: null };
  let problem: StepProblem | null = null;
  let text = title;
  attempt(
    run,
    () => {
      text = textOf(subject, contextAt(run, { scope: "", lets: values }), readerOf(run, null));
    },
    (found) => {
      problem = { ...found, code: "SUBJECT_FAILED" };
    },
  );
  return { subject: text, problem };
}

/**
 * The name after people changed inputs: a request sent again with 11 % is not called «Скидка 12 %» any more. Where it
 * comes to the same or cannot be made now, nothing: the instance keeps the name it has.
 */
export function renamed(run: Run, changed: ValueMap): { readonly subject?: string } {
  if (run.definition.subject === null || Object.keys(changed).length === 0) return {};
  const { subject, problem } = subjectOf(run, { ...run.instance.scopes[""]?.variables, ...changed });
  return problem !== null || subject === run.instance.subject ? {} : { subject };
}
