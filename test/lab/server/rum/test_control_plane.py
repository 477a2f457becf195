import pytest
from werkzeug.test import EnvironBuilder

from lab.server import registry
from support.rum import deploy_monitor


def control(method, path):
    response = registry.apis["rum"](EnvironBuilder(path=path, method=method, data="{}").get_request())
    assert response.status_code == 200
    return response.json


def test_lists_monitors_and_tells_of_one():
    monitor = deploy_monitor("Named")
    [listed] = control("POST", "/appmonitors")["AppMonitorSummaries"]
    assert (listed["Name"], listed["Id"]) == ("Named", monitor.id)
    told = control("GET", "/appmonitor/Named")["AppMonitor"]
    assert told["CustomEvents"] == {"Status": "ENABLED"}
    assert told["Platform"] == "Web"
    assert told["AppMonitorConfiguration"]["SessionSampleRate"] == pytest.approx(0.1)
