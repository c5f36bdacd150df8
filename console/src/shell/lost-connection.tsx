import { Alert } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useWords } from "../words/use-words.ts";

const WORDS = {
  lost: {
    ru: "Нет связи с сервером. Показано последнее, что было известно; как только связь вернётся, всё обновится само.",
    en: "The server cannot be reached. You see what was known last; as soon as it is back, everything is renewed.",
  },
};

/** Says that what is shown may be old. */
export function LostConnection({ isLost }: { readonly isLost: boolean }) {
  const words = useWords(WORDS);
  return (
    <div role="status" aria-live="polite">
      {isLost && (
        <Alert color="orange" variant="light" mb="md" icon={<IconPlugConnectedX size={18} aria-hidden />}>
          {words.lost}
        </Alert>
      )}
    </div>
  );
}
