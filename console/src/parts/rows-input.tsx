import { useWords } from "../words/use-words.ts";
import { FieldInput, type FieldInputProps, type FormField } from "./field-input.tsx";
import { RowList } from "./row-list.tsx";

const WORDS = {
  row: (row: number) => ({ ru: `Строка ${row}`, en: `Row ${row}` }),
};

const ELEMENTS: ReadonlySet<string> = new Set(["text", "number", "money", "date", "dateTime", "user", "choice"]);

/** A list: one input a row, of the type of its elements. */
export function RowsInput({ field, value, onChange, error, disabled = false }: FieldInputProps) {
  const words = useWords(WORDS);
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  const type = (ELEMENTS.has(field.element ?? "") ? field.element : "text") as FormField["type"];
  const put = (at: number, next: unknown) => onChange(rows.map((row, index) => (index === at ? next : row)));
  return (
    <RowList
      {...{ field, error, disabled, rows }}
      align="flex-end"
      onAdd={() => onChange([...rows, null])}
      onRemove={onChange}
    >
      {(row, at) => (
        <div className="grow">
          <FieldInput
            field={{ ...field, type, title: words.row(at + 1), help: null, required: false, element: null }}
            value={row}
            onChange={(next) => put(at, next)}
            disabled={disabled}
          />
        </div>
      )}
    </RowList>
  );
}
