// Builds single-file components with webpack and weex-loader, as their authors do.
//
//     node build.cjs OUT_DIR FILE.vue...      in the folder of the project
//
// OUT_DIR gets a bundle for each file. Aliases and constants are those of weex.config.json.
'use strict';
const fs = require('fs');
const path = require('path');
const webpack = require('webpack');

const [out, ...files] = process.argv.slice(2);
const settings = fs.existsSync('weex.config.json') ? JSON.parse(fs.readFileSync('weex.config.json', 'utf8')) : {};
const babel = {
  babelrc: false,
  presets: ['babel-preset-es2015', 'babel-preset-stage-0'].map((name) => require.resolve(name)),
};
const own = (name) => path.join(__dirname, `${name}.cjs`);
const vue = { babel: { query: babel }, loaders: { ts: [own('typescript')] } };

function entry(file) {
  const makesRoot = /new Vue\b/.test(fs.readFileSync(file, 'utf8'));
  return path.resolve(file) + (makesRoot ? '' : '?entry=true');
}

function inFolder(folders) {
  return Object.fromEntries(Object.entries(folders).map(([name, folder]) => [name, path.resolve(folder)]));
}

function asText(constants) {
  return Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));
}

const config = {
  devtool: 'source-map',
  entry: Object.fromEntries(files.map((file) => [path.basename(file, '.vue'), entry(file)])),
  output: { path: path.resolve(out), filename: '[name].js' },
  externals: { vue: 'Vue' },
  resolve: {
    extensions: ['.js', '.vue', '.json', '.ts'],
    alias: inFolder({ '@': 'src', ...settings.alias }),
  },
  resolveLoader: { modules: [path.join(__dirname, 'node_modules')] },
  module: {
    rules: [
      // weex-ui is published as sources.
      { test: /\.js$/, exclude: /node_modules\/(?!weex-ui)/, loader: 'babel-loader', options: babel },
      { test: /\.vue(\?.*)?$/, loader: 'weex-loader', options: vue },
      { test: /\.ts$/, loader: own('typescript') },
      { test: /\.(png|ttf)$/, loader: own('address') },
    ],
  },
  plugins: [
    new webpack.BannerPlugin({ banner: '// { "framework": "Vue" }', raw: true }),
    new webpack.DefinePlugin(asText({ 'process.env.NODE_ENV': 'development', ...settings.define })),
  ],
};

webpack(config, (error, stats) => {
  const errors = error ? [error] : stats.compilation.errors;
  for (const each of errors) console.error(each.message || each);
  process.exit(errors.length ? 1 : 0); // a loader leaves a handle open
});
