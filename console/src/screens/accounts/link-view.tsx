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
  mailed: (name: string, address: string) => ({
    ru: `${name} получит письмо на ${address}: по ссылке из него выберет пароль. Письмо не пришло — сбросьте пароль ещё раз или проверьте, как уходит почта.`,
    en: `${name} gets a letter at ${address} and chooses a password by its link. If it does not arrive, reset again, or look at how mail leaves.`,
  }),
  until: { ru: "действует до", en: "holds until" },
  copy: { ru: "Скопировать", en: "Copy" },
  copied: { ru: "Скопировано", en: "Copied" },
  close: { ru: "Готово", en: "Done" },
};

/** A one-time link, the only time that it is shown; or where it was sent. */
export function LinkView({ linked, close }: { readonly linked: Schemas["LinkedAccount"]; readonly close: () => void }) {
  const words = useWords(WORDS);
  return (
    <Stack>
      <Alert color="ordo" variant="light">
        {linked.mailedTo === null
          ? words.hand(linked.account.person.name)
          : words.mailed(linked.account.person.name, linked.mailedTo)}
      </Alert>
      {linked.link !== null && (
        <Code block className="account-link">
          {linked.link}
        </Code>
      )}
      <Text size="sm" c="dimmed" component="div">
        {words.until} <When at={linked.expiresAt} />
      </Text>
      <Group justify="flex-end">
        {linked.link !== null && (
          <CopyButton value={linked.link}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? words.copied : words.copy}</Button>}
          </CopyButton>
        )}
        <Button variant="default" onClick={close}>
          {words.close}
        </Button>
      </Group>
    </Stack>
  );
}
