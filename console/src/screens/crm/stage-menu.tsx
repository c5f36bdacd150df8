import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconDotsVertical } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { commandKey } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useWords } from "../../words/use-words.ts";
import { type RecordShown, type RecordType, stagesOf, writeRecord } from "./use-records.ts";

const WORDS = {
  open: (title: string) => ({ ru: `Переместить «${title}»`, en: `Move “${title}”` }),
  move: { ru: "Переместить на стадию", en: "Move to stage" },
};

/** Moves a record to another stage; what was read meanwhile by others is not overwritten. */
export function StageMenu({ type, record }: { readonly type: RecordType; readonly record: RecordShown }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: ({ stage, key }: { readonly stage: string; readonly key: string }) =>
      writeRecord({ record, revision: record.revision, set: { stage }, key }),
    onError(error) {
      const { message, remedy } = problemOf(error);
      notifications.show({ color: "red", title: message, message: remedy });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["records"] }),
  });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          loading={move.isPending}
          aria-label={words.open(record.title)}
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
            onClick={() => move.mutate({ stage: name, key: commandKey() })}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
