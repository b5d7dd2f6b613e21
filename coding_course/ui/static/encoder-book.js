// The book view: the Alphabetic Index beside the Tabular List.

import { h } from "./dom.js";
import { ENC_ONE, encCode, encEntry, encLink } from "./encoder-parts.js";

/** Make the book view of one encoder. */
export function encBook(enc) {
  let query = null; // typed, not yet looked for
  const row = { id: 0, of: 0 }; // the line of the term that Tab stops at; arrow keys move it

  function find() {
    const text = query === null ? enc.state.shown.query : query;
    query = null;
    enc.send("book.find", { query: text, volume: enc.state.shown.volume }, `[data-found], ${ENC_ONE}`);
  }

  return (shown) =>
    h(
      "div",
      { class: shown.term && shown.columns.length ? "cc-book cc-book-table" : "cc-book", key: "book" },
      h(
        "section",
        { class: "cc-index", "aria-label": enc.name("Alphabetic Index") },
        h("h4", {}, "Alphabetic Index"),
        h(
          "form",
          {
            class: "cc-search",
            role: "search",
            "aria-label": enc.name("Look up in the Index"),
            on: {
              submit: (event) => {
                event.preventDefault();
                find();
              },
            },
          },
          h("label", { for: `${enc.id}-term` }, "Main term, then subterms"),
          h("input", {
            id: `${enc.id}-term`,
            type: "text",
            autocomplete: "off",
            spellcheck: "false",
            maxlength: 120,
            placeholder: "failure, heart",
            value: query === null ? shown.query : query,
            on: {
              input: (event) => {
                query = event.target.value;
              },
            },
          }),
          h("button", { type: "submit", class: "cc-primary" }, "Look up"),
          shown.volumes.length > 1 ? encVolumes(enc, shown, () => { query = query === null ? shown.query : query; }) : null,
        ),
        shown.source ? h("p", { class: "cc-hint" }, shown.source) : null,
        shown.letters.length > 1
          ? h(
              "nav",
              { class: "cc-letters", "aria-label": enc.name("Letters of the Index") },
              shown.letters.map((letter) =>
                h(
                  "button",
                  { key: letter, type: "button", "data-letter": true, "aria-current": letter === shown.letter ? "true" : false, on: { click: () => enc.send("book.letter", { letter }, "[data-found]") } },
                  letter,
                ),
              ),
            )
          : shown.letters.length
            ? null
            : h("p", {}, h("button", { type: "button", on: { click: () => { query = null; enc.send("book.find", { query: "", volume: shown.volume }, "[data-letter]"); } } }, "Browse the Index from A to Z")),
        shown.found ? encFound(enc, shown.found, `${shown.found.length} for “${shown.query}”`, 0, 0, shown.elsewhere, shown.query) : null,
        shown.terms ? encFound(enc, shown.terms, `Main terms under ${shown.letter}`, shown.more, 0) : null,
        shown.term ? encTerm(enc, shown, row) : null,
      ),
      h(
        "section",
        { class: "cc-tabular", "aria-label": enc.name("Tabular List") },
        h("h4", { class: "cc-pane-title" }, "Tabular List"),
        shown.entry ? encEntry(enc, shown.entry, "tabular") : encChapters(enc, shown.chapters || []),
      ),
    );
}

function encVolumes(enc, shown, keep) {
  return h(
    "span",
    { class: "cc-volume" },
    h("label", { for: `${enc.id}-volume` }, "In"),
    h(
      "select",
      { id: `${enc.id}-volume`, value: shown.volume, on: { change: (event) => { keep(); enc.send("book.find", { query: "", volume: event.target.value }); } } },
      shown.volumes.map(([id, title]) => h("option", { key: id, value: id }, title)),
    ),
  );
}

function encFound(enc, list, title, more, whole, elsewhere, query) {
  const others = elsewhere || [];
  return h(
    "section",
    { class: "cc-hits", key: "found" },
    h("h5", { tabindex: "-1", "data-found": true }, title),
    list.length || others.length ? null : h("p", {}, "Try the name of the condition; a part of the body is no main term."),
    h(
      "ol",
      {},
      list.map((one) =>
        h(
          "li",
          { key: one.id },
          encLink(one.path.join(" › "), () => enc.send("book.term", { id: one.id }, "[data-term]")),
          one.nonessential ? h("span", { class: "cc-quiet" }, ` ${one.nonessential}`) : null,
          one.codes.length ? h("small", {}, ` ${one.codes.join(", ")}`) : null,
          one.see ? h("small", {}, ` see ${one.see}`) : null,
        ),
      ),
    ),
    others.length ? h("p", { class: "cc-elsewhere" }, list.length ? "Also in: " : "Look in: ", others.map(([volume, name], place) => [place ? ", " : "", encLink(name, () => enc.send("book.find", { query, volume }, "[data-found]"))])) : null,
    more ? h("button", { type: "button", on: { click: () => enc.send("book.whole", { id: whole }, `.cc-hits > ol > li:nth-child(${list.length + 1}) button`) } }, `Show ${more} more`) : null,
  );
}

function encTerm(enc, shown, row) {
  const last = shown.trail.length - 1;
  if (row.of !== shown.trail[last][0]) row.id = row.of = shown.trail[last][0];
  const keys = (event) => encTreeKeys(enc, row, event);
  const table = shown.columns.length > 0;
  return h(
    "section",
    { class: "cc-term", key: "term" },
    h(
      "nav",
      { class: "cc-crumbs cc-crumbs-line", "aria-label": enc.name("Where this stands in the Index") },
      h(
        "ol",
        {},
        shown.trail.map(([id, title], place) =>
          h("li", { key: id }, place === last ? h("strong", {}, title) : encLink(title, () => enc.send("book.term", { id }, "[data-term]"))),
        ),
      ),
    ),
    h("p", { class: "cc-hint" }, "Arrow keys move through the list, right opens and left closes; Tab goes on to the codes of a line."),
    table ? encRows(enc, shown, row, keys) : h("ul", { class: "cc-tree", on: { keydown: keys } }, encNode(enc, shown.term, row)),
  );
}

function encNode(enc, node, row) {
  const stop = row.id === node.id;
  return h(
    "li",
    { key: node.id, "data-node": String(node.id), class: node.current ? "cc-node cc-current" : "cc-node" },
    h(
      "span",
      { class: "cc-line", tabindex: "-1", "data-line": String(node.id), "data-term": node.current, on: { focusin: () => { row.id = node.id; } } },
      encTitle(enc, node, stop),
      encLeads(enc, node, stop),
      encPrinted(enc, node, stop),
    ),
    node.open
      ? h("ul", {}, node.below.map((each) => encNode(enc, each, row)), node.more ? h("li", { key: "more" }, h("button", { type: "button", on: { click: () => enc.send("book.whole", { id: node.id }, `[data-node="${node.id}"] > ul > li:nth-child(${node.below.length + 1}) > [data-line]`) } }, `Show ${node.more} more`)) : null)
      : null,
  );
}

function encTitle(enc, node, stop) {
  const title = [h("span", { class: "cc-term-title" }, node.title), node.nonessential ? h("span", { class: "cc-quiet" }, ` ${node.nonessential}`) : null];
  if (!node.folds) return h("span", { class: "cc-leaf" }, title);
  return h(
    "button",
    { type: "button", class: "cc-fold", "aria-expanded": node.open ? "true" : "false", tabindex: stop ? false : "-1", on: { click: () => enc.send("book.fold", { id: node.id }) } },
    h("span", { class: "cc-sign", "aria-hidden": "true" }, node.open ? "▾" : "▸"),
    title,
  );
}

function encLeads(enc, node, stop) {
  const tabindex = stop ? false : "-1";
  return node.leads.map((lead) => {
    if (lead.targets.length === 1) return h("span", { class: "cc-lead" }, ` ${lead.kind} `, encLink(lead.text, () => enc.send("book.see", { id: lead.targets[0][0] }, "[data-term]"), { tabindex, title: lead.targets[0][1] }));
    return h(
      "span",
      { class: "cc-lead" },
      ` ${lead.kind} ${lead.text}`,
      lead.targets.map(([id, trail]) => [" · ", encLink(trail, () => enc.send("book.see", { id }, "[data-term]"), { key: id, tabindex })]),
      lead.codes.map((code) => [" · ", encCode(enc, code, { system: lead.system, tabindex })]),
      lead.how ? h("small", {}, ` (${lead.how})`) : null,
    );
  });
}

function encPrinted(enc, node, stop) {
  const printed = [...node.codes, ...(node.manifestation ? [node.manifestation] : [])];
  return printed.map((one, place) => {
    const manifestation = place === node.codes.length;
    const text = manifestation ? `[${one.printed}]` : one.printed;
    return h(
      "span",
      { class: "cc-printed", key: `${one.printed}-${place}` },
      " ",
      one.state === "ended" || one.state === "unknown"
        ? h("span", {}, text, h("small", {}, ` ${one.message}`))
        : encCode(enc, one.code, { text, system: one.system, term: node.id, title: one.title, tabindex: stop ? false : "-1" }),
    );
  });
}

/** Arrow keys in the list of terms: up and down to the next line, right opens, left closes. */
function encTreeKeys(enc, row, event) {
  const keys = ["ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft", "Home", "End"];
  if (!keys.includes(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
  const here = event.target.closest("[data-line]");
  if (!here) return;
  event.preventDefault();
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const fold = here.querySelector("[aria-expanded]");
    if (fold && fold.getAttribute("aria-expanded") === (event.key === "ArrowRight" ? "false" : "true")) fold.click();
    return;
  }
  const lines = [...event.currentTarget.querySelectorAll("[data-line]")];
  const at = lines.indexOf(here);
  const next = lines[{ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key]];
  if (!next) return;
  row.id = Number(next.dataset.line);
  enc.widget.redraw();
  (next.querySelector("button") || next).focus();
}

/** Terms of a table, with a column a code. */
function encRows(enc, shown, row, keys) {
  const rows = [];
  const collect = (node, level) => {
    rows.push([node, level]);
    if (node.open) node.below.forEach((each) => collect(each, level + 1));
    if (node.open && node.more) rows.push([{ id: `more-${node.id}`, parent: node.id, more: node.more }, level + 1]);
  };
  collect(shown.term, 0);
  return h(
    "div",
    { class: "cc-scroll", tabindex: "0", role: "region", "aria-label": enc.name(`Table: ${shown.trail[0][1]}`) },
    h(
      "table",
      { class: "cc-table", on: { keydown: keys } },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Term"), shown.columns.map((column) => h("th", { key: column, scope: "col" }, column)))),
      h(
        "tbody",
        {},
        rows.map(([node, level]) =>
          node.parent
            ? h("tr", { key: node.id }, h("td", { colspan: String(shown.columns.length + 1) }, h("button", { type: "button", on: { click: () => enc.send("book.whole", { id: node.parent }, `[data-line="${node.parent}"]`) } }, `Show ${node.more} more`)))
            : h(
                "tr",
                { key: node.id, class: node.current ? "cc-current" : "", tabindex: "-1", "data-line": String(node.id), "data-term": node.current, on: { focusin: () => { row.id = node.id; } } },
                h("th", { scope: "row", style: `padding-left: ${0.4 + level}em` }, encTitle(enc, node, row.id === node.id), encLeads(enc, node, row.id === node.id), encPrinted(enc, node, row.id === node.id)),
                shown.columns.map((column) => {
                  const cell = node.cells.find(([name]) => name === column);
                  return h("td", { key: column }, cell ? encCode(enc, cell[1].code, { text: cell[1].printed, system: cell[1].system, term: node.id, title: cell[1].title, tabindex: row.id === node.id ? false : "-1" }) : "-");
                }),
              ),
        ),
      ),
    ),
  );
}

function encChapters(enc, chapters) {
  return h(
    "section",
    { class: "cc-codes-list cc-whole", key: "chapters" },
    h("h5", {}, "Chapters"),
    h("ul", {}, chapters.map(([code, title]) => h("li", { key: code }, encLink(`Chapter ${code}`, () => enc.tabular(code)), ` ${title}`))),
  );
}
