import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../words/use-words.ts";
import type { FieldInputProps } from "./field-input.tsx";
import { RowList } from "./row-list.tsx";

const WORDS = {
  name: (row: number) => ({ ru: `Имя в строке ${row}`, en: `Name in row ${row}` }),
  value: (row: number) => ({ ru: `Значение в строке ${row}`, en: `Value in row ${row}` }),
  choose: { ru: "Выберите", en: "Choose" },
  nothing: { ru: "Ничего не найдено", en: "Nothing found" },
};

type Row = readonly [name: string, value: string];

/** Names with values: a row each. Names are chosen where the field says which there are. What looks like a number is one. */
export function MapInput({ field, value, onChange, error, disabled = false }: FieldInputProps) {
  const words = useWords(WORDS);
  const [rows, setRows] = useState<readonly Row[]>(() => rowsOf(value));
  const put = (next: readonly Row[]): void => {
    setRows(next);
    const named = next.filter(([name]) => name.trim() !== "");
    onChange(named.length === 0 ? null : Object.fromEntries(named.map(([name, text]) => [name.trim(), valueOf(text)])));
  };
  const change = (at: number, next: Row) => put(rows.map((row, index) => (index === at ? next : row)));
  return (
    <RowList {...{ field, error, disabled, rows }} onAdd={() => setRows([...rows, ["", ""]])} onRemove={put}>
      {([name, text], at) => (
        <>
          {field.choices === null ? (
            <TextInput
              flex={1}
              aria-label={words.name(at + 1)}
              value={name}
              disabled={disabled}
              onChange={(event) => change(at, [event.currentTarget.value, text])}
            />
          ) : (
            <Select
              flex={1}
              aria-label={words.name(at + 1)}
              data={namesFor(field.choices, rows, name)}
              value={name === "" ? null : name}
              onChange={(next) => next !== null && change(at, [next, text])}
              disabled={disabled}
              allowDeselect={false}
              openOnFocus={false}
              searchable
              placeholder={words.choose}
              nothingFoundMessage={words.nothing}
            />
          )}
          <TextInput
            flex={1}
            aria-label={words.value(at + 1)}
            value={text}
            disabled={disabled}
            onChange={(event) => change(at, [name, event.currentTarget.value])}
          />
        </>
      )}
    </RowList>
  );
}

/** What a row may be named: what is chosen in no other row. A name that the list has no more stays until it is changed. */
function namesFor(choices: NonNullable<FieldInputProps["field"]["choices"]>, rows: readonly Row[], own: string) {
  const known = choices.map(({ value, title }) => ({ value, label: title }));
  const all = own === "" || known.some(({ value }) => value === own) ? known : [{ value: own, label: own }, ...known];
  return all.filter(({ value }) => value === own || rows.every(([name]) => name !== value));
}

function rowsOf(value: unknown): readonly Row[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, one]) => [
    name,
    typeof one === "object" ? JSON.stringify(one) : String(one),
  ]);
}

function valueOf(text: string): unknown {
  const plain = text.trim().replace(",", ".");
  if (/^-?\d{1,15}(\.\d+)?$/.test(plain)) return Number(plain);
  return text;
}
