import { ActionIcon, Button, Group, Input, Stack } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useWords } from "../words/use-words.ts";
import { FieldInput, type FieldInputProps, type FormField } from "./field-input.tsx";

const WORDS = {
  add: { ru: "Добавить строку", en: "Add a row" },
  remove: (row: number) => ({ ru: `Убрать строку ${row}`, en: `Remove row ${row}` }),
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
    <Input.Wrapper
      label={field.title}
      description={field.help}
      withAsterisk={field.required}
      error={error}
      labelElement="div"
    >
      <Stack gap={6} mt={4}>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
          <Group key={at} gap="xs" align="flex-end" wrap="nowrap">
            <div className="grow">
              <FieldInput
                field={{ ...field, type, title: words.row(at + 1), help: null, required: false, element: null }}
                value={row}
                onChange={(next) => put(at, next)}
                disabled={disabled}
              />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              disabled={disabled}
              aria-label={words.remove(at + 1)}
              onClick={() => onChange(rows.filter((_, index) => index !== at))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="default"
          size="xs"
          disabled={disabled}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...rows, null])}
          w="fit-content"
        >
          {words.add}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
