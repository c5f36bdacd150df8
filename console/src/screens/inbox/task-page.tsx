import { Alert, Anchor, Box, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { useOwnSession } from "../../api/use-session.ts";
import { Answer } from "../../parts/answer.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { CommentList } from "./comment-list.tsx";
import { DecisionPanel } from "./decision-panel.tsx";
import { DueMark } from "./due-mark.tsx";
import { EarlierDecisions } from "./earlier-decisions.tsx";
import { FactList } from "./fact-list.tsx";
import { FilePreview } from "./file-preview.tsx";
import { NextTask } from "./next-task.tsx";
import { RecallButton } from "./recall-button.tsx";
import { SeatChain } from "./seat-chain.tsx";
import { WhyMine } from "./why-mine.tsx";

export type Task = Schemas["Task"];

const WORDS = {
  back: { ru: "К заданиям", en: "To the inbox" },
  from: (name: string) => ({ ru: `от: ${name}`, en: `from ${name}` }),
  opened: { ru: "пришло", en: "came" },
  closed: { ru: "Задание закрыто", en: "The task is closed" },
  yours: { ru: "Ваше решение записано", en: "Your decision is recorded" },
  suspended: {
    ru: "Процесс приостановлен: решать пока нельзя.",
    en: "The instance is suspended: nothing can be decided.",
  },
  paused: { ru: "Задан вопрос: срок стоит, пока не ответят.", en: "A question is open: the clock stands still." },
};

/** One task: what is asked and what it stands on, with the buttons beside it. */
export function TaskPage({ task: address }: { readonly task: string }) {
  const query = useQuery({
    queryKey: ["tasks", "one", address],
    queryFn: () => answered(api.GET("/api/tasks/{task}", { params: { path: { task: address } } })),
  });
  return (
    <Answer query={query} rows={8}>
      {(task) => <Shown task={task} />}
    </Answer>
  );
}

function Shown({ task }: { readonly task: Task }) {
  const words = useWords(WORDS);
  const isOpen = task.settled === null;
  useEffect(() => {
    document.title = `${task.title} · Ordo`;
  }, [task.title]);
  return (
    <Box maw={1440} mx="auto">
      <Anchor component={Link} href="/" size="sm">
        <Group gap={4} wrap="nowrap">
          <IconArrowLeft size={15} aria-hidden />
          {words.back}
        </Group>
      </Anchor>
      <Title order={1} mt={6}>
        {task.title}
      </Title>
      <Group gap="sm" mt={4} mb="md" className="quiet" fz="sm">
        <span>
          {task.processTitle} № {task.number}
        </span>
        {task.requester !== null && <span>{words.from(task.requester.name)}</span>}
        <span>
          {words.opened} <When at={task.openedAt} isAgo />
        </span>
        {isOpen && <DueMark dueAt={task.dueAt} isOverdue={task.isOverdue} />}
      </Group>
      <div className={isOpen ? "task-columns" : ""}>
        <Stack gap="lg" className="grow">
          <State task={task} />
          {task.instructions !== null && (
            <Text className="pre-line" fz="md">
              {task.instructions}
            </Text>
          )}
          <FactList task={task} />
          <FilePreview files={task.files} />
          <SeatChain task={task} />
          <CommentList comments={task.comments} />
          <EarlierDecisions task={task.id} />
          <WhyMine task={task} />
        </Stack>
        {isOpen && (
          <aside className="task-panel">
            <DecisionPanel key={task.id} task={task} />
          </aside>
        )}
      </div>
    </Box>
  );
}

/** What keeps one from deciding: it is decided already, stands still, or waits for an answer. */
function State({ task }: { readonly task: Task }) {
  const words = useWords(WORDS);
  const { user } = useOwnSession();
  const { settled } = task;
  if (settled !== null)
    return (
      <Alert
        variant="light"
        color={settled.by?.id === user ? "ordo" : "blue"}
        icon={<IconCircleCheck size={18} aria-hidden />}
        title={settled.by?.id === user ? words.yours : words.closed}
        role="status"
      >
        <Stack gap="sm">
          <Text size="sm">
            {settled.text}
            {settled.comment !== null && ` «${settled.comment}»`}
          </Text>
          <Group gap="sm">
            {task.can.recall && <RecallButton task={task.id} />}
            <NextTask except={task.id} />
          </Group>
        </Stack>
      </Alert>
    );
  if (task.status === "suspended")
    return (
      <Alert variant="light" color="orange" icon={<IconInfoCircle size={18} aria-hidden />}>
        {words.suspended}
      </Alert>
    );
  if (task.isPaused)
    return (
      <Alert variant="light" color="blue" icon={<IconInfoCircle size={18} aria-hidden />}>
        {words.paused}
      </Alert>
    );
  return null;
}
