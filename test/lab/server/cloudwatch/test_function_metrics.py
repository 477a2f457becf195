from types import SimpleNamespace

from lab.server.cloudwatch import metrics
from lab.server.compute.functions import Worker
from support.metrics import metric


def invoke(answer):
    """Invokes a function whose process answers this."""
    worker = Worker.__new__(Worker)
    worker.name = "Cart"
    worker.log = SimpleNamespace(group="g", stream="s", write=lambda _: None)
    worker._exchange = lambda *_: answer
    worker.invoke(SimpleNamespace(function_name="Cart", timeout=3, memory_size=128, function_arn="arn"), {})


def test_a_function_publishes_its_invocations_errors_and_duration():
    invoke({"result": 1})
    invoke({"error": {"errorType": "X"}})
    expected = {("Invocations", "Sum"): 2, ("Errors", "Sum"): 1, ("Duration", "SampleCount"): 2}
    own = {"FunctionName": "Cart"}
    assert {(name, stat): metric("AWS/Lambda", name, own, stat) for name, stat in expected} == expected
    assert len(metrics.backend().get_filtered_metrics(None, "AWS/Lambda", [])) == 3
