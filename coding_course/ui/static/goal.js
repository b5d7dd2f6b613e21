// The choice of a goal: one radio group, saved when it is changed.

import { h } from "./dom.js";
import { mount } from "./shell.js";

function goal(widget) {
  return () => {
    const { state } = widget;
    return [
      h(
        "section",
        { class: "cc-card" },
        h(
          "fieldset",
          { class: "cc-fieldset" },
          h("legend", { class: "cc-title" }, state.title),
          h(
            "ul",
            { class: "cc-options" },
            state.goals.map(([id, title, meaning]) =>
              h(
                "li",
                { key: id, class: state.chosen === id ? "cc-picked" : "" },
                h("input", {
                  type: "radio",
                  id: `${widget.id}-${id}`,
                  name: `${widget.id}-goal`,
                  value: id,
                  checked: state.chosen === id,
                  "aria-describedby": `${widget.id}-${id}-meaning`,
                  on: { change: () => { widget.send({ type: "choose", goal: id }); widget.say(`Saved: ${title}.`); } },
                }),
                h("label", { for: `${widget.id}-${id}` }, title),
                h("p", { class: "cc-feedback", id: `${widget.id}-${id}-meaning` }, meaning),
              ),
            ),
          ),
        ),
      ),
    ];
  };
}

export default { render: (context) => mount(context, goal) };
