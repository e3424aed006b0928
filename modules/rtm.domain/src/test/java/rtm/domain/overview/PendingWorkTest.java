package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.model.GameId;
import rtm.domain.model.JobStream;
import rtm.domain.model.OperationSource;
import rtm.domain.overview.PendingWork.Entry;
import rtm.domain.overview.PendingWork.Item;
import rtm.domain.overview.PendingWork.Kind;
import rtm.domain.overview.PendingWork.Work;

class PendingWorkTest {

    private static final Work PULL =
            new Work(
                    Kind.PULL,
                    Optional.empty(),
                    Optional.of("galaxy/game:1.4.0"),
                    OperationSource.ADMIN_REST);
    private static final Work STOP =
            new Work(
                    Kind.STOP,
                    Optional.of(new GameId("game-1")),
                    Optional.empty(),
                    OperationSource.LOBBY_STREAM);

    private final PendingWork pending = new PendingWork(InstantSource.fixed(Instant.EPOCH));

    @Test
    void workIsThereFromItsBeginToItsEndTheOldestFirst() {
        Entry stop = pending.add(STOP);
        Entry pull = pending.add(PULL);
        assertThat(pending.items())
                .containsExactly(
                        new Item(STOP, Instant.EPOCH, Optional.empty()),
                        new Item(PULL, Instant.EPOCH, Optional.empty()));

        stop.close();
        pull.close();

        assertThat(pending.items()).isEmpty();
    }

    @Test
    void workIsAsOldAsItsRequestWhicheverWasTakenFirst() {
        pending.add(PULL);
        pending.add(STOP, Instant.EPOCH.minusSeconds(60));
        pending.add(STOP, Instant.MAX);

        assertThat(pending.items())
                .extracting(Item::since)
                .containsExactly(Instant.EPOCH.minusSeconds(60), Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void theStartOfAGameIsFoundAmongItsJobs() {
        GameId game = new GameId("game-1");
        pending.add(STOP);
        assertThat(pending.start(game)).isEmpty();

        pending.add(
                new Work(
                        Kind.START,
                        Optional.of(game),
                        Optional.of("galaxy/game:1.4.0"),
                        OperationSource.LOBBY_STREAM));

        assertThat(pending.start(game)).isPresent();
        assertThat(pending.start(new GameId("game-2"))).isEmpty();
    }

    @Test
    void theReasonStaysWhileAShortTryGoesOn() {
        Entry stop = pending.add(STOP);
        stop.waitsFor("Docker daemon");
        stop.isTried();
        assertThat(pending.items().getFirst().waitsFor()).contains("Docker daemon");

        stop.waitsFor("database");
        assertThat(pending.items().getFirst().waitsFor()).contains("database");
    }

    @Test
    void aProcessThatLeadsNoLongerHasPullsButNoJobs() {
        Entry stop = pending.add(STOP);
        pending.add(PULL);

        pending.forgetJobs();
        stop.waitsFor("Docker daemon");

        assertThat(pending.items()).extracting(Item::work).containsExactly(PULL);
    }

    @Test
    void jobsThatAreDoneEarlyAreThoseOfTheProcessThatLeads() {
        assertThat(pending.doneEarly(JobStream.START_JOBS)).isZero();
        pending.countDoneEarly(JobStream.START_JOBS, () -> 5);
        assertThat(pending.doneEarly(JobStream.START_JOBS)).isEqualTo(5);
        assertThat(pending.doneEarly(JobStream.STOP_JOBS)).isZero();

        pending.forgetJobs();
        assertThat(pending.doneEarly(JobStream.START_JOBS)).isZero();
    }
}
