// Loader of webpack: a picture or font becomes its address, like that of weex-runtime.
'use strict';
const { pathToFileURL } = require('url');

module.exports = function () {
  return `module.exports = ${JSON.stringify(pathToFileURL(this.resourcePath).href)}`;
};
module.exports.raw = true;
