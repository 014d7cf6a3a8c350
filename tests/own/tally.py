"""Counts of right rows by article and layer, held against a list of the misses that are known."""
import collections


class Tally:
    """misses: a file of lines "article TAB layer TAB row TAB why"; a layer's floor is its rows less those listed for it."""

    def __init__(self, misses):
        self.known, self.rows = {}, collections.OrderedDict()
        with open(misses, encoding='utf-8') as f:
            for line in f:
                if line.strip() and not line.startswith('#'):
                    article, layer, row, why = line.rstrip('\n').split('\t')
                    self.known[article, layer, row] = why
        self.used = set()

    def check(self, article, layer, row, ok, got=''):
        key = (article, layer, row)
        if key in self.used:
            raise SystemExit(f'{key}: asserted twice')
        self.used.add(key)
        right, all_ = self.rows.get((article, layer), (0, 0))
        self.rows[article, layer] = (right + bool(ok), all_ + 1)
        if ok and key in self.known:
            print(f'news   {article} {layer} {row}: right now, {self.known[key]}')
        elif not ok:
            print(f'{"missed" if key in self.known else "WRONG "} {article} {layer} {row}: '
                  f'{self.known.get(key, "not among the known misses")}{"; got " + got if got else ""}')

    def close(self):
        """-> whether some layer is under its floor"""
        for key in set(self.known) - self.used:
            print(f'a known miss that nothing asserts: {" ".join(key)}')
        under = bool(set(self.known) - self.used)
        total = [0, 0]
        for (article, layer), (right, n) in self.rows.items():
            floor = n - sum(k[:2] == (article, layer) for k in self.known)
            print(f'{article} {layer}: {right} of {n} right, {floor} needed')
            under |= right < floor
            total = [total[0] + right, total[1] + n]
        print(f'all: {total[0]} of {total[1]} right')
        return under
