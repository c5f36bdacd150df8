import { Alert, Button, Center, Paper, PasswordInput, Select, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { Link, useLocation } from "wouter";
import { answered, api, type Schemas } from "../api/client.ts";
import { type ApiProblem, problemOf } from "../api/problem.ts";
import { sessionBegan } from "../api/session-state.ts";
import { Answer } from "../parts/answer.tsx";
import { ProblemNote } from "../parts/problem-note.tsx";
import { companyZoneIs } from "../words/company-zone.ts";
import { useWords } from "../words/use-words.ts";

const WORDS = {
  title: { ru: "Добро пожаловать", en: "Welcome" },
  hello: (name: string) => ({ ru: `${name}, выберите пароль.`, en: `${name}, choose a password.` }),
  login: (login: string) => ({ ru: `Ваш логин: ${login}`, en: `Your login: ${login}` }),
  first: {
    ru: "Вы станете администратором: сможете приглашать остальных. Скажите, кто вы.",
    en: "You become the administrator and can invite the others. Say who you are.",
  },
  who: { ru: "Кто вы", en: "Who you are" },
  password: { ru: "Пароль", en: "Password" },
  rule: {
    ru: "Не короче 10 знаков; длинная фраза лучше сложного слова.",
    en: "At least 10 characters; a long phrase is better than a tricky word.",
  },
  again: { ru: "Пароль ещё раз", en: "Password again" },
  differs: { ru: "Пароли не совпадают.", en: "The passwords differ." },
  needed: { ru: "Нужно заполнить.", en: "This is needed." },
  dead: { ru: "Эта ссылка не действует", en: "This link does not work" },
  deadText: {
    ru: "Ею уже воспользовались, вышел её срок, или адрес скопирован не до конца. Новую пришлёт администратор.",
    en: "It was used, its time is over, or the address was not copied in full. An administrator sends a new one.",
  },
  door: { ru: "Ко входу", en: "To the sign-in page" },
  go: { ru: "Сохранить и войти", en: "Save and sign in" },
};

/** Where a one-time link leads: its secret stands behind `#`, which no server on the way sees. */
export function EnterPage() {
  const words = useWords(WORDS);
  const token = useSyncExternalStore(heardHash, () => window.location.hash).slice(1);
  const link = useQuery({
    enabled: token !== "",
    queryKey: ["api", "entry", token],
    queryFn: () => answered(api.POST("/api/entry/look", { body: { token } })),
    retry: false,
    refetchInterval: false,
  });
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="lg" radius="lg" shadow="sm" w="100%" maw={440}>
        <Title order={1} mb="sm">
          {words.title}
        </Title>
        {token === "" || isRefused(link.error) ? (
          <Dead />
        ) : (
          <Answer query={link}>{(known) => <EnterForm key={token} token={token} link={known} />}</Answer>
        )}
      </Paper>
    </Center>
  );
}

/** Did the server say that there is no such link? Whatever else went wrong may be tried again. */
function isRefused(error: unknown): boolean {
  const status = error === null ? 0 : problemOf(error).status;
  return status >= 400 && status < 429;
}

/** No secret, or one that is used up: what to do about it, and the way to the door. */
function Dead() {
  const words = useWords(WORDS);
  return (
    <Stack gap="md" align="flex-start">
      <Alert color="yellow" variant="light" title={words.dead} role="alert">
        {words.deadText}
      </Alert>
      <Button component={Link} href="/" variant="default">
        {words.door}
      </Button>
    </Stack>
  );
}

/** Another link that is put into the same window opens, too. */
function heardHash(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

function EnterForm({ token, link }: { readonly token: string; readonly link: Schemas["EntryLink"] }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [user, setUser] = useState<string | null>(null);
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const isFirst = link.user === null;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    setProblem(null);
    if (password === "" || again !== password || (isFirst && user === null)) return;
    setBusy(true);
    try {
      const body = { token, password, ...(user === null ? {} : { user }) };
      const session = await answered(api.POST("/api/entry", { body }));
      sessionBegan(session.csrf);
      companyZoneIs(session.installation.timeZone);
      queries.setQueryData(["session"], session);
      navigate("/", { replace: true });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{isFirst ? words.first : words.hello(link.name ?? "")}</Text>
        {link.login !== null && (
          <Text size="sm" c="dimmed">
            {words.login(link.login)}
          </Text>
        )}
        {problem !== null && <ProblemNote problem={problem} />}
        {isFirst && (
          <Select
            label={words.who}
            searchable
            data={link.candidates.map((one) => ({ value: one.user, label: one.name }))}
            value={user}
            onChange={setUser}
            error={isTried && user === null ? words.needed : null}
          />
        )}
        <PasswordInput
          label={words.password}
          description={words.rule}
          autoComplete="new-password"
          value={password}
          error={isTried && password === "" ? words.needed : (problem?.fields["password"] ?? null)}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        <PasswordInput
          label={words.again}
          autoComplete="new-password"
          value={again}
          error={isTried && again !== password ? words.differs : null}
          onChange={({ currentTarget }) => setAgain(currentTarget.value)}
        />
        <Button type="submit" loading={isBusy} fullWidth>
          {words.go}
        </Button>
      </Stack>
    </form>
  );
}
