// Bookmarks and notes, the path that was taken, and a find exercise with its explained score.

import { h } from "./dom.js";
import { debounced, paragraphs } from "./shell.js";
import { encLink } from "./encoder-parts.js";

/** Make the pane of bookmarks and notes. */
export function encMarks(enc) {
  let query = null;
  const send = debounced(() => enc.send("marks.search", { query }), 300);
  return (shown) => {
    if (query !== null && shown.query === query.trim().replace(/\s+/g, " ")) query = null;
    return h(
      "div",
      { key: "marks" },
      h("h4", { tabindex: "-1", "data-entry": true }, "Bookmarks and notes"),
      h("p", { class: "cc-hint" }, "Kept in your course folder; they are there again after a restart."),
      h(
        "div",
        { class: "cc-entry" },
        h("label", { for: `${enc.id}-marks` }, "Search in them"),
        h("input", { id: `${enc.id}-marks`, type: "text", autocomplete: "off", maxlength: 80, value: query === null ? shown.query : query, on: { input: (event) => { query = event.target.value; send(); } } }),
      ),
      h("p", {}, shown.total ? `${shown.marks.length} of ${shown.total}` : "Nothing is kept yet. Every code has a bookmark button, and a place for your note in All about it."),
      h(
        "ul",
        { class: "cc-marks" },
        shown.marks.map((one) =>
          h(
            "li",
            { key: one.code },
            h("p", {}, h("span", { "aria-hidden": "true" }, one.bookmarked ? "★ " : "✎ "), encLink(one.code, () => enc.detail(one.code)), ` ${one.title}`),
            one.note ? h("p", { class: "cc-own" }, one.note) : null,
            one.bookmarked ? encLink("Take the bookmark away", () => enc.send("mark", { code: one.code }, "[data-entry]"), { "aria-label": `Take the bookmark of ${one.code} away` }) : null,
          ),
        ),
      ),
    );
  };
}

/** Make the pane of the path. */
export function encPath(enc) {
  return (shown) =>
    h(
      "div",
      { key: "path" },
      h("h4", { tabindex: "-1", "data-entry": true }, "Your path"),
      h("p", { class: "cc-hint" }, "What you looked up, opened and read, in order."),
      shown.steps.length ? h("ol", { class: "cc-path" }, shown.steps.map((step, place) => h("li", { key: place }, step.said))) : h("p", {}, "No step yet."),
      shown.steps.length
        ? h(
            "details",
            { key: "text" },
            h("summary", {}, "The same as text"),
            h("label", { for: `${enc.id}-path` }, "As it stands in a %%find cell"),
            h("textarea", { id: `${enc.id}-path`, rows: String(shown.steps.length + 1), readonly: true, spellcheck: "false", value: shown.text }),
          )
        : null,
      h("div", { class: "cc-buttons" }, h("button", { type: "button", on: { click: () => enc.send("path.clear", {}, "[data-entry]") } }, "Begin the path anew")),
    );
}

/** The exercise above the panes: what is to be found, and, once checked, the explained score. */
export function encHunt(enc, hunt) {
  if (!hunt) return null;
  return h(
    "section",
    { class: "cc-hunt", key: "hunt", "aria-label": enc.name(`Exercise: ${hunt.title}`) },
    h("h4", {}, hunt.title),
    h("blockquote", { class: "cc-text cc-chart-line" }, hunt.chart),
    paragraphs(hunt.task, { class: "cc-task" }),
    h("p", { class: "cc-hint" }, hunt.how, hunt.best ? ` Best so far ${hunt.best}.` : ""),
    h("p", {}, h("strong", {}, `${hunt.steps} ${hunt.steps === 1 ? "step" : "steps"}`), hunt.last ? `, the last: ${hunt.last}.` : " so far."),
    hunt.graded
      ? h("p", { class: "cc-hint" }, "Every step is kept. When you have chosen your code, run the answer cell below as it stands: your path is put there.")
      : h("div", { class: "cc-buttons" }, h("button", { type: "button", class: "cc-primary", on: { click: () => enc.send("check", {}, "[data-score]") } }, "Check my path"), h("button", { type: "button", on: { click: () => enc.send("path.clear") } }, "Begin anew")),
    hunt.result ? encHuntScore(enc, hunt.result) : null,
  );
}

function encHuntScore(enc, result) {
  if (!result.attempted) return h("p", { key: "score", class: "cc-message", tabindex: "-1", "data-score": true }, result.headline);
  const full = result.losses.length === 0;
  return h(
    "section",
    { key: "score", class: `cc-score cc-${full ? "right" : "partly"}`, "aria-label": enc.name("Explained score") },
    h("h4", { tabindex: "-1", "data-score": true, class: "cc-headline" }, full ? "✓ " : "", result.headline),
    h("progress", { max: result.max, value: result.points, "aria-label": "Points" }),
    h("dl", { class: "cc-axes" }, result.parts.map(([part, got, most]) => h("div", { key: part }, h("dt", {}, part), h("dd", {}, `${got} of ${most}`)))),
    h(
      "ol",
      { class: "cc-differences" },
      result.losses.map((loss, place) => h("li", { key: place }, h("p", {}, h("strong", {}, loss.label), h("span", { class: "cc-lost" }, `−${loss.lost}`)), h("p", {}, loss.message), loss.citation ? h("p", { class: "cc-cite" }, `Rule: ${loss.citation}`) : null)),
    ),
    result.remarks.map((remark) => h("p", {}, remark)),
    result.key.length
      ? h("details", { class: "cc-key" }, h("summary", {}, "A way that earns everything"), h("ol", { class: "cc-path" }, result.key.map((said, place) => h("li", { key: place }, said))), h("p", {}, result.rationale, h("span", { class: "cc-cite" }, ` ${result.citation}`)))
      : null,
  );
}
