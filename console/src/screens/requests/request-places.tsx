import { Card, Group, List, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCheck, IconClock, IconHourglass, IconMinus } from "@tabler/icons-react";
import type { Schemas } from "../../api/client.ts";
import { Person } from "../../parts/person.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  now: { ru: "Где стоит", en: "Where it stands" },
  since: { ru: "с", en: "since" },
  due: { ru: "срок", en: "due" },
  next: { ru: "Что дальше", en: "What comes next" },
  nobody: { ru: "Ждёт события или часов, не человека.", en: "Waits for an event or the clock, not for a person." },
  stopped: {
    ru: "Случился сбой: им занимаются те, кто следит за работой сервиса.",
    en: "An incident stopped it: those who operate the service are seeing to it.",
  },
};

const ICONS = { decided: IconCheck, open: IconHourglass, waiting: IconClock, skipped: IconMinus, closed: IconMinus };
const COLORS = { decided: "green", open: "ordo", waiting: "gray", skipped: "gray", closed: "gray" };

/** Whom it waits for, since when, who comes after, and what the clock does by itself. */
export function RequestPlaces({
  places,
  subject,
}: {
  readonly places: readonly Schemas["InstancePlace"][];
  /** Of the request: a step that has the same title need not say it again. */
  readonly subject: string;
}) {
  const words = useWords(WORDS);
  return (
    <Card withBorder>
      <Title order={2} mb="xs">
        {words.now}
      </Title>
      <Stack>
        {places.map((place) => (
          <Stack key={`${place.title} ${place.since}`} gap="xs">
            <Text fw={600}>
              {place.title === subject ? "" : `${place.title} `}
              <Text span c="dimmed" fw={400} size="sm">
                {words.since} <When at={place.since} />
              </Text>
            </Text>
            {place.seats.length > 0 ? (
              <List spacing={6} center listStyleType="none">
                {place.seats.map(({ status, text }) => {
                  const Icon = ICONS[status];
                  return (
                    <List.Item
                      key={text}
                      icon={
                        <ThemeIcon size={22} radius="xl" variant="light" color={COLORS[status]}>
                          <Icon size={14} aria-hidden />
                        </ThemeIcon>
                      }
                    >
                      <Text size="sm" fw={status === "open" ? 600 : 400}>
                        {text}
                      </Text>
                    </List.Item>
                  );
                })}
              </List>
            ) : place.tasks.length === 0 ? (
              <Text size="sm">{place.isStopped ? words.stopped : words.nobody}</Text>
            ) : (
              place.tasks.map((task) => (
                <Group key={task.task} gap="md">
                  {task.people.map(({ id, text }) => (
                    <Person key={id} name={text} />
                  ))}
                  {task.dueAt !== null && (
                    <Text size="sm" c="dimmed">
                      {words.due} <When at={task.dueAt} />
                    </Text>
                  )}
                </Group>
              ))
            )}
            {place.next.length > 0 && (
              <Text size="sm" c="dimmed" component="div">
                {words.next}:
                {place.next.slice(0, 3).map(({ at, text }) => (
                  <div key={`${at} ${text}`}>
                    <When at={at} /> — {text}
                  </div>
                ))}
              </Text>
            )}
          </Stack>
        ))}
      </Stack>
    </Card>
  );
}
