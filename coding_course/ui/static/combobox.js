// A text field that offers codes while you type: the ARIA combobox with a list box, in the manner of WAI-ARIA 1.2.
//
// Arrow keys move through the list, Enter takes a code, Escape closes the list; Tab takes nothing and goes on. Right
// unfolds the active code into the codes that it stands for, left folds them again.

import { h } from "./dom.js";
import { families, unfolded } from "./hits.js";
import { debounced } from "./shell.js";

/** Make the fields of one widget. Call `field(...)` from its view. */
export function comboboxes(widget) {
  const family = families(widget);
  let open = null; // { key, hits, active }; a hit that was unfolded into the list has `of`
  let latest = 0;
  let wanted = null;

  const ask = debounced(async () => {
    const { key, kind, text } = wanted;
    latest += 1;
    const turn = latest;
    const { hits } = await widget.ask({ type: "suggest", query: text, kind });
    if (turn !== latest || !wanted || wanted.key !== key) return;
    open = hits.length ? { key, hits, active: -1 } : null;
    widget.redraw();
    widget.say(hits.length ? `${hits.length} ${hits.length === 1 ? "suggestion" : "suggestions"}, use the arrow keys.` : "");
  }, 180);

  function close() {
    latest += 1;
    wanted = null;
    if (open) {
      open = null;
      widget.say("");
      widget.redraw();
    }
  }

  /** Unfold the hit at a place of the list, or fold it again. */
  async function fold(here, place, unfold) {
    const hit = here.hits[place];
    const owner = hit.of || hit.code;
    if (here.hits.some((one) => one.of === owner)) {
      if (unfold) return;
      here.hits = here.hits.filter((one) => one.of !== owner);
      here.active = here.active < 0 ? -1 : here.hits.findIndex((one) => one.code === owner && !one.of);
      widget.redraw();
      widget.say(`${owner} is folded again.`);
    } else if (unfold && hit.fold) {
      const found = await family.fetch(hit.code);
      if (open !== here) return;
      const rest = found.rest ? [{ of: owner, code: "", title: `and ${found.rest} more` }] : [];
      here.hits = [...here.hits.slice(0, place + 1), ...found.codes.map((one) => ({ ...one, of: owner })), ...rest, ...here.hits.slice(place + 1)];
      widget.redraw();
      widget.say(unfolded(found));
    }
  }

  /** Describe a field.
   *
   * `key` is unique in the widget, `kind` says which codes it takes, `change(text)` runs at each keystroke and
   * `take(hit)` when a code is chosen (by default it changes the field to the code).
   */
  return function field({ key, label, kind, value, change, take, describedby, placeholder, enter, invalid, title }) {
    const here = open && open.key === key ? open : null;
    const id = `${widget.id}-${key}`;
    const choose = (hit) => {
      if (!hit.code) return; // it says how many more there are
      wanted = null;
      latest += 1;
      open = null;
      if (take) take(hit);
      else change(hit.code, true);
      widget.redraw();
      widget.say(`${hit.code}: ${hit.title}`);
    };
    const keydown = (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape" && here) {
        event.preventDefault();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && here) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        const places = here.hits.length;
        here.active = here.active < 0 && step < 0 ? places - 1 : (here.active + step + places) % places;
        widget.redraw();
        const option = document.getElementById(`${id}-option-${here.active}`);
        if (option) option.scrollIntoView({ block: "nearest" });
      } else if (event.key === "ArrowRight" && here && here.active >= 0 && here.hits[here.active].fold) {
        event.preventDefault();
        fold(here, here.active, true);
      } else if (event.key === "ArrowLeft" && here && here.active >= 0 && (here.hits[here.active].of || here.hits[here.active].fold)) {
        event.preventDefault();
        fold(here, here.active, false);
      } else if (event.key === "ArrowDown" && value.trim().length > 1) {
        event.preventDefault();
        wanted = { key, kind, text: value };
        ask();
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (here && here.active >= 0) choose(here.hits[here.active]);
        else {
          close();
          if (enter) enter();
        }
      }
    };
    return h(
      "span",
      { class: "cc-combo", key: `combo-${key}` },
      h("input", {
        id,
        type: "text",
        class: "cc-code",
        role: "combobox",
        autocomplete: "off",
        autocapitalize: "characters",
        spellcheck: "false",
        maxlength: 120,
        value,
        placeholder: placeholder || false,
        title: title || false,
        "aria-label": label || false,
        "aria-autocomplete": "list",
        "aria-expanded": here ? "true" : "false",
        "aria-controls": `${id}-list`,
        "aria-activedescendant": here && here.active >= 0 ? `${id}-option-${here.active}` : false,
        "aria-describedby": describedby || false,
        "aria-invalid": invalid ? "true" : false,
        on: {
          input: (event) => {
            change(event.target.value);
            wanted = { key, kind, text: event.target.value };
            if (event.target.value.trim().length > 1) ask();
            else close();
          },
          keydown,
          blur: close,
        },
      }),
      h(
        "ul",
        { id: `${id}-list`, class: "cc-list", role: "listbox", "aria-label": `Codes for ${label || "this field"}`, hidden: !here },
        (here ? here.hits : []).map((hit, place) =>
          h(
            "li",
            {
              key: `${hit.of || ""} ${hit.code}`,
              id: `${id}-option-${place}`,
              role: "option",
              class: `cc-option${place === here.active ? " cc-active" : ""}${hit.of ? " cc-member" : ""}`,
              "aria-selected": place === here.active ? "true" : "false",
              "aria-disabled": hit.code ? false : "true",
              on: { mousedown: (event) => event.preventDefault(), click: () => choose(hit) },
            },
            h("b", {}, hit.code),
            h("span", {}, ` ${hit.title}`),
            hit.billable || !hit.code ? null : h("i", {}, " (header)"),
            hit.fold ? folds(hit, here.hits.some((one) => one.of === hit.code), (unfold) => fold(here, place, unfold)) : null,
            hit.why ? h("small", {}, ` ${hit.why}`) : null,
          ),
        ),
      ),
    );
  };
}

/** What an option stands for: a target for the mouse, and words for the keyboard, which has Right and Left. */
function folds(hit, open, toggle) {
  const click = (event) => {
    event.stopPropagation();
    toggle(!open);
  };
  return h(
    "span",
    { class: "cc-unfold", on: { click } },
    h("span", { "aria-hidden": "true" }, open ? "▾ " : "▸ "),
    hit.fold,
    h("span", { class: "cc-unseen" }, open ? ", unfolded" : ", right arrow unfolds"),
  );
}
