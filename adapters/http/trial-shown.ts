import type { Field } from "../../engine/base/field.ts";
import type { Trial } from "../workshop/work-trial.ts";
import { type FormFieldShown, formField } from "./form-field.ts";

/** Stands for a file: a dry run reads none. */
const SAMPLE_FILE = "sample.pdf";

/** What a dry run asks for, as the console draws it. @param trial null: the files have errors */
export function trialShown(trial: Trial | null) {
  const nothing = { isSound: false, fields: [], files: [], starters: [], events: [], examples: [] };
  if (trial === null) return nothing;
  const { fields, starters, events, examples } = trial;
  return {
    isSound: true,
    fields: fields.map((field) => trialField(field, trial)),
    files: fields.filter(({ type }) => type === "files").map(({ name }) => name),
    starters: [...starters],
    events: [...events],
    examples: [...examples],
  };
}

/** People, records and files are chosen from the sample company: the one at work has others. */
function trialField(field: Field, { lists, people, records }: Trial): FormFieldShown {
  const named = Object.entries(lists).map(([name, rows]) => [`list:${name}`, rows] as const);
  const shown = formField(field, Object.fromEntries(named));
  const types = shown.records.length > 0 ? shown.records : Object.keys(records);
  const linked = types.flatMap((type) => (Object.hasOwn(records, type) ? (records[type] ?? []) : []));
  switch (field.type) {
    case "user":
      return { ...shown, type: "choice", choices: [...people] };
    case "users":
    case "principals":
      return { ...shown, type: "list", choices: [...people] };
    case "record":
      return { ...shown, type: "choice", choices: [...linked] };
    case "records":
      return { ...shown, type: "list", choices: [...linked] };
    case "files":
      return { ...shown, type: "list", choices: [{ value: SAMPLE_FILE, title: SAMPLE_FILE }] };
    default:
      return shown;
  }
}
