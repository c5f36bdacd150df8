import { Button, Group, Paper, Text } from "@mantine/core";
import { useState } from "react";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";
import { BULK_WORDS, type BulkAction, BulkDialog } from "./bulk-dialog.tsx";

const WORDS = {
  chosen: (count: number) => ({
    ru: `Выбрано: ${pluralRu(count, ["процесс", "процесса", "процессов"])}`,
    en: `Chosen: ${pluralEn(count, "instance", "instances")}`,
  }),
  clear: { ru: "Снять выбор", en: "Clear" },
};
const ACTIONS: readonly BulkAction[] = ["retry", "suspend", "resume", "migrate", "cancel"];

/** What can be done with the instances that are chosen; each shows first what it would do. */
export function BulkBar({ instances, onDone }: { readonly instances: readonly string[]; readonly onDone: () => void }) {
  const words = useWords(WORDS);
  const actions = useWords(BULK_WORDS);
  const [action, setAction] = useState<BulkAction | null>(null);
  return (
    <Paper withBorder shadow="md" p="sm" pos="sticky" bottom={12}>
      <Group justify="space-between" gap="sm">
        <Text fw={600} size="sm" role="status">
          {words.chosen(instances.length)}
        </Text>
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
          instances={instances}
          close={(isDone) => {
            setAction(null);
            if (isDone) onDone();
          }}
        />
      )}
    </Paper>
  );
}
