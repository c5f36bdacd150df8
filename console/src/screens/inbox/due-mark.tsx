import { Badge, Text } from "@mantine/core";
import { IconAlarm } from "@tabler/icons-react";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = { overdue: { ru: "просрочено", en: "overdue" }, due: { ru: "до", en: "due" } };

/** Until when; what is overdue is told by a mark and a word, not by color alone. */
export function DueMark({ dueAt, isOverdue }: { readonly dueAt: string | null; readonly isOverdue: boolean }) {
  const words = useWords(WORDS);
  if (dueAt === null) return null;
  if (isOverdue)
    return (
      <Badge
        color="red.8"
        variant="filled"
        tt="none"
        leftSection={<IconAlarm size={13} aria-hidden />}
        className="no-shrink"
      >
        {words.overdue} <When at={dueAt} />
      </Badge>
    );
  return (
    <Text size="sm" component="span">
      {words.due} <When at={dueAt} />
    </Text>
  );
}
