#!/usr/bin/env python3
"""Compare two JSON files, numbers by value.

    tools/compare_json.py EXPECTED ACTUAL [--tolerance 1e-5]

Exit 0: the same. Exit 1: they differ, and the first difference is printed. Exit 2: one is no JSON.
"""

import argparse
import json
import math
import pathlib
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("expected", type=pathlib.Path)
    parser.add_argument("actual", type=pathlib.Path)
    parser.add_argument("--tolerance", type=float, default=1e-5, help="largest difference allowed")
    arguments = parser.parse_args()
    try:
        expected, actual = (
            json.loads(file.read_text(encoding="utf-8"))
            for file in (arguments.expected, arguments.actual)
        )
    except ValueError as problem:
        print(f"no JSON: {problem}", file=sys.stderr)
        return 2
    found = difference(expected, actual, arguments.tolerance, "")
    if found:
        print(found)
    return 1 if found else 0


def difference(expected, actual, tolerance, where):
    """What differs first; empty where nothing does."""
    if is_number(expected) and is_number(actual):
        near = math.isclose(expected, actual, rel_tol=0, abs_tol=tolerance)
        return "" if near else f"{where}: {actual}, expected {expected}"
    if isinstance(expected, dict) and isinstance(actual, dict) and expected.keys() == actual.keys():
        pairs = [(key, expected[key], actual[key]) for key in expected]
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = list(zip(range(len(expected)), expected, actual))
    else:
        return "" if expected == actual else f"{where}: {actual!r}, expected {expected!r}"
    found = (difference(e, a, tolerance, f"{where}/{key}") for key, e, a in pairs)
    return next(filter(None, found), "")


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


if __name__ == "__main__":
    sys.exit(main())
