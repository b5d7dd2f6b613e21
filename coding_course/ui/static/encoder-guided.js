// The guided view: a question at a time, each answer explained, and the answers given so far to go back to.

import { h } from "./dom.js";
import { encActions, encLink } from "./encoder-parts.js";

/** Make the guided view of one encoder. */
export function encGuided(enc) {
  let query = null;

  return (shown) =>
    h(
      "div",
      { class: "cc-guided", key: "guided" },
      h(
        "fieldset",
        { class: "cc-fieldset cc-choice-line" },
        h("legend", {}, "What is to be coded?"),
        [
          ["cm", "A diagnosis (ICD-10-CM)"],
          ["pcs", "A hospital procedure (ICD-10-PCS)"],
        ].map(([system, label]) =>
          h(
            "span",
            { key: system, class: "cc-radio" },
            h("input", { type: "radio", id: `${enc.id}-system-${system}`, name: `${enc.id}-system`, value: system, checked: shown.system === system, on: { change: () => enc.send("guided.system", { system }) } }),
            h("label", { for: `${enc.id}-system-${system}` }, label),
          ),
        ),
      ),
      shown.system === "cm" && !shown.start ? encFamilies(enc, shown, () => query, (text) => { query = text; }) : null,
      shown.start ? h("p", { class: "cc-hint" }, `Begun at ${shown.start}. `, encLink("Begin again", () => { query = null; enc.send("guided.again", {}, "[data-ask]"); })) : null,
      encAnswers(enc, shown),
      shown.question ? encQuestion(enc, shown.question) : null,
      shown.result ? encResult(enc, shown.result) : null,
    );
}

function encFamilies(enc, shown, typed, type) {
  const text = typed() === null ? shown.query : typed();
  return [
    h(
      "form",
      {
        key: "search",
        class: "cc-search",
        role: "search",
        "aria-label": enc.name("Family of codes"),
        on: {
          submit: (event) => {
            event.preventDefault();
            if (text.trim()) {
              type(null);
              enc.send("guided.search", { query: text }, "[data-found]");
            }
          },
        },
      },
      h("label", { for: `${enc.id}-family` }, "Condition, in the words of the record"),
      h("input", { id: `${enc.id}-family`, type: "text", "data-ask": true, autocomplete: "off", spellcheck: "false", maxlength: 120, placeholder: "fracture of the hip", value: text, on: { input: (event) => { type(event.target.value); enc.widget.redraw(); } } }),
      h("button", { type: "submit", class: "cc-primary" }, "Find the family"),
    ),
    shown.families
      ? h(
          "section",
          { key: "families", class: "cc-hits" },
          h("h4", { tabindex: "-1", "data-found": true }, shown.families.length ? "Which family?" : `Nothing found for “${shown.query}”`),
          shown.hint ? h("p", {}, shown.hint) : null,
          h(
            "ol",
            {},
            shown.families.map((one) =>
              h("li", { key: one.code }, encLink(`${one.code} ${one.title}`, () => enc.send("guided.start", { code: one.code }, "[data-question]")), one.through ? h("small", {}, ` found by ${one.through}`) : null),
            ),
          ),
        )
      : null,
    shown.chapters && shown.chapters.length
      ? h(
          "details",
          { key: "chapters" },
          h("summary", {}, "Or begin with a chapter"),
          h("ul", {}, shown.chapters.map((one) => h("li", { key: one.code }, encLink(`${one.label} ${one.title}`, () => enc.send("guided.start", { code: one.code }, "[data-question]"))))),
        )
      : null,
  ];
}

function encAnswers(enc, shown) {
  if (!shown.answers.length) return null;
  return h(
    "section",
    { key: "answers", class: "cc-answers" },
    h("h4", {}, "Answered so far"),
    h(
      "ol",
      {},
      shown.answers.map((one, place) =>
        h(
          "li",
          { key: `${place}-${one.question}` },
          h("span", { class: "cc-quiet" }, `${one.question} `),
          h("strong", {}, one.answer),
          one.explanation ? h("small", {}, ` ${one.explanation}`) : null,
          " ",
          encLink("Change", () => (shown.system === "pcs" ? enc.send("guided.back", { step: one.step }, "[data-question]") : enc.send("guided.to", { code: one.back }, "[data-question]")), { "aria-label": `Change: ${one.question} ${one.answer}` }),
        ),
      ),
    ),
  );
}

function encQuestion(enc, question) {
  return h(
    "section",
    { key: `question-${question.key}`, class: "cc-question", "aria-labelledby": `${enc.id}-question` },
    h("h4", { id: `${enc.id}-question`, tabindex: "-1", "data-question": true }, question.text),
    question.of ? h("p", { class: "cc-facts" }, `${question.of}. ${question.left}`) : null,
    h("p", {}, question.why, h("span", { class: "cc-cite" }, ` ${question.citation}`)),
    h(
      "ul",
      { class: "cc-choices" },
      question.choices.map((one, place) =>
        h(
          "li",
          { key: one.value },
          h(
            "button",
            { type: "button", class: "cc-choice", "aria-describedby": one.explanation || one.title || one.more ? `${enc.id}-why-${place}` : false, on: { click: () => enc.send("guided.answer", { code: one.code, value: one.value }, "[data-question], [data-result]") } },
            h("strong", {}, one.label),
            one.code ? h("small", {}, ` ${one.code}${one.left ? `, ${one.left}` : ""}`) : null,
            one.leads ? h("span", { class: "cc-badge" }, one.leads) : null,
          ),
          one.explanation || one.title || one.more
            ? h("div", { id: `${enc.id}-why-${place}`, class: "cc-why" }, one.title ? h("p", {}, one.title) : null, one.explanation ? h("p", {}, one.explanation) : null, one.more ? h("p", {}, one.more) : null)
            : null,
        ),
      ),
    ),
  );
}

function encResult(enc, result) {
  return h(
    "section",
    { key: "result", class: "cc-verdict" },
    h("h4", { tabindex: "-1", "data-result": true }, h("code", {}, result.code), ` ${result.title}`),
    h("p", {}, result.billing, result.system === "ICD-10-CM" ? " Questions narrow; the notes decide. Verify the code in the Tabular List before you take it." : " Look at its table once more: one row allows every value you chose."),
    encActions(enc, { ...result, billable: true }, "guided"),
  );
}
