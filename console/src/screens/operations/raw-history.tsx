import { Accordion, Code, Group, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { When } from "../../parts/when.tsx";

/** The history as it is stored, event by event. */
export function RawHistory({ instance }: { readonly instance: string }) {
  const query = useInfiniteQuery({
    queryKey: ["operations", "history", instance],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/operations/instances/{instance}/history", {
          params: { path: { instance }, query: { from: pageParam } },
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Answer query={query}>
      {({ pages }) => (
        <Stack>
          <Accordion variant="separated" radius="md">
            {pages
              .flatMap(({ rows }) => rows)
              .map(({ sequence, kind, at, actor, event }) => (
                <Accordion.Item key={sequence} value={String(sequence)}>
                  <Accordion.Control>
                    <Group gap="xs">
                      <Text size="xs" c="dimmed" w={32} ta="right">
                        {sequence}
                      </Text>
                      <Text size="sm" ff="monospace">
                        {kind}
                      </Text>
                      <Text size="xs" c="dimmed" component="div">
                        <When at={at} />
                        {actor !== null && ` · ${actor}`}
                      </Text>
                    </Group>
                  </Accordion.Control>
                  <Accordion.Panel>
                    <Code block fz={12}>
                      {JSON.stringify(event, null, 2)}
                    </Code>
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
          </Accordion>
          <MoreButton query={query} />
        </Stack>
      )}
    </Answer>
  );
}
