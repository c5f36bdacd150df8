import { Badge, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Где я вошёл", en: "Where I am signed in" },
  here: { ru: "этот браузер", en: "this browser" },
  seen: { ru: "последний раз", en: "last seen" },
  end: { ru: "Закончить", en: "End" },
  unknown: { ru: "Неизвестная программа", en: "An unknown program" },
};

/** My living sessions; each can be ended. */
export function OwnSessions() {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ["me", "sessions"], queryFn: () => answered(api.GET("/api/me/sessions")) });
  const end = useMutation({
    mutationFn: (session: string) =>
      answered(api.DELETE("/api/me/sessions/{session}", { params: { path: { session } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["me"] }),
  });
  return (
    <Card withBorder>
      <Title order={2} mb="sm">
        {words.title}
      </Title>
      <Answer query={query} rows={2}>
        {(sessions) => (
          <Stack gap="sm">
            {sessions.map(({ id, agent, address, seenAt, isCurrent }) => (
              <Group key={id} justify="space-between" wrap="nowrap">
                <div style={{ minWidth: 0 }}>
                  <Text size="sm" truncate>
                    {agent ?? words.unknown}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {address} · {words.seen} <When at={seenAt} />
                  </Text>
                </div>
                {isCurrent ? (
                  <Badge variant="light" tt="none" style={{ flexShrink: 0 }}>
                    {words.here}
                  </Badge>
                ) : (
                  <Button
                    size="compact-sm"
                    variant="default"
                    style={{ flexShrink: 0 }}
                    loading={end.isPending && end.variables === id}
                    onClick={() => end.mutate(id)}
                  >
                    {words.end}
                  </Button>
                )}
              </Group>
            ))}
            {end.isError && <ProblemNote problem={problemOf(end.error)} />}
          </Stack>
        )}
      </Answer>
    </Card>
  );
}
