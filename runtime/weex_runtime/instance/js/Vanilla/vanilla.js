// The framework of plain bundles. They start with `// { "framework": "Vanilla" }`, and build the
// document themselves. Source: incubator-weex, runtime/frameworks/vanilla/index.js.
(function (native) {
  'use strict';
  const documents = new Map(); // instance id -> Document
  let classes;

  native.setup.makeFramework = () => ({
    init(config) { classes = config; },
    createInstanceContext(id, context) {
      const { weex } = context;
      const { document } = weex;
      documents.set(id, document);
      return {
        Document: classes.Document,
        Element: classes.Element,
        Comment: classes.Comment,
        document,
        options: weex.config,
        sendTasks: (tasks) => classes.sendTasks(id, tasks, '-1'),
      };
    },
    refreshInstance(id) {
      documents.get(id).taskCenter.send('dom', { action: 'refreshFinish' }, []);
    },
    destroyInstance(id) {
      documents.get(id).destroy();
      documents.delete(id);
    },
  });
})(globalThis.__entries);
