import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";
import { useWords } from "../../words/use-words.ts";
import {
  conditionOn,
  containedIn,
  dayOf,
  emptyIn,
  partsOf,
  type RegistryColumn,
  type RegistryFilter,
  whereOf,
  withCondition,
  withParameter,
  withPart,
} from "./registry-filter.ts";

const WORDS = {
  by: { ru: "Кто записал", en: "Written by" },
  from: { ru: "С", en: "From" },
  to: { ru: "По", en: "To" },
  some: { ru: "есть", en: "some" },
  none: { ru: "нет", en: "none" },
};

/** What a filter holds, a chip each, with the filter that is left without it. */
export function useChips(columns: readonly RegistryColumn[], filter: RegistryFilter) {
  const words = useWords(WORDS);
  const { by, from, to, amountFrom, amountTo, amountColumn } = filter;
  const people = [...(by === undefined ? [] : [by]), ...chosenIn(columns, filter, ["user", "users"])];
  const records = chosenIn(columns, filter, ["record", "records"]);
  const { data: names = {} } = useQuery({
    queryKey: ["registries", "names", people, records],
    enabled: people.length + records.length > 0,
    staleTime: 300_000,
    queryFn: async () => {
      const found = await Promise.all([
        ...people.map(async (id) => {
          const persons = await answered(api.GET("/api/choices/people", { params: { query: { id } } }));
          return persons.map(({ name }) => [id, name] as const);
        }),
        ...records.map(async (ref) => {
          const titled = await answered(api.GET("/api/choices/records", { params: { query: { ref } } }));
          return titled.map(({ title }) => [ref, title] as const);
        }),
      ]);
      return Object.fromEntries(found.flat());
    },
  });
  const one = (key: string, text: string, without: RegistryFilter) => ({ key, text, without });
  const amount = columns.find(({ name }) => name === amountColumn)?.title ?? "";
  return [
    ...(by === undefined ? [] : [one("by", `${words.by}: ${names[by] ?? by}`, withParameter(filter, "by", null))]),
    ...(from === undefined ? [] : [one("from", `${words.from} ${dayOf(from)}`, withParameter(filter, "from", null))]),
    ...(to === undefined ? [] : [one("to", `${words.to} ${dayOf(to)}`, withParameter(filter, "to", null))]),
    ...(amountFrom === undefined
      ? []
      : [one("amountFrom", `${amount} ≥ ${amountFrom}`, withParameter(filter, "amountFrom", null))]),
    ...(amountTo === undefined
      ? []
      : [one("amountTo", `${amount} ≤ ${amountTo}`, withParameter(filter, "amountTo", null))]),
    ...Object.entries(whereOf(filter)).map(([name, condition]) => {
      const column = columns.find((other) => other.name === name);
      const text = emptyIn(condition) === null ? chipText(column, name, condition, names) : "";
      const has = `${column?.title ?? name}: ${emptyIn(condition) === true ? words.none : words.some}`;
      return one(name, text === "" ? has : text, withCondition(filter, name, null));
    }),
    ...Object.entries(partsOf(filter)).map(([name, part]) => {
      const title = columns.find((other) => other.name === name)?.title ?? name;
      return one(`${name} part`, `${title}: «${part}»`, withPart(filter, name, ""));
    }),
  ];
}

/** What is chosen in columns of these types. */
function chosenIn(columns: readonly RegistryColumn[], filter: RegistryFilter, types: readonly string[]) {
  return columns.flatMap(({ name, type }) => {
    const value = conditionOn(filter, name);
    return types.includes(type) && typeof value === "string" ? [value] : [];
  });
}

function chipText(
  column: RegistryColumn | undefined,
  name: string,
  condition: unknown,
  names: Readonly<Record<string, string>>,
): string {
  const title = column?.title ?? name;
  const text = containedIn(condition);
  if (text !== "") return `${title}: «${text}»`;
  const value = typeof condition === "object" ? JSON.stringify(condition) : String(condition);
  return `${title}: ${column?.choices?.find((choice) => choice.value === value)?.title ?? names[value] ?? value}`;
}
