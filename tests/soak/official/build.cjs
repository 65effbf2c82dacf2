// Builds single-file components with webpack and weex-loader, as their authors do.
//
//     node build.cjs OUT_DIR FILE.vue...      in the folder of the project
//
// OUT_DIR gets a bundle for each file.
'use strict';
const fs = require('fs');
const path = require('path');
const webpack = require('webpack');

const [out, ...files] = process.argv.slice(2);
const babel = {
  babelrc: false,
  presets: ['babel-preset-es2015', 'babel-preset-stage-0'].map((name) => require.resolve(name)),
};

function build(file) {
  const makesRoot = /new Vue\b/.test(fs.readFileSync(file, 'utf8'));
  const config = {
    entry: path.resolve(file) + (makesRoot ? '' : '?entry=true'),
    output: { path: path.resolve(out), filename: `${path.basename(file, '.vue')}.js` },
    externals: { vue: 'Vue' },
    resolve: { extensions: ['.js', '.vue', '.json'] },
    resolveLoader: { modules: [path.join(__dirname, 'node_modules')] },
    module: {
      rules: [
        { test: /\.js$/, exclude: /node_modules/, loader: 'babel-loader', options: babel },
        { test: /\.vue(\?.*)?$/, loader: 'weex-loader' },
      ],
    },
    plugins: [
      new webpack.BannerPlugin({ banner: '// { "framework": "Vue" }', raw: true }),
      new webpack.LoaderOptionsPlugin({ vue: { babel: { query: babel } } }),
    ],
  };
  return new Promise((resolve, reject) => {
    webpack(config, (error, stats) => {
      const errors = error ? [error] : stats.compilation.errors;
      if (errors.length) reject(errors[0]);
      else resolve();
    });
  });
}

(async () => {
  for (const file of files) await build(file);
  process.exit(); // a loader leaves a handle open
})().catch((error) => {
  console.error(error.message || error);
  process.exit(1);
});
