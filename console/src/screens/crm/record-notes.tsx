import { Button, Group, Paper, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { answered, api, commandKey } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer } from "../../parts/answer.tsx";
import { Person } from "../../parts/person.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import type { RecordShown } from "./use-records.ts";

const WORDS = {
  add: { ru: "Добавить", en: "Add" },
  note: { ru: "Новая заметка", en: "New note" },
  none: { ru: "Заметок пока нет.", en: "There are no notes yet." },
};

/** Notes of colleagues on a record, and a new one. */
export function RecordNotes({ record }: { readonly record: RecordShown }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [text, setText] = useState("");
  // The same attempt again is the same note.
  const key = useRef(commandKey());
  const path = { type: record.type, number: record.number };
  const query = useQuery({
    queryKey: ["records", "notes", record.ref],
    queryFn: () => answered(api.GET("/api/records/{type}/{number}/notes", { params: { path } })),
  });
  const add = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/records/{type}/{number}/notes", {
          params: { path },
          body: { text: text.trim() },
          headers: { "idempotency-key": key.current },
        }),
      ),
    onSuccess() {
      key.current = commandKey();
      setText("");
      void queries.invalidateQueries({ queryKey: ["records", "notes", record.ref] });
    },
  });
  return (
    <Stack gap="md" maw={760}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== "") add.mutate();
        }}
      >
        <Stack gap="xs">
          <Textarea
            label={words.note}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={10_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={add.error === null ? undefined : problemOf(add.error).message}
          />
          <Group>
            <Button type="submit" loading={add.isPending} disabled={text.trim() === ""}>
              {words.add}
            </Button>
          </Group>
        </Stack>
      </form>
      <Answer query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Text size="sm" className="quiet">
              {words.none}
            </Text>
          ) : (
            rows.toReversed().map((note) => (
              <Paper key={`${note.at} ${note.text}`} withBorder p="sm">
                <Group justify="space-between" gap="xs" mb={4}>
                  <Person name={note.by?.name ?? null} size="xs" />
                  <When at={note.at} fz="xs" className="quiet" />
                </Group>
                <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                  {note.text}
                </Text>
              </Paper>
            ))
          )
        }
      </Answer>
    </Stack>
  );
}
