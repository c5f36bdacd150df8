import { Avatar, Group, Text } from "@mantine/core";

/** A person by name, with initials in a color of their own. Nobody: a dash. */
export function Person({ name, size = "sm" }: { readonly name: string | null; readonly size?: "xs" | "sm" }) {
  if (name === null || name === "") return <Text c="dimmed">—</Text>;
  return (
    <Group gap={6} wrap="nowrap">
      <Avatar name={name} color="initials" size={size === "xs" ? 20 : 24} radius="xl" aria-hidden />
      <Text size={size} truncate>
        {name}
      </Text>
    </Group>
  );
}
