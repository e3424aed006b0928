package rtm.main.client.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.zip.GZIPOutputStream;

/** A tar.gz of small text files, in the format ustar. Only its owner may read it. */
public final class TarFile implements AutoCloseable {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final OutputStream out;
    private final String folder;
    private final Instant time;

    /**
     * Creates it; a file that exists is not replaced.
     *
     * @param folder the folder that all files are in
     * @param time of all files
     */
    public TarFile(Path file, String folder, Instant time) throws IOException {
        this.folder = folder;
        this.time = time;
        out =
                new GZIPOutputStream(
                        java.nio.channels.Channels.newOutputStream(
                                Files.newByteChannel(
                                        file,
                                        EnumSet.of(
                                                StandardOpenOption.CREATE_NEW,
                                                StandardOpenOption.WRITE),
                                        PosixFilePermissions.asFileAttribute(
                                                PosixFilePermissions.fromString("rw-------")))));
    }

    /** Adds a file. */
    public void add(String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        out.write(header(folder + "/" + name, content.length));
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private byte[] header(String name, int length) {
        byte[] header = new byte[BLOCK];
        if (name.length() >= LONGEST_NAME) {
            throw new IllegalArgumentException("the name is too long: " + name);
        }
        put(header, 0, name);
        put(header, 100, "0000600");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(length));
        put(header, 136, "%011o".formatted(time.getEpochSecond()));
        Arrays.fill(header, CHECKSUM, CHECKSUM + CHECKSUM_LENGTH, (byte) ' ');
        put(header, 156, "0");
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, CHECKSUM, "%06o".formatted(sum));
        header[CHECKSUM + 6] = 0;
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            out.write(new byte[2 * BLOCK]);
        }
    }
}
