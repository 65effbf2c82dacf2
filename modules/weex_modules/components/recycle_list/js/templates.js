// Compiles the templates of a recycle-list to functions that draw a row's data.
// Native half: templates.py.
//
// Expressions are JavaScript, limited to the parts that devices evaluate: members, grouping,
// arithmetic, comparisons, logical operators, `? :`, literals and arrays.
// Source: weex-native-directive Implementation.md; Android Statements.java.
(function () {
  'use strict';
  const TOKEN = /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w$.]))|(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)|(?<text>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")|[!=]==?|[<>]=?|&&|\|\||[-+*/%!?:.,()[\]])/suy;
  const LITERALS = ['true', 'false', 'null', 'undefined'];
  const BINDING = '@binding';
  const DIRECTIVES = [
    '[[repeat]]', '[[match]]', '[[once]]', '@isComponentRoot', '@templateId', '@componentProps',
  ];

  const drawings = []; // {number of an element in templates: function that draws the element}
  let problems = []; // pairs: an expression or null, and the problem with it
  let features = new Set(); // parts of expressions that platforms evaluate differently
  let constants = []; // the attributes and styles without bindings of each element

  // Functions that parse expressions.

  const unexpected = (text) => new SyntaxError(`unexpected ${JSON.stringify(text)}`);

  // Convert an expression to JS code. A name like `item` becomes `$.item`, a property of the scope.
  // Calls and globals are refused, so that an evaluation has no side effects.
  function codeOf(text, isCondition) {
    const end = text.trimEnd().length;
    if (!end) throw new SyntaxError('it is empty');
    const brackets = []; // brackets that are not closed yet
    let code = '';
    let last = ''; // the previous token
    let isOperand = false; // whether the previous token ends an operand
    let wasText = false; // whether the previous token is a string literal
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < end) {
      const start = TOKEN.lastIndex;
      const match = TOKEN.exec(text);
      if (!match) throw unexpected(text.slice(start).trimStart()[0]);
      const token = match[0].trimStart();
      const { name, number, text: isText } = match.groups;
      if (token === '(' && isOperand) {
        throw new SyntaxError("functions cannot be called in a recycle-list's template");
      }
      if (token === '/' && !isOperand) throw unexpected(token);
      if (token === ',' && brackets[brackets.length - 1] !== 'array') throw unexpected(token);
      if (token === '(' || token === '[') brackets.push(isOperand || token === '(' ? token : 'array');
      if (token === ')' || token === ']') brackets.pop();
      note(token, last, { isOperand, isText, wasText, isCondition });
      const isFree = name !== undefined && last !== '.' && !LITERALS.includes(name);
      code += isFree ? ` $.${token}` : ` ${token}`;
      isOperand = name !== undefined || number !== undefined || isText !== undefined
        || token === ')' || token === ']';
      [last, wasText] = [token, isText !== undefined];
    }
    return code;
  }

  function note(token, last, { isOperand, isText, wasText, isCondition }) {
    if (token === '===' || token === '!==') features.add('strict');
    if (last === '.' && token === 'length') features.add('length');
    if ((token === '+' && wasText) || (last === '+' && isText !== undefined)) features.add('join');
    if (isCondition) return;
    if (token === '&&' || token === '||') features.add('logical');
    if (isOperand && ['+', '-', '*', '/', '%'].includes(token)) features.add('arithmetic');
  }

  function expression(value, isCondition = false) {
    const text = String(value);
    const report = (problem) => { problems.push([text, `${problem}; it is undefined`]); };
    let evaluate;
    let code = '';
    try {
      code = codeOf(text, isCondition);
      evaluate = new Function('$', `return${code}`);
    } catch (error) {
      report(code ? 'it does not parse as an expression' : error.message);
      return () => undefined;
    }
    return (scope) => {
      try {
        const result = evaluate(scope);
        if (typeof result !== 'function') return result;
        report('it is a function');
      } catch (error) {
        report(error.message);
      }
      return undefined;
    };
  }

  // Make `names` a scope inside another scope: missing names are looked up in the outer scope.
  const within = (outer, names) => Object.setPrototypeOf(names, outer);

  function allIn(scope) {
    const names = Object.create(null);
    for (const name in scope) names[name] = scope[name];
    return names;
  }

  // Compile bindings: each binding becomes a function that takes a scope.

  const isBound = (value) => value !== null && typeof value === 'object'
    && (BINDING in value || Object.values(value).some(isBound));

  const unbound = (values) => Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !isBound(value) && name !== BINDING),
  );

  function shown(value) {
    if (value === undefined || value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  // Compile a value with bindings into a function. If `joins` is true, the function joins an array
  // that contains bindings into one string.
  function binding(value, joins) {
    if (!isBound(value)) return () => value;
    if (Array.isArray(value)) {
      const items = value.map((item) => binding(item, joins));
      if (!joins) return (scope) => items.map((item) => item(scope));
      return (scope) => {
        let joined = '';
        for (let i = 0; i < items.length; i += 1) joined += shown(items[i](scope));
        return joined;
      };
    }
    if (BINDING in value) {
      const evaluate = expression(value[BINDING]);
      return (scope) => {
        const result = evaluate(scope);
        return result === undefined ? null : result;
      };
    }
    const members = Object.entries(value).map(([name, member]) => [name, binding(member, false)]);
    return (scope) => Object.fromEntries(members.map(([name, bind]) => [name, bind(scope)]));
  }

  const text = (value) => {
    const bind = binding(value, true);
    return (scope) => shown(bind(scope));
  };

  // Compile the bound attributes, or the bound styles, to one function; null values are left out.
  function bindings(values, nameOfText) {
    const bound = Object.entries(values).filter(([, value]) => isBound(value))
      .map(([name, value]) => (
        { name, bind: name === nameOfText ? text(value) : binding(value, true) }
      ));
    if (!bound.length) return null;
    return (scope) => {
      const filled = {};
      for (let i = 0; i < bound.length; i += 1) {
        const value = bound[i].bind(scope);
        if (value !== null) filled[bound[i].name] = value;
      }
      return filled;
    };
  }

  function list(values, bind) {
    if (!values.some(isBound)) return null;
    const items = values.map(bind);
    return (scope) => items.map((item) => item(scope));
  }

  // Parse a v-for, `(alias, index) in items` or `(alias, key, index) in items`, and return the
  // names that each item defines.
  function loop(repeat) {
    const { '@expression': source, '@alias': alias, '@key': key, '@index': index } = repeat || {};
    const items = expression(source);
    // `(alias, index)`: for the members of an object, the index is the member's key.
    const names = [key || index, key && index];
    return (scope) => {
      const found = items(scope);
      if (found === undefined || found === null) return [];
      if (typeof found !== 'object') {
        const kind = typeof found === 'string' ? 'strings' : 'numbers and booleans';
        problems.push([null, `v-for goes through arrays and objects only, not through ${kind}`]);
        return [];
      }
      const isArray = Array.isArray(found);
      return Object.keys(found).map((member, number) => {
        const turn = alias ? { [alias]: found[member] } : Object.assign({}, found[member]);
        if (names[0]) turn[names[0]] = isArray ? number : member;
        if (names[1]) turn[names[1]] = number;
        return turn;
      });
    };
  }

  // Compile an element of a template to a function that appends drawn elements to a list. A drawn
  // element is [number, path, children, attributes, styles, classes, events]; parts without
  // bindings are 0 or left out. For a component or a v-once element, the function appends a
  // placeholder, since Python keeps the state of these elements and calls `draw` with the state.
  // The placeholder of a component is [~number, path, properties, template id, whether the root is
  // v-once]. The placeholder of a v-once element is [~number, path, names in scope, '', true].
  function compile({
    type, attr = {}, style = {}, classList = [], event = [], children = [],
  }) {
    const number = drawings.push(null) - 1;
    const flag = (name) => attr[name] === true || attr[name] === 'true';
    const plain = Object.fromEntries(
      Object.entries(attr).filter(([name]) => !DIRECTIVES.includes(name)),
    );
    constants.push([unbound(plain), unbound(style)]);
    const attributes = bindings(plain, type === 'text' ? 'value' : '');
    if (BINDING in style) {
      problems.push([style[BINDING], 'only single styles can be bound; it is left out']);
    }
    const styles = bindings(BINDING in style ? {} : style, '');
    const classes = list(classList, text);
    const events = list(event, (each) => binding(each, false));
    const given = flag('@isComponentRoot') && attr['@componentProps'];
    const props = given && typeof given === 'object' ? binding(given, false) : null;
    const match = '[[match]]' in attr ? expression(attr['[[match]]'], true) : () => true;
    const turns = '[[repeat]]' in attr ? loop(attr['[[repeat]]']) : null;
    const inner = children.map(compile);

    const parts = [attributes, styles, classes, events];
    while (parts.length && !parts[parts.length - 1]) parts.pop();
    const draw = (scope, path) => {
      const drawn = [number, path, drawAll(inner, scope, path)];
      for (let i = 0; i < parts.length; i += 1) drawn.push(parts[i] ? parts[i](scope) : 0);
      return drawn;
    };
    drawings[number] = draw;
    const isOnce = flag('[[once]]');
    const drawNow = isOnce ? (scope, path) => [~number, path, allIn(scope), '', true] : draw;
    let drawRoot = drawNow;
    if (props) {
      const templateId = shown(attr['@templateId']);
      drawRoot = templateId
        ? (scope, path) => [~number, path, props(scope), templateId, isOnce]
        : (scope, path) => drawNow(within(null, props(scope)), path); // components see their own data only
    }
    const drawMatching = (scope, path, drawn) => {
      if (match(scope)) drawn.push(drawRoot(scope, path));
    };
    if (!turns) return drawMatching;
    return (scope, path, drawn) => turns(scope).forEach((names, turn) => {
      drawMatching(within(scope, names), `${path}_${turn}`, drawn);
    });
  }

  function drawAll(templates, scope, path) {
    const drawn = [];
    for (let i = 0; i < templates.length; i += 1) templates[i](scope, path, drawn);
    return drawn;
  }

  function answer(result) {
    const found = JSON.stringify([result, problems]);
    problems = [];
    return found;
  }

  globalThis.templates = {
    // Add a template, and number its elements in document order after the elements already added.
    add(template) {
      [features, constants] = [new Set(), []];
      compile(JSON.parse(template));
      return answer([[...features], constants]);
    },
    // Draw an element of a template with its subtree. `frames`: the data in scope, outermost first.
    draw: (number, path, frames) => answer(
      drawings[number](JSON.parse(frames).reduce(within, null), path),
    ),
  };
})()
