import { Badge } from "@mantine/core";
import type { Schemas } from "../api/client.ts";
import { useWords } from "../words/use-words.ts";

const WORDS = {
  running: { ru: "идёт", en: "under way" },
  suspended: { ru: "приостановлен", en: "suspended" },
  completed: { ru: "завершён", en: "completed" },
  failed: { ru: "прерван ошибкой", en: "failed" },
  canceled: { ru: "отменён", en: "canceled" },
};
const COLORS = { running: "ordo", suspended: "yellow", completed: "gray", failed: "red", canceled: "gray" };

/** Where an instance stands, in a word. */
export function InstanceStatus({ status }: { readonly status: Schemas["InstanceRow"]["status"] }) {
  const words = useWords(WORDS);
  return (
    <Badge variant="light" color={COLORS[status]} tt="none" fw={600} style={{ flexShrink: 0 }}>
      {words[status]}
    </Badge>
  );
}
