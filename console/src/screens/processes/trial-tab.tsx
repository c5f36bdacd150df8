import {
  Button,
  Card,
  Grid,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  useComputedColorScheme,
} from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answered, api, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { FieldInput } from "../../parts/field-input.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";
import type { TabProps } from "./process-page.tsx";
import { TrialResult } from "./trial-result.tsx";
import type { WorkCopy } from "./work-copy.ts";

type Trial = Schemas["ProcessTrial"];

const WORDS = {
  about: {
    ru: "Процесс пойдёт на примерных данных и условном времени, с тем текстом, что сейчас в редакторе. Ничего не отправляется и не записывается.",
    en: "The process runs on sample data and virtual time, with the text that is in the editor now. Nothing is sent, nothing is written.",
  },
  example: { ru: "Пример", en: "Example" },
  exampleNone: { ru: "Заполнить самому", en: "Fill it in yourself" },
  by: { ru: "Кто запускает", en: "Who starts it" },
  byAnybody: { ru: "Первый, кому можно", en: "The first who may" },
  event: { ru: "Событие", en: "Event" },
  eventHint: { ru: "Чем процесс начинается, в виде JSON.", en: "What starts the process, as JSON." },
  eventWrong: { ru: "Это не JSON: проверьте скобки и кавычки.", en: "This is no JSON: see to brackets and quotes." },
  answers: { ru: "Люди", en: "People" },
  first: { ru: "Решают сразу", en: "Decide at once" },
  none: { ru: "Молчат", en: "Are silent" },
  run: { ru: "Попробовать", en: "Try it" },
  broken: { ru: "В файлах ошибки", en: "The files have errors" },
  brokenText: { ru: "Исправьте их на вкладке «Файлы».", en: "Mend them on the tab “Files”." },
  ready: { ru: "Здесь будет видно, что случится", en: "What would happen is shown here" },
  readyText: {
    ru: "Возьмите пример или заполните форму и нажмите «Попробовать».",
    en: "Take an example or fill in the form, and press “Try it”.",
  },
};

/** A process tried with sample data: what would happen, who would be asked, what would be sent and written. */
export default function TrialTab({ copy }: TabProps) {
  const words = useWords(WORDS);
  const { process, changes } = copy;
  const query = useQuery({
    queryKey: ["processes", "trial", process, changes],
    queryFn: () => answered(api.POST("/api/processes/trial", { body: { process, files: [...changes] } })),
    placeholderData: (before) => before,
    retry: false,
  });
  return (
    <Answer query={query} rows={6}>
      {(trial) =>
        trial.isSound ? <Trying trial={trial} copy={copy} /> : <Empty title={words.broken}>{words.brokenText}</Empty>
      }
    </Answer>
  );
}

function Trying({ trial, copy }: { readonly trial: Trial; readonly copy: WorkCopy }) {
  const words = useWords(WORDS);
  const scheme = useComputedColorScheme("light");
  const isByEvent = trial.starters.length === 0 && trial.events.length > 0;
  const [filled, setFilled] = useState<Filled>(() => emptyOf(trial, isByEvent));
  const { values, by, event, at, example } = filled;
  const [answers, setAnswers] = useState<"first" | "none">("first");
  const given = event === null ? null : jsonOf(event);
  const isWrong = event !== null && given === null;
  const run = useMutation({
    mutationFn: async () => {
      const { process, changes } = copy;
      const start =
        given !== null
          ? { event: { ...given, ...(by === null ? {} : { by }) } }
          : trial.fields.length === 0 && by === null
            ? {}
            : { input: { input: inputOf(values, trial), ...(by === null ? {} : { by }) } };
      const body = { process, files: [...changes], ...start, ...(at === null ? {} : { at }), answers, scheme };
      return answered(api.POST("/api/processes/dry-run", { body }));
    },
  });
  const change = (next: Partial<Filled>): void => setFilled((now) => ({ ...now, ...next }));
  const choose = (path: string | null): void => {
    const found = trial.examples.find((one) => one.path === path);
    setFilled(found === undefined ? emptyOf(trial, isByEvent) : filledFrom(found, trial));
  };
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    if (!isWrong) run.mutate();
  };
  const problem = run.error === null ? null : problemOf(run.error);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw={760}>
        {words.about}
      </Text>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Card withBorder padding="md">
            <form onSubmit={submit} noValidate>
              <Stack gap="sm">
                {trial.examples.length > 0 && (
                  <Select
                    label={words.example}
                    placeholder={words.exampleNone}
                    data={trial.examples.map(({ path, name }) => ({ value: path, label: name }))}
                    value={example}
                    onChange={choose}
                    searchable
                    clearable
                  />
                )}
                {event === null ? (
                  trial.fields.map((field) => (
                    <FieldInput
                      key={field.name}
                      field={field}
                      value={values[field.name] ?? null}
                      onChange={(value) => change({ values: { ...values, [field.name]: value } })}
                    />
                  ))
                ) : (
                  <Textarea
                    label={words.event}
                    description={words.eventHint}
                    value={event}
                    onChange={({ currentTarget }) => change({ event: currentTarget.value })}
                    error={isWrong ? words.eventWrong : null}
                    autosize
                    minRows={4}
                    maxRows={16}
                    styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 13 } }}
                  />
                )}
                {event === null && trial.starters.length > 0 && (
                  <Select
                    label={words.by}
                    placeholder={words.byAnybody}
                    data={trial.starters.map(({ value, title }) => ({ value, label: title }))}
                    value={by}
                    onChange={(next) => change({ by: next })}
                    searchable
                    clearable
                  />
                )}
                <div>
                  <Text size="sm" fw={500} mb={4} id="trial-answers">
                    {words.answers}
                  </Text>
                  <SegmentedControl
                    fullWidth
                    aria-labelledby="trial-answers"
                    value={answers}
                    onChange={(next) => setAnswers(next as typeof answers)}
                    data={[
                      { value: "first", label: words.first },
                      { value: "none", label: words.none },
                    ]}
                  />
                </div>
                <Button type="submit" loading={run.isPending} leftSection={<IconPlayerPlay size={16} aria-hidden />}>
                  {words.run}
                </Button>
              </Stack>
            </form>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          {problem !== null && <ProblemNote problem={problem} />}
          {problem === null && run.data === undefined && <Empty title={words.ready}>{words.readyText}</Empty>}
          {problem === null && run.data !== undefined && <TrialResult result={run.data} />}
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

/** What stands in the form. */
interface Filled {
  readonly example: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly by: string | null;
  /** JSON as it is typed; null: the process begins with a form. */
  readonly event: string | null;
  readonly at: string | null;
}

function emptyOf({ fields, events }: Trial, isByEvent: boolean): Filled {
  const event = isByEvent ? JSON.stringify({ type: events[0], record: "" }, null, 2) : null;
  return {
    ...{ example: null, by: null, at: null, event },
    values: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
  };
}

function filledFrom({ path, by, input, event, at }: Trial["examples"][number], trial: Trial): Filled {
  const isEvent = typeof event === "object" && event !== null;
  const given = typeof input === "object" && input !== null ? (input as Record<string, unknown>) : {};
  const named = Object.entries(given).map(([name, value]) =>
    trial.files.includes(name) ? [name, namesIn(value)] : [name, value],
  );
  const values = { ...emptyOf(trial, false).values, ...Object.fromEntries(named) };
  return { example: path, by, at, event: isEvent ? JSON.stringify(event, null, 2) : null, values };
}

/** Only what is filled in; a file is given by its name. */
function inputOf(values: Filled["values"], { files }: Trial): Record<string, unknown> {
  const filled = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    filled.map(([name, value]) => [name, files.includes(name) ? namesIn(value).map((one) => ({ name: one })) : value]),
  );
}

function namesIn(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (typeof one === "string") return [one];
    const name: unknown = typeof one === "object" && one !== null ? Reflect.get(one, "name") : null;
    return typeof name === "string" ? [name] : [];
  });
}

function jsonOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
