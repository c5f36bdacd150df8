import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, commandKey } from "../../api/client.ts";
import { ApiProblem, problemOf } from "../../api/problem.ts";
import { Answer } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Исправить данные вызова", en: "Correct the data of the call" },
  about: (operation: string) => ({
    ru: `Вызов ${operation} отклонён. Он будет отправлен ещё раз с этими данными; что и почему исправлено, останется в истории.`,
    en: `The call ${operation} was refused. It is sent once more with these data; what was corrected and why stays in the history.`,
  }),
  fixed: { ru: "Исправить данные нельзя", en: "The data cannot be corrected" },
  reason: { ru: "Почему", en: "Why" },
  send: { ru: "Отправить с этими данными", en: "Send with these data" },
  cancel: { ru: "Отмена", en: "Cancel" },
  json: { ru: "Это не JSON: проверьте кавычки и скобки.", en: "This is no JSON: check quotes and brackets." },
};

/** The input of a refused call, to be corrected and sent again. */
export function EditInput({ incident, close }: { readonly incident: string; readonly close: () => void }) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const query = useQuery({
    queryKey: ["operations", "input", incident, locale],
    queryFn: () => answered(api.GET("/api/incidents/input", { params: { query: { incident } } })),
    refetchOnWindowFocus: false,
  });
  return (
    <Modal opened onClose={close} title={words.title} size="lg">
      <Answer query={query}>
        {({ input, operation, reason }) =>
          input === null || operation === null ? (
            <Alert color="yellow" title={words.fixed}>
              {reason}
            </Alert>
          ) : (
            <Form of={{ incident, input, operation }} close={close} />
          )
        }
      </Answer>
    </Modal>
  );
}

function Form({
  of,
  close,
}: {
  readonly of: {
    readonly incident: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly operation: string;
  };
  readonly close: () => void;
}) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [texts, setTexts] = useState(() => Object.fromEntries(Object.entries(of.input).map(textOf)));
  const [reason, setReason] = useState("");
  const [key] = useState(commandKey);
  const retry = useMutation({
    mutationFn: async () => {
      const fields: Record<string, string> = {};
      const input: Record<string, unknown> = {};
      for (const [name, text] of Object.entries(texts))
        try {
          input[name] = typeof of.input[name] === "string" ? text : JSON.parse(text);
        } catch {
          fields[name] = words.json;
        }
      if (Object.keys(fields).length > 0) throw new ApiProblem({ title: words.json, fields });
      const body = { incident: of.incident, input, reason };
      return answered(api.POST("/api/incidents/retry", { body, headers: { "Idempotency-Key": key } }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["operations"] });
      close();
    },
  });
  const problem = retry.isError ? problemOf(retry.error) : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        retry.mutate();
      }}
    >
      <Stack>
        <Text size="sm">{words.about(of.operation)}</Text>
        {Object.entries(texts).map(([name, text]) => (
          <Textarea
            key={name}
            label={name}
            value={text}
            autosize
            minRows={1}
            maxRows={10}
            error={problem?.fields[name]}
            onChange={({ currentTarget }) => setTexts({ ...texts, [name]: currentTarget.value })}
          />
        ))}
        <Textarea
          label={words.reason}
          withAsterisk
          value={reason}
          autosize
          minRows={2}
          error={problem?.fields["reason"]}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        {problem !== null && Object.keys(problem.fields).length === 0 && <ProblemNote problem={problem} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={retry.isPending}>
            {words.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Text stands as it is; anything else as JSON. */
function textOf([name, value]: [string, unknown]): [string, string] {
  return [name, typeof value === "string" ? value : JSON.stringify(value, null, 2)];
}
