// The quiz: one question at a time, feedback for each option, a summary at the end.

import { h } from "./dom.js";
import { mount, paragraphs, debounced } from "./shell.js";
import { comboboxes } from "./combobox.js";

const VERDICTS = { right: "✓ Right", partly: "◐ Partly right", wrong: "✗ Not right", open: "○ Not answered" };

function quiz(widget) {
  const field = comboboxes(widget);
  const typed = new Map(); // question id -> value not yet sent
  let drafted = null;
  const keep = debounced(() => drafted && widget.send({ type: "choose", ...drafted }), 500);

  const value = (question) => (typed.has(question.id) ? typed.get(question.id) : question.value);

  function choose(question, chosen) {
    typed.set(question.id, chosen);
    drafted = { question: question.id, value: chosen };
    keep();
    widget.redraw();
  }

  function answer(question) {
    const chosen = value(question);
    if (isEmpty(question, chosen)) {
      widget.say(question.type === "code" ? "Enter a code first." : "Choose an answer first.");
      return;
    }
    keep.now();
    typed.delete(question.id);
    widget.focusAfter((root) => root.querySelector(`[data-result="${question.id}"]`));
    widget.send({ type: "answer", question: question.id, value: chosen });
  }

  function go(at) {
    keep.now();
    widget.say("");
    widget.focusAfter((root) => root.querySelector(`[data-at="${at}"] [data-home], [data-at="${at}"][data-home]`));
    widget.send({ type: "go", at });
  }

  function retry(question) {
    typed.clear();
    widget.focusAfter((root) => root.querySelector("[data-at]:not([data-at='summary']) [data-home]:not([data-done])"));
    widget.send({ type: "retry", question });
  }

  return () => {
    const { state } = widget;
    const summary = state.at >= state.questions.length;
    return [
      h(
        "section",
        { class: "cc-card", "aria-labelledby": `${widget.id}-title` },
        h("h3", { id: `${widget.id}-title`, class: "cc-title" }, state.title),
        progressBar(state, go),
        summary ? results(widget, state, go, retry) : card(widget, state, state.questions[state.at], { field, value, choose, answer, go, retry }),
      ),
    ];
  };
}

function progressBar(state, go) {
  if (state.questions.length < 2) return null;
  return h(
    "nav",
    { class: "cc-steps", "aria-label": `Questions of ${state.title}, ${state.questions[0].id}` },
    h(
      "ol",
      {},
      state.questions.map((question, place) => {
        const verdict = question.result ? question.result.verdict : "open";
        return h(
          "li",
          { key: question.id },
          h(
            "button",
            {
              type: "button",
              class: `cc-step cc-${verdict}`,
              "aria-current": place === state.at ? "step" : false,
              "aria-label": `Question ${place + 1}: ${VERDICTS[verdict].slice(2)}`,
              on: { click: () => go(place) },
            },
            h("span", { "aria-hidden": "true" }, `${place + 1} ${VERDICTS[verdict][0]}`),
          ),
        );
      }),
    ),
  );
}

function card(widget, state, question, act) {
  const place = state.at;
  const last = place + 1 === state.questions.length;
  const done = question.result !== null;
  const many = state.questions.length > 1;
  return h(
    "form",
    {
      key: question.id,
      "data-at": String(place),
      class: "cc-question",
      on: {
        submit: (event) => {
          event.preventDefault();
          if (!done) act.answer(question);
        },
      },
    },
    h(
      "fieldset",
      { class: "cc-fieldset" },
      h(
        "legend",
        {},
        h("span", { class: "cc-count", tabindex: "-1", "data-home": true, "data-done": done }, many ? `Question ${place + 1} of ${state.questions.length}` : "Question"),
        paragraphs(question.stem, { class: "cc-stem" }),
      ),
      h("p", { class: "cc-hint", id: `${widget.id}-hint` }, question.hint),
      BODIES[question.type](widget, question, act, done),
    ),
    done ? verdict(question) : null,
    h(
      "div",
      { class: "cc-buttons" },
      done ? null : h("button", { key: "check", type: "submit", class: "cc-primary" }, "Check answer"),
      done && question.result.verdict !== "right"
        ? h("button", { key: "again", type: "button", on: { click: () => act.retry(question.id) } }, "Try this question again")
        : null,
      many && place > 0 ? h("button", { key: "back", type: "button", on: { click: () => act.go(place - 1) } }, "Previous question") : null,
      many && !last ? h("button", { key: "next", type: "button", class: done ? "cc-primary" : "", on: { click: () => act.go(place + 1) } }, "Next question") : null,
      many && last ? h("button", { key: "end", type: "button", class: done ? "cc-primary" : "", on: { click: () => act.go(place + 1) } }, "See the result") : null,
    ),
  );
}

function verdict(question) {
  const { result } = question;
  return h(
    "div",
    { key: "verdict", class: `cc-verdict cc-${result.verdict}`, tabindex: "-1", "data-result": question.id },
    h("p", { class: "cc-headline" }, h("strong", {}, VERDICTS[result.verdict]), ` ${result.points}`),
    result.notes.map((note) => h("p", {}, note)),
    result.rationale ? paragraphs(result.rationale) : null,
    result.citation ? h("p", { class: "cc-cite" }, `Rule: ${result.citation}`) : null,
  );
}

/** The feedback of an option, below it. */
function feedback(result, letter) {
  const said = result && result.feedback[letter];
  if (!said) return null;
  return h(
    "p",
    { class: `cc-feedback cc-${said.right ? "right" : "wrong"}` },
    h("strong", {}, said.right ? "✓ " : "✗ ", said.label, said.label ? ". " : ""),
    said.text,
  );
}

function choices(widget, question, act, done) {
  const single = question.type === "single";
  const chosen = act.value(question);
  return h(
    "ul",
    { class: "cc-options" },
    question.options.map(([letter, text]) => {
      const id = `${widget.id}-${question.id}-${letter}`;
      const picked = single ? chosen === letter : chosen.includes(letter);
      const said = done ? feedback(question.result, letter) : null;
      return h(
        "li",
        { key: letter, class: picked ? "cc-picked" : "" },
        h("input", {
          type: single ? "radio" : "checkbox",
          id,
          name: `${widget.id}-${question.id}`,
          value: letter,
          checked: picked,
          disabled: done,
          on: {
            change: (event) => {
              if (single) act.choose(question, letter);
              else act.choose(question, event.target.checked ? [...chosen, letter].sort() : chosen.filter((one) => one !== letter));
            },
          },
        }),
        h("label", { for: id }, h("b", { class: "cc-letter" }, `${letter}.`), ` ${text}`),
        said,
      );
    }),
  );
}

function code(widget, question, act, done) {
  const chosen = act.value(question);
  if (done) {
    return h("div", { key: "given" }, h("p", {}, "Your answer: ", h("code", {}, chosen)), feedback(question.result, chosen.toUpperCase()) || feedback(question.result, "*"));
  }
  return h(
    "p",
    { key: "entry", class: "cc-entry" },
    h("label", { for: `${widget.id}-code-${question.id}` }, "Code "),
    act.field({
      key: `code-${question.id}`,
      kind: "",
      value: chosen,
      label: "",
      describedby: `${widget.id}-hint`,
      change: (text) => act.choose(question, text),
      enter: () => act.answer(question),
    }),
  );
}

function matching(widget, question, act, done) {
  const chosen = act.value(question);
  return h(
    "ol",
    { class: "cc-matching" },
    question.left.map(([number, text]) => {
      const id = `${widget.id}-${question.id}-${number}`;
      return h(
        "li",
        { key: number },
        h("label", { for: id }, text),
        h(
          "select",
          { id, value: chosen[number] || "", disabled: done, on: { change: (event) => act.choose(question, { ...chosen, [number]: event.target.value }) } },
          h("option", { value: "" }, "Choose what belongs to it"),
          question.options.map(([letter, right]) => h("option", { value: letter, key: letter }, `${letter}. ${right}`)),
        ),
        done ? feedback(question.result, number) : null,
      );
    }),
  );
}

function ordering(widget, question, act, done) {
  const order = act.value(question);
  const texts = new Map(question.options);
  const move = (from, step) => {
    const to = from + step;
    if (to < 0 || to >= order.length) {
      widget.say(step < 0 ? "It is first already." : "It is last already.");
      return;
    }
    const next = [...order];
    [next[from], next[to]] = [next[to], next[from]];
    act.choose(question, next);
    widget.say(`${texts.get(order[from])}: now ${to + 1} of ${order.length}.`);
  };
  return h(
    "ol",
    { class: "cc-ordering" },
    order.map((letter, place) =>
      h(
        "li",
        { key: letter },
        h("span", { class: "cc-step-text" }, texts.get(letter)),
        done
          ? null
          : h(
              "span",
              { class: "cc-moves" },
              h("button", { type: "button", "aria-label": `Move up: ${texts.get(letter)}`, "aria-disabled": place === 0 ? "true" : false, on: { click: () => move(place, -1) } }, "↑"),
              h("button", { type: "button", "aria-label": `Move down: ${texts.get(letter)}`, "aria-disabled": place === order.length - 1 ? "true" : false, on: { click: () => move(place, 1) } }, "↓"),
            ),
        done ? feedback(question.result, letter) : null,
      ),
    ),
  );
}

const BODIES = { single: choices, multiple: choices, code, matching, ordering };

function isEmpty(question, value) {
  if (question.type === "matching") return !question.left.every(([number]) => value[number]);
  return value.length === 0 || (question.type === "code" && !value.trim());
}

function results(widget, state, go, retry) {
  const { summary } = state;
  return h(
    "div",
    { key: "summary", "data-at": String(state.questions.length), class: "cc-summary" },
    h("h4", { tabindex: "-1", "data-home": true, class: "cc-headline" }, summary.headline),
    summary.advice.length ? h("div", { class: "cc-advice" }, summary.advice.map((line) => h("p", {}, line))) : null,
    h(
      "ol",
      { class: "cc-results" },
      state.questions.map((question, place) => {
        const kind = question.result ? question.result.verdict : "open";
        return h(
          "li",
          { key: question.id, class: `cc-${kind}` },
          h("span", {}, VERDICTS[kind], ": "),
          h("button", { type: "button", class: "cc-link", on: { click: () => go(place) } }, question.short),
        );
      }),
    ),
    h(
      "div",
      { class: "cc-buttons" },
      summary.missed ? h("button", { type: "button", class: "cc-primary", key: "missed", on: { click: () => retry("missed") } }, "Try the missed questions again") : null,
      h("button", { type: "button", key: "all", on: { click: () => retry("all") } }, "Start over"),
    ),
  );
}

export default { render: (context) => mount(context, quiz) };
