import { Checkbox, Group, MultiSelect, Select, Skeleton, Text, Textarea } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { Schemas } from "../api/client.ts";
import { useWords } from "../words/use-words.ts";
import { FilesInput } from "./files-input.tsx";
import { MapInput } from "./map-input.tsx";
import { NumberField } from "./number-field.tsx";
import { PeopleSelect } from "./people-select.tsx";
import { RecordSelect } from "./record-select.tsx";
import { RowsInput } from "./rows-input.tsx";

const DateField = lazy(() => import("./date-field.tsx"));

/** A field as the API describes it. */
export type FormField = Schemas["FormField"];

/** What every input of a form is given. */
export interface FieldInputProps {
  readonly field: FormField;
  /** As the API takes it; null: nothing. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** What is wrong with it, in words. */
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  /** The instance in which files that stand there already are named. */
  readonly instance?: string | undefined;
}

const WORDS = {
  choose: { ru: "Выберите", en: "Choose" },
  nothing: { ru: "Ничего не найдено", en: "Nothing found" },
  currency: { ru: "Валюта", en: "Currency" },
};

/** Currencies where the file names none. */
const CURRENCIES = ["RUB", "USD", "EUR", "CNY", "KZT", "BYN"];

/** One input of a form, by the type of its field. What is wrong with it stands under it. */
export function FieldInput(props: FieldInputProps) {
  const { field, value, onChange, error, disabled = false } = props;
  const words = useWords(WORDS);
  const look = {
    label: field.title,
    description: field.help,
    withAsterisk: field.required,
    error,
    disabled,
    name: field.name,
  };
  switch (field.type) {
    case "number":
      return (
        <NumberField
          {...look}
          rightSection={field.title.includes("%") && <Text size="sm">%</Text>}
          value={numberOf(value)}
          onValue={(next) => onChange(next === null || Number.isNaN(Number(next)) ? next : Number(next))}
          maw={260}
        />
      );
    case "money": {
      const { amount, currency } = moneyOf(value, field.currency ?? "RUB");
      return (
        <Group gap="xs" align="flex-start" wrap="nowrap" maw={360}>
          <NumberField
            {...look}
            flex={1}
            value={amount === "" ? null : amount}
            onValue={(next) => onChange(next === null ? null : { amount: next, currency })}
          />
          <Select
            label={words.currency}
            data={field.currency === null ? CURRENCIES : [field.currency]}
            value={currency}
            allowDeselect={false}
            disabled={disabled || field.currency !== null}
            onChange={(next) => next !== null && onChange(amount === "" ? null : { amount, currency: next })}
            w={92}
          />
        </Group>
      );
    }
    case "boolean":
      return (
        <Checkbox
          label={field.title}
          description={field.help}
          error={error}
          disabled={disabled}
          name={field.name}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "date":
    case "dateTime":
      return (
        <Suspense fallback={<Skeleton h={60} maw={260} />}>
          <DateField {...props} />
        </Suspense>
      );
    case "choice":
      if (field.choices === null) break;
      return (
        <Select
          {...look}
          data={field.choices.map((choice) => ({ value: choice.value, label: choice.title }))}
          value={typeof value === "string" || typeof value === "number" ? String(value) : null}
          onChange={onChange}
          searchable={field.choices.length > 7}
          clearable={!field.required}
          placeholder={words.choose}
          nothingFoundMessage={words.nothing}
        />
      );
    case "user":
    case "users":
    case "principals":
      return <PeopleSelect {...props} />;
    case "record":
    case "records":
      return <RecordSelect {...props} />;
    case "files":
      return <FilesInput {...props} />;
    case "list":
      if (field.choices !== null)
        return (
          <MultiSelect
            {...look}
            data={field.choices.map((choice) => ({ value: choice.value, label: choice.title }))}
            value={Array.isArray(value) ? value.map(String) : []}
            onChange={onChange}
            searchable
            clearable
          />
        );
      return <RowsInput {...props} />;
    case "map":
      return <MapInput {...props} />;
  }
  return (
    <Textarea
      {...look}
      autosize
      minRows={1}
      maxRows={12}
      maxLength={20_000}
      value={typeof value === "string" || typeof value === "number" ? String(value) : ""}
      onChange={(event) => onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)}
    />
  );
}

function numberOf(value: unknown): string | null {
  if (typeof value === "number" || (typeof value === "string" && value !== "")) return String(value);
  const digits = typeof value === "object" && value !== null ? Reflect.get(value, "value") : null;
  return typeof digits === "string" ? digits : null;
}

function moneyOf(value: unknown, currency: string): { readonly amount: string; readonly currency: string } {
  if (typeof value !== "object" || value === null) return { amount: "", currency };
  return {
    amount: String(Reflect.get(value, "amount") ?? ""),
    currency: String(Reflect.get(value, "currency") ?? currency),
  };
}
