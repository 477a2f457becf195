"""CloudWatch RUM: app monitors, their control plane and their data plane, and the metrics that come of events."""

from . import control_plane, data_plane

__all__ = ["control_plane", "data_plane"]
