import {
  ActionIcon,
  Card,
  Checkbox,
  Group,
  ScrollArea,
  SegmentedControl,
  Select,
  Stack,
  Text,
  useComputedColorScheme,
} from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import type { TabProps } from "./process-page.tsx";
import { SafeSvg } from "./safe-svg.tsx";

const WORDS = {
  version: { ru: "Версия", en: "Version" },
  source: { ru: "Исходник", en: "Source" },
  inForce: { ru: "в силе", en: "in force" },
  counts: { ru: "Сколько ждёт на шагах", en: "How many wait at each step" },
  larger: { ru: "Крупнее", en: "Larger" },
  smaller: { ru: "Мельче", en: "Smaller" },
  unsaved: { ru: "Процесс ещё не сохранён", en: "The process is not saved yet" },
  unsavedText: {
    ru: "Схему уже можно увидеть на вкладке «Проба»: попробуйте процесс на примере.",
    en: "Its picture can be seen on the tab “Try” already: try the process with an example.",
  },
  broken: { ru: "Схемы нет", en: "There is no picture" },
  brokenText: {
    ru: "В исходнике ошибки: исправьте их на вкладке «Файлы».",
    en: "The source has errors: mend them on the tab “Files”.",
  },
};

const ZOOMS = [0.4, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2] as const;

/** The picture of a version or of the source: that of `ordo diagram`, with what waits at each step now. */
export function DiagramTab({ detail }: TabProps) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const scheme = useComputedColorScheme("light");
  const { process, drift, folder, draft } = detail.row;
  // Begun in this page, and saved nowhere.
  const isUnsaved = drift === "new" && folder === null && draft === null;
  const current = detail.versions.find((one) => one.current);
  const [version, setVersion] = useState(current?.digest ?? (drift === "gone" ? "" : "source"));
  const [isCounted, setCounted] = useState(true);
  const [zoom, setZoom] = useState<number>(1);
  const query = useQuery({
    queryKey: ["processes", "diagram", process, version, scheme, isCounted, locale],
    queryFn: () =>
      answered(
        api.GET("/api/processes/{process}/diagram.svg", {
          params: { path: { process }, query: { version, scheme, counts: isCounted } },
          parseAs: "text",
        }),
      ),
    retry: false,
    enabled: !isUnsaved,
  });
  const choices = [
    ...detail.versions.map((one) => ({
      value: one.digest,
      label: `${one.number}${one.current ? ` — ${words.inForce}` : ""}`,
    })),
    ...(drift === "gone" ? [] : [{ value: "source", label: words.source }]),
  ];
  const step = (by: number) =>
    setZoom(ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, ZOOMS.indexOf(zoom as 1) + by))] ?? 1);
  return (
    <Stack gap="sm">
      <Group gap="sm" align="center">
        {choices.length <= 3 ? (
          <SegmentedControl data={choices} value={version} onChange={setVersion} aria-label={words.version} />
        ) : (
          <Select
            data={choices}
            value={version}
            onChange={(next) => next !== null && setVersion(next)}
            allowDeselect={false}
            aria-label={words.version}
            w={180}
          />
        )}
        <Checkbox
          label={words.counts}
          checked={isCounted}
          onChange={({ currentTarget }) => setCounted(currentTarget.checked)}
        />
        <Group gap={4} ml="auto">
          <ActionIcon variant="default" size="lg" onClick={() => step(-1)} aria-label={words.smaller}>
            <IconMinus size={18} aria-hidden />
          </ActionIcon>
          <Text size="sm" w={44} ta="center">
            {Math.round(zoom * 100)}%
          </Text>
          <ActionIcon variant="default" size="lg" onClick={() => step(1)} aria-label={words.larger}>
            <IconPlus size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {isUnsaved ? (
        <Empty title={words.unsaved}>{words.unsavedText}</Empty>
      ) : version === "source" && drift === "broken" ? (
        <Empty title={words.broken}>{words.brokenText}</Empty>
      ) : (
        <Answer query={query} rows={6}>
          {(svg) => (
            <Card withBorder padding="xs">
              <ScrollArea offsetScrollbars>
                <SafeSvg svg={String(svg)} zoom={zoom} />
              </ScrollArea>
            </Card>
          )}
        </Answer>
      )}
    </Stack>
  );
}
