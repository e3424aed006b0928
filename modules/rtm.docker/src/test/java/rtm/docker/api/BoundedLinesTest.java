package rtm.docker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.docker.api.BoundedLines.Line;

class BoundedLinesTest {

    @Test
    void linesComeWithoutTheirEndsTheLastOneAlsoWithoutOne() throws IOException {
        assertThat(lines("a\n\nb\r\nlast")).containsExactly("a", "", "b\r", "last");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void aLineThatIsTooLongIsSkippedToItsEnd() throws IOException {
        String longest = "1".repeat(BoundedLines.LONGEST);

        assertThat(lines("a\n" + longest + "\n" + longest + "1\nb\n"))
                .containsExactly("a", longest, "too long", "b");
    }

    /** If it were kept, this would not fit into a test's memory. */
    @Test
    void aSkippedLineTakesNoMemory() throws IOException {
        InputStream huge = new Repeated((byte) '1', BoundedLines.MOST_SKIPPED);

        assertThat(new BoundedLines(huge).next()).contains(new Line.TooLong());
    }

    /** Otherwise a stream with pings beside it would never be replaced. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\""})
    void aLineWithoutAnEndEndsTheStream(String before) {
        InputStream endless = new Repeated((byte) '1', Long.MAX_VALUE);
        InputStream start = new ByteArrayInputStream(before.getBytes(StandardCharsets.UTF_8));
        BoundedLines lines = new BoundedLines(new SequenceInputStream(start, endless));

        assertThatThrownBy(lines::next).hasMessageContaining("does not end");
    }

    private static List<String> lines(String text) throws IOException {
        BoundedLines lines =
                new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<String> all = new ArrayList<>();
        for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            all.add(
                    switch (line.orElseThrow()) {
                        case Line.Whole whole -> new String(whole.bytes(), StandardCharsets.UTF_8);
                        case Line.TooLong() -> "too long";
                    });
        }
        return all;
    }

    /** The same byte, many times. */
    private static final class Repeated extends InputStream {
        private final byte each;
        private long left;

        Repeated(byte each, long count) {
            this.each = each;
            this.left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? each : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int most) {
            if (left <= 0) {
                return -1;
            }
            java.util.Arrays.fill(bytes, from, from + most, each);
            left -= most;
            return most;
        }
    }
}
