import {
  Alert,
  Button,
  Card,
  Code,
  CopyButton,
  Group,
  MultiSelect,
  NumberInput,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answered, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { When } from "../../parts/when.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { scopeText } from "./scope-words.ts";

const WORDS = {
  title: { ru: "Токены для программ", en: "Tokens for programs" },
  about: {
    ru: "Программа с токеном действует от вашего имени — только в том, что вы ей разрешили.",
    en: "A program with a token acts in your name, in nothing but what you allow it.",
  },
  none: { ru: "Токенов нет.", en: "There are no tokens." },
  until: { ru: "до", en: "until" },
  revoke: { ru: "Отозвать", en: "Revoke" },
  name: { ru: "Для чего", en: "What for" },
  scopes: { ru: "Что можно", en: "What it may do" },
  days: { ru: "Сколько дней", en: "For how many days" },
  make: { ru: "Выпустить токен", en: "Make a token" },
  secret: { ru: "Скопируйте токен сейчас: больше его не покажут", en: "Copy the token now: it is not shown again" },
  copy: { ru: "Скопировать", en: "Copy" },
  copied: { ru: "Скопировано", en: "Copied" },
};

const DAYS = 90;

/** Tokens of my programs: made, shown once, revoked. */
export function OwnTokens() {
  const words = useWords(WORDS);
  const locale = useLocale();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ["me", "tokens"], queryFn: () => answered(api.GET("/api/me/tokens")) });
  const revoke = useMutation({
    mutationFn: (prefix: string) => answered(api.DELETE("/api/me/tokens/{prefix}", { params: { path: { prefix } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["me", "tokens"] }),
  });
  return (
    <Card withBorder>
      <Title order={2}>{words.title}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.about}
      </Text>
      <Answer query={query} rows={2}>
        {({ tokens, scopes }) => (
          <Stack gap="sm">
            {tokens.length === 0 && <Text size="sm">{words.none}</Text>}
            {tokens.map((token) => (
              <Group key={token.prefix} justify="space-between" wrap="nowrap">
                <div style={{ minWidth: 0 }}>
                  <Text size="sm" fw={600}>
                    {token.name} <Code>{token.prefix}…</Code>
                  </Text>
                  <Text size="sm" c="dimmed">
                    {token.scopes.map((scope) => scopeText(scope, locale)).join(", ")} · {words.until}{" "}
                    <When at={token.expiresAt} />
                  </Text>
                </div>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  style={{ flexShrink: 0 }}
                  loading={revoke.isPending && revoke.variables === token.prefix}
                  onClick={() => revoke.mutate(token.prefix)}
                >
                  {words.revoke}
                </Button>
              </Group>
            ))}
            {revoke.isError && <ProblemNote problem={problemOf(revoke.error)} />}
            <NewToken scopes={scopes} />
          </Stack>
        )}
      </Answer>
    </Card>
  );
}

function NewToken({ scopes }: { readonly scopes: readonly string[] }) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [wanted, setWanted] = useState<string[]>([]);
  const [days, setDays] = useState(DAYS);
  const make = useMutation({
    mutationFn: () => answered(api.POST("/api/me/tokens", { body: { name, scopes: wanted, days } })),
    async onSuccess() {
      setName("");
      setWanted([]);
      await queries.invalidateQueries({ queryKey: ["me", "tokens"] });
    },
  });
  const problem = make.isError ? problemOf(make.error) : null;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!make.isPending && name.trim() !== "" && wanted.length > 0) make.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={480}>
        {make.data !== undefined && (
          <Alert color="green" variant="light" title={words.secret} role="status">
            <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
              {make.data.secret}
            </Code>
            <CopyButton value={make.data.secret}>
              {({ copied, copy }) => (
                <Button mt="xs" size="compact-sm" variant="default" onClick={copy}>
                  {copied ? words.copied : words.copy}
                </Button>
              )}
            </CopyButton>
          </Alert>
        )}
        <TextInput
          label={words.name}
          value={name}
          maxLength={200}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          error={problem?.fields["name"]}
        />
        <MultiSelect
          label={words.scopes}
          data={scopes.map((scope) => ({ value: scope, label: scopeText(scope, locale) }))}
          value={wanted}
          onChange={setWanted}
          searchable
          error={problem?.fields["scopes"]}
        />
        <NumberInput
          label={words.days}
          value={days}
          min={1}
          max={3_660}
          maw={180}
          onChange={(value) => setDays(Number(value) || DAYS)}
          error={problem?.fields["lifeMs"] ?? problem?.fields["days"]}
        />
        {problem !== null && <ProblemNote problem={problem} />}
        <Button
          type="submit"
          variant="default"
          w="fit-content"
          loading={make.isPending}
          disabled={name.trim() === "" || wanted.length === 0}
        >
          {words.make}
        </Button>
      </Stack>
    </form>
  );
}
