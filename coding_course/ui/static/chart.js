// The chart: documents beside the claim form, edits as you type, and after submitting the explained score with its
// evidence marked in the documents.

import { h } from "./dom.js";
import { mount, paragraphs, debounced } from "./shell.js";
import { comboboxes } from "./combobox.js";
import { claimForm, renumber } from "./claim-form.js";

function chart(widget) {
  const field = comboboxes(widget);
  let rows = null; // what stands in the form; Python's until something is typed
  let serial = 0;
  let typing = false; // changed here, not yet sent
  let stamp = 0; // counts what was sent, so that an older echo from Python is known as such
  let notationText = null;

  const number = (row) => {
    serial += 1;
    return { ...row, key: `r${serial}` };
  };
  const plain = () => rows.map(({ key, ...row }) => row);
  const sent = (type) => {
    typing = false;
    stamp += 1;
    widget.send({ type, rows: plain(), origin: widget.id, stamp });
  };
  const send = debounced(() => sent("draft"), 450);
  const waiting = () => typing || (stamp > 0 && !(widget.state.origin === widget.id && widget.state.stamp === stamp));

  function adopt() {
    const { state } = widget;
    // While something here is on its way to Python, what Python shows is older.
    if (rows === null || !waiting()) {
      const same = rows !== null && JSON.stringify(plain()) === JSON.stringify(state.rows);
      if (!same) rows = renumber(rows, state.rows, number);
    }
  }

  const form = {
    field,
    get rows() {
      return rows;
    },
    number,
    changed(next, atOnce) {
      rows = next;
      typing = true;
      send();
      if (atOnce) send.now();
      widget.redraw();
    },
    say: widget.say,
    focusAfter: widget.focusAfter,
  };

  function submit() {
    send.stop();
    sent("submit");
    widget.focusAfter((root) => (widget.state.result && !waiting() ? root.querySelector("[data-score]") : null));
  }

  /** Ask Python for other rows; they replace what stands here. */
  function replace(message) {
    send.stop();
    typing = false;
    stamp += 1;
    widget.send({ ...message, origin: widget.id, stamp });
  }

  function showMark(place) {
    const mark = widget.root.querySelector(`[data-mark~="${place}"]`);
    if (!mark) return;
    mark.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    mark.focus({ preventScroll: true });
  }

  function showReason(place) {
    const reason = widget.root.querySelector(`[data-reason~="${place}"]`);
    if (!reason) return;
    const folded = reason.closest("details");
    if (folded) folded.open = true;
    reason.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    reason.focus({ preventScroll: true });
  }

  return () => {
    adopt();
    const { state } = widget;
    return [
      h(
        "section",
        { class: "cc-card cc-chart", "aria-labelledby": `${widget.id}-title` },
        h("h3", { id: `${widget.id}-title`, class: "cc-title", tabindex: "-1", "data-home": true }, state.title),
        h("p", { class: "cc-facts" }, `${state.setting} · ${state.patient}`, state.attempts ? ` · best so far ${state.best}` : ""),
        state.task ? paragraphs(state.task, { class: "cc-task" }) : null,
        h(
          "div",
          { class: "cc-columns" },
          documents(widget, state, showReason),
          h(
            "form",
            {
              class: "cc-claim",
              "aria-label": `Claim: ${state.title}`,
              on: {
                submit: (event) => {
                  event.preventDefault();
                  if (!state.graded) submit();
                },
              },
            },
            h("h4", {}, "Your claim"),
            claimForm(widget, state, form),
            edits(state.check),
            h(
              "div",
              { class: "cc-buttons" },
              state.graded ? null : h("button", { type: "submit", class: "cc-primary" }, "Submit claim"),
              h("button", { type: "button", on: { click: () => replace({ type: "clear" }) } }, "Clear the form"),
            ),
            state.graded
              ? h("p", { class: "cc-hint" }, "Saved as you type. When your claim is complete, run the answer cell below as it stands, without writing into it: your claim is put there.")
              : null,
            notation(widget, state.check, {
              text: notationText,
              edit: (text) => {
                notationText = text;
                widget.redraw();
              },
              apply: () => {
                replace({ type: "notation", text: notationText });
                notationText = null;
                widget.say("The form shows what was read from the notation.");
              },
            }),
          ),
        ),
        state.result ? score(state.result, showMark, state.title) : null,
      ),
    ];
  };
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function documents(widget, state, showReason) {
  return h(
    "div",
    { class: "cc-documents", tabindex: "0", role: "region", "aria-label": `Documents: ${state.title}` },
    state.documents.map((one) =>
      h(
        "article",
        { key: one.id, class: "cc-document", "aria-labelledby": `${widget.id}-doc-${one.id}` },
        h("h4", { id: `${widget.id}-doc-${one.id}` }, one.title, h("span", { class: "cc-type" }, ` (${one.type})`)),
        h(
          "div",
          { class: "cc-text" },
          one.segments.map((segment) =>
            segment.marks.length
              ? h(
                  "mark",
                  { tabindex: "-1", "data-mark": segment.marks.join(" ") },
                  segment.text,
                  segment.marks.map((place) =>
                    h("button", { type: "button", class: "cc-mark-number", "aria-label": `Evidence ${place}: to its explanation`, on: { click: () => showReason(place) } }, String(place)),
                  ),
                )
              : h("span", {}, segment.text),
          ),
        ),
      ),
    ),
  );
}

function edits(check) {
  const found = check.errors.length + check.findings.length;
  return h(
    "div",
    { class: "cc-edits" },
    h("h5", {}, found ? `Edits: ${found} to look at` : check.notation ? "Edits: nothing to report" : "Edits appear here as you type"),
    h(
      "ul",
      {},
      check.errors.map((message) => h("li", { class: "cc-error" }, h("strong", {}, "✗ Error: "), message)),
      check.findings.map((finding) =>
        h(
          "li",
          { class: `cc-${finding.severity}` },
          h("strong", {}, `${{ error: "✗", warning: "▲", question: "?" }[finding.severity]} ${finding.label}: `),
          finding.message,
          h("small", { class: "cc-cite" }, ` ${finding.citation}`),
        ),
      ),
    ),
  );
}

function notation(widget, check, act) {
  const text = act.text === null ? check.notation : act.text;
  return h(
    "details",
    { class: "cc-notation" },
    h("summary", {}, "The same claim in notation"),
    h("label", { for: `${widget.id}-notation` }, "As you would type it in an answer cell"),
    h("textarea", { id: `${widget.id}-notation`, rows: String(Math.max(3, text.split("\n").length + 1)), spellcheck: "false", value: text, on: { input: (event) => act.edit(event.target.value) } }),
    h("button", { type: "button", "aria-disabled": act.text === null ? "true" : false, on: { click: () => (act.text === null ? widget.say("Change the text first.") : act.apply()) } }, "Put this into the form"),
  );
}

function score(result, showMark, title) {
  const full = result.items.length === 0;
  return h(
    "section",
    { key: "score", class: `cc-score cc-${full ? "right" : "partly"}`, "aria-label": `Explained score: ${title}` },
    h("h4", { tabindex: "-1", "data-score": true, class: "cc-headline" }, full ? "✓ " : "", result.headline),
    h("progress", { max: result.max, value: result.points, "aria-label": "Points" }),
    h(
      "ol",
      { class: "cc-differences" },
      result.items.map((item) =>
        h(
          "li",
          { tabindex: "-1", "data-reason": item.marks.join(" ") || false },
          h("p", {}, h("strong", {}, item.label), item.lost ? h("span", { class: "cc-lost" }, `−${item.lost}`) : null, item.codes ? h("span", { class: "cc-codes" }, item.codes) : null),
          h("p", {}, item.message),
          evidence(item.marks, result.quotes, showMark),
          item.citation ? h("p", { class: "cc-cite" }, `Rule: ${item.citation}`) : null,
        ),
      ),
    ),
    (result.groups || []).map((sentence) => h("p", { class: "cc-group" }, sentence)),
    result.reasons.length ? key(result, showMark) : null,
  );
}

function evidence(marks, quotes, showMark) {
  if (!marks.length) return null;
  return h(
    "ul",
    { class: "cc-evidence" },
    marks.map((place) =>
      h("li", {}, h("button", { type: "button", class: "cc-link", on: { click: () => showMark(place) } }, `Evidence ${place}`), ": ", h("q", {}, quotes[place - 1])),
    ),
  );
}

function key(result, showMark) {
  return h(
    "details",
    { class: "cc-key" },
    h("summary", {}, "The key, with its reasons"),
    h(
      "ul",
      {},
      result.reasons.map((reason) =>
        h(
          "li",
          { key: reason.code, tabindex: "-1", "data-reason": reason.marks.join(" ") || false },
          h("p", {}, h("code", {}, reason.code), reason.title ? ` ${reason.title}` : "", reason.optional ? " (optional)" : ""),
          h("p", {}, reason.rationale),
          evidence(reason.marks, result.quotes, showMark),
          reason.alternates.map(([code, why]) => h("p", {}, h("code", {}, code), ` is accepted too: ${why}`)),
          reason.citation ? h("p", { class: "cc-cite" }, `Rule: ${reason.citation}`) : null,
        ),
      ),
    ),
  );
}

export default { render: (context) => mount(context, chart) };
