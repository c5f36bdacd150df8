import { Stack } from "@mantine/core";
import { Page } from "../../parts/page.tsx";
import { useWords } from "../../words/use-words.ts";
import { Absences } from "./absences.tsx";
import { Directory } from "./directory.tsx";
import { Today } from "./today.tsx";

const WORDS = {
  title: { ru: "Люди", en: "People" },
  about: { ru: "Кто за кого решает сегодня, отсутствия и замещения.", en: "Who decides for whom today; absences." },
};

/** Who decides for whom today, my absence and my people's, everybody. */
export default function People() {
  const words = useWords(WORDS);
  return (
    <Page title={words.title} about={words.about} width={960}>
      <Stack gap="lg">
        <Today />
        <Absences />
        <Directory />
      </Stack>
    </Page>
  );
}
