import gzip
import json
import re

import pytest
from moto.logs.models import logs_backends

from lab.server.registry import ResourceError
from lab.server.rum.monitors import monitors
from lab.server.settings import ACCOUNT, REGION
from support.resources import deploy
from support.rum import MONITOR, allow_everyone, arn_of, batch, deploy_monitor, error_of, event, monitor_of, send
from support.signing import sign

PAGE_VIEW = "com.amazon.rum.page_view_event"


class TestAccepted:
    def test_becomes_counted_events(self):
        monitor = deploy_monitor("accepts")
        assert send(monitor.id, batch([event(PAGE_VIEW), event("my.event")])).status_code == 200
        assert monitor.accepted == {PAGE_VIEW: 1, "my.event": 1}

    @pytest.mark.parametrize(
        ("encode", "headers"),
        [
            (lambda text: gzip.compress(text.encode()), {"Content-Encoding": "gzip"}),
            (str.encode, {"Content-Type": "text/plain;charset=UTF-8"}),
        ],
        ids=["gzip", "a plain-text beacon"],
    )
    def test_may_be(self, encode, headers):
        monitor = deploy_monitor("encodings")
        body = encode(json.dumps(batch([event(PAGE_VIEW)])))
        assert send(monitor.id, body, headers).status_code == 200
        assert monitor.accepted == {PAGE_VIEW: 1}

    def test_may_come_from_a_page_of_a_wildcard_domain(self):
        monitor = deploy_monitor("wildcard")
        assert send(monitor.id, batch(), {"Origin": "https://d111.cloudfront.net"}).status_code == 200

    def test_is_answered_for_the_pages_origin_also_before_it_is_sent(self):
        monitor = deploy_monitor("cors")
        wanted = {"Access-Control-Request-Headers": "content-type,content-encoding"}
        before = send(monitor.id, "", wanted, method="OPTIONS")
        assert before.status_code == 200
        assert before.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"
        assert before.headers["Access-Control-Allow-Headers"] == "content-type,content-encoding"
        answer = send(monitor.id, batch())
        assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"

    def test_counts_an_event_twice_that_is_sent_twice_because_rum_documents_no_deduplication(self):
        monitor = deploy_monitor("repeats")
        same = batch([event(PAGE_VIEW)])
        send(monitor.id, same)
        send(monitor.id, same)
        assert monitor.accepted == {PAGE_VIEW: 2}
        assert monitor.repeated == 1

    def test_is_copied_to_the_log_group_of_the_monitor_which_appears_with_the_first_event_where_that_is_enabled(self):
        monitor = deploy_monitor("logs", CwLogEnabled=True)
        groups = logs_backends[ACCOUNT][REGION].groups
        group = f"/aws/vendedlogs/RUMService_logs{monitor.id[:8]}"
        assert group not in groups
        send(monitor.id, batch([event(PAGE_VIEW, {"a": 1})]))
        assert groups[group].retention_in_days == 30
        [message] = [json.loads(e.message) for stream in groups[group].streams.values() for e in stream.events]
        told = {key: message[key] for key in ("event_type", "application_id", "event_details")}
        assert told == {"event_type": PAGE_VIEW, "application_id": monitor.id, "event_details": {"a": 1}}

    def test_loses_its_custom_events_where_they_are_not_enabled(self):
        monitor = deploy_monitor("no-custom", CustomEvents=None)
        assert send(monitor.id, batch([event("my.event"), event(PAGE_VIEW)])).status_code == 200
        assert monitor.accepted == {PAGE_VIEW: 1}
        assert monitor.dropped == {"custom events are disabled": 1}


class TestRefused:
    """Counted with the reason."""

    @pytest.mark.parametrize(
        ("reason", "body"),
        [
            pytest.param("missing member", batch(BatchId=None), id="without BatchId"),
            pytest.param("missing member", batch(UserDetails=None), id="without UserDetails"),
            pytest.param("bad BatchId", batch(BatchId="x"), id="with a BatchId that is no UUID"),
            pytest.param(
                "bad UserDetails", batch(UserDetails={"sessionId": "x"}), id="with a session id that is no UUID"
            ),
            pytest.param(
                "bad AppMonitorDetails", batch(AppMonitorDetails={"id": "x"}), id="with the id of another monitor"
            ),
            pytest.param("bad RumEvents", batch(RumEvents={}), id="with events that are no list"),
            pytest.param("bad event", batch([event(PAGE_VIEW, details=None)]), id="with an event without details"),
            pytest.param("bad event id", batch([event(PAGE_VIEW, id="1")]), id="with an event id that is no UUID"),
            pytest.param(
                "bad timestamp", batch([event(PAGE_VIEW, timestamp="now")]), id="with a timestamp that is no number"
            ),
            pytest.param("bad event type", batch([event("my event")]), id="with an event type that holds a space"),
            pytest.param("bad details", batch([event(PAGE_VIEW, details="{")]), id="with details that are no JSON"),
            pytest.param("bad details", batch([event(PAGE_VIEW, details={})]), id="with details that are no string"),
            pytest.param(
                "bad metadata", batch([event(PAGE_VIEW, metadata="[]")]), id="with metadata that is no object"
            ),
            pytest.param(
                "bad metadata",
                batch([event(PAGE_VIEW, metadata=json.dumps({f"own{at}": 1 for at in range(11)}))]),
                id="with 11 attributes",
            ),
            pytest.param(
                "custom event too large",
                batch([event("my.event", {"big": "x" * 6 * 1024})]),
                id="with a custom event over 6 KB",
            ),
            pytest.param("bad Alias", batch(Alias=""), id="with an empty alias"),
            pytest.param("bad JSON", "{", id="that is no JSON"),
        ],
    )
    def test_for_its_body(self, reason, body):
        monitor = deploy_monitor("refuses")
        assert error_of(send(monitor.id, body)) == (400, "ValidationException")
        assert monitor.refused == {reason: 1}
        assert monitor.accepted == {}

    def test_that_claims_to_be_gzip_and_is_not(self):
        monitor = deploy_monitor("gzip")
        assert send(monitor.id, batch(), {"Content-Encoding": "gzip"}).status_code == 400
        assert monitor.refused == {"bad gzip": 1}

    def test_for_a_monitor_that_does_not_exist(self):
        answer = send("00000000-0000-4000-8000-000000000000", batch())
        assert error_of(answer) == (404, "ResourceNotFoundException")
        assert monitors.unknown == {"unknown app monitor": 1}

    @pytest.mark.parametrize(
        "origin",
        ["https://evil.example.com", "https://notshop.example.com", ""],
        ids=["another domain", "a domain that only ends alike", "no page at all"],
    )
    def test_from(self, origin):
        monitor = deploy_monitor("from")
        assert error_of(send(monitor.id, batch(), {"Origin": origin})) == (403, "AccessDeniedException")
        assert monitor.refused == {"domain not allowed": 1}


class TestResourcePolicy:
    @pytest.fixture
    def monitor_under(self):
        def deploy_under(policy):
            given = {"PolicyDocument": json.dumps(policy)} if policy else None
            return deploy_monitor("auth", ResourcePolicy=given)

        return deploy_under

    def test_is_needed_by_an_unsigned_request(self, monitor_under):
        monitor = monitor_under(None)
        assert send(monitor.id, batch()).status_code == 403
        assert monitor.refused == {"unsigned without resource policy": 1}

    def test_may_ask_for_an_alias(self, monitor_under):
        monitor = monitor_under(allow_everyone("auth", {"StringEquals": {"rum:alias": ["one", "two"]}}))
        assert send(monitor.id, batch(Alias="two")).status_code == 200
        assert send(monitor.id, batch(Alias="three")).status_code == 403
        assert send(monitor.id, batch()).status_code == 403
        assert monitor.refused == {"resource policy does not allow": 2}

    def test_may_ask_for_a_source_address(self, monitor_under):
        monitor = monitor_under(allow_everyone("auth", {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}))
        assert send(monitor.id, batch(), ip="203.0.113.9").status_code == 200
        assert send(monitor.id, batch(), ip="198.51.100.9").status_code == 403

    def test_may_ask_for_a_referer_by_wildcard(self, monitor_under):
        monitor = monitor_under(allow_everyone("auth", {"StringLike": {"aws:referer": "https://shop.example.com/*"}}))
        assert send(monitor.id, batch(), {"Referer": "https://shop.example.com/cart"}).status_code == 200
        assert send(monitor.id, batch(), {"Referer": "https://shop.example.org/"}).status_code == 403
        assert send(monitor.id, batch()).status_code == 403

    def test_a_deny_wins_over_a_signature_too(self, monitor_under):
        policy = allow_everyone("auth")
        condition = {"IpAddress": {"aws:SourceIp": "198.51.100.1"}}
        policy["Statement"].append({**policy["Statement"][0], "Effect": "Deny", "Condition": condition})
        monitor = monitor_under(policy)
        assert send(monitor.id, batch()).status_code == 200
        assert send(monitor.id, batch(), ip="198.51.100.1").status_code == 403
        body = batch()
        headers = sign(monitor.id, body)["headers"]
        assert send(monitor.id, body, headers).status_code == 200
        assert send(monitor.id, body, headers, ip="198.51.100.1").status_code == 403

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            pytest.param({"Action": "rum:GetAppMonitor"}, "rum:PutRumEvents only", id="another action"),
            pytest.param({"Action": "rum:*"}, "rum:PutRumEvents only", id="every action"),
            pytest.param({"Resource": arn_of("other")}, "not this app monitor", id="another monitor"),
            pytest.param({"Principal": {"AWS": "999999999999"}}, "cross-account", id="another account"),
            pytest.param({"Principal": None}, "Principal", id="no principal"),
            pytest.param({"Condition": {"Rhymes": {"rum:alias": "x"}}}, "Rhymes", id="an unknown operator"),
            pytest.param({"Sid": "x" * 4096}, "4096", id="more than 4 KB"),
        ],
    )
    def test_is_refused_with(self, change, message):
        policy = allow_everyone("auth")
        changed = {key: value for key, value in {**policy["Statement"][0], **change}.items() if value is not None}
        document = json.dumps({**policy, "Statement": [changed]})
        with pytest.raises(ResourceError, match=re.escape(message)):
            deploy(MONITOR, monitor_of("auth", ResourcePolicy={"PolicyDocument": document}))
