import { Badge } from "@mantine/core";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  running: { ru: "идёт", en: "running" },
  suspended: { ru: "приостановлен", en: "suspended" },
  completed: { ru: "завершён", en: "completed" },
  failed: { ru: "с ошибкой", en: "failed" },
  canceled: { ru: "отменён", en: "canceled" },
};
const COLORS = { running: "ordo", suspended: "yellow", completed: "gray", failed: "red", canceled: "gray" };

export type Status = keyof typeof WORDS;

/** How an instance stands. */
export function StatusBadge({ status }: { readonly status: Status }) {
  const words = useWords(WORDS);
  return (
    <Badge color={COLORS[status]} variant="light" tt="none" fw={600} miw="max-content">
      {words[status]}
    </Badge>
  );
}
