import { Button, Stack } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, commandKey } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = { recall: { ru: "Отменить решение", en: "Take the decision back" } };

/** Takes back one's own decision, as long as the next one has not decided. */
export function RecallButton({ task, onDone }: { readonly task: string; readonly onDone?: () => void }) {
  const words = useWords(WORDS);
  const [key] = useState(commandKey);
  const queries = useQueryClient();
  const recalling = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/tasks/{task}/recall", { params: { path: { task }, header: { "Idempotency-Key": key } } }),
      ),
    async onSuccess() {
      await Promise.all(["tasks", "decisions"].map((name) => queries.invalidateQueries({ queryKey: [name] })));
      onDone?.();
    },
  });
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconArrowBackUp size={15} aria-hidden />}
        loading={recalling.isPending}
        onClick={() => recalling.mutate()}
      >
        {words.recall}
      </Button>
      {recalling.isError && <ProblemNote problem={problemOf(recalling.error)} />}
    </Stack>
  );
}
