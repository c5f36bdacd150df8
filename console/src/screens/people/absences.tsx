import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconCalendarOff, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useOwnSession } from "../../api/use-session.ts";
import { Answer } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { dayText } from "../../words/format.ts";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { AbsenceForm } from "./absence-form.tsx";

const WORDS = {
  mine: { ru: "Моё отсутствие", en: "My absence" },
  mineText: {
    ru: "Пока вас нет, за вас решает тот, кого вы назовёте, — и по уже открытым заданиям тоже.",
    en: "While you are away, whom you name decides for you, on tasks that are open already too.",
  },
  team: { ru: "Отсутствия моих людей", en: "My people's absences" },
  add: { ru: "Меня не будет", en: "I will be away" },
  addFor: { ru: "Записать", en: "Enter" },
  none: { ru: "Не записано.", en: "None entered." },
  substitute: { ru: "замещает", en: "substitute" },
  nobody: { ru: "никто не замещает", en: "nobody stands in" },
  directory: { ru: "записано в справочнике", en: "entered in the directory" },
  remove: { ru: "Убрать", en: "Remove" },
};

interface Listed {
  readonly person: Schemas["NamedPerson"];
  readonly position: string | null;
  readonly absences: readonly Schemas["Absence"][];
}

/** One's own absences with a button, and a head's list of his people's. */
export function Absences() {
  const words = useWords(WORDS);
  const { user } = useOwnSession();
  const query = useQuery({ queryKey: ["people", "absences"], queryFn: () => answered(api.GET("/api/absences")) });
  return (
    <Answer query={query} rows={3}>
      {(lists: readonly Listed[]) => {
        const others = lists.filter(({ person }) => person.id !== user);
        return (
          <>
            {lists
              .filter(({ person }) => person.id === user)
              .map((own) => (
                <Card key={own.person.id} withBorder component="section">
                  <Title order={2}>{words.mine}</Title>
                  <Text size="sm" c="dimmed" mb="sm">
                    {words.mineText}
                  </Text>
                  <OnePerson listed={own} button={words.add} isOwn />
                </Card>
              ))}
            {others.length > 0 && (
              <Card withBorder component="section">
                <Title order={2} mb="sm">
                  {words.team}
                </Title>
                <Stack gap="md">
                  {others.map((listed) => (
                    <div key={listed.person.id}>
                      <Text fw={600}>{listed.person.name}</Text>
                      <OnePerson listed={listed} button={words.addFor} />
                    </div>
                  ))}
                </Stack>
              </Card>
            )}
          </>
        );
      }}
    </Answer>
  );
}

function OnePerson({
  listed,
  button,
  isOwn = false,
}: {
  readonly listed: Listed;
  readonly button: string;
  readonly isOwn?: boolean;
}) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const user = listed.person.id;
  const remove = useMutation({
    mutationFn: (absence: string) =>
      answered(api.DELETE("/api/people/{user}/absences/{absence}", { params: { path: { user, absence } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["people"] }),
  });
  return (
    <Stack gap="xs">
      {listed.absences.length === 0 && <Text size="sm">{words.none}</Text>}
      {listed.absences.map(({ id, from, to, substitute }) => (
        <Group key={`${id} ${from}`} gap="xs">
          <Text size="sm">
            {dayText(from, locale)} – {dayText(to, locale)},{" "}
            {substitute === null ? words.nobody : `${words.substitute} ${substitute.name}`}
          </Text>
          {id === null ? (
            <Text size="sm" c="dimmed">
              ({words.directory})
            </Text>
          ) : (
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              leftSection={<IconX size={14} aria-hidden />}
              loading={remove.isPending && remove.variables === id}
              onClick={() => remove.mutate(id)}
            >
              {words.remove}
            </Button>
          )}
        </Group>
      ))}
      {remove.isError && <ProblemNote problem={problemOf(remove.error)} />}
      {isOpen ? (
        <AbsenceForm user={user} close={() => setOpen(false)} />
      ) : (
        <Button
          variant="default"
          size={isOwn ? "sm" : "compact-sm"}
          w="fit-content"
          leftSection={<IconCalendarOff size={16} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {button}
        </Button>
      )}
    </Stack>
  );
}
