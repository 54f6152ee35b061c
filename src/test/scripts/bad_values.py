"""The values that bad-input.py puts wherever a request has room for one. Python 3 alone."""
import base64
import json

FAR_TIMES = ("+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "+294277-01-01T00:00:00Z", "-4714-01-01T00:00:00Z",
             "+10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01", "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59-23:59", "0000-00-00T00:00:00Z",
             "2026-01-01T24:00:00Z", "2016-12-31T23:59:60Z", "2026-01-01T00:00:00+99:99", "1e400", "infinity")
ENCODED = ("%00", "a%00b", "%ED%A0%80", "%FF", "%C0%80", "%C3%28", "%zz", "%", "%2f", "%2F..%2f", "%5c", "%25", "..;", ";a=b", "%F0%9F%98%80",
           "x" * 9000, "%0d%0aX: y", "%C3", "%80", "%F4%90%80%80", "%EF%BF%BF", "%2e%2e%2f%2e%2e%2f", "%2525", "%%", "%0", "+", "%7f", "%E0%80%80", "%u0000", "null", "%E2%80%AE", "'", "%22%3E", "-1", "99999999999999999999", "NaN")
TEXTS = ("", "\0", "a\0b", "\ud800", "\udc00x", "x" * 100_000, "\u202e", "'; drop table users; --", "${7*7}", "../../etc/passwd", "\r\nX: y")
NUMBERS = (-1, 0, 2**31, 2**53 + 1, 2**63, -2**63 - 1, 10**30, 10**300, 300.7, 1e308, -0.0, "300", True)
LIMITS = ("-1", "0", "1e9", "abc", "1001", "2147483648", "9007199254740993", "10.0", "0x10", "%20", "", "+1", "NaN")
# As they are written: Python has no such numbers.
WRITTEN = (b"1e400", b"-1e400", b"1e-400", b"1e999999999", b"1e-999999999", b"1e99999999999999999999", b"9007199254740993", b"1" + b"0" * 30,
           b"0.1234567890123456789012345", b"-0", b"1.0", b"01", b"+1", b".5", b"1.", b"0x1F", b"NaN", b"Infinity", b"\"\\ud800\"",
           b"\"\\udc00\\ud800\"", b"\"\xff\"", b"\"\xed\xa0\x80\"", b"\"\xc0\x80\"", b"\"\\u0000\"", b"\"\\x\"", b"\"a\nb\"", b"'x'")
OTHERS = (None, [], {}, [None], [[]], {"a": None}, {"\0": 1}, {"\ud800": {"x": "\0"}}, ["\0"], ["a", None], [{"a": [None]}])


def encoded(*parts):
    return base64.urlsafe_b64encode("\x1f".join(parts).encode("utf-8", "surrogatepass")).decode().rstrip("=")


CURSORS = ("AAAA", "!", "====", "A", "_w", encoded("x"), encoded("", ""), encoded("\0", "\0"), encoded("2026-01-01T00:00:00Z", "no-uuid"),
           encoded("+999999999-12-31T23:59:59Z", "00000000-0000-0000-0000-000000000000"), encoded("99999999999999999999"),
           encoded("\ud800", "x"), encoded("2026-01-01T00:00:00Z"), encoded(*["x"] * 50), "x" * 9000)
HEADER_VALUES = ("\u00e9".encode("latin-1"), "\u65e5\u672c".encode(), b"\xed\xa0\x80", b"\xff\xfe", b'"\xe9"', b"a\x00b", b"%00", b"", b'"', b"*",
                 b"x" * 20_000, b"\x7f", b";;;", b"0", b'W/"1"', b'"99999999999999999999"', b"bytes=0-")
HEADERS = ("If-Match", "If-None-Match", "X-Request-ID", "X-Correlation-ID", "Idempotency-Key", "Accept", "Accept-Language", "Accept-Encoding",
           "Cookie", "Origin", "Range", "Forwarded", "X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "Host", "Content-Type",
           "Expect", "Upgrade", "Last-Event-ID", "X-API-Key", "Authorization", "User-Agent",
           "Access-Control-Request-Method", "X-HTTP-Method-Override", "If-Modified-Since", "Content-Encoding")
TYPES = ("application/yaml", "application/x-yaml", "application/cbor", "application/x-jackson-smile", "application/xml", "text/plain", "text/html",
         "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "*/*", "application/*", "json", "", "a/b/c", ";",
         "application/json;charset=utf-16", "application/json; charset=bogus", "application/json;", "application/json; charset=", "application/problem+json",
         "application/octet-stream", "application/json, text/plain", "image/png")
METHODS = ("TRACE", "PUT", "PATCH", "OPTIONS", "HEAD", "PROPFIND", "foo", "POST", "DELETE")
DEEP = 100_000
MARK = "stands for what is written"


def bodies(valid):
    """Whole bodies that are no document, or one too many."""
    text = json.dumps(valid).encode()
    yield from (b"", b"null", b"[]", b"{}", b'"x"', b"1", b"{", b"nul", b"\0", b"\xff\xfe{\0}\0", b"\xef\xbb\xbf" + text, text.decode().encode("utf-16"),
                text + b" x", text + b" {}", text + b"]", text[:-1], b'{"a": 1, "a": 2}', b'{"\xed\xa0\x80": 1}', b'{"a": "\xff"}', b"NaN", b"[1e999999999]",
                b'{"a": 1' + b"0" * 5000 + b"}", b'{"a": 1e99999999}', b"[" * DEEP, b"[" * DEEP + b"]" * DEEP, b'{"a":' * DEEP, b"/* */ {}", b"{'a': 1}",
                b"{a: 1}", b'{"' + b"k" * 100_000 + b'": 1}', b" " * 100_000, b'{"a": "' + b"x" * 3_000_000 + b'"}',
                b"[{}]", b"[null]", b"[" + text + b"]", b"true", b"false", b'""', b" ", b"\n", b"\x00\x00\x00", text + b"\0", text + b"\xff", b"\xff" + text,
                b'{"a": "\\ud800"}', b'{"\\udc00": 1}', b'{"a":[' * 100 + b"]}" * 100, b'{"a":' * 199 + b"1" + b"}" * 199, b"[1," * 50_000,
                b'{"a": 1e999999999}', b'{"a": ' + b"9" * 399 + b"}", b'{"a": ' + b"9" * 1_000_000 + b"}", b'{"a": "' + b"x" * 1_000_000 + b'"}')
    if isinstance(valid, dict) and valid:
        key, value = next(iter(valid.items()))
        yield text[:-1] + b", " + json.dumps({key: value}).encode()[1:]


def changed(valid):
    """The valid body with one bad value in the place of each of its values, at any depth."""
    for place in places(valid, ()):
        for value in (*TEXTS, *NUMBERS, *OTHERS, *FAR_TIMES):
            yield json.dumps(put(valid, place, value)).encode()
        for written in WRITTEN:
            yield json.dumps(put(valid, place, MARK)).encode().replace(json.dumps(MARK).encode(), written)
    # Long enough to be stored nowhere, short enough to be read.
    for place in [each for each in places(valid, ()) if len(each) == 1]:
        yield json.dumps(put(valid, place, "x" * 1_000_000)).encode()
    if isinstance(valid, dict):
        yield from (json.dumps({**valid, key: 1}).encode() for key in ("\0", "\ud800", "nobody-knows", "__proto__", "x" * 10_000))


def places(value, at):
    yield at
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*at, key))
    if isinstance(value, list):
        for i, each in enumerate(value):
            yield from places(each, (*at, i))


def put(value, at, new):
    if not at:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = put(value[at[0]], at[1:], new)
    return copy
