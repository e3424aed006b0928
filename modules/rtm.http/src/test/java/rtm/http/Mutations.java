package rtm.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Requests that are almost right, and some that never were; the same ones for the same seed. */
final class Mutations {

    private static final List<String> METHODS =
            List.of(
                    "GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "BREW",
                    "");
    private static final List<String> GAMES =
            List.of("g1", "unknown", "_", "%00", "..%2f..", "%ff", "-x", "a".repeat(60), "g1;x=y");
    private static final List<String> ENDS =
            List.of(
                    "",
                    "/start",
                    "/stop",
                    "/restart",
                    "/patch",
                    "/container",
                    "/operations",
                    "/health",
                    "/logs",
                    "/none",
                    "//",
                    "/../..");
    private static final List<String> QUERIES =
            List.of(
                    "",
                    "",
                    "?limit=3",
                    "?tail=7",
                    "?limit=-1",
                    "?limit=99999999999999999999",
                    "?status=running",
                    "?status=%c3%28",
                    "?x=y",
                    "?" + "a=b&".repeat(60));
    private static final List<String> HEADERS =
            List.of(
                    "",
                    "X-Galaxy-Caller: gm\r\n",
                    "X-Galaxy-Caller: \u00e9\r\n",
                    "Expect: 100-continue\r\n",
                    "Connection: close\r\n",
                    "Content-Encoding: gzip\r\n",
                    "Authorization: Bearer x\r\n",
                    "Cookie: a=b; c\r\n",
                    "X-Long: " + "x".repeat(20_000) + "\r\n",
                    "X-A: y\r\n".repeat(150),
                    "X-Folded: a\r\n b\r\n",
                    "Host: other\r\n");
    private static final List<String> BODIES =
            List.of(
                    "{\"image_ref\":\"galaxy/game:1.4.0\"}",
                    "{\"reason\":\"timeout\"}",
                    "{\"image_ref\":\"a\",\"image_ref\":\"b\"}",
                    "{\"image_ref\":" + "[".repeat(200) + "]".repeat(200) + "}",
                    "{\"a\":".repeat(500),
                    "{\"image_ref\":1e999999}",
                    "{\"image_ref\":" + "9".repeat(3000) + "}",
                    "{\"image_ref\":\"\\ud800\"}",
                    "{\"image_ref\":\"\u0000\"}",
                    "{\"image_ref\":\"" + "x".repeat(10_000) + "\"}",
                    "{\"image_ref\":null}",
                    "[]",
                    "",
                    " ".repeat(70_000));

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    byte[] next() {
        byte[] bytes = request().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0) {
            random.nextBytes(bytes);
            return bytes;
        }
        for (int i = random.nextInt(6) - 2; i > 0; i--) {
            bytes = spoiled(bytes);
        }
        return bytes;
    }

    private String request() {
        String end = any(ENDS);
        String path =
                oneIn(10)
                        ? any(
                                List.of(
                                        "/healthz",
                                        "/readyz",
                                        "/openapi.yaml",
                                        "/",
                                        "*",
                                        "http://h/x"))
                        : Served.RUNTIMES + "/" + (oneIn(3) ? any(GAMES) : "g1") + end;
        String body = oneIn(2) ? any(BODIES) : fitting(end);
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String type = oneIn(8) ? "text/plain" : "application/json";
        String content =
                oneIn(6)
                        ? "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                                .formatted(length, body)
                        : "Content-Length: " + length + "\r\n\r\n" + body;
        return (oneIn(4) ? any(METHODS) : method(end))
                + " "
                + path
                + (oneIn(4) ? any(QUERIES) : "")
                + " HTTP/1.1\r\nHost: h\r\nContent-Type: "
                + type
                + "\r\n"
                + (oneIn(4) ? any(HEADERS) : "")
                + content;
    }

    private static String method(String end) {
        return switch (end) {
            case "/start", "/stop", "/restart", "/patch" -> "POST";
            case "/container" -> "DELETE";
            default -> "GET";
        };
    }

    private static String fitting(String end) {
        return switch (end) {
            case "/start", "/patch" -> BODIES.getFirst();
            case "/stop" -> BODIES.get(1);
            default -> "";
        };
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private byte[] spoiled(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        byte[] head = Arrays.copyOf(bytes, at);
        byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
        return switch (random.nextInt(6)) {
            case 0 -> joined(head, new byte[] {(byte) random.nextInt(256)}, tail);
            case 1 -> joined(head, rest(tail, Math.min(1, tail.length)));
            case 2 -> joined(head, rest(tail, random.nextInt(tail.length + 1)));
            case 3 -> joined(head, "\r\n".getBytes(StandardCharsets.US_ASCII), tail);
            case 4 -> joined(head, new byte[] {(byte) 0xc3, (byte) 0x28}, tail);
            default ->
                    joined(
                            head,
                            "%00/..;{}\"["
                                    .substring(random.nextInt(9))
                                    .getBytes(StandardCharsets.US_ASCII),
                            tail);
        };
    }

    private static byte[] rest(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
