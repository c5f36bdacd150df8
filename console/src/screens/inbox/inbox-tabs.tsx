import { Badge, Group, Tabs } from "@mantine/core";
import { useLocation } from "wouter";
import { hasRole, useOwnSession } from "../../api/use-session.ts";
import { useWords } from "../../words/use-words.ts";
import type { InboxList } from "./inbox-lists.ts";
import { useTaskCounts } from "./use-task-counts.ts";

const WORDS = {
  mine: { ru: "Мои", en: "Mine" },
  group: { ru: "Моей группы", en: "My group’s" },
  team: { ru: "Моих людей", en: "My team’s" },
  all: { ru: "Все", en: "All" },
  decisions: { ru: "Мои решения", en: "My decisions" },
  lists: { ru: "Списки заданий", en: "Lists of tasks" },
  overdue: (count: number) => ({ ru: `просрочено: ${count}`, en: `${count} overdue` }),
};

/** Counted so far; then «1000+». */
const COUNT_MAX = 1_000;

/** The lists of the inbox, with how much is in each; red: some of it is overdue. */
export function InboxTabs({ current }: { readonly current: InboxList | "decisions" }) {
  const words = useWords(WORDS);
  const session = useOwnSession();
  const [, navigate] = useLocation();
  const counts = useTaskCounts();
  const shown: readonly (InboxList | "decisions")[] = [
    "mine",
    "group",
    ...(session.isHead ? (["team"] as const) : []),
    "decisions",
    ...(hasRole(session, "operator", "administrator") ? (["all"] as const) : []),
  ];
  return (
    <Tabs value={current} onChange={(next) => navigate(next === "mine" || next === null ? "/" : `/${next}`)}>
      <Tabs.List aria-label={words.lists} className="scroll-x">
        {shown.map((list) => {
          const count = list === "decisions" ? null : (counts?.[list] ?? null);
          return (
            <Tabs.Tab key={list} value={list}>
              <Group gap={6} wrap="nowrap">
                {words[list]}
                {count !== null && count.tasks > 0 && (
                  <Badge
                    size="sm"
                    className="no-shrink"
                    variant={count.overdue > 0 ? "filled" : "default"}
                    color={count.overdue > 0 ? "red.8" : "gray"}
                    title={count.overdue > 0 ? words.overdue(count.overdue) : ""}
                  >
                    {count.tasks >= COUNT_MAX ? `${COUNT_MAX}+` : count.tasks}
                  </Badge>
                )}
              </Group>
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
    </Tabs>
  );
}
