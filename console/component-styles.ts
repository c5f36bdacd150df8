import type { Plugin } from "vite";

/** The module that holds the class names of a component of the library, e.g. `Button.module.mjs`. */
const CLASS_NAMES = /@mantine[\\/]core[\\/]esm[\\/].*[\\/](\w+)\.module\.mjs$/;

/**
 * Loads the styles of a component of the library with its code, instead of all the library's styles with the first view. They
 * lie in a layer: the console's own styles win in whatever order the two are loaded.
 */
export function componentStyles(): Plugin {
  return {
    name: "component-styles",
    transform(code, id) {
      const component = CLASS_NAMES.exec(id)?.[1];
      if (component === undefined) return null;
      return { code: `import "@mantine/core/styles/${component}.layer.css";\n${code}`, map: null };
    },
  };
}
