import { Badge, Tooltip } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  same: { ru: "Развёрнут", en: "Deployed" },
  sameHint: { ru: "В силе то же, что в исходнике.", en: "What is in force is what the source says." },
  changed: { ru: "Есть изменения", en: "Changed" },
  changedHint: {
    ru: "Исходник изменён и ещё не развёрнут.",
    en: "The source has changed and is not deployed yet.",
  },
  new: { ru: "Не развёрнут", en: "Not deployed" },
  newHint: { ru: "Процесс ещё ни разу не вводили в силу.", en: "The process has never been put in force." },
  gone: { ru: "Исходника нет", en: "No source" },
  goneHint: { ru: "Процесс развёрнут, а его файлов в исходнике нет.", en: "It is deployed, and the source lacks it." },
  broken: { ru: "С ошибками", en: "Errors" },
  brokenHint: { ru: "В исходнике ошибки: развернуть нельзя.", en: "The source has errors: it cannot be deployed." },
};

const COLORS = { same: "ordo", changed: "yellow", new: "blue", gone: "gray", broken: "red" } as const;

/** Readable on the tint of each (WCAG AA), in both schemes. */
const INKS = {
  same: "light-dark(var(--mantine-color-ordo-9), var(--mantine-color-ordo-1))",
  changed: "light-dark(#7a4100, #ffe8a3)",
  new: "light-dark(var(--mantine-color-blue-9), var(--mantine-color-blue-1))",
  gone: "light-dark(var(--mantine-color-gray-8), var(--mantine-color-gray-2))",
  broken: "light-dark(var(--mantine-color-red-9), var(--mantine-color-red-1))",
} as const;

/** How the source of a process and what is in force stand to each other. */
export function DriftBadge({ drift }: { readonly drift: Schemas["ProcessRow"]["drift"] }) {
  const words = useWords(WORDS);
  return (
    <Tooltip label={words[`${drift}Hint`]}>
      <Badge variant="light" color={COLORS[drift]} c={INKS[drift]} tt="none" style={{ flexShrink: 0 }}>
        {words[drift]}
      </Badge>
    </Tooltip>
  );
}
