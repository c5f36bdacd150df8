import type { TextInputProps } from "@mantine/core";
import { useLocale } from "../words/locale.ts";
import { shownNumber, typedNumber } from "../words/typed-number.ts";
import { useWords } from "../words/use-words.ts";
import { TypedInput } from "./typed-input.tsx";

const WORDS = {
  wrong: (text: string) => ({
    ru: `«${text}» — не число. Пишите так: 1234,56 или 1 234,56.`,
    en: `“${text}” is no number. Write 1234.56 or 1,234.56.`,
  }),
};

/** A number, typed as people write it. @param value decimal text (`1234.56`); null: nothing */
export function NumberField(
  of: Omit<TextInputProps, "value" | "onChange"> & {
    readonly value: string | null;
    /** Gives decimal text, or what was typed where it is no number. */
    readonly onValue: (value: string | null) => void;
  },
) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const writing = {
    read: (text: string) => typedNumber(text, locale),
    show: (value: string) => shownNumber(value, locale),
    wrong: words.wrong,
  };
  return <TypedInput {...of} inputMode="decimal" writing={writing} />;
}
