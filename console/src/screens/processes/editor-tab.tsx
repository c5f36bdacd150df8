import {
  ActionIcon,
  Alert,
  Badge,
  Box,
  Button,
  Card,
  Grid,
  Group,
  Loader,
  NavLink,
  ScrollArea,
  Select,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { answered, api, type Schemas } from "../../api/client.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { CodeEditor, type CodeHelp } from "./code-editor.tsx";
import type { TabProps } from "./process-page.tsx";
import { useChecked } from "./use-checked.ts";

const WORDS = {
  files: { ru: "Файлы процесса", en: "Files of the process" },
  file: { ru: "Файл", en: "File" },
  editor: { ru: "Текст файла", en: "Text of the file" },
  add: { ru: "Новый файл", en: "New file" },
  addName: { ru: "Имя файла", en: "Name of the file" },
  addHint: { ru: "scenarios/отказ.yaml", en: "scenarios/refused.yaml" },
  addWrong: {
    ru: "Файлы лежат в scenarios/, decisions/ или templates/.",
    en: "Files lie in scenarios/, decisions/ or templates/.",
  },
  addDo: { ru: "Создать", en: "Create" },
  remove: { ru: "Убрать файл", en: "Remove the file" },
  problems: { ru: "Что не так", en: "What is wrong" },
  fine: { ru: "Ошибок нет.", en: "No problems." },
  checking: { ru: "Проверяется…", en: "Checking…" },
  readOnly: { ru: "Смотреть можно, править — аналитику.", en: "You may look; analysts may edit." },
};

/** Files that a schema speaks of. */
const HELPED = /^(process\.yaml|(scenarios|decisions)\/[^/]+\.ya?ml)$/i;
const NEW_FILE = /^(scenarios\/[^/]+\.ya?ml|decisions\/[^/]+\.(csv|ya?ml)|templates\/[^/]+)$/i;

/** The files of a process as text, checked while they are typed, in the words of `ordo check`. */
export default function EditorTab({ copy, mayEdit }: TabProps) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const isNarrow = useMediaQuery("(max-width: 62em)");
  const paths = [...copy.files.keys()];
  const [wanted, setPath] = useState("process.yaml");
  const path = copy.files.has(wanted) ? wanted : (paths[0] ?? "process.yaml");
  const [goTo, setGoTo] = useState<{ readonly offset: number; readonly wish: number } | null>(null);
  const help = useMemo(() => (mayEdit && HELPED.test(path) ? helpOf(copy, path) : null), [copy, path, mayEdit]);
  const jump = ({ path: at, start }: Schemas["ProcessProblem"]): void => {
    if (at === null || !copy.files.has(at)) return;
    setPath(at);
    setGoTo((before) => ({ offset: start, wish: (before?.wish ?? 0) + 1 }));
  };
  const choose = (next: string): void => {
    setPath(next);
    setGoTo(null);
  };
  return (
    <Stack gap="sm">
      {!mayEdit && <Alert color="gray">{words.readOnly}</Alert>}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 3 }}>
          {isNarrow ? (
            <Select
              label={words.file}
              data={paths}
              value={path}
              allowDeselect={false}
              onChange={(next) => next !== null && choose(next)}
            />
          ) : (
            <ScrollArea.Autosize mah="68vh">
              <Box component="nav" aria-label={words.files}>
                {paths.map((one) => (
                  <NavLink
                    key={one}
                    component="button"
                    label={one}
                    active={one === path}
                    py={4}
                    styles={{ label: { fontSize: 13, overflowWrap: "anywhere" } }}
                    rightSection={copy.isChanged(one) ? <Text c="ordo">•</Text> : null}
                    onClick={() => choose(one)}
                  />
                ))}
              </Box>
            </ScrollArea.Autosize>
          )}
          {mayEdit && (
            <NewFile
              onAdd={(name) => {
                copy.edit(name, "");
                choose(name);
              }}
            />
          )}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 9 }}>
          <Stack gap="sm">
            <Group justify="space-between" gap="xs">
              <Text ff="monospace" size="sm" style={{ overflowWrap: "anywhere" }}>
                {path}
              </Text>
              {mayEdit && path !== "process.yaml" && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={words.remove}
                  onClick={() => copy.edit(path, null)}
                >
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              )}
            </Group>
            {mayEdit ? (
              <Checking {...{ copy, path, help, goTo, locale }} onJump={jump} label={words.editor} />
            ) : (
              <CodeEditor
                {...{ path, goTo, help: null }}
                text={copy.files.get(path) ?? ""}
                isReadOnly
                problems={NONE}
                label={words.editor}
                onChange={() => undefined}
              />
            )}
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

const NONE: readonly Schemas["ProcessProblem"][] = [];

function Checking({
  copy,
  path,
  help,
  goTo,
  locale,
  label,
  onJump,
}: Pick<TabProps, "copy"> & {
  readonly path: string;
  readonly help: CodeHelp | null;
  readonly goTo: { readonly offset: number; readonly wish: number } | null;
  readonly locale: string;
  readonly label: string;
  readonly onJump: (problem: Schemas["ProcessProblem"]) => void;
}) {
  const words = useWords(WORDS);
  const { problems, isChecking, failure } = useChecked(copy, locale);
  const own = useMemo(() => (problems ?? NONE).filter((one) => one.path === path), [problems, path]);
  return (
    <>
      <CodeEditor
        {...{ path, help, goTo, label, problems: own }}
        text={copy.files.get(path) ?? ""}
        isReadOnly={false}
        onChange={(text) => copy.edit(path, text)}
      />
      {failure !== null && <ProblemNote problem={failure} />}
      <Card withBorder padding="sm">
        <Group gap="xs" mb={problems === null || problems.length === 0 ? 0 : "xs"}>
          <Text fw={600} size="sm">
            {words.problems}
          </Text>
          {isChecking ? <Loader size={14} aria-label={words.checking} /> : null}
          {problems !== null && problems.length === 0 && !isChecking && <Text size="sm">{words.fine}</Text>}
          {problems !== null && problems.length > 0 && (
            <Badge variant="light" color={problems.some(({ severity }) => severity === "error") ? "red" : "yellow"}>
              {problems.length}
            </Badge>
          )}
        </Group>
        <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
          {(problems ?? []).slice(0, 50).map((one) => (
            <li key={`${one.file}:${one.start}:${one.code}`}>
              <UnstyledButton onClick={() => onJump(one)} w="100%" p={4}>
                <Group gap="xs" wrap="nowrap" align="flex-start">
                  <Text size="sm" c={one.severity === "error" ? "red" : "yellow.8"} aria-label={one.severity}>
                    {one.severity === "error" ? "✗" : "!"}
                  </Text>
                  <div>
                    <Text size="sm">{one.message}</Text>
                    <Text size="xs" c="dimmed">
                      {one.path ?? one.file}:{one.line} · {one.remedy}
                    </Text>
                  </div>
                </Group>
              </UnstyledButton>
            </li>
          ))}
        </Stack>
      </Card>
    </>
  );
}

function NewFile({ onAdd }: { readonly onAdd: (path: string) => void }) {
  const words = useWords(WORDS);
  const [name, setName] = useState<string | null>(null);
  const isWrong = name !== null && name !== "" && !NEW_FILE.test(name);
  if (name === null)
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        mt="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setName("scenarios/")}
      >
        {words.add}
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name === "" || isWrong) return;
        onAdd(name);
        setName(null);
      }}
    >
      <Stack gap="xs" mt="xs">
        <TextInput
          label={words.addName}
          placeholder={words.addHint}
          value={name}
          data-autofocus
          error={isWrong && !/^(scenarios|decisions|templates)\/?$/.test(name) ? words.addWrong : null}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={({ key }) => key === "Escape" && setName(null)}
        />
        <Button type="submit" size="compact-sm" disabled={name === "" || isWrong}>
          {words.addDo}
        </Button>
      </Stack>
    </form>
  );
}

function helpOf({ process, changes }: TabProps["copy"], path: string): CodeHelp {
  const filesWith = (text: string) => [...changes.filter((one) => one.path !== path), { path, text }];
  return {
    async complete(text, position, signal) {
      try {
        const body = { process, files: filesWith(text), path, position };
        return (await answered(api.POST("/api/processes/complete", { body, signal }))).items;
      } catch {
        return [];
      }
    },
    async hover(text, position) {
      try {
        const body = { process, files: filesWith(text), path, position };
        return (await answered(api.POST("/api/processes/hover", { body }))).hover;
      } catch {
        return null;
      }
    },
  };
}
