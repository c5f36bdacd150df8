import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useWords } from "../words/use-words.ts";
import type { FieldInputProps } from "./field-input.tsx";

const WORDS = {
  add: { ru: "Добавить строку", en: "Add a row" },
  name: (row: number) => ({ ru: `Имя в строке ${row}`, en: `Name in row ${row}` }),
  value: (row: number) => ({ ru: `Значение в строке ${row}`, en: `Value in row ${row}` }),
  remove: (row: number) => ({ ru: `Убрать строку ${row}`, en: `Remove row ${row}` }),
};

type Row = readonly [name: string, value: string];

/** Names with values: a row each. What looks like a number is one. */
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
    <Input.Wrapper
      label={field.title}
      description={field.help}
      withAsterisk={field.required}
      error={error}
      labelElement="div"
    >
      <Stack gap={6} mt={4}>
        {rows.map(([name, text], at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name that is being typed is no key
          <Group key={at} gap="xs" wrap="nowrap">
            <TextInput
              flex={1}
              aria-label={words.name(at + 1)}
              value={name}
              disabled={disabled}
              onChange={(event) => change(at, [event.currentTarget.value, text])}
            />
            <TextInput
              flex={1}
              aria-label={words.value(at + 1)}
              value={text}
              disabled={disabled}
              onChange={(event) => change(at, [name, event.currentTarget.value])}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              disabled={disabled}
              aria-label={words.remove(at + 1)}
              onClick={() => put(rows.filter((_, index) => index !== at))}
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
          onClick={() => setRows([...rows, ["", ""]])}
          w="fit-content"
        >
          {words.add}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
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
