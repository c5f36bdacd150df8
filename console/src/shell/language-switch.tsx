import { SegmentedControl } from "@mantine/core";
import { chooseLocale, useLocale } from "../words/locale.ts";
import { useWords } from "../words/use-words.ts";

const WORDS = { label: { ru: "Язык", en: "Language" } };
const CHOICES = [
  { value: "ru", label: "Русский" },
  { value: "en", label: "English" },
];

/** Russian or English. */
export function LanguageSwitch() {
  const words = useWords(WORDS);
  return (
    <SegmentedControl
      aria-label={words.label}
      size="xs"
      w="fit-content"
      data={CHOICES}
      value={useLocale()}
      onChange={(value) => chooseLocale(value === "en" ? "en" : "ru")}
    />
  );
}
