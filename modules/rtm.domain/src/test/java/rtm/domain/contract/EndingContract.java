package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.Verdict;
import rtm.domain.port.EndingStore;

/** How every {@link EndingStore} keeps the ends of engines. */
abstract class EndingContract extends StoreSuite {

    private static final ContainerId OTHER = new ContainerId("0c0c".repeat(16));
    private static final Instant STARTED = SampleOperations.START;
    private static final Instant ENDED = STARTED.plusSeconds(60);
    private static final Optional<EndingOutput> LINES =
            Optional.of(new EndingOutput.Kept("a line\nthe last line\n"));

    private EndingStore endings() {
        return under().endings();
    }

    private static Ending ending(ContainerId container, Instant startedAt, Instant endedAt) {
        return new Ending(
                GAME,
                container,
                startedAt,
                endedAt,
                Optional.of(new ImageReference("galaxy/game:1.4.0")),
                OptionalInt.of(7),
                false,
                false,
                false);
    }

    /** As a stop commits it: how the engine ended is not known yet. */
    private static Ending requested() {
        return new Ending(
                GAME,
                SampleOperations.CONTAINER,
                STARTED,
                ENDED.plusSeconds(1),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                true,
                false);
    }

    private static Completion completion(OpenOperation operation, Ending... endings) {
        return new Completion(
                operation,
                new Verdict.Done(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(endings),
                SampleOperations.FINISH);
    }

    private List<Ending> recent() {
        return endings().recent(GAME, Optional.empty(), 10).stream()
                .map(EndingEntry::ending)
                .toList();
    }

    @Test
    void aCommitAddsItsEndings() {
        Ending first = ending(SampleOperations.CONTAINER, STARTED, ENDED);
        Ending second = ending(OTHER, STARTED, ENDED.plusSeconds(1));

        store().commit(completion(begin(GAME), first, second));

        assertThat(recent()).containsExactly(second, first);
        assertThat(endings().recent(GAME, Optional.empty(), 1)).hasSize(1);
        assertThat(endings().recent(new GameId("another"), Optional.empty(), 10)).isEmpty();
        assertThat(endings().recent(GAME, Optional.empty(), 10))
                .allSatisfy(one -> assertThat(one.output()).isEmpty());
    }

    @Test
    void theNextOnesBeginBeforeARow() {
        for (int n = 0; n < 3; n++) {
            endings().save(NodeId.FIRST, ending(OTHER, STARTED.plusSeconds(n), ENDED), LINES);
        }
        List<EndingEntry> all = endings().recent(GAME, Optional.empty(), 10);

        assertThat(endings().recent(GAME, Optional.of(all.getFirst().row()), 10))
                .isEqualTo(all.subList(1, 3));
        assertThat(endings().recent(GAME, Optional.of(all.getFirst().row()), 1))
                .isEqualTo(all.subList(1, 2));
        assertThat(endings().recent(GAME, Optional.of(all.getLast().row()), 1)).isEmpty();
    }

    @Test
    void aCommitThatIsRefusedAddsNone() {
        OpenOperation operation = begin(GAME);
        store().commit(completion(operation));
        OpenOperation other = begin(GAME);
        store().abandon(other);

        assertThatThrownBy(() -> store().commit(completion(other, ending(OTHER, STARTED, ENDED))))
                .isInstanceOf(OwnershipLostException.class);

        assertThat(recent()).isEmpty();
    }

    @Test
    void theSameCommitAgainAddsNoRow() {
        Completion completion = completion(begin(GAME), ending(OTHER, STARTED, ENDED));
        store().commit(completion);
        store().commit(completion);
        assertThat(recent()).hasSize(1);
    }

    @Test
    void anotherLifeOfTheSameContainerIsAnotherRow() {
        Ending first = ending(OTHER, STARTED, ENDED);
        Ending second = ending(OTHER, ENDED.plusSeconds(1), ENDED.plusSeconds(2));
        endings().save(NodeId.FIRST, first, Optional.empty());
        endings().save(NodeId.FIRST, second, Optional.empty());

        assertThat(recent()).containsExactly(second, first);
        assertThat(endings().last(OTHER).map(EndingEntry::ending)).contains(second);
        assertThat(endings().last(SampleOperations.CONTAINER)).isEmpty();
    }

    @Test
    void whoeverSeesTheSameLifeFirstThereIsOneRowWithAllThatIsKnown() {
        Ending seen = ending(SampleOperations.CONTAINER, STARTED, ENDED);
        endings().save(NodeId.FIRST, requested(), Optional.empty());
        endings().save(NodeId.FIRST, seen, LINES);
        store().commit(completion(begin(GAME), requested()));

        assertThat(recent())
                .containsExactly(
                        new Ending(
                                GAME,
                                SampleOperations.CONTAINER,
                                STARTED,
                                ENDED,
                                seen.image(),
                                OptionalInt.of(7),
                                false,
                                true,
                                false));
        assertThat(endings().last(SampleOperations.CONTAINER).flatMap(EndingEntry::output))
                .isEqualTo(LINES);
    }

    @Test
    void whatIsKnownIsNotReplaced() {
        Ending seen = ending(OTHER, STARTED, ENDED);
        endings().save(NodeId.FIRST, seen, LINES);
        endings()
                .save(
                        NodeId.FIRST,
                        new Ending(
                                GAME,
                                OTHER,
                                STARTED,
                                ENDED.plusSeconds(9),
                                Optional.of(new ImageReference("galaxy/game:1.5.0")),
                                OptionalInt.of(137),
                                true,
                                true,
                                false),
                        Optional.of(new EndingOutput.Missing("the container is gone")));

        assertThat(recent()).containsExactly(seen);
        assertThat(endings().last(OTHER).flatMap(EndingEntry::output)).isEqualTo(LINES);
    }

    @Test
    void thatThereIsNoOutputIsKeptWithItsReason() {
        Optional<EndingOutput> none = Optional.of(new EndingOutput.Missing("it was removed"));
        endings().save(NodeId.FIRST, ending(OTHER, STARTED, ENDED), none);
        endings().save(NodeId.FIRST, ending(OTHER, STARTED, ENDED), LINES);
        assertThat(endings().last(OTHER).flatMap(EndingEntry::output)).isEqualTo(none);
    }

    @Test
    void endingsWithoutOutputAreListedOldestRowFirst() {
        Ending first = ending(SampleOperations.CONTAINER, STARTED, ENDED.plusSeconds(5));
        Ending second = ending(OTHER, STARTED, ENDED);
        endings().save(NodeId.FIRST, first, Optional.empty());
        endings().save(NodeId.FIRST, second, Optional.empty());
        endings().save(NodeId.FIRST, ending(OTHER, ENDED, ENDED.plusSeconds(7)), LINES);

        assertThat(endings().withoutOutput(NodeId.FIRST, Optional.empty(), 10))
                .extracting(EndingEntry::ending)
                .containsExactly(first, second);
        assertThat(endings().withoutOutput(NodeId.FIRST, Optional.of(GAME), 1))
                .extracting(EndingEntry::ending)
                .containsExactly(first);
        assertThat(endings().withoutOutput(NodeId.FIRST, Optional.of(new GameId("another")), 10))
                .isEmpty();
    }

    @Test
    void textIsKeptAsTheEngineWroteItWithoutNul() {
        String written = "\u001b[31mred\u001b[0m\ttab\r\nü \ufffd end\0 of line\n";
        endings()
                .save(
                        NodeId.FIRST,
                        ending(OTHER, STARTED, ENDED),
                        Optional.of(new EndingOutput.Kept(written)));
        assertThat(endings().last(OTHER).flatMap(EndingEntry::output))
                .contains(new EndingOutput.Kept(written.replace("\0", "")));
    }

    @Test
    void theLongestOutputIsAccepted() {
        EndingOutput most = new EndingOutput.Kept("ü".repeat(EndingOutput.MOST_BYTES));
        endings().save(NodeId.FIRST, ending(OTHER, STARTED, ENDED), Optional.of(most));
        assertThat(endings().last(OTHER).flatMap(EndingEntry::output)).contains(most);
    }

    @Test
    void onlyTheLifeThatEndedWithTheDaemonIsMarked() {
        Ending first = ending(OTHER, STARTED, ENDED);
        Ending second = ending(OTHER, ENDED.plusSeconds(1), ENDED.plusSeconds(2));
        endings().save(NodeId.FIRST, first, LINES);
        endings().save(NodeId.FIRST, second, LINES);

        endings().endedWithDaemon(OTHER, ENDED.plusSeconds(2));

        assertThat(recent()).containsExactly(second.endedWithDaemon(), first);
        endings().save(NodeId.FIRST, second, Optional.empty());
        assertThat(recent()).containsExactly(second.endedWithDaemon(), first);
    }

    @Test
    void oldEndingsAreDeletedInPortions() {
        for (int n = 0; n < 5; n++) {
            endings()
                    .save(
                            NodeId.FIRST,
                            ending(OTHER, STARTED.plusSeconds(n), ENDED.plusSeconds(n)),
                            LINES);
        }
        assertThat(endings().deleteBefore(ENDED.plusSeconds(3), 2)).isEqualTo(2);
        assertThat(endings().deleteBefore(ENDED.plusSeconds(3), 2)).isEqualTo(1);
        assertThat(endings().deleteBefore(ENDED.plusSeconds(3), 2)).isZero();
        assertThat(recent())
                .extracting(Ending::endedAt)
                .containsExactly(ENDED.plusSeconds(4), ENDED.plusSeconds(3));
    }
}
