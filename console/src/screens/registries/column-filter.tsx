import { Group, Select, TextInput } from "@mantine/core";
import type { FormField } from "../../parts/field-input.tsx";
import { NumberField } from "../../parts/number-field.tsx";
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
import { useOnlySound } from "./use-only-sound.ts";

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
    const bound = (parameter: "amountFrom" | "amountTo", value: string | null): void => {
      const next = withParameter(filter, parameter, value);
      const isBound = next["amountFrom"] !== undefined || next["amountTo"] !== undefined;
      onChange(withParameter(next, "amountColumn", isBound ? name : null));
    };
    return (
      <Group gap="xs" wrap="nowrap" grow>
        <NumberFilter
          label={words.amountFrom(title)}
          value={filter["amountFrom"] ?? null}
          onValue={(value) => bound("amountFrom", value)}
        />
        <NumberFilter
          label={words.amountTo(title)}
          value={filter["amountTo"] ?? null}
          onValue={(value) => bound("amountTo", value)}
        />
      </Group>
    );
  }
  if (type === "number")
    return (
      <NumberFilter
        label={title}
        placeholder={words.any}
        value={typeof condition === "number" ? String(condition) : null}
        onValue={(value) => put(value === null ? null : Number(value))}
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

function NumberFilter(of: {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string | null;
  readonly onValue: (value: string | null) => void;
}) {
  const { label, placeholder, value, onValue } = of;
  const sound = useOnlySound({ value, onValue, isSound: (text) => !Number.isNaN(Number(text)) });
  return <NumberField label={label} placeholder={placeholder} {...sound} />;
}

/** A field of a filter: a day, or one of these found by search. */
export function chosenField(title: string, type: "user" | "record" | "date"): FormField {
  return {
    ...{ name: type, title, type, help: null, required: false, currency: null, min: null, max: null },
    ...{ value: null, choices: null, records: [], element: null, department: null, group: null },
  };
}
