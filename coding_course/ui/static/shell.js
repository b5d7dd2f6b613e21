// What every widget of the course has around it: a root that keeps its keystrokes, a status that stays in place,
// messages to Python, and a redraw that never loses the focus.

import { h, patch } from "./dom.js";

const WAIT_FOR_KERNEL = 12000;
const WAIT_FOR_WORK = 180000; // for work that the kernel has announced
let made = 0;

/** Put a widget into its element.
 *
 * `setup(widget)` returns a function that describes the widget's content from `widget.state`.
 */
export function mount({ model, el }, setup) {
  const root = document.createElement("div");
  root.className = "cc-root";
  // Lumino, under JupyterLab, looks for this before it takes a key as a shortcut; other front ends see no key at all.
  root.dataset.lmSuppressShortcuts = "true";
  for (const type of ["keydown", "keyup", "keypress"]) root.addEventListener(type, (event) => event.stopPropagation());
  const busy = document.createElement("p");
  busy.className = "cc-busy";
  busy.hidden = true;
  const content = document.createElement("div");
  const status = document.createElement("p");
  status.className = "cc-status";
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  root.append(content, busy, status);
  el.replaceChildren(root);

  made += 1;
  const waiting = new Map();
  let asked = 0;
  let timer = 0;
  let focusNext = null;

  const widget = {
    id: `cc-${made}-${Math.random().toString(36).slice(2, 8)}`,
    root,
    get state() {
      return model.get("state");
    },
    /** Say something through the status element. */
    say(text) {
      status.textContent = text;
    },
    /** What the status element says now. */
    get said() {
      return status.textContent;
    },
    /** Send a message to Python; when nothing comes back, say what to do. */
    send(message) {
      if (busy.hidden) waitFor(WAIT_FOR_KERNEL);
      model.send(message);
    },
    /** Ask Python for something; the promise holds its reply. */
    ask(message) {
      asked += 1;
      const id = `${widget.id}-${asked}`;
      const reply = new Promise((resolve) => waiting.set(id, resolve));
      widget.send({ ...message, id });
      return reply;
    },
    /** After the next redraw, focus what `find(root)` returns. */
    focusAfter(find) {
      focusNext = find;
    },
    redraw() {
      const before = document.activeElement;
      const inside = root.contains(before);
      patch(content, view());
      if (focusNext) {
        const target = focusNext(root);
        if (target) {
          focusNext = null;
          target.focus();
          return;
        }
      }
      if (inside && document.activeElement !== before) {
        if (root.contains(before)) before.focus({ preventScroll: true });
        else (content.querySelector("[data-home]") || root).focus({ preventScroll: true });
      }
    },
  };

  function waitFor(time) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      work("");
      widget.say("The kernel does not answer. If it was restarted, run this cell again: what you entered before is saved.");
    }, time);
  }

  /** Show what the kernel is doing that takes seconds; an empty text when it is done. */
  function work(text) {
    if (text) widget.say(text);
    else if (!busy.hidden && status.textContent === busy.textContent) widget.say("");
    busy.textContent = text;
    busy.hidden = !text;
    // Below what was just pressed or typed into, since that is where the learner looks, and where the result will be.
    const pressed = root.contains(document.activeElement) ? document.activeElement.getBoundingClientRect().bottom + 6 : 0;
    busy.style.top = `${Math.max(0, Math.min(pressed - root.getBoundingClientRect().top, root.offsetHeight - busy.offsetHeight))}px`;
    // Of the content alone: what a screen reader is to hear stands outside it.
    if (text) content.setAttribute("aria-busy", "true");
    else content.removeAttribute("aria-busy");
  }

  const view = setup(widget);
  const onState = () => {
    clearTimeout(timer);
    work("");
    widget.redraw();
    if (widget.state.trouble) widget.say(widget.state.trouble);
  };
  const onMessage = (message) => {
    if (message.type === "busy") {
      work(message.text);
      waitFor(WAIT_FOR_WORK);
      return;
    }
    clearTimeout(timer);
    work("");
    if (message.type === "sentence") widget.say(message.text);
    const resolve = waiting.get(message.id);
    if (resolve) {
      waiting.delete(message.id);
      resolve(message);
    }
  };
  model.on("change:state", onState);
  model.on("msg:custom", onMessage);
  widget.redraw();
  return () => {
    clearTimeout(timer);
    model.off("change:state", onState);
    model.off("msg:custom", onMessage);
  };
}

/** A text with its blank lines as paragraphs. */
export function paragraphs(text, props) {
  return text.split(/\n\s*\n/).map((part) => h("p", props || {}, part.replace(/\s*\n\s*/g, " ").trim()));
}

/** Call `act` once typing has paused; `now()` calls it at once if it is due. */
export function debounced(act, pause) {
  let due = 0;
  const later = () => {
    clearTimeout(due);
    due = setTimeout(() => {
      due = 0;
      act();
    }, pause);
  };
  later.now = () => {
    if (due) {
      clearTimeout(due);
      due = 0;
      act();
    }
  };
  later.stop = () => {
    clearTimeout(due);
    due = 0;
  };
  return later;
}
