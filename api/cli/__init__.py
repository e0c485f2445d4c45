"""The command line: a second door to the same services."""


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    import sys

    from api.cli.frame import run

    sys.exit(run(sys.argv[1:]))
