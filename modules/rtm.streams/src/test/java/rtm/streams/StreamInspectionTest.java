package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rtm.domain.model.EntryId;
import rtm.domain.port.JobStreams.StreamFacts;

class StreamInspectionTest {

    private final StreamInspection inspection = new StreamInspection();

    @Test
    void nothingIsDeletedWhileAllAddedEntriesExist() {
        assertThat(inspection.read(reply(3, "3-0", "0-0", 3, "1-0")).highestDeleted())
                .contains(EntryId.ZERO);
    }

    @Test
    void aServerBeforeSevenDoesNotReportDeletedEntries() {
        StreamFacts facts =
                inspection.read(
                        List.of(bytes("length"), 2L, bytes("last-generated-id"), bytes("9-1")));

        assertThat(facts)
                .isEqualTo(new StreamFacts(true, 2, new EntryId(9, 1), facts.highestDeleted()));
        assertThat(facts.highestDeleted()).isEmpty();
    }

    @Test
    void anEntryDeletedByItsIdIsReported() {
        assertThat(inspection.read(reply(2, "3-0", "2-0", 3, "1-0")).highestDeleted())
                .contains(new EntryId(2, 0));
    }

    @Test
    void theHighestTrimmedIdIsBeforeTheFirstRemainingEntry() {
        assertThat(inspection.read(reply(1, "9-4", "0-0", 5, "9-4")).highestDeleted())
                .contains(new EntryId(9, 3));
    }

    @Test
    void theIdBeforeOneWithoutSequenceIsTheLastOfTheMillisecondBefore() {
        assertThat(inspection.read(reply(1, "9-0", "0-0", 5, "9-0")).highestDeleted())
                .contains(new EntryId(8, -1));
    }

    @Test
    void inAnEmptyStreamAllEntriesAreDeleted() {
        assertThat(inspection.read(reply(0, "5-0", "0-0", 5, null)).highestDeleted())
                .contains(new EntryId(5, 0));
    }

    @Test
    void ifNoMoreAreDeletedThanWereAddedBeforeOnlyThoseAreDeleted() {
        inspection.read(reply(5, "5-0", "0-0", 5, "1-0"));

        assertThat(inspection.read(reply(1, "10-0", "0-0", 6, "10-0")).highestDeleted())
                .contains(new EntryId(5, 0));
    }

    @Test
    void ifMoreAreDeletedThanWereAddedBeforeNewerOnesAreDeletedToo() {
        inspection.read(reply(5, "5-0", "0-0", 5, "1-0"));

        assertThat(inspection.read(reply(1, "10-0", "0-0", 7, "10-0")).highestDeleted())
                .contains(new EntryId(9, -1));
    }

    @Test
    void theHistoryOfARestartedStreamIsForgotten() {
        inspection.read(reply(5, "5-0", "0-0", 5, "1-0"));

        assertThat(inspection.read(reply(1, "4-0", "0-0", 2, "4-0")).highestDeleted())
                .contains(new EntryId(3, -1));
    }

    private static List<@Nullable Object> reply(
            long length, String last, String deleted, long added, @Nullable String first) {
        List<@Nullable Object> reply = new ArrayList<>();
        reply.addAll(List.of(bytes("length"), length, bytes("last-generated-id"), bytes(last)));
        reply.addAll(List.of(bytes("max-deleted-entry-id"), bytes(deleted)));
        reply.addAll(List.of(bytes("entries-added"), added));
        reply.add(bytes("first-entry"));
        reply.add(first == null ? null : List.of(bytes(first), List.of(bytes("a"), bytes("b"))));
        return reply;
    }

    private static byte[] bytes(String text) {
        return Text.bytes(text);
    }
}
