#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Counts test cases in what test programs print.

usage: tally.py LOG...    prints "PASSED FAILED" and, on stderr, the names of the failed

A log is a program's output, or meson's testlog.json (one test program a line). The dialects: TAP, cmocka's own,
Python's unittest, and a closing "N passed, N failed". A program that says nothing of these is one test case by its
exit status; one that fails without naming a failed case (a crash, a sanitizer's report) is one failed case more.
"""
import json
import re
import sys

TAP_OK = re.compile(r"^\s*ok \d+(?!.*# ?(?i:skip))", re.M)
TAP_BAD = re.compile(r"^\s*not ok \d+(?!.*# ?(?i:skip))(?: - )?(.*)$", re.M)
CMOCKA_OK = re.compile(r"^\[       OK \] ", re.M)
CMOCKA_BAD = re.compile(r"^\[  FAILED  \] (?!\d+ test|tests?:)([^:\n]*)$", re.M)
UNITTEST = re.compile(r"^Ran (\d+) tests? in .*\n+(?:OK|FAILED)(?: \((.*)\))?", re.M)
SUMMARY = re.compile(r"^(\d+) passed, (\d+) failed\s*$", re.M)


def count(output):
    """Cases in one program's output -> (passed, names of failed), or None when no dialect is spoken."""
    summary = SUMMARY.findall(output)
    if summary:
        passed = sum(int(ok) for ok, _ in summary)
        failed = sum(int(bad) for _, bad in summary)
        names = [name.strip() for name in TAP_BAD.findall(output)]
        return passed, (names + ["?"] * failed)[:failed]
    if TAP_OK.search(output) or TAP_BAD.search(output):
        return len(TAP_OK.findall(output)), [name.strip() for name in TAP_BAD.findall(output)]
    if CMOCKA_OK.search(output) or CMOCKA_BAD.search(output):
        bad = sorted(set(CMOCKA_BAD.findall(output)))
        return len(CMOCKA_OK.findall(output)), bad
    ran = UNITTEST.findall(output)
    if ran:
        total = sum(int(n) for n, _ in ran)
        bad = sum(int(n) for _, why in ran for n in re.findall(r"(?:failures|errors)=(\d+)", why))
        skipped = sum(int(n) for _, why in ran for n in re.findall(r"skipped=(\d+)", why))
        return total - bad - skipped, re.findall(r"^(?:FAIL|ERROR): (.*)$", output, re.M)[:bad] or ["?"] * bad
    return None


def program(name, output, good):
    """One program: what it counted, put right by how it ended."""
    passed, failed = count(output) or ((1, []) if good else (0, []))
    if not good and not failed:
        failed = ["ended badly"]
    return passed, [f"{name}: {case}" for case in failed]


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    if path.endswith(".json"):
        for line in text.splitlines():
            test = json.loads(line)
            if test["result"] in ("SKIP", "EXPECTEDFAIL"):
                continue
            output = test.get("stdout", "") + "\n" + test.get("stderr", "")
            yield program(test["name"], output, test["result"] == "OK")
    else:
        status = re.search(r"^exit status (\d+)\s*\Z", text, re.M)
        yield program(path.rsplit("/", 1)[-1].removesuffix(".log"), text, not status or status[1] == "0")


def main():
    passed, failed = 0, []
    for path in sys.argv[1:]:
        for ok, bad in read(path):
            passed += ok
            failed += bad
    for case in failed:
        print(f"  failed: {case}", file=sys.stderr)
    print(passed, len(failed))


if __name__ == "__main__":
    main()
