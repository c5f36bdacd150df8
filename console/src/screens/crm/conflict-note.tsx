import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import type { Schemas } from "../../api/client.ts";
import type { ApiProblem } from "../../api/problem.ts";
import { ValueShown } from "../../parts/value-shown.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import type { Names, RecordField, RecordShown } from "./use-records.ts";

const WORDS = {
  mine: { ru: "Оставить моё", en: "Keep mine" },
  theirs: { ru: "Взять их значение", en: "Take theirs" },
  drop: { ru: "Не сохранять моё", en: "Drop mine" },
  somebody: { ru: "Кто-то", en: "Somebody" },
  otherField: {
    ru: "Ваше поле они не трогали: можно сохранить, чужое не пропадёт.",
    en: "They did not touch your field: it can be saved, and theirs stays.",
  },
};

/** What the answer to a late edit holds. */
interface Meanwhile {
  readonly record: RecordShown;
  readonly changes: Schemas["RecordHistory"]["rows"];
  readonly names: Names;
}

/** Somebody wrote while this was edited: who, what, and whose value stays. */
export function ConflictNote(of: {
  readonly problem: ApiProblem;
  readonly field: RecordField;
  readonly mine: unknown;
  readonly names: Names;
  readonly isSaving: boolean;
  readonly onMine: (record: RecordShown) => void;
  readonly onTheirs: () => void;
}) {
  const { problem, field, names } = of;
  const words = useWords(WORDS);
  const { record, changes, names: newer } = problem.body as unknown as Meanwhile;
  const all = { ...names, ...newer };
  const isSameField = changes.some(({ fields }) => fields.some(({ name }) => name === field.name));
  return (
    <Alert color="yellow" icon={<IconUsers size={18} aria-hidden />} className="conflict" role="alert">
      <Stack gap="xs">
        <Text fw={650}>{problem.message}</Text>
        <List size="sm" spacing={4}>
          {changes.map(({ revision, by, cause, at, fields }) => (
            <List.Item key={revision}>
              <Text size="sm" fw={600} span>
                {by?.name ?? cause?.title ?? words.somebody}
              </Text>
              {", "}
              <When at={at} span />
              {fields.map(({ name, title, before, after }) => (
                <Group key={name} gap={6}>
                  <Text size="sm">{title}:</Text>
                  <ValueShown field={look(name, field)} value={before} names={all} />
                  <Text size="sm">→</Text>
                  <ValueShown field={look(name, field)} value={after} names={all} />
                </Group>
              ))}
            </List.Item>
          ))}
        </List>
        {!isSameField && <Text size="sm">{words.otherField}</Text>}
        <Group gap="xs">
          <Button size="xs" loading={of.isSaving} onClick={() => of.onMine(record)}>
            {words.mine}
          </Button>
          <Button size="xs" variant="default" disabled={of.isSaving} onClick={of.onTheirs}>
            {isSameField ? words.theirs : words.drop}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** Of other fields only the values are known. */
function look(name: string, field: RecordField) {
  return name === field.name ? field : { type: "text", choices: null };
}
