#!/usr/bin/env python3
"""Decode speed of PyPI's iab-tcf, the library that a Python user would pick.

  tcf_bench.py CORPUS.txt lazy|full [--limit N]

lazy: decode the core segment and answer purposes 1..10 and vendor 565.
full: decode all segments and count every vendor.
Prints the processor time a string in nanoseconds (median of three rounds) and the checksums that all programs share.
"""
import argparse, calendar, statistics, time
from iab_tcf import decode, base64_decode
from iab_tcf.iab_tcf_v2 import ConsentV2

M = 0xFFFFFFFF


def mask_of(c):
    m = 0
    for p in range(1, 11):
        if c.is_purpose_allowed(p):
            m |= 1 << (p - 1)
    if c.is_vendor_allowed(565):
        m |= 1 << 10
    return m


def lazy(s):
    return (mask_of(ConsentV2(base64_decode(s.split(".", 1)[0]))),)


def count_ranges(ranges):
    return sum(z - a + 1 for a, z in ranges)


def full(s):
    c = decode(s)
    n = count_ranges(c.consented_vendors_range) if c.is_consent_range_encoding else sum(c.consented_vendors.values())
    li = count_ranges(c.interests_vendors_range) if c.is_interests_range_encoding else sum(c.interests_vendors.values())
    d = sum(getattr(c, "oob_disclosed_vendors", {}).values())
    pairs = sum(count_ranges(r.restrictions_range) for r in c.pub_restriction_entries)
    pub = 0
    if hasattr(c, "publisher_tc"):
        for p, on in c.publisher_tc.purposes_consent.items():
            if on:
                pub |= 1 << (24 - p)
    return (mask_of(c), n, li, c.cmp_id, c.vendor_list_version, calendar.timegm(c.created.timetuple()), d, pairs, pub)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("corpus")
    ap.add_argument("mode", choices=("lazy", "full"))
    ap.add_argument("--limit", type=int, default=0)
    a = ap.parse_args()
    lines = open(a.corpus).read().split("\n")[:-1]
    if a.limit:
        lines = lines[: a.limit]
    job = lazy if a.mode == "lazy" else full
    times = []
    for _ in range(3):
        t = time.process_time()
        h = g = 0
        for s in lines:
            r = job(s)
            for x in r[:6]:
                h = (h * 31 + x) & M
            for x in r[6:]:
                g = (g * 31 + x) & M
        times.append(time.process_time() - t)
    print(f"{statistics.median(times) / len(lines) * 1e9:.0f} h={h:08x} g={g:08x}")


if __name__ == "__main__":
    main()
