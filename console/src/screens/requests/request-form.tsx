import { Alert, Anchor, Button, Group, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useIsUploading } from "../../api/upload-file.ts";
import { Answer } from "../../parts/answer.tsx";
import { FieldInput } from "../../parts/field-input.tsx";
import { focusWrong } from "../../parts/focus-wrong.ts";
import { Page } from "../../parts/page.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";
import { keepDraft, keptDraft } from "./request-draft.ts";

const WORDS = {
  title: { ru: "Новая заявка", en: "New request" },
  back: { ru: "Выбрать другое", en: "Choose another one" },
  send: { ru: "Отправить", en: "Send" },
  clear: { ru: "Очистить", en: "Clear" },
  live: { ru: "Такая заявка уже идёт: новая не начата.", en: "Such a request is under way: no new one has begun." },
  open: { ru: "Открыть её", en: "Open it" },
  before: { ru: "Такое уже запускали: второй раз нельзя.", en: "This was started before: it is done once only." },
  waits: {
    ru: "Принято: начнётся, когда закончится идущая с тем же ключом.",
    en: "Taken: it begins when the one that is under way has ended.",
  },
};

/** The form of a process. */
export function RequestForm({ process }: { readonly process: string }) {
  const words = useWords(WORDS);
  const query = useQuery({
    queryKey: ["requests", "form", process],
    queryFn: () => answered(api.GET("/api/forms/{process}", { params: { path: { process } } })),
    // What is being typed must not be changed under somebody's hands.
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
  return (
    <Page
      title={query.data?.title ?? words.title}
      width={720}
      actions={
        <Anchor component={Link} href="/new" size="sm">
          {words.back}
        </Anchor>
      }
    >
      <Answer query={query}>{(form) => <Filling form={form} />}</Answer>
    </Page>
  );
}

function Filling({ form }: { readonly form: Schemas["StartForm"] }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [values, setValues] = useState(() => keptDraft(form.process) ?? initialOf(form));
  // One key for one filling in: a second click, and a try after a lost line, are the same start.
  const key = useRef(commandKey());
  const filled = useRef<HTMLFormElement>(null);
  const isUploading = useIsUploading();
  const start = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/instances", {
          headers: { "Idempotency-Key": key.current },
          body: { process: form.process, input: values },
        }),
      ),
    async onSuccess({ outcome, instance }) {
      await queries.invalidateQueries({ queryKey: ["requests"] });
      if (outcome !== "started" || instance === null) return;
      keepDraft(form.process, null);
      navigate(`/${instance}`);
    },
    onError: () => focusWrong(filled.current),
  });
  const problem = start.isError ? problemOf(start.error) : null;
  // What is wrong with a field stands beside it: it is not said a second time.
  const told = Object.keys(problem?.fields ?? {});
  const isToldBeside = told.length > 0 && told.every((name) => form.fields.some((field) => field.name === name));

  function change(name: string, value: unknown): void {
    const next = { ...values, [name]: value };
    setValues(next);
    keepDraft(form.process, next);
    if (start.isSuccess || start.isError) {
      // Where the line was lost it may have started: the same key leads there instead of starting a second one.
      if (start.isSuccess || isRefused(problem?.status)) key.current = commandKey();
      start.reset();
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!start.isPending && !isUploading) start.mutate();
  }

  const outcome = start.data?.outcome;
  return (
    <form onSubmit={submit} noValidate ref={filled}>
      <Stack>
        {form.fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={values[field.name] ?? null}
            onChange={(value) => change(field.name, value)}
            error={problem?.fields[field.name]}
          />
        ))}
        {problem !== null && !isToldBeside && <ProblemNote problem={problem} />}
        {outcome !== undefined && outcome !== "started" && (
          <Alert color="yellow" variant="light" title={words[outcome]} role="status">
            {outcome === "live" && (
              <Anchor component={Link} href={`/${start.data?.instance ?? ""}`}>
                {words.open}
              </Anchor>
            )}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={start.isPending || isUploading}>
            {words.send}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              keepDraft(form.process, null);
              setValues(initialOf(form));
              start.reset();
              key.current = commandKey();
            }}
          >
            {words.clear}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Did the server say no, so that nothing can have started? */
function isRefused(status = 0): boolean {
  return status >= 400 && status < 500;
}

function initialOf({ fields }: Schemas["StartForm"]): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}
