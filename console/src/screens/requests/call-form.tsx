import { Anchor, Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { answered, api, commandKey } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useOwnSession } from "../../api/use-session.ts";
import { focusWrong } from "../../parts/focus-wrong.ts";
import { Page } from "../../parts/page.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";
import { useCallSource } from "./use-call-source.ts";

const WORDS = {
  title: { ru: "Заявка с телефонного звонка", en: "A lead from a telephone call" },
  about: {
    ru: "Карточка заявки появится сразу, и её распределение начнётся само.",
    en: "The lead's record is made at once, and its distribution begins by itself.",
  },
  back: { ru: "Выбрать другое", en: "Choose another one" },
  name: { ru: "Имя клиента", en: "Client's name" },
  phone: { ru: "Телефон", en: "Telephone" },
  asks: { ru: "Что нужно клиенту", en: "What the client asks for" },
  source: (title: string) => ({ ru: `Источник: ${title}`, en: `Source: ${title}` }),
  send: { ru: "Принять заявку", en: "Take the lead" },
};

/** What is written down while somebody is on the line: it becomes a lead, and whatever leads start begins. */
export function CallForm() {
  const words = useWords(WORDS);
  const { installation } = useOwnSession();
  const source = useCallSource(installation.hasRecords);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [values, setValues] = useState({ title: "", phone: "", text: "" });
  const key = useRef(commandKey());
  const form = useRef<HTMLFormElement>(null);
  const take = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/records/{type}", {
          params: { path: { type: "lead" } },
          body: { set: { ...filled(values), ...(source?.value == null ? {} : { source: source.value }) } },
          headers: { "idempotency-key": key.current },
        }),
      ),
    onSuccess({ record }) {
      void queries.invalidateQueries({ queryKey: ["records"] });
      navigate(`~/crm/${record.ref}`);
    },
    // Refused: what is sent next is another command. Not answered: it may have been done, and the same one is sent again.
    onError(error) {
      if (problemOf(error).status !== 0) key.current = commandKey();
      focusWrong(form.current);
    },
  });
  const problem = take.error === null ? null : problemOf(take.error);
  const isNamed = problem !== null && Object.keys(values).some((name) => Object.hasOwn(problem.fields, name));
  const look = (name: keyof typeof values) => ({
    value: values[name],
    error: problem?.fields[name],
    disabled: take.isPending,
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }) =>
      setValues((before) => ({ ...before, [name]: value })),
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!take.isPending) take.mutate();
  }

  return (
    <Page
      title={words.title}
      about={words.about}
      width={720}
      actions={
        <Anchor component={Link} href="/new" size="sm">
          {words.back}
        </Anchor>
      }
    >
      <form onSubmit={submit} noValidate ref={form}>
        <Stack>
          <TextInput label={words.name} withAsterisk maxLength={200} autoComplete="off" {...look("title")} />
          <TextInput
            label={words.phone}
            type="tel"
            placeholder="+7 900 000-00-01"
            maxLength={100}
            maw={320}
            autoComplete="off"
            {...look("phone")}
          />
          <Textarea label={words.asks} autosize minRows={3} maxRows={12} maxLength={20_000} {...look("text")} />
          {source?.title != null && (
            <Text size="sm" className="quiet">
              {words.source(source.title)}
            </Text>
          )}
          {problem !== null && !isNamed && <ProblemNote problem={problem} />}
          <Group>
            <Button type="submit" loading={take.isPending}>
              {words.send}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

function filled(values: Readonly<Record<string, string>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, text.trim() === "" ? null : text.trim()]),
  );
}
