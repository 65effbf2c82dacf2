// The class DOMException of Web IDL.
(function (native) {
  'use strict';
  // Names of exceptions by code, from code 1; the codes of empty names are no longer in use.
  const NAMES = ['IndexSizeError', '', 'HierarchyRequestError', 'WrongDocumentError',
    'InvalidCharacterError', '', 'NoModificationAllowedError', 'NotFoundError', 'NotSupportedError',
    'InUseAttributeError', 'InvalidStateError', 'SyntaxError', 'InvalidModificationError',
    'NamespaceError', 'InvalidAccessError', '', 'TypeMismatchError', 'SecurityError',
    'NetworkError', 'AbortError', 'URLMismatchError', 'QuotaExceededError', 'TimeoutError',
    'InvalidNodeTypeError', 'DataCloneError'];

  class DOMException extends Error {
    constructor(message = '', name = 'Error') {
      super(message);
      // Define the properties: an assignment would fail, since Error.prototype is frozen when a
      // bundle runs.
      Object.defineProperty(this, 'name', {
        value: `${name}`, writable: true, configurable: true,
      });
    }

    get code() {
      return NAMES.indexOf(this.name) + 1;
    }

    get [Symbol.toStringTag]() { return 'DOMException'; }
  }

  // `quickjs-ng` already has a DOMException.
  native.globals.DOMException = globalThis.DOMException || DOMException;
})
