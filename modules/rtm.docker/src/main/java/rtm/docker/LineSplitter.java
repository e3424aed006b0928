package rtm.docker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import rtm.domain.port.ContainerOutput.LineSink;

/**
 * Makes lines of bytes as they arrive. A carriage return ends a line too, with or without a line
 * feed: progress bars write nothing else. A line that is too long is passed on in parts.
 */
final class LineSplitter implements MultiplexedStream.Target {

    /** The longest part, in bytes. */
    static final int LONGEST = 16 * 1024;

    private final LineSink sink;
    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean returned;

    LineSplitter(LineSink sink) {
        this.sink = sink;
    }

    @Override
    public void add(byte[] bytes, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            boolean second = returned && bytes[i] == '\n';
            returned = bytes[i] == '\r';
            if (second) {
                continue;
            }
            if (returned || bytes[i] == '\n') {
                pass();
            } else {
                if (length == LONGEST) {
                    pass();
                }
                line[length++] = bytes[i];
            }
        }
    }

    /** A last line without an end is a line, too. */
    void end() throws IOException {
        if (length > 0) {
            pass();
        }
    }

    private void pass() throws IOException {
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        length = 0;
        try {
            sink.line(text);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("closed");
        }
    }
}
