import json

from werkzeug.wrappers import Request

from lab.server.cloudwatch import xray

TRACE = "1-6929f3c0-5759886cd81c71ef35de3eec"
SEGMENT = {"id": "1111111111111111", "trace_id": TRACE, "name": "orders", "start_time": 1, "end_time": 2}


def call(path, body):
    response = xray.xray(Request.from_values(path, method="POST", data=json.dumps(body)))
    return response.status_code, response.get_json()


def test_a_trace_has_the_segments_that_were_put_the_last_of_each():
    for name in ("orders", "renamed"):
        assert call("/TraceSegments", {"TraceSegmentDocuments": [json.dumps({**SEGMENT, "name": name})]})[0] == 200
    status, answer = call("/Traces", {"TraceIds": [TRACE, "1-00000000-" + "0" * 24]})
    assert (status, answer["UnprocessedTraceIds"]) == (200, [])
    (trace,) = answer["Traces"]
    assert trace["Id"] == TRACE
    assert [json.loads(segment["Document"])["name"] for segment in trace["Segments"]] == ["renamed"]


def test_what_browsers_trace_is_there_by_the_form_of_x_ray():
    xray.take_from_rum({**SEGMENT, "trace_id": TRACE[2:].replace("-", ""), "origin": "AWS::RUM::AppMonitor"})
    assert len(call("/Traces", {"TraceIds": [TRACE]})[1]["Traces"]) == 1


def test_more_than_five_and_what_is_no_id_are_refused():
    for ids in ([TRACE] * 6, ["nothing"], "text"):
        assert call("/Traces", {"TraceIds": ids})[0] == 400
