// The claim form: entry lines suited to the setting, which can be added, removed and moved.

import { h } from "./dom.js";

const GROUPS = {
  pdx: { title: "Principal diagnosis", one: "Principal diagnosis", single: true },
  dx: { title: "Diagnoses", one: "Diagnosis", add: "Add a diagnosis" },
  px: { title: "ICD-10-PCS procedures", one: "Procedure", add: "Add a procedure" },
  line: { title: "Service lines", one: "Line", add: "Add a service line" },
};

/** The letter of each diagnosis row, as pointers name it; blank rows have none. */
export function letters(rows) {
  let place = 0;
  return rows.map((row) => {
    if ((row.kind !== "dx" && row.kind !== "pdx") || !row.code.trim()) return "";
    place += 1;
    return String.fromCharCode(64 + place);
  });
}

/** Rows that came from Python, numbered as those that stand in their places: a field that is in use stays the same. */
export function renumber(before, after, number) {
  return after.map((row, place) => (before && before[place] && before[place].kind === row.kind ? { ...row, key: before[place].key } : number(row)));
}

export function claimForm(widget, state, form) {
  return state.kinds.map((kind) => group(widget, state, form, kind));
}

function group(widget, state, form, kind) {
  const { title, one, add, single } = GROUPS[kind];
  const inpatient = state.kinds.includes("pdx");
  const named = letters(form.rows);
  const places = form.rows.map((row, place) => place).filter((place) => form.rows[place].kind === kind);
  const heading = kind === "dx" ? (inpatient ? "Secondary diagnoses" : "Diagnoses, first-listed first") : title;
  return h(
    "fieldset",
    { key: kind, class: "cc-fieldset cc-group" },
    h("legend", {}, heading),
    h(
      "ol",
      { class: "cc-rows" },
      places.map((place, nth) => {
        const row = form.rows[place];
        const letter = kind === "dx" && !inpatient ? named[place] || String.fromCharCode(65 + nth) : String(nth + 1);
        const name = single ? one : `${one} ${letter}`;
        return entry(widget, state, form, { row, place, places, nth, name, single, letter: single ? "" : letter });
      }),
    ),
    single
      ? null
      : h(
          "button",
          {
            type: "button",
            class: "cc-add",
            on: {
              click: () => {
                const made = form.number({ kind, code: "", poa: "", modifiers: "", units: "", pointers: "" });
                const last = places[places.length - 1];
                form.focusAfter((root) => root.querySelector(`[data-row="${made.key}"] input`));
                form.changed([...form.rows.slice(0, last + 1), made, ...form.rows.slice(last + 1)], true);
              },
            },
          },
          `+ ${add}`,
        ),
  );
}

function entry(widget, state, form, { row, place, places, nth, name, single, letter }) {
  const inpatient = state.kinds.includes("pdx");
  const shown = state.rows[place] && state.rows[place].code === row.code ? state.check.titles[place] : "";
  const id = `${widget.id}-${row.key}`;
  const change = (fields, atOnce) => form.changed(form.rows.map((one) => (one.key === row.key ? { ...one, ...fields } : one)), atOnce);
  const placeholder = { pdx: "code or words", dx: "code or words", px: "code or words", line: "CPT or HCPCS" }[row.kind];
  return h(
    "li",
    { key: row.key, "data-row": row.key },
    h(
      "div",
      { class: "cc-row", role: "group", "aria-label": name },
    h("span", { class: "cc-letter", "aria-hidden": "true" }, letter),
    h(
      "span",
      { class: "cc-cell cc-cell-code" },
      h("label", { for: `${widget.id}-${row.key}-code` }, single ? "Code" : `${name} code`),
      form.field({
        key: `${row.key}-code`,
        kind: row.kind,
        value: row.code,
        label: "",
        placeholder,
        describedby: `${id}-title`,
        change: (code, atOnce) => change({ code }, atOnce),
      }),
    ),
    (row.kind === "pdx" || row.kind === "dx") && inpatient
      ? h(
          "span",
          { class: "cc-cell cc-middling" },
          h("label", { for: `${id}-poa` }, "Present on admission"),
          h(
            "select",
            { id: `${id}-poa`, value: row.poa, on: { change: (event) => change({ poa: event.target.value }, true) } },
            state.poa.map(([value, text]) => h("option", { key: value || "none", value }, text)),
          ),
        )
      : null,
    row.kind === "line"
      ? [
          text(id, "modifiers", "Modifiers", row, change, "cc-cell", "25 59"),
          text(id, "units", "Units", row, change, "cc-cell cc-narrow", "1"),
          text(id, "pointers", "Pointers", row, change, "cc-cell cc-narrow", "A,B"),
        ]
      : null,
    single ? null : moves(form, { row, place, places, nth, name }),
    h("span", { class: "cc-code-title", id: `${id}-title` }, shown || ""),
    ),
  );
}

function text(id, field, label, row, change, style, placeholder) {
  return h(
    "span",
    { class: style, key: field },
    h("label", { for: `${id}-${field}` }, label),
    h("input", {
      id: `${id}-${field}`,
      type: "text",
      inputmode: field === "units" ? "numeric" : "text",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: 60,
      placeholder,
      value: row[field],
      on: { input: (event) => change({ [field]: event.target.value }), keydown: (event) => event.key === "Enter" && event.preventDefault() },
    }),
  );
}

function moves(form, { row, place, places, nth, name }) {
  const swap = (step) => {
    const to = places[nth + step];
    if (to === undefined) {
      form.say(`${name} is ${step < 0 ? "first" : "last"} already.`);
      return;
    }
    const next = [...form.rows];
    [next[place], next[to]] = [next[to], next[place]];
    form.changed(follow(form.rows, next), true);
    form.say(`${name} moved ${step < 0 ? "up" : "down"}${row.kind === "dx" ? "; pointers follow their diagnoses" : ""}.`);
  };
  const remove = () => {
    const rest = form.rows.filter((one) => one.key !== row.key);
    const neighbor = places.length > 1 ? form.rows[places[nth + 1] ?? places[nth - 1]].key : null;
    const next = neighbor ? rest : form.rows.map((one) => (one.key === row.key ? form.number({ kind: row.kind, code: "", poa: "", modifiers: "", units: "", pointers: "" }) : one));
    const target = neighbor || next[place].key;
    form.focusAfter((root) => root.querySelector(`[data-row="${target}"] input`));
    form.changed(follow(form.rows, next), true);
    form.say(`${name} removed.`);
  };
  return h(
    "span",
    { class: "cc-moves" },
    h("button", { type: "button", "aria-label": `Move ${name} up`, "aria-disabled": nth === 0 ? "true" : false, on: { click: () => swap(-1) } }, "↑"),
    h("button", { type: "button", "aria-label": `Move ${name} down`, "aria-disabled": nth === places.length - 1 ? "true" : false, on: { click: () => swap(1) } }, "↓"),
    h("button", { type: "button", "aria-label": `Remove ${name}`, on: { click: remove } }, "×"),
  );
}

/** Rewrite pointers so that they keep naming the same diagnoses; a removed one is dropped. */
function follow(before, after) {
  const was = letters(before);
  const is = letters(after);
  const renamed = new Map();
  before.forEach((row, place) => {
    if (was[place]) renamed.set(was[place], is[after.findIndex((one) => one.key === row.key)] || "");
  });
  return after.map((row) => {
    if (row.kind !== "line" || !row.pointers) return row;
    const pointers = row.pointers.toUpperCase().split(/([^A-Z]+)/).map((part) => (/^[A-L]+$/.test(part) ? [...part].map((one) => renamed.get(one) ?? one).join("") : part));
    return { ...row, pointers: pointers.join("").replace(/([^A-Z0-9]+)/g, ",").replace(/^,|,$/g, "") };
  });
}
