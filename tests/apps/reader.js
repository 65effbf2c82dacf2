// A news reader in a single page, built like apps of weex-vue-framework with vuex and vue-router.
// Its routes are a list, a story and an author. Loads each item from weex.config.api, a server with
// the API of Hacker News. The test puts the code of `Vuex` and `VueRouter` before this code.
Vue.use(Vuex);
Vue.use(VueRouter);

var stream = weex.requireModule('stream');
var storage = weex.requireModule('storage');

function get(path) {
  return new Promise(function (resolve, reject) {
    stream.fetch({ method: 'GET', url: weex.config.api + path, type: 'json' }, function (answer) {
      if (answer.status === 200) resolve(answer.data);
      else reject(new Error(answer.status + ' ' + answer.statusText));
    });
  });
}

var store = new Vuex.Store({
  state: { items: {}, lists: { top: [], latest: [] }, failure: '' },
  getters: {
    shown: function (state) {
      return function (list) {
        return state.lists[list].map(function (id) { return state.items[id]; }).filter(Boolean);
      };
    },
  },
  mutations: {
    list: function (state, change) { Vue.set(state.lists, change.name, change.ids); },
    item: function (state, item) { Vue.set(state.items, item.id, item); },
    failed: function (state, error) { state.failure = error.message; },
  },
  actions: {
    load: function (context, name) {
      return get('/' + name + '.json').then(function (ids) {
        context.commit('list', { name: name, ids: ids });
        return Promise.all(ids.map(function (id) { return context.dispatch('item', id); }));
      }).catch(function (error) { context.commit('failed', error); });
    },
    item: function (context, id) {
      return get('/item/' + id + '.json').then(function (item) { context.commit('item', item); });
    },
  },
});

var List = {
  props: ['name'],
  computed: { items: function () { return this.$store.getters.shown(this.name); } },
  created: function () { this.$store.dispatch('load', this.name); },
  render: function (h) {
    var router = this.$router;
    return h('list', this.items.map(function (item) {
      return h('cell', { key: item.id }, [
        h('text', { on: { click: function () { router.push('/item/' + item.id); } } }, [item.title]),
      ]);
    }));
  },
};

var Item = {
  computed: { item: function () { return this.$store.state.items[this.$route.params.id]; } },
  created: function () { storage.setItem('last', this.$route.params.id, function () {}); },
  render: function (h) {
    return h('div', [
      h('text', { on: { click: this.$router.back.bind(this.$router) } }, ['back']),
      h('text', [this.item.title]), h('text', ['by ' + this.item.by]),
    ]);
  },
};

var router = new VueRouter({
  routes: [
    { path: '/top', component: List, props: { name: 'top' } },
    { path: '/latest', component: List, props: { name: 'latest' } },
    { path: '/item/:id(\\d+)', component: Item },
    { path: '*', redirect: '/top' },
  ],
});

new Vue({
  el: '#root',
  store: store,
  router: router,
  created: function () { this.$router.push('/'); },
  render: function (h) {
    var go = function (path) { return function () { router.push(path); }; };
    return h('div', [
      h('text', { on: { click: go('/top') } }, ['Top']),
      h('text', { on: { click: go('/latest') } }, ['Latest']),
      h('text', [this.$store.state.failure]),
      h('router-view', { key: this.$route.path }),
    ]);
  },
});
