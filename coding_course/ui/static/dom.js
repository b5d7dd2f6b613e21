// Descriptions of elements, and a patch that makes the page match them in place.
//
// Elements are changed, not replaced: the focused field stays focused, a screen reader keeps its place, and the
// status element announces. Text is always set as text, never as HTML.

/** Describe an element. Properties: attributes, plus key, class, on (events), value, checked, ref. */
export function h(tag, props, ...children) {
  return { tag, props: props || {}, children: children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== "") };
}

const PROPERTIES = new Set(["value", "checked", "selected", "open", "indeterminate"]);

// The value of a progress bar is 0 before it has one, so that setting the property to 0 would leave it undetermined.
const isProperty = (node, name) => PROPERTIES.has(name) && node.nodeName !== "PROGRESS";

/** Make the children of `parent` match the descriptions. */
export function patch(parent, wanted) {
  const keyed = new Map();
  for (const node of parent.childNodes) if (node.ccKey !== undefined) keyed.set(node.ccKey, node);
  let cursor = parent.firstChild;
  for (const want of wanted) {
    const node = reuse(want, cursor, keyed);
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
    update(node, want);
  }
  while (cursor) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

function reuse(want, cursor, keyed) {
  if (typeof want !== "object") {
    return cursor && cursor.nodeType === Node.TEXT_NODE ? cursor : document.createTextNode("");
  }
  const { key } = want.props;
  const name = want.tag.toUpperCase();
  if (key !== undefined) {
    const known = keyed.get(key);
    if (known && known.nodeName === name) return known;
  } else if (cursor && cursor.nodeName === name && cursor.ccKey === undefined) {
    return cursor;
  }
  const made = document.createElement(want.tag);
  if (key !== undefined) made.ccKey = key;
  return made;
}

function update(node, want) {
  if (typeof want !== "object") {
    if (node.data !== String(want)) node.data = String(want);
    return;
  }
  const before = node.ccProps || {};
  const { props } = want;
  for (const name of Object.keys(before)) if (!(name in props)) unset(node, name, before[name]);
  for (const [name, value] of Object.entries(props)) if (!isProperty(node, name)) set(node, name, value, before[name]);
  node.ccProps = props;
  patch(node, want.children);
  // After the children: a select has its options only now.
  for (const name of PROPERTIES) if (name in props && isProperty(node, name) && node[name] !== props[name]) node[name] = props[name];
  if (props.ref) props.ref(node);
}

function set(node, name, value, before) {
  if (name === "key" || name === "ref") return;
  if (name === "on") {
    for (const type of Object.keys(before || {})) if (!(type in value)) delete node.ccOn[type];
    for (const [type, act] of Object.entries(value)) listen(node, type, act);
  } else if (name === "class") {
    if (node.className !== value) node.className = value || "";
  } else if (value === false || value === null || value === undefined) {
    node.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}

function unset(node, name, before) {
  if (name === "on") for (const type of Object.keys(before)) delete node.ccOn[type];
  else if (name === "class") node.className = "";
  else if (!isProperty(node, name)) node.removeAttribute(name);
}

function listen(node, type, act) {
  if (!node.ccOn) node.ccOn = {};
  if (!(type in node.ccOn)) {
    node.addEventListener(type, (event) => node.ccOn[type] && node.ccOn[type](event));
  }
  node.ccOn[type] = act;
}
