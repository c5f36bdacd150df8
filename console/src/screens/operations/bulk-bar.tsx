import { Button, Group, Paper, Text } from "@mantine/core";
import { useState } from "react";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";
import { BULK_WORDS, type BulkAction, type BulkChosen, BulkDialog, type BulkFilter } from "./bulk-dialog.tsx";

const WORDS = {
  chosen: (count: number) => ({
    ru: `Выбрано: ${pluralRu(count, ["процесс", "процесса", "процессов"])}`,
    en: `Chosen: ${pluralEn(count, "instance", "instances")}`,
  }),
  clear: { ru: "Снять выбор", en: "Clear" },
  everything: { ru: "Выбраны все, что подходят под отбор", en: "Chosen: all that fit the filter" },
  chooseEverything: { ru: "Выбрать все, что подходят под отбор", en: "Choose all that fit the filter" },
};
const ACTIONS: readonly BulkAction[] = ["retry", "suspend", "resume", "migrate", "cancel"];

/** What can be done with the instances that are chosen; each shows first what it would do. */
export function BulkBar({
  instances,
  filter,
  onDone,
}: {
  readonly instances: readonly string[];
  /** The filter of the list, whose instances may all be chosen, also those that are not shown. Null: there is none. */
  readonly filter: BulkFilter | null;
  readonly onDone: () => void;
}) {
  const words = useWords(WORDS);
  const actions = useWords(BULK_WORDS);
  const [action, setAction] = useState<BulkAction | null>(null);
  const [isEverything, setEverything] = useState(false);
  const chosen: BulkChosen = isEverything && filter !== null ? { filter } : { instances };
  return (
    <Paper withBorder shadow="md" p="sm" pos="sticky" bottom={12}>
      <Group justify="space-between" gap="sm">
        <Group gap="xs">
          <Text fw={600} size="sm" role="status">
            {"filter" in chosen ? words.everything : words.chosen(instances.length)}
          </Text>
          {filter !== null && !isEverything && (
            <Button size="compact-xs" variant="subtle" onClick={() => setEverything(true)}>
              {words.chooseEverything}
            </Button>
          )}
        </Group>
        <Group gap="xs">
          {ACTIONS.map((one) => (
            <Button
              key={one}
              size="xs"
              variant={one === "cancel" ? "light" : "default"}
              {...(one === "cancel" ? { color: "red" } : {})}
              onClick={() => setAction(one)}
            >
              {actions[one]}
            </Button>
          ))}
          <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
            {words.clear}
          </Button>
        </Group>
      </Group>
      {action !== null && (
        <BulkDialog
          action={action}
          chosen={chosen}
          close={(isDone) => {
            setAction(null);
            if (isDone) onDone();
          }}
        />
      )}
    </Paper>
  );
}
