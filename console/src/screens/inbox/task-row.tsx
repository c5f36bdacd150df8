import { Badge, Checkbox, Group, Text } from "@mantine/core";
import { Link } from "wouter";
import type { Schemas } from "../../api/client.ts";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { DueMark } from "./due-mark.tsx";
import type { InboxList } from "./inbox-lists.ts";

const WORDS = {
  choose: (title: string) => ({ ru: `Выбрать: ${title}`, en: `Select: ${title}` }),
  opened: { ru: "пришло", en: "came" },
  standsIn: (name: string) => ({ ru: `за: ${name}`, en: `for ${name}` }),
  offered: (names: string) => ({ ru: `может взять: ${names}`, en: `may be claimed by ${names}` }),
  suspended: { ru: "приостановлено", en: "suspended" },
  question: { ru: "вопрос", en: "question" },
  rework: { ru: "доработка", en: "rework" },
};

/** People named in a row; the rest is counted. */
const NAMES_MAX = 3;

/** A task in a list: what it is about, whose it is, until when. */
export function TaskRow(of: {
  readonly task: Schemas["InboxTask"];
  readonly list: InboxList;
  readonly isChosen: boolean;
  /** Null: nothing is chosen in this list. */
  readonly onChoose: (() => void) | null;
}) {
  const words = useWords(WORDS);
  const { task, list, isChosen, onChoose } = of;
  const { id, title, subject, processTitle, number, onBehalfOf, purpose } = task;
  return (
    <li className={isChosen ? "row row-chosen" : "row"}>
      {onChoose !== null && (
        <Checkbox className="row-check" checked={isChosen} onChange={onChoose} aria-label={words.choose(title)} />
      )}
      <div className="grow">
        <Link href={`/${id}`} className="task-link" data-task={id}>
          {title}
        </Link>
        <Text size="sm" className="quiet" component="div">
          {processTitle} № {number}
          {subject !== "" && subject !== title && ` · ${subject}`}
        </Text>
        <Group gap={6} mt={4}>
          {purpose === "info" && <Badge variant="light">{words.question}</Badge>}
          {purpose === "rework" && (
            <Badge variant="light" color="orange.9">
              {words.rework}
            </Badge>
          )}
          {task.isSuspended && (
            <Badge variant="default" color="gray">
              {words.suspended}
            </Badge>
          )}
          {onBehalfOf !== null && <Badge variant="light">{words.standsIn(onBehalfOf.name)}</Badge>}
          {(list === "team" || list === "all" || list === "group") && (
            <Text size="sm" component="span">
              {task.assignee === null ? words.offered(namesOf(task.candidates)) : task.assignee.name}
            </Text>
          )}
        </Group>
      </div>
      <div className="row-side">
        <DueMark dueAt={task.dueAt} isOverdue={task.isOverdue} />
        <Text size="xs" className="quiet" component="div">
          {words.opened} <When at={task.openedAt} isAgo />
        </Text>
      </div>
    </li>
  );
}

function namesOf(people: readonly { readonly name: string }[]): string {
  const named = people.slice(0, NAMES_MAX).map(({ name }) => name);
  const rest = people.length - named.length;
  return rest > 0 ? `${named.join(", ")} +${rest}` : named.join(", ");
}
