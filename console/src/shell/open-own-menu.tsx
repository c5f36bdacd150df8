import { Box, Menu, SegmentedControl, Text, useMantineColorScheme } from "@mantine/core";
import { IconLogout, IconUser } from "@tabler/icons-react";
import { Link } from "wouter";
import { useOwnSession, useSigning } from "../api/use-session.ts";
import { useWords } from "../words/use-words.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { OwnButton } from "./own-button.tsx";

const WORDS = {
  profile: { ru: "Мой профиль", en: "My profile" },
  leave: { ru: "Выйти", en: "Sign out" },
  look: { ru: "Вид", en: "Look" },
  light: { ru: "Светлый", en: "Light" },
  dark: { ru: "Тёмный", en: "Dark" },
  auto: { ru: "Авто", en: "Auto" },
};

/** What the menu of whoever is signed in offers: language, look, and the way out. Opens at once. */
export function OpenOwnMenu() {
  const words = useWords(WORDS);
  const { name, position } = useOwnSession();
  const { signOut } = useSigning();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={260} withinPortal defaultOpened>
      <Menu.Target>
        <OwnButton />
      </Menu.Target>
      <Menu.Dropdown>
        <Box p="xs">
          <Text fw={600}>{name}</Text>
          {position !== null && (
            <Text size="sm" c="dimmed">
              {position}
            </Text>
          )}
        </Box>
        <Menu.Item component={Link} href="/me" leftSection={<IconUser size={16} aria-hidden />}>
          {words.profile}
        </Menu.Item>
        <Menu.Divider />
        <Box p="xs">
          <LanguageSwitch />
          <SegmentedControl
            aria-label={words.look}
            mt="xs"
            size="xs"
            fullWidth
            value={colorScheme}
            onChange={(value) => setColorScheme(value === "dark" ? "dark" : value === "light" ? "light" : "auto")}
            data={[
              { value: "light", label: words.light },
              { value: "dark", label: words.dark },
              { value: "auto", label: words.auto },
            ]}
          />
        </Box>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {words.leave}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
