#!/usr/bin/env python3
"""The store's work as Python's sqlite3 does it: subjects, records and a chained ledger, executemany in thousands.

  store_peer.py STORE DB [--rows 1000000] [--batch 1000]

The tables are made as STORE has them.  Each batch is one transaction in the order in which the records come: keys and
links by hashlib, one read of the subjects that are there, three executemany.  Two passes: insert, update.
"""
import argparse, hashlib, os, random, sqlite3, struct, time

POLICY, MANIFEST, DECIDED = b"\x5a" * 32, b"\xa5" * 32, 1_700_000_000_000
SUBJECT = """INSERT INTO subjects(number,key,namespace,id,salt,link,approved,decided,implicit,decided_at,expires_at,
 last_change) VALUES(?,?,?,?,?,?,?,255,0,?,NULL,?) ON CONFLICT(number) DO UPDATE SET approved=excluded.approved,decided=255,
 decided_at=excluded.decided_at,last_change=excluded.last_change"""
RECORD = """INSERT INTO records(number,record_id,decided_at,content,manifest)
 VALUES(?<<16|1,?,?,?,1) ON CONFLICT(number) DO UPDATE SET record_id=excluded.record_id,
 decided_at=excluded.decided_at,content=excluded.content,manifest=excluded.manifest
 WHERE excluded.decided_at>records.decided_at"""
CHANGE = """INSERT INTO changes(number,link,earlier,owner,before_approved,before_decided,after_approved,after_decided,kind,
 decided_at,recorded_at,record_id,policy,manifest,hash) VALUES(?,?,?,?,?,?,?,255,0,?,?,?,2,1,?)"""
META = "INSERT INTO meta(section,name,value) VALUES(?,?,?) ON CONFLICT(section,name) DO UPDATE SET value=excluded.value"


def field(b):
    return struct.pack(">I", len(b)) + b


def apply(db, part, number, head, last, now):
    keys = [hashlib.sha256(b"bench.visitor\0" + i.encode()).digest()[:16] for i, _, _, _ in part]
    marks = ",".join("?" * len(keys))
    found = {r[0]: r for r in db.execute("SELECT key,number,salt,link,approved,decided,last_change FROM subjects"
                                         f" WHERE key IN ({marks})", keys)}
    subjects, records, changes = [], [], []
    for key, (i, record, at, content) in zip(keys, part):
        row = found.get(key)
        if row:
            _, owner, salt, link, approved, decided, earlier = row
        else:
            last += 1
            owner, salt = last, os.urandom(16)
            link, approved, decided, earlier = hashlib.sha256(salt + key).digest()[:16], 0, 0, None
        mask = content[0]
        number += 1
        hashed = b"".join((head, struct.pack(">Q", number), field(link), bytes((approved, decided, mask, 255)),
                           struct.pack(">QQ", at, now), field(record.encode()), field(POLICY), field(MANIFEST)))
        digest = hashlib.sha256(hashed).digest()
        packed = bytes.fromhex(record)
        changes.append((number, link, earlier, owner, approved, decided, mask, at, now, packed, digest))
        subjects.append((owner, key, "bench.visitor", i, salt, link, mask, at, number))
        records.append((owner, packed, at, content))
        head = digest
    db.execute("BEGIN IMMEDIATE")
    db.executemany(CHANGE, changes)
    db.executemany(SUBJECT, subjects)
    db.executemany(RECORD, records)
    db.executemany(META, [("ledger", "head-number", str(number)), ("ledger", "head-hash", head.hex())])
    db.execute("COMMIT")
    return number, head, last


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("store")
    ap.add_argument("db")
    ap.add_argument("--rows", type=int, default=1_000_000)
    ap.add_argument("--batch", type=int, default=1_000)
    a = ap.parse_args()
    for e in ("", "-wal", "-shm"):
        if os.path.exists(a.db + e):
            os.unlink(a.db + e)
    with sqlite3.connect(f"file:{a.store}?mode=ro", uri=True) as store:
        tables = [r[0] for r in store.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")]
        meta = store.execute("SELECT section,name,value FROM meta WHERE section = 'schema'").fetchall()
    db = sqlite3.connect(a.db, isolation_level=None)
    for p in ("page_size=8192", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "cache_size=-49152",
              "wal_autocheckpoint=8192"):
        db.execute("PRAGMA " + p)
    for sql in tables:
        db.execute(sql)
    db.executemany(META, meta)
    db.execute("INSERT INTO sources(adapter,regulation) VALUES('bench-store','')")
    db.executemany("INSERT INTO hashes(hash) VALUES(?)", [(MANIFEST,), (POLICY,)])
    rnd = random.Random(3)
    ids = ["%08x-%04x-%04x-%04x-%012x" % tuple(rnd.getrandbits(n) for n in (32, 16, 16, 16, 48)) for _ in range(a.rows)]
    text = bytes(rnd.choice(b"abcdefghijklmnop") for _ in range(199))
    number, head, last = 0, bytes(32), 0
    for step, name in enumerate(("insert", "update")):
        rows = [(i, "%032x" % (2 * n + step), DECIDED + n + step * 86_400_000, bytes(((n * 7 ^ step * 65) & 255,)) + text)
                for n, i in enumerate(ids)]
        c0, t0 = os.times(), time.perf_counter()
        for start in range(0, a.rows, a.batch):
            number, head, last = apply(db, rows[start:start + a.batch], number, head, last, DECIDED + (step + 1) * 86_400_000)
        t, c = time.perf_counter() - t0, os.times()
        cpu = c.user + c.system - c0.user - c0.system
        print(f"{name} {a.rows / t:.0f} rows/s, {cpu / a.rows * 1e6:.2f} us cpu/row", flush=True)


if __name__ == "__main__":
    main()
