import { useEffect, useRef } from "react";
import { pageNonce } from "./page-nonce.ts";

/** What a picture of ours consists of: anything else is taken out. */
const ELEMENTS = new Set(
  [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "title",
    "style",
  ].concat(["defs", "marker", "clippath", "use", "symbol", "lineargradient", "stop"]),
);

/**
 * A picture that the server drew, put into the page as a tree: only shapes and words come in, nothing that runs or loads.
 * Its style sheet carries the page's mark, without which the page would not take it.
 */
export function SafeSvg({ svg, zoom }: { readonly svg: string; readonly zoom: number }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const picture = readPicture(svg);
    if (picture === null || place.current === null) return;
    place.current.replaceChildren(picture);
  }, [svg]);
  useEffect(() => {
    const picture = place.current?.querySelector("svg");
    const [, , width, height] = (picture?.getAttribute("viewBox") ?? "").split(" ").map(Number);
    if (!picture || width === undefined || height === undefined) return;
    picture.setAttribute("width", String(Math.round(width * zoom)));
    picture.setAttribute("height", String(Math.round(height * zoom)));
  });
  return <div ref={place} className="process-picture" />;
}

function readPicture(svg: string): Element | null {
  // The style sheet is taken out before anything is parsed: without the page's mark the browser would refuse it aloud.
  const sheets: string[] = [];
  const bare = svg.replace(/<style>([\s\S]*?)<\/style>/g, (_, sheet: string) => {
    sheets.push(sheet);
    return "";
  });
  const root = new DOMParser().parseFromString(bare, "image/svg+xml").documentElement;
  if (root.localName !== "svg") return null;
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (!ELEMENTS.has(element.localName.toLowerCase())) {
      element.remove();
      continue;
    }
    for (const { name, value } of [...element.attributes])
      if (/^on/i.test(name) || (/href$/i.test(name) && !value.startsWith("#")) || name === "style")
        element.removeAttribute(name);
  }
  const picture = document.importNode(root, true);
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.setAttribute("nonce", pageNonce());
  style.textContent = sheets.join("\n").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  picture.prepend(style);
  return picture;
}
