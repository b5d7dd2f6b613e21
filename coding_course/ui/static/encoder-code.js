// The code pane: everything about one code, and the learner's own note on it.

import { h } from "./dom.js";
import { families, hitList } from "./hits.js";
import { ENC_ONE, encActions, encCodes, encNotes, encSevenths, encTrail } from "./encoder-parts.js";

/** Make the code pane of one encoder. */
export function encDetail(enc) {
  const fold = families(enc.widget);
  let query = null;
  let note = null; // { code, text } typed, not yet kept

  function look() {
    const text = (query === null ? enc.state.shown.query || "" : query).trim();
    query = null;
    if (text) enc.send("code.search", { query: text }, `${ENC_ONE}, [data-found]`);
    else enc.widget.redraw();
  }

  return (shown) =>
    h(
      "div",
      { class: "cc-detail", key: "code" },
      h(
        "form",
        {
          class: "cc-search",
          role: "search",
          "aria-label": enc.name("One code"),
          on: {
            submit: (event) => {
              event.preventDefault();
              look();
            },
          },
        },
        h("label", { for: `${enc.id}-look` }, "Code, or words"),
        enc.field({ key: "look", kind: "", value: query === null ? shown.query || "" : query, label: "", change: (text) => { query = text; enc.widget.redraw(); }, take: (hit) => { query = null; enc.detail(hit.code); }, enter: look }),
        h("button", { type: "submit", class: "cc-primary" }, "Show"),
      ),
      shown.code ? encOne(enc, shown, () => (note && note.code === shown.code ? note.text : null), (text) => { note = text === null ? null : { code: shown.code, text }; enc.widget.redraw(); }) : encNone(enc, shown, fold),
    );
}

/** No code is shown: what was found for words, or what to do. */
function encNone(enc, shown, fold) {
  if (!shown.hits) return h("p", { class: "cc-hint" }, "Type a code, or the words of the record; or choose All about it in another pane.");
  return h(
    "section",
    { class: "cc-hits", key: "hits" },
    h("h4", { tabindex: "-1", "data-found": true }, `${shown.hits.length} found for “${shown.query}”`),
    hitList(enc.widget, fold, shown.hits, enc.detail),
  );
}

function encOne(enc, shown, typed, type) {
  const text = typed() === null ? shown.mark.note : typed();
  return h(
    "article",
    { key: `detail-${shown.code}`, "aria-label": `All about ${shown.code}` },
    shown.entry ? encTrail(enc, shown.entry) : null,
    h("h4", { tabindex: "-1", "data-entry": true }, h("code", {}, shown.code), ` ${shown.title}`),
    h("p", { class: "cc-facts" }, shown.of),
    encActions(enc, shown, "code"),
    h(
      "dl",
      { class: "cc-facts-list" },
      shown.facts.map((one, place) =>
        h(
          "div",
          { key: `${one.label}-${place}` },
          h("dt", {}, one.label),
          h(
            "dd",
            {},
            one.good === true ? "✓ " : one.good === false ? "✗ " : "",
            one.text,
            one.codes.length ? h("ul", {}, one.codes.map((code) => h("li", { key: code.code }, h("button", { type: "button", class: "cc-link", on: { click: () => enc.detail(code.code) } }, code.label), ` ${code.title}`))) : null,
            one.pairs.length ? one.pairs.map(([character, meaning]) => h("span", { key: character, class: "cc-pair" }, h("strong", {}, character), ` ${meaning}`)) : null,
          ),
        ),
      ),
    ),
    shown.effect.length ? h("section", { key: "effect", class: "cc-effect" }, h("h5", {}, "On the claim at hand"), shown.effect.map((line) => h("p", {}, line))) : null,
    shown.axes.length ? encAxes(shown.axes) : null,
    shown.entry ? [encNotes(enc, shown.entry.notes), encCodes(enc, "One level below", shown.entry.children, { key: "below", go: enc.detail }), encCodes(enc, "Listed with it", shown.entry.family, { current: shown.code, key: "family", go: enc.detail })] : null,
    shown.editions
      ? h(
          "section",
          { key: "history" },
          h("h5", { tabindex: "-1", "data-compared": true }, "Other editions"),
          shown.history
            ? h("dl", { class: "cc-facts-list" }, shown.history.map((one) => h("div", { key: one.edition }, h("dt", {}, one.edition), h("dd", {}, one.said))))
            : h("button", { type: "button", on: { click: () => enc.send("code.compare", {}, "[data-compared]") } }, "Compare with the other editions held"),
        )
      : null,
    h(
      "section",
      { key: "note", class: "cc-own-note" },
      h("label", { for: `${enc.id}-note` }, `Your note on ${shown.code}`),
      h("textarea", { id: `${enc.id}-note`, rows: "3", maxlength: 2000, value: text, on: { input: (event) => type(event.target.value) } }),
      h("button", { type: "button", "aria-disabled": typed() === null ? "true" : false, on: { click: () => { if (typed() === null) { enc.widget.say("Change the note first."); return; } enc.send("keep", { code: shown.code, text }); type(null); } } }, "Keep the note"),
    ),
  );
}

function encAxes(axes) {
  return h(
    "section",
    { key: "axes" },
    h("h5", {}, "Its seven characters"),
    h("dl", { class: "cc-axes" }, axes.map(([axis, character, label, definition], place) => h("div", { key: place }, h("dt", {}, `${place + 1} ${axis}`), h("dd", {}, h("strong", { class: "cc-code" }, character), ` ${label}`, definition ? h("small", {}, ` ${definition}`) : null)))),
  );
}
