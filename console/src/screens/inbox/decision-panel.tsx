import { Alert, Button, Divider, Group, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { ApiProblem, problemOf } from "../../api/problem.ts";
import { useIsUploading } from "../../api/upload-file.ts";
import { AttachInput } from "../../parts/attach-input.tsx";
import { FieldInput, type FormField } from "../../parts/field-input.tsx";
import { focusWrong } from "../../parts/focus-wrong.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";
import { OutcomeButton } from "./outcome-button.tsx";
import { TaskActions } from "./task-actions.tsx";
import type { Task } from "./task-page.tsx";
import { useDraft } from "./use-draft.ts";

type Outcome = Schemas["Task"]["outcomes"][number];

const WORDS = {
  title: { ru: "Ваше решение", en: "Your decision" },
  answer: { ru: "Ваш ответ", en: "Your answer" },
  comment: { ru: "Комментарий", en: "Comment" },
  commentFor: (titles: string) => ({ ru: `Обязателен для: ${titles}`, en: `Needed for: ${titles}` }),
  fieldFor: (titles: string) => ({ ru: `Обязательно для: ${titles}`, en: `Needed for: ${titles}` }),
  needComment: { ru: "К этому решению нужен комментарий: напишите, почему.", en: "This needs a comment: say why." },
  needField: (title: string, outcome: string) => ({
    ru: `Заполните поле «${title}»: без него нельзя «${outcome}».`,
    en: `Fill in “${title}”: “${outcome}” needs it.`,
  }),
  standsIn: (name: string) => ({
    ru: `Вы решаете за: ${name}. Так и будет записано.`,
    en: `You decide for ${name}: it will be recorded so.`,
  }),
  delegated: (name: string) => ({ ru: `Поручено: отвечает ${name}.`, en: `Delegated: ${name} answers for it.` }),
  notYours: { ru: "Решает сейчас", en: "Deciding now" },
  offered: { ru: "Могут взять", en: "May be claimed by" },
  claim: { ru: "Взять", en: "Claim" },
  unclaim: { ru: "Вернуть в очередь", en: "Put back" },
  others: { ru: "Все варианты решения", en: "All outcomes" },
  form: { ru: "Заполните", en: "Fill in" },
};

/** The form, the comment and the buttons. What is typed is kept until it is sent. */
export function DecisionPanel({ task }: { readonly task: Task }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [draft, setDraft, clearDraft] = useDraft(`task ${task.id}`);
  const place = useRef<HTMLDivElement>(null);
  const buttons = useIntersection({ threshold: 0 });
  const sent = useRef({ what: "", key: "" });
  const { can, form, outcomes } = task;
  const valueOf = (name: string, shown: unknown): unknown =>
    Object.hasOwn(draft.form, name) ? draft.form[name] : shown;

  const isUploading = useIsUploading();
  const deciding = useMutation({
    async mutationFn(outcome: Outcome) {
      const missing = missingIn(outcome);
      if (Object.keys(missing).length > 0) throw fieldProblem(missing);
      const body = {
        outcome: outcome.name,
        form: { ...draft.form },
        comment: draft.comment.trim() || null,
        files: [...draft.files],
      };
      // The same words again are the same command: whoever got no answer presses once more.
      const what = JSON.stringify(body);
      if (sent.current.what !== what) sent.current = { what, key: commandKey() };
      return answered(
        api.POST("/api/tasks/{task}/complete", {
          params: { path: { task: task.id }, header: { "Idempotency-Key": sent.current.key } },
          body,
        }),
      );
    },
    async onSuccess() {
      clearDraft();
      await refreshed();
      window.scrollTo({ top: 0, behavior: "smooth" });
    },
    async onError(error) {
      const problem = problemOf(error);
      if (problem.code === "TASK_NOT_OPEN" || problem.code === "ALREADY_CLAIMED") await refreshed();
      focusWrong(place.current);
    },
  });
  const claiming = useMutation({
    mutationFn: (kind: "claim" | "unclaim") =>
      answered(
        api.POST(`/api/tasks/{task}/${kind}`, {
          params: { path: { task: task.id }, header: { "Idempotency-Key": commandKey() } },
        }),
      ),
    onSettled: () => refreshed(),
  });

  async function refreshed(): Promise<void> {
    await Promise.all(["tasks", "decisions"].map((name) => queries.invalidateQueries({ queryKey: [name] })));
  }

  function missingIn(outcome: Outcome): Readonly<Record<string, string>> {
    const wrong = form
      .filter(({ name, required }) => required || outcome.needs.includes(name))
      .filter(({ name, value }) => isEmpty(valueOf(name, value)))
      .map(({ name, title }) => [name, words.needField(title, outcome.title)]);
    const comment = outcome.needsComment && draft.comment.trim() === "" ? { comment: words.needComment } : {};
    return { ...Object.fromEntries(wrong), ...comment };
  }

  const problem: ApiProblem | null = deciding.isError ? problemOf(deciding.error) : null;
  const fields = problem?.fields ?? {};
  const needing = outcomes.filter(({ needsComment }) => needsComment).map(({ title }) => `«${title}»`);
  const rest = problem !== null && Object.keys(fields).some((name) => !isShownField(name)) ? problem : null;
  function isShownField(name: string): boolean {
    return name === "comment" || name === "files" || form.some((field) => field.name === name);
  }

  /** The field with what is needed of it said beforehand: not every outcome asks for it. */
  function marked(field: FormField): FormField {
    const asking = outcomes.filter(({ needs }) => needs.includes(field.name)).map(({ title }) => `«${title}»`);
    if (field.required || asking.length === 0) return field;
    return { ...field, help: [field.help, words.fieldFor(asking.join(", "))].filter(Boolean).join(" · ") };
  }

  const isForInfo = task.purpose === "info";
  return (
    <Paper withBorder p="md" ref={place} className="panel">
      <Stack gap="sm">
        <Title order={2}>{isForInfo ? words.answer : can.complete ? words.title : words.notYours}</Title>
        {task.onBehalfOf !== null && can.complete && (
          <Alert variant="light" p="xs">
            {words.standsIn(task.onBehalfOf.name)}
          </Alert>
        )}
        {task.delegatedBy !== null && <Text size="sm">{words.delegated(task.delegatedBy.name)}</Text>}
        {!can.complete && <Holders task={task} />}
        {can.complete && (
          <>
            {form.map((field) => (
              <FieldInput
                key={field.name}
                field={marked(field)}
                value={valueOf(field.name, field.value)}
                onChange={(value) =>
                  setDraft((before) => ({ ...before, form: { ...before.form, [field.name]: value } }))
                }
                error={fields[field.name]}
                disabled={deciding.isPending}
                instance={task.instance}
              />
            ))}
            <Textarea
              label={isForInfo ? words.answer : words.comment}
              description={needing.length > 0 && !isForInfo ? words.commentFor(needing.join(", ")) : undefined}
              withAsterisk={isForInfo}
              value={draft.comment}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setDraft((before) => ({ ...before, comment: value }));
              }}
              error={fields["comment"]}
              disabled={deciding.isPending}
              autosize
              minRows={2}
              maxRows={12}
              maxLength={20_000}
            />
            <AttachInput
              value={draft.files}
              onChange={(files) => setDraft((before) => ({ ...before, files }))}
              error={fields["files"]}
              disabled={deciding.isPending}
              instance={task.instance}
            />
            {problem !== null && (Object.keys(fields).length === 0 || rest !== null) && (
              <ProblemNote problem={problem} />
            )}
            <Stack gap="xs" ref={buttons.ref}>
              {outcomes.map((outcome) => (
                <OutcomeButton
                  key={outcome.name}
                  outcome={outcome}
                  isSending={deciding.isPending && deciding.variables?.name === outcome.name}
                  isOff={deciding.isPending || isUploading}
                  onPress={() => deciding.mutate(outcome)}
                />
              ))}
            </Stack>
          </>
        )}
        {(can.claim || can.unclaim) && (
          <Button
            variant="default"
            loading={claiming.isPending}
            onClick={() => claiming.mutate(can.unclaim ? "unclaim" : "claim")}
          >
            {can.unclaim ? words.unclaim : words.claim}
          </Button>
        )}
        {claiming.isError && <ProblemNote problem={problemOf(claiming.error)} />}
        <Divider />
        <TaskActions task={task} />
      </Stack>
      {can.complete && buttons.entry !== null && !buttons.entry.isIntersecting && (
        <div className="sticky-bar">
          {outcomes.slice(0, 2).map((outcome) => (
            <OutcomeButton
              key={outcome.name}
              outcome={outcome}
              isSending={deciding.isPending && deciding.variables?.name === outcome.name}
              isOff={deciding.isPending || isUploading}
              onPress={() => deciding.mutate(outcome)}
            />
          ))}
          {outcomes.length > 2 && (
            <Button
              variant="default"
              px="sm"
              mih={42}
              className="other-outcomes"
              aria-label={words.others}
              onClick={() => place.current?.scrollIntoView({ behavior: "smooth" })}
            >
              <IconDots size={18} aria-hidden />
            </Button>
          )}
        </div>
      )}
    </Paper>
  );
}

function Holders({ task }: { readonly task: Task }) {
  const words = useWords(WORDS);
  if (task.assignee !== null) return <Text size="sm">{task.assignee.name}</Text>;
  return (
    <Group gap={6}>
      <Text size="sm">
        {words.offered}: {task.candidates.map(({ name }) => name).join(", ")}
      </Text>
    </Group>
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** What is missing is told before anything is sent, in the same way as the server would. */
function fieldProblem(fields: Readonly<Record<string, string>>): ApiProblem {
  return new ApiProblem({ code: "FORM_INVALID", fields });
}
