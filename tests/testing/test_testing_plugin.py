"""The plugin as its users meet it: whole pytest sessions in a process of their own."""

import pytest

pytestmark = pytest.mark.slow

STACK = """
    import pulumi
    from pulumiverse_scaleway import network

    class Net(pulumi.ComponentResource):
        def __init__(self, name):
            super().__init__("test:index:Net", name)
            self.vpc = network.Vpc(f"{name}-vpc", opts=pulumi.ResourceOptions(parent=self, protect=True))
            self.register_outputs({"id": self.vpc.id})
"""


def run(pytester: pytest.Pytester, *args: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-W", "error", *args)


def test_a_component_is_captured_in_both_modes_with_warnings_as_errors(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(net=STACK)
    pytester.makepyfile(
        """
        from net import Net

        def test_the_network_is_protected(capture_component, mode):
            plan = capture_component(lambda: Net("a"), mode=mode)
            assert plan.one("scaleway:network/vpc:Vpc").protect
            assert len(plan.under("a")) == 1
            assert bool(plan.one("scaleway:network/vpc:Vpc").id) == (mode == "up")
        """
    )

    run(pytester).assert_outcomes(passed=2)


def test_a_program_is_captured_with_its_configuration(pytester: pytest.Pytester) -> None:
    pytester.mkdir("infra").joinpath("__main__.py").write_text(
        "import pulumi\npulumi.export('it', pulumi.Config().require('it'))\n"
    )
    pytester.makepyfile(
        """
        def test_it(capture_program):
            assert capture_program("infra", stack="dev", config={"it": "x"}).outputs == {"it": "x"}
        """
    )

    run(pytester).assert_outcomes(passed=1)


def test_a_refusal_fails_the_test_that_captures(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from pulumiverse_scaleway import observability

        def test_it(capture_component):
            capture_component(lambda: observability.Source("s", retention_days=999))
        """
    )

    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*retentionDays: 999 is not accepted*write 1 to 365*"])


LEAKS = """
    import threading

    import pulumi
    from pulumi.runtime import settings

    class Mocks(pulumi.runtime.Mocks):
        def new_resource(self, args):
            return "id", args.inputs

        def call(self, args):
            return {}

    def test_first():
        pulumi.runtime.set_config("project:left", "behind")
        pulumi.runtime.set_all_config({"project:all": "behind"}, ["project:all"])
        pulumi.runtime.set_mocks(Mocks(), project="leaking", stack="leaking", preview=True)

    def test_second():
        assert pulumi.runtime.get_config("project:left") is None
        assert pulumi.runtime.get_config("project:all") is None
        assert not pulumi.runtime.is_config_secret("project:all")
        assert pulumi.get_stack() != "leaking"
        assert settings.get_root_resource() is None
        assert settings.get_monitor() is None
        assert not pulumi.runtime.is_dry_run()
        elsewhere = []
        thread = threading.Thread(target=lambda: elsewhere.append(settings.get_monitor()))
        thread.start()
        thread.join()
        assert elsewhere == [None]
"""


def test_what_one_test_sets_does_not_reach_the_next(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(LEAKS)

    run(pytester).assert_outcomes(passed=2)


def test_without_the_plugin_it_does(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(LEAKS)

    run(pytester, "-p", "no:socle").assert_outcomes(passed=1, failed=1)


def test_a_test_that_brings_pulumi_in_leaves_nothing_either(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_first():
            import pulumi
            pulumi.runtime.set_config("project:left", "behind")
            pulumi.runtime.settings._set_stack("leaking")

        def test_second():
            import pulumi
            assert pulumi.runtime.get_config("project:left") is None
            assert pulumi.get_stack() == "stack"
        """
    )

    run(pytester).assert_outcomes(passed=2)


def test_mocks_set_for_a_whole_module_stay_for_all_its_tests(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pulumi
        from socle.testing import StrictMocks

        pulumi.runtime.set_mocks(StrictMocks(), project="mine")

        from pulumiverse_scaleway import network

        @pulumi.runtime.test
        def check():
            return network.Vpc("vpc").id.apply(lambda id: seen.append(id))

        seen = []

        def test_first():
            check()
            assert len(seen) == 1

        def test_second():
            assert pulumi.get_project() == "mine"
            check()
            assert seen[0] == seen[1]
        """
    )

    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")  # the SDK's own loop handling warns
    result.assert_outcomes(passed=2)


def test_a_session_without_pulumi_does_not_import_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it():
            heavy = {"pulumi", "pulumiverse_scaleway", "grpc", "pydantic", "socle.plan"}
            assert not heavy & set(sys.modules)
        """
    )

    run(pytester).assert_outcomes(passed=1)


@pytest.mark.parametrize(("given", "expected"), [(None, "failed"), ("false", "passed")])
def test_a_text_made_of_an_output_is_an_error_unless_the_caller_says_otherwise(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, given: str | None, expected: str
) -> None:
    monkeypatch.delenv("PULUMI_ERROR_OUTPUT_STRING", raising=False)
    if given is not None:
        monkeypatch.setenv("PULUMI_ERROR_OUTPUT_STRING", given)
    pytester.makepyfile(
        """
        import pulumi

        def test_it(capture_component):
            capture_component(lambda: print(f"{pulumi.Output.from_input(1)}"))
        """
    )

    assert run(pytester).parseoutcomes().get(expected) == 1


def test_the_fixtures_are_documented(pytester: pytest.Pytester) -> None:
    shown = pytester.runpytest_subprocess("--fixtures", "-p", "no:cacheprovider").stdout.str()

    for name in ("capture_component", "capture_program", "mode"):
        assert f"\n{name} -- " in shown
    assert "no docstring available" not in shown.split("socle.testing.plugin")[-1]
