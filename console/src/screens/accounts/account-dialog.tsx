import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";
import { LeavingTasks } from "./leaving-tasks.tsx";
import { LinkView } from "./link-view.tsx";
import { RoleBoxes } from "./role-boxes.tsx";
import { GIVEN_ROLES } from "./role-words.ts";

export type AccountDeed = "roles" | "login" | "reset" | "deactivate" | "reactivate";

const WORDS = {
  roles: (name: string) => ({ ru: `Роли: ${name}`, en: `Roles: ${name}` }),
  login: (name: string) => ({ ru: `Логин: ${name}`, en: `Login: ${name}` }),
  reset: (name: string) => ({ ru: `Новая ссылка: ${name}`, en: `A new link: ${name}` }),
  deactivate: (name: string) => ({ ru: `Отключить: ${name}`, en: `Deactivate: ${name}` }),
  reactivate: (name: string) => ({ ru: `Включить снова: ${name}`, en: `Reactivate: ${name}` }),
  rolesAbout: { ru: "Сеансы закончатся: войти нужно будет снова.", en: "Sessions end: signing in again is needed." },
  loginAbout: { ru: "Пароль останется прежним.", en: "The password stays." },
  resetAbout: {
    ru: "Прежний пароль действует, пока по ссылке не выбран новый. Если пароль мог узнать чужой — отключите учётную запись.",
    en: "The present password holds until a new one is chosen. Where a stranger may know it, deactivate the account.",
  },
  deactivateAbout: {
    ru: "Вход закрывается сразу: сеансы, токены и ссылки. Человек больше никому не предлагается. История остаётся.",
    en: "Every way in ends at once: sessions, tokens and links. Nobody chooses the person again. History stays.",
  },
  reactivateAbout: {
    ru: "Человек снова работает: войдёт с прежним паролем и ролями. Токены останутся отозванными, задания — там, куда ушли.",
    en: "He works here again, with the password and roles that he had. Tokens stay revoked, tasks stay where they went.",
  },
  field: { ru: "Логин", en: "Login" },
  save: { ru: "Сохранить", en: "Save" },
  make: { ru: "Создать ссылку", en: "Make a link" },
  off: { ru: "Отключить", en: "Deactivate" },
  on: { ru: "Включить", en: "Reactivate" },
  cancel: { ru: "Отмена", en: "Cancel" },
};
const BUTTONS = { roles: "save", login: "save", reset: "make", deactivate: "off", reactivate: "on" } as const;

/** One change of one account: what it does, and the button. */
export function AccountDialog({
  kind,
  account,
  close,
}: {
  readonly kind: AccountDeed;
  readonly account: Schemas["Account"];
  readonly close: () => void;
}) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [roles, setRoles] = useState(() => GIVEN_ROLES.filter((role) => account.roles.includes(role)));
  const [login, setLogin] = useState(account.login);
  const [key] = useState(commandKey);
  const change = useMutation({
    mutationFn: async (): Promise<Schemas["LinkedAccount"] | null> => {
      const of = { params: { path: { user: account.person.id } }, headers: { "Idempotency-Key": `${key}-${kind}` } };
      if (kind === "reset") return answered(api.POST("/api/accounts/{user}/reset", { ...of, body: {} }));
      if (kind === "roles") await answered(api.PUT("/api/accounts/{user}/roles", { ...of, body: { roles } }));
      if (kind === "login") await answered(api.PUT("/api/accounts/{user}/login", { ...of, body: { login } }));
      if (kind === "deactivate") await answered(api.POST("/api/accounts/{user}/deactivate", { ...of, body: {} }));
      if (kind === "reactivate") await answered(api.POST("/api/accounts/{user}/reactivate", { ...of, body: {} }));
      return null;
    },
    onSuccess: async (linked) => {
      await queries.invalidateQueries({ queryKey: ["accounts"] });
      if (linked === null) close();
    },
  });
  const problem = change.isError ? problemOf(change.error) : null;
  const linked = change.data ?? null;
  return (
    <Modal opened onClose={close} title={words[kind](account.person.name)}>
      {linked !== null ? (
        <LinkView linked={linked} close={close} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate();
          }}
        >
          <Stack>
            <Text size="sm">{words[`${kind}About`]}</Text>
            {kind === "roles" && <RoleBoxes value={roles} onChange={(next) => setRoles([...next])} />}
            {kind === "login" && (
              <TextInput
                label={words.field}
                value={login}
                onChange={({ currentTarget }) => setLogin(currentTarget.value)}
                error={problem?.fields["login"]}
                data-autofocus
              />
            )}
            {kind === "deactivate" && <LeavingTasks user={account.person.id} />}
            {problem !== null && problem.fields["login"] === undefined && <ProblemNote problem={problem} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {words.cancel}
              </Button>
              <Button type="submit" loading={change.isPending} {...(kind === "deactivate" ? { color: "red" } : {})}>
                {words[BUTTONS[kind]]}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
