import { ActionIcon, Box, Button, Group, Stack, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { commandKey } from "../../api/client.ts";
import { type ApiProblem, problemOf } from "../../api/problem.ts";
import { useIsUploading } from "../../api/upload-file.ts";
import { FieldInput, type FormField } from "../../parts/field-input.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { ValueShown } from "../../parts/value-shown.tsx";
import { useWords } from "../../words/use-words.ts";
import { ConflictNote } from "./conflict-note.tsx";
import { type RecordCard, type RecordField, writeRecord } from "./use-records.ts";

const WORDS = {
  edit: (title: string) => ({ ru: `Изменить поле «${title}»`, en: `Edit ${title}` }),
  save: { ru: "Сохранить", en: "Save" },
  cancel: { ru: "Отменить", en: "Cancel" },
};

/** A field of a card: its value, and in its place an input with what is wrong beside it. */
export function RecordFieldRow({ field, card }: { readonly field: RecordField; readonly card: RecordCard }) {
  const words = useWords(WORDS);
  const [isEdited, setEdited] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const end = (): void => {
    setEdited(false);
    // The focus goes back where it came from, once the button is there again.
    window.requestAnimationFrame(() => pencil.current?.focus());
  };
  if (isEdited) return <FieldEdit field={field} card={card} onEnd={end} />;
  return (
    <Group className="field-row" wrap="nowrap" align="flex-start" gap="xs">
      <Text size="sm" className="quiet field-name">
        {field.title}
      </Text>
      <Box flex={1} miw={0} fz="sm">
        <ValueShown field={field} value={card.record.values[field.name]} names={card.names} record={card.record.ref} />
      </Box>
      <ActionIcon
        ref={pencil}
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={words.edit(field.title)}
        onClick={() => setEdited(true)}
      >
        <IconPencil size={15} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

function FieldEdit(of: { readonly field: RecordField; readonly card: RecordCard; readonly onEnd: () => void }) {
  const { field, card, onEnd } = of;
  const words = useWords(WORDS);
  const queries = useQueryClient();
  // What was read when the editing began: what others write meanwhile is told, not overwritten.
  const [began] = useState(card.record);
  const [value, setValue] = useState<unknown>(began.values[field.name]);
  const key = useRef(commandKey());
  const isUploading = useIsUploading();
  const save = useMutation<RecordCard, Error, { readonly revision: number; readonly now: unknown }>({
    mutationFn: ({ revision, now }) =>
      writeRecord({ record: began, revision, set: { [field.name]: written(value, now, field) }, key: key.current }),
    // Refused: what is sent next is another command. Not answered: it may have been done, and the same one is sent again.
    onError(error) {
      if (problemOf(error).status !== 0) key.current = commandKey();
    },
    onSuccess(saved) {
      queries.setQueryData(["records", "card", began.type, began.number], saved);
      void queries.invalidateQueries({ queryKey: ["records"] });
      onEnd();
    },
  });
  const problem: ApiProblem | null = save.error === null ? null : problemOf(save.error);
  const isConflict = problem?.code === "RECORD_CHANGED";
  const error = problem?.fields[field.name];
  const submit = (): void => save.mutate({ revision: began.revision, now: began.values[field.name] });
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented) onEnd();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={keys}
    >
      <Stack gap="xs" py="xs" data-autofocus-within>
        <Box ref={focusFirst}>
          <FieldInput
            field={formField(field)}
            value={value}
            onChange={setValue}
            error={error}
            disabled={save.isPending}
          />
        </Box>
        {isConflict && problem !== null && (
          <ConflictNote
            problem={problem}
            field={field}
            mine={value}
            names={card.names}
            isSaving={save.isPending}
            onMine={(record) => save.mutate({ revision: record.revision, now: record.values[field.name] })}
            onTheirs={() => {
              void queries.invalidateQueries({ queryKey: ["records"] });
              onEnd();
            }}
          />
        )}
        {problem !== null && !isConflict && error === undefined && <ProblemNote problem={problem} />}
        {!isConflict && (
          <Group gap="xs">
            <Button type="submit" size="xs" loading={save.isPending || isUploading}>
              {words.save}
            </Button>
            <Button variant="default" size="xs" onClick={onEnd} disabled={save.isPending}>
              {words.cancel}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

/** The field as inputs of forms know it. */
export function formField(field: RecordField): FormField {
  const { name, title, type, help, required, currency, min, max, choices, of } = field;
  const isLink = type === "record" || type === "records";
  const isChoice = type === "choice" || (name === "pipeline" && choices !== null);
  return {
    ...{ name, title, help, required, currency, min, max, value: null },
    type: isChoice ? "choice" : (type as FormField["type"]),
    choices,
    records: isLink ? of : [],
    element: type === "list" ? (of[0] ?? null) : null,
    ...{ department: null, group: null },
  };
}

/** A map is written key by key: keys that are gone have to be named. */
function written(value: unknown, before: unknown, { type }: RecordField): unknown {
  if (type !== "map" || typeof before !== "object" || before === null) return value;
  const next = typeof value === "object" && value !== null ? value : {};
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(next, name));
  return { ...next, ...Object.fromEntries(gone.map((name) => [name, null])) };
}

function focusFirst(box: HTMLDivElement | null): void {
  box?.querySelector<HTMLElement>("input, textarea, button")?.focus();
}
