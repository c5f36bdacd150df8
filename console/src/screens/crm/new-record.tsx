import { Button, Group, Modal, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import { answered, api, commandKey } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useIsUploading } from "../../api/upload-file.ts";
import { FieldInput } from "../../parts/field-input.tsx";
import { focusWrong } from "../../parts/focus-wrong.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";
import { formField } from "./record-field-row.tsx";
import type { RecordType } from "./use-records.ts";

const WORDS = {
  title: (type: string) => ({ ru: `Новая запись: ${type}`, en: `New record: ${type}` }),
  create: { ru: "Создать", en: "Create" },
  cancel: { ru: "Отменить", en: "Cancel" },
};

/** Fields that are filled later, by processes or on the card. */
const LATER = new Set(["list", "map", "files", "letter", "principals", "records"]);

/** A new record: what is known of it, with what is wrong beside each field. */
export function NewRecord(of: {
  readonly type: RecordType;
  readonly pipeline: string | null;
  readonly onClose: () => void;
}) {
  const { type, pipeline, onClose } = of;
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const hasPipeline = type.pipelines.length > 0;
  const [set, setSet] = useState<Readonly<Record<string, unknown>>>(
    hasPipeline ? { pipeline: pipeline ?? type.pipelines[0]?.name ?? null } : {},
  );
  const key = useRef(commandKey());
  const form = useRef<HTMLFormElement>(null);
  const isUploading = useIsUploading();
  const create = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/records/{type}", {
          params: { path: { type: type.name } },
          body: { set },
          headers: { "idempotency-key": key.current },
        }),
      ),
    onSuccess({ record }) {
      void queries.invalidateQueries({ queryKey: ["records"] });
      navigate(`/${record.ref}`);
    },
    // Refused: what is sent next is another command. Not answered: it may have been done, and the same one is sent again.
    onError(error) {
      if (problemOf(error).status !== 0) key.current = commandKey();
      focusWrong(form.current);
    },
  });
  const problem = create.error === null ? null : problemOf(create.error);
  const fields = type.fields.filter(({ type: kind, hidden }) => !hidden && !LATER.has(kind));
  const isNamed = problem !== null && fields.some(({ name }) => Object.hasOwn(problem.fields, name));
  return (
    <Modal opened onClose={onClose} title={words.title(type.title)} size="lg">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack gap="sm">
          {fields.map((field) => (
            <FieldInput
              key={field.name}
              field={formField(field)}
              value={set[field.name] ?? null}
              onChange={(value) => setSet((now) => ({ ...now, [field.name]: value }))}
              error={problem?.fields[field.name]}
              disabled={create.isPending}
            />
          ))}
          {problem !== null && !isNamed && <ProblemNote problem={problem} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={create.isPending}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={create.isPending || isUploading}>
              {words.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
