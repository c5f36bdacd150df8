import type { Field } from "../base/field.ts";
import { id as brand, type CallId } from "../base/ids.ts";
import { isList, isMap, isRecord, refOf, type Value, type ValueMap } from "../base/value.ts";
import type { Input } from "../definition/model.ts";
import { enterLane } from "./advance.ts";
import type { StepProblem } from "./attempt.ts";
import type { CallOutcome } from "./call-outcome.ts";
import type { CommandBody } from "./command.ts";
import type { CallEnded } from "./event.ts";
import { checkFields } from "./fields.ts";
import { incidentAt } from "./incident.ts";
import { Rejected } from "./reject.ts";
import type { Run } from "./run.ts";
import { contextAt } from "./scope.ts";
import type { Call } from "./state.ts";
import { subjectOf } from "./subject.ts";
import { readerOf, valueOf } from "./text.ts";

type Start = Extract<CommandBody, { kind: "start" }>;

/** Begins an instance: inputs are checked, records loaded by the shell, then the first step is entered. */
export function start(run: Run, command: Start): void {
  const { definition } = run;
  const values = checkedInput(run, command);
  const wanted = recordsToLoad(definition.inputs, values);
  const loading = Object.keys(wanted).length > 0;
  const named = loading ? { subject: definition.title, problem: null } : subjectOf(run, values);
  run.emit({
    kind: "instanceStarted",
    process: definition.process,
    digest: definition.digest,
    number: run.facts.number,
    requester: command.requester,
    input: values,
    key: command.key,
    start: command.start,
    cause: command.cause,
    subject: named.subject,
    loading,
  });
  if (loading) return load(run, wanted);
  if (named.problem !== null) incidentAt(run, null, named.problem);
  enterBody(run);
}

/** The inputs as they are taken. @throws {Rejected} `FORM_INVALID` */
export function checkedInput(run: Run, command: Start): ValueMap {
  const { inputs } = run.definition;
  const given = withDefaults(run, withoutSnapshots(inputs, command.input));
  const { values, errors } = checkFields(inputs, given, run.facts);
  const texts = Object.values(errors);
  if (texts.length === 0) return values;
  throw new Rejected(
    "FORM_INVALID",
    { ru: texts.map((text) => text.ru).join(" "), en: texts.map((text) => text.en).join(" ") },
    errors,
  );
}

/** The values given and, for inputs that have none, their defaults. */
export function withDefaults(run: Run, given: ValueMap, inputs: readonly Input[] = run.definition.inputs): ValueMap {
  const values: Record<string, Value> = { ...given };
  for (const input of inputs) {
    if ((values[input.name] ?? null) !== null) continue;
    if (input.defaultOf !== null)
      values[input.name] = valueOf(input.defaultOf, contextAt(run, { scope: "", lets: values }), readerOf(run, null));
    else if (input.default !== undefined) values[input.name] = input.default;
  }
  return values;
}

function enterBody(run: Run): void {
  enterLane(run, run.definition.body, { parent: null, lane: "body", scope: "", scopeParent: null, lets: null });
}

/** Only references go in; the shell loads what is there at the start (language §2, Starts). A `map` keeps what a record was. */
function withoutSnapshots(inputs: readonly Field[], input: ValueMap): ValueMap {
  const maps = new Set(inputs.filter(({ type }) => type === "map").map(({ name }) => name));
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, maps.has(name) ? value : bare(value)]));
}

function bare(value: Value): Value {
  if (isRecord(value)) return value.ref;
  return isList(value) ? value.map(bare) : value;
}

/** The inputs whose records the shell has to read: those of a record, and lists of them where the file includes them. */
export function recordsToLoad(fields: readonly Field[], values: ValueMap): ValueMap {
  const wanted: Record<string, Value> = {};
  for (const field of fields) {
    const value = values[field.name] ?? null;
    if (field.type === "record" && refOf(value) !== null) wanted[field.name] = { ref: value, include: field.include };
    // A list of records stays references unless the file asks for them (language §4).
    if (field.type === "records" && isList(value) && value.length > 0 && field.include.length > 0)
      wanted[field.name] = { refs: value, include: field.include };
  }
  return wanted;
}

/** Reading records is one look: longer than this it is not coming. Milliseconds. */
export const LOAD_TIMEOUT_MS = 30_000;

function load(run: Run, inputs: ValueMap): void {
  const call = brand<CallId>(`${run.instance.id}/load@${run.instance.sequence + 1}`);
  run.emit({
    kind: "callRequested",
    step: null,
    activation: null,
    call,
    operation: "records.load",
    input: { inputs },
    key: call,
    attempt: 1,
    attemptTimeoutMs: LOAD_TIMEOUT_MS,
    purpose: { kind: "load" },
  });
}

/** The records are here (or not to be had): inputs become what they are now, and the process begins. */
export function loaded(run: Run, call: Call, outcome: CallOutcome, end: Omit<CallEnded, "outcome">): void {
  if (outcome.kind !== "done" || !isMap(outcome.output)) {
    run.emit({ ...end, outcome });
    return notLoaded(run, outcome.kind === "done" ? "" : outcome.message);
  }
  const records = outcome.output;
  const gone = run.definition.inputs.find(
    (input) => input.name in asked(call) && input.type === "record" && (records[input.name] ?? null) === null,
  );
  if (gone) {
    run.emit({ ...end, outcome });
    return notLoaded(run, `${gone.name}: ${JSON.stringify(run.instance.scopes[""]?.variables[gone.name])}`);
  }
  const values = { ...run.instance.scopes[""]?.variables, ...records };
  const { subject, problem } = subjectOf(run, values);
  const variables = Object.entries(records).map(([name, value]) => ({ scope: "", name, value }));
  run.emit({ ...end, outcome, variables, subject });
  if (problem !== null) incidentAt(run, null, problem);
  enterBody(run);
}

/** Tries the load again (incident `RECORD_NOT_LOADED`). */
export function reload(run: Run): void {
  const values = run.instance.scopes[""]?.variables ?? {};
  load(run, recordsToLoad(run.definition.inputs, values));
}

function asked(call: Call): ValueMap {
  const inputs = call.input["inputs"];
  return isMap(inputs) ? inputs : {};
}

function notLoaded(run: Run, what: string): void {
  incidentAt(run, null, notLoadedProblem(what));
}

/** A record of the input, or one that a task put there, is not to be had. */
export function notLoadedProblem(what: string): StepProblem {
  return {
    code: "RECORD_NOT_LOADED",
    message: { ru: `Карточку не удалось прочитать: ${what}.`, en: `A record could not be read: ${what}.` },
    remedy: {
      ru: "Сделайте то, о чём говорит сообщение (если карточки нет, восстановите её), и повторите, или отмените процесс.",
      en: "Do what the message says (a record that is gone has to be restored) and retry, or cancel the process.",
    },
    resolution: "retry",
    seat: null,
  };
}
