import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown, IconDotsVertical } from "@tabler/icons-react";
import { useWords } from "../../words/use-words.ts";
import { StageBadge } from "./stage-badge.tsx";
import { useMove } from "./use-move.ts";
import { type RecordShown, type RecordType, stagesOf } from "./use-records.ts";

const WORDS = {
  open: (title: string) => ({ ru: `Переместить «${title}»`, en: `Move “${title}”` }),
  move: { ru: "Переместить на стадию", en: "Move to stage" },
  change: { ru: "Переместить", en: "Move" },
};

/** Moves a record to another stage without a mouse: what dragging does on a board. */
export function StageMenu(of: {
  readonly type: RecordType;
  readonly record: RecordShown;
  /** Shows the stage itself, on a button; else there are three dots. @default false */
  readonly isButton?: boolean;
}) {
  const { type, record, isButton = false } = of;
  const words = useWords(WORDS);
  const { move, isPending } = useMove(type);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        {isButton ? (
          <Button
            variant="default"
            loading={isPending}
            leftSection={<StageBadge type={type} record={record} />}
            rightSection={<IconChevronDown size={16} aria-hidden />}
          >
            {words.change}
          </Button>
        ) : (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            loading={isPending}
            aria-label={words.open(record.title)}
            data-moves={record.ref}
          >
            <IconDotsVertical size={16} aria-hidden />
          </ActionIcon>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.move}</Menu.Label>
        {stagesOf(type, record.pipeline).map(({ name, title }) => (
          <Menu.Item
            key={name}
            disabled={name === record.stage}
            rightSection={name === record.stage ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => {
              move(record, name);
              focusAgain(record.ref);
            }}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The card stands in another column now: the focus goes with it, also where the menu gives it back first. */
function focusAgain(ref: string): void {
  const menu = () => document.querySelector<HTMLElement>(`[data-moves="${CSS.escape(ref)}"]`);
  window.setTimeout(() => menu()?.focus(), FOCUS_AFTER_MS);
}

/** The menu has closed by then. */
const FOCUS_AFTER_MS = 200;
