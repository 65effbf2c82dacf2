// The native element tree of a page, of plain objects, built from the calls of the Weex JS runtime.
'use strict';

function build(elements, { ref, type, attr, style, event, children }, parent) {
  // The runtime goes on changing what it hands over: attributes, styles and events are copied.
  const element = {
    ref, type, attr: { ...attr }, style: { ...style }, event: event ? [...event] : [],
    children: [], parent,
  };
  elements.set(ref, element);
  if (children) {
    for (const child of children) element.children.push(build(elements, child, element));
  }
  return element;
}

function update(target, changes) {
  for (const key of Object.keys(changes)) {
    const value = changes[key];
    if (value === undefined || value === null) delete target[key];
    else target[key] = value;
  }
}

class NativeDocument {
  constructor() {
    this.root = null;
    this.elements = new Map(); // ref -> element
  }

  createBody(data) {
    this.elements.clear();
    this.root = build(this.elements, data, null);
  }

  addElement(parentRef, data, index) {
    const parent = this.elements.get(parentRef);
    const element = build(this.elements, data, parent);
    if (index < 0) parent.children.push(element);
    else parent.children.splice(index, 0, element);
  }

  removeElement(ref) {
    const element = this.elements.get(ref);
    const { children } = element.parent;
    children.splice(children.indexOf(element), 1);
    this.forget(element);
  }

  // `index` counts before the element is taken out.
  moveElement(ref, parentRef, index) {
    const element = this.elements.get(ref);
    const parent = this.elements.get(parentRef);
    const siblings = element.parent.children;
    const from = siblings.indexOf(element);
    siblings.splice(from, 1);
    if (element.parent === parent && from < index) index -= 1;
    if (index < 0) parent.children.push(element);
    else parent.children.splice(index, 0, element);
    element.parent = parent;
  }

  updateAttrs(ref, changes) {
    update(this.elements.get(ref).attr, changes);
  }

  updateStyle(ref, changes) {
    update(this.elements.get(ref).style, changes);
  }

  addEvent(ref, event) {
    this.elements.get(ref).event.push(event);
  }

  removeEvent(ref, event) {
    const element = this.elements.get(ref);
    element.event = element.event.filter((known) => known !== event);
  }

  createFinish() {}

  updateFinish() {}

  refreshFinish() {}

  forget(element) {
    this.elements.delete(element.ref);
    for (const child of element.children) this.forget(child);
  }
}

module.exports = { NativeDocument };
