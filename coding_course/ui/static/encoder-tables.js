// The table builder of ICD-10-PCS: seven characters typed or chosen, what is still possible, and the table itself.

import { h } from "./dom.js";
import { debounced } from "./shell.js";
import { encActions, encDefinition } from "./encoder-parts.js";

/** Make the table builder of one encoder. */
export function encTables(enc) {
  let typed = null;
  const send = debounced(() => enc.send("tables.type", { text: typed }), 350);

  return (shown) => {
    // Once Python has read what was typed, the field shows what it took of it.
    if (typed !== null && shown.typed === typed) typed = null;
    return h(
      "div",
      { class: "cc-tables", key: "tables" },
      shown.held ? null : h("p", { class: "cc-message" }, "This edition holds no ICD-10-PCS. Import it: coding-course codes import FILE"),
      h(
        "div",
        { class: "cc-entry" },
        h("label", { for: `${enc.id}-characters` }, "Characters 1 to 7"),
        h("input", {
          id: `${enc.id}-characters`,
          type: "text",
          class: "cc-code",
          autocomplete: "off",
          autocapitalize: "characters",
          spellcheck: "false",
          maxlength: 20,
          value: typed === null ? shown.prefix : typed,
          "aria-invalid": shown.refused ? "true" : "false",
          "aria-describedby": `${enc.id}-refused`,
          on: {
            input: (event) => {
              typed = event.target.value;
              send();
            },
            keydown: (event) => {
              if (event.key === "Enter") {
                event.preventDefault();
                send.now();
              }
            },
          },
        }),
      ),
      h("p", { id: `${enc.id}-refused`, class: shown.refused ? "cc-message" : "" }, shown.refused ? `✗ ${shown.refused}` : ""),
      encPlaces(enc, shown),
      shown.code
        ? h("section", { key: "code", class: "cc-verdict" }, h("h4", { tabindex: "-1", "data-result": true }, h("code", {}, shown.code.code), ` ${shown.code.title}`), encActions(enc, { ...shown.code, system: "ICD-10-PCS", billable: true }, "tables"))
        : null,
      shown.choices ? encValues(enc, shown.choices) : null,
      shown.table ? encTable(enc, shown) : null,
    );
  };
}

function encPlaces(enc, shown) {
  return h(
    "ol",
    { class: "cc-places", "aria-label": "The seven characters" },
    shown.places.map((one) =>
      h(
        "li",
        { key: one.place, class: one.character ? "cc-place" : "cc-place cc-open-place" },
        h("span", { class: "cc-quiet" }, `${one.place} ${one.title}`),
        h("strong", { class: "cc-code" }, one.character || "·"),
        h("span", {}, one.label || "not chosen yet"),
        one.character
          ? h("button", { type: "button", "aria-label": `Change character ${one.place}, ${one.title}: ${one.character} ${one.label}`, on: { click: () => enc.send("tables.cut", { length: one.place - 1 }, "[data-values]") } }, "Change")
          : null,
      ),
    ),
  );
}

function encValues(enc, choices) {
  return h(
    "section",
    { key: `values-${choices.place}`, "aria-labelledby": `${enc.id}-values` },
    h("h4", { id: `${enc.id}-values`, tabindex: "-1", "data-values": true }, `Character ${choices.place}: ${choices.title}`),
    h("p", { class: "cc-hint" }, choices.definition ? `${choices.definition} ` : "", `${choices.values.length} ${choices.values.length === 1 ? "value is" : "values are"} possible here.`),
    h(
      "ul",
      { class: "cc-choices cc-values" },
      choices.values.map((one) =>
        h(
          "li",
          { key: one.character },
          h("button", { type: "button", class: "cc-choice", on: { click: () => enc.send("tables.choose", { value: one.character }, "[data-values], [data-result]") } }, h("strong", { class: "cc-code" }, one.character), ` ${one.label}`),
          one.definition ? encDefinition(enc, one, true) : null,
        ),
      ),
    ),
  );
}

function encTable(enc, shown) {
  const { table } = shown;
  return h(
    "section",
    { key: `table-${table.prefix}` },
    h("h4", {}, `Table ${table.prefix}`),
    h("dl", { class: "cc-axes" }, table.head.map(([axis, character, label]) => h("div", { key: axis }, h("dt", {}, axis), h("dd", {}, `${character} ${label}`)))),
    table.defined.map((one) => encDefinition(enc, one)),
    h("p", { class: "cc-hint" }, "A code takes its values from one row. Rows with ✓ still allow what you chose."),
    h(
      "div",
      { class: "cc-scroll", tabindex: "0", role: "region", "aria-label": enc.name(`Rows of table ${table.prefix}`) },
      h(
        "table",
        { class: "cc-table cc-pcs" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Row"), table.titles.map((title, place) => h("th", { key: title, scope: "col" }, `${place + 4} ${title}`)))),
        h(
          "tbody",
          {},
          table.rows.map((row, number) =>
            h(
              "tr",
              { key: number, class: row.fits ? "" : "cc-off" },
              h("th", { scope: "row" }, row.fits ? `✓ ${number + 1}` : `– ${number + 1}`),
              row.cells.map((values, place) =>
                h("td", { key: place }, h("ul", {}, values.map(([character, label, chosen]) => h("li", { key: character, class: chosen ? "cc-chosen" : "" }, h("span", { class: "cc-code" }, character), ` ${label}`, chosen ? h("small", {}, " chosen") : null)))),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
