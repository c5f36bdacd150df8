import { Button, Group, NumberInput, Paper, Pill, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilter, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { answered, api } from "../../api/client.ts";
import type { FormField } from "../../parts/field-input.tsx";
import { PeopleSelect } from "../../parts/people-select.tsx";
import { useWords } from "../../words/use-words.ts";
import {
  conditionOn,
  dayOf,
  endOf,
  type RegistryColumn,
  type RegistryFilter,
  startOf,
  whereOf,
  withCondition,
  withParameter,
} from "./registry-filter.ts";

const WORDS = {
  filter: { ru: "Отбор", en: "Filter" },
  text: { ru: "Слово в любой колонке", en: "A word in any column" },
  by: { ru: "Кто", en: "Who" },
  from: { ru: "С", en: "From" },
  to: { ru: "По", en: "To" },
  amountFrom: (title: string) => ({ ru: `${title}, от`, en: `${title}, from` }),
  amountTo: (title: string) => ({ ru: `${title}, до`, en: `${title}, to` }),
  any: { ru: "Любое", en: "Any" },
  contains: { ru: "содержит", en: "contains" },
  clear: { ru: "Сбросить", en: "Clear" },
  drop: (title: string) => ({ ru: `Убрать условие «${title}»`, en: `Remove ${title}` }),
};

interface Props {
  readonly columns: readonly RegistryColumn[];
  readonly filter: RegistryFilter;
  readonly onChange: (filter: RegistryFilter) => void;
}

/** What a registry is filtered by: a bar with chips of what holds, and a panel with a field for each column. */
export function RegistryFilters({ columns, filter, onChange }: Props) {
  const words = useWords(WORDS);
  const panel = useId();
  const [isOpen, { toggle }] = useDisclosure(false);
  const chips = useChips(columns, filter);
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <TextInput
          type="search"
          aria-label={words.text}
          placeholder={words.text}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={filter["text"] ?? ""}
          onChange={(event) => onChange(withParameter(filter, "text", event.currentTarget.value))}
          flex="1 1 200px"
          maw={360}
        />
        <Button
          variant={isOpen ? "light" : "default"}
          leftSection={<IconFilter size={16} aria-hidden />}
          onClick={toggle}
          aria-expanded={isOpen}
          aria-controls={panel}
        >
          {words.filter}
        </Button>
        {chips.map(({ key, text, without }) => (
          <Pill
            key={key}
            size="md"
            withRemoveButton
            onRemove={() => onChange(without)}
            removeButtonProps={{ "aria-label": words.drop(text), "aria-hidden": false, tabIndex: 0 }}
          >
            {text}
          </Pill>
        ))}
        {chips.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange({})}>
            {words.clear}
          </Button>
        )}
      </Group>
      {isOpen && (
        <Paper withBorder p="md" id={panel}>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
            <PeopleSelect
              field={personField(words.by)}
              value={filter["by"] ?? null}
              onChange={(by) => onChange(withParameter(filter, "by", typeof by === "string" ? by : null))}
            />
            <Day label={words.from} at={filter["from"]} onDay={(day) => onChange(bounded(filter, "from", day))} />
            <Day label={words.to} at={filter["to"]} onDay={(day) => onChange(bounded(filter, "to", day))} />
            {columns.map((column) => (
              <ColumnFilter key={column.name} {...{ column, filter, onChange }} />
            ))}
          </SimpleGrid>
        </Paper>
      )}
    </Stack>
  );
}

function ColumnFilter(of: Omit<Props, "columns"> & { readonly column: RegistryColumn }) {
  const { column, filter, onChange } = of;
  const words = useWords(WORDS);
  const { name, title, type, choices } = column;
  const condition = conditionOn(filter, name);
  const put = (next: unknown): void => onChange(withCondition(filter, name, next));
  if (choices !== null)
    return (
      <Select
        label={title}
        placeholder={words.any}
        clearable
        searchable={choices.length > 7}
        data={choices.map((choice) => ({ value: choice.value, label: choice.title }))}
        value={typeof condition === "string" ? condition : null}
        onChange={put}
      />
    );
  if (type === "user")
    return <PeopleSelect field={personField(title)} value={condition} onChange={(user) => put(user ?? null)} />;
  if (type === "money") {
    const bound = (parameter: "amountFrom" | "amountTo", value: string | number | bigint): void => {
      const next = withParameter(filter, parameter, value === "" ? null : String(value));
      const isBound = next["amountFrom"] !== undefined || next["amountTo"] !== undefined;
      onChange(withParameter(next, "amountColumn", isBound ? name : null));
    };
    return (
      <Group gap="xs" wrap="nowrap" grow>
        <NumberInput
          label={words.amountFrom(title)}
          hideControls
          thousandSeparator=" "
          value={filter["amountFrom"] ?? ""}
          onChange={(value) => bound("amountFrom", value)}
        />
        <NumberInput
          label={words.amountTo(title)}
          hideControls
          thousandSeparator=" "
          value={filter["amountTo"] ?? ""}
          onChange={(value) => bound("amountTo", value)}
        />
      </Group>
    );
  }
  if (type === "number")
    return (
      <NumberInput
        label={title}
        placeholder={words.any}
        hideControls
        value={typeof condition === "number" ? condition : ""}
        onChange={(value) => put(value === "" ? null : Number(value))}
      />
    );
  if (type !== "text") return null;
  return (
    <TextInput
      label={title}
      placeholder={words.contains}
      value={containedIn(condition)}
      onChange={(event) => put(event.currentTarget.value === "" ? null : { contains: event.currentTarget.value })}
    />
  );
}

/** Days come from the browser's own field: it needs no library, and speaks the reader's language. */
function Day(of: { readonly label: string; readonly at: string | undefined; readonly onDay: (day: string) => void }) {
  return (
    <TextInput
      type="date"
      label={of.label}
      value={dayOf(of.at)}
      onChange={(event) => of.onDay(event.currentTarget.value)}
    />
  );
}

function bounded(filter: RegistryFilter, side: "from" | "to", day: string): RegistryFilter {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));
  return withParameter(filter, side, isDay ? (side === "from" ? startOf(day) : endOf(day)) : null);
}

function useChips(columns: readonly RegistryColumn[], filter: RegistryFilter) {
  const words = useWords(WORDS);
  const { by, from, to, amountFrom, amountTo, amountColumn } = filter;
  const people = [
    ...(by === undefined ? [] : [by]),
    ...columns.flatMap(({ name, type }) => {
      const value = conditionOn(filter, name);
      return type === "user" && typeof value === "string" ? [value] : [];
    }),
  ];
  const { data: names = {} } = useQuery({
    queryKey: ["people", "names", people],
    enabled: people.length > 0,
    staleTime: 300_000,
    queryFn: async () => {
      const found = await Promise.all(
        people.map((id) => answered(api.GET("/api/choices/people", { params: { query: { id } } }))),
      );
      return Object.fromEntries(found.flat().map(({ id, name }) => [id, name]));
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
      return one(name, chipText(column, name, condition, names), withCondition(filter, name, null));
    }),
  ];
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

function containedIn(condition: unknown): string {
  if (typeof condition !== "object" || condition === null) return "";
  const text: unknown = Reflect.get(condition, "contains");
  return typeof text === "string" ? text : "";
}

function personField(title: string): FormField {
  return {
    ...{ name: "by", title, type: "user", help: null, required: false, currency: null, min: null, max: null },
    ...{ value: null, choices: null, records: [], element: null, department: null, group: null },
  };
}
