// The claim pane: the form, the edits as it changes, and the MS-DRG of a stay with its reasons.

import { h } from "./dom.js";
import { debounced } from "./shell.js";
import { claimForm, renumber } from "./claim-form.js";
import { encLink } from "./encoder-parts.js";

const ENC_EFFECTS = {
  principal: "Principal", mcc: "MCC", cc: "CC", excluded: "Excluded", "excluded-in-drg": "Excluded here", "not-alive": "Does not count", hac: "Hospital-acquired",
  procedure: "Procedure", defines: "Defines it", nothing: "No effect", invalid: "Not valid",
};

/** Make the claim pane of one encoder. */
export function encClaim(enc) {
  const { widget } = enc;
  let rows = null;
  let serial = 0;
  let typing = false;
  let stamp = 0;
  let notation = null;
  let encounter = null;

  const number = (row) => {
    serial += 1;
    return { ...row, key: `r${serial}` };
  };
  const plain = () => rows.map(({ key, ...row }) => row);
  const sent = (type, message) => {
    typing = false;
    stamp += 1;
    enc.send(type, { ...message, origin: widget.id, stamp });
  };
  const send = debounced(() => sent("claim.draft", { rows: plain() }), 450);
  const waiting = (shown) => typing || (stamp > 0 && !(shown.origin === widget.id && shown.stamp === stamp));
  const sendEncounter = debounced(() => sent("claim.encounter", encounter), 450);

  const form = {
    field: enc.field,
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

  function changeEncounter(field, value, atOnce) {
    encounter = { ...encounter, [field]: value };
    sendEncounter();
    if (atOnce) sendEncounter.now();
    widget.redraw();
  }

  return (shown) => {
    if (rows === null || !waiting(shown)) {
      const same = rows !== null && JSON.stringify(plain()) === JSON.stringify(shown.rows);
      if (!same) rows = renumber(rows, shown.rows, number);
      encounter = { setting: shown.encounter.setting, age: shown.encounter.age, sex: shown.encounter.sex, status: shown.encounter.status, days: shown.encounter.days };
    }
    return h(
      "div",
      { class: "cc-columns", key: "claim" },
      h(
        "form",
        { class: "cc-claim", "aria-label": enc.name(`Claim: ${shown.title}`), on: { submit: (event) => event.preventDefault() } },
        h("h4", { tabindex: "-1", "data-entry": true }, shown.title),
        h("p", { class: "cc-facts" }, shown.encounter.said),
        shown.bound ? null : encEncounter(enc, shown.encounter, encounter, changeEncounter),
        claimForm(widget, shown, form),
        h("div", { class: "cc-buttons" }, h("button", { type: "button", on: { click: () => { send.stop(); sent("claim.clear", {}); } } }, "Clear the claim")),
        shown.bound ? h("p", { class: "cc-hint" }, `Run the cell %%claim ${shown.item} empty, and this claim is put there.`) : null,
        encNotation(enc, shown, notation, (text) => { notation = text; widget.redraw(); }, () => { sent("claim.notation", { text: notation }); notation = null; }),
      ),
      h("div", { class: "cc-claim-side" }, encEdits(enc, shown.check), shown.grouping ? encGrouping(enc, shown.grouping) : null),
    );
  };
}

function encEncounter(enc, said, now, change) {
  const choose = (field, label, list) =>
    h(
      "span",
      { class: field === "sex" ? "cc-cell cc-middling" : "cc-cell cc-wide", key: field },
      h("label", { for: `${enc.id}-${field}` }, label),
      h("select", { id: `${enc.id}-${field}`, value: now[field], on: { change: (event) => change(field, event.target.value, true) } }, list.map(([value, text]) => h("option", { key: value || "none", value }, text))),
    );
  const number = (field, label) =>
    h(
      "span",
      { class: "cc-cell cc-narrow", key: field },
      h("label", { for: `${enc.id}-${field}` }, label),
      h("input", { id: `${enc.id}-${field}`, type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 3, value: now[field], on: { input: (event) => change(field, event.target.value), keydown: (event) => event.key === "Enter" && event.preventDefault() } }),
    );
  return h(
    "fieldset",
    { class: "cc-fieldset cc-group" },
    h("legend", {}, "Encounter"),
    h("div", { class: "cc-row" }, choose("setting", "Setting", said.settings), number("age", "Age"), choose("sex", "Sex", said.sexes), now.setting === "inpatient" ? [choose("status", "Discharged to", said.statuses), number("days", "Days")] : null),
  );
}

function encEdits(enc, check) {
  const found = check.errors.length + check.findings.length;
  return h(
    "section",
    { class: "cc-edits", key: "edits", "aria-label": enc.name("Edits") },
    h("h5", {}, found ? `Edits: ${found} to look at` : check.notation ? "Edits: nothing to report" : "Edits appear here as the claim grows"),
    h(
      "ul",
      {},
      check.errors.map((message) => h("li", { class: "cc-error" }, h("strong", {}, "✗ Error: "), message)),
      check.findings.map((finding) =>
        h("li", { class: `cc-${finding.severity}` }, h("strong", {}, `${{ error: "✗", warning: "▲", question: "?" }[finding.severity]} ${finding.label}: `), finding.message, h("small", { class: "cc-cite" }, ` ${finding.citation}`)),
      ),
    ),
  );
}

function encGrouping(enc, group) {
  return h(
    "section",
    { class: "cc-grouping", key: "grouping", "aria-label": enc.name("MS-DRG") },
    h("h5", {}, `MS-DRG ${group.drg} ${group.title}`),
    group.grouped
      ? h(
          "dl",
          { class: "cc-axes" },
          [["Weight", group.weight], ["Category", group.mdc], ["Kind", group.kind], ["Mean stay", group.days ? `${group.days} days (geometric)` : ""], ["Grouper", group.version]]
            .filter(([, text]) => text)
            .map(([label, text]) => h("div", { key: label }, h("dt", {}, label), h("dd", {}, text))),
        )
      : null,
    h("h5", {}, "Why"),
    h(
      "ul",
      { class: "cc-reasons" },
      group.why.map((reason, place) =>
        h(
          "li",
          { key: `${reason.code}-${place}` },
          encLink(reason.code, () => enc.detail(reason.code)),
          h("span", { class: "cc-badge" }, ENC_EFFECTS[reason.effect] || reason.effect),
          ` ${reason.message}`,
          reason.without ? h("span", { class: "cc-quiet" }, ` ${reason.without}`) : null,
        ),
      ),
    ),
    group.remarks.map((remark) => h("p", { class: "cc-hint" }, remark)),
  );
}

function encNotation(enc, shown, text, edit, apply) {
  const value = text === null ? shown.check.notation : text;
  return h(
    "details",
    { class: "cc-notation", key: "notation" },
    h("summary", {}, "The same claim in notation"),
    h("label", { for: `${enc.id}-notation` }, "As you would type it in an answer cell"),
    h("textarea", { id: `${enc.id}-notation`, rows: String(Math.max(3, value.split("\n").length + 1)), spellcheck: "false", value, on: { input: (event) => edit(event.target.value) } }),
    h("button", { type: "button", "aria-disabled": text === null ? "true" : false, on: { click: () => (text === null ? enc.widget.say("Change the text first.") : apply()) } }, "Put this into the form"),
  );
}
