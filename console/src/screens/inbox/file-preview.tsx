import { Anchor, Group, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconExternalLink } from "@tabler/icons-react";
import { useState } from "react";
import type { Schemas } from "../../api/client.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Файлы", en: "Files" },
  choose: { ru: "Какой файл показать", en: "Which file to show" },
  open: { ru: "Открыть отдельно", en: "Open by itself" },
  download: (name: string) => ({ ru: `Скачать ${name}`, en: `Download ${name}` }),
  shown: (name: string) => ({ ru: `Просмотр: ${name}`, en: `Preview: ${name}` }),
};

type NamedFile = Schemas["NamedFile"];

/** PDF and scans, beside the buttons; what a page cannot show is downloaded. */
export function FilePreview({ files }: { readonly files: readonly NamedFile[] }) {
  const words = useWords(WORDS);
  const [chosen, choose] = useState<string | null>(null);
  const shown = files.filter(({ kind }) => kind !== "other");
  const others = files.filter(({ kind }) => kind === "other");
  const current = shown.find(({ id }) => id === chosen) ?? shown[0];
  if (files.length === 0) return null;
  return (
    <section aria-labelledby="files">
      <Title order={2} id="files" mb={6}>
        {words.title}
      </Title>
      <Stack gap="xs">
        {shown.length > 1 && current !== undefined && (
          <div className="scroll-x">
            <SegmentedControl
              aria-label={words.choose}
              size="xs"
              value={current.id}
              onChange={choose}
              data={shown.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </div>
        )}
        {current !== undefined && (
          <Paper withBorder className="preview">
            {current.kind === "pdf" ? (
              <iframe
                key={current.id}
                src={`${current.address}#navpanes=0&view=FitH`}
                title={words.shown(current.name)}
              />
            ) : (
              <img src={current.address} alt={words.shown(current.name)} />
            )}
          </Paper>
        )}
        <Group gap="md">
          {current !== undefined && (
            <Anchor href={current.address} target="_blank" size="sm">
              <Group gap={4} wrap="nowrap">
                <IconExternalLink size={15} aria-hidden />
                {words.open}
              </Group>
            </Anchor>
          )}
          {others.map(({ id, name, address }) => (
            <Anchor key={id} href={address} download={name} size="sm" aria-label={words.download(name)}>
              <Group gap={4} wrap="nowrap">
                <IconDownload size={15} aria-hidden />
                <Text inherit truncate>
                  {name}
                </Text>
              </Group>
            </Anchor>
          ))}
        </Group>
      </Stack>
    </section>
  );
}
