import type { Value } from "../../engine/base/value.ts";
import type { Input } from "../../engine/definition/model.ts";
import type { Outside } from "../engine/outside.ts";
import { Problem } from "./problem.ts";

/**
 * A form names only records that are there: else the process would start and stand in its first breath. Records that are
 * kept elsewhere (a portal) are looked at when the process loads them.
 *
 * @throws {Problem} `INPUT_INVALID` with the fields that name one that is not there
 */
export async function refuseMissingRecords(
  { editing }: Pick<Outside, "editing">,
  inputs: readonly Input[],
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (editing === null) return;
  const named = inputs
    .filter(({ type }) => type === "record" || type === "records")
    .map(({ name }) => ({ name, refs: refsOf(input[name] as Value | undefined) }));
  const refs = named.flatMap((one) => one.refs);
  if (refs.length === 0) return;
  const there = await editing.titles(refs);
  const missing = named.flatMap(({ name, refs: own }) => {
    const ref = own.find((one) => there[one] === undefined);
    return ref === undefined ? [] : [[name, { ru: `Записи ${ref} нет.`, en: `There is no record ${ref}.` }] as const];
  });
  if (missing.length === 0) return;
  throw new Problem("INPUT_INVALID", {
    says: { ru: "Названа запись, которой нет.", en: "A record is named that is not there." },
    remedy: { ru: "Выберите запись из тех, что есть.", en: "Choose one of the records that are there." },
    fields: Object.fromEntries(missing),
  });
}

function refsOf(value: Value | undefined): readonly string[] {
  return [value].flat().filter((one): one is string => typeof one === "string" && one.includes("/"));
}
