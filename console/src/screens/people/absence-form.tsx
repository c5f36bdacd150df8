import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { FieldInput } from "../../parts/field-input.tsx";
import { focusWrong } from "../../parts/focus-wrong.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  from: { ru: "Первый день", en: "First day" },
  to: { ru: "Последний день", en: "Last day" },
  substitute: { ru: "Кто замещает", en: "Who stands in" },
  save: { ru: "Записать", en: "Enter" },
  cancel: { ru: "Не нужно", en: "Never mind" },
};

/** From which day to which, and who stands in. */
export function AbsenceForm({ user, close }: { readonly user: string; readonly close: () => void }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [values, setValues] = useState<Readonly<Record<string, string | null>>>({});
  const key = useRef(commandKey());
  const form = useRef<HTMLFormElement>(null);
  const enter = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/people/{user}/absences", {
          params: { path: { user } },
          headers: { "Idempotency-Key": key.current },
          body: {
            ...{ from: values["from"] ?? "", to: values["to"] ?? values["from"] ?? "" },
            substitute: values["substitute"] ?? null,
          },
        }),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ["people"] });
      close();
    },
    onError() {
      key.current = commandKey();
      focusWrong(form.current);
    },
  });
  const problem = enter.isError ? problemOf(enter.error) : null;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!enter.isPending) enter.mutate();
  }

  const fields = [
    fieldOf("from", "date", words.from),
    fieldOf("to", "date", words.to),
    fieldOf("substitute", "user", words.substitute),
  ];
  return (
    <form onSubmit={submit} noValidate ref={form}>
      <Stack gap="sm" maw={420}>
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={values[field.name] ?? null}
            onChange={(value) => {
              const text = typeof value === "string" && value !== "" ? value : null;
              setValues({ ...values, [field.name]: text });
            }}
            error={problem?.fields[field.name]}
          />
        ))}
        {problem !== null && <ProblemNote problem={problem} />}
        <Group>
          <Button type="submit" loading={enter.isPending}>
            {words.save}
          </Button>
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function fieldOf(name: string, type: "date" | "user", title: string): Schemas["FormField"] {
  return {
    ...{ name, type, title, help: null, required: type === "date", choices: null, records: [], element: null },
    ...{ department: null, group: null, currency: null, min: null, max: null, value: null },
  };
}
