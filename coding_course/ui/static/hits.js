// Hits of a search. One hit stands for the codes that differ from it in side, 7th character or the last characters of a
// procedure alone; they are fetched when the hit is unfolded.

import { h } from "./dom.js";

/** The families of one widget: `fetch(code)` asks once, `toggle(code)` unfolds a hit of a list or folds it again. */
export function families(widget) {
  const known = new Map();
  const open = new Set();
  const family = {
    async fetch(code) {
      if (!known.has(code)) known.set(code, await widget.ask({ type: "family", code }));
      return known.get(code);
    },
    shown: (code) => (open.has(code) ? known.get(code) : null),
    async toggle(code) {
      if (open.delete(code)) {
        widget.redraw();
        widget.say(`${code} is folded again.`);
        return;
      }
      const found = await family.fetch(code);
      open.add(code);
      widget.redraw();
      widget.say(unfolded(found));
    },
  };
  return family;
}

/** What is said when a family is unfolded. */
export function unfolded({ codes, rest }) {
  const more = rest ? `, the first of ${codes.length + rest}` : "";
  return `${codes.length} ${codes.length === 1 ? "code" : "codes"} listed below${more}.`;
}

/** A list of hits; `go(code)` opens one. */
export function hitList(widget, fold, list, go) {
  const link = (code) => h("button", { type: "button", class: "cc-link", on: { click: () => go(code) } }, code);
  return h(
    "ol",
    {},
    list.map((hit) => {
      const family = fold.shown(hit.code);
      const id = `${widget.id}-family-${hit.code.replace(/\W/g, "-")}`;
      return h(
        "li",
        { key: hit.code },
        link(hit.code),
        ` ${hit.title}`,
        hit.billable ? null : h("i", {}, " (header)"),
        hit.why ? h("small", {}, ` ${hit.why}`) : null,
        hit.fold
          ? h(
              "button",
              { type: "button", class: "cc-unfold", "aria-expanded": family ? "true" : "false", "aria-controls": family ? id : false, on: { click: () => fold.toggle(hit.code) } },
              h("span", { "aria-hidden": "true" }, family ? "▾ " : "▸ "),
              hit.fold,
              h("span", { class: "cc-unseen" }, `, the family of ${hit.code}`),
            )
          : null,
        family
          ? h(
              "ul",
              { id, class: "cc-family" },
              family.codes.map((one) => h("li", { key: one.code }, link(one.code), ` ${one.title}`)),
              family.rest ? h("li", { key: "rest" }, `and ${family.rest} more; open ${hit.code} to narrow them down`) : null,
            )
          : null,
      );
    }),
  );
}
