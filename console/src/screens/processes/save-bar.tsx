import { Button, Card, Code, CopyButton, Group, Modal, ScrollArea, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { type ApiProblem, problemOf } from "../../api/problem.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { tell } from "../../parts/tell.tsx";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";
import { download } from "./download.ts";
import type { WorkCopy } from "./work-copy.ts";

const WORDS = {
  changed: (count: number) => ({
    ru: `Не сохранено: ${pluralRu(count, ["файл", "файла", "файлов"])}`,
    en: `Not saved: ${pluralEn(count, "file", "files")}`,
  }),
  undo: { ru: "Отменить правки", en: "Discard changes" },
  undoSure: { ru: "Точно отменить все?", en: "Really discard all?" },
  patch: { ru: "Получить патч", en: "Get the patch" },
  save: { ru: "Сохранить черновик", en: "Save the draft" },
  saved: { ru: "Черновик сохранён.", en: "The draft is saved." },
  over: { ru: "Сохранить поверх", en: "Save over it" },
  patchTitle: { ru: "Правки патчем", en: "The changes as a patch" },
  patchText: {
    ru: "Примените его в папке, где лежит ordo.yaml; потом разверните процесс на вкладке «Версии».",
    en: "Apply it in the folder of ordo.yaml; then deploy the process on the tab “Versions”.",
  },
  copy: { ru: "Скопировать", en: "Copy" },
  copied: { ru: "Скопировано", en: "Copied" },
  download: { ru: "Скачать", en: "Download" },
};

/** What was typed and is not saved: as a patch where the folder is the source, as a draft where the store is. Ctrl+S too. */
export function SaveBar({
  detail,
  copy,
  saved,
}: {
  readonly detail: Schemas["ProcessDetail"];
  readonly copy: WorkCopy;
  readonly saved: Schemas["ProcessFiles"];
}) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { process } = copy;
  const isFolder = detail.source === "folder";
  const [isSure, setSure] = useState(false);
  const [patch, setPatch] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: async (seen: number) => {
      if (isFolder) {
        const body = { process, files: [...copy.changes] };
        setPatch((await answered(api.POST("/api/processes/patch", { body }))).patch);
        return;
      }
      const files = [...copy.files].map(([path, text]) => ({ path, text }));
      await answered(
        api.PUT("/api/processes/{process}/draft", {
          params: { path: { process }, header: { "Idempotency-Key": commandKey() } },
          body: { seen, files },
        }),
      );
      await queries.invalidateQueries({ queryKey: ["processes"] });
      copy.reset();
      tell({ message: words.saved });
    },
  });
  const problem: ApiProblem | null = save.error === null ? null : problemOf(save.error);
  const { mutate } = save;
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyS") return;
      event.preventDefault();
      mutate(saved.revision ?? 0);
    };
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [mutate, saved.revision]);
  return (
    <Stack gap="xs" mt="sm">
      <Card withBorder padding="xs" role="status">
        <Group justify="space-between" gap="xs">
          <Text size="sm" fw={600}>
            {words.changed(copy.changes.length)}
          </Text>
          <Group gap="xs">
            <Button
              variant="subtle"
              color={isSure ? "red" : "gray"}
              size="xs"
              onBlur={() => setSure(false)}
              onClick={() => (isSure ? copy.reset() : setSure(true))}
            >
              {isSure ? words.undoSure : words.undo}
            </Button>
            <Button size="xs" loading={save.isPending} onClick={() => mutate(saved.revision ?? 0)}>
              {isFolder ? words.patch : words.save}
            </Button>
          </Group>
        </Group>
      </Card>
      {problem !== null && (
        <>
          <ProblemNote problem={problem} />
          {problem.code === "CHANGED_MEANWHILE" && (
            <Button
              variant="default"
              style={{ alignSelf: "flex-start" }}
              onClick={() => mutate(Number(problem.body["revision"] ?? 0))}
            >
              {words.over}
            </Button>
          )}
        </>
      )}
      <Modal opened={patch !== null} onClose={() => setPatch(null)} title={words.patchTitle} size="xl">
        <Stack gap="sm">
          <Text size="sm">{words.patchText}</Text>
          <Code block>{`git apply ${process}.patch`}</Code>
          <ScrollArea.Autosize mah="50vh">
            <Code block fz="xs">
              {patch ?? ""}
            </Code>
          </ScrollArea.Autosize>
          <Group justify="flex-end" gap="xs">
            <CopyButton value={patch ?? ""}>
              {({ copied, copy: take }) => (
                <Button variant="default" onClick={take}>
                  {copied ? words.copied : words.copy}
                </Button>
              )}
            </CopyButton>
            <Button onClick={() => download(`${process}.patch`, patch ?? "")}>{words.download}</Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}
