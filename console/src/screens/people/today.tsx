import { Alert, Anchor, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { Person } from "../../parts/person.tsx";
import { dayText } from "../../words/format.ts";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Сегодня", en: "Today" },
  everybody: { ru: "Все на месте: каждый решает сам.", en: "Everybody is here and decides for himself." },
  mine: { ru: "Вы сегодня решаете за", en: "Today you decide for" },
  nobody: { ru: "не замещает никто", en: "nobody stands in" },
  away: { ru: "тоже отсутствует", en: "away too" },
  until: { ru: "по", en: "until" },
  left: { ru: "Остались без человека", en: "Left without anybody" },
};

/** Who is away today, and who decides for him. */
export function Today() {
  const words = useWords(WORDS);
  const locale = useLocale();
  const query = useQuery({ queryKey: ["people", "today"], queryFn: () => answered(api.GET("/api/people/today")) });
  return (
    <Card withBorder component="section">
      <Title order={2} mb="xs">
        {words.title}
      </Title>
      <Answer query={query} rows={2}>
        {({ away, mine }) => (
          <Stack gap="sm">
            {mine.length > 0 && (
              <Alert variant="light" color="ordo" title={`${words.mine}: ${mine.map(({ name }) => name).join(", ")}`} />
            )}
            {away.length === 0 && <Text size="sm">{words.everybody}</Text>}
            {away.map((one) => (
              <div key={one.person.id}>
                <Group gap="xs">
                  <Person name={one.person.name} />
                  <IconArrowRight size={16} aria-hidden />
                  {one.deputies.length === 0 ? (
                    <Text size="sm" fw={600}>
                      {words.nobody}
                    </Text>
                  ) : (
                    one.deputies.map(({ person, isPresent }) => (
                      <Group key={person.id} gap={4}>
                        <Person name={person.name} />
                        {!isPresent && (
                          <Text size="sm" c="dimmed">
                            ({words.away})
                          </Text>
                        )}
                      </Group>
                    ))
                  )}
                  <Text size="sm" c="dimmed">
                    {words.until} {dayText(one.to, locale)}
                  </Text>
                </Group>
                {one.left !== null && one.left.length > 0 && (
                  <Alert mt="xs" color="yellow" variant="light" title={words.left}>
                    {one.left.map(({ task, title }) => (
                      <div key={task}>
                        <Anchor component={Link} href={`~/tasks/${task}`} size="sm">
                          {title}
                        </Anchor>
                      </div>
                    ))}
                  </Alert>
                )}
              </div>
            ))}
          </Stack>
        )}
      </Answer>
    </Card>
  );
}
