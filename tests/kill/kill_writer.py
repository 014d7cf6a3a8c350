#!/usr/bin/env python3
"""Kill a writer at random moments, 200 times, and look whether the record kept every document it said it had stored.

usage: kill_writer.py WRITER [KILLS [SEED]]

A quarter of the kills come while a record is being made; the others follow each other on one record, each writer going on
where the last one died. After every kill the record must open, pass SQLite's own checks, hold each document that was
reported as stored, and give back, byte for byte, the beginning of what a build that nobody disturbed gives.
"""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

LAST = 1000000                                    # more documents than a writer gets to


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f'{" ".join(command)}: exit {done.returncode}: {done.stderr.decode()}')
    return done.stdout


def killed_run(writer, path, first, wait):
    """Start a writer, kill it after `wait` seconds, and give back what it said."""
    process = subprocess.Popen([writer, 'write', path, str(first), str(LAST)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    out, err = process.communicate()
    if process.returncode != -signal.SIGKILL:
        sys.exit(f'the writer ended by itself: {process.returncode}: {err.decode()}')
    said = {}
    for line in out.decode().split('\n')[:-1]:     # a line that was cut off was not said
        seed, what = line.split()
        said[int(seed)] = what
    return said


def main():
    writer, kills = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20230830
    chance = random.Random(seed)
    reference = run(writer, 'reference', '1', '6000').splitlines(keepends=True)

    def look(path, stored):
        """Sound, nothing lost, nothing half there; how many documents it holds."""
        checked = run(writer, 'check', path).decode().split()
        assert checked == ['ok', '6'], f'{path}: {checked}'
        rows = run(writer, 'dump', path).splitlines(keepends=True)
        assert len(rows) >= stored, f'{stored} documents were stored, {len(rows)} are there (seed {seed})'
        assert rows == reference[:len(rows)], f'the record differs from an undisturbed one (seed {seed})'
        return len(rows)

    with tempfile.TemporaryDirectory() as folder:
        n_made = kills // 4
        born = 0
        for i in range(n_made):
            path = os.path.join(folder, f'new{i}.db')
            said = killed_run(writer, path, 1, chance.uniform(0, 0.02))
            born += os.path.exists(path)
            run(writer, 'write', path, '1', '3')   # whatever was left there: the next writer goes on
            look(path, max(3, len(said)))
            assert sorted(n for n in os.listdir(folder)) == [f'new{i}.db'], os.listdir(folder)
            os.unlink(path)

        path, stored, while_writing = os.path.join(folder, 'record.db'), 0, 0
        run(writer, 'write', path, '1', '1')
        for _ in range(kills - n_made):
            first = max(1, stored - 2)             # what is there already must be told from what is new
            said = killed_run(writer, path, first, chance.uniform(0.002, 0.05))
            for n in range(first, stored + 1):
                assert said.get(n, 'there') == 'there', f'document {n} was stored twice or had been lost'
            while_writing += bool(said)
            stored = look(path, max([stored, *said]))
        before = stored
        run(writer, 'write', path, '1', str(before + 5))
        assert look(path, before + 5) == before + 5
        leftovers = os.listdir(folder)
        assert leftovers == ['record.db'], leftovers
    print(f'{kills} kills ({n_made} while a record was made, {while_writing} while documents were stored): '
          f'{before} documents, none lost, none doubled, none half there')


main()
