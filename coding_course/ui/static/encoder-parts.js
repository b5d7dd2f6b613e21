// Parts that several panes of the encoder share: links to codes, what can be done with a code, notes, entries.

import { h } from "./dom.js";

/** Where a code is shown, whichever pane it opens in. */
export const ENC_ONE = "[data-entry], [data-result], [data-values]";

/** A button that looks like a link. */
export function encLink(text, click, props) {
  return h("button", { type: "button", class: "cc-link", ...(props || {}), on: { click } }, text);
}

/** A code that opens in the Tabular List, or, of ICD-10-PCS, in its table. */
export function encCode(enc, code, { text, system, term, title, tabindex } = {}) {
  const procedure = system === "ICD-10-PCS";
  return encLink(text || code, () => (procedure ? enc.table(code) : enc.tabular(code, term)), {
    key: `code-${code}-${text || ""}`,
    title: title || false,
    tabindex: tabindex || false,
  });
}

/** What can be done with a code: keep it, see all about it, put it on the claim. */
export function encActions(enc, { code, system, title, billable, mark }, where) {
  const adds = enc.state.adds === "choose";
  return h(
    "p",
    { class: "cc-buttons cc-actions", key: `actions-${code}` },
    billable && system !== "modifier"
      ? h(
          "button",
          { type: "button", class: "cc-primary", on: { click: () => enc.take(code, system) } },
          adds ? `Choose ${code}` : `Add ${code} to the claim`,
        )
      : null,
    where === "code" ? null : h("button", { type: "button", on: { click: () => enc.detail(code) } }, `All about ${code}`),
    where === "tabular" || system !== "ICD-10-CM" ? null : h("button", { type: "button", on: { click: () => enc.tabular(code) } }, "Verify in the Tabular List"),
    where === "tables" || system !== "ICD-10-PCS" ? null : h("button", { type: "button", on: { click: () => enc.table(code) } }, "Open in its table"),
    !billable && system === "ICD-10-CM"
      ? h("button", { type: "button", on: { click: () => enc.ask(code) } }, "Guided questions from here")
      : null,
    mark
      ? h(
          "button",
          { type: "button", "aria-pressed": mark.bookmarked ? "true" : "false", on: { click: () => enc.send("mark", { code }) } },
          mark.bookmarked ? "★ Bookmarked" : "☆ Bookmark",
        )
      : null,
  );
}

/** Codes, one a line. */
export function encCodes(enc, title, list, { current, key, go = enc.tabular } = {}) {
  if (!list.length) return null;
  return h(
    "section",
    { class: "cc-codes-list", key: key || title },
    h("h5", {}, title),
    h(
      "ul",
      {},
      list.map((code) =>
        h(
          "li",
          { key: code.code, "aria-current": code.code === current ? "true" : false },
          code.code === current ? h("strong", {}, code.label) : encLink(code.label, () => go(code.code)),
          ` ${code.title}`,
          code.billable && code.code !== current ? h("small", {}, " billable") : null,
          code.code === current ? h("small", {}, " this one") : null,
        ),
      ),
    ),
  );
}

/** Notes in groups, each of which the learner opens; what is opened counts as read. */
export function encNotes(enc, groups) {
  if (!groups.length) return null;
  const closed = groups.some((group) => !group.open);
  return h(
    "section",
    { class: "cc-notes", key: "notes" },
    h(
      "div",
      { class: "cc-notes-head" },
      h("h5", { tabindex: "-1", "data-notes": true }, "Notes"),
      closed ? h("button", { type: "button", on: { click: () => enc.send("book.notes", {}, "[data-notes]") } }, "Open all notes") : null,
    ),
    groups.map((group) =>
      h(
        "details",
        {
          key: group.key,
          class: group.instruction ? "cc-note cc-instruction" : "cc-note",
          open: group.open,
          on: {
            toggle: (event) => {
              if (event.target.open !== group.open) enc.send("book.note", { key: group.key, open: event.target.open });
            },
          },
        },
        h(
          "summary",
          {},
          h("strong", {}, group.short),
          group.inherited ? h("span", { class: "cc-inherited" }, ` from ${group.from}`) : null,
          h("small", {}, ` ${group.lines.length} ${group.lines.length === 1 ? "line" : "lines"}`),
        ),
        group.short === group.label ? null : h("p", { class: "cc-hint" }, group.label),
        h(
          "ul",
          {},
          group.lines.map((parts) => h("li", {}, parts.map(([text, code]) => (code ? encLink(text, () => enc.tabular(code)) : text)))),
        ),
        group.inherited ? h("p", { class: "cc-inherited" }, "It stands at ", encLink(group.from, () => enc.tabular(group.source)), " and applies to everything below it.") : null,
      ),
    ),
  );
}

/** Where an entry stands, from the chapter down. */
export function encTrail(enc, entry) {
  if (!entry.ancestors.length) return null;
  return h(
    "nav",
    { "aria-label": enc.name(`Where ${entry.label} stands`), class: "cc-crumbs" },
    h("ol", {}, entry.ancestors.map((up) => h("li", { key: up.code }, encLink(up.label, () => enc.tabular(up.code), { title: up.title }), h("span", { class: "cc-crumb-title" }, ` ${up.title}`)))),
  );
}

/** 7th characters with their meaning. */
export function encSevenths(pairs) {
  if (!pairs.length) return null;
  return h(
    "section",
    { key: "sevenths" },
    h("h5", {}, "7th character"),
    h("dl", { class: "cc-sevenths" }, pairs.map(([character, meaning]) => h("div", { key: character }, h("dt", {}, character), h("dd", {}, meaning)))),
  );
}

/** An entry of the Tabular List. */
export function encEntry(enc, entry, where) {
  return h(
    "article",
    { class: "cc-code-entry", key: `entry-${entry.code}`, "aria-label": `Tabular List, ${entry.label}` },
    encTrail(enc, entry),
    h("h4", { tabindex: "-1", "data-entry": true }, h("code", {}, entry.label), ` ${entry.title}`),
    h("p", { class: entry.billable ? "cc-billable" : "cc-header" }, h("strong", {}, entry.billable ? "✓ Billable. " : "✗ Not billable. "), entry.billing),
    encActions(enc, { ...entry, system: "ICD-10-CM" }, where),
    encNotes(enc, entry.notes),
    encSevenths(entry.sevenths),
    encCodes(enc, "One level below", entry.children, { key: "below" }),
    encCodes(enc, "Listed with it", entry.family, { current: entry.code, key: "family" }),
  );
}

/** The sentence of a definition, which the learner opens; `beside` what it defines, the label is left to the ear. */
export function encDefinition(enc, { prefix, label, definition, open }, beside) {
  return h(
    "details",
    {
      key: `define-${prefix}`,
      class: "cc-define",
      open,
      on: {
        toggle: (event) => {
          if (event.target.open !== open) enc.send("tables.define", { prefix, open: event.target.open });
        },
      },
    },
    h("summary", {}, beside ? ["What it means", h("span", { class: "cc-unseen" }, `: ${label}`)] : `What ${label} means`),
    h("p", {}, definition),
  );
}
