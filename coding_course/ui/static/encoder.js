// The encoder: a list of tabs, one pane at a time, the way back, and what the panes share.
//
// Arrow keys move along the tabs, Enter opens one. Alt with the left or right arrow goes back and forward, anywhere in
// the widget. Python holds what is shown; this file and its panes print it.

import { h } from "./dom.js";
import { mount } from "./shell.js";
import { comboboxes } from "./combobox.js";
import { ENC_ONE } from "./encoder-parts.js";
import { encBook } from "./encoder-book.js";
import { encGuided } from "./encoder-guided.js";
import { encTables } from "./encoder-tables.js";
import { encDetail } from "./encoder-code.js";
import { encClaim } from "./encoder-claim.js";
import { encHunt, encMarks, encPath } from "./encoder-path.js";

const ENC_LANDMARK = "[data-entry], [data-term], [data-found], [data-question], [data-result], [data-values], [data-home]";

function encoder(widget) {
  const enc = {
    widget,
    id: widget.id,
    field: comboboxes(widget),
    get state() {
      return widget.state;
    },
    /** Tell Python; `focus` selects what is focused once the answer is shown. */
    send(type, message, focus) {
      if (focus) {
        const serial = widget.state.serial;
        widget.focusAfter((root) => {
          if (widget.state.serial === serial) return null; // not answered yet
          const found = root.querySelector(`.cc-panel :is(${focus}), .cc-hunt :is(${focus})`);
          return found || (root.contains(document.activeElement) ? document.activeElement : root.querySelector("[data-home]"));
        });
      }
      widget.send({ type, ...(message || {}) });
    },
    /** A landmark's name, told apart from the same landmark of another encoder on the page. */
    name: (text) => `${text}, ${widget.state.hunt ? widget.state.hunt.id : `encoder ${widget.id.split("-")[1]}`}`,
    tabular: (code, term) => enc.send("book.open", term ? { code, term } : { code }, "[data-entry]"),
    table: (prefix) => enc.send("tables.open", { prefix }, "[data-result], [data-values]"),
    detail: (code) => enc.send("code.open", { code }, ENC_ONE),
    ask: (code) => enc.send("guided.start", { code }, "[data-question], [data-result]"),
    take: (code, system) => enc.send(enc.state.adds, { code, system: system || "" }),
  };
  const panes = { book: encBook(enc), guided: encGuided(enc), tables: encTables(enc), code: encDetail(enc), claim: encClaim(enc), marks: encMarks(enc), path: encPath(enc) };
  let said = 0;
  let told = ""; // the last sentence of Python's
  let roving = null; // the tab that the arrow keys have reached
  let open = null; // the pane that was shown last

  function move(type) {
    const possible = type === "back" ? enc.state.back : enc.state.forward;
    if (possible) enc.send(type, {}, ENC_LANDMARK);
    else widget.say(type === "back" ? "There is nothing before this." : "There is nothing after this.");
  }

  widget.root.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      move(event.key === "ArrowLeft" ? "back" : "forward");
    }
  });

  function tabKeys(event) {
    const names = enc.state.panes.map(([name]) => name);
    const at = names.indexOf(roving || enc.state.pane);
    const to = { ArrowRight: (at + 1) % names.length, ArrowLeft: (at - 1 + names.length) % names.length, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    roving = names[to];
    widget.focusAfter((root) => root.querySelector(`[data-tab="${roving}"]`));
    widget.redraw();
  }

  return () => {
    const { state } = widget;
    if (state.serial !== said) {
      said = state.serial;
      // Silence takes away the sentence before it, not what a field has said meanwhile.
      if (state.message || widget.said === told) widget.say(state.message);
      told = state.message;
    }
    if (open !== state.pane) {
      open = state.pane;
      requestAnimationFrame(() => encReveal(widget.root)); // once the pane stands on the page
    }
    const reached = roving || state.pane;
    return [
      h(
        "section",
        { class: "cc-card cc-encoder", "aria-labelledby": `${enc.id}-title` },
        h("h3", { id: `${enc.id}-title`, class: "cc-title", tabindex: "-1", "data-home": true }, state.hunt ? "Find the code" : state.title, h("small", {}, ` ${state.edition}`)),
        encHunt(enc, state.hunt),
        h(
          "div",
          { class: "cc-bar" },
          h(
            "span",
            { class: "cc-moves" },
            h("button", { type: "button", "aria-disabled": state.back ? false : "true", title: "Alt+Left", on: { click: () => move("back") } }, "← Back"),
            h("button", { type: "button", "aria-disabled": state.forward ? false : "true", title: "Alt+Right", on: { click: () => move("forward") } }, "Forward →"),
          ),
          h(
            "div",
            { class: "cc-tabs", role: "tablist", "aria-label": enc.name("Panes"), on: { keydown: tabKeys } },
            state.panes.map(([name, title]) =>
              h(
                "button",
                {
                  key: name,
                  type: "button",
                  role: "tab",
                  id: `${enc.id}-tab-${name}`,
                  "data-tab": name,
                  class: "cc-tab",
                  "aria-selected": state.pane === name ? "true" : "false",
                  "aria-controls": `${enc.id}-panel`,
                  tabindex: reached === name ? "0" : "-1",
                  on: {
                    click: () => {
                      roving = null;
                      widget.send({ type: "tab", pane: name });
                    },
                    blur: () => {
                      // Tab comes back to the pane that is open.
                      setTimeout(() => {
                        if (roving && !widget.root.querySelector(".cc-tabs").contains(document.activeElement)) {
                          roving = null;
                          widget.redraw();
                        }
                      }, 0);
                    },
                  },
                },
                title,
              ),
            ),
          ),
          state.strip ? h("p", { class: "cc-strip" }, h("span", { class: "cc-quiet" }, "Claim: "), state.strip) : null,
        ),
        state.message && !state.quiet ? h("p", { class: "cc-message", key: "message" }, state.message) : null,
        h(
          "div",
          { id: `${enc.id}-panel`, class: "cc-panel", role: "tabpanel", "aria-labelledby": `${enc.id}-tab-${state.pane}` },
          panes[state.pane](state.shown),
        ),
      ),
    ];
  };
}

/** Scroll a list, and not the page, to the line that was looked up: a pane that is opened again begins at its top. */
function encReveal(root) {
  const line = root.querySelector(".cc-tree .cc-current > .cc-line, .cc-index .cc-scroll tr.cc-current");
  if (!line) return;
  const tree = line.closest(".cc-tree, .cc-scroll");
  const below = line.getBoundingClientRect().bottom - tree.getBoundingClientRect().bottom;
  if (below > 0) tree.scrollTop += below + tree.clientHeight / 2;
}

export default { render: (context) => mount(context, encoder) };
