"""Access of pages in tests: the loopback interface, options, ini keys and markers."""

from __future__ import annotations

from pathlib import Path

import pytest

from weex_runtime import Access
from weex_runtime.cli.main import main
from weex_runtime.pytest_plugin.access import TestAccess, access_of_test
from weex_runtime.pytest_plugin.options import options_of

from ..support.pytest_project import empty_project as empty_project

TEST = """
import pytest
from weex_runtime import Access

BUNDLE = '''// { "framework": "Vanilla" }
weex.requireModule('stream').fetch({method: 'GET', url: weex.config.url, type: 'text'},
  function (result) { console.log(result.status); });'''

def refused(page):
    page.runtime.run_until_idle()
    return [refusal.flag for refusal in page.access.refused]

def test_default(new_weex_page, http_server):
    http_server.route("GET", "/", {"text": "x"})
    page = new_weex_page(source=BUNDLE, config={"url": http_server.url})
    assert refused(page) == []
    page = new_weex_page(source=BUNDLE, config={"url": "http://10.0.0.1/"})
    assert refused(page) == ["--weex-allow-net=10.0.0.1:80"]
    page = new_weex_page(source=BUNDLE, config={"url": "http://api.example/"})
    assert refused(page) == ["--weex-allow-net=api.example:80"]

@pytest.mark.weex(url_map={"http://api.example": "http://127.0.0.1:1/"})
def test_mapped(new_weex_page):
    assert refused(new_weex_page(source=BUNDLE, config={"url": "http://api.example/"})) == []

@pytest.mark.weex(access=Access(allow_net=["api.example"], deny_net=["localhost"]))
def test_marker(weex_runtime, new_weex_page):
    assert weex_runtime.access.allow_net == ("localhost", "api.example")
    page = new_weex_page(source=BUNDLE, config={"url": "http://127.0.0.1:1/"})
    assert refused(page) == ["--weex-deny-net=localhost"]
"""
JS = """
test.use({ access: { allowNet: ['api.example'], denyRead: ['keys'] } });
it('knows its access', async () => {
  await openPage(undefined, { source: '// { "framework": "Vanilla" }\\n1' });
  expect(page.access.rules.allowNet).toEqual(['localhost', 'x.example', 'api.example']);
  expect(page.access.rules.denyRead[0]).toMatch(/^\\/.*\\/keys$/);
  expect(page.access.refused.length).toBe(0);
});
"""


def test_pages_of_tests_reach_only_the_loopback_interface_and_the_allowed_hosts(
    empty_project: pytest.Pytester,
) -> None:
    empty_project.makepyfile(
        TEST.replace('{"text": "x"}', "HttpResponse(text='x')").replace(
            "from weex_runtime import Access",
            "from weex_runtime import Access\nfrom weex_runtime.testing import HttpResponse",
        )
    )
    empty_project.runpytest().assert_outcomes(passed=3)


def test_access_options_and_ini_keys_add_allowed_hosts_and_files(
    empty_project: pytest.Pytester,
) -> None:
    def access(*args: str) -> Access:
        return access_of_test(options_of(empty_project.parseconfigure(*args)).access)

    local = "localhost"
    assert access() == TestAccess(allow_net=[local])
    given = access("--weex-allow-net=a.example,b.example:80", "--weex-deny-net=10.0.0.1")
    assert given.allow_net == (local, "a.example", "b.example:80")
    assert given.deny_net == ("10.0.0.1",)
    assert access("--weex-allow-net").allow_net is True
    assert access("--weex-allow-read=a").allow_read == (str(empty_project.path / "a"),)
    empty_project.makeini("[pytest]\nweex_allow_net = c.example d.example\nweex_allow_read = *\n")
    assert access() == TestAccess(allow_net=[local, "c.example", "d.example"], allow_read=True)


def test_path_after_option_allow_net_is_not_parsed_as_a_host(
    empty_project: pytest.Pytester,
) -> None:
    path = empty_project.makepyfile("def test_it(): pass")
    result = empty_project.runpytest("--weex-allow-net", str(path))
    result.stderr.fnmatch_lines(["*allow_net: expected HOST*write the value with =*"])


def test_test_command_passes_its_access_options_to_pytest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:cacheprovider")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nweex_js_files = *.test.js\n")
    (tmp_path / "it.test.js").write_text(JS)
    assert main(["test", "--allow-net=x.example", "it.test.js"]) == 0, capsys.readouterr().out
    assert main(["test", "--allow-net=a/b", "it.test.js"]) == 4
    assert "expected HOST[:PORT]" in capsys.readouterr().err
