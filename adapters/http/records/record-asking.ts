import type { Value, ValueMap } from "../../../engine/base/value.ts";
import { Problem } from "../problem.ts";
import type { SeenType } from "./vocabulary.ts";

/** What a list of records was asked for, as the address has it. */
export interface RecordQuery {
  readonly find?: string;
  readonly stage?: string;
  readonly pipeline?: string;
  readonly filter?: string;
  readonly sort?: string;
}

/**
 * The filter of a list. A field that the viewer may not see is one that is not there: else a list would tell, row by row,
 * what stands in it.
 *
 * @throws {Problem} `INPUT_INVALID` with what is wrong at which parameter
 */
export function filterOf({ stage, pipeline, filter }: RecordQuery, type: SeenType): ValueMap {
  const asked = filter === undefined ? {} : filterJson("filter", filter);
  for (const name of Object.keys(asked))
    if (!Object.hasOwn(type.fields, name) && !ALWAYS.has(name))
      throw wrongParameter("filter", { ru: `Нет поля ${name}.`, en: `There is no field ${name}.` });
  return {
    ...asked,
    ...(stage === undefined ? {} : { stage }),
    ...(pipeline === undefined || !Object.hasOwn(type.fields, "pipeline") ? {} : { pipeline }),
  };
}

/** `amount`, or `-amount` for the largest first; without it the newest first. @throws {Problem} `INPUT_INVALID` */
export function orderOf({ sort }: RecordQuery, type: SeenType) {
  if (sort === undefined || sort === "") return { by: null, isDescending: true };
  const isDescending = sort.startsWith("-");
  const by = isDescending ? sort.slice(1) : sort;
  if (by === "number") return { by: null, isDescending };
  if (!Object.hasOwn(type.fields, by))
    throw wrongParameter("sort", { ru: `Нет поля ${by}.`, en: `There is no field ${by}.` });
  return { by, isDescending };
}

const ALWAYS: ReadonlySet<string> = new Set(["ref", "id", "stageKind"]);

/** A filter of the language, given as JSON. @throws {Problem} `INPUT_INVALID` at that parameter */
export function filterJson(parameter: string, filter: string): ValueMap {
  try {
    const value: unknown = JSON.parse(filter, refuseReserved);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as ValueMap;
  } catch {
    // Said below.
  }
  throw wrongParameter(parameter, {
    ru: 'Нужен JSON: {"city":"Москва"} или {"amount":{"atLeast":…}}.',
    en: 'JSON is needed: {"city":"Riga"} or {"amount":{"atLeast":…}}.',
  });
}

/** Names that are nobody's: of tagged values, and of JavaScript itself. */
function refuseReserved(name: string, value: unknown): unknown {
  if (isReserved(name)) throw new SyntaxError(name);
  return value;
}

function isReserved(name: string): boolean {
  return name.startsWith("$") || name === "__proto__" || name === "constructor" || name === "prototype";
}

/** Does a value from outside hold a name that only we may use? */
export function holdsReserved(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsReserved);
  return Object.entries(value).some(([name, inner]) => isReserved(name) || holdsReserved(inner as Value));
}

/** `INPUT_INVALID`: what is wrong with one parameter of the address. */
export function wrongParameter(parameter: string, says: { readonly ru: string; readonly en: string }): Problem {
  return new Problem("INPUT_INVALID", {
    says: { ru: "Параметры запроса неверны.", en: "The parameters are wrong." },
    remedy: { ru: "Исправьте названные параметры.", en: "Correct the parameters that are named." },
    fields: { [parameter]: says },
  });
}
