import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, commandKey } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";
import { LinkView } from "./link-view.tsx";
import { RoleBoxes } from "./role-boxes.tsx";
import type { GivenRole } from "./role-words.ts";

const WORDS = {
  invite: { ru: "Пригласить", en: "Invite" },
  title: { ru: "Пригласить сотрудника", en: "Invite somebody" },
  person: { ru: "Сотрудник", en: "Person" },
  nobody: { ru: "Не найден: впишите его в справочник", en: "Not found: enter him in the directory" },
  login: { ru: "Логин", en: "Login" },
  cancel: { ru: "Отмена", en: "Cancel" },
};

/** Gives somebody of the directory an account: a one-time link to hand over. */
export function InviteButton() {
  const words = useWords(WORDS);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setOpen(true)}>
        {words.invite}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={words.title}>
        {isOpen && <Form close={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function Form({ close }: { readonly close: () => void }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [user, setUser] = useState<string | null>(null);
  const [login, setLogin] = useState("");
  const [roles, setRoles] = useState<readonly GivenRole[]>([]);
  const [key] = useState(commandKey);
  const people = useQuery({
    queryKey: ["accounts", "invitable"],
    queryFn: () => answered(api.GET("/api/accounts/invitable")),
  });
  const invite = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/accounts", {
          headers: { "Idempotency-Key": key },
          body: { user: user ?? "", roles: [...roles], ...(login.trim() === "" ? {} : { login }) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["accounts", "list"] }),
  });
  const problem = invite.isError ? problemOf(invite.error) : null;
  if (invite.data !== undefined) return <LinkView linked={invite.data} close={close} />;
  return (
    <Answer query={people} rows={3}>
      {({ rows }) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate();
          }}
        >
          <Stack>
            <Select
              label={words.person}
              withAsterisk
              searchable
              data={rows.map(({ person, position }) => ({
                value: person.id,
                label: position === null ? person.name : `${person.name}, ${position}`,
              }))}
              value={user}
              onChange={(value) => {
                setUser(value);
                setLogin(rows.find(({ person }) => person.id === value)?.login ?? "");
              }}
              nothingFoundMessage={words.nobody}
              error={problem?.fields["user"]}
              data-autofocus
            />
            <TextInput
              label={words.login}
              value={login}
              onChange={({ currentTarget }) => setLogin(currentTarget.value)}
              error={problem?.fields["login"]}
            />
            <RoleBoxes value={roles} onChange={setRoles} />
            {problem !== null && Object.keys(problem.fields).length === 0 && <ProblemNote problem={problem} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {words.cancel}
              </Button>
              <Button type="submit" disabled={user === null} loading={invite.isPending}>
                {words.invite}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Answer>
  );
}
