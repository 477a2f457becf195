"""Runs a Python handler in the lab: one JSON event per line on stdin, one JSON answer per line on LAB_ANSWERS.

Started by functions.py with the environment of the deployed function.
"""

import importlib
import json
import logging
import os
import subprocess
import sys
import time
import traceback
from typing import Any

OPT = os.environ["LAB_OPT"]
RUNTIME_PYTHON = b"#!/var/lang/bin/python"


class Popen(subprocess.Popen):  # type: ignore[type-arg]
    """Finds the programs of layers in the folder that stands for /opt, and the runtime's Python in this one."""

    def __init__(self, args: Any, *rest: Any, **options: Any) -> None:
        if isinstance(args, (list, tuple)) and str(args[0]).startswith("/opt/"):
            program = os.path.join(OPT, str(args[0])[len("/opt/") :])
            with open(program, "rb") as file:
                own = file.readline().startswith(RUNTIME_PYTHON)
            args = [*([sys.executable] if own else []), program, *args[1:]]
        super().__init__(args, *rest, **options)


class Context:
    def __init__(self, values: dict[str, Any]) -> None:
        self._deadline = values["deadline"] / 1000
        self.function_name = values["functionName"]
        self.function_version = values["functionVersion"]
        self.invoked_function_arn = values["invokedFunctionArn"]
        self.memory_limit_in_mb = values["memoryLimitInMB"]
        self.aws_request_id = values["awsRequestId"]
        self.log_group_name = values["logGroupName"]
        self.log_stream_name = values["logStreamName"]

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.time()) * 1000))


def main() -> None:
    logging.basicConfig(stream=sys.stdout, format="[%(levelname)s]\t%(message)s")  # as the runtime of Lambda does
    subprocess.Popen = Popen  # type: ignore[misc]
    sys.path[:0] = [os.environ["LAMBDA_TASK_ROOT"], os.path.join(OPT, "python")]
    answers = os.fdopen(int(os.environ["LAB_ANSWERS"]), "w")

    def answer(value: dict[str, Any]) -> None:
        answers.write(json.dumps(value, default=str) + "\n")
        answers.flush()

    def failed(error: BaseException) -> None:
        traceback.print_exception(error)
        details = {"errorType": type(error).__name__, "errorMessage": str(error)}
        answer({"error": details | {"stackTrace": traceback.format_exception(error)}})

    try:
        module, _, name = os.environ["_HANDLER"].rpartition(".")
        handler = getattr(importlib.import_module(module.replace("/", ".")), name)
    except BaseException as error:
        failed(error)
        sys.exit(1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer({"result": handler(request["event"], Context(request["context"]))})
        except BaseException as error:
            failed(error)


main()
