import { key, map, type Schema, TEXT } from "../../../engine/definition/schema/schema.ts";

/** `{ module: ./adapters/messenger.ts, with: { … } }`: a channel of the company's own. */
export const MODULE_SCHEMA: Schema = map(
  {
    module: key(
      "Файл со своим каналом (TypeScript или JavaScript); он работает с правами Ordo.",
      "A file with a channel of your own (TypeScript or JavaScript); it runs with Ordo's rights.",
      "./adapters/messenger.ts",
      TEXT,
    ),
    with: key(
      "Настройки канала, какие он спрашивает.",
      "The channel's settings, as it asks for them.",
      { url: "https://bot.example.com", token: "${BOT_TOKEN}" },
      { type: "object" },
    ),
  },
  ["module"],
);
