import "@mantine/dates/styles.css";
import "dayjs/locale/ru";
import "dayjs/locale/en-gb";
import { DateInput, DatesProvider, DateTimePicker } from "@mantine/dates";
import { useLocale } from "../words/locale.ts";
import type { FieldInputProps } from "./field-input.tsx";

/** A date, or a date with a time of this browser's zone. */
export default function DateField({ field, value, onChange, error, disabled = false }: FieldInputProps) {
  const locale = useLocale();
  const look = {
    label: field.title,
    description: field.help,
    withAsterisk: field.required,
    error,
    disabled,
    name: field.name,
    clearable: !field.required,
    maw: 260,
  };
  return (
    <DatesProvider settings={{ locale: locale === "ru" ? "ru" : "en-gb", firstDayOfWeek: 1 }}>
      {field.type === "date" ? (
        <DateInput
          {...look}
          value={textOf(value)?.slice(0, 10) ?? null}
          onChange={onChange}
          valueFormat="DD.MM.YYYY"
          placeholder={locale === "ru" ? "ДД.ММ.ГГГГ" : "DD.MM.YYYY"}
        />
      ) : (
        <DateTimePicker
          {...look}
          value={localOf(textOf(value))}
          onChange={(next) => onChange(next === null ? null : new Date(next.replace(" ", "T")).toISOString())}
          valueFormat="DD.MM.YYYY HH:mm"
        />
      )}
    </DatesProvider>
  );
}

/** Values of a process are tagged: `{ $type: "date", value: "2026-11-25" }`. */
function textOf(value: unknown): string | null {
  if (typeof value === "string" && value !== "") return value;
  const inner = typeof value === "object" && value !== null ? Reflect.get(value, "value") : null;
  return typeof inner === "string" ? inner : null;
}

/** `2026-11-25 10:00:00` of this browser's zone; a time that names its zone in words stays as it is written. */
function localOf(text: string | null): string | null {
  if (text === null) return null;
  const at = new Date(text);
  if (text.includes("@") || Number.isNaN(at.getTime())) return text.slice(0, 19).replace("T", " ");
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:00`;
}
