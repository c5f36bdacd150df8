import { Button, Group, Paper, Pill, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilter, IconSearch } from "@tabler/icons-react";
import { useId } from "react";
import { FieldInput } from "../../parts/field-input.tsx";
import { PeopleSelect } from "../../parts/people-select.tsx";
import { typedDay } from "../../words/typed-moment.ts";
import { useWords } from "../../words/use-words.ts";
import { ColumnFilter, chosenField } from "./column-filter.tsx";
import { dayOf, endOf, type RegistryColumn, type RegistryFilter, startOf, withParameter } from "./registry-filter.ts";
import { useChips } from "./use-chips.ts";
import { useOnlySound } from "./use-only-sound.ts";

const WORDS = {
  filter: { ru: "Отбор", en: "Filter" },
  text: { ru: "Слово в любой колонке", en: "A word in any column" },
  by: { ru: "Кто записал", en: "Written by" },
  from: { ru: "С", en: "From" },
  to: { ru: "По", en: "To" },
  clear: { ru: "Сбросить", en: "Clear" },
  drop: (title: string) => ({ ru: `Убрать условие «${title}»`, en: `Remove ${title}` }),
};

interface Props {
  readonly columns: readonly RegistryColumn[];
  readonly filter: RegistryFilter;
  readonly onChange: (filter: RegistryFilter) => void;
}

/** What a registry is filtered by: a bar with chips of what holds, and a panel with a field for each column. */
export function RegistryFilters({ columns, filter, onChange }: Props) {
  const words = useWords(WORDS);
  const panel = useId();
  const [isOpen, { toggle }] = useDisclosure(false);
  const chips = useChips(columns, filter);
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <TextInput
          type="search"
          aria-label={words.text}
          placeholder={words.text}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={filter["text"] ?? ""}
          onChange={(event) => onChange(withParameter(filter, "text", event.currentTarget.value))}
          flex="1 1 200px"
          maw={360}
        />
        <Button
          variant={isOpen ? "light" : "default"}
          leftSection={<IconFilter size={16} aria-hidden />}
          onClick={toggle}
          aria-expanded={isOpen}
          aria-controls={panel}
        >
          {words.filter}
        </Button>
        {chips.map(({ key, text, without }) => (
          <Pill
            key={key}
            size="md"
            withRemoveButton
            onRemove={() => onChange(without)}
            removeButtonProps={{ "aria-label": words.drop(text), "aria-hidden": false, tabIndex: 0 }}
          >
            {text}
          </Pill>
        ))}
        {chips.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange({})}>
            {words.clear}
          </Button>
        )}
      </Group>
      {isOpen && (
        <Paper withBorder p="md" id={panel}>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
            <PeopleSelect
              field={chosenField(words.by, "user")}
              value={filter["by"] ?? null}
              onChange={(by) => onChange(withParameter(filter, "by", typeof by === "string" ? by : null))}
            />
            <Day label={words.from} at={filter["from"]} onDay={(day) => onChange(bounded(filter, "from", day))} />
            <Day label={words.to} at={filter["to"]} onDay={(day) => onChange(bounded(filter, "to", day))} />
            {columns.map((column) => (
              <ColumnFilter key={column.name} {...{ column, filter, onChange }} />
            ))}
          </SimpleGrid>
        </Paper>
      )}
    </Stack>
  );
}

function Day(of: {
  readonly label: string;
  readonly at: string | undefined;
  readonly onDay: (day: string | null) => void;
}) {
  const { value, onValue } = useOnlySound({ value: dayOf(of.at), isSound: isDay, onValue: of.onDay });
  return (
    <FieldInput
      field={chosenField(of.label, "date")}
      value={value}
      onChange={(next) => onValue(typeof next === "string" ? next : null)}
    />
  );
}

function isDay(text: string): boolean {
  return typedDay(text) === text;
}

function bounded(filter: RegistryFilter, side: "from" | "to", day: string | null): RegistryFilter {
  return withParameter(filter, side, day === null ? null : side === "from" ? startOf(day) : endOf(day));
}
