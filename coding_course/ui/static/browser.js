// The code browser: search, hierarchy, notes with where they come from, 7th characters, and what is billable.

import { h } from "./dom.js";
import { mount } from "./shell.js";
import { comboboxes } from "./combobox.js";
import { families, hitList } from "./hits.js";

function browser(widget) {
  const field = comboboxes(widget);
  const fold = families(widget);
  let query = null;

  function open(code) {
    widget.focusAfter((root) => root.querySelector("[data-entry]"));
    widget.send({ type: "open", code });
    query = null;
  }
  function move(type) {
    widget.focusAfter((root) => root.querySelector("[data-entry]"));
    widget.send({ type });
  }
  function search() {
    const text = query === null ? widget.state.query : query;
    if (!text.trim()) return;
    widget.focusAfter((root) => root.querySelector("[data-hits]"));
    widget.send({ type: "search", query: text });
  }

  return () => {
    const { state } = widget;
    const text = query === null ? state.query : query;
    return [
      h(
        "section",
        { class: "cc-card cc-browser", "aria-labelledby": `${widget.id}-title` },
        h("h3", { id: `${widget.id}-title`, class: "cc-title", tabindex: "-1", "data-home": true }, `Code browser, ${state.edition}`),
        h(
          "form",
          {
            class: "cc-search",
            role: "search",
            "aria-label": "Codes",
            on: {
              submit: (event) => {
                event.preventDefault();
                search();
              },
            },
          },
          h("label", { for: `${widget.id}-query` }, "Code, condition or abbreviation"),
          field({ key: "query", kind: "", value: text, label: "", change: (next) => { query = next; widget.redraw(); }, take: (hit) => open(hit.code), enter: search }),
          h("button", { type: "submit", class: "cc-primary" }, "Search"),
          h("span", { class: "cc-moves" },
            h("button", { type: "button", "aria-disabled": state.back ? false : "true", on: { click: () => (state.back ? move("back") : widget.say("There is nothing before this.")) } }, "← Back"),
            h("button", { type: "button", "aria-disabled": state.forward ? false : "true", on: { click: () => (state.forward ? move("forward") : widget.say("There is nothing after this.")) } }, "Forward →"),
            h("button", { type: "button", on: { click: () => open("") } }, "Chapters"),
          ),
        ),
        state.message ? h("p", { class: "cc-message" }, state.message) : null,
        state.hits ? hits(widget, state, fold, open) : null,
        state.entry ? entry(state.entry, open) : null,
        state.chapters ? codes("Chapters", state.chapters, open, true) : null,
      ),
    ];
  };
}

const link = (open, code, text) => h("button", { type: "button", class: "cc-link", on: { click: () => open(code) } }, text || code);

function hits(widget, state, fold, open) {
  return h(
    "section",
    { class: "cc-hits", key: "hits" },
    h("h4", { tabindex: "-1", "data-hits": true }, state.hits.length ? `${state.hits.length} found for “${state.searched}”` : `Nothing found for “${state.searched}”`),
    hitList(widget, fold, state.hits, open),
  );
}

function entry(one, open) {
  return h(
    "article",
    { class: "cc-code-entry", key: `entry-${one.code}` },
    one.ancestors.length
      ? h("nav", { "aria-label": `Where ${one.label} stands`, class: "cc-trail" }, h("ol", {}, one.ancestors.map((up) => h("li", { key: up.code }, link(open, up.code, up.label), ` ${up.title}`))))
      : null,
    h("h4", { tabindex: "-1", "data-entry": true }, h("code", {}, one.label), ` ${one.title}`),
    h("p", { class: one.billable ? "cc-billable" : "cc-header" }, h("strong", {}, one.billable ? "✓ Billable. " : "✗ Not billable. "), one.billing),
    one.below.length ? codes(one.belowTitle, one.below, open, false) : null,
    one.sevenths.length
      ? h("section", {}, h("h5", {}, "7th character"), h("dl", { class: "cc-sevenths" }, one.sevenths.map(([character, meaning]) => h("div", {}, h("dt", {}, character), h("dd", {}, meaning)))))
      : null,
    one.notes.map((note) =>
      h(
        "section",
        { class: "cc-note" },
        h("h5", {}, note.label),
        h(
          "ul",
          {},
          note.lines.map((line) =>
            h(
              "li",
              {},
              line.parts.map(([text, code]) => (code ? link(open, code, text) : text)),
              line.inherited ? h("span", { class: "cc-inherited" }, " (inherited from ", link(open, line.source, line.from), ")") : null,
            ),
          ),
        ),
      ),
    ),
    one.children.length ? codes(one.childrenTitle, one.children, open, true) : null,
  );
}

function codes(title, list, open, all) {
  return h(
    "section",
    { class: "cc-codes-list", key: title },
    h("h5", {}, title),
    h("ul", {}, list.map((code) => h("li", { key: code.code }, link(open, code.code, code.label), ` ${code.title}`, all && code.billable ? h("small", {}, " billable") : null))),
  );
}

export default { render: (context) => mount(context, browser) };
