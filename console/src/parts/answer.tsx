import { Button, Center, Skeleton, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconMoodEmpty } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { problemOf } from "../api/problem.ts";
import { useWords } from "../words/use-words.ts";
import { ProblemNote } from "./problem-note.tsx";

const WORDS = { again: { ru: "Повторить", en: "Try again" }, loading: { ru: "Загружается…", en: "Loading…" } };

/**
 * What a query answered: a skeleton until then, the problem with a way to try again, or the answer. What was shown stays
 * while it is asked for again, also where that fails.
 */
export function Answer<Data>({
  query,
  children,
  rows = 4,
}: {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
  /** Lines of the skeleton. */
  readonly rows?: number;
}) {
  const words = useWords(WORDS);
  if (query.data !== undefined) return children(query.data);
  if (query.isError)
    return (
      <Stack align="flex-start">
        <ProblemNote problem={problemOf(query.error)} />
        <Button variant="default" onClick={() => void query.refetch()}>
          {words.again}
        </Button>
      </Stack>
    );
  return (
    <Stack gap="xs" role="group" aria-busy="true" aria-label={words.loading}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a skeleton have nothing else
        <Skeleton key={row} height={44} radius="md" />
      ))}
    </Stack>
  );
}

/** Nothing to show: why, and what can be done about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Center py="xl">
      <Stack align="center" gap="xs" maw={420}>
        <ThemeIcon variant="light" color="gray" size={48} radius="xl">
          <IconMoodEmpty size={26} aria-hidden />
        </ThemeIcon>
        <Text fw={600} ta="center">
          {title}
        </Text>
        {children !== undefined && (
          <Text size="sm" c="dimmed" ta="center" component="div">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}
