import { Alert, Button, Group, List, Modal, Paper, Stack, Text, Textarea } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";

type InboxTask = Schemas["InboxTask"];
type Outcome = InboxTask["outcomes"][number];

const WORDS = {
  chosen: (count: number) => ({
    ru: `Выбрано ${pluralRu(count, ["задание", "задания", "заданий"])}`,
    en: `${pluralEn(count, "task", "tasks")} selected`,
  }),
  nothing: {
    ru: "У них разные варианты решения: решите их по одному или выберите похожие.",
    en: "They are decided in different ways: decide them one by one, or select similar ones.",
  },
  sure: (outcome: string, count: number) => ({
    ru: `«${outcome}» — ${pluralRu(count, ["задание", "задания", "заданий"])}`,
    en: `“${outcome}”: ${pluralEn(count, "task", "tasks")}`,
  }),
  comment: { ru: "Комментарий ко всем", en: "Comment on all of them" },
  cancel: { ru: "Не решать", en: "Do not decide" },
  done: (count: number, all: number) => ({ ru: `Решено: ${count} из ${all}`, en: `Decided: ${count} of ${all}` }),
  close: { ru: "Закрыть", en: "Close" },
  clear: { ru: "Снять выбор", en: "Clear" },
};

const BULK_MAX = 100;

/** Several tasks that are to be decided in the same way. */
export interface BulkOrder {
  readonly tasks: readonly InboxTask[];
  readonly outcome: Outcome;
}

/** What can be done with several tasks at once: outcomes that all of them have. */
export function BulkBar(of: {
  readonly tasks: readonly InboxTask[];
  readonly onDecide: (order: BulkOrder) => void;
  readonly onClear: () => void;
}) {
  const { tasks, onDecide, onClear } = of;
  const words = useWords(WORDS);
  const common = commonOf(tasks);
  return (
    <Paper withBorder shadow="md" p="sm" className="bulk-bar">
      <Group justify="space-between" gap="sm">
        <Text fw={600} size="sm" role="status">
          {words.chosen(tasks.length)}
        </Text>
        <Group gap="xs">
          {common.length === 0 ? (
            <Text size="sm" maw={460}>
              {words.nothing}
            </Text>
          ) : (
            common.map((one) => (
              <Button
                key={one.name}
                variant="light"
                size="sm"
                onClick={() => onDecide({ tasks: tasks.slice(0, BULK_MAX), outcome: one })}
              >
                {one.title}
              </Button>
            ))
          )}
          <Button variant="subtle" color="gray" size="sm" onClick={onClear}>
            {words.clear}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

/**
 * Asks once more, decides, and tells what became of each. It stands on the page, not in the bar: the bar goes with the tasks
 * that are decided, the answer stays.
 */
export function BulkDialog(of: { readonly order: BulkOrder; readonly onClose: (isDone: boolean) => void }) {
  const words = useWords(WORDS);
  const { order, onClose } = of;
  const { tasks, outcome } = order;
  const [key] = useState(commandKey);
  const [comment, setComment] = useState("");
  const queries = useQueryClient();
  const deciding = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/tasks/complete", {
          params: { header: { "Idempotency-Key": key } },
          body: {
            tasks: tasks.map(({ id }) => id),
            outcome: outcome.name,
            comment: comment.trim() === "" ? null : comment,
          },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["tasks"] }),
  });
  const { data: answers } = deciding;
  const failed = answers?.filter(({ isDone }) => !isDone) ?? [];
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  return (
    <Modal
      opened
      onClose={() => onClose(answers !== undefined)}
      title={words.sure(outcome.title, tasks.length)}
      size="lg"
    >
      {answers === undefined ? (
        <Stack>
          <List size="sm" className="long-list">
            {tasks.map(({ id, title }) => (
              <List.Item key={id}>{title}</List.Item>
            ))}
          </List>
          <Textarea
            label={words.comment}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            autosize
            minRows={2}
            maxRows={8}
            data-autofocus
          />
          {deciding.isError && <ProblemNote problem={problemOf(deciding.error)} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => onClose(false)}>
              {words.cancel}
            </Button>
            <Button loading={deciding.isPending} onClick={() => deciding.mutate()}>
              {outcome.title}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack>
          <Text fw={600} role="status">
            {words.done(answers.length - failed.length, answers.length)}
          </Text>
          <List size="sm" className="long-list" icon={<IconCheck size={16} aria-hidden />}>
            {answers
              .filter(({ isDone }) => isDone)
              .map(({ task }) => (
                <List.Item key={task}>{titles.get(task) ?? task}</List.Item>
              ))}
          </List>
          {failed.map(({ task, problem }) => (
            <Alert key={task} color="red" variant="light" title={titles.get(task) ?? task}>
              {problem?.title} {problem?.remedy}
            </Alert>
          ))}
          <Group justify="flex-end">
            <Button onClick={() => onClose(true)}>{words.close}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

/** Outcomes that every one of them has, under the same title. */
function commonOf(tasks: readonly InboxTask[]): readonly Outcome[] {
  const [first, ...rest] = tasks;
  if (first === undefined) return [];
  return first.outcomes.filter((one) =>
    rest.every(({ outcomes }) => outcomes.some(({ name, title }) => name === one.name && title === one.title)),
  );
}
