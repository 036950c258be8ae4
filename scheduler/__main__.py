"""The command line's door: hands the application factory to the commands."""

import sys

from scheduler import cli
from scheduler.app import create_app


def main() -> None:
    """Run the command named on the command line and exit with its status."""
    sys.exit(cli.run(create_app))


if __name__ == "__main__":
    main()
