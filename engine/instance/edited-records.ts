import { id as brand, type CallId } from "../base/ids.ts";
import { isMap, refOf, type ValueMap } from "../base/value.ts";
import type { CallOutcome } from "./call-outcome.ts";
import type { CallEnded } from "./event.ts";
import { incidentAt } from "./incident.ts";
import type { Run } from "./run.ts";
import { LOAD_TIMEOUT_MS, notLoadedProblem, recordsToLoad } from "./start.ts";
import type { Call, Task } from "./state.ts";
import { renamed } from "./subject.ts";
import { stepGoesOn } from "./task-completion.ts";

/** What a task changed in the inputs: values as they are, and records that have to be read before the process goes on. */
export interface Edited {
  readonly values: ValueMap;
  readonly wanted: ValueMap;
}

/** An input of a record is its snapshot (language §4): the same record stays as it is, another one is read. */
export function splitEdited(run: Run, edited: ValueMap): Edited {
  const before = run.instance.scopes[""]?.variables ?? {};
  const isSame = (name: string): boolean => {
    const ref = refOf(edited[name] ?? null);
    return ref !== null && ref === refOf(before[name] ?? null);
  };
  const values = Object.fromEntries(Object.entries(edited).filter(([name]) => !isSame(name)));
  return { values, wanted: recordsToLoad(run.definition.inputs, values) };
}

/** Asks for the records; the step goes on when they are here. */
export function loadEdited(run: Run, task: Task, form: ValueMap, inputs: ValueMap): void {
  const call = brand<CallId>(`${task.activation}/load@${run.instance.sequence + 1}`);
  run.emit({
    kind: "callRequested",
    step: task.step,
    activation: task.activation,
    call,
    operation: "records.load",
    input: { inputs },
    key: call,
    attempt: 1,
    attemptTimeoutMs: LOAD_TIMEOUT_MS,
    purpose: { kind: "edited", task, form },
  });
}

/** They are here, or not to be had: then an incident, and a retry asks the person again. */
export function editedLoaded(run: Run, call: Call, outcome: CallOutcome, end: Omit<CallEnded, "outcome">): void {
  const { purpose } = call;
  if (purpose.kind !== "edited") return;
  const records = outcome.kind === "done" && isMap(outcome.output) ? outcome.output : null;
  const gone = records === null ? null : Object.keys(records).find((name) => (records[name] ?? null) === null);
  if (records === null || gone !== undefined) {
    run.emit({ ...end, outcome });
    const what = gone ?? (outcome.kind === "done" ? "" : outcome.message);
    return incidentAt(run, purpose.task.activation, notLoadedProblem(what ?? ""));
  }
  const variables = Object.entries(records).map(([name, value]) => ({ scope: "", name, value }));
  run.emit({ ...end, outcome, variables, ...renamed(run, records) });
  stepGoesOn(run, purpose.task, purpose.form);
}
