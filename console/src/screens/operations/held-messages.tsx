import { Button, Group, Modal, Paper, ScrollArea, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, commandKey } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { tell } from "../../parts/tell.tsx";
import { useLocale } from "../../words/locale.ts";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";

const count = (of: number) => ({
  ru: pluralRu(of, ["сообщение", "сообщения", "сообщений"]),
  en: pluralEn(of, "message", "messages"),
});

const WORDS = {
  about: {
    ru: "Придержанные сообщения: сразу все, или только выбранного процесса.",
    en: "Messages that are held: all at once, or those of the process that is chosen.",
  },
  release: { ru: "Отпустить все…", en: "Release all…" },
  drop: { ru: "Выбросить все…", en: "Drop all…" },
  releaseTitle: { ru: "Отпустить придержанные сообщения", en: "Release messages that are held" },
  dropTitle: { ru: "Выбросить придержанные сообщения", en: "Drop messages that are held" },
  releases: (of: number) => ({ ru: `Уйдёт: ${count(of).ru}`, en: `Goes out: ${count(of).en}` }),
  drops: (of: number) => ({
    ru: `Будет выброшено: ${count(of).ru}. Вернуть нельзя.`,
    en: `Would be dropped: ${count(of).en}. This cannot be undone.`,
  }),
  first: (of: number) => ({ ru: `Первые ${of}:`, en: `The first ${of}:` }),
  nothing: { ru: "Придержанных сообщений нет.", en: "No message is held." },
  back: { ru: "Не делать", en: "Leave it" },
  doRelease: { ru: "Отпустить", en: "Release" },
  doDrop: { ru: "Выбросить", en: "Drop" },
  released: (of: number) => ({ ru: `Отпущено: ${count(of).ru}`, en: `Released: ${count(of).en}` }),
  dropped: (of: number) => ({ ru: `Выброшено: ${count(of).ru}`, en: `Dropped: ${count(of).en}` }),
};

type Decision = "release" | "drop";

/** Releases or drops what is held, of one process or of all, after showing what that is. */
export function HeldMessages({ process }: { readonly process: string | null }) {
  const words = useWords(WORDS);
  const [decision, setDecision] = useState<Decision | null>(null);
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 240px">
          {words.about}
        </Text>
        <Group gap="xs">
          <Button size="xs" onClick={() => setDecision("release")}>
            {words.release}
          </Button>
          <Button size="xs" variant="light" color="red" onClick={() => setDecision("drop")}>
            {words.drop}
          </Button>
        </Group>
      </Group>
      {decision !== null && <Deciding {...{ decision, process }} close={() => setDecision(null)} />}
    </Paper>
  );
}

function Deciding({
  decision,
  process,
  close,
}: {
  readonly decision: Decision;
  readonly process: string | null;
  readonly close: () => void;
}) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const queries = useQueryClient();
  const [key] = useState(commandKey);
  const body = process === null ? { all: true } : { process };
  const preview = useQuery({
    queryKey: ["held", decision, process, locale],
    queryFn: () => answered(api.POST("/api/outgoing/{decision}/preview", { params: { path: { decision } }, body })),
    gcTime: 0,
  });
  const decide = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/outgoing/{decision}", {
          params: { path: { decision } },
          headers: { "Idempotency-Key": key },
          body,
        }),
      ),
    async onSuccess(done) {
      const message = decision === "release" ? words.released(done.count) : words.dropped(done.count);
      tell({ message, color: "teal" });
      await queries.invalidateQueries({ queryKey: ["operations"] });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={decision === "release" ? words.releaseTitle : words.dropTitle} size="lg">
      <Answer query={preview} rows={2}>
        {({ count: reached, rows }) => (
          <Stack>
            <Text fw={600}>
              {reached === 0 ? words.nothing : decision === "release" ? words.releases(reached) : words.drops(reached)}
            </Text>
            {rows.length < reached && <Text size="sm">{words.first(rows.length)}</Text>}
            <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0 }}>
              <Stack gap="xs">
                {rows.map((one) => (
                  <div key={one.key}>
                    <Text size="sm" fw={600}>
                      {one.to.name}
                      <Text span size="sm" fw={400} className="quiet">
                        {` · ${one.channel} → ${one.sentTo ?? one.address}`}
                      </Text>
                    </Text>
                    <Text size="sm" lineClamp={2}>
                      {one.subject ?? one.text}
                    </Text>
                  </div>
                ))}
              </Stack>
            </ScrollArea.Autosize>
            {decide.isError && <ProblemNote problem={problemOf(decide.error)} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {words.back}
              </Button>
              <Button
                disabled={reached === 0}
                loading={decide.isPending}
                onClick={() => decide.mutate()}
                {...(decision === "drop" ? { color: "red" } : {})}
              >
                {decision === "release" ? words.doRelease : words.doDrop}
              </Button>
            </Group>
          </Stack>
        )}
      </Answer>
    </Modal>
  );
}
