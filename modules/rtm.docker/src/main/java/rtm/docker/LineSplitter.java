package rtm.docker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import rtm.domain.port.ContainerOutput.LineSink;

/** Makes lines of bytes as they arrive. A line that is too long is passed on in parts. */
final class LineSplitter implements MultiplexedStream.Target {

    /** The longest part, in bytes. */
    static final int LONGEST = 16 * 1024;

    private final LineSink sink;
    private final byte[] line = new byte[LONGEST];
    private int length;

    LineSplitter(LineSink sink) {
        this.sink = sink;
    }

    @Override
    public void add(byte[] bytes, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
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
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        length = 0;
        try {
            sink.line(text);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("closed");
        }
    }
}
