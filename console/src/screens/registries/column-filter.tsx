import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import type { FormField } from "../../parts/field-input.tsx";
import { PeopleSelect } from "../../parts/people-select.tsx";
import { RecordSelect } from "../../parts/record-select.tsx";
import { useWords } from "../../words/use-words.ts";
import {
  conditionOn,
  containedIn,
  emptyIn,
  partsOf,
  type RegistryColumn,
  type RegistryFilter,
  withCondition,
  withParameter,
  withPart,
} from "./registry-filter.ts";

const WORDS = {
  amountFrom: (title: string) => ({ ru: `${title}, от`, en: `${title}, from` }),
  amountTo: (title: string) => ({ ru: `${title}, до`, en: `${title}, to` }),
  any: { ru: "Любое", en: "Any" },
  contains: { ru: "содержит", en: "contains" },
  some: { ru: "Есть", en: "Some" },
  none: { ru: "Нет", en: "None" },
};

/** What one column is filtered by: an input that fits what stands in it. */
export function ColumnFilter(of: {
  readonly column: RegistryColumn;
  readonly filter: RegistryFilter;
  readonly onChange: (filter: RegistryFilter) => void;
}) {
  const { column, filter, onChange } = of;
  const words = useWords(WORDS);
  const { name, title, type, choices, records } = column;
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
  if (type === "user" || type === "users")
    return <PeopleSelect field={chosenField(title, "user")} value={condition} onChange={(user) => put(user ?? null)} />;
  if (type === "record" || type === "records")
    return (
      <RecordSelect
        field={{ ...chosenField(title, "record"), records }}
        value={condition}
        onChange={(ref) => put(ref ?? null)}
      />
    );
  if (type === "files")
    return (
      <Select
        label={title}
        placeholder={words.any}
        clearable
        data={[
          { value: "some", label: words.some },
          { value: "none", label: words.none },
        ]}
        value={emptyIn(condition) === null ? null : emptyIn(condition) ? "none" : "some"}
        onChange={(next) => put(next === null ? null : { empty: next === "none" })}
      />
    );
  if (type === "list" || type === "map")
    return (
      <TextInput
        label={title}
        placeholder={words.contains}
        value={partsOf(filter)[name] ?? ""}
        onChange={(event) => onChange(withPart(filter, name, event.currentTarget.value))}
      />
    );
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

/** A field in which one of these is found by search. */
export function chosenField(title: string, type: "user" | "record"): FormField {
  return {
    ...{ name: type, title, type, help: null, required: false, currency: null, min: null, max: null },
    ...{ value: null, choices: null, records: [], element: null, department: null, group: null },
  };
}
