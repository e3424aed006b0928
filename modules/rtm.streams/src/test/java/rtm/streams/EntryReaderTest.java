package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobEntry.Field;
import rtm.domain.model.JobStream;
import rtm.streams.wire.ReplyBounds;

class EntryReaderTest {

    private final EntryReader reader = new EntryReader(Map.of("starts", JobStream.START_JOBS));

    @Test
    void noReplyHoldsNoEntries() {
        assertThat(reader.read(null).entries()).isEmpty();
    }

    @Test
    void brokenUtf8IsReplaced() {
        assertThat(fields(new byte[] {'a', (byte) 0xff, 'b'}, new byte[] {(byte) 0xc3}))
                .containsExactly(new Field("a\uFFFDb", "\uFFFD"));
    }

    @Test
    void aValueAsLongAsAllowedIsKept() {
        String longest = "x".repeat(ReplyBounds.LONGEST_ELEMENT);

        assertThat(fields(bytes("n"), bytes(longest))).containsExactly(new Field("n", longest));
    }

    @Test
    void aLongerValueIsCutAndMarked() {
        assertThat(
                        fields(
                                bytes("n"),
                                bytes(
                                        "7".repeat(ReplyBounds.LONGEST_ELEMENT)
                                                + "\0\0\0\0\0\0\20\1")))
                .containsExactly(
                        new Field("n", "7".repeat(ReplyBounds.LONGEST_ELEMENT) + Text.CUT));
    }

    @Test
    void theIdAndTheStreamAreRead() {
        List<?> reply =
                List.of(List.of(bytes("starts"), List.of(List.of(bytes("12-3"), List.of()))));

        assertThat(reader.read(reply).entries())
                .isEqualTo(
                        Map.of(
                                JobStream.START_JOBS,
                                List.of(
                                        new JobEntry(
                                                JobStream.START_JOBS,
                                                new EntryId(12, 3),
                                                List.of()))));
    }

    private List<Field> fields(byte[] name, byte[] value) {
        List<?> reply =
                List.of(
                        List.of(
                                bytes("starts"),
                                List.of(List.of(bytes("1-0"), List.of(name, value)))));
        return reader.read(reply).entries().values().stream()
                .flatMap(List::stream)
                .flatMap(entry -> entry.fields().stream())
                .toList();
    }

    private static byte[] bytes(String text) {
        return Text.bytes(text);
    }
}
