package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rtm.domain.model.EntryId;
import rtm.domain.port.JobStreams.StreamFacts;

class StreamInspectionTest {

    @Test
    void theFactsOfAStreamAreRead() {
        assertThat(
                        read(
                                "length",
                                2L,
                                "last-generated-id",
                                "9-1",
                                "max-deleted-entry-id",
                                "3-0",
                                "entries-added",
                                5L,
                                "first-entry",
                                List.of(Text.bytes("8-4"), List.of())))
                .isEqualTo(
                        new StreamFacts(
                                true,
                                2,
                                new EntryId(9, 1),
                                Optional.of(new EntryId(8, 4)),
                                OptionalLong.of(5)));
    }

    @Test
    void anEmptyStreamHasNoFirstEntry() {
        assertThat(
                        read(
                                        "length",
                                        0L,
                                        "last-generated-id",
                                        "9-1",
                                        "entries-added",
                                        5L,
                                        "first-entry",
                                        null)
                                .first())
                .isEmpty();
    }

    @Test
    void aServerBeforeSevenDoesNotCount() {
        assertThat(read("length", 2L, "last-generated-id", "9-1").added()).isEmpty();
    }

    private static StreamFacts read(@Nullable Object... reply) {
        return StreamInspection.read(
                Arrays.stream(reply)
                        .map(each -> each instanceof String text ? Text.bytes(text) : each)
                        .toList());
    }
}
