// DOMException. Web IDL, "DOMException".
(function (native) {
  'use strict';
  // By code, from 1; the empty ones are no longer in use.
  const NAMES = ['IndexSizeError', '', 'HierarchyRequestError', 'WrongDocumentError',
    'InvalidCharacterError', '', 'NoModificationAllowedError', 'NotFoundError', 'NotSupportedError',
    'InUseAttributeError', 'InvalidStateError', 'SyntaxError', 'InvalidModificationError',
    'NamespaceError', 'InvalidAccessError', '', 'TypeMismatchError', 'SecurityError',
    'NetworkError', 'AbortError', 'URLMismatchError', 'QuotaExceededError', 'TimeoutError',
    'InvalidNodeTypeError', 'DataCloneError'];

  class DOMException extends Error {
    constructor(message = '', name = 'Error') {
      super(message);
      // Error.prototype is frozen when a bundle runs: an assignment would fail.
      Object.defineProperty(this, 'name', {
        value: `${name}`, writable: true, configurable: true,
      });
    }

    get code() {
      return NAMES.indexOf(this.name) + 1;
    }

    get [Symbol.toStringTag]() { return 'DOMException'; }
  }

  // `quickjs-ng` has its own.
  native.globals.DOMException = globalThis.DOMException || DOMException;
})
