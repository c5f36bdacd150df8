import { useRecordTypes } from "../crm/use-records.ts";

/** How a lead's source says that it came by telephone; null: leads have no such source here. */
export interface CallSource {
  readonly value: string | null;
  readonly title: string | null;
}

/** Whether leads can be taken from a call here: null where there are none, or they have neither telephone nor text. */
export function useCallSource(hasRecords: boolean): CallSource | null {
  const { data } = useRecordTypes(hasRecords);
  const fields = data?.types.find(({ name }) => name === "lead")?.fields ?? [];
  const named = (name: string) => fields.find((field) => field.name === name);
  if (named("phone") === undefined || named("text") === undefined) return null;
  const call = named("source")?.choices?.find(({ value, title }) => value === "phone" || /звонок|телефон/i.test(title));
  return { value: call?.value ?? null, title: call?.title ?? null };
}
