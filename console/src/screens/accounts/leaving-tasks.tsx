import { Alert, List, ScrollArea, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  none: { ru: "Открытых заданий у него нет.", en: "He has no open tasks." },
  title: (count: number) => ({
    ru: `Открытых заданий: ${count}. Вот куда они уйдут`,
    en: `${pluralEn(count, "open task", "open tasks")}. This is where they go`,
  }),
  loses: { ru: "останется у остальных, кому предложено", en: "stays with the others whom it was offered to" },
  returns: { ru: "вернётся администраторам", en: "goes back to the administrators" },
  waits: { ru: "уйдёт, когда процесс продолжат", en: "moves when its instance is resumed" },
  stays: (count: number) => ({
    ru: `Некому передать: ${pluralRu(count, ["задание", "задания", "заданий"])}. Появится сбой, решат администраторы.`,
    en: `Nobody may have ${pluralEn(count, "task", "tasks")}: an incident is raised, the administrators decide.`,
  }),
};

/** Where the open tasks of somebody who leaves would go. */
export function LeavingTasks({ user }: { readonly user: string }) {
  const words = useWords(WORDS);
  const query = useQuery({
    queryKey: ["accounts", "leaving", user],
    queryFn: () => answered(api.GET("/api/accounts/{user}/leaving", { params: { path: { user } } })),
  });
  const where = ({ kind, to }: Schemas["LeaverTask"]): string => {
    if (kind === "moves") return to?.name ?? "—";
    return kind === "loses" || kind === "returns" || kind === "waits" ? words[kind] : "—";
  };
  return (
    <Answer query={query} rows={2}>
      {({ tasks }) => {
        if (tasks.length === 0) return <Text size="sm">{words.none}</Text>;
        const stays = tasks.filter(({ kind }) => kind === "stays").length;
        return (
          <Stack gap="xs">
            <Text size="sm" fw={600}>
              {words.title(tasks.length)}
            </Text>
            <ScrollArea.Autosize mah={220} tabIndex={0}>
              <List size="sm" spacing={4}>
                {tasks.map((task) => (
                  <List.Item key={task.task}>
                    {task.title} →{" "}
                    <Text span inherit fw={600}>
                      {where(task)}
                    </Text>
                  </List.Item>
                ))}
              </List>
            </ScrollArea.Autosize>
            {stays > 0 && <Alert color="yellow">{words.stays(stays)}</Alert>}
          </Stack>
        );
      }}
    </Answer>
  );
}
