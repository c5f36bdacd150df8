import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck, IconDotsVertical } from "@tabler/icons-react";
import { useWords } from "../../words/use-words.ts";
import { useMove } from "./use-move.ts";
import { type RecordShown, type RecordType, stagesOf } from "./use-records.ts";

const WORDS = {
  open: (title: string) => ({ ru: `Переместить «${title}»`, en: `Move “${title}”` }),
  move: { ru: "Переместить на стадию", en: "Move to stage" },
};

/** Moves a record to another stage without a mouse: what dragging does on a board. */
export function StageMenu({ type, record }: { readonly type: RecordType; readonly record: RecordShown }) {
  const words = useWords(WORDS);
  const { move, isPending } = useMove(type);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
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
