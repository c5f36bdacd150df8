import { ActionIcon, Anchor, FileButton, Group, Input, Loader, Paper, Stack, Text } from "@mantine/core";
import { IconFile, IconPaperclip, IconTrash } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import { fileAddress, filesOf } from "../api/file-address.ts";
import { problemOf } from "../api/problem.ts";
import { uploadFile } from "../api/upload-file.ts";
import { useWords } from "../words/use-words.ts";
import type { FieldInputProps } from "./field-input.tsx";

const WORDS = {
  choose: { ru: "Выбрать файлы", en: "Choose files" },
  drop: { ru: "или перетащите их сюда; до 25 МБ каждый", en: "or drop them here; up to 25 MB each" },
  remove: (name: string) => ({ ru: `Убрать ${name}`, en: `Remove ${name}` }),
  sending: (name: string) => ({ ru: `Отправляется ${name}…`, en: `Sending ${name}…` }),
};

/** Files: sent as soon as they are chosen, so that a form that is sent twice sends them once. */
export function FilesInput({ field, value, onChange, error, disabled = false, instance }: FieldInputProps) {
  const words = useWords(WORDS);
  const [sending, setSending] = useState<readonly string[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  // Several files arrive one by one: each joins what is there by then.
  const files = useRef(filesOf(value));
  files.current = filesOf(value);

  async function send(chosen: readonly File[]): Promise<void> {
    setTrouble(null);
    for (const file of chosen) {
      setSending((now) => [...now, file.name]);
      try {
        const { id, name } = await uploadFile(file);
        files.current = [...files.current, { id, name }];
        onChange(files.current);
      } catch (thrown) {
        const { message, remedy } = problemOf(thrown);
        setTrouble(`${file.name}: ${message} ${remedy}`);
      } finally {
        setSending((now) => now.filter((name) => name !== file.name));
      }
    }
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    if (!disabled) void send([...event.dataTransfer.files]);
  }

  return (
    <Input.Wrapper
      label={field.title}
      description={field.help}
      withAsterisk={field.required}
      error={error ?? trouble}
      labelElement="div"
    >
      <Paper
        withBorder
        p="xs"
        mt={4}
        className={isOver ? "drop-place drop-over" : "drop-place"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Stack gap={6}>
          {filesOf(value).map(({ id, name }) => (
            <Group key={id} gap="xs" wrap="nowrap">
              <IconFile size={18} aria-hidden />
              <Anchor
                href={fileAddress(id, instance === undefined ? {} : { instance })}
                target="_blank"
                size="sm"
                truncate
                flex={1}
              >
                {name}
              </Anchor>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={disabled}
                aria-label={words.remove(name)}
                onClick={() => onChange(filesOf(value).filter((file) => file.id !== id))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          {sending.map((name) => (
            <Group key={name} gap="xs" role="status">
              <Loader size={16} />
              <Text size="sm">{words.sending(name)}</Text>
            </Group>
          ))}
          <Group gap="xs">
            <FileButton multiple disabled={disabled} onChange={(chosen) => void send(chosen)}>
              {(button) => (
                <Anchor
                  component="button"
                  type="button"
                  size="sm"
                  disabled={disabled}
                  data-wrong={error === undefined ? undefined : true}
                  {...button}
                >
                  <Group gap={6} wrap="nowrap">
                    <IconPaperclip size={16} aria-hidden />
                    {words.choose}
                  </Group>
                </Anchor>
              )}
            </FileButton>
            <Text size="xs" className="quiet" visibleFrom="xs">
              {words.drop}
            </Text>
          </Group>
        </Stack>
      </Paper>
    </Input.Wrapper>
  );
}
