import { Checkbox, Group, MultiSelect, NumberInput, Select, Skeleton, Textarea } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { Schemas } from "../api/client.ts";
import { useLocale } from "../words/locale.ts";
import { useWords } from "../words/use-words.ts";
import { FilesInput } from "./files-input.tsx";
import { MapInput } from "./map-input.tsx";
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
  const locale = useLocale();
  const look = {
    label: field.title,
    description: field.help,
    withAsterisk: field.required,
    error,
    disabled,
    name: field.name,
  };
  const separators = locale === "ru" ? { decimalSeparator: ",", thousandSeparator: " " } : { thousandSeparator: "," };
  switch (field.type) {
    case "number":
      return (
        <NumberInput
          {...look}
          {...separators}
          {...limitsOf(field)}
          suffix={field.title.includes("%") ? " %" : ""}
          value={numberOf(value)}
          onChange={(next) => onChange(next === "" ? null : Number(next))}
          hideControls
          maw={260}
        />
      );
    case "money": {
      const { amount, currency } = moneyOf(value, field.currency ?? "RUB");
      return (
        <Group gap="xs" align="flex-start" wrap="nowrap" maw={360}>
          <NumberInput
            {...look}
            {...separators}
            {...limitsOf(field)}
            flex={1}
            decimalScale={4}
            value={amount}
            onChange={(next) => onChange(next === "" ? null : { amount: String(next), currency })}
            hideControls
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

/** Limits are told by the server when the form is sent; the input only keeps from slips that cannot be meant. */
function limitsOf({ min, max }: FormField) {
  return {
    ...(min !== null && min >= 0 ? { allowNegative: false } : {}),
    clampBehavior: "none" as const,
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
  };
}

function numberOf(value: unknown): number | string {
  if (typeof value === "number" || typeof value === "string") return value;
  const digits = typeof value === "object" && value !== null ? Reflect.get(value, "value") : null;
  return typeof digits === "string" ? digits : "";
}

function moneyOf(value: unknown, currency: string): { readonly amount: string; readonly currency: string } {
  if (typeof value !== "object" || value === null) return { amount: "", currency };
  return {
    amount: String(Reflect.get(value, "amount") ?? ""),
    currency: String(Reflect.get(value, "currency") ?? currency),
  };
}
