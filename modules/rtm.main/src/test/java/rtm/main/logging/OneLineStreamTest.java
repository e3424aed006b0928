package rtm.main.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OneLineStreamTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream stream =
            new PrintStream(new OneLineStream(written), false, StandardCharsets.UTF_8);

    @Test
    void aLineWithItsStackTraceIsOneLine() {
        stream.println("WARN some.library it failed");
        new IllegalStateException("two\nlines").printStackTrace(stream);
        stream.flush();

        assertThat(text().lines()).hasSize(1);
        assertThat(text())
                .startsWith("WARN some.library it failed\\njava.lang.IllegalStateException: two\\n")
                .contains("\\n\\tat rtm.main.logging.OneLineStreamTest")
                .endsWith("\n");
    }

    @Test
    void eachFlushEndsAnEvent() {
        stream.println("one");
        stream.flush();
        stream.flush();
        stream.println("two");
        stream.flush();

        assertThat(text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void whatCouldMoveTheCursorOrBreakTheLineIsEscaped() {
        stream.println("a\u001b[2Jb\rc\u2028d\u0085e");
        stream.flush();

        assertThat(text()).isEqualTo("a\\u001b[2Jb\\rc\\u2028d\\u0085e\n");
    }

    @Test
    void otherTextStaysAsItIs() {
        stream.println("name=\"größer \\n als\" ✓");
        stream.flush();

        assertThat(text()).isEqualTo("name=\"größer \\n als\" ✓\n");
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
