"""The command line's door: hands the application factory to the commands."""

import signal
import sys


def main() -> None:
    """Run the command named on the command line and exit with its status."""
    try:
        # Loading takes its time, and Ctrl-C meanwhile is no fault that calls for a traceback.
        from scheduler import cli  # noqa: PLC0415
        from scheduler.app import create_app  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    sys.exit(cli.run(create_app))


if __name__ == "__main__":
    main()
