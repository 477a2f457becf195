"""Delivery streams: what they hold until it is delivered.

A buffer is delivered when it is full, when its interval has passed, or when a test asks for it. The lab waits
`LONGEST_WAIT` seconds at most, where AWS waits for the minutes that the stream asks for.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from ..cloudwatch import metrics
from ..properties import unknown
from ..settings import arn
from . import destination
from .delivery import Denied, Outcome, Record, deliver
from .destination import Destination, InvalidStream

LONGEST_WAIT = 3.0
_KNOWN = {
    *("DeliveryStreamName", "DeliveryStreamType", "ExtendedS3DestinationConfiguration"),
    *("DeliveryStreamEncryptionConfigurationInput", "Tags"),
}


@dataclass
class Stream:
    name: str
    given: dict[str, Any]
    destination: Destination
    version: int = 1
    created: float = field(default_factory=time.time)
    accepted: int = 0
    delivered: Outcome = field(default_factory=Outcome)
    refusing: int = 0  # so many of the next records, as a throttled stream does
    failure: str = ""  # why the last delivery failed
    _buffer: list[Record] = field(default_factory=list)
    _timer: threading.Timer | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def arn(self) -> str:
        return arn("firehose", f"deliverystream/{self.name}")

    def put(self, data: bytes) -> bool:
        """Whether the stream takes the record."""
        with self._lock:
            if self.refusing > 0:
                self.refusing -= 1
                self._metric("ThrottledRecords", 1)
                return False
            self._buffer.append(Record(data, time.time()))
            self.accepted += 1
            self._metric("IncomingRecords", 1)
            self._metric("IncomingBytes", len(data), "Bytes")
            if sum(len(record.data) for record in self._buffer) >= self.destination.size:
                self.flush()
            elif self._timer is None:
                self._timer = threading.Timer(min(self.destination.interval, LONGEST_WAIT), self.flush)
                self._timer.daemon = True
                self._timer.start()
        return True

    def flush(self) -> None:
        """Delivers what is there. What could not be delivered is kept, and tried again with the next."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            self._timer = None
            if not self._buffer:
                return
            oldest = self._buffer[0].arrived
            try:
                outcome = deliver(self.name, self.version, self.destination, self._buffer)
            except Denied as error:
                self.failure = str(error)
                self._metric("DeliveryToS3.Success", 0)
                return
            self._buffer.clear()
            self.failure = ""
            self.delivered.stored += outcome.stored
            self.delivered.failed += outcome.failed
            self._metric("DeliveryToS3.Success", 1)
            self._metric("DeliveryToS3.Records", outcome.stored)
            self._metric("DeliveryToS3.Bytes", outcome.bytes, "Bytes")
            self._metric("DeliveryToS3.DataFreshness", time.time() - oldest, "Seconds")
            if self.destination.schema:
                self._metric("SucceedConversion.Records", outcome.stored)
                self._metric("FailedConversion.Records", outcome.failed)

    @property
    def waiting(self) -> int:
        return len(self._buffer)

    def change(self, given: dict[str, Any]) -> None:
        with self._lock:
            self.flush()
            self.destination = _destination(given, self.arn)
            self.given, self.version = given, self.version + 1

    def stop(self) -> None:
        with self._lock:
            if self._timer:
                self._timer.cancel()

    def _metric(self, name: str, value: float, unit: str = "Count") -> None:
        # https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
        metrics.put("AWS/Firehose", name, value, unit, {"DeliveryStreamName": self.name})


_by_name: dict[str, Stream] = {}


def create(given: dict[str, Any]) -> Stream:
    name = given["DeliveryStreamName"]
    if name in _by_name:
        raise InvalidStream(f"Firehose {name} already exists")
    stream = Stream(name, given, _destination(given, arn("firehose", f"deliverystream/{name}")))
    _by_name[name] = stream
    return stream


def _destination(given: dict[str, Any], stream_arn: str) -> Destination:
    if strange := unknown(given, _KNOWN):
        raise InvalidStream(f"the lab does not know {strange} of a delivery stream")
    if given.get("DeliveryStreamType", "DirectPut") != "DirectPut" or not given.get(
        "ExtendedS3DestinationConfiguration"
    ):
        raise InvalidStream("the lab knows only streams of type DirectPut with ExtendedS3DestinationConfiguration")
    read = destination.read(given["ExtendedS3DestinationConfiguration"])
    destination.check_trust(read.role, stream_arn)
    return read


def get(name: str) -> Stream | None:
    return _by_name.get(name)


def all_streams() -> list[Stream]:
    return list(_by_name.values())


def delete(name: str) -> None:
    if stream := _by_name.pop(name, None):
        stream.stop()
