import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { IconArrowsExchange, IconMessage, IconQuestionMark, IconUserPlus, IconUserShare } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { type ApiProblem, problemOf } from "../../api/problem.ts";
import { useIsUploading } from "../../api/upload-file.ts";
import { useOwnSession } from "../../api/use-session.ts";
import { type AttachedFile, AttachInput } from "../../parts/attach-input.tsx";
import type { FormField } from "../../parts/field-input.tsx";
import { PeopleSelect } from "../../parts/people-select.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";
import type { Task } from "./task-page.tsx";

const WORDS = {
  delegate: { ru: "Поручить", en: "Delegate" },
  reassign: { ru: "Передать", en: "Reassign" },
  question: { ru: "Спросить", en: "Ask" },
  approver: { ru: "Добавить согласующего", en: "Add an approver" },
  comment: { ru: "Комментарий", en: "Comment" },
  delegateText: {
    ru: "Задание сделает другой, отвечаете по-прежнему вы.",
    en: "Another does it; you still answer for it.",
  },
  reassignText: { ru: "Задание уйдёт другому насовсем.", en: "The task goes to another for good." },
  questionText: {
    ru: "Решение подождёт ответа. Без имени спросят инициатора.",
    en: "The decision waits for the answer. Without a name the requester is asked.",
  },
  approverText: { ru: "Он решит сразу после вас.", en: "That person decides right after you." },
  commentText: { ru: "Увидят все, кто видит задание.", en: "Everybody who sees the task sees it." },
  to: { ru: "Кому", en: "To whom" },
  whom: { ru: "Кого", en: "Whom" },
  words: { ru: "Текст", en: "Text" },
  needPerson: { ru: "Выберите сотрудника.", en: "Choose a person." },
  needWords: { ru: "Напишите, что хотите сказать.", en: "Write what you want to say." },
  cancel: { ru: "Отмена", en: "Cancel" },
};

type Action = "delegate" | "reassign" | "question" | "approver" | "comment";

const ICONS = {
  delegate: IconUserShare,
  reassign: IconArrowsExchange,
  question: IconQuestionMark,
  approver: IconUserPlus,
  comment: IconMessage,
};

/** What can be done with a task besides deciding it. */
export function TaskActions({ task }: { readonly task: Task }) {
  const words = useWords(WORDS);
  const [action, setAction] = useState<Action | null>(null);
  const { can } = task;
  const offered: readonly Action[] = [
    ...(can.askForInfo ? (["question"] as const) : []),
    ...(can.delegate ? (["delegate"] as const) : []),
    ...(can.reassign ? (["reassign"] as const) : []),
    ...(can.addApprover ? (["approver"] as const) : []),
    ...(can.comment ? (["comment"] as const) : []),
  ];
  return (
    <Group gap={6}>
      {offered.map((one) => {
        const Icon = ICONS[one];
        return (
          <Button
            key={one}
            variant="subtle"
            size="compact-sm"
            leftSection={<Icon size={15} aria-hidden />}
            onClick={() => setAction(one)}
          >
            {words[one]}
          </Button>
        );
      })}
      {action !== null && <ActionDialog key={action} task={task} action={action} onClose={() => setAction(null)} />}
    </Group>
  );
}

function ActionDialog({
  task,
  action,
  onClose,
}: {
  readonly task: Task;
  readonly action: Action;
  readonly onClose: () => void;
}) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { user: me } = useOwnSession();
  const [key] = useState(commandKey);
  const [user, setUser] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [files, setFiles] = useState<readonly AttachedFile[]>([]);
  const [isTried, setTried] = useState(false);
  const needsUser = action === "delegate" || action === "reassign" || action === "approver";
  const needsText = action === "question" || action === "comment";
  const isUploading = useIsUploading();
  const doing = useMutation({
    mutationFn: () => done(task.id, { action, user, text, files, key }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ["tasks"] });
      onClose();
    },
  });
  const problem: ApiProblem | null = doing.isError ? problemOf(doing.error) : null;
  const isMissing = (needsUser && user === null) || (needsText && text.trim() === "");
  // Nobody hands a task to himself; whoever asked does not approve it (four eyes), and the server would refuse him.
  const asker = needsUser && task.purpose === "seat" ? task.requester?.id : undefined;
  const except = [me, ...(asker === undefined ? [] : [asker])];
  const field: FormField = {
    ...PERSON_FIELD,
    title: action === "approver" ? words.whom : words.to,
    required: needsUser,
  };
  return (
    <Modal opened onClose={onClose} title={words[action]}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!isMissing) doing.mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{words[`${action}Text`]}</Text>
          {action !== "comment" && (
            <PeopleSelect
              field={field}
              value={user}
              onChange={(next) => setUser(typeof next === "string" ? next : null)}
              error={isTried && needsUser && user === null ? words.needPerson : undefined}
              except={except}
            />
          )}
          {needsText && (
            <Textarea
              label={words.words}
              withAsterisk
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              error={isTried && text.trim() === "" ? words.needWords : problem?.fields["text"]}
              autosize
              minRows={3}
              maxRows={12}
              data-autofocus
            />
          )}
          {needsText && (
            <AttachInput
              value={files}
              onChange={setFiles}
              error={problem?.fields["files"]}
              disabled={doing.isPending}
              instance={task.instance}
            />
          )}
          {problem !== null && <ProblemNote problem={problem} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={doing.isPending || isUploading}>
              {words[action]}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function done(
  task: string,
  of: {
    readonly action: Action;
    readonly user: string | null;
    readonly text: string;
    readonly files: readonly AttachedFile[];
    readonly key: string;
  },
): Promise<Schemas["TaskDone"]> {
  const params = { path: { task }, header: { "Idempotency-Key": of.key } };
  const user = of.user ?? "";
  switch (of.action) {
    case "delegate":
      return answered(api.POST("/api/tasks/{task}/delegate", { params, body: { to: user } }));
    case "reassign":
      return answered(api.POST("/api/tasks/{task}/reassign", { params, body: { to: user } }));
    case "approver":
      return answered(api.POST("/api/tasks/{task}/approver", { params, body: { user } }));
    case "question":
      return answered(
        api.POST("/api/tasks/{task}/question", { params, body: { to: of.user, text: of.text, files: [...of.files] } }),
      );
    case "comment":
      return answered(api.POST("/api/tasks/{task}/comment", { params, body: { text: of.text, files: [...of.files] } }));
  }
}

const PERSON_FIELD: FormField = {
  ...{ name: "person", type: "user", title: "", help: null, required: false, choices: null, records: [] },
  ...{ element: null, department: null, group: null, currency: null, min: null, max: null, value: null },
};
