package rtm.it.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * An image of one layer with one file, as a registry stores it. It can be pulled, and not be run.
 */
final class TinyImage {

    static final String MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

    private static final int BLOCK = 512;

    private final byte[] layer;
    private final byte[] config;
    private final byte[] manifest;

    /** Two images are alike only if their content is. */
    TinyImage(String content, Map<String, String> labels) {
        byte[] tar = tar("content", content.getBytes(StandardCharsets.UTF_8));
        layer = gzip(tar);
        config = config(labels, digest(tar));
        manifest = manifest(config, layer);
    }

    byte[] manifest() {
        return manifest.clone();
    }

    byte[] layer() {
        return layer.clone();
    }

    /** The blobs by their digests. */
    Map<String, byte[]> blobs() {
        return Map.of(digest(config), config.clone(), digest(layer), layer.clone());
    }

    static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] config(Map<String, String> labels, String layer) {
        String pairs =
                labels.entrySet().stream()
                        .map(label -> "\"%s\":\"%s\"".formatted(label.getKey(), label.getValue()))
                        .collect(Collectors.joining(","));
        return """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["/content"],"Labels":{%s}},
        "rootfs":{"type":"layers","diff_ids":["%s"]},"history":[{"created_by":"a test"}]}\
        """
                .formatted(pairs, layer)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] manifest(byte[] config, byte[] layer) {
        return """
        {"schemaVersion":2,"mediaType":"%s",
        "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":%d,"digest":"%s"},
        "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":%d,"digest":"%s"}]}\
        """
                .formatted(
                        MANIFEST_TYPE, config.length, digest(config), layer.length, digest(layer))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    /** A tar archive of one file: a header, the content in whole blocks, two empty blocks. */
    private static byte[] tar(String name, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(content.length));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        int blocks = (content.length + BLOCK - 1) / BLOCK;
        byte[] tar = new byte[(1 + blocks + 2) * BLOCK];
        System.arraycopy(header, 0, tar, 0, BLOCK);
        System.arraycopy(content, 0, tar, BLOCK, content.length);
        return tar;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
