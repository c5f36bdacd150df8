import { type InstanceId, id, type ProcessId, type UserId } from "../../../engine/base/ids.ts";
import type { Instant } from "../../../engine/base/instant.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { RegistryFilter } from "../../../engine/runtime/registry-reading.ts";
import { filterJson, wrongParameter } from "../records/record-asking.ts";

/** A registry's filter, as addresses and saved views have it. */
export interface RegistryQuery {
  readonly text?: string;
  readonly by?: string;
  readonly from?: string;
  readonly to?: string;
  readonly process?: string;
  readonly instance?: string;
  readonly where?: string;
  readonly within?: string;
  readonly amountColumn?: string;
  readonly amountFrom?: string;
  readonly amountTo?: string;
  readonly currency?: string;
  readonly sort?: string;
}

/** @throws {Problem} `INPUT_INVALID` with what is wrong at which parameter */
export function registryFilterOf(query: RegistryQuery): RegistryFilter {
  const { text, by, from, to, process, instance, where, within, amountColumn, amountFrom, amountTo, currency } = query;
  return {
    ...(text === undefined || text.trim() === "" ? {} : { text: text.trim() }),
    ...(by === undefined ? {} : { by: id<UserId>(by) }),
    ...(from === undefined ? {} : { from: instantOf("from", from) }),
    ...(to === undefined ? {} : { to: instantOf("to", to) }),
    ...(process === undefined ? {} : { process: id<ProcessId>(process) }),
    ...(instance === undefined ? {} : { instance: id<InstanceId>(instance) }),
    ...(where === undefined ? {} : { where: filterJson("where", where) }),
    ...(within === undefined ? {} : { within: textsOf(filterJson("within", within)) }),
    ...(amountColumn === undefined
      ? {}
      : {
          amount: {
            column: amountColumn,
            ...(amountFrom === undefined ? {} : { from: amountFrom }),
            ...(amountTo === undefined ? {} : { to: amountTo }),
            ...(currency === undefined ? {} : { currency }),
          },
        }),
  };
}

/** `amount`, or `-amount` for the largest first; nothing: the newest first. */
export function registrySortOf({ sort }: RegistryQuery): { readonly by: string; readonly descending: boolean } {
  if (sort === undefined || sort === "") return { by: "at", descending: true };
  return sort.startsWith("-") ? { by: sort.slice(1), descending: true } : { by: sort, descending: false };
}

function textsOf(parts: ValueMap): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parts).map(([column, part]) => {
      if (typeof part !== "string")
        throw wrongParameter("within", { ru: `Для ${column} нужен текст.`, en: `A text is needed for ${column}.` });
      return [column, part];
    }),
  );
}

function instantOf(parameter: string, text: string): Instant {
  const at = Date.parse(text);
  if (!Number.isFinite(at))
    throw wrongParameter(parameter, { ru: "Нужны дата и время.", en: "A date and time are needed." });
  return at as Instant;
}
