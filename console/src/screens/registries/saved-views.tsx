import { ActionIcon, Button, Checkbox, Divider, Group, Popover, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useWords } from "../../words/use-words.ts";
import type { RegistryFilter } from "./registry-filter.ts";

const WORDS = {
  views: { ru: "Представления", en: "Views" },
  all: { ru: "Все строки", en: "All rows" },
  none: { ru: "Сохраните отбор, чтобы вернуться к нему.", en: "Save a filter to come back to it." },
  name: { ru: "Имя представления", en: "Name of the view" },
  shared: { ru: "Видно всем читателям реестра", en: "For all readers of the registry" },
  save: { ru: "Сохранить отбор", en: "Save the filter" },
  of: (owner: string) => ({ ru: `от ${owner}`, en: `by ${owner}` }),
  remove: (name: string) => ({ ru: `Удалить «${name}»`, en: `Delete ${name}` }),
};

/** Filters that were kept under a name: one's own, and those that colleagues share. */
export function SavedViews(of: {
  readonly registry: string;
  readonly filter: RegistryFilter;
  readonly onChoose: (filter: RegistryFilter) => void;
}) {
  const { registry, filter, onChoose } = of;
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const queryKey = ["registries", "views", registry];
  const { data } = useQuery({
    queryKey,
    queryFn: () => answered(api.GET("/api/registries/{registry}/views", { params: { path: { registry } } })),
  });
  const onSettled = () => queries.invalidateQueries({ queryKey });
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT("/api/registries/{registry}/views/{name}", {
          params: { path: { registry, name: name.trim() } },
          body: { filter: { ...filter }, shared: isShared },
        }),
      ),
    onSuccess: () => setName(""),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (view: string) =>
      answered(api.DELETE("/api/registries/{registry}/views/{name}", { params: { path: { registry, name: view } } })),
    onSettled,
  });
  const views = data?.views ?? [];
  return (
    <Popover
      opened={isOpen}
      onChange={(next) => !next && close()}
      position="bottom-end"
      trapFocus
      returnFocus
      width={320}
    >
      <Popover.Target>
        <Button variant="default" leftSection={<IconBookmark size={16} aria-hidden />} onClick={toggle}>
          {words.views}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {views.length === 0 && (
            <Text size="sm" className="quiet">
              {words.none}
            </Text>
          )}
          {views.map((view) => (
            <Group key={`${view.owner} ${view.name}`} gap={4} wrap="nowrap" justify="space-between">
              <Button
                variant="subtle"
                size="compact-sm"
                onClick={() => {
                  onChoose(view.filter);
                  close();
                }}
              >
                {view.name}
                {!view.isOwn && ` (${words.of(view.owner)})`}
              </Button>
              {view.isOwn && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={words.remove(view.name)}
                  onClick={() => remove.mutate(view.name)}
                >
                  <IconTrash size={14} aria-hidden />
                </ActionIcon>
              )}
            </Group>
          ))}
          <Divider />
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() !== "") save.mutate();
            }}
          >
            <Stack gap="xs">
              <TextInput
                label={words.name}
                maxLength={100}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                error={save.error === null ? undefined : problemOf(save.error).message}
              />
              <Checkbox
                label={words.shared}
                checked={isShared}
                onChange={(event) => setShared(event.currentTarget.checked)}
              />
              <Button type="submit" size="xs" loading={save.isPending} disabled={name.trim() === ""}>
                {words.save}
              </Button>
            </Stack>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
