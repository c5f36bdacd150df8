import { Checkbox, Stack } from "@mantine/core";
import { useWords } from "../../words/use-words.ts";
import { GIVEN_ROLES, type GivenRole, ROLE_WORDS } from "./role-words.ts";

const WORDS = {
  label: { ru: "Роли", en: "Roles" },
  about: { ru: "Задания получают все.", en: "Everybody gets tasks." },
};

/** Which roles somebody has beside being a person. */
export function RoleBoxes({
  value,
  onChange,
}: {
  readonly value: readonly GivenRole[];
  readonly onChange: (roles: readonly GivenRole[]) => void;
}) {
  const words = useWords(WORDS);
  const roles = useWords(ROLE_WORDS);
  return (
    <Checkbox.Group
      label={words.label}
      description={words.about}
      value={[...value]}
      onChange={(next) => onChange(GIVEN_ROLES.filter((role) => next.includes(role)))}
    >
      <Stack gap="xs" mt="xs">
        {GIVEN_ROLES.map((role) => (
          <Checkbox key={role} value={role} label={roles[role]} description={roles[`${role}About`]} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
