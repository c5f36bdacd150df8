import { Alert, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import "./accounts.css";

const WORDS = {
  hand: (name: string) => ({
    ru: `Передайте ссылку лично: ${name} выберет по ней пароль. Она открывается один раз и больше нигде не показывается.`,
    en: `Hand it over in person: ${name} chooses a password by it. It opens once and is shown nowhere else.`,
  }),
  until: { ru: "действует до", en: "holds until" },
  copy: { ru: "Скопировать", en: "Copy" },
  copied: { ru: "Скопировано", en: "Copied" },
  close: { ru: "Готово", en: "Done" },
};

/** A one-time link, the only time that it is shown. */
export function LinkView({ linked, close }: { readonly linked: Schemas["LinkedAccount"]; readonly close: () => void }) {
  const words = useWords(WORDS);
  return (
    <Stack>
      <Alert color="ordo" variant="light">
        {words.hand(linked.account.person.name)}
      </Alert>
      <Code block className="account-link">
        {linked.link}
      </Code>
      <Text size="sm" c="dimmed" component="div">
        {words.until} <When at={linked.expiresAt} />
      </Text>
      <Group justify="flex-end">
        <CopyButton value={linked.link}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? words.copied : words.copy}</Button>}
        </CopyButton>
        <Button variant="default" onClick={close}>
          {words.close}
        </Button>
      </Group>
    </Stack>
  );
}
