import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, rem } from "@mantine/core";
import { currentLocale } from "../words/locale.ts";

const CLOSE = { ru: "Закрыть", en: "Close" };
/** The library's crosses have no name: a screen reader would say "button". */
const namedCross = { defaultProps: () => ({ closeButtonProps: { "aria-label": CLOSE[currentLocale()] } }) };

const SHOW = { ru: "Показать пароль", en: "Show the password" };
/** The library names the eye in English only. */
const namedEye = {
  defaultProps: () => ({ visibilityToggleButtonProps: { "aria-label": SHOW[currentLocale()] } }),
};

/** Deep green of the mark, from paper to ink: white on 7, 7 on white and 4 on dark are readable (WCAG AA). */
const ordo: MantineColorsTuple = [
  "#eefaf8",
  "#d7f1ec",
  "#aee3da",
  "#7fd2c5",
  "#54c0b0",
  "#2fa999",
  "#168a7c",
  "#0f766e",
  "#0d5f59",
  "#0a4742",
];

export const theme = createTheme({
  primaryColor: "ordo",
  primaryShade: 7,
  colors: { ordo },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: true,
  luminanceThreshold: 0.28,
  components: { Notification: namedCross, Modal: namedCross, Drawer: namedCross, PasswordInput: namedEye },
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: rem(24), lineHeight: "1.25" },
      h2: { fontSize: rem(18), lineHeight: "1.35" },
      h3: { fontSize: rem(15), lineHeight: "1.4" },
    },
  },
});

/** The library's faint text is too faint on tinted ground (WCAG AA asks for 4.5 to 1). */
export const variables: CSSVariablesResolver = (of) => ({
  variables: {},
  light: {
    ...takingAway(of.colors.red[9]),
    // Words on a tint of their own color: badges, light buttons.
    ...Object.fromEntries(
      Object.entries(of.colors).map(([name, shades]) => [
        `--mantine-color-${name}-light-color`,
        `color-mix(in srgb, ${shades[9]} 70%, black)`,
      ]),
    ),
    "--mantine-color-dimmed": of.colors.gray[7],
    "--mantine-color-placeholder": of.colors.gray[7],
    "--mantine-color-red-outline": of.colors.red[9],
  },
  dark: {
    ...takingAway(of.colors.red[9]),
    "--mantine-color-dimmed": of.colors.dark[1],
    "--mantine-color-placeholder": of.colors.dark[1],
    "--mantine-color-error": of.colors.red[4],
    "--mantine-color-red-outline": of.colors.red[4],
    "--mantine-color-red-light-color": of.colors.red[3],
  },
});

/** White words on a button that takes something away. */
function takingAway(red: string): Readonly<Record<string, string>> {
  return {
    "--mantine-color-red-filled": red,
    "--mantine-color-red-filled-hover": `color-mix(in srgb, ${red} 85%, black)`,
  };
}
