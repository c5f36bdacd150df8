import { ActionIcon, Button, Group, Input, Stack } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useWords } from "../words/use-words.ts";
import type { FieldInputProps } from "./field-input.tsx";

const WORDS = {
  add: { ru: "Добавить строку", en: "Add a row" },
  remove: (row: number) => ({ ru: `Убрать строку ${row}`, en: `Remove row ${row}` }),
};

/** A field of rows that are added and taken away: what stands in a row its kind says. @param align of what is in a row */
export function RowList<Row>(
  of: Pick<FieldInputProps, "field" | "error" | "disabled"> & {
    readonly rows: readonly Row[];
    readonly align?: "center" | "flex-end";
    readonly onAdd: () => void;
    /** The rows that are left. */
    readonly onRemove: (left: readonly Row[]) => void;
    readonly children: (row: Row, at: number) => ReactNode;
  },
) {
  const words = useWords(WORDS);
  const { field, rows, disabled = false } = of;
  return (
    <Input.Wrapper
      label={field.title}
      description={field.help}
      withAsterisk={field.required}
      error={of.error}
      labelElement="div"
    >
      <Stack gap={6} mt={4}>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own, or one that is being typed
          <Group key={at} gap="xs" align={of.align ?? "center"} wrap="nowrap">
            {of.children(row, at)}
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              disabled={disabled}
              aria-label={words.remove(at + 1)}
              onClick={() => of.onRemove(rows.filter((_, index) => index !== at))}
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
          onClick={of.onAdd}
          w="fit-content"
        >
          {words.add}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
