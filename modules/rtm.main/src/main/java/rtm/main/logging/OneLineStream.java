package rtm.main.logging;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * A stream that writes each event as one line, for any writer: everything up to a flush is one
 * event, and line breaks and other control characters in it are escaped. So neither a library's
 * stack trace nor foreign text that a library logs can start a new line. Always UTF-8.
 */
final class OneLineStream extends OutputStream {

    private final OutputStream out;
    private final UnaryOperator<String> mark;
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();

    OneLineStream(OutputStream out) {
        this(out, line -> line);
    }

    /**
     * @param mark adds what the reader of the stream needs to each line
     */
    OneLineStream(OutputStream out, UnaryOperator<String> mark) {
        this.out = out;
        this.mark = mark;
    }

    /** Standard error itself. */
    static PrintStream onStandardError(UnaryOperator<String> mark) {
        return new PrintStream(
                new OneLineStream(new FileOutputStream(FileDescriptor.err), mark),
                false,
                StandardCharsets.UTF_8);
    }

    /** Standard output itself. */
    static PrintStream onStandardOutput() {
        return new PrintStream(
                new OneLineStream(new FileOutputStream(FileDescriptor.out)),
                false,
                StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        event.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        event.write(bytes, offset, length);
    }

    @Override
    public synchronized void flush() throws IOException {
        String text = event.toString(StandardCharsets.UTF_8).stripTrailing();
        event.reset();
        if (!text.isEmpty()) {
            out.write((mark.apply(escaped(text)) + '\n').getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static String escaped(String text) {
        if (text.chars().noneMatch(OneLineStream::breaksLines)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 64);
        text.chars()
                .forEach(c -> {
                    switch (c) {
                        case '\n' -> line.append("\\n");
                        case '\r' -> line.append("\\r");
                        case '\t' -> line.append("\\t");
                        default -> {
                            if (breaksLines(c)) {
                                line.append(String.format("\\u%04x", c));
                            } else {
                                line.append((char) c);
                            }
                        }
                    }
                });
        return line.toString();
    }

    private static boolean breaksLines(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
