import { Badge, Card, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Person } from "../../parts/person.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Справочник", en: "Directory" },
  label: { ru: "Имя, должность или отдел", en: "Name, position or department" },
  none: { ru: "Никого не нашлось.", en: "Nobody was found." },
  away: { ru: "отсутствует", en: "away" },
};

/** Everybody, by name. */
export function Directory() {
  const words = useWords(WORDS);
  const [text, setText] = useState("");
  const [sought] = useDebouncedValue(text.trim(), 250);
  const query = useInfiniteQuery({
    queryKey: ["people", "directory", sought],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/people", {
          params: {
            query: { text: sought, limit: 30, ...(pageParam === null ? {} : { after: pageParam }) },
          },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Card withBorder component="section">
      <Title order={2} mb="xs">
        {words.title}
      </Title>
      <TextInput
        aria-label={words.label}
        placeholder={words.label}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        mb="sm"
      />
      <Answer query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          return (
            <Stack gap="sm">
              {rows.length === 0 && <Text size="sm">{words.none}</Text>}
              {rows.map((row) => (
                <Group key={row.id} justify="space-between" gap="xs">
                  <div>
                    <Group gap="xs">
                      <Person name={row.name} />
                      {row.isAway && (
                        <Badge variant="light" color="yellow" tt="none">
                          {words.away}
                        </Badge>
                      )}
                    </Group>
                    <Text size="sm" c="dimmed">
                      {[row.position, row.department].filter((one) => one !== null).join(" · ")}
                    </Text>
                  </div>
                  <Text size="sm" c="dimmed">
                    {[row.phone, row.email].filter((one) => one !== null).join(" · ")}
                  </Text>
                </Group>
              ))}
              <MoreButton query={query} />
            </Stack>
          );
        }}
      </Answer>
    </Card>
  );
}
