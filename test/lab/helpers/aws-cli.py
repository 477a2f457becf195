"""The AWS CLI for many commands: each line is the arguments of one as JSON, and is answered with a line of JSON."""

import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver

answers = sys.stdout
for line in sys.stdin:
    printed, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        try:
            status = create_clidriver().main(json.loads(line))
        except SystemExit as exit:
            status = exit.code
    answer = {"status": status, "output": printed.getvalue(), "complaints": complained.getvalue()}
    print(json.dumps(answer), file=answers, flush=True)
