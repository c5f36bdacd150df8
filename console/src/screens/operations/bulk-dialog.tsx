import { Alert, Button, Group, List, Modal, ScrollArea, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { paths } from "../../api/api.generated.d.ts";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useLocale } from "../../words/locale.ts";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";

export type BulkAction = Schemas["BulkPreview"]["action"];

/** What the list of instances is filtered by. */
export type BulkFilter = NonNullable<
  paths["/api/operations/{action}/preview"]["post"]["requestBody"]["content"]["application/json"]["filter"]
>;

/** Those that were ticked, or all that fit a filter, shown or not. */
export type BulkChosen = { readonly instances: readonly string[] } | { readonly filter: BulkFilter };

/** What the buttons say. */
export const BULK_WORDS = {
  suspend: { ru: "Приостановить", en: "Suspend" },
  resume: { ru: "Продолжить", en: "Resume" },
  cancel: { ru: "Отменить процесс", en: "Cancel" },
  migrate: { ru: "Перевести на новую версию", en: "Migrate" },
  retry: { ru: "Повторить сбои", en: "Retry" },
};

const count = (of: number) => ({
  ru: pluralRu(of, ["процесс", "процесса", "процессов"]),
  en: pluralEn(of, "instance", "instances"),
});

const WORDS = {
  ...BULK_WORDS,
  suspendAbout: {
    ru: "Ничего не движется, пока их не продолжат: таймеры, ответы и события ждут.",
    en: "Nothing moves until they are resumed: timers, answers and events wait.",
  },
  resumeAbout: {
    ru: "Процессы идут дальше; что накопилось, происходит сразу.",
    en: "They go on; what has gathered happens at once.",
  },
  cancelAbout: {
    ru: "Процессы закончатся, их задания закроются. Вернуть нельзя.",
    en: "They end and their tasks close. This cannot be undone.",
  },
  migrateAbout: {
    ru: "Каждый переходит на действующую версию целиком или остаётся на своей.",
    en: "Each moves to the version in force as a whole, or stays on its own.",
  },
  retryAbout: { ru: "Шаги, на которых случились сбои, пробуют ещё раз.", en: "Steps that failed are tried again." },
  goes: (of: number) => ({ ru: `Коснётся: ${count(of).ru}`, en: `Reaches: ${count(of).en}` }),
  refused: (of: number) => ({ ru: `Не получится: ${count(of).ru}`, en: `Refused: ${count(of).en}` }),
  more: (of: number) => ({
    ru: `Под отбор подходит больше: сейчас — первые ${of}, остальные — следующим разом.`,
    en: `More fit the filter: these are the first ${of}, the others come next.`,
  }),
  nobody: { ru: "Ни с одним из выбранных этого сделать нельзя.", en: "It can be done to none of those chosen." },
  reason: { ru: "Причина", en: "Reason" },
  reasonAbout: { ru: "Её увидят в истории процесса.", en: "It stands in the history." },
  back: { ru: "Не делать", en: "Leave it" },
  done: (of: number) => ({ ru: `Сделано: ${count(of).ru}`, en: `Done: ${count(of).en}` }),
  close: { ru: "Закрыть", en: "Close" },
};

/** Shows what a command would do to these instances, asks why, and does exactly that. */
export function BulkDialog({
  action,
  chosen,
  close,
}: {
  readonly action: BulkAction;
  readonly chosen: BulkChosen;
  readonly close: (isDone: boolean) => void;
}) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [key, setKey] = useState(commandKey);
  const preview = useQuery({
    queryKey: ["bulk", action, chosen, locale],
    queryFn: () =>
      answered(
        api.POST("/api/operations/{action}/preview", {
          params: { path: { action } },
          body: "filter" in chosen ? { filter: chosen.filter } : { instances: [...chosen.instances] },
        }),
      ),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const order = useMutation({
    mutationFn: ({ goes, digest }: Pick<Schemas["BulkPreview"], "goes" | "digest">) =>
      answered(
        api.POST("/api/operations/{action}", {
          params: { path: { action } },
          headers: { "Idempotency-Key": key },
          body: { instances: [...goes], digest, ...(reason.trim() === "" ? {} : { reason }) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["operations"] }),
    onError: (error) => {
      const problem = problemOf(error);
      if (problem.code !== "PREVIEW_STALE") return;
      setKey(commandKey());
      void preview.refetch();
    },
  });
  const problem = order.isError ? problemOf(order.error) : null;
  const needsReason = action === "suspend" || action === "cancel";
  const done = order.data;
  return (
    <Modal opened onClose={() => close(done !== undefined)} title={words[action]} size="lg">
      {done !== undefined ? (
        <Stack>
          <Text role="status">{words.done(done.done)}</Text>
          {done.refused > 0 && (
            <Alert color="yellow" title={words.refused(done.refused)}>
              <List size="sm">
                {done.rows
                  .filter(({ outcome }) => outcome === "refused")
                  .map((one) => (
                    <List.Item key={one.instance}>{one.reason}</List.Item>
                  ))}
              </List>
            </Alert>
          )}
          <Group justify="flex-end">
            <Button onClick={() => close(true)}>{words.close}</Button>
          </Group>
        </Stack>
      ) : (
        <Answer query={preview} rows={2}>
          {(seen) => (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                order.mutate(seen);
              }}
            >
              <Stack>
                <Text size="sm">{words[`${action}About`]}</Text>
                <Listed seen={seen} />
                {seen.goes.length > 0 && needsReason && (
                  <Textarea
                    label={words.reason}
                    description={words.reasonAbout}
                    withAsterisk
                    autosize
                    minRows={2}
                    value={reason}
                    error={problem?.fields["reason"]}
                    onChange={({ currentTarget }) => setReason(currentTarget.value)}
                    data-autofocus
                  />
                )}
                {problem !== null && Object.keys(problem.fields).length === 0 && <ProblemNote problem={problem} />}
                <Group justify="flex-end">
                  <Button variant="default" onClick={() => close(false)}>
                    {words.back}
                  </Button>
                  <Button
                    type="submit"
                    disabled={seen.goes.length === 0}
                    loading={order.isPending}
                    {...(action === "cancel" ? { color: "red" } : {})}
                  >
                    {words[action]}
                  </Button>
                </Group>
              </Stack>
            </form>
          )}
        </Answer>
      )}
    </Modal>
  );
}

function Listed({ seen }: { readonly seen: Schemas["BulkPreview"] }) {
  const words = useWords(WORDS);
  const goes = seen.rows.filter(({ verdict }) => verdict === "goes");
  const refused = seen.rows.filter(({ verdict }) => verdict === "refused");
  return (
    <Stack gap="xs">
      <Text fw={600}>{goes.length === 0 ? words.nobody : words.goes(goes.length)}</Text>
      {seen.isMore && <Text size="sm">{words.more(seen.rows.length)}</Text>}
      <ScrollArea.Autosize mah={220} tabIndex={0}>
        <List size="sm" spacing={4}>
          {goes.map(({ row, notes }) => (
            <List.Item key={row.id}>
              {row.subject}{" "}
              <Text span size="xs" c="dimmed">
                {[`№ ${row.number}`, ...row.places.map(({ title }) => title), ...notes].join(" · ")}
              </Text>
            </List.Item>
          ))}
        </List>
      </ScrollArea.Autosize>
      {refused.length > 0 && (
        <Alert color="yellow" title={words.refused(refused.length)}>
          <ScrollArea.Autosize mah={160} tabIndex={0}>
            <List size="sm" spacing={4}>
              {refused.map(({ row, reason }) => (
                <List.Item key={row.id}>
                  {row.subject} № {row.number}: {reason}
                </List.Item>
              ))}
            </List>
          </ScrollArea.Autosize>
        </Alert>
      )}
    </Stack>
  );
}
