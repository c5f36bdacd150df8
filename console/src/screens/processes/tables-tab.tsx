import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import type { TabProps } from "./process-page.tsx";
import { TableGrid } from "./table-grid.tsx";

const WORDS = {
  about: {
    ru: "Ячейки — как в файле. Правка ячейки меняет текст файла; строка с рамкой — случай, для которого нет правила.",
    en: "Cells as the file has them. Editing one changes the file's text; a framed row is a case that no rule covers.",
  },
  none: { ru: "Таблиц решений нет", en: "There are no decision tables" },
  noneText: {
    ru: "Таблицы объявляют в process.yaml (decisions) или кладут в папку decisions/.",
    en: "Tables are declared in process.yaml (decisions) or lie in the folder decisions/.",
  },
};

/** Decision tables of a process, of the text that is in the editor. */
export function TablesTab({ copy, mayEdit }: TabProps) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const { process, changes } = copy;
  const query = useQuery({
    queryKey: ["processes", "tables", process, changes, locale],
    queryFn: ({ signal }) =>
      answered(api.POST("/api/processes/tables", { body: { process, files: [...changes] }, signal })),
    placeholderData: (before) => before,
  });
  return (
    <Answer query={query} rows={6}>
      {({ tables }) =>
        tables.length === 0 ? (
          <Empty title={words.none}>{words.noneText}</Empty>
        ) : (
          <Stack gap="lg">
            <Text size="sm" c="dimmed" maw={720}>
              {words.about}
            </Text>
            {tables.map((table) => (
              // An answer to an older text has other places: nothing is edited by it.
              <TableGrid key={table.id} table={table} copy={copy} mayEdit={mayEdit && !query.isPlaceholderData} />
            ))}
          </Stack>
        )
      }
    </Answer>
  );
}
