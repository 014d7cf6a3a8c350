"""Read and write verbale's weight file (src/model/weights.h has the layout), with numpy alone.

    from weights import read, write, quantise
    w, s = quantise(matrix)                     # i8 rows of -63..63, one f32 scale a row
    write("verbale.weights", {"layer.0.up.w": w, "layer.0.up.s": s, "vocab": as_text("[PAD]\\n...")})

    python train/weights.py FILE                # lists what is in it, and checks it
"""

import struct
import sys

import numpy as np
import xxhash

MAGIC = b"verbale weights\n"
VERSION = 1
BYTE_ORDER = 0x01020304
HEADER = struct.Struct("<16sIIIIQQ16x")
ENTRY = struct.Struct("<64sII4IQQQ16x")
DTYPES = [np.dtype("<f4"), np.dtype("i1"), np.dtype("u1"), np.dtype("<i4")]
ALIGN = 64
NAME_MAX = 63
NAME_CHARS = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def quantise(matrix, limit=63):
    """Rows of 7-bit integers and their scales; -64 is left out so that a row and its negative are alike."""
    matrix = np.asarray(matrix, dtype=np.float32)
    largest = np.abs(matrix).max(axis=1)
    scale = np.where(largest > 0, largest / np.float32(limit), np.float32(1)).astype(np.float32)
    rows = np.clip(np.rint(matrix / scale[:, None]), -limit, limit).astype(np.int8)
    return rows, scale


def as_text(text):
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def write(path, tensors):
    """`tensors`: name -> array of f32, i8, u8 or i32, of 1 to 4 dimensions, none of them 0."""
    table, blobs = [], []
    offset = HEADER.size + ENTRY.size * len(tensors)
    for name in sorted(tensors):
        array = np.ascontiguousarray(tensors[name])
        kind = array.dtype.newbyteorder("<")
        if not 0 < len(name) <= NAME_MAX or set(name) - NAME_CHARS:
            raise ValueError("not a tensor's name: %r" % name)
        if kind not in DTYPES:
            raise ValueError("%s: dtype %s is not one of f32, i8, u8, i32" % (name, array.dtype))
        if not 1 <= array.ndim <= 4 or array.size == 0:
            raise ValueError("%s: shape %s" % (name, array.shape))
        data = array.astype(kind).tobytes()
        pad = -offset % ALIGN
        dims = list(array.shape) + [1] * (4 - array.ndim)
        offset += pad
        table.append(ENTRY.pack(name.encode(), DTYPES.index(kind), array.ndim, *dims, offset, len(data), xxhash.xxh3_64_intdigest(data)))
        blobs.append(b"\0" * pad + data)
        offset += len(data)
    table = b"".join(table)
    with open(path, "wb") as f:
        f.write(HEADER.pack(MAGIC, VERSION, BYTE_ORDER, len(tensors), 0, offset, xxhash.xxh3_64_intdigest(table)))
        f.write(table)
        for blob in blobs:
            f.write(blob)


def read(path):
    """name -> array, in order of names. Raises ValueError, naming the tensor, for what the C reader refuses as well."""
    with open(path, "rb") as f:
        data = f.read()
    if data[:16] != MAGIC or len(data) < HEADER.size:
        raise ValueError("%s: not a verbale weight file" % path)
    _, version, order, n_tensors, _, n_bytes, table_hash = HEADER.unpack_from(data)
    if order != BYTE_ORDER or version != VERSION:
        raise ValueError("%s: version %d of the format; this program reads %d" % (path, version, VERSION))
    if n_bytes != len(data):
        raise ValueError("%s: %d bytes, of %d" % (path, len(data), n_bytes))
    table = data[HEADER.size:HEADER.size + n_tensors * ENTRY.size]
    if xxhash.xxh3_64_intdigest(table) != table_hash:
        raise ValueError("%s: altered: its table of tensors" % path)
    tensors = {}
    for name, dtype, n_dims, d0, d1, d2, d3, offset, size, digest in ENTRY.iter_unpack(table):
        name = name.rstrip(b"\0").decode()
        blob = data[offset:offset + size]
        if xxhash.xxh3_64_intdigest(blob) != digest:
            raise ValueError("%s: tensor %s: altered" % (path, name))
        tensors[name] = np.frombuffer(blob, DTYPES[dtype]).reshape((d0, d1, d2, d3)[:n_dims])
    return tensors


def main(path):
    for name, array in read(path).items():
        print("%-40s %-8s %s" % (name, array.dtype, "x".join(map(str, array.shape))))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
